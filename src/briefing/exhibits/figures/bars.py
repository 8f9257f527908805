"""A bar chart of counts: one bar a row, in parts told apart by pattern, on an axis of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from briefing.exhibits import palette
from briefing.exhibits.figures.canvas import (
    INK,
    LINE_HIGH,
    MUTED,
    RULE,
    SMALL_SIZE,
    Run,
    Sheet,
    link,
    style,
    text_width,
    words_high,
)

#: Face and pattern of the parts of a bar; more parts than patterns are drawn as one.
PATTERNS = (("ink", None), ("paper", "////"), ("series-4", ".."), ("paper", None))
ROW, BAR, FOOT, LEGEND = 0.32, 0.2, 0.5, 0.2
LABELS_WIDE = 2.5


class Bar(NamedTuple):
    """A row of the chart: its label, and for each part a count and the records it counts."""

    label: str
    parts: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def total(self) -> int:
        return sum(count for count, _ in self.parts)


def draw_bars(sheet: Sheet, bars: Sequence[Bar], parts: Sequence[str], axis: str) -> float:
    """Draw the chart and return its height; `parts` names the parts of each bar, `axis` what is counted."""
    width = sheet.width
    left, above = LABELS_WIDE, 0.0
    if sheet.narrow:
        left, above = 0.08, 0.02 + max((words_high(bar.label, width - 0.13) for bar in bars), default=LINE_HIGH)
        (0.08, 0.02 + max((words_high(b.label, width - 0.13) for b in bars), default=LINE_HIGH))
        if sheet.narrow
        else (LABELS_WIDE, 0.0)
    )
    parted = 1 < len(parts) <= len(PATTERNS)
    top = _legend(sheet, left, parts) if parted else 0.02
    step = ROW + above
    height = top + step * max(len(bars), 1) + FOOT
    plot = _plot(sheet, (left, top), (width - left - 0.45, step * max(len(bars), 1)), height)
    plot.set_xlim(0, max((bar.total for bar in bars), default=0) or 1)
    plot.set_xlabel(axis)
    for number, bar in enumerate(bars):
        y = number * step + above + ROW / 2
        records = tuple(record for _, some in bar.parts for record in some)
        if above:
            sheet.words((left + 0.05, top + number * step + 0.02), [Run(bar.label, records)], width - left - 0.05)
        else:
            above_middle = words_high(bar.label, left - 0.12) / 2
            sheet.words((0, top + y - above_middle), [Run(bar.label, records)], left - 0.12, align="right")
        start = 0
        for position, (count, some) in enumerate(bar.parts if parted else ((bar.total, records),)):
            face, hatch = PATTERNS[position]
            (patch,) = plot.barh(
                y, count, BAR, start, color=palette.LIGHT[face], hatch=hatch, edgecolor=INK, linewidth=0.9, zorder=2
            )
            patch.set_url(link(some))
            start += count
        plot.annotate(
            f"{bar.total:,}", (start, y), (5, 0), textcoords="offset points", va="center", color=INK,
            fontfamily=palette.SANS, fontsize=SMALL_SIZE,
        )  # fmt: skip
    return height


def _plot(sheet: Sheet, corner: tuple[float, float], size: tuple[float, float], height: float) -> Axes:
    """Return axes on a sheet of that height, y downwards in inches, x in whole numbers."""
    (x, y), (wide, high) = corner, size
    with style():
        plot = sheet.figure.add_axes((x / sheet.width, 1 - (y + high) / height, wide / sheet.width, high / height))
    plot.set_ylim(high, 0)
    plot.set_yticks([])
    plot.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if not sheet.narrow:  # labels stand beside the bars, and no line runs through them
        plot.grid(axis="x", color=RULE, linewidth=0.8)
        plot.set_axisbelow(True)
    plot.spines[["top", "right", "bottom"]].set_visible(False)
    plot.tick_params(axis="x", length=0)
    return plot


def _legend(sheet: Sheet, left: float, parts: Sequence[str]) -> float:
    """Draw a swatch and a name for each part, in as many lines as it takes; return the y below them."""
    x, y = left, 0.01
    for (face, hatch), name in zip(PATTERNS, parts, strict=False):
        width = 0.28 + text_width(name, SMALL_SIZE)
        if x > left and x + width > sheet.width:
            x, y = left, y + LEGEND
        sheet.box((x, y + 0.04), (0.22, 0.13), fill=face, edge=INK, hatch=hatch)
        sheet.words((x + 0.28, y), [Run(name, colour=MUTED)], sheet.width - x - 0.28, size=SMALL_SIZE)
        x += width + 0.17
    return y + LEGEND + 0.07
