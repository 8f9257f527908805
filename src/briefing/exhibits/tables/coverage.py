"""Whether anything was left out: how much of each article is quoted, waived, or not the article."""

from __future__ import annotations

import pandas as pd

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim, passage_quote, record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.sources import Article
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.coverage import CLAIMED, FURNITURE, OPEN, WAIVED, sentence_coverage


@table
def coverage(ledger: Ledger) -> Table:
    """Return one row an article: what became of its sentences, and the share accounted for, in percent."""
    columns = (
        Column("article", "Article", "head"),
        Column("sentences", "Sentences and bullets", "number"),
        Column(CLAIMED, "Quoted by a claim", "number"),
        Column(WAIVED, "Set aside, with a reason", "number"),
        Column(FURNITURE, "Not the article", "number"),
        Column(OPEN, "Left out", "number"),
        Column("share_pct", "Accounted for, %", "number"),
    )
    statuses = {a.id: _statuses(ledger, a) for a in ledger.reading_order}
    rows = [
        {
            "article": (record_link(ledger, name),),
            "sentences": len(status),
            **{word: int((status == word).sum()) for word in (CLAIMED, WAIVED, FURNITURE, OPEN)},
            "share_pct": round(100 * float((status != OPEN).mean()), 1) if len(status) else 100.0,
        }
        for name, status in statuses.items()
    ]
    every = pd.concat([pd.Series(dtype=str), *statuses.values()])
    return tabulate(
        "coverage", _accounted(len(every), int((every == OPEN).sum())), columns, rows, claims=every_claim(ledger)
    )


def _statuses(ledger: Ledger, article: Article) -> pd.Series[str]:
    """Return what became of each sentence of an article; one with a rest that nothing covers is left out."""
    return pd.Series([s.status if s.accounted_for else OPEN for s in sentence_coverage(ledger, article)], dtype=str)


def _accounted(total: int, left: int) -> str:
    if not total:
        return "No sentence is held."
    if left:
        return (
            f"Of {plural(total, 'sentence or bullet', 'sentences and bullets')}, {plural(left, 'is', 'are')} left out."
        )
    told = plural(total, "sentence or bullet is", "sentences and bullets are")
    return f"{sentence(told)} accounted for, and none is left out."


@table
def waivers(ledger: Ledger) -> Table:
    """Return the words that are set aside, whose they are, and why no claim quotes them."""
    columns = (
        Column("words", "Words", "quotes"),
        Column("kind", "Why set aside", "head"),
        Column("reason", "Why no claim quotes them"),
    )
    rows = [
        {"words": passage_quote(ledger, w.article, w), "kind": ledger.label("waiver", w.kind), "reason": w.reason}
        for w in ledger.waivers
    ]
    kinds = pd.Series([str(row["kind"]) for row in rows], dtype=str).value_counts(sort=False)
    told = sentence(plural(len(rows), "passage is", "passages are"))
    as_kinds = listing([f"{number_word(count)} as {kind}" for kind, count in kinds.items()])
    return tabulate("waivers", f"{told} set aside{', ' * bool(rows)}{as_kinds}.", columns, rows)
