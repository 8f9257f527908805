"""Bar charts of counts: what articles made of each other's passages, and in whose voice they speak.

One bar a row, in parts told apart by pattern, on an axis of whole numbers. Voices are counted by sentence, however
finely the sentences are cut into claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from briefing.exhibits import palette
from briefing.exhibits.display import Chart, Column, Table
from briefing.exhibits.figures.canvas import (
    INK,
    LINE_HIGH,
    MUTED,
    RULE,
    SMALL_SIZE,
    Run,
    Sheet,
    chart,
    link,
    text_width,
)
from briefing.exhibits.quoting import every_claim
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.parallels import changes_made as as_table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, voice_name
from briefing.model.records import Evidence
from briefing.model.words import listing, sentence
from briefing.reading.text import sentences

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
        left, above = 0.08, 0.02 + max((sheet.height_of(bar.label, width - 0.13) for bar in bars), default=LINE_HIGH)
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
            above_middle = sheet.height_of(bar.label, left - 0.12) / 2
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
            fontfamily=palette.SANS, fontsize=SMALL_SIZE, url=link(records),
        )  # fmt: skip
    return height


def _plot(sheet: Sheet, corner: tuple[float, float], size: tuple[float, float], height: float) -> Axes:
    """Return axes on a sheet of that height, y downwards in inches, x in whole numbers."""
    (x, y), (wide, high) = corner, size
    plot = sheet.add_axes((x / sheet.width, 1 - (y + high) / height, wide / sheet.width, high / height))
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


@figure
def changes_made(ledger: Ledger) -> Chart:
    """Draw the table of the same name: one bar a kind of change, parted by the articles whose passages they are."""
    table = as_table(ledger)
    counted: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in table.frame.to_dict("records"):
        counted.setdefault(row["change"], {})[row["where"]] = tuple(link.target for link in row["parallels"])
    wheres = sorted({where for parts in counted.values() for where in parts}, key=lambda w: (w.endswith(" alone"), w))
    bars = [
        Bar(change, tuple((len(parts.get(where, ())), parts.get(where, ())) for where in wheres))
        for change, parts in counted.items()
    ]
    bars.sort(key=lambda bar: -bar.total)
    told = listing([f"{bar.label} {bar.total}" for bar in bars]) or "none"
    alt = f"Bars of the passages compared, by what became of them: {told}."
    return chart(table, alt, lambda sheet: draw_bars(sheet, bars, wheres, "passages"))


@figure
def voices(ledger: Ledger) -> Chart:
    """Draw one bar a voice: the sentences in which it speaks; a sentence is an article's own where nobody else does."""
    counts: dict[tuple[str, ...], dict[str, list[tuple[str, ...]]]] = {}
    quoted = 0
    for article, voices_in_it in _spoken(ledger):
        quoted += 1
        for voice, claims in voices_in_it.items():
            counts.setdefault(voice, {}).setdefault(article, []).append(claims)
    order = sorted(counts, key=lambda voice: (bool(voice), -sum(map(len, counts[voice].values())), voice))
    articles = [a.id for a in ledger.reading_order]
    bars = [
        Bar(sentence(voice_name(ledger, voice)), tuple(_part(counts[voice].get(a, [])) for a in articles))
        for voice in order
    ]
    names = [article_name(ledger, a) for a in articles]
    table = _table(ledger, bars, articles, quoted)
    told = listing([f"{bar.label} {bar.total}" for bar in bars])
    alt = f"Bars of the sentences in which each voice speaks: {told}." if bars else "No sentence is quoted yet."
    return chart(table, alt, lambda sheet: draw_bars(sheet, bars, names, "sentences that a claim quotes"))


def _spoken(ledger: Ledger) -> Iterator[tuple[str, dict[tuple[str, ...], tuple[str, ...]]]]:
    """Yield the article of each quoted sentence, and the voices that speak in it, each with the claims."""
    for article in ledger.articles:
        passages = [e for c in ledger.standing for e in c.in_article(article.id) if e.span]
        for span in sentences(article.text, article.language):
            inside = [e for e in passages if e.span and e.span.overlaps(span)]
            named = sorted({e.voice for e in inside if e.voice})
            if inside:
                yield article.id, {voice: _claims(inside, voice) for voice in named or [()]}


def _claims(evidence: list[Evidence], voice: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.claim for e in evidence if e.voice == voice))


def _part(claims: list[tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    return len(claims), tuple(dict.fromkeys(name for some in claims for name in some))


def _table(ledger: Ledger, bars: list[Bar], articles: list[str], quoted: int) -> Table:
    columns = (
        Column("voice", "Voice", "head"),
        *(Column(a, article_name(ledger, a), "number") for a in articles),
        Column("total", "Sentences", "number"),
    )
    rows = [
        {"voice": bar.label, "total": bar.total} | {a: part[0] for a, part in zip(articles, bar.parts, strict=True)}
        for bar in bars
    ]
    own = sum(bar.total for bar in bars if bar.label == sentence(voice_name(ledger, ())))
    share = f" ({own / quoted:.0%})" if quoted else ""
    caption = f"{own} of {quoted} quoted sentences{share} are in an article’s own voice."
    return tabulate("voices", caption, columns, rows, claims=every_claim(ledger))
