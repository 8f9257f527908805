"""The stress test as rows: what is left out, and what becomes of each judgement; what one more origin would lift."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.exhibits.display import Column, Link, Table
from briefing.exhibits.registry import table, tabulate
from briefing.model.base import grouped
from briefing.model.ledger import Ledger
from briefing.model.words import all_of, article_name, listing, number_word, origin_name, plural, sentence
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
#: The outcomes that do harm, the worst first.
HARM = tuple(outcome for outcome in Outcome if outcome is not Outcome.STANDS)
#: So many omissions are told of in the caption.
TOLD = 3


def becomes(outcome: Outcome, count: int) -> str:
    """Return what becomes of so many judgements, as a verb."""
    return outcome.value if count == 1 else SEVERAL[outcome]


class Omission(NamedTuple):
    """One thing left out: its kind and id, the name that readers see, and what becomes of each judgement, by its id."""

    kind: str
    id: str
    name: str
    effects: dict[str, Effect]

    def having(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the judgements of which this becomes."""
        return tuple(name for name, effect in self.effects.items() if effect.outcome is outcome)


def omissions(ledger: Ledger, *kinds: str) -> tuple[Omission, ...]:
    """Return what can be left out, with its effects: articles, origins with all that goes back to them, claims."""
    found = []
    for kind, name in left_out(ledger):
        if not kinds or kind in kinds:
            own = {"article": article_name(ledger, name), "claim": name}
            shown = own.get(kind) or f"all that goes back to {origin_name(ledger, name)}"
            becoming = {effect.judgement: effect for effect in effects(ledger, without(ledger, name))}
            found.append(Omission(kind, name, shown, becoming))
    return tuple(found)


@table
def stress(ledger: Ledger) -> Table:
    """Return one row an omission, with the judgements under what becomes of them, then one a lift, under `surer`.

    A judgement that is not named in a row stands.
    """
    columns = (
        Column("omission", "What is left out, or found", "head"),
        *(Column(outcome.name.lower(), sentence(outcome.value), "judgements") for outcome in HARM),
        Column("surer", "May be held with more confidence", "judgements"),
    )
    every = omissions(ledger)
    rows: list[tuple[object, ...]] = []
    for omission in every:
        claim = Link("claim", omission.id, omission.id)
        what = ("Without ", claim) if omission.kind == "claim" else f"Without {omission.name}"
        rows.append((what, *map(omission.having, HARM), ()))
    for claims, judgements in grouped((lift.claims, lift.judgement) for lift in lifts(ledger)).items():
        origin = f"With one more independent origin for {listing(claims)}"
        rows.append((origin, *((),) * len(HARM), tuple(judgements)))
    return tabulate("stress", _caption(ledger, every), columns, rows)


def _caption(ledger: Ledger, every: Sequence[Omission]) -> str:
    """Return what is found: of articles and origins, those on which most hangs; and what one more origin would do."""
    if not ledger.standing_judgements:
        return "No judgement stands that could fall."

    def harm(omission: Omission) -> tuple[int, ...]:
        return tuple(len(omission.having(outcome)) for outcome in HARM)

    worst = sorted((omission for omission in every if omission.kind != "claim"), key=harm, reverse=True)[:TOLD]
    told = sentence("; ".join(f"without {omission.name}, {_told(omission)}" for omission in worst))
    parts = [f"{told}."] if told else []
    if means := [words for outcome, words in MEANS.items() if any(omission.having(outcome) for omission in every)]:
        parts.append(f"Of a judgement, {'; '.join(means)}.")
    if raised := lifts(ledger):
        now = " or ".join(dict.fromkeys(ledger.label("confidence", lift.now) for lift in raised))
        surer = plural(len(raised), "judgement")
        parts.append(f"With one more independent origin the rule would no longer hold {surer} to {now} confidence.")
    return " ".join(parts) or "Nothing can be left out."


def _told(omission: Omission) -> str:
    """Return `two of five judgements no longer stand as written (one falls …)`, who is less sure, or that all stand."""
    count = len(omission.effects)
    counts = {outcome: len(omission.having(outcome)) for outcome in Outcome}
    alike = next((outcome for outcome, number in counts.items() if number == count), None)
    if alike:
        return f"{all_of(count, 'judgement')} {becomes(alike, count)}"
    parts = {o: f"{number_word(counts[o])} {becomes(o, counts[o])}" for o in HARM if counts[o]}
    changed = sum(counts[outcome] for outcome in MEANS)
    if not changed:
        return f"of {plural(count, 'judgement')} {listing(list(parts.values()))}"
    how = listing([parts[outcome] for outcome in MEANS if outcome in parts])
    less = f" and {parts[Outcome.LESS_SURE]}" if Outcome.LESS_SURE in parts else ""
    stand = "stands" if changed == 1 else "stand"
    return f"{number_word(changed)} of {plural(count, 'judgement')} no longer {stand} as written ({how}){less}"
