"""The roles of the domain: one for each kind of record that has an id, made from the declaration of the kinds."""

from __future__ import annotations

from briefing.model.ledger import KINDS, Kind, Ledger

#: Role, which is what one record of the kind is called, and the kind.
RECORD_ROLES: dict[str, Kind] = {kind.noun: kind for kind in KINDS if kind.has_id}


def is_record(ledger: Ledger, role: str, name: str) -> bool:
    """Tell whether the ledger holds a record of the role's kind under an id."""
    return role in RECORD_ROLES and ledger.kind_by_id.get(name) == RECORD_ROLES[role]
