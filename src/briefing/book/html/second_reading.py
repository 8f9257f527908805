"""What the second, blind reader made of the passages of a claim, in words for its page."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, SecondCoding
from briefing.model.words import listing
from briefing.reading.agreement import second_look

HEADINGS = {field.name: field.heading for field in coded_fields(SecondCoding)} | {"voice": "Said by"}


def second_words(ledger: Ledger, claim: Claim) -> Mapping[str, str]:
    """Return a sentence for each piece of evidence, under its key; none where nothing was read twice."""
    if not ledger.second_reading:
        return {}
    return {key: _sentence(ledger, codes) for key, codes in second_look(ledger, claim).items()}


def _sentence(ledger: Ledger, codes: Mapping[str, tuple[str, str]] | None) -> str:
    if codes is None:
        return "The second reader took these words for no claim."
    other = [
        f"“{HEADINGS[code].lower()}” as {ledger.label(code, second)}"
        for code, (first, second) in codes.items()
        if first != second
    ]
    if not other:
        return "The second reader found it too, and coded it alike."
    return f"The second reader found it too, and coded {listing(other)}."
