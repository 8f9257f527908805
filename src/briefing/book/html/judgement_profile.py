"""What can be counted of a judgement's decisive claims, in words for its card and page."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model.ledger import Ledger
from briefing.model.naming import article_name
from briefing.model.records import Judgement
from briefing.model.words import counted, date_words, listing
from briefing.reading.profile import profile


def profile_words(ledger: Ledger, judgement: Judgement) -> Iterator[tuple[str, str]]:
    """Yield each part of the evidence profile under its heading."""
    counts = profile(ledger, judgement)
    names = [article_name(ledger, article) for article in counts.articles]
    yield "Decisive claims", str(len(counts.claims))
    yield "Made by", listing(names) or "no article"
    yield "Independent origins", f"{counts.origins}{'' if counts.held else ', not held here'}"
    yield (
        "Said",
        f"{counted(counts.own_voice, 'passage')} in an article’s own voice, {counts.spoken} by somebody it names",
    )
    if counts.dates:
        yield "Dated", listing(list(dict.fromkeys(date_words(day) for day in (counts.dates[0], counts.dates[-1]))))
    if counts.conflicts:
        yield "Conflicts", listing(counts.conflicts)
