"""`side-by-side C01,C02`: two articles on one claim, face to face; without an argument, all such claims.

The result is plain tables and lists, so that every builder can print it: words that differ are
`strong`, codes that differ too. A passage that is mostly different is said to be so, not marked.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from briefing.book.core.domain import references
from briefing.book.core.state import get_ledger
from briefing.exhibits.facing import Code, Facing, Piece, Side, face, faced_claims, mostly_own, only_in
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, voice_name
from briefing.model.words import counted

ROWS: tuple[tuple[Code, str], ...] = (("voice", "Said by"), ("quantity", "How many"), ("certainty", "How sure"))


class SideBySideDirective(SphinxDirective):
    """Set what several articles say for the same claim side by side."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        ledger = get_ledger(self.env.app)
        named = [part.strip() for part in (self.arguments or [""])[0].split(",") if part.strip()]
        unknown = [claim for claim in named if claim not in ledger.claim_by_id]
        if unknown:
            message = f"unknown claim: {', '.join(unknown)}"
            raise self.error(message)
        try:
            facings = [face(ledger, claim) for claim in named or faced_claims(ledger)]
        except ValueError as error:
            raise self.error(str(error)) from error
        tables: list[nodes.Node] = [self.table(ledger, facing) for facing in facings]
        return tables if named else [*tables, *self.only(ledger)]

    def only(self, ledger: Ledger) -> list[nodes.Node]:
        """Return, for each article, the claims that it alone makes."""
        parts: list[nodes.Node] = []
        for article, claims in only_in(ledger).items():
            name = article_name(ledger, article)
            items = [
                nodes.list_item("", nodes.paragraph("", "", *self.linked("claim", claim), nodes.Text(f" {statement}")))
                for claim in claims
                for statement in [ledger.claim_by_id[claim].statement]
            ]
            parts += [
                nodes.paragraph("", "", nodes.strong("", f"Only in {name}: {counted(len(claims), 'claim')}")),
                nodes.bullet_list("", *items, classes=["only-in"]),
            ]
        return parts

    def table(self, ledger: Ledger, facing: Facing) -> nodes.table:
        """Return one claim as a table: a column an article, a row for the words and one for each code."""
        group = nodes.tgroup(cols=1 + len(facing.sides))
        group += nodes.colspec(colwidth=12, stub=1)
        group += [nodes.colspec(colwidth=44) for _ in facing.sides]
        names = [article_name(ledger, side.article) for side in facing.sides]
        head = [nodes.entry("", nodes.paragraph("", name)) for name in ("Compared", *names)]
        group += nodes.thead("", nodes.row("", *head))
        apart = all(mostly_own(pieces) for side in facing.sides for pieces in side.quotes)
        label = "Words: mostly different" if apart else "Words"
        words = nodes.row("", _row_head(label), *(self.words(ledger, side, noted=not apart) for side in facing.sides))
        codes = [self.codes(ledger, facing, code, label) for code, label in ROWS]
        group += nodes.tbody("", words, *codes)
        title = nodes.title("", "", *self.linked("claim", facing.claim))
        title += nodes.Text(f" {ledger.claim_by_id[facing.claim].statement}")
        table = nodes.table("", title, group, classes=["briefing-table"], layout="facing")
        self.set_source_info(table)
        return table

    def words(self, ledger: Ledger, side: Side, *, noted: bool) -> nodes.entry:
        """Return an article's quotes, the words that the other articles lack made strong.

        Where these are most of a quote, none is made so; `noted`, a line below the quote says why.
        """
        entry = nodes.entry(kind="quotes")
        for key, pieces in zip(side.keys, side.quotes, strict=True):
            quote = nodes.paragraph(classes=["quote"], lang=ledger.article_by_id[side.article].language)
            quote += nodes.Text("“")
            apart = mostly_own(pieces)
            for piece in [Piece("".join(piece.text for piece in pieces), shared=True)] if apart else pieces:
                quote += nodes.Text(piece.text) if piece.shared else nodes.strong("", piece.text, classes=["differs"])
            quote += nodes.Text("” ")
            quote += self.linked("passage", key)
            note = nodes.paragraph("", "mostly other words", classes=["coding"])
            entry += nodes.container("", quote, note, classes=["evidence"]) if apart and noted else quote
        return entry

    def codes(self, ledger: Ledger, facing: Facing, code: Code, label: str) -> nodes.row:
        """Return one row of codes; it says so when they differ."""
        differs = code in facing.differing
        row = nodes.row("", _row_head(f"{label}: differs" if differs else label))
        for side in facing.sides:
            text = "; ".join(
                voice_name(ledger, coded) if isinstance(coded, tuple) else ledger.label(code, coded)
                for coded in side.coded(code)
            )
            content = nodes.strong("", text, classes=["differs"]) if differs else nodes.Text(text)
            row += nodes.entry("", nodes.paragraph("", "", content))
        return row

    def linked(self, reftype: str, target: str) -> list[nodes.Node]:
        """Return a reference that knows this page."""
        found = references(reftype, [target])
        for node in found:
            if isinstance(node, nodes.Element):
                node["refdoc"] = self.env.docname
                self.set_source_info(node)
        return found


def _row_head(label: str) -> nodes.entry:
    entry = nodes.entry("", nodes.paragraph("", label))
    entry["rowheader"] = True
    return entry


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("side-by-side", SideBySideDirective)
