"""The drawing board: a figure in the book's fonts and colours, and its SVG, the same bytes every time."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import FancyBboxPatch, Rectangle

from briefing.exhibits import palette

TEXT_SIZE = 9.5
SMALL_SIZE = 8.5
TILE_SIZE = 7.6

POINTS = 72  # to the inch
LINE_HEIGHT = 1.25  # of the font's size
CAPITAL_HEIGHT = 0.66  # of the font's size, in the sans of the book

INK, MUTED, RULE, PAPER = (palette.LIGHT[name] for name in ("ink", "muted", "rule", "paper"))


class Tone(NamedTuple):
    """How a tile looks: palette names of its line and its face, and the pattern of its edge."""

    line: str
    face: str
    edge: str = "-"


#: Tiles carry what a claim bears on by colour and by edge, so that colour never stands alone.
BEARINGS: tuple[Tone, ...] = (
    Tone("series-1", "tint-1"),
    Tone("series-2", "tint-2", "--"),
    Tone("series-3", "tint-3", ":"),
    Tone("series-4", "tint-4"),
)
#: Articles and states of coverage are no bearings, and so take none of their colours.
PLAIN: tuple[Tone, ...] = (Tone("ink", "panel"), Tone("accent", "paper", "--"), Tone("muted", "paper", ":"))


def bearing_tone(position: int) -> Tone:
    """Return the tone of the bearing at `position` in its vocabulary; the last one repeats."""
    return BEARINGS[min(position, len(BEARINGS) - 1)]


def plain_tone(position: int) -> Tone:
    """Return the tone of the article or state at `position`; the last one repeats."""
    return PLAIN[min(position, len(PLAIN) - 1)]


_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": palette.SANS,
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


@cache
def _register_fonts() -> None:
    folder = resources.files("briefing") / "assets" / "fonts"
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".ttf") and entry.name.startswith("SourceSans3"):
            fontManager.addfont(str(entry))


def board(height: float, width: float = palette.FIGURE_WIDTH) -> tuple[Figure, Axes]:
    """Return a blank figure, `width` by `height` inches, with one axis-free plane in inches, y downwards."""
    _register_fonts()
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height))
        axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return figure, axes


def to_svg(figure: Figure, name: str) -> str:
    """Return the figure as SVG: text as text, ids salted by `name`, no date, no declaration."""
    buffer = io.StringIO()
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata=metadata)
    svg = buffer.getvalue()
    return svg[svg.index("<svg") :].strip()


def write(
    axes: Axes,
    position: tuple[float, float],
    text: str,
    *,
    size: float = TEXT_SIZE,
    colour: str = INK,
    align: str = "left",
    bold: bool = False,
    italic: bool = False,
) -> None:
    """Write text with the middle of its capitals at `position`; several lines stand around it."""
    lines = _literal(text).split("\n")
    x, y = position
    step = LINE_HEIGHT * size / POINTS
    for number, line in enumerate(lines):
        axes.text(
            x,
            y + (number - (len(lines) - 1) / 2) * step + CAPITAL_HEIGHT * size / POINTS / 2,
            line,
            fontsize=size,
            color=colour,
            ha=align,
            va="baseline",
            fontfamily=palette.SANS,
            fontweight=600 if bold else 400,
            fontstyle="italic" if italic else "normal",
        )


def _literal(text: str) -> str:
    """Set typographic apostrophes, and keep matplotlib from reading mathematics into a dollar sign."""
    return text.replace("'", "’").replace("$", r"\$")


def wrap(text: str, characters: int) -> str:
    """Break text into lines of at most `characters`, never inside a word."""
    return "\n".join(textwrap.wrap(text, characters, break_long_words=False, break_on_hyphens=False))


def tile(
    axes: Axes,
    position: tuple[float, float],
    text: str,
    tone: Tone,
    *,
    size: tuple[float, float] = (0.345, 0.2),
    filled: bool = False,
) -> None:
    """Draw one claim, sentence or share as a tile; `filled` is the solid form of its tone."""
    line, face = palette.LIGHT[tone.line], palette.LIGHT[tone.face]
    x, y = position
    axes.add_patch(
        Rectangle(
            (x, y),
            *size,
            facecolor=line if filled else face,
            edgecolor=line,
            linewidth=1.1,
            linestyle="-" if filled else tone.edge,
        ),
    )
    middle = (x + size[0] / 2, y + size[1] / 2)
    write(axes, middle, text, size=TILE_SIZE, colour=PAPER if filled else line, align="center", bold=True)


def box(
    axes: Axes,
    position: tuple[float, float],
    size: tuple[float, float],
    *,
    dashed: bool = False,
    fill: str = "panel",
) -> None:
    """Draw a box with rounded corners; dashed for what is not held."""
    axes.add_patch(
        FancyBboxPatch(
            position,
            *size,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor=palette.LIGHT[fill] if not dashed else "none",
            edgecolor=MUTED if dashed else INK,
            linewidth=1.1,
            linestyle=(0, (4, 3)) if dashed else "-",
        ),
    )


def rule(axes: Axes, y: float, start: float, end: float, *, heavy: bool = False) -> None:
    """Draw a horizontal line."""
    axes.plot([start, end], [y, y], color=MUTED if heavy else RULE, linewidth=0.9 if heavy else 0.7, zorder=0)


def legend(axes: Axes, position: tuple[float, float], entries: Sequence[tuple[str, Tone, str]]) -> None:
    """Draw a row of tiles with a name beside each; an entry is name, tone and the letter in the tile."""
    x, y = position
    for label, tone, letter in entries:
        tile(axes, (x, y - 0.085), letter, tone, size=(0.24, 0.17))
        write(axes, (x + 0.31, y), label, size=SMALL_SIZE, colour=MUTED)
        x += 0.31 + 0.066 * len(label) + 0.2
