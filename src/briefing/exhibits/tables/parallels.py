"""What one article made of another's passages: two articles side by side, and the changes counted."""

from briefing.exhibits import frames
from briefing.exhibits.display import Column, Part, Quote, Table
from briefing.exhibits.registry import record_link, record_links, shared_words, table, tabulate
from briefing.model.ledger import Ledger
from briefing.model.records import Parallel, ParallelSide
from briefing.model.words import article_name, listing, number_word, plural, sentence

#: What stands where an article has nothing of the other's passage.
NO_PASSAGE = "nothing"


@table
def comparison(ledger: Ledger, first: str, second: str) -> Table:
    """Return the parallels of two articles, passage beside passage, in the order in which the first has them.

    Words that both sides have are set apart. A passage that stands on one side alone is shown where the two articles go
    back to one text and no claim of it is the other's. Raises `ValueError` for an article that is not held, or the same
    one twice.
    """
    if first == second or not {first, second} <= set(ledger.article_by_id):
        held = ", ".join(ledger.article_by_id) or "none"
        message = f"a comparison is of two articles that are held, not of {first!r} and {second!r}; held: {held}"
        raise ValueError(message)

    def words(parallel: Parallel, own: str, other: str) -> Quote | str:
        sides = _sides(parallel)
        if own not in sides:
            return NO_PASSAGE
        marks = shared_words(sides[own].words, sides[other].words) if other in sides else ()
        return Quote(sides[own].words, record_link(ledger, own), ledger.article_by_id[own].language, marks=marks)

    def changed(parallel: Parallel) -> tuple[Part, ...]:
        return record_link(ledger, parallel.id), f" {ledger.labels('change', parallel.change)}"

    def note(parallel: Parallel) -> tuple[Part, ...]:
        return parallel.note, *((" ",) if parallel.claims else ()), *record_links(ledger, parallel.claims)

    names = {name: article_name(ledger, name) for name in (first, second)}
    columns = (
        Column("change", "What became of it", "head", of=changed),
        Column("first", names[first], "quotes", of=lambda p: words(p, first, second)),
        Column("second", names[second], "quotes", of=lambda p: words(p, second, first)),
        Column("note", "What it does to the meaning", of=note),
    )
    chosen = _compared(ledger, first, second)
    caption = f"No passages of {listing([*names.values()])} are set side by side."
    if chosen:
        alone = [side.article for p in chosen for side in p.sides if len(p.sides) == 1]
        both = len(chosen) - len(alone)
        counts = {"in both": both} | {f"in {name} alone": alone.count(article) for article, name in names.items()}
        told = listing([f"{number_word(count)} {where}" for where, count in counts.items() if count])
        caption = f"{sentence(plural(len(chosen), 'passage'))} of {listing([*names.values()])}: {told}."
        caption += " Words that both have are marked." * bool(both)
    ids = tuple(p.id for p in chosen)
    return tabulate(f"comparison_{first}_{second}", caption, columns, chosen, layout="comparison", row_ids=ids)


def _sides(parallel: Parallel) -> dict[str, ParallelSide]:
    return {side.article: side for side in parallel.sides}


def _compares(ledger: Ledger, parallel: Parallel, first: str, second: str) -> bool:
    """Tell whether a parallel is of these two articles: both have a side, or one has the only one and the other none.

    Of an article that goes back to another text nobody says that it dropped something.
    """
    sides, pair = set(_sides(parallel)), {first, second}
    if len(sides) > 1 or not sides <= pair:
        return pair <= sides
    (other,) = pair - sides
    makers = {article for c in parallel.claims if c in ledger.claim_by_id for article in ledger.claim_by_id[c].articles}
    return other not in makers and not set(ledger.roots_of(first)).isdisjoint(ledger.roots_of(second))


def _compared(ledger: Ledger, first: str, second: str) -> list[Parallel]:
    """Return parallels as the first article has them; what the second alone has follows what stands before it there."""
    parallels = [p for p in ledger.standing_of("parallels") if _compares(ledger, p, first, second)]

    def start(parallel: Parallel, article: str) -> int:
        side = _sides(parallel).get(article)
        return side.span.start if side and side.span else -1

    shared = [(start(p, second), start(p, first)) for p in parallels if len(p.sides) > 1]

    def key(parallel: Parallel) -> tuple[int, int]:
        if first in _sides(parallel):
            return start(parallel, first), -1
        there = start(parallel, second)
        return max(((b, a) for b, a in shared if b < there), default=(-1, -1))[1], there

    return sorted(parallels, key=key)


@table
def changes_made(ledger: Ledger) -> Table:
    """Return the parallels counted by kind of change and by the articles whose passages they are."""

    def where(articles: tuple[str, ...]) -> str:
        names = listing([article_name(ledger, name) for name in articles])
        return names if len(articles) > 1 else f"{names} alone"

    columns = (
        Column("change", "What became of a passage", "head", of=lambda row: ledger.label("change", row.change)),
        Column("where", "Where", of=lambda row: where(row.articles)),
        Column("count", "Passages", "number", of=lambda row: len(row.parallel)),
        Column("parallels", "Which", of=lambda row: record_links(ledger, row.parallel)),
    )
    frame = frames.parallels(ledger)
    frame = frame[frame["standing"]]
    words = [*ledger.vocabulary.get("change", {}), *frame["change"]]
    grouped = frame.groupby(["change", "articles"], sort=False)["parallel"].agg(tuple).reset_index()
    grouped = grouped.sort_values("change", key=lambda column: column.map(words.index), kind="stable")
    caption = "No passages of articles are set side by side."
    if not frame.empty:
        counts = frame["change"].value_counts(sort=False)
        most = [f"“{ledger.label('change', word)}”" for word in counts[counts == counts.max()].index]
        told = sentence(plural(frame["parallel"].nunique(), "passage is", "passages are"))
        often = f"; most often {listing(most)}" if len(counts) > len(most) else ""
        several = " Of some, several of these words are true." * bool(frame["parallel"].duplicated().any())
        caption = f"{told} compared between articles{often}.{several}"
    return tabulate("changes_made", caption, columns, grouped.itertuples())
