"""Where the articles come from, and how firmly each states what both say."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from briefing.exhibits import tables
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import INK, MUTED, SMALL_SIZE, board, box, to_svg, write
from briefing.exhibits.palette import FIGURE_WIDTH
from briefing.exhibits.tables.rows import inferred_part
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.model.words import date_words, listing, plural, sentence
from briefing.reading.lineage import (
    claims_in_all,
    claims_only_in,
    descents,
)

BOX = (2.35, 0.95)


def lineage(ledger: Ledger) -> Chart:
    """Draw the origins on the left, the articles on the right, and each descent as an arrow."""
    table = tables.descents(ledger)
    articles = ledger.reading_order
    lines = max(len(articles), len(ledger.origins))
    height = lines * 1.25 + 0.1
    figure, axes = board(height)
    left = {o.id: (0.02, _middle(i, len(ledger.origins), height)) for i, o in enumerate(ledger.origins)}
    right = {a.id: (FIGURE_WIDTH - BOX[0] - 0.02, _middle(i, len(articles), height)) for i, a in enumerate(articles)}
    for origin in ledger.origins:
        _origin_box(axes, left[origin.id], origin)
    for article in articles:
        _article_box(axes, right[article.id], article, ledger)
    for descent in descents(ledger):
        if descent.origin in left:
            _arrow(
                axes, left[descent.origin], right[descent.article], ledger.label("derives_certainty", descent.certainty)
            )
    caption = _lineage_caption(ledger)
    told = [
        f"{ledger.article_by_id[d.article].publisher} goes back to {_publisher(ledger, d.origin)} "
        f"({ledger.label('derives_certainty', d.certainty)})"
        for d in descents(ledger)
    ]
    alt = f"A diagram of descent: {listing(told)}."
    return Chart("lineage", caption, alt, to_svg(figure, "lineage"), table)


def _publisher(ledger: Ledger, parent: str) -> str:
    """Return who published what an article derives from: an origin, or another article."""
    origin = ledger.origin_by_id.get(parent)
    return origin.publisher if origin else ledger.article_by_id[parent].publisher


def _lineage_caption(ledger: Ledger) -> str:
    origins = {o for a in ledger.articles for o in ledger.roots_of(a.id)}
    held = [o for o in ledger.origins if o.held]
    told = "whose text is not held" if not held else "some of them held"
    return (
        f"{sentence(plural(len(ledger.articles), 'article'))}, {plural(len(origins), 'origin')}: "
        f"what they have in common is traced to reporting {told}{inferred_part(ledger)}."
    )


def _middle(position: int, count: int, height: float) -> float:
    return height * (position + 0.5) / count - BOX[1] / 2


def _origin_box(axes: Axes, corner: tuple[float, float], origin: Origin) -> None:
    box(axes, corner, BOX, dashed=not origin.held)
    date = date_words(origin.published) if origin.published else "no date"
    lines = [origin.publisher, date, "text held" if origin.held else "text not held"]
    _box_text(axes, corner, lines)


def _article_box(axes: Axes, corner: tuple[float, float], article: Article, ledger: Ledger) -> None:
    box(axes, corner, BOX)
    date = date_words(article.published) if article.published else "no date"
    only, shared = len(claims_only_in(ledger, article.id)), len(claims_in_all(ledger))
    _box_text(axes, corner, [article.publisher, date, f"{only} claims of its own, {shared} shared"])


def _box_text(axes: Axes, corner: tuple[float, float], lines: Sequence[str]) -> None:
    for line, text in enumerate(lines):
        place = (corner[0] + 0.14, corner[1] + 0.23 + 0.25 * line)
        write(axes, place, text, bold=line == 0, colour=INK if line == 0 else MUTED, size=10.5 if line == 0 else 9)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], label: str) -> None:
    tail = (start[0] + BOX[0] + 0.04, start[1] + BOX[1] / 2)
    head = (end[0] - 0.05, end[1] + BOX[1] / 2)
    style = "-" if label == "stated" else (0, (5, 3))
    axes.annotate(
        "",
        head,
        tail,
        arrowprops={
            "arrowstyle": "-|>",
            "color": MUTED,
            "linestyle": style,
            "linewidth": 1.2,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
    middle = ((tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2 + (0.2 if head[1] > tail[1] else -0.2))
    write(axes, middle, label, size=SMALL_SIZE, colour=MUTED, align="center", italic=True)
