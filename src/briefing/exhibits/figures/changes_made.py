"""What articles made of each other's passages: the kinds of change, counted."""

from __future__ import annotations

from briefing.exhibits.display import Chart, Column, Table
from briefing.exhibits.figures.bars import Bar, draw_bars
from briefing.exhibits.figures.canvas import draw_twice
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name
from briefing.model.records import Parallel
from briefing.model.words import listing, plural, sentence

AXIS = "passages"


@figure
def changes_made(ledger: Ledger) -> Chart:
    """Draw one bar a kind of change, parted by the articles whose passages they are; a passage may have several."""
    parallels = ledger.standing_of("parallels")
    wheres = sorted({_where(ledger, p) for p in parallels}, key=lambda where: ("alone" in where, where))
    kinds = [w for w in ledger.vocabulary.get("change", {}) if any(w in p.change for p in parallels)]
    bars = [
        Bar(ledger.label("change", kind), tuple(_part(ledger, parallels, kind, where) for where in wheres))
        for kind in kinds
    ]
    bars.sort(key=lambda bar: -bar.total)
    table = _table(bars, wheres, len(parallels))
    told = listing([f"{bar.label} {bar.total}" for bar in bars]) or "none"
    alt = f"Bars of the passages compared, by what became of them: {told}."
    svg, narrow = draw_twice("changes_made", lambda sheet: draw_bars(sheet, bars, wheres, AXIS))
    return Chart("changes_made", table.caption, alt, svg, table, svg_narrow=narrow)


def _where(ledger: Ledger, parallel: Parallel) -> str:
    names = [article_name(ledger, side.article) for side in parallel.sides]
    return listing(names) if len(names) > 1 else f"{names[0]} alone"


def _part(ledger: Ledger, parallels: tuple[Parallel, ...], kind: str, where: str) -> tuple[int, tuple[str, ...]]:
    names = tuple(p.id for p in parallels if kind in p.change and _where(ledger, p) == where)
    return len(names), names


def _table(bars: list[Bar], wheres: list[str], count: int) -> Table:
    columns = (
        Column("change", "What became of a passage", "head"),
        *(Column(f"in_{number}", where, "number") for number, where in enumerate(wheres)),
        Column("total", "Passages", "number"),
    )
    rows = [
        {"change": bar.label, "total": bar.total} | {f"in_{number}": part[0] for number, part in enumerate(bar.parts)}
        for bar in bars
    ]
    most = [f"“{bar.label}”" for bar in bars if bar.total == bars[0].total]
    often = f"; most often {listing(most)}" if len(bars) > len(most) else ""
    caption = f"{sentence(plural(count, 'passage is', 'passages are'))} compared between articles{often}."
    return tabulate("changes_made", caption, columns, rows)
