"""Which articles share text or descend from one origin, and what each kept, dropped, added or changed.

Everything here follows from the coding and the sidecars; nothing is coded a second time. Likeness
scores are never used: a contradiction can score higher than a restatement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from briefing.model.ledger import Ledger
from briefing.model.naming import voice_name
from briefing.model.records import Claim
from briefing.reading.normalisation import normalise

#: Words in a shingle. Five is precise, three still finds heavy paraphrase; see `shared_runs`.
SHINGLE_WORDS = 5

DIMENSIONS = ("attribution", "certainty", "quantity")
OWN_VOICE = "in its own voice"


class Descent(NamedTuple):
    """One article's descent from one origin (PROV wasDerivedFrom)."""

    article: str
    origin: str
    certainty: str
    basis: str


class Reading(NamedTuple):
    """The strongest wording of one claim in one article.

    `rank` is the word's place on its ladder, None when it has none; for attribution, 0 is a
    speaker or finder, 1 the article's own voice.
    """

    article: str
    word: str
    rank: int | None


class Shift(NamedTuple):
    """The same claim, coded differently in two articles."""

    claim: str
    dimension: str
    first: Reading
    second: Reading

    @property
    def firmer(self) -> bool:
        """Whether the second reading is the firmer of the two."""
        return (self.second.rank or 0) > (self.first.rank or 0)


def descents(ledger: Ledger) -> tuple[Descent, ...]:
    """Return every stated or inferred descent, in reading order."""
    return tuple(
        Descent(article.id, origin, article.derives_certainty or "", article.derives_basis or "")
        for article in ledger.reading_order
        for origin in article.derives_from
    )


def shared_runs(first: str, second: str, words: int = SHINGLE_WORDS) -> tuple[str, ...]:
    """Return the maximal runs of at least `words` words that both texts have, in the first one's order.

    Exact shingles, as in text reuse: a rewrite calls for containment, not for likeness.
    Case and punctuation do not count.
    """
    ours, theirs = _words(first), _words(second)
    known = {tuple(theirs[i : i + words]) for i in range(len(theirs) - words + 1)}
    hits = [tuple(ours[i : i + words]) in known for i in range(len(ours) - words + 1)]
    return tuple(" ".join(ours[start : end + words - 1]) for start, end in _true_runs(hits))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['.-]\w+)*", normalise(text).text.lower())


def _true_runs(flags: Iterable[bool]) -> Iterator[tuple[int, int]]:
    start = None
    position = -1
    for position, flag in enumerate(flags):
        if flag and start is None:
            start = position
        if not flag and start is not None:
            yield start, position
            start = None
    if start is not None:
        yield start, position + 1


def claims_in_all(ledger: Ledger) -> tuple[Claim, ...]:
    """Return the standing claims that every article makes."""
    return tuple(c for c in ledger.standing if len(c.articles) == len(ledger.articles))


def claims_only_in(ledger: Ledger, article: str) -> tuple[Claim, ...]:
    """Return the standing claims that no other article makes."""
    return tuple(c for c in ledger.standing if c.articles == (article,))


def readings(ledger: Ledger, claim: Claim, dimension: str) -> tuple[Reading, ...]:
    """Return one reading an article, its strongest wording, in reading order."""
    read = {"attribution": _attribution, "certainty": _certainty, "quantity": _quantity}[dimension]
    return tuple(read(ledger, claim, article.id) for article in ledger.reading_order if claim.in_article(article.id))


def _attribution(ledger: Ledger, claim: Claim, article: str) -> Reading:
    evidence = claim.in_article(article)
    if any(not e.voice for e in evidence):
        return Reading(article, OWN_VOICE, 1)
    return Reading(article, voice_name(ledger, evidence[0].voice), 0)


def _certainty(ledger: Ledger, claim: Claim, article: str) -> Reading:
    return _strongest(ledger, "certainty", article, [e.certainty for e in claim.in_article(article)])


def _quantity(ledger: Ledger, claim: Claim, article: str) -> Reading:
    return _strongest(ledger, "quantity", article, [e.quantity for e in claim.in_article(article)])


def _strongest(ledger: Ledger, vocabulary: str, article: str, words: list[str]) -> Reading:
    terms = ledger.vocabulary.get(vocabulary, {})
    ranked = [(term.rank, word) for word in words if (term := terms.get(word)) and term.rank is not None]
    if not ranked:
        return Reading(article, words[0], None)
    rank, word = max(ranked, key=lambda pair: pair[0])
    return Reading(article, word, rank)


def shifts(ledger: Ledger) -> tuple[Shift, ...]:
    """Return where two articles make the same claim in words that are coded differently."""
    found: list[Shift] = []
    for claim in ledger.standing:
        for dimension in DIMENSIONS:
            first, *rest = readings(ledger, claim, dimension) or (None,)
            found.extend(
                Shift(claim.id, dimension, first, other) for other in rest if first and other and _differ(first, other)
            )
    return tuple(found)


def _differ(first: Reading, other: Reading) -> bool:
    """Whether two readings stand on different rungs; words that have no rung are not compared."""
    return first.rank is not None and other.rank is not None and first.rank != other.rank
