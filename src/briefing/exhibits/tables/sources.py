"""The articles and the origins they go back to: what is known of each, and the texts themselves."""

from __future__ import annotations

import html
from collections.abc import Iterator

from briefing.exhibits.display import Column, Embedded, Part, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name
from briefing.model.sources import Article
from briefing.model.words import date_words, listing, plural, sentence

#: What a sidecar says in words, and how readers meet it (ICD 206).
DESCRIBED = (
    ("description", "What it is worth as a source"),
    ("about", "Who publishes it"),
    ("access", "What access it has"),
    ("bias", "What bias is possible"),
    ("taken_basis", "How the text came here"),
    ("rights", "Rights"),
)


@table
def articles(ledger: Ledger) -> Table:
    """Return the source description of each article, in reading order: what it is, when, by whom, and its weakness."""
    columns = (
        Column("article", "Article", "head"),
        Column("published", "Published"),
        *(Column(name, heading) for name, heading in DESCRIBED),
    )
    rows = [
        {
            "article": (record_link(ledger, a.id), f": {a.title}"),
            "published": f"{date_words(a.published) if a.published else 'not known'}: {a.published_basis}",
            **{name: getattr(a, name) or "" for name, _ in DESCRIBED},
        }
        for a in ledger.reading_order
    ]
    dated, every = sum(a.published is not None for a in ledger.articles), len(rows)
    told = {0: "none has a date", every: "each has a date"}.get(dated, f"{plural(dated, 'has', 'have')} a date")
    told = told if every > 1 else f"it has {'a' if dated else 'no'} date"
    caption = f"{sentence(plural(every, 'article is', 'articles are'))} held{f'; {told}' if rows else ''}."
    return tabulate("articles", caption, columns, rows, layout="cards")


@table
def origins(ledger: Ledger) -> Table:
    """Return where reporting began, on what ground that is known, and whether the text is held."""
    columns = (
        Column("origin", "Origin", "head"),
        Column("author", "By"),
        Column("published", "Published"),
        Column("basis", "On what ground"),
        Column("held", "Text held here"),
        Column("note", "What follows"),
    )
    rows = [
        {
            "origin": (record_link(ledger, o.id), f": {o.title}"),
            "author": ", ".join(part for part in (o.author, o.dateline) if part),
            "published": date_words(o.published) if o.published else "not known",
            "basis": o.basis or "",
            "held": ("yes, as ", record_link(ledger, o.held_as)) if o.held_as in ledger.article_by_id else o.held,
            "note": o.note,
        }
        for o in ledger.origins
    ]
    held = sum(o.held for o in ledger.origins)
    told = {0: "none of their texts is held", len(rows): "each text is held"}.get(
        held, f"{plural(held, 'text is', 'texts are')} held"
    )
    told = told if len(rows) > 1 else f"its text is {'' if held else 'not '}held"
    caption = f"{sentence(plural(len(rows), 'origin is', 'origins are'))} known{f'; {told}' if rows else ''}."
    return tabulate("origins", caption, columns, rows, layout="cards")


@table
def descents(ledger: Ledger) -> Table:
    """Return what each article goes back to, in reading order: how sure that is, and on what ground."""
    columns = (
        Column("article", "Article", "articles"),
        Column("parents", "Goes back to"),
        Column("certainty", "Descent is"),
        Column("basis", "On what ground"),
    )
    rows = [
        {
            "article": (record_link(ledger, a.id),),
            "parents": tuple(_parents(ledger, a)),
            "certainty": ledger.label("derives_certainty", a.derives_certainty) if a.derives_certainty else "",
            "basis": a.derives_basis or "",
        }
        for a in ledger.reading_order
    ]
    return tabulate("descents", _traced(ledger), columns, rows)


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
    counts: dict[str, int] = {}
    for article in children:
        label = ledger.label("derives_certainty", article.derives_certainty or "")
        counts[label or "given without its ground"] = counts.get(label or "given without its ground", 0) + 1
    told = plural(len(children), "article goes", "articles go")
    sure = listing([f"{plural(n, 'descent is', 'descents are')} {label}" for label, n in counts.items()])
    return f"{sentence(told)} back to another text; {sure}."


@table
def source_text(ledger: Ledger, article: str) -> Embedded:
    """Return one article in full; in the book every quoted passage is marked and linked to its claims.

    Raises `ValueError` for an article that is not held.
    """
    if article not in ledger.article_by_id:
        message = f"there is no article {article!r}; there are: {', '.join(ledger.article_by_id) or 'none'}"
        raise ValueError(message)
    return _texts(ledger, (article,))


@table
def source_texts(ledger: Ledger) -> Embedded:
    """Return every article in full, in reading order."""
    return _texts(ledger, tuple(a.id for a in ledger.reading_order))


def _texts(ledger: Ledger, names: tuple[str, ...]) -> Embedded:
    def preview() -> str:
        return "".join(
            f"<h3>{html.escape(article_name(ledger, name))}</h3>"
            f'<pre style="white-space:pre-wrap">{html.escape(ledger.article_by_id[name].text)}</pre>'
            for name in names
        )

    return Embedded("source-text", names, preview)
