"""What every table is built with: rows to a table, and the order of ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from typing_extensions import TypedDict, Unpack

from briefing.exhibits.display import Column, Layout, Link, Table
from briefing.model.ledger import Ledger
from briefing.model.records import Claim

Row = Mapping[str, object]


class Settings(TypedDict, total=False):
    """What a table may say beside its rows; see `Table`."""

    claims: tuple[str | Link, ...]
    layout: Layout
    row_ids: tuple[str, ...]


def tabulate(
    name: str, caption: str, columns: Sequence[Column], rows: Iterable[Row], **settings: Unpack[Settings]
) -> Table:
    """Return the rows as a table; a column of words or ids in which no row says anything is left out."""
    listed = list(rows)
    kept = tuple(
        column
        for column in columns
        if not listed
        or column.kind in ("head", "quotes")
        or any(row[column.key] not in ("", (), None) for row in listed)
    )
    frame = pd.DataFrame.from_records(listed, columns=[column.key for column in kept])
    return Table(name, caption, frame, kept, **settings)


def claim_ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the ids of the claims, in their order."""
    return tuple(claim.id for claim in claims)


def known(ledger: Ledger, vocabulary: str, word: str) -> str:
    """Return a word of a vocabulary. Raises `ValueError`, which names those that there are, for one it lacks."""
    terms = ledger.vocabulary.get(vocabulary, {})
    if word not in terms:
        message = f"there is no {vocabulary} {word!r}; there are: {', '.join(terms) or 'none'}"
        raise ValueError(message)
    return word
