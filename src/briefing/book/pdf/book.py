"""The whole book as Typst: title and front page, contents, every chapter in their order, appendices.

The appendices are a glossary of the coding, and what is known of each source.
"""

from collections.abc import Container, Mapping, Sequence

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from briefing.book.core.nodes import chart_data
from briefing.book.core.vocabularies import vocabularies
from briefing.book.pdf import blocks, evidence, tables
from briefing.book.pdf.literals import Code, block, call, in_language, words
from briefing.book.pdf.translator import ID, Handler, Translator, Volume
from briefing.model.fields import field_words
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin, Passage
from briefing.model.words import date_words, dated_name, in_id_order, sentence

Doctrees = Mapping[str, nodes.document]
#: Numbers of figures and tables, as the web counts them: by document, kind and id.
Counted = Mapping[str, Mapping[str, Mapping[str, Sequence[int]]]]
#: Every node that print knows, by the name of its class.
HANDLERS: Mapping[str, Handler] = {**blocks.HANDLERS, **tables.HANDLERS, **evidence.HANDLERS}


def print_order(env: BuildEnvironment) -> dict[str, int]:
    """Return the documents that are printed, in the order of the contents, each with its depth.

    The root and its pages are at 0; `briefing_web_only` names pages that only the web has.
    """
    depths: dict[str, int] = {}
    for docname, (parent, _, _) in env.collect_relations().items():
        depths[docname] = depths[parent] + (parent != env.config.root_doc) if parent else 0
    return {docname: depth for docname, depth in depths.items() if docname not in env.config.briefing_web_only}


def book_body(order: Mapping[str, int], volume: Volume, counted: Counted) -> list[Code]:
    """Return the parts, chapters and appendices of the book in their order.

    Raises `TypstError` for an unknown node or a link that leads nowhere.
    """
    config, doctrees, root = volume.config, volume.doctrees, next(iter(order))
    linked = (config.briefing_ledger_doc, config.briefing_sources_doc, config.briefing_judgements_doc)
    elsewhere = print_once(doctrees, linked)
    volume.rows, cited = link_records(doctrees, volume.ledger, root)
    volume.numbers = print_numbers(doctrees, config, counted)
    for where in elsewhere:
        docname, _, name = where["refuri"].removeprefix("%").partition("#")
        where.append(nodes.Text(volume.numbers.get((docname, name), "there").rstrip(".")))
    # The caption of a part stands in the contents before the first of its documents that is printed.
    parts: dict[str, str] = {}
    for node in doctrees[root].findall(toctree):
        first = next((str(docname) for _, docname in node["entries"] if docname in doctrees), "")
        if node.get("caption") and first:
            parts[first] = str(node["caption"])
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
    volume.anchors |= cited.keys()
    volume.require_anchors()
    back = appendices(volume.ledger, 2 if parts else 1, cited)
    return [*body, *([call("part", "Back matter")] if back and parts else []), *back]


def print_once(doctrees: Doctrees, linked: Container[str]) -> list[nodes.reference]:
    """Leave each table and chart in one chapter; elsewhere a line says where it stands: these references are returned.

    It stays where references lead to it, in one of the `linked` chapters, or else where it is fullest.
    """
    shown: dict[str, list[tuple[str, nodes.Element]]] = {}
    for docname, doctree in doctrees.items():
        for node in [*doctree.findall(nodes.table), *doctree.findall(nodes.figure)]:
            for name in node["ids"][:1]:
                shown.setdefault(name, []).append((docname, node))
    references = []
    for name, places in shown.items():
        kept = max(places, key=lambda one: (one[0] in linked, len(one[1].astext())))
        for _, node in places:
            if node is not kept[1] and name.startswith(("tab-", "fig-")):
                where = nodes.reference("", refuri=f"%{kept[0]}#{name}", classes=["article-ref"])
                node.parent.replace(node, nodes.paragraph("", "", nodes.Text("See "), where, nodes.Text(".")))
                references.append(where)
    return references


def link_records(doctrees: Doctrees, ledger: Ledger, root: str) -> tuple[frozenset[str], dict[str, str]]:
    """Turn ids of records into references to where their words stand: to their row, or else to an appendix.

    Return the labels of all of these, and what the appendix is to hold: ids by their labels, which are the root's.
    """
    places: dict[str, str] = {}
    rows = set[str]()
    for docname, doctree in doctrees.items():
        for row in doctree.findall(nodes.row):
            for name in filter(ID.fullmatch, (row[0].astext(), *row["ids"])):
                if name in ledger.record_by_id and name not in places:
                    places[name] = docname
                    row["ids"] = row["ids"] or [name]
            rows |= {f"{docname}#{label}" for label in row["ids"]}
    bare = [node for doctree in doctrees.values() for node in doctree.findall(nodes.inline) if is_bare_id(node)]
    for node in bare:
        name = node.astext()
        there = places.get(name, root if name in ledger.record_by_id else "")
        where = {"refuri": f"%{there}#{name}"} if there else {}
        node.parent.replace(node, nodes.reference("", name, classes=["article-ref"], **where))
    elsewhere = {node.astext() for node in bare} & ledger.record_by_id.keys() - places.keys()
    cited = {f"{root}#{name}": name for name in in_id_order(elsewhere)}
    return frozenset(rows | cited.keys()), cited


def is_bare_id(node: nodes.Element) -> bool:
    """Tell whether a node names a record by its id, and leads nowhere because print has no page for each record."""
    named = any(name.endswith("-ref") for name in node.get("classes", ()))
    return named and type(node) is nodes.inline and ID.fullmatch(node.astext()) is not None


def print_numbers(doctrees: Doctrees, config: Config, counted: Counted) -> dict[tuple[str, str], str]:
    """Return what figures and tables are called in print, by document and id: `Figure 3`, as on the web.

    What stands in print alone has no number, and rows set as entries are no table.
    """
    numbers: dict[tuple[str, str], str] = {}
    for docname, doctree in doctrees.items() if config.numfig else ():
        drawn = {id(node) for data in doctree.findall(chart_data) for node in data.findall(nodes.table)}
        for node in doctree.findall(lambda node: isinstance(node, nodes.figure | nodes.table)):
            of_web = counted.get(docname, {}).get(node.tagname, {})
            number = next((of_web[name] for name in node["ids"] if name in of_web), None)
            if number and node.get("layout") not in tables.ENTRIES and id(node) not in drawn:
                said = str(config.numfig_format.get(node.tagname, "%s")) % ".".join(map(str, number))
                numbers.update(dict.fromkeys(((docname, name) for name in node["ids"]), said))
    return numbers


def appendices(ledger: Ledger, level: int, cited: Mapping[str, str]) -> list[Code]:
    """Return the appendices that there is something to say in, as chapters of a level.

    `cited` holds the ids of the records that are cited and have no row, by their labels.
    """
    glossary = [
        call("glossary", level + 1, v.title, [(words(term.label), words(term.meaning)) for term in v.terms])
        for v in vocabularies(ledger, "glossary")
    ]
    chapters = {
        "Other records that are cited": [_record(ledger, label, name) for label, name in cited.items()],
        "Glossary of the coding": [call("two-columns", glossary)] if glossary else [],
        "Articles and origins": [*map(_article, ledger.articles), *map(_origin, ledger.origins)],
    }
    return [block(call("chapter", level, title), *parts) for title, parts in chapters.items() if parts]


def _record(ledger: Ledger, label: str, name: str) -> Code:
    """Return what a record says; of a passage, whose words they are."""
    record, kind = ledger.record_by_id[name], ledger.kind_by_id[name]
    gone = " (withdrawn)" if getattr(record, "withdrawn", None) else ""
    said, what = words(str(getattr(record, kind.says))), sentence(kind.noun)
    article = ledger.article_by_id.get(getattr(record, "article", ""))
    if isinstance(record, Passage) and article:
        said = block(words("“"), in_language(article.language, words(record.words)), words("”"))
        what += f", {dated_name(ledger, article.id)}"
    return call("cited-record", block(call("anchor", label), words(f"{name}{gone}. "), said), words(f"{what}."))


def _article(article: Article) -> Code:
    dated = date_words(article.published) if article.published else f"undated ({article.published_basis.rstrip('.')})"
    title = in_language(article.language, words(article.title))
    head = block(words(f"{article.publisher}. “"), title, words(f"”, {dated}."))
    told = {heading: getattr(article, name) for name, heading in field_words("source").items() if name != "taken_basis"}
    return _entry(head, article.url, {**told, "Digest of the text": article.sha256[:12]})


def _origin(origin: Origin) -> Code:
    by = ", ".join(filter(None, (origin.publisher, origin.author, origin.dateline)))
    dated = date_words(origin.published) if origin.published else "no date known"
    told = {"Text held here": "yes" if origin.held else "no", "What follows": origin.note}
    return _entry(words(f"{by}. “{origin.title}”, {dated}."), origin.url, told)


def _entry(head: Code, address: str | None, told: Mapping[str, str | None]) -> Code:
    """Return a source, its address, and a line for each thing that is known of it, after its label."""
    known = (words(f"{label}: {said.rstrip('.')}.") for label, said in told.items() if said)
    web = [call("web-link", address, words(address))] if address else []
    return call("reference-entry", head, *web, *(call("quiet", line) for line in known))
