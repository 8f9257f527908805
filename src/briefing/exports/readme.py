"""The README of the exported files: what each is, in one table, and what a reader must know to open them."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.exports.catalogue import Exporting, catalogue, export
from briefing.exports.csv_package import ESCAPE_RULE


@export("README.md", media="text/markdown", about="This list.")
def readme(exporting: Exporting) -> str:
    """Return the list of files as Markdown."""
    edition = exporting.edition
    head = [
        f"# {edition.title}: data\n",
        f"{edition.stamp}. Evidence digest {edition.digest}. Articles {edition.as_of}.\n",
        "The CSV files are UTF-8 with a byte order mark and CRLF line ends, so a double click opens them in a "
        f"spreadsheet. {ESCAPE_RULE}\n",
        "Quoted words belong to their publishers: see the column rights of articles.csv. Everything else is under "
        "CC BY 4.0.\n",
    ]
    return "\n".join([*head, *file_table()]) + "\n"


def file_table() -> Iterator[str]:
    """Yield the lines of the table of exported files."""
    yield "| File | Type | What it is |"
    yield "| --- | --- | --- |"
    for entry in catalogue():
        yield f"| `{entry.name}` | {entry.media} | {entry.about} |"
