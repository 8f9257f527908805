"""The README of the exported files: what each is, in one table, and what a reader must know to open them."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.exports.catalogue import Exporting, catalogue, export
from briefing.exports.csv_package import ESCAPE_RULE, SPREADSHEETS

RIGHTS = "Quoted words belong to their publishers: see the column rights of articles.csv. The rest is under CC BY 4.0."


@export("README.md", media="text/markdown", about="What each of these files is.")
def readme(exporting: Exporting) -> str:
    """Return the list of files as Markdown."""
    edition = exporting.edition
    return "\n".join(
        [
            f"# {edition.title}: data\n",
            f"{edition.stamp}. Evidence digest {edition.digest}. Articles {edition.as_of}.\n",
            f"{SPREADSHEETS} {ESCAPE_RULE}\n\n{RIGHTS}\n",
            *file_table(),
            "",
        ]
    )


def file_table() -> Iterator[str]:
    """Yield the lines of the table of exported files."""
    yield "| File | Type | What it is |"
    yield "| --- | --- | --- |"
    for entry in catalogue():
        yield f"| `{entry.name}` | {entry.media} | {entry.about} |"
