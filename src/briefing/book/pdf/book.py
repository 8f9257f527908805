"""The whole book as one Typst source: title page, contents, every chapter in the order of the contents, appendices."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.environment import BuildEnvironment

from briefing.book.pdf import backmatter
from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.handlers import HANDLERS
from briefing.book.pdf.imprint import attach
from briefing.book.pdf.literals import array, string
from briefing.book.pdf.targets import BookTargets, dangling
from briefing.book.pdf.translator import Assets, Translator
from briefing.model.ledger import Ledger

BOTTOM_LINE = "bottom-line"


def toc_order(env: BuildEnvironment) -> list[tuple[str, int]]:
    """Return the documents in the order of the contents, each with its depth; the root and its pages are at 0."""
    root = str(env.config.root_doc)
    return [(root, 0), *_below(env, root, 0, {root})]


def _below(env: BuildEnvironment, docname: str, depth: int, seen: set[str]) -> Iterator[tuple[str, int]]:
    for child in env.toctree_includes.get(docname, ()):
        if child not in seen:
            seen.add(child)
            yield child, depth
            yield from _below(env, child, depth + 1, seen)


def part_captions(doctree: nodes.document) -> dict[str, str]:
    """Return the caption that stands in the contents before a document, by document."""
    found: dict[str, str] = {}
    for node in doctree.findall(toctree):
        if node.get("caption") and node["entries"]:
            found[str(node["entries"][0][1])] = str(node["caption"])
    return found


def bottom_line(doctree: nodes.document) -> list[nodes.Node]:
    """Return the answer in short: what is marked or headed so, or else what stands before the first heading."""
    for node in doctree.findall(nodes.Element):
        named = BOTTOM_LINE in node.get("classes", ()) or BOTTOM_LINE in node.get("ids", ())
        if named and not isinstance(node, nodes.title):
            return [child for child in node.children if isinstance(child, nodes.paragraph | nodes.bullet_list)]
    first = next(iter(doctree.findall(nodes.section)), None)
    return [child for child in first.children if isinstance(child, nodes.paragraph)][:3] if first is not None else []


def book_source(
    env: BuildEnvironment, doctrees: dict[str, nodes.document], ledger: Ledger, edition: str, assets: Assets
) -> str:
    """Return the source of the book. Raises `TypstError` for an unknown node or a link that leads nowhere."""
    order = toc_order(env)
    targets = BookTargets(env, frozenset(doctrees), str(env.config.briefing_ledger_doc))
    anchors: set[str] = set()
    links: dict[str, str] = {}
    chapters: list[str] = []
    for docname, depth in order:
        translator = Translator(docname, HANDLERS, targets, assets, level=depth, anchors=anchors, links=links)
        chapters.append(f"#{translator.content(doctrees[docname])}")
    root = order[0][0]
    front = Translator(root, HANDLERS, targets, assets, anchors=anchors, links=links)
    opening = front.block([_without_ids(node) for node in bottom_line(doctrees[root])])
    broken = dangling(links, anchors)
    if broken:
        raise TypstError("\n".join(broken))
    appendices = backmatter.appendices(ledger)
    groups = _contents(root, part_captions(doctrees[root]), bool(appendices))
    return "\n".join(
        [
            '#import "book.typ": *',
            '#import "look.typ": *',
            f"#let edition = {edition}",
            "#show: body => book(edition, body)",
            attach(),
            f"#title-page(edition, {opening if opening != '{}' else 'none'})",
            f"#contents({groups})",
            *chapters,
            *(f"#{appendix}" for appendix in appendices),
            "",
        ]
    )


def _contents(root: str, parts: dict[str, str], appendices: bool) -> str:  # noqa: FBT001  a plain fact
    """Return the groups of the contents: caption, label of its start, label of the next one's start."""
    starts: list[tuple[str, str]] = [("none", root), *((string(caption), first) for first, caption in parts.items())]
    if appendices:
        starts.append((string("Appendices"), backmatter.START))
    ends = [string(label) for _, label in starts[1:]] + ["none"]
    return array([array([caption, string(first), end]) for (caption, first), end in zip(starts, ends, strict=True)])


def _without_ids(node: nodes.Node) -> nodes.Node:
    """Return a copy that carries no anchors, because the original does."""
    copy = node.deepcopy()
    for element in copy.findall(nodes.Element):
        element["ids"] = []
    return copy
