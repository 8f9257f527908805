"""What covers each sentence of an article, and what of it nothing covers: the one place where that is computed.

A span covers the words in it and no others. The rest of a partly covered sentence is open when it holds a word that
says something: not a function word, and not the attribution to a speaker who is coded beside it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

import regex

from briefing.model.base import Span
from briefing.model.ledger import Ledger
from briefing.model.records import Evidence
from briefing.model.sources import Article, Passage
from briefing.reading.languages import language_of
from briefing.reading.normalisation import normalise
from briefing.reading.text import sentences

CLAIMED, WAIVED, FURNITURE, OPEN = "claimed", "waived", "furniture", "open"
_WORD = regex.compile(r"\b\w[\w'’]*", regex.WORD)


class Cover(NamedTuple):
    """Words of an article that something accounts for: quoted by a record, waived, or furniture."""

    span: Span
    status: str
    passage: Passage


class Sentence(NamedTuple):
    """A sentence, what became of it, and the parts that nothing covers though they say something.

    `status` is `open` when nothing covers any of it; else `claimed` wins over `waived`, `waived` over `furniture`.
    """

    span: Span
    status: str
    rest: tuple[Span, ...] = ()

    @property
    def accounted_for(self) -> bool:
        return self.status != OPEN and not self.rest


def covering(ledger: Ledger, article: str) -> Iterator[tuple[str, Passage]]:
    """Yield what is meant to cover an article's words, anchored or not, with the status that it gives them.

    Standing claims, joins of them, parallels and descriptions of actors quote; a second reading covers nothing.
    """
    standing = {claim.id for claim in ledger.standing}
    quoting: list[Any] = [evidence for claim in ledger.standing for evidence in claim.evidence]
    quoting += [r for r in ledger.standing_of("relations") if {r.first, r.second} <= standing]
    quoting += [side for parallel in ledger.standing_of("parallels") for side in parallel.sides]
    quoting += [description for actor in ledger.actors for description in actor.described]
    yield from ((CLAIMED, passage) for passage in quoting if passage.article == article)
    yield from ((WAIVED, waiver) for waiver in ledger.waivers if waiver.article == article)
    held = ledger.article_by_id.get(article)
    yield from ((FURNITURE, part) for part in (held.furniture if held else ()))


def covers(ledger: Ledger, article: str) -> list[Cover]:
    """Return what covers an article's words, in the order of where it begins."""
    found = [Cover(span, status, p) for status, p in covering(ledger, article) for span in p.spans]
    return sorted(found, key=attrgetter("span"))


def sentence_coverage(ledger: Ledger, article: Article) -> tuple[Sentence, ...]:
    """Return each sentence, bullet, heading and line of an article with what became of it, in order."""
    found, ahead, reaching = list[Sentence](), deque(covers(ledger, article.id)), list[Cover]()
    for span in sentences(article.text, article.language):
        while ahead and ahead[0].span.start < span.end:
            reaching.append(ahead.popleft())
        reaching = [cover for cover in reaching if cover.span.end > span.start]
        found.append(_sentence(ledger, article, span, reaching))
    return tuple(found)


def holds_words(text: str, spans: Iterable[Span]) -> bool:
    """Whether any letter or digit stands in the spans."""
    return any(character.isalnum() for span in spans for character in text[slice(*span)])


def outside(span: Span, others: Iterable[Span]) -> list[Span]:
    """Return the parts of a span that lie in no other; the others come in the order of their starts."""
    parts, start = [], span.start
    for other in others:
        if other.start > start:
            parts.append(Span(start, min(other.start, span.end)))
        start = max(start, other.end)
    return [part for part in (*parts, Span(start, span.end)) if part.start < part.end]


def _sentence(ledger: Ledger, article: Article, span: Span, touching: list[Cover]) -> Sentence:
    text, language = article.text, language_of(article.language)
    shared = [(c.status, Span(max(span.start, c.span.start), min(span.end, c.span.end))) for c in touching]
    statuses = {status for status, common in shared if holds_words(text, [common])}
    status = next((name for name in (CLAIMED, WAIVED, FURNITURE) if name in statuses), OPEN)
    if status == OPEN:
        return Sentence(span, OPEN, (span,))
    idle, voices = language.function, {v for c in touching if isinstance(c.passage, Evidence) for v in c.passage.voice}
    if voices:
        actors = [ledger.actor_by_id[voice] for voice in voices if voice in ledger.actor_by_id]
        names = (_words(name) for actor in actors for name in (actor.name, *actor.aliases))
        idle = idle.union(language.reporting, *names)
    rest = outside(span, (cover.span for cover in touching))
    return Sentence(span, status, tuple(part for part in rest if _words(text[slice(*part)]) - idle))


def _words(text: str) -> set[str]:
    return {word.replace("’", "'").lower().removesuffix("'s") for word in _WORD.findall(normalise(text).seen)}
