"""The numbers that prose may use: computed once, glued under stable names."""

from __future__ import annotations

import re

from briefing.exhibits import frames
from briefing.model.ledger import Ledger
from briefing.model.reach import Reach, by_reach, made_by_one
from briefing.model.words import date_words, number_word
from briefing.reading.profile import origin_count
from briefing.versions.edition import as_of


def numbers(ledger: Ledger) -> dict[str, str]:
    """Return every number the chapters may print, as text, under the name they glue it by.

    A name ending in `_word` is the same number in words up to twelve. What is counted by article, theme, confidence
    or kind of change ends in its id, with underscores: `n_only_gazette_2024`, `n_theme_access`.
    """
    evidence, parallels = frames.evidence(ledger), frames.parallels(ledger)
    evidence, parallels = evidence[evidence["standing"]], parallels[parallels["standing"]]
    reach = by_reach(ledger)
    counts = {
        "n_articles": len(ledger.articles),
        "n_origins": origin_count(ledger, {a for c in ledger.standing for a in c.articles}),
        "n_claims": len(ledger.standing),
        "n_quotes": len(evidence),
        "n_judgements": len(ledger.standing_judgements),
        "n_gaps": len(ledger.standing_of("gaps")),
        "n_conflicts": len(ledger.standing_of("conflicts")),
        "n_indicators": len(ledger.standing_of("indicators")),
        "n_actors": len(ledger.actors),
        "n_parallels": parallels["parallel"].nunique(),
        "n_own_voice": int(evidence["own_voice"].sum()),
        "n_in_all": len(reach[Reach.ALL]),
        "n_in_several": len(reach[Reach.SEVERAL]),
        "n_in_one": len(reach[Reach.ONE]),
        "n_single_origin": sum(origin_count(ledger, c.articles) == 1 for c in ledger.standing),
    }
    for article, alone in made_by_one(ledger).items():
        own = evidence[evidence["article"] == article]
        counts[_key("only", article)] = len(alone)
        counts[_key("claims", article)] = own["claim"].nunique()
        counts[_key("quotes", article)] = len(own)
        counts[_key("own_voice", article)] = int(own["own_voice"].sum())
    for name, words in {
        "theme": [c.theme for c in ledger.standing],
        "confidence": [j.confidence for j in ledger.standing_judgements],
        "change": list(parallels["change"]),
    }.items():
        counts |= {_key(name, word): words.count(word) for word in ledger.vocabulary.get(name, {})}
    return {name: str(n) for name, n in counts.items()} | {f"{name}_word": number_word(n) for name, n in counts.items()}


def _key(what: str, word: str) -> str:
    return f"n_{what}_{re.sub(r'[^a-z0-9]', '_', word)}"


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
