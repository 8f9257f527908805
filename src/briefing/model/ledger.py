"""The ledger: everything the briefing rests on, its look-ups, the kinds of its records, and a release of it."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from pydantic import Field

from briefing.model.base import Digest, Located, Record, Text, VersionNumber, grouped, reached
from briefing.model.records import (
    Actor,
    Claim,
    Conflict,
    Correction,
    Evidence,
    Gap,
    Indicator,
    Judgement,
    Parallel,
    Relation,
    SecondCoding,
    Settlement,
    Term,
    Waiver,
)
from briefing.model.sources import Article, Origin
from briefing.model.words import told_apart

R = TypeVar("R", bound=Located)


class Kind(NamedTuple):
    """A kind of record: the field of the ledger that holds it, what one is called, and the field that says what it is.

    `file` is the stem of its file in `data/`; empty when records of this kind lie in a folder of their own.
    """

    collection: str
    record: type[Located]
    noun: str
    says: str
    file: str = ""
    required: bool = True

    @property
    def has_id(self) -> bool:
        return "id" in self.record.model_fields


#: Every kind of record, in the order in which readers meet them.
KINDS: tuple[Kind, ...] = (
    Kind("judgements", Judgement, "judgement", "statement", "judgements"),
    Kind("claims", Claim, "claim", "statement"),
    Kind("relations", Relation, "relation", "exact", "relations", required=False),
    Kind("parallels", Parallel, "parallel", "note", "parallels", required=False),
    Kind("gaps", Gap, "gap", "question", "gaps"),
    Kind("conflicts", Conflict, "conflict", "statement", "conflicts"),
    Kind("indicators", Indicator, "indicator", "observe", "indicators"),
    Kind("corrections", Correction, "correction", "wrong", "corrections"),
    Kind("settlements", Settlement, "settlement", "difference", "settlements", required=False),
    Kind("actors", Actor, "actor", "name", "actors"),
    Kind("articles", Article, "article", "title"),
    Kind("origins", Origin, "origin", "title", "origins"),
    Kind("waivers", Waiver, "waiver", "exact", "waivers"),
    Kind("second_reading", SecondCoding, "second coding", "statement", "second_reading", required=False),
)
KIND_OF: dict[type[Record], Kind] = {kind.record: kind for kind in KINDS}


def _by_id(record: type[R]) -> cached_property[dict[str, R]]:
    """Return what holds the records of a kind that a ledger has, by their ids, once it was asked for."""
    return cached_property(lambda ledger: {r.id: r for r in getattr(ledger, KIND_OF[record].collection)})


class Ledger(Record):
    """Everything the briefing rests on, read from `data/`; ids are unique, order is the files'."""

    title: Text = "Untitled briefing"
    articles: tuple[Article, ...] = ()
    origins: tuple[Origin, ...] = ()
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    parallels: tuple[Parallel, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    corrections: tuple[Correction, ...] = ()
    second_reading: tuple[SecondCoding, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    vocabulary: Mapping[str, Mapping[str, Term]] = Field(default_factory=dict)

    __hash__ = object.__hash__  # what is made of a ledger may be kept under it

    claim_by_id: ClassVar = _by_id(Claim)
    judgement_by_id: ClassVar = _by_id(Judgement)
    article_by_id: ClassVar = _by_id(Article)
    origin_by_id: ClassVar = _by_id(Origin)
    actor_by_id: ClassVar = _by_id(Actor)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields changed; what was computed from the old ones is left behind."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied

    @cached_property
    def standing(self) -> tuple[Claim, ...]:
        """The claims that have not been withdrawn."""
        return tuple(c for c in self.claims if c.withdrawn is None)

    @cached_property
    def standing_judgements(self) -> tuple[Judgement, ...]:
        return tuple(j for j in self.judgements if j.withdrawn is None)

    @cached_property
    def reading_order(self) -> tuple[Article, ...]:
        """The articles, parents before children; else dated ones first, oldest first, longer before shorter."""
        held_as = {o.id: o.held_as or o.id for o in self.origins}
        waiting = sorted(self.articles, key=lambda a: (a.published is None, str(a.published), -len(a.text), a.id))
        order: list[Article] = []
        while waiting:
            ahead = {a.id for a in waiting}
            free = (a for a in waiting if not ahead - {a.id} & {held_as.get(p, p) for p in a.parents})
            order.append(next(free, waiting[0]))  # articles that derive from each other in a circle: the first of them
            waiting.remove(order[-1])
        return tuple(order)

    @cached_property
    def article_names(self) -> tuple[dict[str, str], dict[str, str]]:
        """What `model.words` calls the articles, in short and with their years."""
        return told_apart(self.reading_order)

    @cached_property
    def origin_names(self) -> tuple[dict[str, str], dict[str, str]]:
        return told_apart(self.origins)

    @cached_property
    def actor_names(self) -> dict[str, str]:
        """Every name and alias of an actor, and the id of the actor."""
        return {name: actor.id for actor in self.actors for name in (actor.name, *actor.aliases)}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of any record and of any article, as it is written."""
        return frozenset(re.findall(r"\w+", " ".join([self.model_dump_json(), *(a.text for a in self.articles)])))

    @cached_property
    def evidence_by_key(self) -> dict[str, Evidence]:
        """Every piece of evidence under its key, withdrawn claims included."""
        return {e.key: e for c in self.claims for e in c.evidence}

    @cached_property
    def record_by_id(self) -> dict[str, Located]:
        """Every record that has an id, of whatever kind."""
        return {getattr(record, "id", ""): record for kind, record in self.records() if kind.has_id}

    @cached_property
    def kind_by_id(self) -> dict[str, Kind]:
        """The kind of every record that has an id."""
        return {getattr(record, "id", ""): kind for kind, record in self.records() if kind.has_id}

    def standing_of(self, collection: str) -> tuple[Any, ...]:
        """Return the records of a collection, such as `gaps`, that have not been withdrawn."""
        return tuple(r for r in getattr(self, collection) if getattr(r, "withdrawn", None) is None)

    def records(self) -> Iterator[tuple[Kind, Located]]:
        """Yield every record with its kind, in the order of the kinds."""
        for kind in KINDS:
            for record in getattr(self, kind.collection):
                yield kind, record

    def origins_of(self, claims: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        """Distinct origins, sorted, that the evidence of the named claims goes back to."""
        articles = {article for claim in claims for article in self.claim_by_id[claim].articles}
        return tuple(sorted({origin for article in articles for origin in self.roots_of(article)}))

    def roots_of(self, article: str) -> tuple[str, ...]:
        """The origins that an article goes back to, or may go back to, in the end, sorted.

        Every held article that it derives from is followed; articles that derive from each other in a circle
        count as one origin. An article without a parent is its own origin.
        """
        held = self.article_by_id
        above = reached([article], lambda name: held[name].parents if name in held else ())
        return tuple(sorted(name for name in above if name not in held or not held[name].parents)) or (min(above),)

    def judgements_on(self, claim: str) -> tuple[Judgement, ...]:
        """The judgements that rest on, or are challenged by, a claim."""
        return tuple(self._judgements_by_claim.get(claim, ()))

    @cached_property
    def _judgements_by_claim(self) -> Mapping[str, Sequence[Judgement]]:
        return grouped((claim, j) for j in self.judgements for claim in dict.fromkeys(j.claims))

    def label(self, vocabulary: str, word: str | None) -> str:
        """How the book prints a vocabulary word: spelled out where it has no label, nothing where none is coded."""
        term = self.vocabulary.get(vocabulary, {}).get(word or "")
        return term.label if term else re.sub(r"[-_]", " ", word or "")

    def labels(self, vocabulary: str, words: tuple[str, ...]) -> str:
        """How the book prints several words of one vocabulary."""
        return ", ".join(self.label(vocabulary, word) for word in words)


class Release(Record):
    """A published version: the ledger whole, and the digests of what it was made from. Never changed afterwards."""

    schema_number: int = Field(default=1, description="The schema of the evidence digest, see `model.digest`.")
    version: VersionNumber = Field(description="MAJOR.MINOR.PATCH, by the rule of `versions.numbering`.")
    released: dt.date = Field(description="The day of the release.")
    digest: Digest = Field(description="Evidence digest of the ledger.")
    previous: VersionNumber | None = Field(default=None, description="The version before; none for the first.")
    previous_seal: Digest | None = Field(default=None, description="The seal of the version before.")
    reasons: Mapping[str, str] = Field(default_factory=dict, description="Id of a changed record, and why it changed.")
    inputs: Mapping[str, Digest] = Field(default_factory=dict, description="Path of an input, and its digest.")
    pages: Mapping[str, str] = Field(default_factory=dict, description="Path of a chapter, and its text; since 4.0.")
    ledger: Ledger = Field(description="Everything the briefing rested on.")
    seal: Digest | None = Field(default=None, description="SHA-256 of all the rest of this file, as canonical JSON.")
