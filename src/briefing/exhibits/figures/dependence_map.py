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
        acts = listing([act.label for act in strand.acts]) or "nothing done"
        parts.append(f"{strand.lever.label or NOBODY}: {acts}, {strand.reach}")
    return f"{name}, {layer.reach}: {'; '.join(parts)}."


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
        name, reach = _layer(layer, "\n")
        ends = [sheet.words((EDGES[0], y), [name, reach], wide[0])]
        ends.append(sheet.words((EDGES[1], y), _listed(layer.dependents), wide[1]))
        line = y
        for strand in layer.strands:
            lever, said = _strand(strand)
            below = [sheet.words((EDGES[2], line), [lever], wide[2])]
            below.append(_acts(sheet, (EDGES[3], line), strand.acts, wide[3], top))
            below.append(sheet.words((EDGES[4], line), [said], wide[4] + 0.1))
            line = max(below) + 0.06
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
        y = sheet.words((0.1, y), _layer(layer), inner) + 0.04
        if layer.dependents:
            y = sheet.words((0.1, y), [Run(HEADINGS[1], colour=MUTED)], inner, size=SMALL_SIZE)
            y = sheet.words((0.1, y), _listed(layer.dependents), inner) + 0.04
        if layer.strands:
            y = sheet.words((0.1, y), [Run(HEADINGS[2], colour=MUTED)], inner, size=SMALL_SIZE)
        for strand in layer.strands:
            y = sheet.words((0.1, y), _strand(strand), inner)
            y = _acts(sheet, (0.22, y), strand.acts, inner - 0.12, top) + 0.04
        y += 0.05
        sheet.box((0.01, top_edge), (sheet.width - 0.02, y - top_edge), records=layer.name.claims)
        y += 0.08
    return y


def _layer(layer: Layer, before_reach: str = "") -> list[Run]:
    name = Run(sentence(layer.name.label), layer.name.claims, bold=True)
    return [name, Run(before_reach + layer.reach, layer.name.claims, colour=MUTED)]


def _strand(strand: Strand) -> list[Run]:
    lever, claims = strand.lever.label, strand.lever.claims
    return [Run(lever or NOBODY, claims, bold=bool(lever)), Run(strand.reach, claims, colour=MUTED)]


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


def _acts(sheet: Sheet, corner: tuple[float, float], acts: Iterable[Entry], width: float, top: int) -> float:
    """Write acts one below the other, each behind its disc, where the vocabulary is a ladder."""
    x, y = corner
    for act in acts:
        if top and act.rank is not None:
            middle = (x + BALL, y + LINE_HIGH * 0.53)
            _disc(sheet, middle, act.rank / top, act.claims)
        indent = 0.2 if top else 0
        y = sheet.words((x + indent, y), [Run(act.label, act.claims)], width - indent)
    return y


def _disc(sheet: Sheet, middle: tuple[float, float], share: float, claims: Iterable[str]) -> None:
    """Draw a ring that is filled clockwise from the top by a share."""
    for patch in (
        Circle(middle, BALL, facecolor=PAPER, edgecolor=INK, linewidth=1),
        Wedge(middle, BALL, -90, -90 + 360 * share, facecolor=INK, edgecolor="none"),
    ):
        patch.set_url(link(claims))
        sheet.axes.add_patch(patch)
