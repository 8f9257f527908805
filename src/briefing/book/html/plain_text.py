"""Each page as plain Markdown beside its HTML, and `llms.txt`, the list of them, for programs that read text.

The text is that of the resolved page: its numbers, its quotations and the records it names, without scripts, code and
navigation. See https://llmstxt.org/ for the list.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx

from briefing.book.core.state import get_edition
from briefing.book.html.assets import part, write_text
from briefing.book.html.catalogue import reading_order
from briefing.exports.catalogue import catalogue

SUFFIX = ".html.md"
LIST = "llms.txt"
#: What a reader of text has no use for.
LEFT_OUT = (nodes.Invisible, nodes.raw, nodes.system_message, nodes.target, toctree)
_MARKS = {"strong": "**", "emphasis": "*"}
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")


def to_markdown(node: nodes.Node, level: int = 0) -> str:
    """Return a resolved doctree, or a part of it, as Markdown; `level` is that of the heading above it."""
    return "\n\n".join(filter(None, _blocks(node, level)))


def _blocks(node: nodes.Node, level: int) -> Iterator[str]:
    kind = type(node).__name__
    if isinstance(node, LEFT_OUT) or (isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code_source"):
        return
    if kind in _WRITERS:
        yield _WRITERS[kind](node, level)
    elif isinstance(node, nodes.TextElement | nodes.Text):
        yield _line(node)
    else:
        for child in node.children:
            yield from _blocks(child, level + isinstance(node, nodes.section))


def _line(node: nodes.Node) -> str:
    return _inline(node).strip()


def _inline(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return _MARKUP.sub(r"\\\1", re.sub(r"\s*\n\s*", " ", node))
    text, kind = "".join(map(_inline, node.children)), type(node).__name__
    address = str(node.get("refuri", "")) if isinstance(node, nodes.reference) else ""
    if kind == "literal":
        return f"`{node.astext()}`"
    if kind == "record_mark":
        return f" [{text.strip()}]"
    if kind in _MARKS and text.strip():
        return f"{_MARKS[kind]}{text}{_MARKS[kind]}"
    return f"[{text}](<{address}>)" if address.startswith("http") else text


def _list(node: nodes.Node, level: int) -> str:
    numbered = isinstance(node, nodes.enumerated_list)
    items = (to_markdown(item, level).replace("\n", "\n   ") for item in node.children)
    return "\n".join(f"{number}. {item}" if numbered else f"- {item}" for number, item in enumerate(items, 1))


def _table(node: nodes.Node, level: int) -> str:
    caption = "".join(_line(title) for title in node.children if isinstance(title, nodes.title))
    rows = [[_cell(entry, level) for entry in row.children] for row in node.findall(nodes.row)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return caption
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return f"Table: {caption}\n\n" * bool(caption) + "\n".join(lines)


def _cell(entry: nodes.Node, level: int) -> str:
    """Return what a cell holds on one line, its parts, such as the quotations, apart."""
    parts = (" ".join(block.replace("\n", " ") for block in _blocks(child, level)).strip() for child in entry.children)
    return " / ".join(filter(None, parts))


def _figure(node: nodes.Node, _level: int) -> str:
    captions = [f"Figure: {_line(child)}" for child in node.children if isinstance(child, nodes.caption)]
    pictures = [_inline(nodes.Text(n["alt"])) for n in node.findall(nodes.Element) if n.get("alt")]
    return "\n\n".join(captions + pictures)


def _children(node: nodes.Node, level: int) -> str:
    return "\n\n".join(filter(None, (to_markdown(child, level) for child in node.children)))


_WRITERS: dict[str, Callable[[Any, int], str]] = {
    "title": lambda node, level: f"{'#' * max(level, 1)} {_line(node)}",
    "bullet_list": _list,
    "enumerated_list": _list,
    "definition_list_item": lambda node, level: (
        f"**{_line(node[0])}**: " + " ".join(_cell(part, level) for part in node[1:])
    ),
    "table": _table,
    "figure": _figure,
    "block_quote": lambda node, level: "> " + _children(node, level).replace("\n", "\n> "),
    "literal_block": lambda node, _: f"```\n{node.astext()}\n```",
    "source_text": lambda node, level: f"Article {node['article_id']}:\n\n{_children(node, level)}",
}


def write_page(app: Sphinx, pagename: str, doctree: nodes.document) -> None:
    """Write the text of a page beside it."""
    write_text(Path(app.outdir, f"{pagename}{SUFFIX}"), to_markdown(doctree) + "\n")


def write_list(app: Sphinx) -> None:
    """Write `llms.txt`: the pages in reading order, and the data."""
    pages = [name for name in reading_order(app.env) if (Path(app.outdir) / f"{name}{SUFFIX}").is_file()]
    titled = [(name, app.env.titles[name].astext()) for name in pages]
    text = part(LIST, edition=get_edition(app), pages=titled, data=catalogue())
    write_text(Path(app.outdir, LIST), text + "\n")
