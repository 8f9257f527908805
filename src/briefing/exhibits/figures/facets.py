"""A matrix of coded facets, drawn with its words."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.exhibits import tables
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.bearings import bearing_legend, claim_tone
from briefing.exhibits.figures.canvas import MUTED, SMALL_SIZE, board, legend, rule, tile, to_svg, wrap, write
from briefing.exhibits.palette import FIGURE_WIDTH
from briefing.model.ledger import Ledger

LABEL_WIDTH = 1.75
LINE = 0.44
LEGEND = 0.35


def facet_matrix(ledger: Ledger, name: str, rows: Sequence[str], columns: str, value: str) -> Chart:
    """Draw the table of the same name: the first of `rows` groups, the last names the line, cells say `value`."""
    table = tables.facet_matrix(ledger, name, rows, columns, value)
    across = [column for column in table.columns if column.kind == "claims"]
    records = table.frame.to_dict("records")
    width = (FIGURE_WIDTH - LABEL_WIDTH) / max(len(across), 1)
    heights = [max(1, *(len(row[c.key]) for c in across)) * LINE for row in records]
    groups = {row[rows[0]] for row in records}
    figure, axes = board(0.45 + sum(heights) + 0.1 * len(records) + 0.3 * len(groups) + LEGEND)
    for position, column in enumerate(across):
        write(axes, (LABEL_WIDTH + position * width, 0.17), wrap(column.heading, 16), bold=True)
    y, group = 0.36, None
    for row, height in zip(records, heights, strict=True):
        if row[rows[0]] != group:
            group = row[rows[0]]
            rule(axes, y, 0, FIGURE_WIDTH, heavy=True)
            write(axes, (0, y + 0.15), str(group), bold=True)
            y += 0.29
        write(axes, (0.12, y + 0.12), wrap(row[rows[-1]], 24), size=SMALL_SIZE + 0.5)
        for position, column in enumerate(across):
            for line, claim in enumerate(row[column.key]):
                corner = (LABEL_WIDTH + position * width, y + 0.02 + line * LINE)
                tile(axes, corner, claim, claim_tone(ledger, claim))
                label = ledger.labels(value, ledger.claim_by_id[claim].facets[value])
                write(axes, (corner[0], corner[1] + 0.3), label, size=SMALL_SIZE, colour=MUTED)
        y += height + 0.1
    legend(axes, (LABEL_WIDTH, y + 0.2), bearing_legend(ledger, map(str, table.claims)))
    told = [f"{', '.join(row[r] for r in rows)}: {row[value]}" for row in records]
    alt = f"Matrix of {', '.join(rows)} by {columns}. {'. '.join(told)}."
    return Chart(name, table.caption, alt, to_svg(figure, name), table, table.claims)
