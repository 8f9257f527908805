"""The ledger as tidy data frames, for analysis in a chapter; the tables count with them.

Cells hold ids and vocabulary words as they are coded; `ledger.label(vocabulary, word)` gives the printed word.
Columns that hold several values are tuples: `frame.explode("articles")` gives one row each. What was not coded is
missing, as pandas' `isna` tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
from pydantic import BaseModel

from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name, article_name, voice_name
from briefing.model.reach import reach_of
from briefing.model.records import Actor, Claim, Evidence, Judgement
from briefing.reading.profile import origin_count

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
    codes = _codes(Claim)
    rows = (
        {
            "claim": c.id,
            "statement": c.statement,
            **{code: getattr(c, code) for code in codes},
            **{facet: c.facets.get(facet, ()) for facet in facets},
            "actors": c.actors,
            "articles": c.articles,
            "origins": ledger.origins_of([c.id]),
            "judgements": tuple(j.id for j in ledger.judgements_on(c.id)),
            "n_articles": len(c.articles),
            "n_origins": origin_count(ledger, c.articles),
            "reach": reach_of(ledger, c.articles).value,
            "standing": c.withdrawn is None,
        }
        for c in ledger.claims
    )
    fixed = ("actors", "articles", "origins", "judgements", "n_articles", "n_origins", "reach", "standing")
    return _frame(rows, "claim", "statement", *codes, *facets, *fixed)


def evidence(ledger: Ledger) -> pd.DataFrame:
    """Return one row a piece of evidence, that of withdrawn claims too.

    key (`C04-1`), claim, article (ids), article_name, words, voice (tuple of ids, nearest speaker first; empty is the
    article's own), said_by (the voice in words), own_voice (bool), one column a coded field (quantity, certainty,
    form), names (tuple of actor ids), start and end (code points of the article, half open), standing (bool).
    """
    codes = _codes(Evidence)
    rows = (
        {
            "key": e.key,
            "claim": e.claim,
            "article": e.article,
            "article_name": article_name(ledger, e.article),
            "words": e.words,
            "voice": e.voice,
            "said_by": voice_name(ledger, e.voice),
            "own_voice": not e.voice,
            **{code: getattr(e, code) for code in codes},
            "names": e.names,
            "start": e.span.start if e.span else None,
            "end": e.span.end if e.span else None,
            "standing": ledger.claim_by_id[e.claim].withdrawn is None,
        }
        for e in ledger.evidence_by_key.values()
    )
    first = ("key", "claim", "article", "article_name", "words", "voice", "said_by", "own_voice")
    made = _frame(rows, *first, *codes, "names", "start", "end", "standing")
    return made.astype({"start": "Int64", "end": "Int64"})


def judgements(ledger: Ledger) -> pd.DataFrame:
    """Return one row a judgement and claim that it cites, withdrawn judgements too.

    judgement (id), statement, one column a coded field (confidence, directness …), claim (id), role (`decisive`,
    `supports` or `challenges`), n_origins (independent origins of that claim), reach (of that claim), standing (bool).
    """
    codes = _codes(Judgement)
    rows = (
        {
            "judgement": j.id,
            "statement": j.statement,
            **{code: getattr(j, code) for code in codes},
            "claim": claim,
            "role": role,
            "n_origins": origin_count(ledger, ledger.claim_by_id[claim].articles),
            "reach": reach_of(ledger, ledger.claim_by_id[claim].articles).value,
            "standing": j.withdrawn is None,
        }
        for j in ledger.judgements
        for claim, role in _cited(j)
    )
    return _frame(rows, "judgement", "statement", *codes, "claim", "role", "n_origins", "reach", "standing")


def actors(ledger: Ledger) -> pd.DataFrame:
    """Return one row a mention of an actor in a standing claim's evidence or in a description.

    actor (id), name, one column a coded field (kind, side), mention (`about`: acts or is spoken of; `named`: an
    example in the words; `voice`: says so; `described`: who it is, in passing), claim (id; missing of a description),
    article (id), words. An actor that nothing mentions has no row.
    """
    codes = _codes(Actor)
    known = {a.id: {code: getattr(a, code) for code in codes} for a in ledger.actors}
    rows = (
        {
            "actor": actor,
            "name": actor_name(ledger, actor),
            **known[actor],
            "mention": mention,
            "claim": claim,
            "article": article,
            "words": words,
        }
        for actor, mention, claim, article, words in _mentions(ledger)
        if actor in known
    )
    return _frame(rows, "actor", "name", *codes, "mention", "claim", "article", "words")


def parallels(ledger: Ledger) -> pd.DataFrame:
    """Return one row a parallel and kind of change.

    parallel (id), change (word), articles (tuple of the ids of its sides, in reading order), alone (bool: one side,
    so that no other article has the passage), claims (tuple of ids), note, standing (bool).
    """
    order = [a.id for a in ledger.reading_order]
    rows = (
        {
            "parallel": p.id,
            "change": change,
            "articles": tuple(sorted((s.article for s in p.sides), key=order.index)),
            "alone": len(p.sides) == 1,
            "claims": p.claims,
            "note": p.note,
            "standing": p.withdrawn is None,
        }
        for p in ledger.parallels
        for change in p.change
    )
    return _frame(rows, "parallel", "change", "articles", "alone", "claims", "note", "standing")


def _codes(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(coded.name for coded in coded_fields(model))


def _cited(judgement: Judgement) -> Iterator[tuple[str, str]]:
    for claim in judgement.supported_by:
        yield claim, "decisive" if claim in judgement.decisive else "supports"
    for claim in judgement.challenged_by:
        yield claim, "challenges"


def _mentions(ledger: Ledger) -> Iterator[tuple[str, str, str | None, str, str]]:
    for claim in ledger.standing:
        for e in claim.evidence:
            for mention, named in (("about", claim.actors), ("named", e.names), ("voice", e.voice)):
                yield from ((actor, mention, claim.id, e.article, e.words) for actor in named)
    for actor in ledger.actors:
        yield from ((actor.id, "described", None, d.article, d.words) for d in actor.described)


def _frame(rows: Iterable[Mapping[str, object]], *columns: str) -> pd.DataFrame:
    """Return the rows under the columns, which an empty frame keeps with their types."""
    made = pd.DataFrame.from_records(list(rows), columns=list(columns))
    types = {name: "int64" if name.startswith("n_") else "bool" for name in columns if name.startswith(_TYPED)}
    return made.astype(types)
