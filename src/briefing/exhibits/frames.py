"""The ledger as tidy data frames, for analysis in a chapter, with which the tables count; and the numbers of prose.

Cells hold ids and vocabulary words as they are coded; `ledger.label(vocabulary, word)` gives the printed word.
Columns that hold several values are tuples: `frame.explode("articles")` gives one row each. What was not coded is
missing, as pandas' `isna` tells.
"""

import re
from collections.abc import Sequence

import pandas as pd
from pydantic import BaseModel

from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Actor, Claim, Evidence, Judgement
from briefing.model.words import (
    Reach,
    article_name,
    by_reach,
    date_words,
    made_by_one,
    number_word,
    reach_of,
    voice_name,
)
from briefing.reading.profile import origin_count
from briefing.versions.edition import as_of

__all__ = ["actors", "claims", "evidence", "judgements", "parallels"]

#: How the names of counts and of truths begin.
_TYPED = ("n_", "standing", "own_voice", "alone")


def claims(ledger: Ledger) -> pd.DataFrame:
    """Return one row a claim, withdrawn ones too.

    claim (id), statement, one column a coded field (kind, bears_on, theme), one column a facet (tuple of words),
    actors, articles, origins (possible ones too), judgements (tuples of ids), n_articles, n_origins (independent ones),
    reach (all, several, one or none of the articles), standing (bool).
    """
    facets = sorted({name for c in ledger.claims for name in c.facets})
    rows = []
    for c in ledger.claims:
        coded = (*_coded(c), *(c.facets.get(facet, ()) for facet in facets))
        found = (c.actors, c.articles, ledger.origins_of([c.id]), tuple(j.id for j in ledger.judgements_on(c.id)))
        counted = (len(c.articles), origin_count(ledger, c.articles), reach_of(ledger, c.articles).value)
        rows.append((c.id, c.statement, *coded, *found, *counted, c.withdrawn is None))
    joined, counts = ("actors", "articles", "origins", "judgements"), ("n_articles", "n_origins", "reach")
    return _frame(rows, "claim", "statement", *_codes(Claim), *facets, *joined, *counts, "standing")


def evidence(ledger: Ledger) -> pd.DataFrame:
    """Return one row a piece of evidence, that of withdrawn claims too.

    key (`C04-1`), claim, article (ids), article_name, words, voice (tuple of ids, nearest speaker first; empty is the
    article's own), said_by (the voice in words), own_voice (bool), one column a coded field (quantity, certainty,
    form), names (tuple of actor ids), start and end (code points of the article, half open), standing (bool).
    """
    rows = []
    for e in ledger.evidence_by_key.values():
        where = (e.key, e.claim, e.article, article_name(ledger, e.article))
        span = (e.span.start, e.span.end) if e.span else (None, None)
        stands = ledger.claim_by_id[e.claim].withdrawn is None
        said = (e.words, e.voice, voice_name(ledger, e.voice), not e.voice)
        rows.append((*where, *said, *_coded(e), e.names, *span, stands))
    names = ("key", "claim", "article", "article_name", "words", "voice", "said_by", "own_voice", *_codes(Evidence))
    return _frame(rows, *names, "names", "start", "end", "standing").astype({"start": "Int64", "end": "Int64"})


def judgements(ledger: Ledger) -> pd.DataFrame:
    """Return one row a judgement and claim that it cites, withdrawn judgements too.

    judgement (id), statement, one column a coded field (confidence, directness …), claim (id), role (`decisive`,
    `supports` or `challenges`), n_origins (independent origins of that claim), reach (of that claim), standing (bool).
    """
    rows = []
    for j in ledger.judgements:
        roles = [(claim, "decisive" if claim in j.decisive else "supports") for claim in j.supported_by]
        for name, role in [*roles, *((claim, "challenges") for claim in j.challenged_by)]:
            articles = ledger.claim_by_id[name].articles
            counted = (origin_count(ledger, articles), reach_of(ledger, articles).value, j.withdrawn is None)
            rows.append((j.id, j.statement, *_coded(j), name, role, *counted))
    told = ("claim", "role", "n_origins", "reach", "standing")
    return _frame(rows, "judgement", "statement", *_codes(Judgement), *told)


def actors(ledger: Ledger) -> pd.DataFrame:
    """Return one row a mention of an actor in a standing claim's evidence or in a description.

    actor (id), name, one column a coded field (kind, side), mention (`about`: acts or is spoken of; `named`: an
    example in the words; `voice`: says so; `described`: who it is, in passing), claim (id; missing of a description),
    article (id), words. An actor that nothing mentions has no row.
    """
    mentions: list[tuple[str, str, str | None, str, str]] = [
        (name, mention, claim.id, e.article, e.words)
        for claim in ledger.standing
        for e in claim.evidence
        for mention, named in (("about", claim.actors), ("named", e.names), ("voice", e.voice))
        for name in named
    ]
    mentions += [(actor.id, "described", None, d.article, d.words) for actor in ledger.actors for d in actor.described]
    rows = []
    for name, *told in mentions:
        if actor := ledger.actor_by_id.get(name):
            rows.append((name, actor.name, *_coded(actor), *told))
    return _frame(rows, "actor", "name", *_codes(Actor), "mention", "claim", "article", "words")


def parallels(ledger: Ledger) -> pd.DataFrame:
    """Return one row a parallel and kind of change.

    parallel (id), change (word), articles (tuple of the ids of its sides, in reading order), alone (bool: one side,
    so that no other article has the passage), claims (tuple of ids), note, standing (bool).
    """
    order = [a.id for a in ledger.reading_order]
    rows = []
    for p in ledger.parallels:
        articles = tuple(sorted((side.article for side in p.sides), key=order.index))
        rows.append((p.id, p.change, articles, len(p.sides) == 1, p.claims, p.note, p.withdrawn is None))
    frame = _frame(rows, "parallel", "change", "articles", "alone", "claims", "note", "standing")
    return frame.explode("change", ignore_index=True)


def _codes(model: type[BaseModel]) -> list[str]:
    return [field.name for field in coded_fields(model)]


def _coded(record: BaseModel) -> list[object]:
    return [getattr(record, name) for name in _codes(type(record))]


def _frame(rows: Sequence[tuple[object, ...]], *columns: str) -> pd.DataFrame:
    """Return rows under the names of columns, which tell counts and truths; an empty frame has the same types."""
    types = {name: "int64" if name.startswith("n_") else "bool" for name in columns if name.startswith(_TYPED)}
    frame = pd.DataFrame.from_records(rows, columns=list(columns))
    return frame.loc[:, ~frame.columns.duplicated(keep="last")].astype(types)  # a facet may be called as a column is


def numbers(ledger: Ledger) -> dict[str, str]:
    """Return every number the chapters may print, as text, under the name they glue it by.

    A name ending in `_word` is the same number in words up to twelve. What is counted by article, theme, confidence
    or kind of change ends in its id, with underscores: `n_only_gazette_2024`, `n_theme_access`.
    """
    quoted, compared = (frame[frame["standing"]] for frame in (evidence(ledger), parallels(ledger)))
    kinds = ("articles", "actors", "claims", "judgements", "gaps", "conflicts", "indicators")
    counts = {f"n_{kind}": len(ledger.standing_of(kind)) for kind in kinds}
    counts |= {f"n_in_{reach}": len(made) for reach, made in by_reach(ledger).items() if reach is not Reach.NONE}
    counts |= {
        "n_origins": origin_count(ledger, {a for c in ledger.standing for a in c.articles}),
        "n_quotes": len(quoted),
        "n_parallels": compared["parallel"].nunique(),
        "n_own_voice": int(quoted["own_voice"].sum()),
        "n_single_origin": sum(origin_count(ledger, c.articles) == 1 for c in ledger.standing),
    }
    by_word: dict[tuple[str, str], int] = {}
    for article, alone in made_by_one(ledger).items():
        own = quoted[quoted["article"] == article]
        by_word |= {("only", article): len(alone), ("claims", article): own["claim"].nunique()}
        by_word |= {("quotes", article): len(own), ("own_voice", article): int(own["own_voice"].sum())}
    for name, words in {
        "theme": [c.theme for c in ledger.standing],
        "confidence": [j.confidence for j in ledger.standing_judgements],
        "change": list(compared["change"]),
    }.items():
        by_word |= {(name, word): words.count(word) for word in ledger.vocabulary.get(name, {})}
    counts |= {f"n_{what}_{re.sub(r'[^a-z0-9]', '_', word)}": count for (what, word), count in by_word.items()}
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
