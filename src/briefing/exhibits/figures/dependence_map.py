"""The lead figure: layer by layer, who uses it, who acts on it or might, what is told of it, and who tells it."""

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
SILENT = "silent: no dependence on it is told"


@figure
def dependence_map(ledger: Ledger, rows: str = "layer", columns: Sequence[str] = COLUMNS) -> Chart:
    """Draw the layers downwards, the silent ones as empty rows; `columns` names the facets who, lever, act and place.

    Where every word of the last facet has a rank, a disc before it is the fuller the higher it stands.
    """
    every = layers(ledger, rows, columns)
    told = []
    for layer in every:
        parts = [f"used by: {listing([e.label for e in layer.dependents]) or NOBODY}"]
        for hand, acts in layer.hands:
            done = [" ".join(filter(None, (act.label or NO_ACT, _beside(act)))) for act in acts]
            parts.append(f"{hand.label or NOBODY}: {listing(done)}")
        told.append(f"{layer.title}: {SILENT.partition(':')[0] if layer.silent else '; '.join(parts)}.")
    alt = f"Layer by layer. {' '.join(told)}"
    return chart(as_table(ledger, rows, columns), alt, lambda sheet: _draw(sheet, every))


def _draw(sheet: Sheet, every: Sequence[Layer]) -> float:
    """Draw the layers as cards on a narrow sheet, else as rows below the headings; the silent ones as empty rows."""
    y, gap, column = (0.02, 0.08, 1.35) if sheet.narrow else (0.26, 0.07, EDGES[1])
    for heading, (start, end) in zip(HEADINGS, () if sheet.narrow else pairwise(EDGES), strict=False):
        sheet.words((start, 0.02), [Run(heading, colour="muted")], end - start - GAP, small=True)
    for layer in every:
        top = y
        name = [Run(layer.title, layer.name.claims, bold=True, colour="muted" if layer.silent else "ink")]
        if layer.silent:
            y = sheet.words((0.1, y + 0.06), name, column - 0.1 - GAP) + 0.06
            sheet.words((column, top + 0.06), [Run(SILENT, colour="muted")], sheet.width - column)
            sheet.box((0.01, top), (sheet.width - 0.02, y - top), fill="paper", edge="muted", linestyle=DASHED)
            y += 0.07
            continue
        y = (_card if sheet.narrow else _row)(sheet, layer, name, y)
        sheet.box((0.01, top), (sheet.width - 0.02, y - top), records=layer.name.claims)
        y += gap
    return y


def _row(sheet: Sheet, layer: Layer, name: list[Run], y: float) -> float:
    wide = [end - start - GAP for start, end in pairwise(EDGES)]
    line = y = y + 0.09
    ends = [sheet.words((EDGES[0], y), name, wide[0]), sheet.words((EDGES[1], y), _listed(layer.dependents), wide[1])]
    for hand, acts in layer.hands:
        below = sheet.words((EDGES[2], line), _hand(hand), wide[2])
        for act in acts:
            said = sheet.words((EDGES[4], line), [Run(act.reach, act.claims, colour="muted")], wide[4] + 0.1)
            where = Run(f"({act.where})" * bool(act.where), act.claims)
            line = max(said, _act(sheet, (EDGES[3], line), act, wide[3], where))
        line = max(below, line) + 0.06
    return max(*ends, line) + 0.05


def _card(sheet: Sheet, layer: Layer, name: list[Run], y: float) -> float:
    inner = sheet.width - 0.2
    y = sheet.words((0.1, y + 0.08), name, inner) + 0.04
    if layer.dependents:
        y = sheet.words((0.1, y), [Run(HEADINGS[1], colour="muted")], inner, small=True)
        y = sheet.words((0.1, y), _listed(layer.dependents), inner) + 0.04
    y = sheet.words((0.1, y), [Run(HEADINGS[2], colour="muted")], inner, small=True)
    for hand, acts in layer.hands:
        y = sheet.words((0.1, y), _hand(hand), inner)
        for act in acts:
            beside = Run(_beside(act), act.claims, colour="muted")
            y = _act(sheet, (0.22, y), act, inner - 0.12, beside)
        y += 0.04
    return y + 0.05


def _beside(act: Entry) -> str:
    """Return where an act is told of, and who tells it, in brackets; nothing where neither is said."""
    said = ", ".join(filter(None, (act.where, act.reach)))
    return f"({said})" if said else ""


def _hand(hand: Entry) -> list[Run]:
    return [Run(hand.label or NOBODY, hand.claims, bold=bool(hand.label))]


def _listed(entries: Sequence[Entry]) -> list[Run]:
    listed = [Run(e.label + ("," if e is not entries[-1] else ""), e.claims) for e in entries]
    return listed or [Run(NOBODY, colour="muted")]


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
