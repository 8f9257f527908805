"""The data dictionary, `data/README.md`: every file, field and permitted word, made from the records.

`python -m briefing.exports.dictionary` writes it; a test fails while the file differs from what is made.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from briefing.exports.columns import columns_of, inner_records
from briefing.exports.crate import markdown_table
from briefing.exports.csv_package import ESCAPE_RULE
from briefing.model.base import Record
from briefing.model.ledger import KINDS, Ledger, Release
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
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined)  # noqa: S701 -- Markdown
    text = environment.get_template("dictionary.md.jinja").render(
        ledger=ledger, files=_files(), release=Release, term=Term, escape_rule=ESCAPE_RULE, table=markdown_table,
        rows=_rows, words=lambda terms: ((f"`{word}`", t.label, t.meaning, t.rank) for word, t in terms.items()),
    )  # fmt: skip
    return text + "\n"


def _files() -> Iterator[tuple[str, str, str, list[type[Record]]]]:
    """Yield each file, what it holds, what its name says, and its records with those inside them, each record once."""
    described: set[type[Record]] = set()
    for kind in KINDS:
        models: list[type[Record]] = [kind.record]
        for model in models:
            inner = (*inner_records(model).values(), *inner_records(model, single=True).values())
            models += (m for m in inner if m not in {*described, *models})
        described.update(models)
        plain = (f"{kind.file}.yml", f"A list of {plural(2, kind.noun).removeprefix('two ')}.", "")
        yield *NAMED_FILES.get(kind.collection, plain), models


def _rows(model: type[Record], unwritten: str) -> Iterator[tuple[object, ...]]:
    for column in columns_of(model):
        if column.name != unwritten:
            required = "yes" * model.model_fields[column.name].is_required()
            yield f"`{column.name}`", column.holds, required, column.description


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
