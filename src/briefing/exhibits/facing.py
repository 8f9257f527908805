"""Two articles on one claim, face to face: which words, and which codes, differ.

Words are compared as strings, so a difference here is one of wording; whether it changes the
meaning is what the codes say (voice, quantity, certainty). Nothing is said of who copied whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence

Code = Literal["voice", "quantity", "certainty"]
CODES: tuple[Code, ...] = ("voice", "quantity", "certainty")

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
#: A run of shared words counts when one of them is this long: two texts always share "of" and "in".
TELLING_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a quote's characters; `shared` when the other articles have the same words."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one article says for the claim: each quote in pieces, and each quote's codes."""

    article: str
    quotes: tuple[tuple[Piece, ...], ...]
    evidence: tuple[Evidence, ...]
    keys: tuple[str, ...]

    def coded(self, code: Code) -> tuple[tuple[str, ...] | str, ...]:
        """Return what is coded for each quote, in order, without repeats."""
        return tuple(dict.fromkeys(getattr(evidence, code) for evidence in self.evidence))


@dataclass(frozen=True, slots=True)
class Facing:
    """One claim in several articles, and the codes in which their sides differ."""

    claim: str
    sides: tuple[Side, ...]
    differing: frozenset[Code]


def face(ledger: Ledger, claim_id: str) -> Facing:
    """Return the sides of a claim, one an article, in the order of its evidence.

    Raises `ValueError` when the claim is not made by at least two articles.
    """
    claim = ledger.claim_by_id[claim_id]
    if len(claim.articles) < 2:  # noqa: PLR2004  two sides make a comparison
        message = f"{claim_id} is made by {len(claim.articles)} article: there is nothing to set beside it"
        raise ValueError(message)
    sides = tuple(_side(claim, article) for article in claim.articles)
    differing = frozenset(code for code in CODES if len({frozenset(side.coded(code)) for side in sides}) > 1)
    return Facing(claim_id, sides, differing)


def faced_claims(ledger: Ledger) -> tuple[str, ...]:
    """Return the standing claims that at least two articles make."""
    return tuple(claim.id for claim in ledger.standing if len(claim.articles) > 1)


def only_in(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Return, for each article, the standing claims that no other article makes."""
    alone = [claim for claim in ledger.standing if len(claim.articles) == 1]
    return {
        article.id: tuple(claim.id for claim in alone if claim.articles == (article.id,)) for article in ledger.articles
    }


def _side(claim: Claim, article: str) -> Side:
    own = [(evidence.key, evidence) for evidence in claim.in_article(article)]
    others = [
        " ".join(evidence.exact for evidence in claim.in_article(other)) for other in claim.articles if other != article
    ]
    return Side(
        article,
        tuple(compare_words(evidence.exact, others) for _, evidence in own),
        tuple(evidence for _, evidence in own),
        tuple(key for key, _ in own),
    )


def compare_words(text: str, others: Iterable[str]) -> tuple[Piece, ...]:
    """Cut a text into pieces that some of the other texts share, in order, and pieces that none does."""
    words = list(_WORD.finditer(text))
    folded = [word.group().casefold() for word in words]
    shared: set[int] = set()
    for other in others:
        shared |= _shared_positions(folded, [word.group().casefold() for word in _WORD.finditer(other)])
    return _cut(text, words, shared)


def mostly_own(pieces: Iterable[Piece]) -> bool:
    """Tell whether more than half of a passage's words are its own: marked, they would tell nothing apart."""
    counts = {True: 0, False: 0}
    for piece in pieces:
        counts[piece.shared] += len(_WORD.findall(piece.text))
    return counts[False] > counts[True]


def _shared_positions(words: Sequence[str], others: Sequence[str]) -> set[int]:
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return {
        position
        for start, _, size in blocks
        if any(len(word) >= TELLING_LENGTH for word in words[start : start + size])
        for position in range(start, start + size)
    }


def _cut(text: str, words: Sequence[re.Match[str]], shared: set[int]) -> tuple[Piece, ...]:
    """Cut at every change between shared and own; a piece of own words begins and ends with a word."""
    pieces: list[Piece] = []
    done = 0
    for first, last in _own_runs(len(words), shared):
        start, end = words[first].start(), words[last].end()
        if start > done:
            pieces.append(Piece(text[done:start], shared=True))
        pieces.append(Piece(text[start:end], shared=False))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], shared=True))
    return tuple(pieces)


def _own_runs(count: int, shared: set[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for position in range(count):
        if position in shared:
            continue
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs
