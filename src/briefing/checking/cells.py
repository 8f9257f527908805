"""What a chapter's cells may hold: calls of the package and a few lines of pandas, with names that exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from briefing.checking.chapters import Chapter, chapter_files, read_chapter
from briefing.checking.context import Material
from briefing.checking.prose import Block
from briefing.checking.registry import rule
from briefing.model.base import Issue
from briefing.reading.validation import nearest

MOST_LINES = 12
IMPORTS = ("briefing", "pandas")
#: What stands in a cell: whatever else defines, repeats or runs something is the package's part.
STATEMENTS = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
NOT_CALLED = {"open", "exec", "eval", "compile", "print", "getattr", "setattr", "vars", "globals", "display"}
_OPTION = re.compile(r":[\w-]+:")

#: What declares an exhibit, above the function that builds it.
EXHIBITS = frozenset({"table", "figure"})


@rule("cell-not-a-call", "A cell holds more than calls of the package and a few lines of pandas.", stage="chapter")
@rule("exhibit-unknown", "A cell asks for an exhibit, or a part of the data, that does not exist.", stage="chapter")
def cells_call(chapter: Chapter, material: Material) -> Iterator[Issue]:
    """A cell is short, imports this package and pandas alone, and names only what there is."""
    for block in chapter.blocks:
        if block.kind == "cell":
            tree = _parsed(block)
            if isinstance(tree, str):
                mend = "Write calls of tables, figures and frames, or a few lines of pandas."
                yield chapter.issue(block.line, "cell-not-a-call", tree, mend)
                continue
            first = block.line + 1
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                yield from _called(chapter, material, call, first)


def _parsed(block: Block) -> ast.Module | str:
    """Return a cell's code, or what is wrong with it."""
    code = _blank_options(block.text)
    if sum(bool(line.strip()) for line in code.splitlines()) > MOST_LINES:
        return f"the cell has more than {MOST_LINES} lines."
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return f"the cell is no Python: {getattr(error, 'msg', error)}."
    for statement in tree.body:
        if not isinstance(statement, STATEMENTS):
            return f"a cell holds a statement of the kind {type(statement).__name__}."
    for node in ast.walk(tree):
        named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        named += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        for name in named:
            if name.split(".")[0] not in IMPORTS:
                return f"a cell imports {name}."
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in NOT_CALLED or name.startswith("__"):
            return f"a cell uses {name}."
    return tree


def _blank_options(text: str) -> str:
    """Return a cell's code with its options, `:tags: …` or a block between hyphens, as empty lines."""
    lines = text.split("\n")
    count = 0
    if lines[0].strip() == "---":
        count = next((number for number, line in enumerate(lines[1:], 2) if line.strip() == "---"), 0)
    while count < len(lines) and _OPTION.match(lines[count]):
        count += 1
    return "\n".join([""] * count + lines[count:])


def _called(chapter: Chapter, material: Material, call: ast.Call, first: int) -> Iterator[Issue]:
    """Report an exhibit that does not exist, and words that name nothing in the ledger."""
    function = call.func
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return
    offered = _offered(function.value.id)
    if offered and function.attr not in offered:
        got = f"{function.value.id} has no {function.attr}.{nearest(function.attr, offered)}"
        yield chapter.issue(first + call.lineno - 1, "exhibit-unknown", got, f"There are: {', '.join(offered)}.")
    elif offered:
        known = _names(material)
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        for node in (node for value in values for node in ast.walk(value)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in known:
                got = f"{node.value!r} is no theme, article, vocabulary or word of one.{nearest(node.value, known)}"
                yield chapter.issue(first + node.lineno - 1, "exhibit-unknown", got, "Name one that there is.")


@cache
def _offered(module: str) -> tuple[str, ...]:
    """Return what a module of exhibits offers, read as text: to import it would load pandas and matplotlib.

    A module lists its functions in `__all__`; an exhibit is declared by `@table` or `@figure` above its function.
    """
    spec = find_spec(f"briefing.exhibits.{module}") if module in {"tables", "figures", "frames"} else None
    folders = spec.submodule_search_locations or () if spec else ()
    files = [path for folder in folders for path in sorted(Path(folder).glob("*.py"))]
    files = files or ([Path(spec.origin)] if spec and spec.origin else [])
    return tuple(sorted({name for file in files for name in _declared(ast.parse(file.read_text("utf-8")))}))


def _declared(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["__all__"]:
            yield from ast.literal_eval(node.value)
        elif isinstance(node, ast.FunctionDef) and {getattr(d, "id", "") for d in node.decorator_list} & EXHIBITS:
            yield node.name


def _names(material: Material) -> set[str]:
    """Return every word by which a cell may name a part of the ledger."""
    vocabulary = material.ledger.vocabulary
    words = {word for words in vocabulary.values() for word in words}
    return {*vocabulary, *words, *material.ledger.record_by_id, *material.unread_ids}


#: A tag by which a cell, or what it shows, is left out of the page.
_REMOVED = re.compile(r"remove[-_](?:cell|output)")


@rule("article-not-shown", "An article stands on no page, so that its quotes lead nowhere.", stage="book")
def articles_shown(material: Material) -> Iterator[Issue]:
    """Each article is shown in full by `source_texts`, or by a `source_text` that names it."""
    settings = material.settings
    chapters = [read_chapter(material.layout, path, settings) for path in chapter_files(material.layout, settings)]
    blocks = [b for c in chapters if isinstance(c, Chapter) for b in c.blocks if b.kind == "cell"]
    cells = [re.sub(r"(?m)#.*$", "", b.text) for b in blocks if not _REMOVED.search(b.text)]
    if any("source_texts(" in cell for cell in cells) or any(isinstance(c, Issue) for c in chapters):
        return
    for article in material.ledger.articles:
        if not any(re.search(rf"source_text\([^)]*[\"']{re.escape(article.id)}[\"']", cell) for cell in cells):
            mend = "Let the page of source texts call `tables.source_texts(ledger)`."
            yield Issue(article.place, f"article {article.id}", "article-not-shown", "no page shows it.", mend)
