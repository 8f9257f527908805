"""The data dictionary, `data/README.md`: every file, field and permitted word, made from the records.

`python -m briefing.exports.dictionary` writes it; a test fails while the file differs from what is made.
"""

import sys
from collections.abc import Iterator

from briefing.exports.catalogue import filled
from briefing.exports.sheet_files import ESCAPE_RULE, cell
from briefing.exports.sheets import columns_of, with_inner
from briefing.model.base import Record
from briefing.model.ledger import KINDS, Kind, Ledger, Release
from briefing.model.records import Term
from briefing.model.words import plural

NAME = "README.md"


def data_dictionary(ledger: Ledger) -> str:
    """Return the data dictionary of a briefing as Markdown."""
    values = {"ledger": ledger, "files": _files(), "release": Release, "term": Term, "escape_rule": ESCAPE_RULE}
    return filled("dictionary.md.jinja", values | {"columns_of": columns_of, "cell": cell, "plural": plural}) + "\n"


def _files() -> Iterator[tuple[Kind, list[type[Record]]]]:
    """Yield each kind with its records and those inside them, each record once."""
    described: list[type[Record]] = []
    for kind in KINDS:
        models = [model for model in with_inner(kind.record) if model not in described]
        described += models
        yield kind, models


def main() -> int:
    """Write the dictionary of the briefing around the working directory."""
    from briefing.model.layout import find_layout  # noqa: PLC0415
    from briefing.reading.data_files import read_data  # noqa: PLC0415 -- only the command reads files

    layout = find_layout()
    (layout.data / NAME).write_text(data_dictionary(read_data(layout).ledger), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
