"""The data dictionary, `data/README.md`: every file, field and permitted word, made from the records.

`python -m briefing.exports.dictionary` writes it; a test fails while the file differs from what is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from briefing.exports.csv_package import ESCAPE_RULE
from briefing.exports.sheets import is_excluded
from briefing.model.base import Record
from briefing.model.ledger import Ledger, Release
from briefing.model.records import (
    Actor,
    Claim,
    Conflict,
    Correction,
    Evidence,
    Gap,
    Indicator,
    Judgement,
    Term,
    Waiver,
    Withdrawal,
)
from briefing.model.sources import Article, Furniture, Origin

NAME = "README.md"


class File(NamedTuple):
    """A file of `data/`: its name, what it holds, and the records in it with the fields that are not written."""

    name: str
    holds: str
    records: tuple[tuple[type[Record], tuple[str, ...]], ...]


FILES = (
    File("articles/ID.txt", "An article, byte for byte as it was received; never edited.", ()),
    File(
        "articles/ID.yml",
        "What is known about the article of the same name, from outside its text.",
        ((Article, ("id",)), (Furniture, ())),
    ),
    File("origins.yml", "A list of origins.", ((Origin, ()),)),
    File(
        "claims/THEME.yml",
        "A list of claims; the file's name is their theme.",
        ((Claim, ("theme",)), (Evidence, ()), (Withdrawal, ())),
    ),
    File("judgements.yml", "A list of key judgements.", ((Judgement, ()),)),
    File("waivers.yml", "A list of waivers.", ((Waiver, ()),)),
    File("actors.yml", "A list of actors.", ((Actor, ()),)),
    File("gaps.yml", "A list of gaps.", ((Gap, ()),)),
    File("conflicts.yml", "A list of conflicts.", ((Conflict, ()),)),
    File("indicators.yml", "A list of indicators.", ((Indicator, ()),)),
    File("corrections.yml", "A list of corrections.", ((Correction, ()),)),
    File("vocabulary.yml", "Vocabulary, word, and then the term.", ((Term, ()),)),
    File("releases/VERSION.json", "A published version; `briefing release` writes it.", ((Release, ()),)),
)


def data_dictionary(ledger: Ledger) -> str:
    """Return the data dictionary of a briefing as Markdown."""
    return "\n".join(_lines(ledger)).rstrip("\n") + "\n"


def _lines(ledger: Ledger) -> Iterator[str]:
    yield "# Data dictionary"
    yield "\nMade from the records by `python -m briefing.exports.dictionary`. Do not edit it by hand.\n"
    yield "All files are UTF-8. An unknown key or a word that is in no vocabulary is an error."
    for file in FILES:
        yield f"\n## `{file.name}`\n\n{file.holds}"
        for model, unwritten in file.records:
            yield f"\n### {model.__name__}\n\n{_docstring(model)}\n"
            yield from _table(("Field", "Holds", "Required", "Meaning"), _fields(model, unwritten))
    yield "\n## Vocabularies"
    for name, terms in sorted(ledger.vocabulary.items()):
        yield f"\n### `{name}`\n"
        rows = [(f"`{word}`", t.label, t.meaning, "" if t.rank is None else str(t.rank)) for word, t in terms.items()]
        yield from _table(("Word", "Label", "Meaning", "Rank"), rows)
    yield "\n## The exported files\n"
    yield (
        "`_build/data/` holds the same records as CSV files, described by `datapackage.json` with types, keys and "
        f"permitted words. {ESCAPE_RULE} `ledger.json` is the whole ledger; its SHA-256 is the evidence digest."
    )


def _fields(model: type[Record], unwritten: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    schema = model.model_json_schema(mode="serialization")
    for name, shape in schema["properties"].items():
        if name not in unwritten and not is_excluded(model, name):
            required = "yes" if model.model_fields[name].is_required() else ""
            yield f"`{name}`", _type(shape), required, shape.get("description", "")


def _type(shape: Mapping[str, Any]) -> str:
    real = next(s for s in shape.get("anyOf", [shape]) if s.get("type") != "null")
    if "coded" in shape:
        several = "a list: " if real.get("type") == "array" else ""
        return f"{several}a word of `{shape['coded']['vocabulary']}`"
    if "$ref" in real:
        return f"a {real['$ref'].split('/')[-1]}"
    if real["type"] == "array":
        return f"a list: {_type(real['items'])}"
    if real["type"] == "object":
        return "keys and values"
    simple = {"string": "text", "integer": "a whole number", "boolean": "`true` or `false`"}[real["type"]]
    if "pattern" in real:
        return f"text like `{real['pattern']}`"
    return "a date, `YYYY-MM-DD`" if real.get("format") == "date" else simple


def _docstring(model: type[Record]) -> str:
    return " ".join((model.__doc__ or "").split())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_cell(text) for text in row)} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def main() -> int:
    """Write the dictionary of the briefing around the working directory."""
    from briefing.model.layout import find_layout  # noqa: PLC0415
    from briefing.reading.data_files import read_ledger  # noqa: PLC0415 -- only the command reads files

    layout = find_layout()
    ledger, _ = read_ledger(layout)
    (layout.data / NAME).write_text(data_dictionary(ledger), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
