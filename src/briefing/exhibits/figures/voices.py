"""In whose voice the articles speak, counted by sentence, however finely they are cut into claims."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.exhibits.display import Chart, Column, Table
from briefing.exhibits.figures.bars import Bar, draw_bars
from briefing.exhibits.figures.canvas import chart
from briefing.exhibits.quoting import every_claim
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, voice_name
from briefing.model.records import Evidence
from briefing.model.words import listing, sentence
from briefing.reading.text import sentences

AXIS = "sentences that a claim quotes"


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
    return chart("voices", alt, table, lambda sheet: draw_bars(sheet, bars, names, AXIS), claims=table.claims)


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
    caption = f"{own} of {quoted} quoted sentences{share} are in an article’s own voice: nobody is named who says so."
    return tabulate("voices", caption, columns, rows, claims=every_claim(ledger))
