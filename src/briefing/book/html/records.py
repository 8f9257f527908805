"""One model of a record, whatever its kind: its words, its state, what it names, and where it is used.

Made by a loop over the declarations of kinds, fields and vocabularies: a new kind or field shows without a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from briefing.book.html import views
from briefing.book.html.noted import Citing
from briefing.book.html.views import UNTOLD, PassageView, holds_passages, is_inferred, passage_view, passages_of
from briefing.model.base import Located, grouped
from briefing.model.digest import bytes_digest
from briefing.model.fields import coded_fields, field_word, field_words
from briefing.model.ledger import Kind, Ledger
from briefing.model.records import Claim, Judgement
from briefing.model.words import counted, origin_name, record_name, sentence
from briefing.reading.agreement import Match, matches
from briefing.reading.profile import independent_origins
from briefing.versions.edition import Edition, record_page
from briefing.versions.history import DRAFT, Event

T = TypeVar("T")


class Section(NamedTuple):
    """A field of a record: its heading, and either words or other records."""

    heading: str
    text: str
    lines: Sequence[RecordView]
    on_card: bool = False


@dataclass(frozen=True, repr=False)
class Catalogue:
    """Every record of a ledger that has an id, ready to be shown.

    `past` holds the events of a record, newest first; `edition` says which version is being printed; `cited` holds
    where the chapters cite it.
    """

    ledger: Ledger
    edition: Edition
    past: Mapping[str, Sequence[Event]]
    cited: Mapping[str, Sequence[Citing]] = field(default_factory=dict)

    def view(self, name: str, remark: str = "") -> RecordView:
        """Return a record; `remark` says what it is to another that names it. Raises `KeyError`."""
        return replace(self._views[name], remark=remark) if remark else self._views[name]

    @cached_property
    def _views(self) -> Mapping[str, RecordView]:
        ledger, records = self.ledger, self.ledger.record_by_id
        return {
            name: RecordView(
                self, name, kind, records[name], record_name(ledger, name), str(getattr(records[name], kind.says)),
                record_page(ledger, name), self.past.get(name, ()), self.cited.get(name, ()),
            )
            for name, kind in ledger.kind_by_id.items()
        }  # fmt: skip

    @cached_property
    def ids(self) -> Mapping[Kind, Sequence[str]]:
        """The ids of each kind, those that have numbers in the order of these, the others in that of the files."""
        found = grouped((kind, name) for name, kind in self.ledger.kind_by_id.items())
        return {k: sorted(ids, key=lambda name: int(name[1:]) if name[1:].isdigit() else 0) for k, ids in found.items()}

    @cached_property
    def uses(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """For each record, by collection, the records that name it, and the field of each that does so first."""
        uses: dict[str, dict[str, dict[str, str]]] = {}
        for user, view in self._views.items():
            for named_in, name in view.mentions():
                uses.setdefault(name, {}).setdefault(view.kind.collection, {}).setdefault(user, named_in)
        return uses

    @cached_property
    def read_twice(self) -> Sequence[Match]:
        """The passages of both readings, found once for all claims."""
        return matches(self.ledger)

    @cached_property
    def is_first_version(self) -> bool:
        return len({event.version for past in self.past.values() for event in past}) == 1


def _listed(make: Callable[[RecordView], Iterable[T]]) -> cached_property[tuple[T, ...]]:
    return cached_property(lambda view: tuple(make(view)))


@dataclass(frozen=True, eq=False, repr=False)
class RecordView:
    """A record as cards, pages and lists tell it, what is more than its words made when it is first asked for.

    `page` is the document of the HTML book that is its own, without `.html`; `history` are the events of its past,
    newest first, and `cited` the sections that cite it; `remark` says what it is to the record that names it.
    It is told in a word (`repr`), since Sphinx 7.4 tells its log the whole context of a page, asked or not.
    """

    catalogue: Catalogue
    id: str
    kind: Kind
    record: Located
    name: str
    says: str
    page: str
    history: Sequence[Event]
    cited: Sequence[Citing]
    remark: str = ""

    def __repr__(self) -> str:
        return f"{self.id} {bytes_digest(repr(self.line).encode('utf-8', 'surrogatepass'))}"

    @property
    def ledger(self) -> Ledger:
        return self.catalogue.ledger

    @property
    def withdrawn(self) -> str:
        """Why it was withdrawn; empty when it stands."""
        gone = getattr(self.record, "withdrawn", None)
        return gone.because if gone else ""

    @_listed
    def states(self) -> Iterator[tuple[str, str]]:
        """What has become of it, as (class, words), the gravest first; every surface that shows its id says so."""
        if self.withdrawn:
            yield "withdrawn", "withdrawn"
        if corrections := ", ".join(correction.id for correction in self.corrections):
            yield "corrected", f"corrected: {corrections}"
        if is_inferred(self.ledger, self.record):
            yield "inferred", "origin inferred"
        edition, versions = self.catalogue.edition, {event.version for event in self.history}
        printed = edition.version if edition.status == "release" else DRAFT
        if self.history and self.history[0].version == printed and not self.catalogue.is_first_version:
            where = "this draft" if printed == DRAFT else f"version {printed}"
            yield "changed", f"{'new' if versions == {printed} else 'changed'} in {where}"

    @_listed
    def corrections(self) -> Iterator[RecordView]:
        yield from (self.catalogue.view(k.id) for k in self.ledger.corrections if self.id in k.concerns)

    @property
    def replaced(self) -> Sequence[RecordView]:
        """What stands in its place, where it was withdrawn."""
        gone = getattr(self.record, "withdrawn", None)
        return [self.catalogue.view(name) for name in (gone.replaced_by if gone else ()) if self._named(name)]

    @property
    def confidence(self) -> tuple[str, str]:
        """The word and the label of a standing judgement's confidence, which is drawn as a shape."""
        if not isinstance(self.record, Judgement) or self.withdrawn:
            return "", ""
        return self.record.confidence, self.ledger.label("confidence", self.record.confidence)

    @_listed
    def profile(self) -> Iterable[tuple[str, str]]:
        return views.profile_words(self.ledger, self.record) if isinstance(self.record, Judgement) else ()

    @_listed
    def codes(self) -> Iterator[tuple[str, str]]:
        for code in coded_fields(type(self.record)):
            value = getattr(self.record, code.name)
            if value and code.on and not (code.name == "confidence" and self.confidence[0]):
                words = (value,) if isinstance(value, str) else value
                yield code.heading, self.ledger.labels(code.vocabulary, words)
        for name, words in getattr(self.record, "facets", {}).items():
            yield sentence(name.replace("-", " ")), self.ledger.labels(name, words)

    @_listed
    def passages(self) -> Iterator[PassageView]:
        claim, found = self.record, self.catalogue.read_twice
        second = views.second_words(self.ledger, found, claim) if isinstance(claim, Claim) else {}
        held = self.ledger.article_by_id  # a withdrawn join may be of an article that has gone
        for passage in (passage for _, passage in passages_of(self.record) if getattr(passage, "article", "") in held):
            yield passage_view(self.ledger, passage, second.get(getattr(passage, "key", ""), ""))

    @_listed
    def decisive_words(self) -> Iterable[PassageView]:
        return views.decisive_passages(self.ledger, self.record) if isinstance(self.record, Judgement) else ()

    @property
    def origins(self) -> str:
        """How many independent origins a claim has, and which."""
        if not isinstance(self.record, Claim) or not self.record.evidence:
            return ""
        groups = independent_origins(self.ledger, self.record.articles)
        names = ["/".join(origin_name(self.ledger, root) for root in group.roots) for group in groups]
        inferred = " (inferred)" if is_inferred(self.ledger, self.record) else ""
        return f"{counted(len(names), 'origin')}{inferred}: {', '.join(names)}"

    @_listed
    def sections(self) -> Iterator[Section]:
        """The fields that are neither codes nor passages; what follows for the reader comes first."""
        coded = {code.name for code in coded_fields(type(self.record))}
        decisive = self.record.decisive if isinstance(self.record, Judgement) else ()
        for name in sorted(type(self.record).model_fields, key=lambda name: name != "so_what"):
            value = getattr(self.record, name)
            if name in UNTOLD | coded | {self.kind.says} or not value or holds_passages(value):
                continue
            names = sorted(self._named(value), key=lambda named: named not in decisive)
            lines = [self.catalogue.view(named, "decisive" * (named in decisive)) for named in names]
            text = "" if lines else views.in_words(value)
            yield Section(field_word("page", name), text, lines, name not in views.PAGE_ONLY)

    @_listed
    def used(self) -> Iterator[Section]:
        for collection, users in self.catalogue.uses.get(self.id, {}).items():
            lines = [self.catalogue.view(user, field_words("user").get(how, "")) for user, how in users.items()]
            yield Section(sentence(collection), "", lines)

    @cached_property
    def told(self) -> str:
        """A digest of all that a page, a card or a link may say of it: what follows from it alone stays as written."""
        sections = [
            (part.heading, part.text, part.on_card, [line.line for line in part.lines])
            for part in (*self.sections, *self.used)
        ]
        beside = [[one.line for one in several] for several in (self.corrections, self.replaced)]
        counted = (self.confidence, self.profile, self.codes, self.origins, self.passages, self.decisive_words)
        parts = (self.line, self.withdrawn, beside, counted, sections, self.cited, self.history)
        return bytes_digest(repr(parts).encode("utf-8", "surrogatepass"))

    @property
    def line(self) -> tuple[object, ...]:
        """What another record's page says of it."""
        return self.id, self.kind.noun, self.name, self.says, self.page, self.remark, self.states

    def mentions(self) -> Iterator[tuple[str, str]]:
        """Yield the records that it names, each after the field that names it."""
        record = self.record
        fields = [(name, getattr(record, name)) for name in type(record).model_fields]
        for holder, passage in passages_of(record):
            if passage is not record:
                fields += [(name, getattr(passage, name)) for name in type(passage).model_fields if name != "claim"]
                fields += [(holder, getattr(passage, "article", ""))]
        for name, value in fields:
            if name not in UNTOLD and value:
                yield from ((name, named) for named in self._named(value))

    def _named(self, value: object) -> tuple[str, ...]:
        """Return the ids that a field holds, when it holds nothing but ids of records."""
        values = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        every = all(isinstance(name, str) and name in self.ledger.record_by_id for name in values)
        return tuple(map(str, values)) if every else ()
