"""Who is in the story."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim
from briefing.exhibits.tables.rows import claim_ids, frame
from briefing.model.ledger import Ledger
from briefing.model.words import listing, plural, sentence


def actors(ledger: Ledger) -> Table:
    """Return every actor: name, kind, side, the claims about it and those it is the voice of."""
    columns = (
        Column("name", "Actor", "head"),
        Column("kind", "Kind"),
        Column("side", "Side"),
        Column("n_claims", "Claims", "number"),
        Column("claims", "Acts or is spoken of in", "claims"),
        Column("speaks", "Speaks in", "claims"),
    )
    rows = [
        {
            "name": sentence(actor.name),
            "kind": ledger.label("actor_kind", actor.kind),
            "side": ledger.label("side", actor.side),
            "n_claims": sum(actor.id in c.actors for c in ledger.standing),
            "claims": claim_ids(c for c in ledger.standing if actor.id in c.actors),
            "speaks": claim_ids(c for c in ledger.standing if any(actor.id in e.voice for e in c.evidence)),
        }
        for actor in ledger.actors
    ]
    rows.sort(key=lambda row: (-int(str(row["n_claims"])), str(row["name"])))
    most = [str(row["name"]) for row in rows[:3]]
    caption = f"{sentence(plural(len(rows), 'actor'))}; {listing(most)} appear in the most claims."
    return Table("actors", caption, frame(rows, columns), columns, every_claim(ledger))
