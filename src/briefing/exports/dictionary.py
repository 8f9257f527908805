"""The data dictionary, `data/README.md`: every file, field and permitted word, made from the records.

`python -m briefing.exports.dictionary` writes it; a test fails while the file differs from what is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from briefing.exports.columns import columns_of, inner_records
from briefing.exports.crate import file_table, markdown_table
from briefing.exports.csv_package import ESCAPE_RULE
from briefing.model.base import Record
from briefing.model.ledger import KINDS, Kind, Ledger, Release
from briefing.model.records import Term
from briefing.model.words import plural

NAME = "README.md"
#: Files named by what is in them, what they hold, and the field that the name stands for.
NAMED_FILES = {
    "articles": (
        "articles/ID.yml",
        "What is known about the article `ID.txt` from outside its text, which is kept byte for byte.",
        "id",
    ),
    "claims": ("claims/THEME.yml", "A list of claims; the file's name is their theme.", "theme"),
}


def data_dictionary(ledger: Ledger) -> str:
    """Return the data dictionary of a briefing as Markdown."""
    return "\n".join(_lines(ledger)).rstrip("\n") + "\n"


def _lines(ledger: Ledger) -> Iterator[str]:
    yield "# Data dictionary"
    yield "\nMade from the records by `python -m briefing.exports.dictionary`. Do not edit it by hand.\n"
    yield "All files are UTF-8. An unknown key or a word that is in no vocabulary is an error."
    described: set[type[Record]] = set()
    for kind in KINDS:
        yield from _file(kind, described)
    yield "\n## `releases/VERSION.json`\n\nA published version; `briefing release` writes it."
    yield from _record(Release, "")
    yield "\n## `vocabulary.yml`\n\nVocabulary, word, and then the term."
    yield from _record(Term, "")
    yield "\n## Vocabularies"
    for name, terms in sorted(ledger.vocabulary.items()):
        yield f"\n### `{name}`\n"
        rows = [(f"`{word}`", t.label, t.meaning, "" if t.rank is None else str(t.rank)) for word, t in terms.items()]
        yield from markdown_table(("Word", "Label", "Meaning", "Rank"), rows)
    yield "\n## The exported files\n"
    yield (
        "`_build/data/` holds the same records for programs. The CSV files are described by `datapackage.json` with "
        f"types, keys and permitted words. {ESCAPE_RULE} `ledger.json` is the whole ledger; its SHA-256 is the "
        "evidence digest.\n"
    )
    yield from file_table()


def _file(kind: Kind, described: set[type[Record]]) -> Iterator[str]:
    """Yield the section of a file: its records, and the records inside them that were not described before."""
    plain = (f"{kind.file}.yml", f"A list of {plural(2, kind.noun).removeprefix('two ')}.", "")
    name, holds, unwritten = NAMED_FILES.get(kind.collection, plain)
    yield f"\n## `{name}`\n\n{holds}"
    ahead: list[type[Record]] = [kind.record]
    for model in ahead:
        if model not in described:
            described.add(model)
            yield from _record(model, unwritten if model is kind.record else "")
            ahead += [*inner_records(model).values(), *inner_records(model, single=True).values()]


def _record(model: type[Record], unwritten: str) -> Iterator[str]:
    yield f"\n### {model.__name__}\n\n{' '.join((model.__doc__ or '').split())}\n"
    rows = (
        (f"`{column.name}`", column.holds, "yes" * model.model_fields[column.name].is_required(), column.description)
        for column in columns_of(model)
        if column.name != unwritten
    )
    yield from markdown_table(("Field", "Holds", "Required", "Meaning"), rows)


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
