"""What is rearranged in a text before the HTML of it is written.

Quiet ids: one mark at the end of a sentence stands for all the records that the sentence rests on. The references
that end its clauses, or fill a cell, are one mark that opens one card; an id stays where it is itself the point: at a
paragraph's start, as a part of the sentence, beside an arrow, alone in a cell, or under words of its own.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, groupby
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefing.book.core.state import has_record_pages
from briefing.book.html.reference_pages import GLOSSARY, terms_of
from briefing.reading.settings import APPARATUS
from briefing.reading.text import sentences

#: What may follow a run that ends its clause: punctuation, a closing bracket, a new clause, or a new sentence.
CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:?!)\]–—]|\n|$|\s(?!→)[\W_]*[A-Z]|\s(?:and|but|or|so|while|which|though|since)\b)")
#: What stands before a run that words rest on: they, or their punctuation, and no arrow or sum.
WORDS_END = re.compile(r"[\w)\]”’\"'»%.,;:?!…]\s*$")
BETWEEN = re.compile(r"[\s,;]*")
#: Kinds that are known by a letter and a number; the others print a name, which is no mark.
LETTERED = re.compile(r"[A-Z]\d+")


class record_mark(nodes.Inline, nodes.TextElement):  # type: ignore[misc]  # noqa: N801  docutils' way to name nodes
    """A mark for `record_ids`, its text; `refuri` leads to the first of them."""


class Rearranged(SphinxPostTransform):
    """Rearranges a page for HTML: what belongs to records only where the build has pages for them."""

    default_priority = 280  # after references are resolved, and after MyST-NB has folded code
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  the signature is Sphinx's
        document = self.document
        for code in list(document.findall(HideCodeCellNode)):  # what a cell shows comes before its folded code
            if code["classes"] == ["above-input"] and isinstance(cell := code.parent, nodes.Element):
                cell.remove(code)
                cell.append(code)
        frames = [raw for raw in document.findall(nodes.raw) if 'class="dataframe"' in raw.astext()]
        for number, raw in enumerate(frames, start=1):
            raw.parent.replace(raw, nodes.raw("", frame_html(raw.astext(), number), format="html"))
        if has_record_pages(self.app):
            for parent in list(document.findall(nodes.TextElement)):
                quieten(parent)
            glossary = self.app.builder.get_relative_uri(self.env.docname, GLOSSARY)
            explain_coded_words(document, terms_of(self.app), glossary)
            # So that a paragraph of findings can be named and linked to in a debate.
            numbered = self.env.docname not in self.config[APPARATUS]
            paragraphs = (p for p in document.findall(nodes.paragraph) if isinstance(p.parent, nodes.section))
            for number, paragraph in enumerate(paragraphs if numbered else (), start=1):
                paragraph["number"] = number
                paragraph["ids"].append(f"p{number}")


def quieten(parent: nodes.Element) -> None:
    """Put one mark a sentence in the place of the runs of references in an element that are not the point."""
    every = list(_runs(parent))
    if not every:
        return
    starts = list(accumulate((len(child.astext()) for child in parent), initial=0))
    text = parent.astext()

    def sentence(run: range) -> int:
        """Return which sentence the words before a run belong to."""
        last = len(text[: starts[run.start]].rstrip()) - 1
        return sum(span.start <= last for span in spans)

    runs = [run for run in every if _is_quiet(parent, text[: starts[run.start]], text[starts[run.stop] :], run)]
    spans = list(sentences(text)) if len(runs) > 1 else []
    for group in reversed([list(several) for _, several in groupby(runs, sentence)]):
        links = [link for run in group for link in parent[run.start : run.stop] if isinstance(link, nodes.reference)]
        names = list(dict.fromkeys(link["record_id"] for link in links))
        uri = links[0].get("refuri") or f"#{links[0]['refid']}"
        mark = record_mark("", "", nodes.Text(f" {', '.join(names)}"), record_ids=names, refuri=uri)
        for run in reversed(group):
            parent[run.start : run.stop] = [mark] if run is group[-1] else []
            if run.start and isinstance(words := parent[run.start - 1], nodes.Text):
                parent[run.start - 1] = nodes.Text(words.rstrip())


def _is_quiet(parent: nodes.Element, before: str, after: str, run: range) -> bool:
    if not before.strip():
        return len(run) > 1 and not after.strip() and isinstance(parent.parent, nodes.entry)
    return bool(WORDS_END.search(before) and CLAUSE_ENDS.match(after))


def _runs(parent: nodes.Element) -> Iterator[range]:
    """Yield the positions of each run of references, with what stands between them, first to last."""
    start, last = -1, -1
    for position, child in enumerate([*parent, nodes.Text("end")]):
        if isinstance(child, nodes.reference) and "record_id" in child and LETTERED.fullmatch(child.astext()):
            start, last = (position if start < 0 else start), position
        elif start >= 0 and not (isinstance(child, nodes.Text) and BETWEEN.fullmatch(child)):
            yield range(start, last + 1)
            start = -1


def frame_html(text: str, number: int) -> str:
    """Return the HTML of a page's nth data frame without style, its heads saying of what they are (pandas 3.1).

    The first column is headed by the name of the index. On a phone rows become cards, where each cell says what it
    is; not where columns have heads of several rows.
    """
    unstyled = re.sub(r"<style.*?</style>\s*", "", text, flags=re.DOTALL)
    plain = re.sub(r"<[a-z][^<>]*>", lambda tag: re.sub(r'\s(?:style|border)="[^"]*"', "", tag[0]), unstyled)
    head, foot, body = plain.partition("</thead>")
    # pandas names the index in a row of its own, below an empty corner; a head over nothing is no head.
    named_below = re.search(r"\s*<tr>\s*<th>([^<]+)</th>(?:\s*<th></th>)+\s*</tr>", head)
    if named_below and head.count("<tr>") == 2:  # noqa: PLR2004 -- heads in one row, and this one
        head = head.replace(named_below[0], "")
        head = re.sub(r"<th>[^<]*</th>", lambda _: f"<th>{named_below[1]}</th>", head, count=1)
    head = head.replace("<th></th>", "<th>row</th>", 1)
    heads = [words.replace('"', "&quot;") for words in re.findall(r"<th>(.*?)</th>", head, flags=re.DOTALL)]
    layout = "stacked" if head.count("<tr>") == 1 else "table"

    def row(found: re.Match[str]) -> str:
        labels = iter(heads[found[0].count("<th>") :])
        cells = re.sub("<td>", lambda _: f'<td role="cell" data-label="{next(labels)}">', found[0])
        return cells.replace("<tr>", '<tr role="row">').replace("<th>", '<th role="rowheader" scope="row">')

    if layout == "stacked":
        body = re.sub(r"<tr>.*?</tr>", row, body, flags=re.DOTALL).replace("<tbody>", '<tbody role="rowgroup">')
        head = head.replace("<tr>", '<tr role="row">').replace("<thead>", '<thead role="rowgroup">')
    whole = head.replace("<th>", '<th scope="col">') + foot + body.replace("<th>", '<th scope="row">')
    named = whole.replace('class="dataframe"', f'role="table" class="dataframe layout-{layout}"')
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="Data frame {number}">{named}</div>'


def explain_coded_words(document: nodes.document, terms: Mapping[tuple[str, str], str], glossary: str) -> None:
    """Let a coded word that fills a cell, under the heading of its field, lead to its meaning."""
    for group in document.findall(nodes.tgroup):
        headings = [entry.astext() for head in group.findall(nodes.thead) for entry in head.findall(nodes.entry)]
        rows = (row for body in group.findall(nodes.tbody) for row in body.children)
        for heading, cell in (pair for row in rows for pair in zip(headings, row.children, strict=False)):
            term = terms.get((heading, cell.astext().strip()))
            if term and len(cell.children) == 1 and isinstance(cell[0], nodes.paragraph):
                attributes = {"refuri": f"{glossary}#{term}", "card": f"term-{term}", "classes": ["term"]}
                cell[0][:] = [nodes.reference("", cell.astext(), **attributes)]


def setup(app: Sphinx) -> None:
    """Register the transform and the mark."""
    app.add_node(record_mark)
    app.add_post_transform(Rearranged)
