"""The figures that carry the answer: claims over themes and articles, bearings, and support of judgements."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from briefing.exhibits import tables
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.bearings import bearing_legend, claim_tone
from briefing.exhibits.figures.canvas import MUTED, SMALL_SIZE, board, legend, rule, tile, to_svg, write
from briefing.exhibits.palette import FIGURE_WIDTH
from briefing.model.ledger import Ledger
from briefing.model.words import listing, plural

TILE_STEP = 0.385
LINE_STEP = 0.26
ROW_GAP = 0.18


def _tiles(axes: Axes, ledger: Ledger, claims: Sequence[str], corner: tuple[float, float], a_line: int) -> None:
    for position, claim in enumerate(claims):
        place = (corner[0] + position % a_line * TILE_STEP, corner[1] + position // a_line * LINE_STEP)
        tile(axes, place, claim, claim_tone(ledger, claim))


def claim_matrix(ledger: Ledger) -> Chart:
    """Draw every standing claim as a tile: by theme downwards, by the articles that make it across."""
    table = tables.claim_matrix(ledger)
    columns = [column for column in table.columns if column.kind == "claims"]
    rows = table.frame.to_dict("records")
    room = int((FIGURE_WIDTH - 1.5) / TILE_STEP) - len(columns) + 1
    lanes = _lanes([[len(row[c.key]) for c in columns] for row in rows], room)
    starts = [1.5 + sum(lanes[:i]) * TILE_STEP + i * 0.16 for i in range(len(lanes))]
    heights = [max(-(-len(row[c.key]) // lane) or 1 for c, lane in zip(columns, lanes, strict=True)) for row in rows]
    figure, axes = board(0.75 + sum(heights) * LINE_STEP + ROW_GAP * len(rows) + 0.3)
    for start, column in zip(starts, columns, strict=True):
        count = sum(len(row[column.key]) for row in rows)
        write(axes, (start, 0.16), column.heading, bold=True)
        write(axes, (start, 0.36), plural(count, "claim"), size=SMALL_SIZE, colour=MUTED)
    y = 0.52
    for row, height in zip(rows, heights, strict=True):
        rule(axes, y, 0, FIGURE_WIDTH)
        label = _two_lines(row["theme"])
        write(axes, (0, y + 0.18 + 0.08 * label.count("\n")), label)
        for start, column, lane in zip(starts, columns, lanes, strict=True):
            _tiles(axes, ledger, row[column.key], (start, y + 0.08), lane)
        y += height * LINE_STEP + ROW_GAP
    rule(axes, y, 0, FIGURE_WIDTH)
    legend(axes, (1.5, y + 0.22), bearing_legend(ledger))
    told = [f"{row['theme']}: {listing([f'{len(row[c.key])} {c.heading}' for c in columns])}" for row in rows]
    alt = f"Each claim is a tile, by theme and by the articles that make it. {'; '.join(told)}."
    return Chart("claim_matrix", table.caption, alt, to_svg(figure, "claim_matrix"), table, table.claims)


def _lanes(counts: Sequence[Sequence[int]], room: int) -> list[int]:
    """Share `room` tiles of width among the columns, so that the tallest cell is as low as it can be."""
    widest = [max(column) for column in zip(*counts, strict=True)]
    lanes = [min(w, 2) or 1 for w in widest]
    while sum(lanes) < room:
        neediest = max(range(len(lanes)), key=lambda i: (-(-widest[i] // lanes[i]), widest[i] / lanes[i]))
        if lanes[neediest] >= widest[neediest]:
            break
        lanes[neediest] += 1
    return lanes


def _two_lines(label: str) -> str:
    words = label.split()
    if len(label) <= 22:  # noqa: PLR2004 - characters that fit the label column
        return label
    middle = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(label) / 2))
    return f"{' '.join(words[:middle])}\n{' '.join(words[middle:])}"


def bearing_by_theme(ledger: Ledger) -> Chart:
    """Draw, for each theme, one tile a claim, grouped by what the claims bear on."""
    table = tables.bearing_by_theme(ledger)
    rows = table.frame.to_dict("records")
    themes = list(ledger.vocabulary["theme"])
    bearings = list(ledger.vocabulary["bears_on"])
    most = max((row["total"] for row in rows), default=1)
    step = min(TILE_STEP, (FIGURE_WIDTH - 2.1) / max(most, 1))
    figure, axes = board(0.2 + 0.32 * len(rows) + 0.3)
    for position, (theme, row) in enumerate(zip(themes, rows, strict=True)):
        y = 0.1 + position * 0.32
        write(axes, (0, y + 0.1), row["theme"])
        claims = [c for c in ledger.standing if c.theme == theme]
        claims.sort(key=lambda c: bearings.index(c.bears_on))
        for x, claim in enumerate(claims):
            tile(axes, (1.95 + x * step, y), "", claim_tone(ledger, claim.id), size=(step - 0.045, 0.2))
        write(axes, (1.95 + len(claims) * step + 0.05, y + 0.1), str(row["total"]), size=SMALL_SIZE, colour=MUTED)
    legend(axes, (1.95, 0.1 + len(rows) * 0.32 + 0.15), bearing_legend(ledger))
    names = {word: ledger.label("bears_on", word).lower() for word in bearings}
    told = [f"{row['theme']}: {listing([f'{row[b]} {names[b]}' for b in bearings if row[b]])}" for row in rows]
    alt = f"One tile a claim, by theme, grouped by what the claims bear on. {'; '.join(told)}."
    return Chart("bearing_by_theme", table.caption, alt, to_svg(figure, "bearing_by_theme"), table, table.claims)


def judgement_support(ledger: Ledger) -> Chart:
    """Draw the claims for each judgement to the right of a line, those against it to the left."""
    table = tables.judgement_support(ledger)
    rows = table.frame.to_dict("records")
    against = max((len(row["against"]) for row in rows), default=0)
    support = max((len(row["for_all"]) + len(row["for_one"]) for row in rows), default=0)
    step = min(TILE_STEP, (FIGURE_WIDTH - 2.0) / max(against + support, 1))
    middle, size = 1.85 + against * step, (step - 0.04, 0.2)
    height = 0.5 + 0.34 * len(rows) + 0.35
    figure, axes = board(height)
    write(axes, (0, 0.16), "Judgement", bold=True)
    write(axes, (0.95, 0.16), "Confidence", bold=True)
    write(axes, (middle - 0.1, 0.16), "against", bold=True, align="right")
    write(axes, (middle + 0.1, 0.16), "for", bold=True)
    for position, row in enumerate(rows):
        y = 0.4 + position * 0.34
        rule(axes, y - 0.07, 0, FIGURE_WIDTH)
        write(axes, (0, y + 0.1), row["id"][0], bold=True)
        write(axes, (0.95, y + 0.1), row["confidence"])
        for x, claim in enumerate(reversed(row["against"]), start=1):
            tile(axes, (middle - 0.06 - x * step, y), claim, claim_tone(ledger, claim), size=size)
        for x, claim in enumerate((*row["for_all"], *row["for_one"])):
            shared = claim in row["for_all"]
            tile(axes, (middle + 0.1 + x * step, y), claim, claim_tone(ledger, claim), size=size, filled=shared)
    axes.plot([middle, middle], [0.3, 0.4 + len(rows) * 0.34], color=MUTED, linewidth=1)
    legend(axes, (0.95, height - 0.15), bearing_legend(ledger))
    told = [
        f"{row['id'][0]}, {row['confidence']} confidence: {len(row['for_all'])} in every article and "
        f"{len(row['for_one'])} in one for it, {len(row['against'])} against it"
        for row in rows
    ]
    alt = f"Claims for and against each judgement. {'; '.join(told)}."
    return Chart("judgement_support", table.caption, alt, to_svg(figure, "judgement_support"), table, table.claims)
