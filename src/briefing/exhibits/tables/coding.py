"""How it was made: the coding scheme, how far two readings agree, whether anything was left out, and the edition."""

from __future__ import annotations

import pandas as pd

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim, record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.words import plural, sentence
from briefing.reading.agreement import Agreement, agreements, recall
from briefing.reading.coverage import CLAIMED, FURNITURE, OPEN, WAIVED, sentence_coverage
from briefing.versions.edition import Edition


@table
def agreement(ledger: Ledger) -> Table:
    """Return one row a code: the level it is compared at, units, how many alike, alpha and its 95 % interval."""
    headings = {field.name: field.heading for field in (*coded_fields(Claim), *coded_fields(Evidence))}
    columns = (
        Column("code", "Code", "head", of=lambda a: headings.get(a.code, "Own voice or a speaker")),
        Column("level", "Compared as"),
        Column("units", "Passages", "number"),
        Column("alike", "Coded alike", "number"),
        Column("alpha", "Krippendorff’s alpha", of=lambda a: "no variation" if a.alpha is None else _decimal(a.alpha)),
        Column("interval", "95 % interval", of=lambda a: " to ".join(map(_decimal, a.interval or ()))),
    )
    every = agreements(ledger)
    settled = tuple(record_link(ledger, settlement.id) for settlement in ledger.settlements)
    return tabulate("agreement", _agreed(ledger, every), columns, every, claims=settled)


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _agreed(ledger: Ledger, every: tuple[Agreement, ...]) -> str:
    if not ledger.second_reading:
        return "There is no second reading to compare with."
    found = recall(ledger)
    alphas = sorted(a.alpha for a in every if a.alpha is not None)
    between = f"{_decimal(alphas[0])} and {_decimal(alphas[-1])}" if len(alphas) > 1 else ""
    spread = f"; where both took a passage, alpha lies between {between}" if between else ""
    first = f"of {found.first} passages of the first, the second has {found.first_also_second}"
    second = f"of {found.second} of the second, the first has {found.second_also_first}"
    settled = sentence(plural(len(ledger.settlements), "difference was", "differences were"))
    reason = "with its reason" if len(ledger.settlements) == 1 else "each with its reason"
    told = f" {settled} settled, {reason}." if ledger.settlements else ""
    return f"Two readings, one blind to the other: {first}; {second}{spread}.{told}"


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
def edition(shown: Edition) -> Table:
    """Return what identifies this edition: version, evidence digest and how far the articles go.

    The commit is left to the foot of the page: it changes when nothing that a chapter reads does.
    """
    columns = (Column("what", "What", "head"), Column("value", "Value"))
    lines = {"Version": shown.version, "Articles": sentence(shown.as_of), "Evidence digest": shown.digest}
    rows = [{"what": what, "value": value} for what, value in lines.items()]
    return tabulate("edition", "The same lines stand in every output of this edition.", columns, rows)
