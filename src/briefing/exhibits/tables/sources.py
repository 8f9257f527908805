"""The articles and the origins they go back to: what is known of each, and the texts themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from briefing.exhibits.display import Column, Embedded, Part, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name
from briefing.model.sources import Article, Origin
from briefing.model.words import date_words, listing, number_word, plural, sentence

#: What a sidecar says in words, and how readers meet it (ICD 206).
DESCRIBED = (
    ("description", "What it is worth as a source"),
    ("about", "Who publishes it"),
    ("access", "What access it has"),
    ("bias", "What bias is possible"),
    ("taken_basis", "How the text came here"),
    ("rights", "Rights"),
)
#: Of these, what all articles may have in common.
COMMON = ("taken_basis", "rights")


@table
def articles(ledger: Ledger) -> Table:
    """Return the source description of each article, in reading order: what it is, when, by whom, and its weakness."""
    columns = (
        Column("article", "Article", "head", of=lambda a: (record_link(ledger, a.id), f": {a.title}")),
        Column("published", "Published", of=lambda a: f"{_day(a)}: {a.published_basis}"),
        *(Column(name, heading) for name, heading in DESCRIBED),
    )
    dated = sum(a.published is not None for a in ledger.articles)
    caption = _told("article", "held", (dated, len(ledger.articles)), ("has", "have"), ("a date", "no date"))
    return tabulate("articles", caption, columns, ledger.reading_order, COMMON, layout="cards")


@table
def origins(ledger: Ledger) -> Table:
    """Return where reporting began, on what ground that is known, and whether the text is held."""

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
    count = sum(o.held for o in ledger.origins)
    caption = _told("origin", "known", (count, len(ledger.origins)), ("is", "are"), ("held here", "not held here"))
    return tabulate("origins", caption, columns, ledger.origins, layout="cards")


def _day(record: Article | Origin) -> str:
    return date_words(record.published) if record.published else "not known"


def _told(noun: str, known_as: str, counts: tuple[int, int], verbs: tuple[str, str], what: tuple[str, str]) -> str:
    """Return how many there are, and how many of them have, or are, something: `one has a date`, `it has no date`."""
    (some, every), (singular, several), (yes, no) = counts, verbs, what
    told = sentence(f"{plural(every, f'{noun} is', f'{noun}s are')} {known_as}")
    if every == 1:
        return f"{told}; it {singular} {yes if some else no}."
    who = {0: "none", every: "each"}.get(some, number_word(some))
    return f"{told}; {who} {several if 1 < some < every else singular} {yes}." if every else f"{told}."


@table
def descents(ledger: Ledger) -> Table:
    """Return what each article goes back to, in reading order: how sure that is, and on what ground."""
    columns = (
        Column("article", "Article", "articles", of=lambda a: (record_link(ledger, a.id),)),
        Column("parents", "Goes back to", of=lambda a: tuple(_parents(ledger, a))),
        Column("certainty", "Descent is", of=lambda a: ledger.label("derives_certainty", a.derives_certainty)),
        Column("basis", "On what ground", of=lambda a: a.derives_basis),
    )
    return tabulate("descents", _traced(ledger), columns, ledger.reading_order)


def _parents(ledger: Ledger, article: Article) -> Iterator[Part]:
    """Yield what an article goes back to; where only one of several can be it, that nobody knows which."""
    certain = [name for name in article.derives_from if name in ledger.kind_by_id]
    possible = [name for name in article.may_derive_from if name in ledger.kind_by_id]
    yield from (record_link(ledger, name) for name in certain)
    if possible:
        yield "; and " * bool(certain) + ("one of " if len(possible) > 1 else "perhaps ")
        yield from (record_link(ledger, name) for name in possible)
        yield ": which is not known" * (len(possible) > 1)
    if not certain and not possible:
        yield "nothing known: it counts as an origin of its own"


def _traced(ledger: Ledger) -> str:
    children = [a for a in ledger.articles if a.parents]
    if not children:
        return "No article is known to go back to another text."
    told = sentence(plural(len(children), "article goes", "articles go"))
    labels = (ledger.label("derives_certainty", a.derives_certainty) for a in children)
    counts = Counter(label or "given without its ground" for label in labels)
    sure = listing([f"{plural(n, 'descent is', 'descents are')} {label}" for label, n in counts.items()])
    return f"{told} back to another text; {sure}."


@table
def source_texts(ledger: Ledger) -> Embedded:
    """Return every article in full, in reading order; in the book quoted passages are marked, and lead to claims."""
    texts = {article_name(ledger, article.id): article.text for article in ledger.reading_order}
    return Embedded("source-text", tuple(article.id for article in ledger.reading_order), texts)
