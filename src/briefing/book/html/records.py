"""One model of a record, whatever its kind: its words, its state, what it names, and where it is used.

Made by a loop over the declarations of kinds, fields and vocabularies: a new kind or field shows without a line here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from briefing.book.html.judgement_profile import profile_words
from briefing.book.html.record_headings import HEADINGS, PAGE_ONLY, UNTOLD, USED_AS
from briefing.book.html.second_reading import second_words
from briefing.book.html.views import PassageView, passage_view
from briefing.model.base import Located, Record
from briefing.model.fields import coded_fields
from briefing.model.ledger import Kind, Ledger
from briefing.model.naming import origin_name, record_name
from briefing.model.records import Claim, Judgement, Review
from briefing.model.sources import Article, Passage
from briefing.model.words import counted, sentence
from briefing.reading.profile import independent_origins
from briefing.versions.address import record_page
from briefing.versions.edition import Edition
from briefing.versions.history import DRAFT, Event


@dataclass(frozen=True, slots=True)
class State:
    """What has become of a record; every surface that shows its id says so."""

    withdrawn: str = ""
    replaced_by: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    inferred: bool = False
    since: str = ""

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The states as (class, words), the gravest first."""
        known = (
            ("withdrawn", "withdrawn" if self.withdrawn else ""),
            ("corrected", f"corrected: {', '.join(self.corrections)}" if self.corrections else ""),
            ("inferred", "origin inferred" if self.inferred else ""),
            ("changed", self.since),
        )
        return tuple((name, words) for name, words in known if words)


class Citing(NamedTuple):
    """A section of a chapter that cites a record: its document, the anchor in it, and the titles of both."""

    document: str
    anchor: str
    chapter: str
    section: str


class RecordLine(NamedTuple):
    """A record as another one's page names it: in words, with its state, and what it is to that other."""

    id: str
    name: str
    noun: str
    says: str
    page: str
    state: State
    remark: str = ""


class Section(NamedTuple):
    """A field of a record: its heading, and either words or other records."""

    heading: str
    text: str
    lines: tuple[RecordLine, ...]
    on_card: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything that a card and a page say of a record. `page` is a document of the HTML book, without `.html`."""

    id: str
    name: str
    noun: str
    says: str
    page: str
    state: State
    replaced: tuple[RecordLine, ...]
    confidence: tuple[str, str]
    profile: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    passages: tuple[PassageView, ...]
    origins: str
    sections: tuple[Section, ...]
    used: tuple[Section, ...]
    cited: Sequence[Citing]
    history: Sequence[Event]


@dataclass(frozen=True)
class Catalogue:
    """Every record of a ledger that has an id, ready to be shown.

    `past` holds the events of a record, newest first; `edition` says which version is being printed; `cited` holds
    where the chapters cite it.
    """

    ledger: Ledger
    edition: Edition
    past: Mapping[str, Sequence[Event]]
    cited: Mapping[str, Sequence[Citing]] = field(default_factory=dict)

    @cached_property
    def ids(self) -> Mapping[Kind, tuple[str, ...]]:
        """The ids of each kind, in the order in which readers meet them."""
        found: dict[Kind, list[str]] = {}
        for name, kind in self.ledger.kind_by_id.items():
            found.setdefault(kind, []).append(name)
        return {kind: tuple(names) for kind, names in found.items()}

    def neighbours(self, name: str) -> tuple[str, str]:
        """Return the ids before and after a record among those of its kind; empty at the ends."""
        names = ("", *self.ids[self.ledger.kind_by_id[name]], "")
        at = names.index(name, 1)
        return names[at - 1], names[at + 1]

    def state(self, name: str) -> State:
        """Return what has become of a record."""
        record = self.ledger.record_by_id[name]
        withdrawn = getattr(record, "withdrawn", None)
        return State(
            withdrawn=withdrawn.because if withdrawn else "",
            replaced_by=withdrawn.replaced_by if withdrawn else (),
            corrections=tuple(k.id for k in self.ledger.corrections if name in k.concerns),
            inferred=self._is_inferred(record),
            since=self._since(name),
        )

    def versions(self, name: str) -> tuple[str, ...]:
        """Return the versions in which a record was made or changed, newest first."""
        return tuple(dict.fromkeys(event.version for event in self.past.get(name, ())))

    def line(self, name: str, remark: str = "") -> RecordLine:
        """Return a record as others name it."""
        kind, record = self.ledger.kind_by_id[name], self.ledger.record_by_id[name]
        says = str(getattr(record, kind.says))
        page = record_page(self.ledger, name)
        return RecordLine(name, record_name(self.ledger, name), kind.noun, says, page, self.state(name), remark)

    def view(self, name: str) -> RecordView:
        """Return everything that is to be said of a record."""
        record, line = self.ledger.record_by_id[name], self.line(name)
        return RecordView(
            *line[:5],
            state=line.state,
            replaced=tuple(map(self.line, filter(self.ledger.record_by_id.get, line.state.replaced_by))),
            confidence=self._confidence(record),
            profile=tuple(profile_words(self.ledger, record)) if isinstance(record, Judgement) else (),
            codes=tuple(self._codes(record)),
            passages=tuple(self._passages(record)),
            origins=self._origins(record),
            sections=tuple(self._sections(record)),
            used=tuple(self._used(name)),
            cited=self.cited.get(name, ()),
            history=self.past.get(name, ()),
        )

    def _passages(self, record: Located) -> Iterator[PassageView]:
        second = second_words(self.ledger, record) if isinstance(record, Claim) else {}
        for _, passage in _passages(record):
            yield passage_view(self.ledger, passage, second.get(getattr(passage, "key", ""), ""))

    def _confidence(self, record: Located) -> tuple[str, str]:
        """Return the word and the label of a standing judgement's confidence, which is drawn as a shape."""
        if not isinstance(record, Judgement) or record.withdrawn:
            return "", ""
        return record.confidence, self.ledger.label("confidence", record.confidence)

    def _codes(self, record: Located) -> Iterator[tuple[str, str]]:
        for code in coded_fields(type(record)):
            value = getattr(record, code.name)
            if value and code.on and not (code.name == "confidence" and self._confidence(record)[0]):
                words = (value,) if isinstance(value, str) else value
                yield code.heading, self.ledger.labels(code.vocabulary, words)
        for name, words in getattr(record, "facets", {}).items():
            yield sentence(name.replace("-", " ")), self.ledger.labels(name, words)

    def _sections(self, record: Located) -> Iterator[Section]:
        """Yield the fields of a record that are neither codes nor passages; what follows for the reader comes first."""
        coded = {code.name for code in coded_fields(type(record))}
        untold = UNTOLD | coded | {self.ledger.kind_by_id[str(getattr(record, "id"))].says}  # noqa: B009
        for name in sorted(type(record).model_fields, key=lambda name: name != "so_what"):
            value = getattr(record, name)
            if name in untold or not value or _is_passages(value):
                continue
            heading, on_card = HEADINGS.get(name, sentence(name.replace("_", " "))), name not in PAGE_ONLY
            names = self._named(value)
            if names:
                yield Section(heading, "", tuple(self._weighed(record, names)), on_card)
            else:
                yield Section(heading, _told(value), (), on_card)

    def _weighed(self, record: Located, names: Sequence[str]) -> Iterator[RecordLine]:
        """Yield the records that another names; of a judgement the decisive claims come first and say so."""
        decisive = record.decisive if isinstance(record, Judgement) else ()
        for name in sorted(names, key=lambda name: name not in decisive):
            yield self.line(name, "decisive" if name in decisive else "")

    def _named(self, value: object) -> tuple[str, ...]:
        """Return the ids that a field holds, when it holds nothing but ids of records."""
        values = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        every = all(isinstance(name, str) and name in self.ledger.record_by_id for name in values)
        return tuple(map(str, values)) if every else ()

    @cached_property
    def _uses(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """For each record, by collection, the records that name it, and the field of each that does so first."""
        uses: dict[str, dict[str, dict[str, str]]] = {}
        for kind, record in self.ledger.records():
            if kind.has_id:
                for named_in, name in self._mentions(record):
                    uses.setdefault(name, {}).setdefault(kind.collection, {}).setdefault(record_id(record), named_in)
        return uses

    def _mentions(self, record: Located) -> Iterator[tuple[str, str]]:
        fields = [(name, getattr(record, name)) for name in type(record).model_fields]
        for holder, passage in _passages(record):
            if passage is not record:
                fields += [(name, getattr(passage, name)) for name in type(passage).model_fields if name != "claim"]
                fields += [(holder, getattr(passage, "article", ""))]
        for name, value in fields:
            if name not in UNTOLD and value:
                yield from ((name, named) for named in self._named(value))

    def _used(self, name: str) -> Iterator[Section]:
        for collection, users in self._uses.get(name, {}).items():
            lines = tuple(self.line(user, USED_AS.get(named_in, "")) for user, named_in in users.items())
            yield Section(sentence(collection), "", lines, on_card=False)

    def _origins(self, record: Located) -> str:
        if not isinstance(record, Claim) or not record.evidence:
            return ""
        groups = independent_origins(self.ledger, record.articles)
        names = ["/".join(origin_name(self.ledger, root) for root in group.roots) for group in groups]
        inferred = " (inferred)" if self._is_inferred(record) else ""
        return f"{counted(len(names), 'origin')}{inferred}: {', '.join(names)}"

    def _is_inferred(self, record: Located) -> bool:
        """Tell whether no article that makes the claim states where it has it from, though it has it from somewhere."""
        if isinstance(record, Article):
            return bool(record.may_derive_from) or record.derives_certainty == "inferred"
        if not isinstance(record, Claim) or not record.articles:
            return False
        articles = [self.ledger.article_by_id[article] for article in record.articles]
        return all(self._is_inferred(article) for article in articles)

    @cached_property
    def _is_first_version(self) -> bool:
        return len({event.version for past in self.past.values() for event in past}) == 1

    def _since(self, name: str) -> str:
        """Return that a record is new or changed in the version being printed, unless that is the first."""
        events = self.past.get(name, ())
        printed = self.edition.version if self.edition.status == "release" else DRAFT
        if not events or events[0].version != printed or self._is_first_version:
            return ""
        verb = "new" if {event.version for event in events} == {printed} else "changed"
        return f"{verb} in {'this draft' if printed == DRAFT else f'version {printed}'}"


def record_id(record: Located) -> str:
    """Return the id of a record of a kind that has one."""
    return str(getattr(record, "id", ""))


def _passages(record: Located) -> Iterator[tuple[str, Passage]]:
    """Yield the passages of articles that a record quotes, with the field that holds each."""
    if isinstance(record, Passage):
        yield "article", record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name not in UNTOLD and _is_passages(value):
            yield from ((name, passage) for passage in value)


def _is_passages(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Passage) for one in value)


def _told(value: object) -> str:
    """Return a field's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Review):
        return f"{value.outcome} (version {value.version})"
    if isinstance(value, dt.date):
        return value.isoformat()
    return ", ".join(map(str, value)) if isinstance(value, tuple | Record) else str(value)
