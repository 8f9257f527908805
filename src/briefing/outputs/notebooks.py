"""The executed chapters as notebooks, without what differs from one execution to the next.

The book resolves MyST; Jupyter shows it raw. What is replaced here is what the chapters of a briefing may hold: roles
in words, numbers as numbers, guidance as a quotation. The rest is Markdown that both read alike.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from sphinx_external_toc.parsing import parse_toc_yaml

from briefing.book.core.domain import RECORD_ROLES
from briefing.checking.prose import Role
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.words import record_name
from briefing.outputs.products import EXECUTED
from briefing.outputs.staging import BookError
from briefing.versions.edition import Edition, record_page

#: What a notebook says of itself that a reader needs; the rest is the machine's.
KEPT = ("kernelspec", "language_info")
_ROLE = re.compile(r"\{(?P<role>[a-z:]+)\}`(?P<body>[^`]+)`")
_GUIDE = re.compile(r"(?ms)^:{3,}\{guide\}[^\n]*\n(?P<body>.*?)^:{3,}[ \t]*$")
_FENCE = re.compile(r"(?ms)^(?P<fence>`{3,}|:{3,})\{[a-z-]+\}[^\n]*\n.*?^(?P=fence)[ \t]*$\n?")
_TEXT = re.compile(r">[^<>]*\$[^<>]*<")


def write_notebooks(layout: Layout, ledger: Ledger, edition: Edition, state: Path, folder: Path) -> None:
    """Write the executed notebook of every chapter that has code, from the state of the build."""
    for document in parse_toc_yaml(layout.toc):
        source = layout.root / f"{document.removesuffix('.md')}.md"
        if not (source.is_file() and "{code-cell}" in source.read_text(encoding="utf-8")):
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
    where = f" at <{edition.site}/>" if edition.site else ""
    preface = (
        f"*A chapter of “{edition.title}”{where}, {edition.stamp}. To run it, unpack `notebooks.zip` of the book: it "
        "holds the data, the package and a README; alone, this file shows what was computed.*"
    )
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(preface))  # type: ignore[no-untyped-call]
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
    written = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{written}\n"


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


@dataclass(slots=True)
class NotebookProse:
    """Turns the prose of one edition's chapters into plain Markdown; `glued` are the numbers its cells have glued."""

    ledger: Ledger
    edition: Edition
    glued: Mapping[str, str]
    _named: dict[str, None] = field(default_factory=dict, init=False)

    def cell(self, source: str) -> str:
        """Return a cell's MyST as Markdown, with a list of the records that it names, in words."""
        self._named.clear()
        text = _GUIDE.sub(_quoted, source)
        text = _FENCE.sub("", text).replace("$", r"\$")
        text = _ROLE.sub(self._role, text).strip()
        ledger = self.ledger
        told = ((name, getattr(ledger.record_by_id[name], ledger.kind_by_id[name].says)) for name in self._named)
        said = [f"- **{name}** {says}".replace("$", r"\$") for name, says in told]
        return "\n".join([text, "", *said]) if said else text

    def _role(self, found: re.Match[str]) -> str:
        role = Role(found["role"], found["body"])
        if role.name == "glue:text":
            return self.glued.get(role.content.strip(), role.content)
        if role.name == "edition":
            return str(getattr(self.edition, role.content.strip(), role.content))
        if role.name not in RECORD_ROLES:
            return role.title or role.content
        return ", ".join(self._linked(name, role.title) for name in role.targets)

    def _linked(self, name: str, title: str) -> str:
        if name not in self.ledger.record_by_id:
            return title or name
        if not title:
            self._named.setdefault(name)
        shown = title or record_name(self.ledger, name)
        site = self.edition.site
        return f"[{shown}]({site}/{record_page(self.ledger, name)}.html)" if site else shown


def dollars_kept(html: str) -> str:
    """Return HTML in which no two dollar signs of the text become a formula when Jupyter shows it."""
    return _TEXT.sub(lambda text: text[0].replace("$", '<span class="tex2jax_ignore">$</span>'), html)


def _quoted(guide: re.Match[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in guide["body"].strip().splitlines())
