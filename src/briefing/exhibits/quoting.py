"""Evidence as readers see it: the words, whose they are, how they are coded, and which another text shares.

Words are compared as strings, so what is shared is wording; what became of the meaning is what is coded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from briefing.exhibits.display import Link, Quote
from briefing.model.base import Record
from briefing.model.fields import Surface, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, record_name, voice_name
from briefing.model.records import Evidence, Withdrawal
from briefing.model.sources import Passage
from briefing.model.words import counted

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
#: A word that two texts share tells something when it is this long: they always share "of" and "in".
TELLING_LENGTH = 4


def quotes(ledger: Ledger, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
    """Return each piece of evidence as its words, with the article that leads to the passage, and a speaker's name."""
    return tuple(
        Quote(
            e.words,
            Link("passage", e.key, article_name(ledger, e.article)),
            ledger.article_by_id[e.article].language,
            f"said by {voice_name(ledger, e.voice)}" if e.voice else "",
        )
        for e in evidence
    )


def passage_quote(ledger: Ledger, article: str, passage: Passage) -> Quote:
    """Return words of an article that are no claim's evidence; they lead to the article."""
    return Quote(passage.words, record_link(ledger, article), ledger.article_by_id[article].language)


def codes_on(ledger: Ledger, record: Record, *surfaces: Surface) -> Iterator[tuple[str, str]]:
    """Yield heading and label of every coded field that one of the surfaces shows and that the record fills."""
    for coded in coded_fields(type(record)):
        word = getattr(record, coded.name)
        if word and any(map(coded.shows_on, surfaces)):
            yield coded.heading, ledger.label(coded.vocabulary, word)


def record_link(ledger: Ledger, name: str) -> Link:
    """Return the link to a record that has an id. Raises `KeyError` when the ledger holds none such."""
    return Link(ledger.kind_by_id[name].noun, name, record_name(ledger, name))


def withdrawal(ledger: Ledger, withdrawn: Withdrawal | None, *, briefly: bool = False) -> tuple[str | Link, ...]:
    """Return why a record no longer stands and what took its place; `briefly`, why only of one that nothing replaced.

    Of a record that stands, nothing.
    """
    if withdrawn is None:
        return ()
    successors = [record_link(ledger, name) for name in withdrawn.replaced_by if name in ledger.kind_by_id]
    if briefly and successors:
        return ("Replaced by ", *successors)
    return (withdrawn.because, " Replaced by ", *successors) if successors else (withdrawn.because,)


def every_claim(ledger: Ledger) -> tuple[str | Link, ...]:
    """Return what a caption cites that rests on all standing claims: one link for them all."""
    standing = ledger.standing
    if len(standing) > 1:
        return (Link("ledger", "all", f"all {counted(len(standing), 'claim')}"),)
    return tuple(claim.id for claim in standing)


def shared_words(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges of a text, in code points, whose words the other has too, in order.

    A word counts when it is a telling one; neighbours are one range.
    """
    theirs = {word.casefold() for word in _WORD.findall(other) if len(word) >= TELLING_LENGTH}
    runs = groupby(_WORD.finditer(text), key=lambda word: word.group().casefold() in theirs)
    both = (list(run) for is_shared, run in runs if is_shared)
    return tuple((run[0].start(), run[-1].end()) for run in both)
