"""How much of each article is accounted for, and in whose voice it speaks."""

from __future__ import annotations

from briefing.exhibits import tables
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import (
    MUTED,
    SMALL_SIZE,
    board,
    legend,
    plain_tone,
    tile,
    to_svg,
    write,
)
from briefing.exhibits.palette import FIGURE_WIDTH, LIGHT
from briefing.model.ledger import Ledger
from briefing.model.words import listing

#: Inches below which a number does not fit into its share of a bar.
NARROW = 0.2


def voices(ledger: Ledger) -> Chart:
    """Draw who speaks in each quotation: one bar a voice, split by article."""
    table = tables.voices(ledger)
    rows = table.frame.to_dict("records")
    articles = ledger.reading_order
    left = 2.55
    most = max((row["total"] for row in rows), default=1)
    scale = (FIGURE_WIDTH - left - 0.5) / most
    figure, axes = board(0.15 + 0.3 * len(rows) + 0.35)
    for line, row in enumerate(rows):
        y = 0.08 + line * 0.3
        write(axes, (left - 0.12, y + 0.1), row["voice"], align="right", size=9)
        x = left
        for position, article in enumerate(articles):
            count = row[article.id]
            if count:
                label = str(count) if count * scale > NARROW and count != row["total"] else ""
                tile(axes, (x, y), label, plain_tone(position), size=(count * scale, 0.2))
            x += count * scale
        write(axes, (x + 0.06, y + 0.1), str(row["total"]), size=SMALL_SIZE, colour=MUTED)
    axes.plot([left, left], [0.02, 0.1 + len(rows) * 0.3], color=LIGHT["muted"], linewidth=0.9)
    shown = [(a.publisher, plain_tone(i), "") for i, a in enumerate(articles)]
    legend(axes, (left, 0.1 + len(rows) * 0.3 + 0.15), shown)
    told = [f"{row['voice']} {row['total']}" for row in rows]
    alt = f"Bars of quotations by voice: {listing(told)}."
    return Chart("voices", table.caption, alt, to_svg(figure, "voices"), table, table.claims)
