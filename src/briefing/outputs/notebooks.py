"""The executed chapters as notebooks, without what differs from one execution to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from sphinx_external_toc.parsing import parse_toc_yaml

from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.outputs.notebook_prose import NotebookProse, dollars_kept
from briefing.outputs.sphinx_run import EXECUTED
from briefing.outputs.staging import BookError
from briefing.versions.edition import Edition

#: What a notebook says of itself that a reader needs; the rest is the machine's.
KEPT = ("kernelspec", "language_info")


def write_notebooks(layout: Layout, ledger: Ledger, edition: Edition, state: Path, folder: Path) -> None:
    """Write the executed notebook of every chapter that has code, from the state of the build."""
    for document in parse_toc_yaml(layout.toc):
        if not _has_code(layout, document):
            continue
        executed = state / EXECUTED / f"{document}.ipynb"
        if not executed.is_file():
            message = f"{document}: its executed notebook is gone; delete {layout.build.name} and build again"
            raise BookError(message)
        target = folder / f"{document}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = steady(executed.read_text(encoding="utf-8"), ledger, edition)
        target.write_text(text, encoding="utf-8", newline="\n")


def steady(text: str, ledger: Ledger, edition: Edition) -> str:
    """Return a notebook that says what it needs, whose prose is plain Markdown, and that is the same every time.

    Times, random cell ids, glued values and versions of the machine's software are left out.
    """
    notebook: Any = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    notebook.metadata = {key: notebook.metadata[key] for key in KEPT if key in notebook.metadata}
    notebook.metadata.get("language_info", {}).pop("version", None)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    prose = NotebookProse(ledger, edition, dict(pair for cell in code for pair in _take_glued(cell)))
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "markdown":
            cell.source = prose.cell(cell.source)
    for output in (output for cell in code for output in cell.outputs if "text/html" in output.get("data", {})):
        output["data"]["text/html"] = dollars_kept(output["data"]["text/html"])
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(_preface(edition)))  # type: ignore[no-untyped-call]
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
    written = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{written}\n"


def _preface(edition: Edition) -> str:
    where = f" at <{edition.site}/>" if edition.site else ""
    return (
        f"*A chapter of “{edition.title}”{where}, {edition.stamp}. To run it, unpack `notebooks.zip` of the book: it "
        "holds the data, the package and a README; alone, this file shows what was computed.*"
    )


def _take_glued(cell: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- a cell of nbformat's
    """Take the values that MyST-NB has glued out of a cell's outputs, and yield name and text of each."""
    kept = []
    for output in cell.outputs:
        name = output.get("metadata", {}).get("scrapbook", {}).get("name")
        if name is None:
            kept.append(output)
            continue
        values = [value for mime, value in output["data"].items() if mime.endswith("text/plain")]
        yield str(name), "".join(values).strip("'\"")
    cell.outputs = kept


def _has_code(layout: Layout, document: str) -> bool:
    source = layout.root / f"{document.removesuffix('.md')}.md"
    return source.is_file() and "{code-cell}" in source.read_text(encoding="utf-8")
