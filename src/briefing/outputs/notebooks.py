"""The executed chapters as notebooks, without what differs from one execution to the next."""

from __future__ import annotations

from pathlib import Path

import nbformat
from sphinx_external_toc.parsing import parse_toc_yaml

from briefing.model.layout import Layout
from briefing.outputs.sphinx_run import EXECUTED, BookError

#: What a notebook says of itself that a reader needs; the rest is the machine's.
KEPT = ("kernelspec", "language_info")


def write_notebooks(layout: Layout, state: Path, folder: Path) -> None:
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
        target.write_text(steady(executed.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def steady(text: str) -> str:
    """Return a notebook without times, random cell ids and versions of the machine's software."""
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    notebook.metadata = {key: notebook.metadata[key] for key in KEPT if key in notebook.metadata}
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        cell.metadata.pop("execution", None)
    written = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{written}\n"


def _has_code(layout: Layout, document: str) -> bool:
    source = layout.root / f"{document.removesuffix('.md')}.md"
    return source.is_file() and "{code-cell}" in source.read_text(encoding="utf-8")
