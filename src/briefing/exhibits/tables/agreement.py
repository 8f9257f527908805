"""How far the two readings agree, code by code, and how each difference was settled."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.words import plural, sentence
from briefing.reading.agreement import Agreement, agreements, recall


@table
def agreement(ledger: Ledger) -> Table:
    """Return one row a code: the level it is compared at, units, how many alike, alpha and its 95 % interval."""
    columns = (
        Column("code", "Code", "head"),
        Column("level", "Compared as"),
        Column("units", "Passages", "number"),
        Column("alike", "Coded alike", "number"),
        Column("alpha", "Krippendorff’s alpha"),
        Column("interval", "95 % interval"),
    )
    every = agreements(ledger)
    headings = {field.name: field.heading for field in (*coded_fields(Claim), *coded_fields(Evidence))}
    rows = [
        {
            "code": headings.get(found.code, "Own voice or a speaker"),
            "level": found.level,
            "units": found.units,
            "alike": found.alike,
            "alpha": "no variation" if found.alpha is None else _decimal(found.alpha),
            "interval": f"{_decimal(found.interval[0])} to {_decimal(found.interval[1])}" if found.interval else "",
        }
        for found in every
    ]
    return tabulate("agreement", _caption(ledger, every), columns, rows)


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _caption(ledger: Ledger, every: tuple[Agreement, ...]) -> str:
    if not ledger.second_reading:
        return "There is no second reading to compare with."
    found = recall(ledger)
    alphas = [a.alpha for a in every if a.alpha is not None]
    low, high = (_decimal(value) for value in (min(alphas), max(alphas))) if alphas else ("", "")
    spread = f"; where both took a passage, alpha lies between {low} and {high}" if len(alphas) > 1 else ""
    first = f"of {found.first} passages of the first, the second has {found.first_also_second}"
    second = f"of {found.second} of the second, the first has {found.second_also_first}"
    return f"Two readings, one blind to the other: {first}; {second}{spread}."


@table
def settlements(ledger: Ledger) -> Table:
    """Return the differences between the two readings, what was decided, and why."""
    columns = (
        Column("id", "No."),
        Column("difference", "Where the readings differ", "head"),
        Column("decision", "Decided"),
        Column("because", "Why"),
        Column("concerns", "Claims", "claims"),
    )
    keys = {column.key for column in columns}
    rows = [settlement.model_dump(include=keys) for settlement in ledger.settlements]
    concerns = tuple(dict.fromkeys(name for s in ledger.settlements for name in s.concerns))
    told = f"{sentence(plural(len(rows), 'difference'))} between the two readings settled"
    return tabulate("settlements", f"{told}.", columns, rows, claims=concerns)
