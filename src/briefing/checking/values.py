"""Values of the right type that no output could print, or that lead nowhere: languages, lengths, empty themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from babel import Locale, UnknownLocaleError

from briefing.checking.context import Material
from briefing.checking.evidence import VOCABULARY_FILE, subject
from briefing.checking.registry import rule
from briefing.model.base import Issue, Place

#: The longest text of a record and the longest id: some outputs take no more, and nobody reads it.
LONGEST_TEXT, LONGEST_ID = 5_000, 80


@rule("language-unknown", "The language of an article is no BCP 47 tag of a known language.")
def languages_known(material: Material) -> Iterator[Issue]:
    """The language of each article is one that browsers and the PDF know."""
    for article in material.ledger.articles:
        try:
            Locale.parse(article.language, sep="-")
        except (UnknownLocaleError, ValueError):
            got = f"language is {article.language!r}."
            yield Issue(
                article.place, subject(article), "language-unknown", got, "Write a tag such as en, en-GB or zh."
            )


@rule("text-too-long", "A text of a record is longer than an output can hold.")
def texts_short(material: Material) -> Iterator[Issue]:
    """Every text of a record can be printed."""
    for _, record in material.ledger.records():
        for name, text in _texts(record.model_dump(mode="json"), ""):
            longest = LONGEST_ID if name == "id" else LONGEST_TEXT
            if len(text) > longest:
                got = f"{name} has {len(text):,} characters."
                yield Issue(record.place, subject(record), "text-too-long", got,
                            f"Write at most {longest:,}.")  # fmt: skip


def _texts(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)


@rule("theme-empty", "The vocabulary has a theme that no file of claims is named after.")
def themes_filed(material: Material) -> Iterator[Issue]:
    """Each theme of the vocabulary is the stem of a file of claims."""
    files = {path.stem for path in material.layout.claims.glob("*.yml")}
    for theme in material.ledger.vocabulary.get("theme", {}):
        if theme not in files:
            got, mend = f"there is no data/claims/{theme}.yml.", "Remove the theme, or file its claims under it."
            yield Issue(Place(VOCABULARY_FILE), f"theme {theme}", "theme-empty", got, mend)
