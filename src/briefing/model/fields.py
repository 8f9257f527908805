"""A coded field is declared once, with its vocabulary, its heading and where readers see it.

Rules, cards, rows, filters, schemas, contexts, glossary and dictionary are loops over these declarations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, Field

Surface = Literal["card", "row", "filter", "glossary"]
_KEY = "coded"


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

    card: hover cards and record pages. row: the line of codes below a quotation or claim. filter: the ledger's
    filters. glossary: the method, and the glossary in print.
    """
    extra: Any = {_KEY: {"vocabulary": vocabulary, "heading": heading, "on": list(on)}}
    return Field(description=description, json_schema_extra=extra, **settings)


@cache
def coded_fields(model: type[BaseModel]) -> tuple[CodedField, ...]:
    """Return the coded fields of a record, in the order of their declaration."""
    return tuple(_declared(model))


def _declared(model: type[BaseModel]) -> Iterator[CodedField]:
    for name, field in model.model_fields.items():
        extra: Any = field.json_schema_extra
        if isinstance(extra, dict) and _KEY in extra:
            declared = extra[_KEY]
            on = tuple(declared["on"])
            yield CodedField(name, declared["vocabulary"], declared["heading"], on, field.description or "")
