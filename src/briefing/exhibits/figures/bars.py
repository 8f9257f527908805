"""Bar charts of counts: what articles made of each other's passages, and in whose voice they speak.

One bar a row, in parts told apart by pattern, on an axis of whole numbers. Voices are counted by sentence, however
finely the sentences are cut into claims.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from briefing.exhibits import palette
from briefing.exhibits.display import Chart, Column
from briefing.exhibits.figures.canvas import LINE_HIGH, SMALL_SIZE, TEXT_SIZE, Run, Sheet, chart, flow, link, text_width
from briefing.exhibits.registry import every_claim, figure, tabulate
from briefing.exhibits.tables.parallels import changes_made as as_table
from briefing.model.base import grouped
from briefing.model.ledger import Ledger
from briefing.model.words import article_name, listing, sentence, voice_name
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

    def lines_high(label: str, width: float) -> float:
        return LINE_HIGH * len(flow(label, width, TEXT_SIZE))

    width, left, above = sheet.width, LABELS_WIDE, 0.0
    if sheet.narrow:
        left, above = 0.08, 0.02 + max((lines_high(bar.label, width - 0.13) for bar in bars), default=LINE_HIGH)
    parted = 1 < len(parts) <= len(PATTERNS)
    top = _legend(sheet, left, parts) if parted else 0.02
    step = ROW + above
    high = step * max(len(bars), 1)
    height = top + high + FOOT
    place = (left / width, 1 - (top + high) / height, (width - left - 0.45) / width, high / height)
    plot = _plot(sheet, place, high, axis)
    plot.set_xlim(0, max((bar.total for bar in bars), default=0) or 1)
    for number, bar in enumerate(bars):
        y = number * step + above + ROW / 2
        records = tuple(record for _, some in bar.parts for record in some)
        label = [Run(bar.label, records)]
        if above:
            sheet.words((left + 0.05, top + number * step + 0.02), label, width - left - 0.05)
        else:
            sheet.words((0, top + y - lines_high(bar.label, left - 0.12) / 2), label, left - 0.12, align="right")
        start, drawn = 0, bar.parts if parted else ((bar.total, records),)
        for (face, hatch), (count, some) in zip(PATTERNS, drawn, strict=False):
            (patch,) = plot.barh(y, count, BAR, start, color=palette.LIGHT[face], hatch=hatch, zorder=2)
            patch.set(edgecolor=palette.LIGHT["ink"], linewidth=0.9, url=link(some))
            start += count
        plot.annotate(
            f"{bar.total:,}", (start, y), (5, 0), textcoords="offset points", va="center", color=palette.LIGHT["ink"],
            fontfamily=palette.SANS, fontsize=SMALL_SIZE, url=link(records),
        )  # fmt: skip
    return height


def _plot(sheet: Sheet, place: tuple[float, float, float, float], high: float, axis: str) -> Axes:
    """Return axes in a place on a sheet, y downwards in inches, x in whole numbers."""
    plot = sheet.add_axes(place)
    plot.set(ylim=(high, 0), yticks=[], xlabel=axis)
    plot.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if not sheet.narrow:  # labels stand beside the bars, and no line runs through them
        plot.grid(axis="x", color=palette.LIGHT["rule"], linewidth=0.8)
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
        sheet.box((x, y + 0.04), (0.22, 0.13), fill=face, edge="ink", hatch=hatch)
        sheet.words((x + 0.28, y), [Run(name, colour="muted")], sheet.width - x - 0.28, small=True)
        x += width + 0.17
    return y + LEGEND + 0.07


@figure
def changes_made(ledger: Ledger) -> Chart:
    """Draw the table of the same name: one bar a kind of change, parted by the articles whose passages they are."""
    table = as_table(ledger)
    rows = table.frame.to_dict("records")
    which = {(row["change"], row["where"]): tuple(link.target for link in row["parallels"]) for row in rows}
    wheres = sorted({where for _, where in which}, key=lambda where: (where.endswith(" alone"), where))
    bars = []
    for change in dict.fromkeys(change for change, _ in which):
        parts = [which.get((change, where), ()) for where in wheres]
        bars.append(Bar(change, tuple((len(part), part) for part in parts)))
    bars.sort(key=lambda bar: -bar.total)
    told = listing([f"{bar.label} {bar.total}" for bar in bars]) or "none"
    alt = f"Bars of the passages compared, by what became of them: {told}."
    return chart(table, alt, lambda sheet: draw_bars(sheet, bars, wheres, "passages"))


@figure
def voices(ledger: Ledger) -> Chart:
    """Draw one bar a voice: the sentences in which it speaks; a sentence is an article's own where nobody else does."""
    spoken = list(_spoken(ledger))
    said = grouped(((voice, article), claims) for article, by_voice in spoken for voice, claims in by_voice.items())
    totals = Counter(voice for _, by_voice in spoken for voice in by_voice)
    articles = {a.id: article_name(ledger, a.id) for a in ledger.reading_order}
    bars = []
    for voice in sorted(totals, key=lambda voice: (bool(voice), -totals[voice], voice)):
        parts = [said.get((voice, article), []) for article in articles]
        counted = tuple((len(part), tuple(dict.fromkeys(chain.from_iterable(part)))) for part in parts)
        bars.append(Bar(sentence(voice_name(ledger, voice)), counted))
    columns = (
        Column("voice", "Voice", "head"),
        *(Column(article, name, "number") for article, name in articles.items()),
        Column("total", "Sentences", "number"),
    )
    rows = [(bar.label, *(count for count, _ in bar.parts), bar.total) for bar in bars]
    share = f" ({totals[()] / len(spoken):.0%})" if spoken else ""
    caption = f"{totals[()]} of {len(spoken)} quoted sentences{share} are in an article’s own voice."
    told = listing([f"{bar.label} {bar.total}" for bar in bars])
    alt = f"Bars of the sentences in which each voice speaks: {told}." if bars else "No sentence is quoted yet."
    table = tabulate("voices", caption, columns, rows, claims=every_claim(ledger))
    return chart(
        table, alt, lambda sheet: draw_bars(sheet, bars, [*articles.values()], "sentences that a claim quotes")
    )


def _spoken(ledger: Ledger) -> Iterator[tuple[str, dict[tuple[str, ...], list[str]]]]:
    """Yield the article of each quoted sentence, and the voices that speak in it, each with the claims."""
    for article in ledger.articles:
        passages = [e for c in ledger.standing for e in c.in_article(article.id)]
        for span in sentences(article.text, article.language):
            claims = grouped((e.voice, e.claim) for e in passages if e.span and e.span.overlaps(span))
            if claims:
                yield article.id, {voice: claims[voice] for voice in sorted(filter(None, claims)) or [()]}
