"""Whether anything was left out: how much of each article is quoted, waived, or not the article."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim, passage_quote, record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.coverage import CLAIMED, FURNITURE, OPEN, WAIVED, sentence_coverage


@table
def coverage(ledger: Ledger) -> Table:
    """Return one row an article: what became of its sentences, and the share accounted for, in percent.

    A sentence with a rest that nothing covers is left out.
    """
    columns = (
        Column("article", "Article", "head", of=lambda row: (record_link(ledger, row.Index),)),
        Column("sentences", "Sentences and bullets", "number"),
        Column(CLAIMED, "Quoted by a claim", "number"),
        Column(WAIVED, "Set aside, with a reason", "number"),
        Column(FURNITURE, "Not the article", "number"),
        Column(OPEN, "Left out", "number"),
        Column("share_pct", "Accounted for, %", "number"),
    )
    names = [a.id for a in ledger.reading_order]
    found = pd.DataFrame(
        [(a.id, s.status if s.accounted_for else OPEN) for a in ledger.articles for s in sentence_coverage(ledger, a)],
        columns=["article", "status"],
    )
    counts = pd.crosstab(found["article"], found["status"]).reindex(
        index=names, columns=[CLAIMED, WAIVED, FURNITURE, OPEN], fill_value=0
    )
    counts["sentences"] = counts.sum(axis=1)
    counts["share_pct"] = (100 * (1 - counts[OPEN] / counts["sentences"])).round(1).fillna(100.0)
    caption = _accounted(int(counts["sentences"].sum()), int(counts[OPEN].sum()))
    return tabulate("coverage", caption, columns, counts.itertuples(), claims=every_claim(ledger))


def _accounted(total: int, left: int) -> str:
    if not total:
        return "No sentence is held."
    told = plural(total, "sentence or bullet", "sentences and bullets")
    if left:
        return f"Of {told}, {plural(left, 'is', 'are')} left out."
    return f"{sentence(told)} {'is' if total == 1 else 'are'} accounted for, and none is left out."


@table
def waivers(ledger: Ledger) -> Table:
    """Return the words that are set aside, whose they are, and why no claim quotes them."""
    columns = (
        Column("words", "Words", "quotes", of=lambda w: passage_quote(ledger, w.article, w)),
        Column("kind", "Why set aside", "head", of=lambda w: ledger.label("waiver", w.kind)),
        Column("reason", "Why no claim quotes them"),
    )
    made = tabulate("waivers", "", columns, ledger.waivers)
    kinds = made.frame["kind"].value_counts(sort=False)
    told = sentence(plural(len(ledger.waivers), "passage is", "passages are"))
    as_kinds = listing([f"{number_word(count)} as {kind}" for kind, count in kinds.items()])
    return replace(made, caption=f"{told} set aside{', ' * bool(as_kinds)}{as_kinds}.")
