"""The whole book as one Typst source: title and front page, contents, every chapter in their order, appendices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.environment import BuildEnvironment

from briefing.book.pdf import backmatter, blocks, evidence, tables
from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.imprint import attach
from briefing.book.pdf.literals import flag, string
from briefing.book.pdf.targets import Targets, dangling, print_numbers, print_once
from briefing.book.pdf.translator import Assets, Handler, Translator
from briefing.model.ledger import Ledger

#: Every node that print knows, by the name of its class.
HANDLERS: Mapping[str, Handler] = {**blocks.HANDLERS, **tables.HANDLERS, **evidence.HANDLERS}


def print_order(env: BuildEnvironment) -> list[tuple[str, int]]:
    """Return the documents that are printed; `briefing_web_only` names pages that only the web has."""
    return [(docname, depth) for docname, depth in toc_order(env) if docname not in env.config.briefing_web_only]


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


def part_captions(doctree: nodes.document, printed: Collection[str]) -> dict[str, str]:
    """Return the caption that stands in the contents before a document, by document; that of the first printed one."""
    captions: dict[str, str] = {}
    for node in doctree.findall(toctree):
        first = next((str(docname) for _, docname in node["entries"] if docname in printed), "")
        if node.get("caption") and first:
            captions[first] = str(node["caption"])
    return captions


def book_source(
    env: BuildEnvironment, doctrees: Mapping[str, nodes.document], ledger: Ledger, edition: str, assets: Assets
) -> tuple[str, list[int | None]]:
    """Return the source of the book, and the column of row headers of each table, in order.

    Raises `TypstError` for an unknown node or a link that leads nowhere.
    """
    order, config = print_order(env), env.config
    linked = {config.briefing_ledger_doc, config.briefing_sources_doc, config.briefing_judgements_doc}
    print_once({docname: doctrees[docname] for docname, _ in order}, linked)
    targets = Targets(
        ledger,
        frozenset(doctrees),
        str(config.briefing_ledger_doc),
        str(config.briefing_sources_doc),
        str(config.briefing_judgements_doc),
        print_numbers({docname: doctrees[docname] for docname, _ in order}, config),
        frozenset(config.briefing_web_only),
    )
    root = order[0][0]
    parts = part_captions(doctrees[root], doctrees)
    anchors: set[str] = set()
    links: dict[str, str] = {}
    row_headers: list[int | None] = []
    chapters: list[str] = []
    # The title of the root is that of the book, so its sections are at level 1; below a part, chapters are at 2.
    above = -1
    for docname, depth in order:
        if docname in parts:
            chapters.append(f"#part({string(parts[docname])},first:{flag(above < 1)})")
            above = 1
        elif docname != root:
            above = max(above, 0)
        translator = Translator(
            docname, HANDLERS, targets, assets, level=above + depth, anchors=anchors, links=links,
            row_headers=row_headers,
        )  # fmt: skip
        chapters.append(f"#{translator.content(doctrees[docname])}")
        if docname == root:
            chapters.append("#contents(edition)")
    broken = dangling(links, anchors)
    if broken:
        raise TypstError("\n".join(broken))
    appendices = backmatter.appendices(ledger, 2 if parts else 1)
    if appendices and parts:
        appendices.insert(0, f"part({string('Back matter')})")
    opening = [
        '#import "book.typ": *',
        '#import "look.typ": *',
        f"#let edition = {edition}",
        "#show: body => book(edition, body)",
        attach(),
        "#title-block(edition)",
    ]
    return "\n".join([*opening, *chapters, *(f"#{appendix}" for appendix in appendices), ""]), row_headers
