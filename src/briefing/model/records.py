"""What is coded and concluded: actors, evidence, claims, judgements, and the registers around them.

Names follow the W3C Web Annotation model (`exact`, `prefix`, `suffix`), ICD 203 and 206 (key judgement,
confidence, source description) and GRADE-CERQual (a confidence built up from rated components). Field
descriptions are the data dictionary: `data/README.md` and the JSON Schema are generated from them.
"""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from briefing.model.base import Date, Located, Record, Slug, Text, VersionNumber, Word
from briefing.model.fields import DEFINED, EVERYWHERE, LISTED, coded
from briefing.model.sources import Passage

ClaimId = Annotated[str, StringConstraints(pattern="^C[0-9]{2,}$")]
JudgementId = Annotated[str, StringConstraints(pattern="^J[0-9]+$")]
GapId = Annotated[str, StringConstraints(pattern="^G[0-9]+$")]
ConflictId = Annotated[str, StringConstraints(pattern="^X[0-9]+$")]
CorrectionId = Annotated[str, StringConstraints(pattern="^K[0-9]+$")]
IndicatorId = Annotated[str, StringConstraints(pattern="^I[0-9]+$")]
RelationId = Annotated[str, StringConstraints(pattern="^R[0-9]+$")]
ParallelId = Annotated[str, StringConstraints(pattern="^P[0-9]+$")]
#: What a review saw, as `checking.released.seen` makes it: letters, which YAML takes for no number.
Mark = Annotated[str, StringConstraints(pattern="^[a-p]{8}$")]
SettlementId = Annotated[str, StringConstraints(pattern="^S[0-9]+$")]


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Words = Annotated[tuple[Word, ...], BeforeValidator(_several)]


class Description(Passage):
    """What an article says in passing of who or what an actor is."""

    article: Slug = Field(description="The article quoted.")
    says: Text = Field(description="What the words say of the actor, in plain words.")
    outside: Text | None = Field(default=None, description="Why a qualifying word right outside the quote is left out.")


class Actor(Located):
    """A person, body, product or group that the articles name or refer to."""

    id: Slug = Field(description="Name of the actor, given once.")
    name: Text = Field(description="The name as the book prints it.")
    kind: Word = coded("actor_kind", "Kind", "What sort of actor it is.", on=DEFINED)
    side: Word = coded("side", "Side", "Where it stands in the story.", on=DEFINED)
    aliases: tuple[Text, ...] = Field(default=(), description="Other forms the articles use.")
    note: Text | None = Field(default=None, description="What a reader should know of it.")
    passing: Text | None = Field(
        default=None, description="Why its name may stand in quotes that are not coded for it."
    )
    described: tuple[Description, ...] = Field(
        default=(), description="What the articles say in passing of who it is, each with its words."
    )


class Evidence(Passage):
    """What one article says for a claim: the words, who says them, how many, how sure."""

    article: Slug = Field(description="The article quoted.")
    voice: tuple[Slug, ...] = Field(description="Who says so in the words quoted, nearest first; empty is the article.")
    quantity: Word = coded("quantity", "How many", "The article's own word for how many.", on=EVERYWHERE)
    certainty: Word = coded("certainty", "How sure", "How sure the words are.", on=EVERYWHERE)
    form: Word = coded("form", "Form", "The form of the words.", default="statement", on=("card", "filter", "glossary"))
    names: tuple[Slug, ...] = Field(default=(), description="Actors that the words name as examples.")
    outside: Text | None = Field(default=None, description="Why a qualifying word right outside the quote is left out.")
    passing: Text | None = Field(default=None, description="Why an actor that the words name is not coded.")
    note: Text | None = Field(default=None, description="What a coder should know about this reading.")
    claim: str = Field(default="", exclude=True, repr=False)
    number: int = Field(default=0, exclude=True, repr=False)

    @property
    def key(self) -> str:
        """The name of this piece of evidence, `C04-1` for the first of C04: the one place where it is made."""
        return f"{self.claim}-{self.number}"


class Withdrawal(Record):
    """Why a record no longer stands; its id is never given again."""

    because: Text = Field(description="The reason.")
    replaced_by: tuple[Word, ...] = Field(default=(), description="The records that take its place.")


class Review(Record):
    """When a record was last looked at, and what came of it."""

    version: VersionNumber = Field(description="The version at which it was looked at.")
    outcome: Text = Field(description="What came of it.")
    saw: Mark | None = Field(
        default=None, description="Mark of the articles and the evidence looked at; `briefing check` tells it."
    )


class Claim(Located):
    """One proposition that the articles make, in this project's own plain words."""

    id: ClaimId = Field(description="Given once, never used again.")
    statement: Text = Field(description="The proposition, one only, in plain words.")
    kind: Word = coded("kind", "Kind", "Fact, assessment, intention or opinion.", on=EVERYWHERE)
    bears_on: Word = coded("bears_on", "Bears on", "What it bears on in the question.", on=EVERYWHERE)
    actors: tuple[Slug, ...] = Field(description="Who acts or is spoken of; ids of `actors.yml`.")
    facets: Mapping[Slug, Words] = Field(
        default_factory=dict, description="Further codes, each a vocabulary of its own; one word or several."
    )
    evidence: tuple[Evidence, ...] = Field(default=(), description="What carries it, from every article that makes it.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when the claim no longer stands.")
    theme: Slug = coded(
        "theme",
        "Theme",
        "What it is about; its file has the same name.",
        default="unfiled",
        on=("row", "filter", "glossary"),
    )

    @model_validator(mode="after")
    def _number_evidence(self) -> Self:
        keyed = (e.model_copy(update={"claim": self.id, "number": n}) for n, e in enumerate(self.evidence, start=1))
        object.__setattr__(self, "evidence", tuple(keyed))
        return self

    def in_article(self, article: str) -> tuple[Evidence, ...]:
        return tuple(e for e in self.evidence if e.article == article)

    @property
    def articles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.article for e in self.evidence))


class Relation(Passage):
    """How an article joins two claims: although, because, while. The join is no claim of its own."""

    id: RelationId = Field(description="Given once, never used again.")
    kind: Word = coded("relation", "How they are joined", "What the joining word does.", on=DEFINED)
    first: ClaimId = Field(description="The claim that the article puts in front.")
    second: ClaimId = Field(description="The claim that it is set against or beside.")
    article: Slug = Field(description="The article that joins them.")
    note: Text | None = Field(default=None, description="What follows from the join.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when it no longer stands.")


class ParallelSide(Passage):
    """One article's passage in a parallel."""

    article: Slug = Field(description="The article quoted.")


class Parallel(Located):
    """A passage of one article and what another article made of it, dropped or added."""

    id: ParallelId = Field(description="Given once, never used again.")
    change: Words = coded(
        "change", "What changed", "What became of the passage: one word or several.", on=("card", "filter", "glossary")
    )
    sides: tuple[ParallelSide, ...] = Field(
        description="The passages, one an article; one side alone is dropped or added."
    )
    claims: tuple[ClaimId, ...] = Field(default=(), description="The claims that the passages carry.")
    note: Text = Field(description="What the change does to the meaning, in one sentence.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when it no longer stands.")

    @model_validator(mode="after")
    def _has_sides(self) -> Self:
        if not self.sides and not self.withdrawn:
            message = "a parallel that stands has a side"
            raise ValueError(message)
        return self


class Judgement(Located):
    """A key judgement (ICD 203): a proposition about the subject, what it rests on, and how sure it is."""

    id: JudgementId = Field(description="Given once, never used again.")
    statement: Text = Field(description="One proposition about the world, which could be false.")
    confidence: Word = coded("confidence", "Confidence", "How good the evidence is; never a likelihood.", on=LISTED)
    directness: Word | None = coded(
        "directness", "Stated or inferred", "Whether the articles say it or we infer it.", default=None, on=LISTED
    )
    likelihood: Word | None = coded(
        "likelihood", "How likely", "Only where the judgement is an inference.", default=None, on=LISTED
    )
    adequacy: Word | None = coded("adequacy", "Enough of it", "How much evidence there is.", default=None, on=DEFINED)
    coherence: Word | None = coded(
        "coherence", "Fits together", "How well the evidence agrees.", default=None, on=DEFINED
    )
    limits: Text | None = Field(default=None, description="What the evidence cannot show.")
    because: Text = Field(description="The traceable account: the evidence and its weakness.")
    supported_by: tuple[ClaimId, ...] = Field(min_length=1, description="Claims that carry it.")
    decisive: tuple[ClaimId, ...] = Field(default=(), description="Those of them without which it falls.")
    challenged_by: tuple[ClaimId, ...] = Field(default=(), description="Claims that speak against it.")
    alternative: Text | None = Field(default=None, description="The best other reading of the same evidence.")
    so_what: Text | None = Field(default=None, description="What follows for the reader's question.")
    would_change: Text = Field(description="What could be observed and would change the statement.")
    reviewed: Review | None = Field(default=None, description="When it was last looked at, and what came of it.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when the judgement no longer stands.")

    @property
    def claims(self) -> tuple[str, ...]:
        return (*self.supported_by, *self.challenged_by)


class Waiver(Passage):
    """Words of an article that no claim quotes, and why."""

    article: Slug = Field(description="The article it stands in.")
    kind: Word = coded("waiver", "Why set aside", "Why no claim quotes it.", on=("glossary",))
    reason: Text = Field(description="Why no claim quotes it.")


class Gap(Located):
    """A question the articles leave open."""

    id: GapId = Field(description="Given once, never used again.")
    question: Text = Field(description="What a reader would ask next.")
    silence: Text = Field(description="What the articles do and do not say.")
    touches: tuple[ClaimId, ...] = Field(
        default=(), description="Claims that would be settled or changed by an answer, where there are any."
    )
    collect: Text | None = Field(default=None, description="What to get hold of, and what it would decide.")
    settles: tuple[JudgementId, ...] = Field(default=(), description="The judgements that an answer would settle.")
    reviewed: Review | None = Field(default=None, description="When it was last looked at, and what came of it.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when it no longer stands.")


class Conflict(Located):
    """Claims that do not sit well together."""

    id: ConflictId = Field(description="Given once, never used again.")
    statement: Text = Field(description="What does not fit.")
    between: tuple[ClaimId, ...] = Field(min_length=2, description="The claims that do not fit.")
    treatment: Text = Field(description="How the briefing deals with it.")
    reviewed: Review | None = Field(default=None, description="When it was last looked at, and what came of it.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when it no longer stands.")


class Indicator(Located):
    """Something that would be observed if a judgement were to move."""

    id: IndicatorId = Field(description="Given once, never used again.")
    observe: Text = Field(description="What would be observed.")
    moves: tuple[JudgementId, ...] = Field(min_length=1, description="The judgements it would move.")
    direction: Word = coded("direction", "Effect", "What it would do to the judgement.", on=DEFINED)
    state: Word | None = coded("indicator_state", "State", "Whether it has been observed.", default=None, on=DEFINED)
    as_of: Date | None = Field(default=None, description="The day up to which that is known.")
    reviewed: Review | None = Field(default=None, description="When it was last looked at, and what came of it.")
    withdrawn: Withdrawal | None = Field(default=None, description="Set when it no longer stands.")


class Correction(Located):
    """An error that was published, and what was done about it."""

    id: CorrectionId = Field(description="Given once, never used again.")
    concerns: tuple[Word, ...] = Field(min_length=1, description="Ids of the claims or judgements corrected.")
    wrong: Text = Field(description="What was wrong.")
    since: VersionNumber = Field(description="The first version that carried the error.")
    corrected_in: VersionNumber = Field(description="The version that mends it.")
    affects: Text = Field(description="Who should know.")
    because: Text = Field(description="Why it happened, or how it was found.")


class SecondCoding(Passage):
    """One unit of the second, blind reading: a passage that its reader took for a claim, and how it was coded."""

    article: Slug = Field(description="The article quoted.")
    statement: Text = Field(description="The proposition, in the second reader's words.")
    kind: Word = coded("kind", "Kind", "As the second reader coded it.")
    bears_on: Word = coded("bears_on", "Bears on", "As the second reader coded it.")
    quantity: Word = coded("quantity", "How many", "As the second reader coded it.")
    certainty: Word = coded("certainty", "How sure", "As the second reader coded it.")
    voice: tuple[Text, ...] = Field(default=(), description="Who says so, as the second reader read it.")


class Settlement(Located):
    """A difference between the two readings, and how it was settled."""

    id: SettlementId = Field(description="Given once, never used again.")
    concerns: tuple[Word, ...] = Field(default=(), description="The claims it bears on.")
    difference: Text = Field(description="Where the two readings differ.")
    decision: Text = Field(description="What was decided.")
    because: Text = Field(description="Why.")


class Term(Record):
    """One permitted word of a vocabulary."""

    label: Text = Field(description="How the book prints it.")
    meaning: Text = Field(description="When a coder uses it.")
    rank: int | None = Field(default=None, description="Its place on a ladder, low to high; none when it has no place.")
