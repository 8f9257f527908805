"""The whole book as Typst: title and front page, contents, every chapter in their order, appendices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.environment import BuildEnvironment

from briefing.book.pdf import backmatter, blocks, evidence, tables
from briefing.book.pdf.literals import Code, call
from briefing.book.pdf.translator import Handler, Translator
from briefing.book.pdf.volume import Volume, link_records, print_numbers, print_once

#: Every node that print knows, by the name of its class.
HANDLERS: Mapping[str, Handler] = {**blocks.HANDLERS, **tables.HANDLERS, **evidence.HANDLERS}


def print_order(env: BuildEnvironment) -> dict[str, int]:
    """Return the documents that are printed, in the order of the contents, each with its depth.

    The root and its pages are at 0; `briefing_web_only` names pages that only the web has.
    """
    root = str(env.config.root_doc)
    order = {root: 0, **dict(_below(env, root, 0, {root}))}
    return {docname: depth for docname, depth in order.items() if docname not in env.config.briefing_web_only}


def _below(env: BuildEnvironment, docname: str, depth: int, seen: set[str]) -> Iterator[tuple[str, int]]:
    for child in env.toctree_includes.get(docname, ()):
        if child not in seen:
            seen.add(child)
            yield child, depth
            yield from _below(env, child, depth + 1, seen)


def part_captions(doctree: nodes.document, printed: Collection[str]) -> dict[str, str]:
    """Return the caption that stands in the contents before a document, by document; that of the first printed one."""
    captions: dict[str, str] = {}
    for node in doctree.findall(toctree):
        first = next((str(docname) for _, docname in node["entries"] if docname in printed), "")
        if node.get("caption") and first:
            captions[first] = str(node["caption"])
    return captions


def book_body(order: Mapping[str, int], doctrees: Mapping[str, nodes.document], volume: Volume) -> list[Code]:
    """Return the parts, chapters and appendices of the book in their order.

    Raises `TypstError` for an unknown node or a link that leads nowhere.
    """
    config, root = volume.config, next(iter(order))
    linked = (config.briefing_ledger_doc, config.briefing_sources_doc, config.briefing_judgements_doc)
    elsewhere = print_once(doctrees, linked)
    link_records(doctrees, volume.ledger)
    volume.numbers = print_numbers(doctrees, config)
    for where in elsewhere:
        docname, _, name = where["refuri"].removeprefix("%").partition("#")
        where.append(nodes.Text(volume.numbers.get((docname, name), "there").rstrip(".")))
    parts = part_captions(doctrees[root], doctrees)
    body = [call("title-block", Code("edition"))]
    # The title of the root is that of the book, so its sections are at level 1; below a part, chapters are at 2.
    above = -1
    for docname, depth in order.items():
        if docname in parts:
            body.append(call("part", parts[docname]))
            above = 1
        elif docname != root:
            above = max(above, 0)
        translator = Translator(docname, HANDLERS, volume, level=above + depth)
        body.append(translator.content(doctrees[docname]))
        if docname == root:
            body.append(call("contents", Code("edition")))
    volume.require_anchors()
    appendices = backmatter.appendices(volume.ledger, 2 if parts else 1)
    if appendices and parts:
        body.append(call("part", "Back matter"))
    return [*body, *appendices]
