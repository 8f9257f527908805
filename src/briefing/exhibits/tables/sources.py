"""The articles against each other: descent, what each keeps, drops and adds, and the texts themselves."""

from __future__ import annotations

import html

from briefing.exhibits.display import Column, Embedded, Table
from briefing.exhibits.quoting import every_claim, record_link
from briefing.exhibits.tables.rows import claim_ids, frame, in_id_order, inferred_part
from briefing.model.ledger import Ledger
from briefing.model.reach import every_article
from briefing.model.words import date_words, number_word, plural, sentence
from briefing.reading.lineage import (
    claims_in_all,
    claims_only_in,
)
from briefing.reading.lineage import (
    descents as find_descents,
)
from briefing.reading.lineage import (
    shifts as find_shifts,
)


def origins(ledger: Ledger) -> Table:
    """Return where reporting began, and whether the text is held."""
    columns = (
        Column("title", "Origin", "head"),
        Column("publisher", "Publisher"),
        Column("author", "By"),
        Column("published", "Published"),
        Column("held", "Held here"),
        Column("note", "What follows"),
    )
    rows = [
        {
            "title": o.title,
            "publisher": o.publisher,
            "author": ", ".join(part for part in (o.author, o.dateline) if part),
            "published": date_words(o.published) if o.published else "not known",
            "held": "yes" if o.held else "no",
            "note": o.note,
        }
        for o in ledger.origins
    ]
    traced = f"{plural(len(ledger.articles), 'article is', 'articles are')} traced to {plural(len(rows), 'origin')}"
    caption = f"{sentence(traced)}{inferred_part(ledger)}."
    return Table("origins", caption, frame(rows, columns), columns)


def descents(ledger: Ledger) -> Table:
    """Return each article's descent: from which origin, how sure, on what ground."""
    columns = (
        Column("article", "Article", "articles"),
        Column("origin", "Goes back to"),
        Column("certainty", "Descent is"),
        Column("basis", "On what ground"),
    )
    rows = [
        {
            "article": (record_link(ledger, d.article),),
            "origin": ledger.origin_by_id[d.origin].publisher if d.origin in ledger.origin_by_id else d.origin,
            "certainty": ledger.label("derives_certainty", d.certainty),
            "basis": d.basis,
        }
        for d in find_descents(ledger)
    ]
    caption = f"{sentence(plural(len(rows), 'descent'))}{inferred_part(ledger) or ', all stated'}."
    return Table("descents", caption, frame(rows, columns), columns)


def fates(ledger: Ledger) -> Table:
    """Return what became of the claims between the articles: kept by every article, or in one alone."""
    columns = (
        Column("fate", "Where the claim stands", "head"),
        Column("count", "Claims", "number"),
        Column("claims", "Which", "claims"),
    )
    shared = claim_ids(claims_in_all(ledger))
    rows = [{"fate": f"In {every_article(ledger)} (kept)", "count": len(shared), "claims": shared}]
    for position, article in enumerate(ledger.reading_order):
        only = claim_ids(claims_only_in(ledger, article.id))
        role = "the other drops it, or never had it" if position == 0 else "it adds it, or has it from elsewhere"
        rows.append({"fate": f"In {article.publisher} alone ({role})", "count": len(only), "claims": only})
    first = rows[1] if len(rows) > 1 else rows[0]
    caption = (
        f"{sentence(plural(len(shared), 'claim'))} stand in {every_article(ledger)}, "
        f"{first['count']} of {len(ledger.standing)} in {ledger.reading_order[0].publisher} alone."
    )
    return Table("fates", caption, frame(rows, columns), columns, every_claim(ledger))


def shifts(ledger: Ledger) -> Table:
    """Return where the same claim is coded differently: one row a claim and dimension."""
    articles = ledger.reading_order
    columns = (
        Column("claim", "Claim", "claims"),
        Column("statement", "Statement", "head"),
        Column("dimension", "What differs"),
        Column("first", articles[0].publisher if articles else "First"),
        Column("second", articles[1].publisher if len(articles) > 1 else "Second"),
        Column("effect", "So the latter is"),
    )
    found = find_shifts(ledger)
    rows = [
        {
            "claim": (s.claim,),
            "statement": ledger.claim_by_id[s.claim].statement,
            "dimension": s.dimension,
            "first": _word(ledger, s.dimension, s.first.word),
            "second": _word(ledger, s.dimension, s.second.word),
            "effect": "firmer" if s.firmer else "weaker",
        }
        for s in found
    ]
    firmer = {s.claim for s in found if s.firmer}
    changed = in_id_order(s.claim for s in found)
    caption = (
        f"Of {plural(len(claims_in_all(ledger)), 'shared claim')}, {plural(len(changed), 'differs', 'differ')} in "
        f"strength: {columns[4].heading} is firmer in {number_word(len(firmer))} and weaker in "
        f"{number_word(len(set(changed) - firmer))}."
    )
    return Table("shifts", caption, frame(rows, columns), columns, changed)


def _word(ledger: Ledger, dimension: str, word: str) -> str:
    return word if dimension == "attribution" else ledger.label(dimension, word)


def source_text(ledger: Ledger, article: str) -> Embedded:
    """Return one article in full; in the book every quoted passage is marked and linked to its claims."""

    def preview() -> str:
        shown = ledger.article_by_id[article]
        return (
            f'<h3>{html.escape(shown.publisher)}</h3><pre style="white-space:pre-wrap">{html.escape(shown.text)}</pre>'
        )

    return Embedded("source-text", (article,), preview)


def side_by_side(ledger: Ledger) -> Embedded:
    """Return every claim that several articles make, its passages facing each other."""
    ids = claim_ids(claims_in_all(ledger))

    def preview() -> str:
        rows = []
        for claim in (ledger.claim_by_id[i] for i in ids):
            cells = "".join(f"<td>“{html.escape(e.exact)}”</td>" for e in claim.evidence)
            rows.append(f"<tr><th>{claim.id} {html.escape(claim.statement)}</th>{cells}</tr>")
        return f"<table>{''.join(rows)}</table>"

    return Embedded("side-by-side", (",".join(ids),), preview)
