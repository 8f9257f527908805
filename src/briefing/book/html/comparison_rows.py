"""The comparison of two articles: what its rows are filtered by, and the choices that readers are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name
from briefing.model.records import Parallel

#: Filter, its heading, and what its words are labelled by.
HEADINGS = {"change": "What became of it", "theme": "Theme", "actor": "Who is in it"}


def row_words(ledger: Ledger, name: str) -> Mapping[str, list[str]]:
    """Return under each filter the words that a parallel is found by; nothing for another row."""
    parallel = ledger.record_by_id.get(name)
    if not isinstance(parallel, Parallel):
        return {}
    claims = [ledger.claim_by_id[claim] for claim in parallel.claims if claim in ledger.claim_by_id]
    actors = [actor for claim in claims for actor in (*claim.actors, *(n for e in claim.evidence for n in e.names))]
    words = {"change": parallel.change, "theme": [claim.theme for claim in claims], "actor": actors}
    return {filter_name: list(dict.fromkeys(several)) for filter_name, several in words.items()}


def controls(ledger: Ledger, names: Iterable[str]) -> str:
    """Return the form that filters the rows; without scripts it is not there and all rows are."""
    used: dict[str, dict[str, None]] = {}
    rows = list(names)
    for name in rows:
        for filter_name, words in row_words(ledger, name).items():
            used.setdefault(filter_name, {}).update(dict.fromkeys(words))
    parts = [
        _control(
            name, heading, sorted(((word, _label(ledger, name, word)) for word in used.get(name, ())), key=_by_label)
        )
        for name, heading in HEADINGS.items()
        if len(used.get(name, ())) > 1
    ]
    count = f'<p class="ledger-actions"><span role="status" aria-live="polite">All {len(rows)} passages</span></p>'
    return (
        '<form class="comparison-controls ledger-controls js-only" aria-label="Filter the comparison">'
        f"{''.join(parts)}{count}</form>\n"
    )


def _label(ledger: Ledger, name: str, word: str) -> str:
    return actor_name(ledger, word) if name == "actor" else ledger.label(name, word)


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _control(name: str, heading: str, choices: Iterable[tuple[str, str]]) -> str:
    options = "".join(f'<option value="{escape(word)}">{escape(label)}</option>' for word, label in choices)
    return (
        f'<div class="control"><label for="compare-{name}">{escape(heading)}</label>'
        f'<select id="compare-{name}" name="{name}"><option value="">any</option>{options}</select></div>'
    )
