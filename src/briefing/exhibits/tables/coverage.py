"""Whether anything was left out: how much of each article is quoted, waived, or not the article."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim, record_link
from briefing.exhibits.tables.rows import frame
from briefing.model.base import Span
from briefing.model.ledger import Ledger
from briefing.model.sources import Article
from briefing.model.words import listing, plural, sentence
from briefing.reading.text import sentences

CLAIMED, WAIVED, FURNITURE, OPEN = "claimed", "waived", "furniture", "open"


def sentence_status(ledger: Ledger, article: Article) -> tuple[tuple[Span, str], ...]:
    """Return each sentence or bullet of an article with what became of it, in order.

    `claimed` wins over `waived`, `waived` over `furniture`; `open` is none of them.
    """
    spans = {
        CLAIMED: _spans(e for c in ledger.standing for e in c.in_article(article.id)),
        WAIVED: _spans(w for w in ledger.waivers if w.article == article.id),
        FURNITURE: _spans(article.furniture),
    }
    found = []
    for span in sentences(article.text):
        status = next((name for name, own in spans.items() if any(span.overlaps(o) for o in own)), OPEN)
        found.append((span, status))
    return tuple(found)


def _spans(passages: Iterable[object]) -> list[Span]:
    return [span for p in passages if (span := getattr(p, "span", None)) is not None]


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
        status = [s for _, s in sentence_status(ledger, article)]
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
