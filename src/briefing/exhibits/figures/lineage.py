"""Where the articles come from: origins, articles, and each descent as it is known: stated, inferred, one of two."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import DASHED, LINE_HIGH, SMALL_HIGH, Point, Run, Sheet, chart
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.sources import descents
from briefing.model.base import grouped
from briefing.model.ledger import Ledger
from briefing.model.words import date_words, listing, plural, record_name, sentence
from briefing.reading.profile import independent_origins

BOX = (1.85, 0.7)
STEP = 1.0
#: With more articles than this, or on a narrow sheet, descents are listed and not drawn.
DRAWN = 8
#: With more articles than this the caption counts them and does not tell of each.
TOLD = 3
ONE_OF_THESE = "one of these"


class Arrow(NamedTuple):
    """A descent: parent and child, and how sure it is; drawn solid where an article says so itself."""

    parent: str
    child: str
    known: str

    @property
    def line(self) -> object:
        return "-" if self.known == "stated" else DASHED


def arrows(ledger: Ledger) -> Iterator[Arrow]:
    """Yield every descent, and every possible one."""
    for article in ledger.reading_order:
        yield from (Arrow(p, article.id, article.derives_certainty or "inferred") for p in article.derives_from)
        yield from (Arrow(parent, article.id, ONE_OF_THESE) for parent in article.may_derive_from)


@figure
def lineage(ledger: Ledger) -> Chart:
    """Draw origins on the left, then the articles by how many steps they are away; a long list is a list."""
    articles = [article.id for article in ledger.reading_order]
    told = [f"{record_name(ledger, article)} {_descent(ledger, article)}" for article in articles]
    groups = independent_origins(ledger, articles)
    count = f"{sentence(plural(len(articles), 'article'))}, {plural(len(groups), 'independent origin')}"
    caption = f"{count}{': ' + '; '.join(told) if 0 < len(told) <= TOLD else ''}."
    roots = {root for article in articles for root in ledger.roots_of(article)}
    missing = [record_name(ledger, o.id) for o in ledger.origins if o.id in roots and not _is_held(ledger, o.id)]
    if missing:
        caption += f" What {listing(missing)} said is not held."
    alt = f"A diagram of descent. {'; '.join(told) or 'no article is held'}."
    return chart(descents(ledger), alt, lambda sheet: _draw(sheet, ledger), name="lineage", caption=caption)


def _descent(ledger: Ledger, article: str) -> str:
    """Return what is known of an article's descent, as the rest of a sentence that begins with its name."""
    known = grouped((a.known, record_name(ledger, a.parent)) for a in arrows(ledger) if a.child == article)
    either = known.pop(ONE_OF_THESE, [])
    parts = [f"goes back to {listing(sure)} ({how})" for how, sure in known.items()]
    parts += [f"goes back to {' or '.join(either)}, which of them is not known"] if either else []
    return " and ".join(parts) or "is its own origin"


def _is_held(ledger: Ledger, name: str) -> bool:
    origin = ledger.origin_by_id.get(name)
    return origin is None or origin.held or bool(origin.held_as)


def _draw(sheet: Sheet, ledger: Ledger) -> float:
    every = list(arrows(ledger))
    if sheet.narrow or len(ledger.articles) > DRAWN:
        return _list(sheet, ledger, every)
    places = grid(ledger, every)
    pitch = (sheet.width - BOX[0] - 0.04) / max([1, *(column for column, _ in places.values())])
    corners = {name: (0.02 + column * pitch, 0.03 + row * STEP) for name, (column, row) in places.items()}
    for name, (x, y) in corners.items():
        _card(sheet, ledger, name, (x, y), BOX)
        sheet.words((x + 0.1, y + 0.07), _lines(ledger, name), BOX[0] - 0.2)
    for child, corner in corners.items():
        own = [arrow for arrow in every if arrow.child == child and arrow.parent in corners]
        for number, arrow in enumerate(own, 1):
            (x, y), turned = corners[arrow.parent], abs(corners[arrow.parent][1] - corner[1]) > BOX[1]
            head = (corner[0] - 0.03, corner[1] + BOX[1] * number / (len(own) + 1))
            # From a parent to a share of the height of its child: level, or down and then across.
            tail = (x + BOX[0] * 0.3, y + BOX[1] + 0.03) if turned else (x + BOX[0] + 0.03, head[1])
            sheet.arrow(tail, head, arrow.line, records=(arrow.child,), turned=turned)
            above, room = (tail[0] + 0.1, head[1] - SMALL_HIGH - 0.02), head[0] - tail[0] - 0.2
            label = [Run(arrow.known, (arrow.child,), colour="muted")]
            sheet.words(above, label, room, small=True, align="left" if turned else "center")
    return max((row for _, row in places.values()), default=0) * STEP + BOX[1] + 0.06


def grid(ledger: Ledger, every: Sequence[Arrow]) -> dict[str, tuple[int, int]]:
    """Return column and row of each article and origin: steps away from an origin, and families one below the other.

    What goes back to one origin stands together, so that no arrow on its way down meets a box of another family.
    """
    order = ledger.reading_order
    depth: dict[str, int] = {}
    for article in order:
        depth[article.id] = max((depth.get(a.parent, 0) + 1 for a in every if a.child == article.id), default=0)
    roots = {article.id: ledger.roots_of(article.id) for article in order}
    first = {root: number for number, names in reversed([*enumerate(roots.values())]) for root in names}
    families = sorted(roots, key=lambda article: max(first[root] for root in roots[article]))
    rows = {article: number for number, article in enumerate(families)}
    for origin in ledger.origins:
        above = min((rows[a.child] for a in every if a.parent == origin.id), default=0)
        taken = {row for name, row in rows.items() if depth.get(name, 0) == 0}
        rows[origin.id] = next(row for row in range(above, above + len(taken) + 1) if row not in taken)
    return {name: (depth.get(name, 0), row) for name, row in rows.items()}


def _card(sheet: Sheet, ledger: Ledger, name: str, corner: Point, size: Point) -> None:
    look = {"edge": "ink"} if _is_held(ledger, name) else {"edge": "muted", "fill": "paper", "linestyle": DASHED}
    sheet.box(corner, size, records=(name,), **look)


def _lines(ledger: Ledger, name: str) -> list[Run]:
    """Return what stands in the box of an article or an origin."""
    day = (ledger.origin_by_id.get(name) or ledger.article_by_id[name]).published
    state = f"{date_words(day) if day else 'no date'}\ntext {'' if _is_held(ledger, name) else 'not '}held"
    return [Run(record_name(ledger, name), (name,), bold=True), Run(f"\n{state}", (name,), colour="muted")]


def _list(sheet: Sheet, ledger: Ledger, every: Sequence[Arrow]) -> float:
    """Draw a card for each origin and article, below which its descent is told, with a sample of its line."""
    width, y = sheet.width, 0.03
    for record in (*(o.id for o in ledger.origins), *(a.id for a in ledger.reading_order)):
        top = y
        y = sheet.words((0.12, y + 0.07), _lines(ledger, record), width - 0.24)
        for arrow in (arrow for arrow in every if arrow.child == record):
            middle = y + LINE_HIGH / 2
            sheet.arrow((0.47, middle), (0.12, middle), arrow.line, records=(record,))
            parent = Run(f"from {record_name(ledger, arrow.parent)}", (arrow.parent,))
            y = sheet.words((0.55, y), [parent, Run(f"({arrow.known})", (record,), colour="muted")], width - 0.65)
        y += 0.08
        _card(sheet, ledger, record, (0.02, top), (width - 0.04, y - top))
        y += 0.1
    return y
