"""Widths of a table's columns, chosen so that the table is as low as it can be and no word is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Mean advance of the sans in running text and in a word of wide letters, in em; measured on Source Sans 3.
MEAN_ADVANCE = 0.48
WIDE_ADVANCE = 0.56
#: What lies left and right of a cell's words.
PADDING_PT = 11.0
#: A cell up to this long is set in two lines at most, where there is room.
SHORT_CELL = 24
#: What is handed out at a time: small enough to be fair, large enough to be quick.
STEP_PT = 6.0
#: Distance of lines, in em.
LINE = 1.3
#: Height of a row as a smooth maximum over its cells; a plain maximum would not see the second tallest.
NORM = 4


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths in points; `squeezed` tells that long words will have to be broken."""

    points: tuple[float, ...]
    squeezed: bool


def column_widths(columns: Sequence[Sequence[str]], widths_pt: Sequence[float], size_pt: float, longest: int) -> Widths:
    """Share a width among columns, each given as the plain text of its cells, its heading among them.

    The table takes the first of `widths_pt` (narrow to wide) that holds every cell in one line, or the last.
    A column never gets less than its longest word.
    """
    least = [_least(cells, size_pt, longest) for cells in columns]
    kinder = [max(low, _in_two_lines(cells, size_pt)) for low, cells in zip(least, columns, strict=True)]
    least = kinder if sum(kinder) <= widths_pt[-1] else least
    inked = [[len(cell) * MEAN_ADVANCE * size_pt for cell in cells] for cells in columns]
    natural = [max(low, max(cells, default=0) + PADDING_PT) for low, cells in zip(least, inked, strict=True)]
    available = next((width for width in widths_pt if sum(natural) <= width), widths_pt[-1])
    if sum(natural) <= available:
        spare = (available - sum(natural)) / len(columns)
        return Widths(tuple(round(width + spare, 1) for width in natural), squeezed=False)
    if sum(least) > available:
        share = available / sum(least)
        return Widths(tuple(round(width * share, 1) for width in least), squeezed=True)
    return Widths(tuple(round(width, 1) for width in _lowest(least, inked, available)), squeezed=False)


def row_heights(columns: Sequence[Sequence[str]], widths: Widths, size_pt: float) -> list[float]:
    """Return about how high each row will be, in points."""
    inked = [[len(cell) * MEAN_ADVANCE * size_pt for cell in cells] for cells in columns]
    lines = (max(1.0, _height(row, widths.points)) for row in zip(*inked, strict=False))
    return [count * LINE * size_pt + PADDING_PT for count in lines]


def _lowest(least: Sequence[float], inked: Sequence[Sequence[float]], available_pt: float) -> list[float]:
    """Hand out what is left, each time to the column that makes the table lowest."""
    widths = list(least)
    rows = list(zip(*inked, strict=False))
    left = available_pt - sum(widths)
    while left > 0:
        step = min(STEP_PT, left)
        gains = [_gain(rows, widths, column, step) for column in range(len(widths))]
        widths[gains.index(max(gains))] += step
        left -= step
    return widths


def _gain(rows: Sequence[Sequence[float]], widths: Sequence[float], column: int, step: float) -> float:
    wider = [width + step * (n == column) for n, width in enumerate(widths)]
    return sum(_height(row, widths) - _height(row, wider) for row in rows)


def _height(row: Sequence[float], widths: Sequence[float]) -> float:
    lines = ((ink / (width - PADDING_PT)) ** NORM for ink, width in zip(row, widths, strict=True))
    return float(sum(lines) ** (1 / NORM))


def _least(cells: Sequence[str], size_pt: float, longest: int) -> float:
    found = max((min(len(word), longest) for cell in cells for word in cell.split()), default=1)
    return found * WIDE_ADVANCE * size_pt + PADDING_PT


def _in_two_lines(cells: Sequence[str], size_pt: float) -> float:
    """Return how wide a column must be for its short cells to take no more than two lines."""
    short = [cell.split(" ") for cell in cells if len(cell) <= SHORT_CELL]
    found = max((_longer_half(words) for words in short if len(words) > 2), default=1)  # noqa: PLR2004  lines
    return found * WIDE_ADVANCE * size_pt + PADDING_PT


def _longer_half(words: Sequence[str]) -> int:
    """Return the longer of two lines, where the words are parted best."""
    return min(max(len(" ".join(words[:n])), len(" ".join(words[n:]))) for n in range(1, len(words) + 1))
