"""A coded field is declared once, with its vocabulary, its heading and where readers see it.

Rules, cards, rows, filters, schemas, contexts, glossary and dictionary are loops over these declarations. What readers
call the other fields stands in `field_words.toml`.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, Field

from briefing.model.words import sentence

#: Where fields that are not coded have words of their own.
Place = Literal["page", "user", "change", "account", "source"]
Surface = Literal["card", "row", "filter", "glossary"]
#: The surfaces that most fields choose from, so that a declaration stays one line.
DEFINED: tuple[Surface, ...] = ("card", "glossary")
LISTED: tuple[Surface, ...] = ("card", "row", "glossary")
EVERYWHERE: tuple[Surface, ...] = ("card", "row", "filter", "glossary")


class CodedField(NamedTuple):
    """A field whose value is a word of a vocabulary."""

    name: str
    vocabulary: str
    heading: str
    on: tuple[Surface, ...]
    description: str

    def shows_on(self, surface: Surface) -> bool:
        return surface in self.on


def coded(
    vocabulary: str,
    heading: str,
    description: str,
    *,
    on: tuple[Surface, ...] = (),
    **settings: Any,  # noqa: ANN401 -- settings of a pydantic field
) -> Any:  # noqa: ANN401 -- what pydantic's own Field returns
    """Declare a field that holds a word of `vocabulary`; `on` names the surfaces that show it under `heading`.

    card: hover cards and record pages. row: the line of codes below a claim, and in print below a quotation. filter:
    the ledger's filters. glossary: the glossary in print.
    """
    extra: Any = {"coded": {"vocabulary": vocabulary, "heading": heading, "on": list(on)}}
    return Field(description=description, json_schema_extra=extra, **settings)


@cache
def coded_fields(model: type[BaseModel]) -> tuple[CodedField, ...]:
    """Return the coded fields of a record, in the order of their declaration."""
    found = []
    for name, field in model.model_fields.items():
        extra: Any = field.json_schema_extra
        if extra and (told := extra.get("coded")):
            on, description = tuple(told["on"]), field.description or ""
            found.append(CodedField(name, told["vocabulary"], told["heading"], on, description))
    return tuple(found)


@cache
def field_words(place: Place) -> dict[str, str]:
    """Return what fields that are not coded are called in a place, by their names, in its order."""
    words: dict[str, str] = tomllib.loads(files(__package__).joinpath("field_words.toml").read_text("utf-8"))[place]
    return words


def field_word(place: Place, name: str) -> str:
    """Return what a field is called in a place: by its own name, with spaces, where no other word is given."""
    return field_words(place).get(name) or sentence(name.replace("_", " "))
