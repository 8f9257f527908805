"""The lead figure: layer by layer, who depends on it, who can close it, what has been done, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.patches import Circle, Wedge

from briefing.exhibits import palette
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import DASHED, LINE_HIGH, Point, Run, Sheet, chart, link
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.dependence_map import COLUMNS, HEADINGS, Entry, Layer, layers
from briefing.exhibits.tables.dependence_map import dependence_map as as_table
from briefing.model.ledger import Ledger
from briefing.model.words import listing

GAP = 0.14
#: Where the columns begin, and where the last one ends, in inches on the wide sheet.
EDGES = (0.1, 1.45, 3.05, 4.6, 6.3, palette.FIGURE_WIDTH)
BALL = 0.058
NOBODY = "nobody named"
NO_ACT = "no step told"
SILENT = "silent: nothing is said of it"


@figure
def dependence_map(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> Chart:
    """Draw the layers downwards, the silent ones as empty rows; `columns` names the facets who, lever and act.

    Where every word of the last facet has a rank, a disc before it is the fuller the higher it stands.
    """
    every = layers(ledger, rows, columns)
    alt = "Layer by layer. " + " ".join(map(_told, every))
    table = as_table(ledger, rows, columns)
    return chart(table, alt, lambda sheet: (_cards if sheet.narrow else _rows)(sheet, every))


def _told(layer: Layer) -> str:
    if layer.silent:
        return f"{layer.title}: {SILENT.split(':', maxsplit=1)[0]}."
    parts = [f"depending: {listing([e.label for e in layer.dependents]) or NOBODY}"]
    for hand, acts in layer.hands:
        told = [(act.label or NO_ACT) + f" ({act.reach})" * bool(act.reach) for act in acts]
        parts.append(f"{hand.label or NOBODY}: {listing(told)}")
    return f"{layer.title}: {'; '.join(parts)}."


def _rows(sheet: Sheet, every: Sequence[Layer]) -> float:
    wide = [end - start - GAP for start, end in pairwise(EDGES)]
    for heading, start, width in zip(HEADINGS, EDGES, wide, strict=False):
        sheet.words((start, 0.02), [Run(heading, colour="muted")], width, small=True)
    y = 0.26
    for layer in every:
        if layer.silent:
            y = _silent(sheet, layer, y, EDGES[1])
            continue
        top, y = y, y + 0.09
        ends = [sheet.words((EDGES[0], y), _name(layer), wide[0])]
        ends.append(sheet.words((EDGES[1], y), _listed(layer.dependents), wide[1]))
        line = y
        for hand, acts in layer.hands:
            below = sheet.words((EDGES[2], line), _hand(hand), wide[2])
            for act in acts:
                said = sheet.words((EDGES[4], line), [Run(act.reach, act.claims, colour="muted")], wide[4] + 0.1)
                line = max(said, _act(sheet, (EDGES[3], line), act, wide[3]))
            line = max(below, line) + 0.06
        y = max(*ends, line) + 0.05
        sheet.box((0.01, top), (sheet.width - 0.02, y - top), records=layer.name.claims)
        y += 0.07
    return y


def _cards(sheet: Sheet, every: Sequence[Layer]) -> float:
    inner, y = sheet.width - 0.2, 0.02
    for layer in every:
        if layer.silent:
            y = _silent(sheet, layer, y, 1.35)
            continue
        top = y
        y = sheet.words((0.1, y + 0.08), _name(layer), inner) + 0.04
        if layer.dependents:
            y = sheet.words((0.1, y), [Run(HEADINGS[1], colour="muted")], inner, small=True)
            y = sheet.words((0.1, y), _listed(layer.dependents), inner) + 0.04
        if layer.hands:
            y = sheet.words((0.1, y), [Run(HEADINGS[2], colour="muted")], inner, small=True)
        for hand, acts in layer.hands:
            y = sheet.words((0.1, y), _hand(hand), inner)
            for act in acts:
                reach = Run(f"({act.reach})" * bool(act.reach), act.claims, colour="muted")
                y = _act(sheet, (0.22, y), act, inner - 0.12, reach)
            y += 0.04
        y += 0.05
        sheet.box((0.01, top), (sheet.width - 0.02, y - top), records=layer.name.claims)
        y += 0.08
    return y


def _name(layer: Layer) -> list[Run]:
    return [Run(layer.title, layer.name.claims, bold=True)]


def _hand(hand: Entry) -> list[Run]:
    return [Run(hand.label or NOBODY, hand.claims, bold=bool(hand.label))]


def _listed(entries: Sequence[Entry]) -> list[Run]:
    listed = [Run(e.label + ("," if e is not entries[-1] else ""), e.claims) for e in entries]
    return listed or [Run(NOBODY, colour="muted")]


def _silent(sheet: Sheet, layer: Layer, y: float, column: float) -> float:
    """Draw a layer of which nothing is said: an empty row with a dashed edge."""
    name = [Run(layer.title, colour="muted", bold=True)]
    below = sheet.words((0.1, y + 0.06), name, column - 0.1 - GAP) + 0.06
    sheet.words((column, y + 0.06), [Run(SILENT, colour="muted")], sheet.width - column)
    sheet.box((0.01, y), (sheet.width - 0.02, below - y), fill="paper", edge="muted", linestyle=DASHED)
    return below + 0.07


def _act(sheet: Sheet, corner: Point, act: Entry, width: float, *more: Run) -> float:
    """Write an act, behind a ring filled clockwise by its share of a ladder where it has one; return the y below it."""
    x, y = corner
    told = [Run(act.label, act.claims), *more]
    if act.share is None:
        return sheet.words(corner, told, width)
    middle = (x + BALL, y + LINE_HIGH * 0.53)
    for patch in (
        Circle(middle, BALL, facecolor=palette.LIGHT["paper"], edgecolor=palette.LIGHT["ink"], linewidth=1),
        Wedge(middle, BALL, -90, -90 + 360 * act.share, facecolor=palette.LIGHT["ink"], edgecolor="none"),
    ):
        patch.set_url(link(act.claims))
        sheet.axes.add_patch(patch)
    return sheet.words((x + 0.2, y), told, width - 0.2)
