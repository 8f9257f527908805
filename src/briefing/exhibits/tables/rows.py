"""What every table is built with: records to rows, and words that a caller may name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from typing_extensions import TypedDict, Unpack

from briefing.exhibits.display import Column, Layout, Link, Table


class Settings(TypedDict, total=False):
    """What a table may say beside its rows; see `Table`."""

    claims: tuple[str | Link, ...]
    layout: Layout
    row_ids: tuple[str, ...]


def tabulate(
    name: str,
    caption: str,
    columns: Sequence[Column],
    records: Iterable[Any],
    in_common: Collection[str] = (),
    **settings: Unpack[Settings],
) -> Table:
    """Return a row a record, which is a mapping or has fields of the columns' names.

    A column of words or ids in which no row says anything is left out. So is one whose key is in `in_common` and in
    which several rows say the same: the caption says it of all.
    """
    rows = [{column.key: _value(column, record) for column in columns} for record in records]
    kept = tuple(
        column
        for column in columns
        if not rows or column.kind in ("head", "quotes") or any(row[column.key] not in ("", ()) for row in rows)
    )
    alike = [c for c in kept if c.key in in_common and len({str(row[c.key]) for row in rows}) == 1 < len(rows)]
    caption += "".join(f" {c.heading}, of all: {str(rows[0][c.key]).rstrip('.')}." for c in alike)
    kept = tuple(column for column in kept if column not in alike)
    frame = pd.DataFrame.from_records(rows, columns=[column.key for column in kept])
    return Table(name.replace("-", "_"), caption, frame, kept, **settings)


def _value(column: Column, record: Any) -> object:  # noqa: ANN401 -- a record of any kind
    if column.of:
        value = column.of(record)
    else:
        value = record[column.key] if isinstance(record, Mapping) else getattr(record, column.key)
    return "" if value is None else value


def known(kind: str, name: str, among: Iterable[str]) -> str:
    """Return a name that a caller gave. Raises `ValueError`, which names those that there are, for another."""
    there = list(among)
    if name not in there:
        message = f"there is no {kind} {name!r}; there are: {', '.join(there) or 'none'}"
        raise ValueError(message)
    return name
