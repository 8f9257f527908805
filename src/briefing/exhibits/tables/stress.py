"""The stress test as rows: what is left out, and what becomes of each judgement; what one more origin would lift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from briefing.exhibits.display import Cell, Column, Link, Table
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, origin_name
from briefing.model.words import all_of, listing, number_word, plural, sentence
from briefing.reading.stress import Effect, Outcome, effects, left_out, lifts, without

#: How an outcome is told, as it is of one judgement, of several.
SEVERAL = {
    Outcome.FALLS: "fall",
    Outcome.LOSES_DECISIVE: "lose a decisive claim",
    Outcome.LESS_SURE: "are less sure",
    Outcome.STANDS: "stand",
}
#: What the words for an outcome mean, where a judgement no longer stands as written.
MEANS = {
    Outcome.FALLS: "“falls” says that nothing is left",
    Outcome.LOSES_DECISIVE: "“loses a decisive claim” says that it no longer stands as written",
}
#: So many omissions are told of in the caption.
TOLD = 3


def becomes(outcome: Outcome, count: int) -> str:
    """Return what becomes of so many judgements, as a verb."""
    return outcome.value if count == 1 else SEVERAL[outcome]


class Omission(NamedTuple):
    """One thing left out: its kind and id, the name that readers see, and what becomes of each judgement."""

    kind: str
    id: str
    name: str
    effects: tuple[Effect, ...]

    def having(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the judgements of which this becomes."""
        return tuple(effect.judgement for effect in self.effects if effect.outcome is outcome)


def omissions(ledger: Ledger, *kinds: str) -> tuple[Omission, ...]:
    """Return what can be left out, with its effects: articles, origins with all that goes back to them, claims."""
    return tuple(
        Omission(kind, name, _name(ledger, kind, name), effects(ledger, without(ledger, name)))
        for kind, name in left_out(ledger)
        if not kinds or kind in kinds
    )


def _name(ledger: Ledger, kind: str, name: str) -> str:
    if kind == "claim":
        return name
    return article_name(ledger, name) if kind == "article" else f"all that goes back to {origin_name(ledger, name)}"


@table
def stress(ledger: Ledger) -> Table:
    """Return one row an omission, with the judgements under what becomes of them, then one a lift, under `surer`.

    A judgement that is not named in a row stands.
    """
    keys = {outcome: outcome.name.lower() for outcome in Outcome if outcome is not Outcome.STANDS}
    columns = (
        Column("omission", "What is left out, or found", "head"),
        *(Column(key, sentence(outcome.value), "judgements") for outcome, key in keys.items()),
        Column("surer", "May be held with more confidence", "judgements"),
    )
    none: dict[str, object] = {column.key: () for column in columns}
    every = omissions(ledger)
    rows = [
        none | {"omission": _omitted(omission)} | {key: omission.having(outcome) for outcome, key in keys.items()}
        for omission in every
    ]
    lifted: dict[tuple[str, ...], list[str]] = {}
    for lift in lifts(ledger):
        lifted.setdefault(lift.claims, []).append(lift.judgement)
    for claims, judgements in lifted.items():
        origin = f"With one more independent origin for {listing(claims)}"
        rows.append(none | {"omission": origin, "surer": tuple(judgements)})
    return tabulate("stress", _caption(ledger, every), columns, rows)


def _omitted(omission: Omission) -> Cell:
    is_claim = omission.kind == "claim"
    return ("Without ", Link("claim", omission.id, omission.id)) if is_claim else f"Without {omission.name}"


def _caption(ledger: Ledger, every: Sequence[Omission]) -> str:
    """Return what is found: of articles and origins, those on which most hangs; and what one more origin would do."""
    if not ledger.standing_judgements:
        return "No judgement stands that could fall."
    worst = sorted((omission for omission in every if omission.kind != "claim"), key=_harm, reverse=True)[:TOLD]
    told = sentence("; ".join(f"without {omission.name}, {_told(omission)}" for omission in worst))
    surer = plural(len({lift.judgement for lift in lifts(ledger)}), "judgement")
    now = " or ".join(dict.fromkeys(ledger.label("confidence", lift.now) for lift in lifts(ledger)))
    lift = f"With one more independent origin the rule would no longer hold {surer} to {now} confidence."
    means = "; ".join(MEANS[outcome] for outcome in MEANS if any(omission.having(outcome) for omission in every))
    parts = (f"{told}." if told else "", f"Of a judgement, {means}." if means else "", lift if now else "")
    return " ".join(filter(None, parts)) or "Nothing can be left out."


def _harm(omission: Omission) -> tuple[int, ...]:
    return tuple(len(omission.having(outcome)) for outcome in Outcome if outcome is not Outcome.STANDS)


def _told(omission: Omission) -> str:
    """Return `two of five judgements no longer stand as written (one falls …)`, who is less sure, or that all stand."""
    count = len(omission.effects)
    counts = {outcome: len(omission.having(outcome)) for outcome in Outcome}
    alike = next((outcome for outcome, number in counts.items() if number == count), None)
    if alike:
        return f"{all_of(count, 'judgement')} {becomes(alike, count)}"
    parts = {o: f"{number_word(n)} {becomes(o, n)}" for o, n in counts.items() if n and o is not Outcome.STANDS}
    changed = sum(counts[outcome] for outcome in MEANS)
    if not changed:
        return f"of {plural(count, 'judgement')} {listing(list(parts.values()))}"
    how = listing([parts[outcome] for outcome in MEANS if outcome in parts])
    less = f" and {parts[Outcome.LESS_SURE]}" if Outcome.LESS_SURE in parts else ""
    stand = "stands" if changed == 1 else "stand"
    return f"{number_word(changed)} of {plural(count, 'judgement')} no longer {stand} as written ({how}){less}"
