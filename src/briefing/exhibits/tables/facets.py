"""A matrix over coded facets of the claims: who, where, by what way, with what result."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.exhibits.display import Column, Table
from briefing.exhibits.tables.rows import claim_ids, frame
from briefing.model.ledger import Ledger
from briefing.model.records import Claim
from briefing.model.words import listing, plural, sentence


def facet_matrix(ledger: Ledger, name: str, rows: Sequence[str], columns: str, value: str) -> Table:
    """Return a matrix of coded facets under the stem `name`.

    One row a combination of the facets `rows` that some claim has, one column a word of the facet
    `columns` that some claim has. A cell holds claim ids; `value` names the facet that says what
    holds there, which the figure prints.
    """
    coded = [c for c in ledger.standing if {*rows, columns, value} <= set(c.facets)]
    used = [word for word in ledger.vocabulary[columns] if any(word in c.facets[columns] for c in coded)]
    shown = (
        *(Column(facet, sentence(facet), "head") for facet in rows),
        *(Column(word, ledger.label(columns, word), "claims") for word in used),
        Column(value, sentence(value)),
    )
    table_rows = []
    for key in _combinations(ledger, coded, rows):
        claims = [c for c in coded if tuple(c.facets[facet][0] for facet in rows) == key]
        row: dict[str, object] = {facet: ledger.label(facet, word) for facet, word in zip(rows, key, strict=True)}
        row |= {word: claim_ids(c for c in claims if word in c.facets[columns]) for word in used}
        row[value] = "; ".join(f"{ledger.labels(value, c.facets[value])} ({c.id})" for c in claims)
        table_rows.append(row)
    told = plural(len(coded), "claim says", "claims say")
    caption = f"What {told}, by {listing((*rows, columns))}."
    return Table(name, caption, frame(table_rows, shown), shown, claim_ids(coded))


def _combinations(ledger: Ledger, coded: Sequence[Claim], rows: Sequence[str]) -> list[tuple[str, ...]]:
    def position(key: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(list(ledger.vocabulary[facet]).index(word) for facet, word in zip(rows, key, strict=True))

    return sorted({tuple(c.facets[facet][0] for facet in rows) for c in coded}, key=position)
