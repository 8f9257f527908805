"""How it was made: the coding scheme, the articles, and the edition in hand."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.tables.rows import frame
from briefing.model.ledger import Ledger
from briefing.model.words import date_words, plural, sentence
from briefing.versions.edition import Edition


def codes(ledger: Ledger, vocabulary: str) -> Table:
    """Return the permitted words of one vocabulary, what each means, and how often it is used."""
    columns = (
        Column("label", "Word", "head"),
        Column("meaning", "When it is used"),
        Column("used", "Uses", "number"),
    )
    uses = _uses(ledger, vocabulary)
    rows = [
        {"label": term.label, "meaning": term.meaning, "used": uses.count(word)}
        for word, term in ledger.vocabulary[vocabulary].items()
    ]
    name = vocabulary.replace("_", " ")
    caption = f"{sentence(name)}: {plural(len(rows), 'word')}."
    return Table(f"codes_{vocabulary}", caption, frame(rows, columns), columns)


def _uses(ledger: Ledger, vocabulary: str) -> list[str]:
    evidence = [e for c in ledger.standing for e in c.evidence]
    places = {
        "theme": [c.theme for c in ledger.standing],
        "kind": [c.kind for c in ledger.standing],
        "bears_on": [c.bears_on for c in ledger.standing],
        "quantity": [e.quantity for e in evidence],
        "certainty": [e.certainty for e in evidence],
        "form": [e.form for e in evidence],
        "confidence": [j.confidence for j in ledger.standing_judgements],
        "waiver": [w.kind for w in ledger.waivers],
    }
    return places.get(vocabulary) or [word for c in ledger.standing for word in c.facets.get(vocabulary, ())]


def articles(ledger: Ledger) -> Table:
    """Return the source description of each article (ICD 206): what it is, when, by whom, and its weakness."""
    columns = (
        Column("article", "Article", "articles"),
        Column("title", "Title", "head"),
        Column("published", "Published"),
        Column("description", "What it is worth as a source"),
        Column("rights", "Rights"),
    )
    rows = [
        {
            "article": (record_link(ledger, a.id),),
            "title": a.title,
            "published": date_words(a.published) if a.published else f"not known: {a.published_basis}",
            "description": a.description,
            "rights": a.rights,
        }
        for a in ledger.reading_order
    ]
    dated = sum(a.published is not None for a in ledger.articles)
    caption = f"{sentence(plural(len(rows), 'article'))} held, {plural(dated, 'has', 'have')} a date."
    return Table("articles", caption, frame(rows, columns), columns)


def edition(shown: Edition) -> Table:
    """Return what identifies this edition: version, evidence digest and how far the articles go.

    The commit is left to the foot of the page: it changes when nothing that a chapter reads does.
    """
    columns = (Column("what", "What", "head"), Column("value", "Value"))
    rows = [
        {"what": "Version", "value": shown.version},
        {"what": "Articles", "value": shown.as_of},
        {"what": "Evidence digest", "value": shown.digest},
    ]
    caption = "The same lines stand in every output of this edition."
    return Table("edition", caption, frame(rows, columns), columns)
