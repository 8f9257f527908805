"""The drawing board: a sheet in the book's fonts and colours, words that flow and lead to records, and its SVG.

A sheet grows downwards and is measured in inches. Each figure is drawn twice, for two widths; no text is smaller than
11 pixels in either. The same ledger gives the same bytes.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.patches import FancyBboxPatch
from matplotlib.textpath import text_to_path

from briefing.exhibits import palette
from briefing.exhibits.display import Chart, Table
from briefing.reading.letterforms import FOLDER

TEXT_SIZE = 9.75  # points: 13 pixels
SMALL_SIZE = 8.75
POINTS = 72  # to the inch
LINE = 1.28  # height of a line, in its font's size
LINE_HIGH, SMALL_HIGH = (LINE * size / POINTS for size in (TEXT_SIZE, SMALL_SIZE))  # of a line, in inches
ASCENT = 0.98  # from the top of a line to its base line, in its font's size
INK, MUTED, RULE = (palette.LIGHT[name] for name in ("ink", "muted", "rule"))
_GRACE = 0.02  # inches by which a box may pass the sheet's edge: half a line's width, and rounding
DASHED = (0, (4, 3))  # a line's pattern
Align = Literal["left", "right", "center"]
Point = tuple[float, float]
Records = Iterable[str]

#: The book's fonts and colours, in which figures are made.
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "font.family": palette.SANS, "font.size": TEXT_SIZE, "text.color": INK,
    "axes.labelcolor": MUTED, "axes.edgecolor": MUTED, "axes.labelsize": SMALL_SIZE, "hatch.linewidth": 0.8,
    "xtick.color": MUTED, "xtick.labelsize": SMALL_SIZE, "ytick.color": INK, "ytick.labelsize": TEXT_SIZE,
    "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none",
}  # fmt: skip
for _file in sorted(FOLDER.glob("*.ttf")):
    fontManager.addfont(str(_file))
#: All faces of the PDFs, the figures' own first: what `letterless` lets pass, a figure can draw.
_FACES = list(dict.fromkeys((palette.SANS, *(font.name for font in fontManager.ttflist if str(FOLDER) in font.fname))))
_FACES.append("DejaVu Sans Mono")  # Matplotlib's and Typst's
_OWN = frozenset(map(chr, get_font(str(FOLDER / "SourceSans3-Regular.ttf")).get_charmap()))


class Run(NamedTuple):
    """Words that stand in one style, in a colour of the palette, and lead to one set of records."""

    text: str
    records: tuple[str, ...] = ()
    bold: bool = False
    colour: str = "ink"


def link(records: Iterable[str]) -> str | None:
    """Return the address of records in a picture, `record:C04,C05`, which the page makes into links and cards."""
    named = ",".join(dict.fromkeys(records))
    return f"record:{named}" if named else None


def faces(text: str) -> list[str]:
    """Return the faces that a text is set in: the figures' own, and the others where it lacks a letter."""
    return _FACES[:1] if _OWN.issuperset(text.replace("\n", "")) else _FACES


@cache
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text, in inches."""
    font = FontProperties(family=faces(text), size=size, weight=600 if bold else 400)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / POINTS


class Sheet:
    """A blank sheet, `width` inches wide, y downwards, which is cut when it is finished."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.narrow = width < palette.FIGURE_WIDTH  # a phone's
        with mpl.rc_context(_STYLE):
            self.figure = Figure(figsize=(width, 1))
        self.axes = self.add_axes((0, 0, 1, 1))
        self.axes.axis("off")

    def add_axes(self, place: tuple[float, float, float, float]) -> Axes:
        """Return axes in a part of the sheet: left, bottom, width, height, as shares of it."""
        with mpl.rc_context(_STYLE):
            return self.figure.add_axes(place)

    def words(
        self, corner: Point, runs: str | Sequence[Run], width: float, *, small: bool = False, align: Align = "left"
    ) -> float:
        """Write words from a corner downwards, broken into lines of a width; return the y below them."""
        (x, y), size = corner, SMALL_SIZE if small else TEXT_SIZE
        lines = flow(runs, width, size)
        for number, line in enumerate(lines):
            whole = max((start + text_width(run.text, size, bold=run.bold) for start, run in line), default=0)
            shift = {"left": 0.0, "center": (width - whole) / 2, "right": width - whole}[align]
            for start, run in line:
                self.axes.text(
                    x + shift + start, y + (number * LINE + ASCENT) * size / POINTS, run.text, fontsize=size,
                    color=palette.LIGHT[run.colour], fontweight=600 if run.bold else 400, fontfamily=faces(run.text),
                    url=link(run.records), parse_math=False,
                )  # fmt: skip
        return y + len(lines) * LINE * size / POINTS

    def box(
        self, corner: Point, size: Point, records: Records = (), fill: str = "panel", edge: str = "rule", **look: object
    ) -> None:
        """Draw a box with rounded corners in colours of the palette; `look` is Matplotlib's: a hatch, a dashed line.

        Raises `ValueError` for one that ends beyond the width, where the sheet is cut.
        """
        if (end := corner[0] + size[0]) > self.width + _GRACE:
            message = f"a box ends {end:.2f} inches from the left of a sheet {self.width} inches wide"
            raise ValueError(message)
        patch = FancyBboxPatch(corner, *size, boxstyle="round,pad=0,rounding_size=0.05", facecolor=palette.LIGHT[fill])
        patch.set(**{"edgecolor": palette.LIGHT[edge], "linewidth": 1, "zorder": 0, "url": link(records)} | look)
        self.axes.add_patch(patch)

    def arrow(
        self, tail: Point, head: Point, line: object = "-", *, records: Records = (), turned: bool = False
    ) -> None:
        """Draw an arrow, straight, or `turned`: first along y, then along x."""
        bend = "angle,angleA=-90,angleB=180,rad=5" if turned else "arc3"
        look = {"arrowstyle": "-|>", "color": INK, "linestyle": line, "linewidth": 1.2, "mutation_scale": 11}
        look |= {"shrinkA": 0, "shrinkB": 0, "connectionstyle": bend}
        patch = self.axes.annotate("", head, tail, arrowprops=look).arrow_patch
        if patch:
            patch.set_url(link(records))

    def rule(self, y: float) -> None:
        """Draw a horizontal line from edge to edge."""
        self.axes.plot([0, self.width], [y, y], color=RULE, linewidth=0.8, zorder=0)

    def svg(self, height: float, name: str) -> str:
        """Cut the sheet at a height and return it: text as text, ids salted by `name`, no date, no declaration."""
        self.figure.set_size_inches(self.width, height)
        self.axes.set(xlim=(0, self.width), ylim=(height, 0))
        buffer = io.StringIO()
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        with mpl.rc_context(_STYLE | {"svg.hashsalt": name}):
            self.figure.savefig(buffer, format="svg", metadata=metadata)
        svg = buffer.getvalue().replace(' target="_blank"', "")  # a mark opens where it stands, as any link
        return svg[svg.index("<svg") :].strip()


def flow(runs: str | Sequence[Run], width: float, size: float) -> list[list[tuple[float, Run]]]:
    """Return runs of words in lines of a width, in inches; a line is pieces, each with where it begins.

    A word is never broken: one that is wider stands alone. A line feed begins a new line.
    """
    lines: list[list[tuple[float, Run]]] = [[]]
    end = 0.0
    for run in [Run(runs)] if isinstance(runs, str) else runs:
        space = text_width("a a", size, bold=run.bold) - text_width("aa", size, bold=run.bold)
        for word in run.text.replace("'", "’").replace("\n", " \n ").split(" "):
            wide = text_width(word.strip(), size, bold=run.bold)
            if word == "\n" or (word and lines[-1] and end + wide > width + 0.01):
                lines.append([])
                end = 0.0
            line = lines[-1]
            if not word.strip():
                end += space if line and not word else 0
                continue
            if line and line[-1][1][1:] == run[1:]:
                start, before = line.pop()
                line.append((start, before._replace(text=f"{before.text} {word}")))
            else:
                line.append((end, run._replace(text=word)))
            end += wide + space
    return lines if lines[-1] else lines[:-1]


def chart(table: Table, alt: str, draw: Callable[[Sheet], float], *, name: str = "", caption: str = "") -> Chart:
    """Return a figure of a table, drawn for a page and for a phone; `draw` returns the height that it took.

    Its name and caption are the table's, unless it has its own.
    """
    stem = name or table.name
    sheets = {stem: Sheet(palette.FIGURE_WIDTH), f"{stem}_narrow": Sheet(palette.NARROW_WIDTH)}
    wide, narrow = (sheet.svg(draw(sheet), salt) for salt, sheet in sheets.items())
    return Chart(stem, caption or table.caption, alt, wide, narrow, table, claims=table.claims)
