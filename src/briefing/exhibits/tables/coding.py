"""How it was made: the coding scheme, and the edition in hand."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.words import counted, plural, sentence
from briefing.versions.edition import Edition


@table
def codes(ledger: Ledger, vocabulary: str) -> Table:
    """Return the permitted words of one vocabulary, what each means, and how often it is used.

    Uses are those of records that stand, the second reading left out. Raises `ValueError` for a vocabulary that
    there is not.
    """
    if vocabulary not in ledger.vocabulary:
        message = f"there is no vocabulary {vocabulary!r}; there are: {', '.join(ledger.vocabulary) or 'none'}"
        raise ValueError(message)
    columns = (
        Column("label", "Word", "head"),
        Column("meaning", "When it is used"),
        Column("used", "Uses", "number"),
    )
    uses = list(_uses(ledger, vocabulary))
    rows = [
        {"label": term.label, "meaning": term.meaning, "used": sum(word == used for _, used in uses)}
        for word, term in ledger.vocabulary[vocabulary].items()
    ]
    heading = next((heading for heading, _ in uses), sentence(vocabulary.replace("_", " ").replace("-", " ")))
    told = plural(len(rows), "word is permitted", "words are permitted")
    used = f"{'it is' if len(rows) == 1 else 'they are'} used {counted(len(uses), 'time')} in all"
    caption = f"{sentence(told)} for “{heading}”; {used}."
    return tabulate(f"codes_{vocabulary.replace('-', '_')}", caption, columns, rows)


def _uses(ledger: Ledger, vocabulary: str) -> Iterator[tuple[str, str]]:
    """Yield each use of a vocabulary's words, with the heading of the field that holds it."""
    for record in _coded_records(ledger):
        for coded in coded_fields(type(record)):
            value = getattr(record, coded.name)
            if coded.vocabulary == vocabulary and value is not None:
                yield from ((coded.heading, word) for word in ([value] if isinstance(value, str) else value))
    for claim in ledger.standing:
        yield from ((sentence(vocabulary), word) for word in claim.facets.get(vocabulary, ()))


def _coded_records(ledger: Ledger) -> Iterator[BaseModel]:
    for kind, record in ledger.records():
        if kind.collection != "second_reading" and getattr(record, "withdrawn", None) is None:
            yield record
            yield from getattr(record, "evidence", ())


@table
def edition(shown: Edition) -> Table:
    """Return what identifies this edition: version, evidence digest and how far the articles go.

    The commit is left to the foot of the page: it changes when nothing that a chapter reads does.
    """
    columns = (Column("what", "What", "head"), Column("value", "Value"))
    rows = [
        {"what": "Version", "value": shown.version},
        {"what": "Articles", "value": sentence(shown.as_of)},
        {"what": "Evidence digest", "value": shown.digest},
    ]
    return tabulate("edition", "The same lines stand in every output of this edition.", columns, rows)
