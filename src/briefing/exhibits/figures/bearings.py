"""How a claim looks in every figure: the tone of what it bears on, and the legend that explains the tones."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.exhibits.figures.canvas import Tone, bearing_tone
from briefing.model.ledger import Ledger


def claim_tone(ledger: Ledger, claim: str) -> Tone:
    """Return the tone of what a claim bears on."""
    return bearing_tone(list(ledger.vocabulary["bears_on"]).index(ledger.claim_by_id[claim].bears_on))


def bearing_legend(ledger: Ledger, claims: Iterable[str] | None = None) -> list[tuple[str, Tone, str]]:
    """Return the legend's entries, one a bearing; given the ids of the claims shown, of theirs alone."""
    bearings = ledger.vocabulary["bears_on"]
    used = set(bearings) if claims is None else {ledger.claim_by_id[claim].bears_on for claim in claims}
    return [(term.label, bearing_tone(i), "") for i, (word, term) in enumerate(bearings.items()) if word in used]
