"""The numbers that prose may use: computed once, glued under stable names."""

from __future__ import annotations

from briefing.exhibits.tables.rows import claim_ids
from briefing.model.ledger import Ledger
from briefing.model.words import date_words, number_word
from briefing.reading.lineage import claims_in_all, claims_only_in, shared_runs, shifts
from briefing.versions.edition import as_of


def numbers(ledger: Ledger) -> dict[str, str]:
    """Return every number the chapters may print, as text, under the name they glue it by.

    A name ending in `_word` is the same number in words up to twelve.
    """
    evidence = [e for c in ledger.standing for e in c.evidence]
    found = shifts(ledger)
    articles = ledger.reading_order
    counts = {
        "n_articles": len(articles),
        "n_origins": len(ledger.origins_of(claim_ids(ledger.standing))),
        "n_claims": len(ledger.standing),
        "n_quotes": len(evidence),
        "n_judgements": len(ledger.standing_judgements),
        "n_gaps": len(ledger.gaps),
        "n_conflicts": len(ledger.conflicts),
        "n_indicators": len(ledger.indicators),
        "n_actors": len(ledger.actors),
        "n_shared": len(claims_in_all(ledger)),
        "n_own_voice": sum(not e.voice for e in evidence),
        "n_shifts": len(found),
        "n_changed": len({s.claim for s in found}),
        "n_firmer": sum(s.firmer for s in found),
        "n_weaker": sum(not s.firmer for s in found),
        "n_lost_attribution": sum(s.dimension == "attribution" and s.firmer for s in found),
        "n_single_origin": sum(len(ledger.origins_of([c.id])) == 1 for c in ledger.standing),
    }
    counts |= {f"n_only_{i}": len(claims_only_in(ledger, a.id)) for i, a in enumerate(articles, start=1)}
    counts |= {f"n_theme_{t}": sum(c.theme == t for c in ledger.standing) for t in ledger.vocabulary.get("theme", {})}
    if len(articles) > 1:
        counts["n_shared_runs"] = len(shared_runs(articles[0].text, articles[1].text))
    return {name: str(n) for name, n in counts.items()} | {f"{name}_word": number_word(n) for name, n in counts.items()}


def statements(ledger: Ledger) -> dict[str, str]:
    """Return each judgement's statement without its full stop, under `statement_` and its id, for prose to quote."""
    return {f"statement_{j.id}": j.statement.rstrip(".") for j in ledger.standing_judgements}


def glue_numbers(ledger: Ledger) -> None:
    """Glue, for a chapter's prose, the numbers, each judgement's statement, and how far the articles go."""
    from myst_nb import glue  # noqa: PLC0415 - only a running notebook needs it, and it is slow to import

    newest = max((o.published for o in ledger.origins if o.published), default=None)
    dated = {"as_of": as_of(ledger), "cutoff": date_words(newest) if newest else "an unknown date"}
    for name, text in (numbers(ledger) | statements(ledger) | dated).items():
        glue(name, text, display=False)
