"""What a build costs, ours and others', after each kind of edit, and whether the pages are right: `make bench`.

Every way of building gets its own copy of the shipped briefing, and they take turns: first from nothing, then with
nothing changed, then with a paragraph more in one chapter, a claim in other words, and a cell more in one chapter. The
others get our roles and tables, without which the chapters mean nothing to them, and no more. Medians of the rounds.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from briefing.checking.check import open_ledger
from briefing.model.layout import Layout

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LEFT_OUT = shutil.ignore_patterns("_build", "_site", ".*", "__pycache__", "*.egg-info", "src", "tests", "benchmarks")
ADDED, CELL = "This page shows a paragraph more.", "len(open_ledger().claims) * 1000 + 7"
EXTENSION = """
from briefing.book.core import bibliography, directives, domain, printed
from briefing.book.html import writer


def setup(app):
    app.add_config_value("comments_config", {}, "", (dict,))
    for part in (writer, bibliography, domain, directives, printed):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
Edit = Callable[[Path], None]


@dataclass
class Way:
    """A way to build a book's HTML: its name, the commands, how the copy is made ready, and where the pages lie."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    prepare: Edit
    pages: str = "_build/html"
    taken: dict[str, list[tuple[float, float, bool]]] = field(default_factory=dict)

    def build(self, root: Path) -> tuple[float, float]:
        """Build once; return the wall and the processor seconds. Raises when a command fails."""
        environment = os.environ | {"BRIEFING_ROOT": str(root), "PYTHONPATH": f"{root}{os.pathsep}{ROOT / 'src'}"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody who builds a book compiles its tools each time
        began, before = time.perf_counter(), os.times()
        for command in self.commands:
            done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                message = f"{self.name}: {' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
                raise RuntimeError(message)
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        return time.perf_counter() - began, spent


def stock(mode: str) -> Edit:
    """Return what makes a copy one that the usual tools build by themselves: kernels, their theme, our roles alone."""

    def prepare(root: Path) -> None:
        config = root / "_config.yml"
        text = config.read_text("utf-8").replace("briefing.book]", "roles_and_tables]")
        text = re.sub(r"execute_notebooks: \w+", f"execute_notebooks: {mode}", text)
        text = re.sub(r"html_theme: \w+.*", "html_theme: sphinx_book_theme", text)
        config.write_text(text, "utf-8")
        (root / "roles_and_tables.py").write_text(EXTENSION, "utf-8")

    return prepare


def sphinx(root: Path) -> None:
    """Make a copy ready for Sphinx without Jupyter Book."""
    stock("force")(root)
    subprocess.run([BIN / "jupyter-book", "config", "sphinx", "."], cwd=root, check=True, capture_output=True)


NBCONVERT = ("nbconvert", "--execute", "--to=html", "--output-dir=_build/html/chapters", "--log-level=ERROR")
WAYS = (
    Way("briefing", ((sys.executable, "-m", "briefing", "build", "--only", "html"),), lambda _: None),
    Way("jupyter-book, force", ((f"{BIN}/jupyter-book", "build", "."),), stock("force")),
    Way("jupyter-book, cache", ((f"{BIN}/jupyter-book", "build", "."),), stock("cache")),
    Way("sphinx-build -j auto", ((f"{BIN}/sphinx-build", "-q", "-j", "auto", ".", "_build/html"),), sphinx),
    Way(
        "jupytext, nbconvert",
        (
            ("bash", "-c", f"{BIN}/jupytext --quiet --to ipynb index.md chapters/*.md"),
            ("bash", "-c", f"{BIN}/jupyter {' '.join(NBCONVERT)} index.ipynb chapters/*.ipynb"),
        ),
        lambda _: None,
    ),
)


def add_paragraph(root: Path) -> None:
    """Write a paragraph more into a chapter."""
    path = root / "chapters" / "method.md"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n\n{ADDED}\n", "utf-8")


def reword(root: Path, statement: str = "", other: str = "") -> None:
    """Give a claim other words."""
    before, after = f"statement: {statement or STATEMENT}\n", f"statement: {other or REWORDED}\n"
    for path in sorted((root / "data" / "claims").glob("*.yml")):
        text = path.read_text("utf-8")
        if before in text:
            path.write_text(text.replace(before, after), "utf-8")
            return
    message = f"no claim file holds: {before}"
    raise ValueError(message)


def begin_draft(root: Path) -> None:
    """Reword the last claim: while a book is written it is a draft, and the first edit of a release changes all pages.

    Every page of ours says which version it is.
    """
    reword(root, FREE[-1], f"Again, {FREE[-1]}")


def add_cell(root: Path) -> None:
    """Write a cell more into a chapter."""
    path = root / "chapters" / "play.md"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n\n```{{code-cell}} ipython3\n{CELL}\n```\n", "utf-8")


LEDGER = open_ledger(Layout(ROOT))
#: Statements of claims on which no judgement rests: another would have to be looked at anew, and so stop the build.
FREE = [c.statement for c in LEDGER.standing if c.statement.isascii() and not LEDGER.judgements_on(c.id)]
STATEMENT = FREE[0]
REWORDED = f"Again, {STATEMENT}"
#: Each edit by name: what it does, the page that shows it, and words that stand there after it, and before it alone.
EDITS: dict[str, tuple[Edit, str, str, str]] = {
    "cold": (lambda _: None, "ledger", STATEMENT, ADDED),
    "nothing": (lambda _: None, "ledger", STATEMENT, ADDED),
    "prose": (add_paragraph, "method", ADDED, "\0"),
    "claim": (reword, "ledger", REWORDED, f">{STATEMENT}"),
    "code": (add_cell, "play", f"{len(LEDGER.claims) * 1000 + 7}", "\0"),
}


@contextmanager
def copies() -> Iterator[dict[str, Path]]:
    """Yield a copy of the briefing for each way of building, made ready for it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        made = {}
        for way in WAYS:
            root = Path(shutil.copytree(ROOT, Path(folder) / re.sub(r"\W+", "-", way.name) / "book", ignore=LEFT_OUT))
            (root / "data" / "checks" / "budgets.yml").unlink(missing_ok=True)  # the edits add words
            begin_draft(root)
            way.prepare(root)
            made[way.name] = root
        yield made


def right(way: Way, root: Path, page: str, there: str, gone: str) -> bool:
    """Say whether a page shows what it is to show after an edit."""
    text = re.sub(r"\s+", " ", (root / way.pages / "chapters" / f"{page}.html").read_text("utf-8"))
    return there in text and gone not in text


def one_round(ways: tuple[Way, ...]) -> None:
    """Build after each edit in every way, in turn."""
    with copies() as roots:
        for name, (edit, page, there, gone) in EDITS.items():
            for way in ways:
                root = roots[way.name]
                edit(root)
                wall, spent = way.build(root)
                way.taken.setdefault(name, []).append((wall, spent, right(way, root, page, there, gone)))
                print(f"  {way.name}, {name}: {wall:.1f} s, processor {spent:.1f} s", file=sys.stderr, flush=True)


def table(ways: tuple[Way, ...]) -> str:
    """Return the table, in Markdown: wall seconds, processor seconds in brackets, ratio to ours, and wrong pages."""
    lines = [f"| | {' | '.join(EDITS)} |", f"| --- |{' ---: |' * len(EDITS)}"]
    ours = {name: median(spent for _, spent, _ in rows) for name, rows in ways[0].taken.items()}
    for way in ways:
        cells = []
        for name, rows in way.taken.items():
            wall, spent = (median(row[n] for row in rows) for n in (0, 1))
            wrong = "" if all(row[2] for row in rows) else ", **wrong**"
            cells.append(f"{wall:.1f} ({spent:.1f}) ×{spent / ours[name]:.1f}{wrong}")
        lines.append(f"| {way.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is built; the table shows medians")
    parser.add_argument("--only", nargs="*", help="the names of some ways of building")
    options = parser.parse_args()
    ways = tuple(way for way in WAYS if not options.only or way.name in options.only)
    for number in range(1, options.rounds + 1):
        print(f"round {number} of {options.rounds}", file=sys.stderr)
        one_round(ways)
    print(table(ways))


if __name__ == "__main__":
    main()
