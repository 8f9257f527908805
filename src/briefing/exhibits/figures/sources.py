"""Where the articles come from, and how firmly each states what both say."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from briefing.exhibits import palette, tables
from briefing.exhibits.display import Chart, Table
from briefing.exhibits.figures.canvas import INK, MUTED, RULE, SMALL_SIZE, board, box, rule, to_svg, wrap, write
from briefing.exhibits.palette import FIGURE_WIDTH
from briefing.exhibits.tables.rows import in_id_order, inferred_part
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.lineage import (
    DIMENSIONS,
    OWN_VOICE,
    claims_in_all,
    claims_only_in,
    descents,
    readings,
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
    date = f"{origin.published.day} {origin.published:%B %Y}" if origin.published else "no date"
    lines = [origin.publisher, date, "text held" if origin.held else "text not held"]
    _box_text(axes, corner, lines)


def _article_box(axes: Axes, corner: tuple[float, float], article: Article, ledger: Ledger) -> None:
    box(axes, corner, BOX)
    date = f"{article.published.day} {article.published:%B %Y}" if article.published else "no date"
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


def strength(ledger: Ledger) -> Chart:
    """Draw, for each shared claim, how firmly each of two articles states it: speaker, certainty, quantity.

    A dumbbell: a ring for the first article in reading order, a disc for the second.
    """
    table = tables.shifts(ledger)
    changed = {claim for row in table.frame["claim"] for claim in row}
    claims = in_id_order(c.id for c in claims_in_all(ledger))
    ladders = {d: _ladder(ledger, d) for d in DIMENSIONS}
    left, step = 2.55, 0.36
    panel = (FIGURE_WIDTH - left) / len(ladders)
    figure, axes = board(0.75 + step * len(claims) + 0.4)
    for position, (dimension, rungs) in enumerate(ladders.items()):
        _panel_head(axes, (left + position * panel, 0.15), panel, dimension, rungs)
    for line, claim in enumerate(claims):
        y = 0.85 + line * step
        rule(axes, y - step / 2, 0, FIGURE_WIDTH)
        _claim_label(axes, y, claim, ledger, changed=claim in changed)
        for position, (dimension, rungs) in enumerate(ladders.items()):
            found = readings(ledger, ledger.claim_by_id[claim], dimension)
            ranks = [reading.rank for reading in found]
            _dumbbell(axes, (left + position * panel, y), panel, ranks, len(rungs))
    _dumbbell_legend(axes, (left, 0.75 + step * len(claims) + 0.22), ledger.reading_order)
    alt = f"A dumbbell chart of shared claims. {_told(table)}"
    return Chart("strength", table.caption, alt, to_svg(figure, "strength"), table, tuple(claims))


def _ladder(ledger: Ledger, dimension: str) -> list[str]:
    if dimension == "attribution":
        return ["a speaker", OWN_VOICE]
    terms = [t for t in ledger.vocabulary[dimension].values() if t.rank is not None]
    by_rank: dict[int, list[str]] = {}
    for term in terms:
        by_rank.setdefault(term.rank or 0, []).append(term.label)
    return [by_rank[rank][0] for rank in sorted(by_rank)]


def _panel_head(axes: Axes, corner: tuple[float, float], width: float, title: str, rungs: Sequence[str]) -> None:
    x, y = corner
    write(axes, (x + 0.05, y), sentence(title), bold=True)
    for rung in {0, len(rungs) - 1}:
        place = x + 0.15 + (width - 0.4) * (rung / max(len(rungs) - 1, 1))
        align = "left" if rung == 0 else "right"
        write(axes, (place + (-0.1 if rung == 0 else 0.1), y + 0.26), rungs[rung], size=7.8, colour=MUTED, align=align)


def _claim_label(axes: Axes, y: float, claim: str, ledger: Ledger, *, changed: bool) -> None:
    write(axes, (0, y), claim, bold=True, colour=INK if changed else MUTED, size=SMALL_SIZE)
    text = wrap(ledger.claim_by_id[claim].statement.rstrip("."), 42)
    shown = text if text.count("\n") < 2 else "\n".join([*text.split("\n")[:1], text.split("\n")[1] + " …"])  # noqa: PLR2004
    write(axes, (0.36, y), shown, size=7.6, colour=INK if changed else MUTED)


def _dumbbell(axes: Axes, start: tuple[float, float], width: float, ranks: Sequence[int | None], rungs: int) -> None:
    x, y = start
    scale = (width - 0.4) / max(rungs - 1, 1)
    axes.plot([x + 0.15, x + 0.15 + scale * (rungs - 1)], [y, y], color=RULE, linewidth=0.8, zorder=1)
    places = [None if rank is None else x + 0.15 + rank * scale for rank in ranks]
    shown = [place for place in places if place is not None]
    if len(set(shown)) > 1:
        axes.plot(
            shown, [y] * len(shown), color=palette.LIGHT["accent"], linewidth=2.2, zorder=2, solid_capstyle="butt"
        )
    for position, place in enumerate(places):
        if place is not None:
            _dot(axes, (place, y), second=position > 0)


def _dot(axes: Axes, place: tuple[float, float], *, second: bool) -> None:
    colour = palette.LIGHT["accent"] if second else INK
    face = colour if second else "none"
    axes.plot(
        *place, marker="o", markersize=5 if second else 9, markerfacecolor=face, markeredgecolor=colour,
        markeredgewidth=1.2, linestyle="none", zorder=4 if second else 3,
    )  # fmt: skip


def _dumbbell_legend(axes: Axes, start: tuple[float, float], articles: Sequence[Article]) -> None:
    x, y = start
    for position, article in enumerate(articles):
        _dot(axes, (x + 0.15, y), second=position > 0)
        write(axes, (x + 0.3, y), article.publisher, size=SMALL_SIZE, colour=MUTED)
        x += 0.3 + 0.07 * len(article.publisher) + 0.2
    write(axes, (FIGURE_WIDTH, y), "no mark: no place on the ladder", size=SMALL_SIZE, colour=MUTED, align="right")


def _told(table: Table) -> str:
    rows = table.frame.to_dict("records")
    told = [f"{row['claim'][0]}, {row['dimension']}: {row['first']}, then {row['second']}" for row in rows]
    return f"{sentence(number_word(len(rows)))} differences. {'; '.join(told)}." if rows else "No difference."
