"""The articles and the origins they go back to: what is known of each, the texts, and how completely they were read."""

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from briefing.exhibits.display import Column, Embedded, Link, Part, Table
from briefing.exhibits.registry import every_claim, record_link, record_links, table, tabulate
from briefing.model.fields import coded_fields, field_words
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.sources import Article, Origin
from briefing.model.words import article_name, date_words, listing, number_word, plural, sentence
from briefing.reading.agreement import agreements, recall
from briefing.reading.coverage import CLAIMED, FURNITURE, OPEN, WAIVED, sentence_coverage
from briefing.reading.profile import origin_count

#: Of what is said of a source, what all articles may have in common.
COMMON = ("taken_basis", "rights")


@table
def articles(ledger: Ledger) -> Table:
    """Return the source description of each article, in reading order: what it is, when, by whom, and its weakness."""
    columns = (
        Column("article", "Article", "head", of=lambda a: (record_link(ledger, a.id), f": {a.title}")),
        Column("published", "Published", of=lambda a: f"{_day(a)}: {a.published_basis}"),
        *(Column(name, heading) for name, heading in field_words("source").items()),
    )
    dated = sum(a.published is not None for a in ledger.articles)
    caption = _told("article", "held", (dated, len(ledger.articles)), ("has", "have"), ("a date", "no date"))
    return tabulate("articles", caption, columns, ledger.reading_order, COMMON, layout="cards")


@table
def origins(ledger: Ledger) -> Table:
    """Return where reporting began, on what ground that is known, and whether the text is held.

    An article that goes back to no other text began it itself; what may be one origin counts as one.
    """
    held_as = {origin.held_as for origin in ledger.origins}
    own = [
        Origin(
            **article.model_dump(include={"id", "publisher", "title", "published"}), held=True, held_as=article.id,
            basis=article.derives_basis, note="This article goes back to no other text that is known.",
        )
        for article in ledger.reading_order if not article.parents and article.id not in held_as
    ]  # fmt: skip
    known, independent = (*ledger.origins, *own), origin_count(ledger, ledger.article_by_id)

    def held(origin: Origin) -> object:
        is_article = origin.held_as in ledger.article_by_id
        return ("yes, as ", record_link(ledger, origin.held_as or "")) if is_article else origin.held

    columns = (
        Column("origin", "Origin", "head", of=lambda o: (record_link(ledger, o.id), f": {o.title}")),
        Column("author", "By", of=lambda o: ", ".join(filter(None, (o.author, o.dateline)))),
        Column("published", "Published", of=_day),
        Column("basis", "On what ground"),
        Column("held", "Text held here", of=held),
        Column("note", "What follows"),
    )
    count = sum(o.held for o in known)
    caption = _told("origin", "known", (count, len(known)), ("is", "are"), ("held here", "not held here"))
    if independent < len(known):
        caption += f" They count as {plural(independent, 'independent origin')}."
    return tabulate("origins", caption, columns, known, layout="cards")


def _day(record: Article | Origin) -> str:
    return date_words(record.published) if record.published else "not known"


def _told(noun: str, known_as: str, counts: tuple[int, int], has: tuple[str, str], what: tuple[str, str]) -> str:
    """Return how many there are, and how many of them have, or are, something: `one has a date`, `it has no date`."""
    some, every = counts
    told = sentence(f"{plural(every, f'{noun} is', f'{noun}s are')} {known_as}")
    if every == 1:
        return f"{told}; it {has[0]} {what[not some]}."
    who = {0: "none", every: "each"}.get(some, number_word(some))
    return f"{told}; {who} {has[1 < some < every]} {what[0]}." if every else f"{told}."


@table
def descents(ledger: Ledger) -> Table:
    """Return what each article goes back to, in reading order: how sure that is, and on what ground."""

    def linked(names: Iterable[str]) -> tuple[Link, ...]:
        return record_links(ledger, (name for name in names if name in ledger.kind_by_id))

    def parents(article: Article) -> tuple[Part, ...]:
        certain, possible = linked(article.derives_from), linked(article.may_derive_from)
        if not possible:
            return certain or ("nothing known: it counts as an origin of its own",)
        several = len(possible) > 1  # and nobody knows which
        before = "; and " * bool(certain) + ("one of " if several else "perhaps ")
        return *certain, before, *possible, ": which is not known" * several

    columns = (
        Column("article", "Article", "articles", of=lambda a: (record_link(ledger, a.id),)),
        Column("parents", "Goes back to", of=parents),
        Column("certainty", "Descent is", of=lambda a: ledger.label("derives_certainty", a.derives_certainty)),
        Column("basis", "On what ground", of=lambda a: a.derives_basis),
    )
    sure = [ledger.label("derives_certainty", a.derives_certainty) for a in ledger.articles if a.parents]
    caption = "No article is known to go back to another text."
    if sure:
        counts = Counter(label or "given without its ground" for label in sure)
        each = listing([f"{plural(n, 'descent is', 'descents are')} {label}" for label, n in counts.items()])
        caption = f"{sentence(plural(len(sure), 'article goes', 'articles go'))} back to another text; {each}."
    return tabulate("descents", caption, columns, ledger.reading_order)


@table
def source_texts(ledger: Ledger) -> Embedded:
    """Return every article in full, in reading order; in the book quoted passages are marked, and lead to claims."""
    texts = {article_name(ledger, article.id): article.text for article in ledger.reading_order}
    return Embedded("source-text", tuple(article.id for article in ledger.reading_order), texts)


@table
def coverage(ledger: Ledger) -> Table:
    """Return one row an article: what became of its sentences, and the share accounted for, in percent.

    A sentence with a rest that nothing covers is left out.
    """
    columns = (
        Column("article", "Article", "head", of=lambda row: (record_link(ledger, row.Index),)),
        Column("sentences", "Sentences and bullets", "number"),
        Column(CLAIMED, "Quoted by a claim", "number"),
        Column(WAIVED, "Set aside, with a reason", "number"),
        Column(FURNITURE, "Not the article", "number"),
        Column(OPEN, "Left out", "number"),
        Column("share_pct", "Accounted for, %", "number"),
    )
    names, statuses = [a.id for a in ledger.reading_order], [CLAIMED, WAIVED, FURNITURE, OPEN]
    read = [
        (a.id, s.status if s.accounted_for else OPEN) for a in ledger.articles for s in sentence_coverage(ledger, a)
    ]
    frame = pd.DataFrame(read, columns=["article", "status"])
    counts = pd.crosstab(frame["article"], frame["status"]).reindex(index=names, columns=statuses, fill_value=0)
    counts["sentences"] = counts.sum(axis=1)
    counts["share_pct"] = (100 * (1 - counts[OPEN] / counts["sentences"])).round(1).fillna(100.0)
    left, told = int(counts[OPEN].sum()), plural(len(read), "sentence or bullet", "sentences and bullets")
    caption = f"{sentence(told)} {'is' if len(read) == 1 else 'are'} accounted for, and none is left out."
    if left:
        caption = f"Of {told}, {plural(left, 'is', 'are')} left out."
    elif not read:
        caption = "No sentence is held."
    return tabulate("coverage", caption, columns, counts.itertuples(), claims=every_claim(ledger))


@table
def agreement(ledger: Ledger) -> Table:
    """Return one row a code: the level it is compared at, units, how many alike, alpha and its 95 % interval."""

    def decimal(value: float) -> str:
        return f"{value:.2f}".replace("-", "−")

    headings = {field.name: field.heading for field in (*coded_fields(Claim), *coded_fields(Evidence))}
    columns = (
        Column("code", "Code", "head", of=lambda a: headings.get(a.code, "Own voice or a speaker")),
        Column("level", "Compared as"),
        Column("units", "Passages", "number"),
        Column("alike", "Coded alike", "number"),
        Column("alpha", "Krippendorff’s alpha", of=lambda a: "no variation" if a.alpha is None else decimal(a.alpha)),
        Column("interval", "95 % interval", of=lambda a: " to ".join(map(decimal, a.interval or ()))),
    )
    every, settled, caption = agreements(ledger), len(ledger.settlements), "There is no second reading to compare with."
    if ledger.second_reading:
        found, alphas = recall(ledger), sorted(a.alpha for a in every if a.alpha is not None)
        first = f"of {found.first} passages of the first, the second has {found.first_also_second}"
        second = f"of {found.second} of the second, the first has {found.second_also_first}"
        caption = f"Two readings, one blind to the other: {first}; {second}"
        if len(alphas) > 1:
            caption += "; where both took a passage, alpha lies between "
            caption += f"{decimal(alphas[0])} and {decimal(alphas[-1])}"
        caption += "."
        if settled:
            reason = "with its reason" if settled == 1 else "each with its reason"
            caption += f" {sentence(plural(settled, 'difference was', 'differences were'))} settled, {reason}."
    rests = record_links(ledger, (settlement.id for settlement in ledger.settlements))
    return tabulate("agreement", caption, columns, every, claims=rests)
