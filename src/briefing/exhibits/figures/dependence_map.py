"""The lead figure: layer by layer, who depends on it, who can close it, what has been done, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from matplotlib.patches import Circle, Wedge

from briefing.exhibits import palette
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import INK, LINE_HIGH, MUTED, PAPER, SMALL_SIZE, Run, Sheet, chart, link
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.dependence_map import COLUMNS, HEADINGS, Entry, Layer, Strand, layers
from briefing.exhibits.tables.dependence_map import dependence_map as as_table
from briefing.model.ledger import Ledger
from briefing.model.words import listing, sentence

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
    table = as_table(ledger, rows, columns)
    every = layers(ledger, rows, columns)
    ladder = [t.rank for t in ledger.vocabulary.get(columns[-1], {}).values()]
    top = max((rank for rank in ladder if rank is not None), default=0) if None not in ladder else 0
    alt = "Layer by layer. " + " ".join(_told(layer) for layer in every)

    def draw(sheet: Sheet) -> float:
        return (_cards if sheet.narrow else _rows)(sheet, every, top)

    return chart(table, alt, draw)


def _told(layer: Layer) -> str:
    name = sentence(layer.name.label)
    if layer.silent:
        return f"{name}: {SILENT.split(':', maxsplit=1)[0]}."
    parts = [f"depending: {listing([e.label for e in layer.dependents]) or NOBODY}"]
    for strand in layer.strands:
        acts = [(act.label or NO_ACT) + f" ({act.reach})" * bool(act.reach) for act in strand.acts]
        parts.append(f"{strand.lever.label or NOBODY}: {listing(acts)}")
    return f"{name}: {'; '.join(parts)}."


def _rows(sheet: Sheet, every: Sequence[Layer], top: int) -> float:
    wide = [end - start - GAP for start, end in pairwise(EDGES)]
    y = 0.02
    for heading, start, width in zip(HEADINGS, EDGES, wide, strict=False):
        sheet.words((start, y), [Run(heading, colour=MUTED)], width, size=SMALL_SIZE)
    y += 0.24
    for layer in every:
        if layer.silent:
            y = _silent(sheet, layer, y, EDGES[1])
            continue
        top_edge, y = y, y + 0.09
        ends = [sheet.words((EDGES[0], y), [_name(layer)], wide[0])]
        ends.append(sheet.words((EDGES[1], y), _listed(layer.dependents), wide[1]))
        line = y
        for strand in layer.strands:
            hand = sheet.words((EDGES[2], line), [_hand(strand)], wide[2])
            for act in strand.acts:
                said = sheet.words((EDGES[4], line), [Run(act.reach, act.claims, colour=MUTED)], wide[4] + 0.1)
                line = max(said, _act(sheet, (EDGES[3], line), [Run(act.label, act.claims)], wide[3], _share(act, top)))
            line = max(hand, line) + 0.06
        y = max(*ends, line) + 0.05
        sheet.box((0.01, top_edge), (sheet.width - 0.02, y - top_edge), fill="panel", records=layer.name.claims)
        y += 0.07
    return y


def _cards(sheet: Sheet, every: Sequence[Layer], top: int) -> float:
    inner, y = sheet.width - 0.2, 0.02
    for layer in every:
        if layer.silent:
            y = _silent(sheet, layer, y, 1.35)
            continue
        top_edge, y = y, y + 0.08
        y = sheet.words((0.1, y), [_name(layer)], inner) + 0.04
        if layer.dependents:
            y = sheet.words((0.1, y), [Run(HEADINGS[1], colour=MUTED)], inner, size=SMALL_SIZE)
            y = sheet.words((0.1, y), _listed(layer.dependents), inner) + 0.04
        if layer.strands:
            y = sheet.words((0.1, y), [Run(HEADINGS[2], colour=MUTED)], inner, size=SMALL_SIZE)
        for strand in layer.strands:
            y = sheet.words((0.1, y), [_hand(strand)], inner)
            for act in strand.acts:
                told = [Run(act.label, act.claims), Run(f"({act.reach})" * bool(act.reach), act.claims, colour=MUTED)]
                y = _act(sheet, (0.22, y), told, inner - 0.12, _share(act, top))
            y += 0.04
        y += 0.05
        sheet.box((0.01, top_edge), (sheet.width - 0.02, y - top_edge), records=layer.name.claims)
        y += 0.08
    return y


def _name(layer: Layer) -> Run:
    return Run(sentence(layer.name.label), layer.name.claims, bold=True)


def _hand(strand: Strand) -> Run:
    lever = strand.lever.label
    return Run(lever or NOBODY, strand.lever.claims, bold=bool(lever))


def _silent(sheet: Sheet, layer: Layer, y: float, column: float) -> float:
    """Draw a layer of which nothing is said: an empty row with a dashed edge."""
    below = sheet.words((0.1, y + 0.06), [Run(sentence(layer.name.label), colour=MUTED, bold=True)], column - 0.1 - GAP)
    sheet.words((column, y + 0.06), [Run(SILENT, colour=MUTED)], sheet.width - column)
    sheet.box((0.01, y), (sheet.width - 0.02, below + 0.06 - y), fill="paper", edge=MUTED, dashed=True)
    return below + 0.06 + 0.07


def _listed(entries: Iterable[Entry]) -> list[Run]:
    shown = tuple(entries)
    if not shown:
        return [Run(NOBODY, colour=MUTED)]
    return [Run(e.label + ("," if e is not shown[-1] else ""), e.claims) for e in shown]


def _act(sheet: Sheet, corner: tuple[float, float], told: Sequence[Run], width: float, share: float | None) -> float:
    """Write an act, behind a disc filled by its share of a ladder, where there is one; return the y below it."""
    x, y = corner
    if share is None:
        return sheet.words(corner, told, width)
    _disc(sheet, (x + BALL, y + LINE_HIGH * 0.53), share, told[0].records)
    return sheet.words((x + 0.2, y), told, width - 0.2)


def _share(act: Entry, top: int) -> float | None:
    return act.rank / top if top and act.rank is not None else None


def _disc(sheet: Sheet, middle: tuple[float, float], share: float, claims: Iterable[str]) -> None:
    """Draw a ring that is filled clockwise from the top by a share."""
    for patch in (
        Circle(middle, BALL, facecolor=PAPER, edgecolor=INK, linewidth=1),
        Wedge(middle, BALL, -90, -90 + 360 * share, facecolor=INK, edgecolor="none"),
    ):
        patch.set_url(link(claims))
        sheet.axes.add_patch(patch)
