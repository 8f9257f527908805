"""Whether anything was left out: how much of each article is quoted, waived, or not the article."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim, record_link
from briefing.exhibits.tables.rows import frame
from briefing.model.ledger import Ledger
from briefing.model.words import listing, plural, sentence
from briefing.reading.coverage import CLAIMED, FURNITURE, OPEN, WAIVED, sentence_coverage


def coverage(ledger: Ledger) -> Table:
    """Return one row a article: what became of its sentences, and the share accounted for, in percent."""
    columns = (
        Column("article", "Article", "head"),
        Column("sentences", "Sentences and bullets", "number"),
        Column(CLAIMED, "Quoted by a claim", "number"),
        Column(WAIVED, "Waived, with a reason", "number"),
        Column(FURNITURE, "Not the article", "number"),
        Column(OPEN, "Left out", "number"),
        Column("share_pct", "Accounted for, %", "number"),
    )
    rows = []
    for article in ledger.reading_order:
        status = [s.status if s.accounted_for else OPEN for s in sentence_coverage(ledger, article)]
        counts = {name: status.count(name) for name in (CLAIMED, WAIVED, FURNITURE, OPEN)}
        done = len(status) - counts[OPEN]
        share = 100 * done / len(status) if status else 100.0
        rows.append({"article": article.publisher, "sentences": len(status), **counts, "share_pct": round(share, 1)})
    left = sum(int(str(row[OPEN])) for row in rows)
    total = sum(int(str(row["sentences"])) for row in rows)
    told = "none is left out" if not left else f"{left} left out"
    caption = f"All {total} sentences and bullets are accounted for: {told}." if not left else f"Of {total}, {told}."
    return Table("coverage", caption, frame(rows, columns), columns, every_claim(ledger))


def waivers(ledger: Ledger) -> Table:
    """Return what no claim quotes, and why."""
    columns = (
        Column("exact", "Words", "head"),
        Column("article", "Article", "articles"),
        Column("kind", "Kind"),
        Column("reason", "Why no claim quotes it"),
    )
    rows = [
        {
            "exact": w.exact,
            "article": (record_link(ledger, w.article),),
            "kind": ledger.label("waiver", w.kind),
            "reason": w.reason,
        }
        for w in ledger.waivers
    ]
    used = {waiver.kind for waiver in ledger.waivers}
    kinds = [f"{term.label}s" for word, term in ledger.vocabulary["waiver"].items() if word in used]
    caption = (
        f"{sentence(plural(len(rows), 'passage is', 'passages are'))} waived{': ' if kinds else ''}{listing(kinds)}."
    )
    return Table("waivers", caption, frame(rows, columns), columns)
