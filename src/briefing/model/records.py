"""The frozen records that everything else passes around: what a briefing consists of.

Names follow the W3C Web Annotation model (`exact`, `prefix`, `suffix`, `start`, `end`),
ICD 203 and 206 (key judgement, confidence, source description) and PROV (derived from).
Offsets are Unicode code points over the article as it lies on disk. Field descriptions are
the data dictionary: `data/README.md` and the JSON Schema are generated from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Verbatim = Annotated[str, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Word = Annotated[str, StringConstraints(min_length=1)]
ClaimId = Annotated[str, StringConstraints(pattern=r"^C\d{2,}$")]
JudgementId = Annotated[str, StringConstraints(pattern=r"^J\d+$")]
GapId = Annotated[str, StringConstraints(pattern=r"^G\d+$")]
ConflictId = Annotated[str, StringConstraints(pattern=r"^X\d+$")]
CorrectionId = Annotated[str, StringConstraints(pattern=r"^K\d+$")]
IndicatorId = Annotated[str, StringConstraints(pattern=r"^I\d+$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$", strip_whitespace=True)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
VersionNumber = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class Place(NamedTuple):
    """A file, relative to the root, and a line, counted from 1."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Span(NamedTuple):
    """A half-open range of code points, `text[start:end]`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class Issue(NamedTuple):
    """One finding of a check: where, what (subject and stable code), got, and how to mend it."""

    place: Place
    subject: str
    code: str
    got: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.subject}: {self.code}: {self.got} {self.mend}"


class Record(BaseModel):
    """A frozen record; an unknown key is an error, never dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Located(Record):
    """A record that knows the file and line it was read from; excluded from every export."""

    place: Place = Field(default=Place(), exclude=True, repr=False)


class Passage(Located):
    """Words of an article: a W3C TextQuoteSelector, with the span it was anchored to."""

    exact: Verbatim = Field(description="The article's words, copied exactly.")
    prefix: str = Field(default="", description="Words right before `exact`; pins it when it occurs more than once.")
    suffix: str = Field(default="", description="Words right after `exact`; pins it when it occurs more than once.")
    span: Span | None = Field(default=None, exclude=True, repr=False)


class Furniture(Passage):
    """A part of an article's file that is not the article: a menu, a button, a form."""

    reason: Text = Field(description="What it is, and so why it is not read as a statement.")


class Article(Located):
    """One article, byte for byte, and what is known about it from outside its text."""

    id: Slug = Field(description="The name of its file, `ID.txt` and `ID.yml`.")
    title: Text = Field(description="The headline, as published.")
    publisher: Text = Field(description="Who published it.")
    url: WebAddress = Field(description="Where it was published: an address that starts with http:// or https://.")
    published: dt.date | None = Field(default=None, description="The date of publication, when known.")
    published_basis: Text = Field(description="On what ground the date is given, or why there is none.")
    language: Word = Field(default="en", description="BCP 47 tag of the article's language.")
    sha256: Digest = Field(description="Digest of the file `ID.txt`.")
    derives_from: tuple[Slug, ...] = Field(default=(), description="Origins it goes back to (PROV wasDerivedFrom).")
    derives_certainty: Word | None = Field(default=None, description="How sure the descent is: `stated` or `inferred`.")
    derives_basis: Text | None = Field(default=None, description="On what ground the descent is given.")
    description: Text = Field(description="Source descriptor (ICD 206): access, possible bias, currency.")
    rights: Text = Field(description="Who holds the rights, and on what terms the text is kept.")
    furniture: tuple[Furniture, ...] = Field(default=(), description="Passages that are not the article itself.")
    text: str = Field(default="", exclude=True, repr=False)

    @property
    def origins(self) -> tuple[str, ...]:
        """What it derives from directly; nothing is its own. `Ledger.roots_of` follows it to the roots."""
        return self.derives_from or (self.id,)


class Origin(Located):
    """Where reporting began: a story that articles go back to, held or not."""

    id: Slug = Field(description="Name of the origin, given once.")
    publisher: Text = Field(description="Who reported it.")
    author: Text | None = Field(default=None, description="Who wrote it.")
    dateline: Text | None = Field(default=None, description="Where it was written.")
    title: Text = Field(description="Its headline.")
    published: dt.date | None = Field(default=None, description="The date of publication, when known.")
    held: bool = Field(description="Whether its text is held here. What is not held may not be quoted.")
    note: Text = Field(description="How it is known, and what follows.")


class Actor(Located):
    """A person, body, product or group that the articles name or refer to."""

    id: Slug = Field(description="Name of the actor, given once.")
    name: Text = Field(description="The name as the book prints it.")
    kind: Word = Field(description="A word of the vocabulary `actor_kind`.")
    side: Word = Field(description="A word of the vocabulary `side`: where it stands in the story.")
    aliases: tuple[Text, ...] = Field(default=(), description="Other forms the articles use.")
    note: Text | None = Field(default=None, description="What the articles say of who it is.")


class Evidence(Passage):
    """What one article says for a claim: the words, who says them, how many, how sure."""

    article: Slug = Field(description="The article quoted.")
    voice: tuple[Slug, ...] = Field(description="Who says so in the words quoted, nearest first; empty is the article.")
    quantity: Word = Field(description="The article's own word for how many; a word of the vocabulary `quantity`.")
    certainty: Word = Field(description="How sure the words are; a word of the vocabulary `certainty`.")
    form: Word = Field(default="statement", description="The form of the words; a word of the vocabulary `form`.")
    note: Text | None = Field(default=None, description="What a coder should know about this reading.")


class Withdrawal(Record):
    """Why a claim or judgement no longer stands; its id is never given again."""

    because: Text = Field(description="The reason.")
    replaced_by: tuple[Word, ...] = Field(default=(), description="The records that take its place.")


class Claim(Located):
    """One assertion that the articles make, in this project's own plain words."""

    id: ClaimId = Field(description="Given once, never used again.")
    statement: Text = Field(description="The assertion, one only, in plain words.")
    kind: Word = Field(description="A word of the vocabulary `kind`.")
    bears_on: Word = Field(description="A word of the vocabulary `bears_on`.")
    actors: tuple[Slug, ...] = Field(description="Who acts or is spoken of; ids of `actors.yml`.")
    facets: Mapping[Slug, Word] = Field(
        default_factory=dict, description="Further codes, each a vocabulary of its own."
    )
    evidence: tuple[Evidence, ...] = Field(default=(), description="What carries it, from every article that makes it.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when the claim no longer stands.")
    theme: Slug = Field(default="unfiled", description="The stem of the file that holds it.")

    def in_article(self, article: str) -> tuple[Evidence, ...]:
        return tuple(e for e in self.evidence if e.article == article)

    @property
    def articles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.article for e in self.evidence))


class Judgement(Located):
    """A key judgement (ICD 203): what the evidence is taken to mean, and how sure."""

    id: JudgementId = Field(description="Given once, never used again.")
    statement: Text = Field(description="The judgement, in one sentence.")
    confidence: Word = Field(
        description="A word of the vocabulary `confidence`: about the evidence, never a likelihood."
    )
    because: Text = Field(description="The traceable account: the evidence and its weakness.")
    supported_by: tuple[ClaimId, ...] = Field(min_length=1, description="Claims that carry it.")
    challenged_by: tuple[ClaimId, ...] = Field(default=(), description="Claims that speak against it.")
    would_change: Text = Field(description="What a reader should watch for.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when the judgement no longer stands.")

    @property
    def claims(self) -> tuple[str, ...]:
        return (*self.supported_by, *self.challenged_by)


class Waiver(Passage):
    """A sentence or bullet that no claim quotes, and why."""

    article: Slug = Field(description="The article it stands in.")
    kind: Word = Field(description="A word of the vocabulary `waiver`.")
    reason: Text = Field(description="Why no claim quotes it.")


class Gap(Located):
    """A question the articles leave open."""

    id: GapId = Field(description="Given once, never used again.")
    question: Text = Field(description="What a reader would ask next.")
    silence: Text = Field(description="What the articles do and do not say.")
    touches: tuple[ClaimId, ...] = Field(
        min_length=1, description="Claims that would be settled or changed by an answer."
    )


class Conflict(Located):
    """Claims that do not sit well together."""

    id: ConflictId = Field(description="Given once, never used again.")
    statement: Text = Field(description="What does not fit.")
    between: tuple[ClaimId, ...] = Field(min_length=2, description="The claims that do not fit.")
    treatment: Text = Field(description="How the briefing deals with it.")


class Indicator(Located):
    """Something that would be observed if a judgement were to move."""

    id: IndicatorId = Field(description="Given once, never used again.")
    observe: Text = Field(description="What would be observed.")
    moves: tuple[JudgementId, ...] = Field(min_length=1, description="The judgements it would move.")
    direction: Word = Field(description="A word of the vocabulary `direction`: strengthens or weakens.")


class Correction(Located):
    """An error that was published, and what was done about it."""

    id: CorrectionId = Field(description="Given once, never used again.")
    concerns: tuple[Word, ...] = Field(min_length=1, description="Ids of the claims or judgements corrected.")
    wrong: Text = Field(description="What was wrong.")
    since: VersionNumber = Field(description="The first version that carried the error.")
    corrected_in: VersionNumber = Field(description="The version that mends it.")
    affects: Text = Field(description="Who should know.")
    because: Text = Field(description="Why it happened, or how it was found.")


class Term(Record):
    """One permitted word of a vocabulary."""

    label: Text = Field(description="How the book prints it.")
    meaning: Text = Field(description="When a coder uses it.")
    rank: int | None = Field(default=None, description="Its place on a ladder, low to high; none when it has no place.")


class Ledger(Record):
    """Everything the briefing rests on, read from `data/`; ids are unique, order is the files'."""

    title: Text = "Untitled briefing"
    articles: tuple[Article, ...] = ()
    origins: tuple[Origin, ...] = ()
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    corrections: tuple[Correction, ...] = ()
    vocabulary: Mapping[str, Mapping[str, Term]] = Field(default_factory=dict)

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
    def claim_by_id(self) -> dict[str, Claim]:
        return {c.id: c for c in self.claims}

    @cached_property
    def judgement_by_id(self) -> dict[str, Judgement]:
        return {j.id: j for j in self.judgements}

    @cached_property
    def article_by_id(self) -> dict[str, Article]:
        return {a.id: a for a in self.articles}

    @cached_property
    def actor_by_id(self) -> dict[str, Actor]:
        return {a.id: a for a in self.actors}

    @cached_property
    def origin_by_id(self) -> dict[str, Origin]:
        return {o.id: o for o in self.origins}

    def origins_of(self, claims: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        """Distinct origins, sorted, that the evidence of the named claims goes back to."""
        found = {
            origin
            for claim in claims
            for evidence in self.claim_by_id[claim].evidence
            for origin in self.roots_of(evidence.article)
        }
        return tuple(sorted(found))

    def roots_of(self, article: str) -> tuple[str, ...]:
        """The origins that an article goes back to in the end, sorted, through every held article it derives from.

        Articles that derive from each other in a circle count as one origin.
        """
        found, seen, ahead = set(), set(), [article]
        while ahead:
            name = ahead.pop()
            held = self.article_by_id.get(name)
            if held is None or not held.derives_from:
                found.add(name)
            elif name not in seen:
                seen.add(name)
                ahead += held.derives_from
        return tuple(sorted(found or {min(seen)}))

    def judgements_on(self, claim: str) -> tuple[Judgement, ...]:
        """The judgements that rest on, or are challenged by, a claim."""
        return tuple(j for j in self.judgements if claim in j.claims)

    def label(self, vocabulary: str, word: str) -> str:
        """How the book prints a vocabulary word; the word itself when it has no label."""
        term = self.vocabulary.get(vocabulary, {}).get(word)
        return term.label if term else word

    def actor_name(self, actor: str) -> str:
        found = self.actor_by_id.get(actor)
        return found.name if found else actor


class Release(Record):
    """A published version: the ledger whole, and the digests of what it was made from. Never changed afterwards."""

    version: VersionNumber = Field(description="MAJOR.MINOR.PATCH, by the rule of `versioning`.")
    released: dt.date = Field(description="The day of the release.")
    digest: Digest = Field(description="Evidence digest of the ledger.")
    previous: VersionNumber | None = Field(default=None, description="The version before; none for the first.")
    previous_seal: Digest | None = Field(default=None, description="The seal of the version before.")
    reasons: Mapping[str, str] = Field(default_factory=dict, description="Id of a changed record, and why it changed.")
    inputs: Mapping[str, Digest] = Field(default_factory=dict, description="Path of an input, and its digest.")
    ledger: Ledger = Field(description="Everything the briefing rested on.")
    seal: Digest | None = Field(default=None, description="SHA-256 of all the rest of this file, as canonical JSON.")
