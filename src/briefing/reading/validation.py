"""Plain values to frozen records, each with its file and line.

Whatever is wrong with a record becomes an Issue; the record is left out and the rest is read.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

import regex
from pydantic import ValidationError

from briefing.model.base import Located, Record
from briefing.model.words import number_word
from briefing.reading.normalisation import SPACES, ZERO_WIDTH
from briefing.reading.yaml_lines import Document, KeyPath

R = TypeVar("R", bound=Record)
# Control characters, lone surrogates, characters that are none, and what turns the direction of writing.
_UNSEEN = regex.compile(r"[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef--[\n\t]]", regex.V1)
_INVISIBLE = SPACES + ZERO_WIDTH

# Pydantic's names for what is wrong with a value, and ours.
_CODES = {
    "missing": "missing-field",
    "tuple_type": "not-a-list",
    "mapping_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "model_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "string_pattern_mismatch": "bad-format",
    "no_date": "bad-format",
    "date_type": "bad-format",
    "date_from_datetime_parsing": "bad-format",
    "date_from_datetime_inexact": "bad-format",
    "string_too_short": "empty-field",
    "too_short": "too-few",
}


def read_list(
    document: Document,
    model: type[R],
    **fixed: Any,  # noqa: ANN401 -- fields of the model
) -> tuple[list[R], list[Any]]:
    """Read a file that is a list of records; return them and the raw values of those left out."""
    if document.value is None:
        return [], list(document.unread)
    if not isinstance(document.value, list):
        mend = f"Write a list: each {noun(model)} starts with a hyphen."
        document.report((), "file", "not-a-list", f"it holds {_kind_of(document.value)}.", mend)
        return [], [document.value]
    read = [(raw, read_record(document, model, (index,), **fixed)) for index, raw in enumerate(document.value)]
    left_out = [raw for raw, record in read if record is None]
    return [record for _, record in read if record is not None], [*left_out, *document.unread]


def read_record(
    document: Document,
    model: type[R],
    path: KeyPath,
    subject: str = "",
    **fixed: Any,  # noqa: ANN401 -- its fields
) -> R | None:
    """Validate the mapping at `path` against `model`; None when anything is wrong with it.

    `fixed` are fields that the file may not set because the reader does, such as a claim's theme.
    """
    raw = document.at(path)
    subject = subject or subject_of(model, raw, path)
    before = len(document.issues)
    if isinstance(raw, Mapping):
        prepared = {**_prepared(document, model, raw, path, subject, fixed=frozenset(fixed)), **fixed}
    else:
        prepared = raw
    try:
        record = model.model_validate(prepared)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _report_error(document, detail, path, subject)
        return None
    return record if len(document.issues) == before else None


def subject_of(model: type[Record], raw: object, path: KeyPath = ()) -> str:
    """Name a record for a message: `claim C04`, or `waiver 3` when it has no id."""
    name = raw.get("id") if isinstance(raw, Mapping) else None
    position = path[-1] + 1 if path and isinstance(path[-1], int) else ""
    return f"{noun(model)} {name or position}".strip()


def noun(model: type[Record]) -> str:
    """What a record is called in a message."""
    return model.__name__.lower()


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'X'?` for the known word most like a mistyped one, or an empty string."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


def _prepared(  # noqa: PLR0913 -- what a value needs to be read where it stands
    document: Document,
    model: type[Record],
    raw: Mapping[str, Any],
    path: KeyPath,
    subject: str,
    *,
    fixed: frozenset[str],
) -> dict[str, Any]:
    """Report keys the file may not set; add places to the record and the records inside it."""
    allowed = [name for name, field in model.model_fields.items() if not field.exclude and name not in fixed]
    prepared: dict[str, Any] = {}
    inner = _inner_models(model)
    for key, value in raw.items():
        here = (*path, key)
        if key not in allowed:
            mend = f"Known keys: {', '.join(allowed)}."
            document.report(here, subject, "unknown-key", f"{key!r} is not known.{nearest(key, allowed)}", mend)
        elif key in inner and isinstance(value, list):
            prepared[key] = [
                _prepared(document, inner[key], item, (*here, index), subject, fixed=frozenset())
                if isinstance(item, Mapping)
                else item
                for index, item in enumerate(value)
            ]
        elif key in inner and isinstance(value, Mapping):
            prepared[key] = _prepared(document, inner[key], value, here, subject, fixed=frozenset())
        else:
            _report_unseen(document, value, here, subject)
            prepared[key] = value
    if issubclass(model, Located):
        prepared["place"] = document.place(path)
    return prepared


def _report_unseen(document: Document, value: object, path: KeyPath, subject: str) -> None:
    """Report what a reader of the book would not see: control characters, and those that turn the direction."""
    if isinstance(value, str):
        if found := _UNSEEN.search(value):
            got = f"it holds U+{ord(found[0]):04X}, which no reader sees."
            document.report(path, subject, "control-character", got, "Take the character out.")
        elif value.strip() and not value.strip(_INVISIBLE):
            document.report(path, subject, "empty-field", f"{path[-1]} holds nothing that can be seen.", "Fill it in.")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _report_unseen(document, inner, (*path, key), subject)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _report_unseen(document, inner, (*path, index), subject)


@cache
def _inner_models(model: type[Record]) -> dict[str, type[Record]]:
    return {name: found for name, field_ in model.model_fields.items() for found in _records_in(field_.annotation)}


def _records_in(annotation: Any) -> Iterator[type[Record]]:  # noqa: ANN401 -- any type annotation
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _records_in(argument)


def _report_error(document: Document, detail: Any, path: KeyPath, subject: str) -> None:  # noqa: ANN401 -- pydantic
    where: KeyPath = (*path, *detail["loc"])
    if detail["input"] is None and any(issue.place == document.place(where) for issue in document.issues):
        return  # its value could not be read, and that was said
    name = ".".join(str(step + 1 if isinstance(step, int) else step) for step in detail["loc"]) or "the record"
    code = _CODES.get(detail["type"], "wrong-type")
    got, mend = _explained(code, name, detail)
    document.report(where, subject, code, got, mend)


def _explained(code: str, name: str, detail: Any) -> tuple[str, str]:  # noqa: ANN401 -- pydantic
    value = detail["input"]
    shown = f"{name} is {value!r}" if isinstance(value, str | int | float | bool) else f"{name} is {_kind_of(value)}"
    told = {
        "missing-field": (f"{name} is missing.", "Add it."),
        "not-a-list": (f"{shown}, not a list.", "Write it as a list, [like, this]."),
        "not-a-mapping": (f"{shown}, not keys and values.", "Write it as `key: value` lines."),
        "bad-format": (f"{shown}.", _form(str(detail.get("ctx", {}).get("pattern", "")))),
        "empty-field": (f"{name} is empty.", "Fill it in, or remove the key if it may be left out."),
        "too-few": (f"{name} has too few entries.", f"Give at least {detail.get('ctx', {}).get('min_length')}."),
    }
    hint = "Put the value in quotes if it is text." if detail["type"] == "string_type" else "Mend the value."
    return told.get(code, (f"{shown}: {_lower(detail['msg'])}.", hint))


def _form(pattern: str) -> str:
    """Say in plain words how a value is written; without a pattern it is a date."""
    if not pattern:
        return "Write a day as 2024-05-09, a month as 2024-05, a year as 2024."
    if numbered := regex.match(r"\^([A-Z])\[0-9\](?:\+|\{(\d),\})\$", pattern):
        digits = int(numbered[2] or 1)
        least = "a digit or more" if digits == 1 else f"{number_word(digits)} digits or more"
        return f"Write it as {numbered[1]} and {least}, as in {numbered[1]}{'1'.zfill(digits)}."
    forms = {
        "^[a-z0-9][a-z0-9-]*$": "Write it in small letters, digits and hyphens, as in gazette-2021.",
        "^[0-9a-f]{64}$": "Write the SHA-256 of the file, 64 digits and letters from a to f.",
    }
    if "http" in pattern:
        return "Write an address that starts with http:// or https://."
    return forms.get(pattern, "Write three numbers with full stops between, as in 1.2.0.")


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _kind_of(value: object) -> str:
    if value is None:
        return "empty"
    kinds: dict[type, str] = {list: "a list", dict: "a set of keys and values", str: "text", bool: "a yes or no"}
    return kinds.get(type(value), f"a {type(value).__name__}")
