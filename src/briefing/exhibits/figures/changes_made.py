"""What articles made of each other's passages: the kinds of change, counted."""

from __future__ import annotations

from briefing.exhibits.display import Chart
from briefing.exhibits.figures.bars import Bar, draw_bars
from briefing.exhibits.figures.canvas import chart
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.parallels import changes_made as as_table
from briefing.model.ledger import Ledger
from briefing.model.words import listing


@figure
def changes_made(ledger: Ledger) -> Chart:
    """Draw the table of the same name: one bar a kind of change, parted by the articles whose passages they are."""
    table = as_table(ledger)
    counted: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in table.frame.to_dict("records"):
        counted.setdefault(row["change"], {})[row["where"]] = tuple(link.target for link in row["parallels"])
    wheres = sorted({where for parts in counted.values() for where in parts}, key=lambda w: (w.endswith(" alone"), w))
    bars = [
        Bar(change, tuple((len(parts.get(where, ())), parts.get(where, ())) for where in wheres))
        for change, parts in counted.items()
    ]
    bars.sort(key=lambda bar: -bar.total)
    told = listing([f"{bar.label} {bar.total}" for bar in bars]) or "none"
    alt = f"Bars of the passages compared, by what became of them: {told}."
    return chart("changes_made", alt, table, lambda sheet: draw_bars(sheet, bars, wheres, "passages"))
