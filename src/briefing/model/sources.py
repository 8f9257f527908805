"""Articles and the origins they go back to: what is held, byte for byte, and what is known of it."""

from pydantic import Field

from briefing.model.base import Date, Digest, Located, Slug, Span, Text, Verbatim, WebAddress, Word
from briefing.model.fields import coded


class Passage(Located):
    """Words of an article: a W3C TextQuoteSelector, with the span it was anchored to."""

    exact: Verbatim = Field(description="The article's words, copied exactly.")
    prefix: str = Field(default="", description="Words right before `exact`; pins it when it occurs more than once.")
    suffix: str = Field(default="", description="Words right after `exact`; pins it when it occurs more than once.")
    span: Span | None = Field(default=None, exclude=True, repr=False)
    own: str = Field(default="", exclude=True, repr=False)
    shown: str = Field(default="", exclude=True, repr=False)

    @property
    def verbatim(self) -> str:
        """The article's own characters, `text[start:end]`; what was typed when the passage is not anchored."""
        return self.own or self.exact

    @property
    def words(self) -> str:
        """The article's own words as they are shown: letters and line ends repaired where the file is damaged."""
        return self.shown or self.exact

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everywhere it stands; empty when it is not anchored."""
        return () if self.span is None else (self.span,)


class Furniture(Passage):
    """A part of an article's file that is not the article: a menu, a button, a form."""

    reason: Text = Field(description="What it is, and so why it is not read as a statement.")
    repeats: bool = Field(default=False, description="Whether it is meant wherever it stands as a line of its own.")
    also: tuple[Span, ...] = Field(default=(), exclude=True, repr=False)

    @property
    def spans(self) -> tuple[Span, ...]:
        return (*super().spans, *self.also)


class Article(Located):
    """One article, byte for byte, and what is known about it from outside its text."""

    id: Slug = Field(description="The name of its file, `ID.txt` and `ID.yml`.")
    title: Text = Field(description="The headline, as published.")
    publisher: Text = Field(description="Who published it.")
    url: WebAddress = Field(description="Where it was published: an address that starts with http:// or https://.")
    published: Date | None = Field(default=None, description="The day, month or year of publication, when known.")
    published_basis: Text = Field(description="On what ground the date is given, or why there is none.")
    taken: Date | None = Field(default=None, description="The day on which the text was taken, when known.")
    taken_basis: Text | None = Field(default=None, description="How the text came here, and when, as far as is known.")
    language: Word = Field(default="en", description="BCP 47 tag of the article's language.")
    sha256: Digest = Field(description="Digest of the file `ID.txt`.")
    derives_from: tuple[Slug, ...] = Field(
        default=(), description="Origins and articles it goes back to, each of them (PROV wasDerivedFrom)."
    )
    may_derive_from: tuple[Slug, ...] = Field(
        default=(), description="Origins and articles one of which it goes back to; which one is not known."
    )
    derives_certainty: Word | None = coded(
        "derives_certainty", "Descent is", "How sure the descent is: `stated` or `inferred`.", default=None
    )
    derives_basis: Text | None = Field(default=None, description="On what ground the descent is given.")
    description: Text = Field(description="Source descriptor (ICD 206): form, attribution, currency.")
    about: Text | None = Field(default=None, description="Who the publisher is, as far as its own text shows.")
    access: Text | None = Field(default=None, description="What access the article has to what it reports.")
    bias: Text | None = Field(default=None, description="What bias is possible, and why.")
    rights: Text = Field(description="Who holds the rights, and on what terms the text is kept.")
    furniture: tuple[Furniture, ...] = Field(default=(), description="Passages that are not the article itself.")
    text: str = Field(default="", exclude=True, repr=False)

    @property
    def parents(self) -> tuple[str, ...]:
        """Everything it goes back to, or may go back to, directly."""
        return (*self.derives_from, *self.may_derive_from)


class Origin(Located):
    """Where reporting began: a story that articles go back to, held or not."""

    id: Slug = Field(description="Name of the origin, given once.")
    publisher: Text = Field(description="Who reported it.")
    author: Text | None = Field(default=None, description="Who wrote it.")
    dateline: Text | None = Field(default=None, description="Where it was written.")
    title: Text = Field(description="Its headline.")
    published: Date | None = Field(default=None, description="The day, month or year of publication, when known.")
    url: WebAddress | None = Field(default=None, description="Where it, or a syndicated copy, can be read.")
    basis: Text | None = Field(default=None, description="On what ground author, title and date are given.")
    held: bool = Field(description="Whether its text is held here. What is not held may not be quoted.")
    held_as: Slug | None = Field(default=None, description="The article that holds its text, where one does.")
    note: Text = Field(description="How it is known, and what follows.")
