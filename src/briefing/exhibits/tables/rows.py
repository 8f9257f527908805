"""What every table is built with: rows to a DataFrame, and the ways of naming articles and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from briefing.exhibits.display import Column
from briefing.model.ledger import Ledger
from briefing.model.records import Claim
from briefing.model.words import number_word
from briefing.reading.lineage import descents


def frame(rows: Iterable[Mapping[str, object]], columns: Sequence[Column]) -> pd.DataFrame:
    """Return one row a mapping, with the columns in order; an empty table keeps its columns."""
    return pd.DataFrame.from_records(list(rows), columns=[column.key for column in columns])


def claim_ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the ids of the claims, in their order."""
    return tuple(claim.id for claim in claims)


def in_id_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Return ids by their number: C09 before C10 before C100."""
    return tuple(sorted(set(ids), key=lambda i: (i[0], int(i[1:]))))


def inferred_part(ledger: Ledger) -> str:
    """Return how many descents are inferred, as a part of a sentence; nothing when every article states its own."""
    inferred = sum(descent.certainty != "stated" for descent in descents(ledger))
    return f", {number_word(inferred)} of them by inference" if inferred else ""
