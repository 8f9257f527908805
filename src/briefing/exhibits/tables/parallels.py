"""What one article made of another's passages: two articles side by side, and the changes counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from briefing.exhibits import frames
from briefing.exhibits.display import Column, Part, Quote, Table
from briefing.exhibits.quoting import record_link, shared_words
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name
from briefing.model.records import Parallel, ParallelSide
from briefing.model.words import listing, number_word, plural, sentence

#: What stands where an article has nothing of the other's passage.
NO_PASSAGE = "nothing"


@table
def comparison(ledger: Ledger, first: str, second: str) -> Table:
    """Return the parallels of two articles, passage beside passage, in the order in which the first has them.

    Words that both sides have are set apart. A passage that stands on one side
    alone is shown where the two articles go back to one text and no claim of it is the other's. Raises `ValueError`
    for an article that is not held, or the same one twice.
    """
    pair = (first, second)
    if first == second or not set(pair) <= set(ledger.article_by_id):
        held = ", ".join(ledger.article_by_id) or "none"
        message = f"a comparison is of two articles that are held, not of {first!r} and {second!r}; held: {held}"
        raise ValueError(message)

    def note(parallel: Parallel) -> tuple[Part, ...]:
        gap = (" ",) if parallel.claims else ()
        return parallel.note, *gap, *(record_link(ledger, claim) for claim in parallel.claims)

    columns = (
        Column(
            "change",
            "What became of it",
            "head",
            of=lambda p: (record_link(ledger, p.id), f" {ledger.labels('change', p.change)}"),
        ),
        Column("first", article_name(ledger, first), "quotes", of=lambda p: _words(ledger, p, first, second)),
        Column("second", article_name(ledger, second), "quotes", of=lambda p: _words(ledger, p, second, first)),
        Column("note", "What it does to the meaning", of=note),
    )
    chosen = _in_order([p for p in ledger.standing_of("parallels") if _compares(ledger, p, pair)], pair)
    return tabulate(
        f"comparison_{first}_{second}",
        _compared(ledger, chosen, pair),
        columns,
        chosen,
        layout="comparison",
        row_ids=tuple(p.id for p in chosen),
    )


def _sides(parallel: Parallel) -> Mapping[str, ParallelSide]:
    return {side.article: side for side in parallel.sides}


def _compares(ledger: Ledger, parallel: Parallel, pair: tuple[str, str]) -> bool:
    """Tell whether a parallel is of these two articles: both have a side, or one has the only one and the other none.

    Of an article that goes back to another text nobody says that it dropped something.
    """
    sides = _sides(parallel)
    if len(sides) > 1:
        return set(pair) <= set(sides)
    alone = next(iter(sides))
    if alone not in pair or not set(ledger.roots_of(pair[0])) & set(ledger.roots_of(pair[1])):
        return False
    other = pair[alone == pair[0]]
    return not any(other in ledger.claim_by_id[c].articles for c in parallel.claims if c in ledger.claim_by_id)


def _in_order(parallels: Sequence[Parallel], pair: tuple[str, str]) -> list[Parallel]:
    """Return parallels as the first article has them; what the second alone has follows what stands before it there."""

    def start(parallel: Parallel, article: str) -> int:
        side = _sides(parallel).get(article)
        return side.span.start if side and side.span else -1

    shared = [(start(p, pair[1]), start(p, pair[0])) for p in parallels if len(p.sides) > 1]

    def key(parallel: Parallel) -> tuple[int, int]:
        there = start(parallel, pair[1])
        if pair[0] in _sides(parallel):
            return start(parallel, pair[0]), -1
        return max(((b, a) for b, a in shared if b < there), default=(-1, -1))[1], there

    return sorted(parallels, key=key)


def _words(ledger: Ledger, parallel: Parallel, own: str, other: str) -> Quote | str:
    sides = _sides(parallel)
    if own not in sides:
        return NO_PASSAGE
    words = sides[own].words
    marks = shared_words(words, sides[other].words) if other in sides else ()
    return Quote(words, record_link(ledger, own), ledger.article_by_id[own].language, marks=marks)


def _compared(ledger: Ledger, parallels: Sequence[Parallel], pair: tuple[str, str]) -> str:
    names = {name: article_name(ledger, name) for name in pair}
    if not parallels:
        return f"No passages of {listing(list(names.values()))} are set side by side."
    alone = [side.article for p in parallels for side in p.sides if len(p.sides) == 1]
    counts = {"in both": len(parallels) - len(alone)}
    counts |= {f"in {name} alone": alone.count(article) for article, name in names.items()}
    told = listing([f"{number_word(count)} {where}" for where, count in counts.items() if count])
    marked = " Words that both have are marked." if counts["in both"] else ""
    return f"{sentence(plural(len(parallels), 'passage'))} of {listing(list(names.values()))}: {told}.{marked}"


@table
def changes_made(ledger: Ledger) -> Table:
    """Return the parallels counted by kind of change and by the articles whose passages they are."""
    frame = frames.parallels(ledger)
    frame = frame[frame["standing"]]
    columns = (
        Column("change", "What became of a passage", "head", of=lambda row: ledger.label("change", row.change)),
        Column("where", "Where", of=lambda row: _where(ledger, row.articles)),
        Column("count", "Passages", "number", of=lambda row: len(row.parallel)),
        Column("parallels", "Which", of=lambda row: tuple(record_link(ledger, name) for name in row.parallel)),
    )
    words = [*ledger.vocabulary.get("change", {}), *frame["change"]]
    grouped = frame.groupby(["change", "articles"], sort=False)["parallel"].agg(tuple).reset_index()
    grouped = grouped.sort_values("change", key=lambda column: column.map(words.index), kind="stable")
    return tabulate("changes_made", _counted(ledger, frame), columns, grouped.itertuples())


def _where(ledger: Ledger, articles: tuple[str, ...]) -> str:
    names = listing([article_name(ledger, name) for name in articles])
    return names if len(articles) > 1 else f"{names} alone"


def _counted(ledger: Ledger, frame: pd.DataFrame) -> str:
    if frame.empty:
        return "No passages of articles are set side by side."
    counts = frame["change"].value_counts(sort=False)
    most = [f"“{ledger.label('change', word)}”" for word in counts[counts == counts.max()].index]
    told = plural(frame["parallel"].nunique(), "passage is", "passages are")
    often = f"; most often {listing(most)}" if len(counts) > len(most) else ""
    return f"{sentence(told)} compared between articles{often}."
