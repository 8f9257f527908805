"""Each page as plain Markdown beside its HTML, and `llms.txt`, the list of them, for programs that read text.

The text is that of the resolved page: its numbers, its quotations and the records it names, without scripts, code and
navigation. See https://llmstxt.org/ for the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from briefing.book.core.state import get_edition
from briefing.exports.catalogue import catalogue

SUFFIX = ".html.md"
LIST = "llms.txt"
#: What a reader of text has no use for.
LEFT_OUT = (nodes.Invisible, nodes.raw, nodes.system_message, nodes.target)
_MARKS = {"strong": "**", "emphasis": "*"}
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")


def to_markdown(node: nodes.Node, level: int = 0) -> str:
    """Return a resolved doctree, or a part of it, as Markdown; `level` is that of the heading above it."""
    return "\n\n".join(filter(None, _blocks(node, level)))


def _blocks(node: nodes.Node, level: int) -> Iterator[str]:
    kind = type(node).__name__
    if isinstance(node, LEFT_OUT) or kind == "toctree" or _is_code(node):
        return
    if kind in _WRITERS:
        yield _WRITERS[kind](node, level)
    elif isinstance(node, nodes.TextElement | nodes.Text):
        yield _inline(node).strip()
    else:
        for child in node.children:
            yield from _blocks(child, level + isinstance(node, nodes.section))


def _is_code(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code_source"


def _inline(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return _MARKUP.sub(r"\\\1", " ".join(re.split(r"\s*\n\s*", node)))
    text, kind = "".join(map(_inline, node.children)), type(node).__name__
    address = str(node.get("refuri", "")) if isinstance(node, nodes.reference) else ""
    if kind in _MARKS and text.strip():
        text = f"{_MARKS[kind]}{text}{_MARKS[kind]}"
    elif kind == "literal":
        text = f"`{node.astext()}`"
    elif kind == "record_mark":
        text = f" [{text.strip()}]"
    elif address.startswith("http"):
        text = f"[{text}](<{address}>)"
    return text


def _title(node: nodes.Node, level: int) -> str:
    return f"{'#' * max(level, 1)} {_inline(node).strip()}"


def _list(node: nodes.Node, level: int) -> str:
    signs = (f"{n}. " if isinstance(node, nodes.enumerated_list) else "- " for n in range(1, len(node.children) + 1))
    items = (to_markdown(item, level).replace("\n", "\n   ") for item in node.children)
    return "\n".join(sign + item for sign, item in zip(signs, items, strict=True))


def _table(node: nodes.Node, level: int) -> str:
    caption = "".join(_inline(title).strip() for title in node.children if isinstance(title, nodes.title))
    rows = [[_cell(entry, level) for entry in row.children] for row in node.findall(nodes.row)]
    if not rows:
        return caption
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return f"Table: {caption}\n\n" * bool(caption) + "\n".join(lines)


def _cell(entry: nodes.Node, level: int) -> str:
    """Return what a cell holds on one line, its parts, such as the quotations, apart."""
    parts = (" ".join(block.replace("\n", " ") for block in _blocks(child, level)).strip() for child in entry.children)
    return " / ".join(filter(None, parts))


def _figure(node: nodes.Node, level: int) -> str:
    del level
    pictures = (n for n in node.findall(nodes.Element) if n.get("alt"))
    captions = (_inline(child).strip() for child in node.children if isinstance(child, nodes.caption))
    return "\n\n".join([*(f"Figure: {text}" for text in captions), *(_inline(nodes.Text(n["alt"])) for n in pictures)])


def _quote(node: nodes.Node, level: int) -> str:
    return "> " + "\n\n".join(_blocks(nodes.container("", *node.children), level)).replace("\n", "\n> ")


def _article(node: nodes.Element, level: int) -> str:
    lines = "\n\n".join(block for child in node.children for block in _blocks(child, level))
    return f"Article {node['article_id']}:\n\n{lines}"


def _literal(node: nodes.Node, level: int) -> str:
    del level
    return f"```\n{node.astext()}\n```"


def _definition(node: nodes.Node, level: int) -> str:
    term, *rest = node.children
    return f"**{_inline(term).strip()}**: " + " ".join(_cell(part, level) for part in rest)


_WRITERS: dict[str, Callable[[Any, int], str]] = {
    "title": _title,
    "bullet_list": _list,
    "enumerated_list": _list,
    "definition_list_item": _definition,
    "table": _table,
    "figure": _figure,
    "block_quote": _quote,
    "literal_block": _literal,
    "source_text": _article,
}


def write_page(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write the text of a page beside it; pages without a document of their own, such as the search, have none."""
    del template
    if doctree is not None and isinstance(app.builder, StandaloneHTMLBuilder):
        path = Path(app.outdir) / f"{pagename}{SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_markdown(doctree) + "\n", "utf-8", "surrogatepass", "\n")
        context["plain_text"] = path.name


def write_list(app: Sphinx, error: Exception | None) -> None:
    """Write `llms.txt`: the pages in reading order, and the data."""
    if error is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    edition, titles = get_edition(app), app.env.titles
    pages = [name for name in _reading_order(app) if (Path(app.outdir) / f"{name}{SUFFIX}").is_file()]
    lines = [
        f"# {edition.title}\n",
        f"> {edition.subtitle}. {edition.stamp}. Articles {edition.as_of}. Evidence digest {edition.digest}.\n",
        "## Pages\n",
        *(f"- [{titles[name].astext()}]({name}{SUFFIX})" for name in pages),
        "\n## Data\n",
        *(f"- [{entry.name}](downloads/data/{entry.name}): {entry.about}" for entry in catalogue()),
    ]
    (Path(app.outdir) / LIST).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _reading_order(app: Sphinx) -> Iterator[str]:
    ahead = [app.config.root_doc]
    while ahead:
        name = ahead.pop(0)
        yield name
        ahead = [*app.env.toctree_includes.get(name, ()), *ahead]


def setup(app: Sphinx) -> None:
    """Register the writing of texts, which happens when the pages are written."""
    app.connect("html-page-context", write_page)
    app.connect("build-finished", write_list)
