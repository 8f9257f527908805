"""Plain values to frozen records, each with its file and line.

Whatever is wrong with a record becomes an Issue; the record is left out and the rest is read.
"""

import typing
from collections.abc import Container, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

import regex
from pydantic import ValidationError

from briefing.model.base import ADDRESS_FORM, Located, Record
from briefing.model.ledger import KIND_OF
from briefing.model.words import number_word
from briefing.reading.letterforms import disguised
from briefing.reading.normalisation import MARGIN, UNREADABLE
from briefing.reading.yaml_lines import Document, KeyPath, Value

R = TypeVar("R", bound=Record)
Model = type[Record] | None  # of what a value is; none of plain values
#: The longest text of a record and the longest id: some outputs take no more, and nobody reads it.
LONGEST_TEXT, LONGEST_ID = 5_000, 80
#: Fields that hold a word at least: the names, titles and sentences that readers meet.
NAMING = frozenset({"name", "publisher", "author", "title", "statement", "question", "because", "reason"})
#: Fields that hold words of an article and not the book's own.
COPIED = frozenset({"exact", "prefix", "suffix", "title"})
# Control characters, lone surrogates, what nobody can read, and what turns the direction of writing.
_UNSEEN = regex.compile(
    rf"[\p{{Cc}}\p{{Cs}}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069{UNREADABLE}--[\n\t]]", regex.V1
)

_NO_MAPPING = ("not-a-mapping", "{shown}, not keys and values.", "Write it as `key: value` lines.")
_BAD_FORM = ("bad-format", "{shown}.", "{form}")
# What pydantic calls a mistake: our code for it, what is said of it, and how it is mended.
_MISTAKES = {
    "missing": ("missing-field", "{name} is missing.", "Add it."),
    "tuple_type": ("not-a-list", "{shown}, not a list.", "Write it as a list, [like, this]."),
    **dict.fromkeys(("mapping_type", "dict_type", "model_type", "model_attributes_type"), _NO_MAPPING),
    **dict.fromkeys(("string_pattern_mismatch", "no_date", "date_type"), _BAD_FORM),
    **dict.fromkeys(("date_from_datetime_parsing", "date_from_datetime_inexact"), _BAD_FORM),
    "string_too_short": ("empty-field", "{name} is empty.", "Fill it in, or remove the key if it may be left out."),
    "too_short": ("too-few", "{name} has too few entries.", "Give at least {least}."),
    "string_type": ("wrong-type", "{shown}: {said}.", "Put the value in quotes if it is text."),
}
_WRONG_TYPE = ("wrong-type", "{shown}: {said}.", "Mend the value.")
_FORMS = {
    "": "Write a day as 2024-05-09, a month as 2024-05, a year as 2024.",
    "^[a-z0-9][a-z0-9-]*$": "Write it in small letters, digits and hyphens, as in gazette-2021.",
    "^[0-9a-f]{64}$": "Write the SHA-256 of the file, 64 digits and letters from a to f.",
    ADDRESS_FORM: "Write an address that starts with http:// or https://, without blanks, quotes and brackets < > { }.",
    "^[a-p]{8}$": "Write the mark that `briefing check` tells, of what was looked at.",
    r"^[0-9]+\.[0-9]+\.[0-9]+$": "Write three numbers with full stops between, as in 1.2.0.",
}


def read_list(document: Document, model: type[R], **fixed: Value) -> tuple[list[R], list[Value]]:
    """Read a file that is a list of records; return them and the raw values of those left out."""
    if document.value is None:
        return [], list(document.unread)
    if not isinstance(document.value, list):
        mend = f"Write a list: each {noun(model)} starts with a hyphen."
        document.report((), "file", "not-a-list", f"it holds {_kind_of(document.value)}.", mend)
        return [], [document.value]
    read = [(read_record(document, model, (index,), **fixed), raw) for index, raw in enumerate(document.value)]
    left_out = [raw for record, raw in read if record is None]
    return [record for record, _ in read if record], [*left_out, *document.unread]


def read_record(document: Document, model: type[R], path: KeyPath, subject: str = "", **fixed: Value) -> R | None:
    """Validate the mapping at `path` against `model`; None when anything is wrong with it.

    `fixed` are fields that the file may not set because the reader does, such as a claim's theme.
    """
    raw = document.at(path)
    if not subject:  # `claim C04`, or `waiver 3` when it has no id
        name = raw.get("id") if isinstance(raw, Mapping) else None
        subject = f"{noun(model)} {name or (path[-1] + 1 if path and isinstance(path[-1], int) else '')}".strip()
    before = len(document.issues)
    prepared = _prepared(document, model, raw, path, subject, frozenset(fixed))
    try:
        record = model.model_validate({**prepared, **fixed} if isinstance(prepared, dict) else prepared)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _report_error(document, detail, path, subject)
        return None
    return record if len(document.issues) == before else None


def noun(model: type[Record]) -> str:
    """What a record is called in a message."""
    return KIND_OF[model].noun if model in KIND_OF else model.__name__.lower()


def subject(record: Located) -> str:
    """Name a record for a message: `claim C04`, `waiver in ID`."""
    name = getattr(record, "id", None) or f"in {getattr(record, 'article', '?')}"
    return f"{noun(type(record))} {name}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'X'?` for the known word most like a mistyped one, or an empty string."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


def _prepared(  # noqa: PLR0913, PLR0917 -- what a value needs to be read where it stands
    document: Document, model: Model, value: Value, path: KeyPath, subject: str, fixed: Container[str] = ()
) -> Value:
    """Report keys the file may not set and texts nobody can read; add places to a record and to those inside it."""
    if isinstance(value, list):
        return [_prepared(document, model, item, (*path, index), subject) for index, item in enumerate(value)]
    if isinstance(value, str) and path and (told := _misread(str(path[-1]), value)):
        document.report(path, subject, *told)
    if not isinstance(value, dict):
        return value
    fields, records = (model.model_fields, _inner_models(model)) if model else ({}, {})
    allowed = [name for name, field in fields.items() if not field.exclude and name not in fixed]
    prepared: dict[str, Value] = {}
    for key, inner in value.items():
        here = (*path, key)
        if model is None or key in allowed:
            prepared[key] = _prepared(document, records.get(key), inner, here, subject)
        else:
            mend = f"Known keys: {', '.join(allowed)}."
            document.report(here, subject, "unknown-key", f"{key!r} is not known.{nearest(key, allowed)}", mend)
    return prepared | ({"place": document.place(path)} if model and issubclass(model, Located) else {})


def _misread(name: str, value: str) -> tuple[str, str, str] | None:
    """Return code, fault and mend of a text that no output can hold, no reader sees, or that is not what it seems."""
    longest = LONGEST_ID if name == "id" else LONGEST_TEXT
    if len(value) > longest:
        return "text-too-long", f"{name} has {len(value):,} characters.", f"Write at most {longest:,}."
    if found := _UNSEEN.search(value):
        got = f"it holds U+{ord(found[0]):04X}, which no reader sees or can read."
        return "control-character", got, "Take the character out."
    if value.strip() and (not value.strip(MARGIN) or (name in NAMING and not any(map(str.isalnum, value)))):
        return "empty-field", f"{name} holds no word that can be seen.", "Fill it in."
    if name not in COPIED and (hidden := disguised(value)):
        return "control-character", f"it holds {hidden[1]}.", "Take it out, or type it in plain letters."
    return None


@cache
def _inner_models(model: type[Record]) -> dict[str, type[Record]]:
    """Return the records that stand inside a record, by the field that holds one or several."""
    found: dict[str, type[Record]] = {}
    ahead: list[tuple[str, Any]] = [(name, field.annotation) for name, field in model.model_fields.items()]
    while ahead:
        name, annotation = ahead.pop()
        if isinstance(annotation, type) and issubclass(annotation, Record):
            found[name] = annotation
        ahead += ((name, argument) for argument in typing.get_args(annotation))
    return found


def _report_error(document: Document, detail: Any, path: KeyPath, subject: str) -> None:  # noqa: ANN401 -- pydantic
    where: KeyPath = (*path, *detail["loc"])
    value, context = detail["input"], detail.get("ctx", {})
    if value is None and any(issue.place == document.place(where) for issue in document.issues):
        return  # its value could not be read, and that was said
    name = ".".join(str(step + 1 if isinstance(step, int) else step) for step in detail["loc"]) or "the record"
    told = {
        "name": name,
        "shown": f"{name} is {repr(value) if isinstance(value, str | int | float | bool) else _kind_of(value)}",
        "said": detail["msg"][:1].lower() + detail["msg"][1:],
        "form": _form(str(context.get("pattern", ""))),
        "least": context.get("min_length"),
    }
    code, got, mend = _MISTAKES.get(detail["type"], _WRONG_TYPE)
    document.report(where, subject, code, got.format(**told), mend.format(**told))


def _form(pattern: str) -> str:
    """Say in plain words how a value is written; without a pattern it is a date."""
    if numbered := regex.match(r"\^([A-Z])\[0-9\](?:\+|\{(\d),\})\$", pattern):
        digits = int(numbered[2] or 1)
        least = "a digit or more" if digits == 1 else f"{number_word(digits)} digits or more"
        return f"Write it as {numbered[1]} and {least}, as in {numbered[1]}{'1'.zfill(digits)}."
    return _FORMS.get(pattern, f"Write it in the form {pattern}.")


def _kind_of(value: object) -> str:
    kinds: dict[type, str] = {list: "a list", dict: "a set of keys and values", type(None): "empty"}
    return kinds.get(type(value), f"a {type(value).__name__}")
