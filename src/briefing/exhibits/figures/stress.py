"""What each judgement hangs on: what becomes of it when an article, or all that goes back to an origin, is left out."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import INK, MUTED, PAPER, SMALL_SIZE, Run, Sheet, chart
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.stress import Omission, becomes, omissions
from briefing.exhibits.tables.stress import stress as as_table
from briefing.model.ledger import Ledger
from briefing.model.records import Judgement
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.stress import Effect, Lift, Outcome, lifts

#: With more things to leave out than this, the wide sheet too has a card a judgement.
COLUMNS = 4
STATEMENT = 2.35
#: So many claims are named by their ids, more are counted.
NAMED = 3
GAP = 0.1
#: Face and words of a cell, dashed where less sure: they differ in grey as well.
LOOKS = {
    Outcome.FALLS: ("ink", PAPER),
    Outcome.LOSES_DECISIVE: ("tint-1", INK),
    Outcome.LESS_SURE: ("paper", INK),
    Outcome.STANDS: ("paper", MUTED),
}


@figure
def stress(ledger: Ledger) -> Chart:
    """Draw one row a judgement, one column an article or origin left out; cells say what becomes of the judgement."""
    every = omissions(ledger, "article", "origin")
    raised = {lift.judgement: lift for lift in lifts(ledger)}
    told = [f"without {omission.name}, {_becomes(omission)}" for omission in every]
    alt = f"Judgements by what is left out: {'; '.join(told) or 'nothing can be left out'}."

    def draw(sheet: Sheet) -> float:
        arrange = _cards if sheet.narrow or len(every) > COLUMNS else _matrix
        return arrange(sheet, ledger.standing_judgements, every, raised)

    return chart(as_table(ledger), alt, draw)


def _becomes(omission: Omission) -> str:
    named = {outcome: omission.having(outcome) for outcome in Outcome}
    return listing([f"{listing(names)} {becomes(outcome, len(names))}" for outcome, names in named.items() if names])


def _matrix(sheet: Sheet, judgements: Sequence[Judgement], every: Sequence[Omission], raised: dict[str, Lift]) -> float:
    width = (sheet.width - STATEMENT) / (len(every) + 1)
    lefts = [STATEMENT + GAP + i * width for i in range(len(every) + 1)]
    heads = [*map(_head, every), Run("One more origin", colour=MUTED)]
    y = 0.06 + max(
        sheet.words((left, 0.02), [head], width - GAP - 0.04, size=SMALL_SIZE)
        for left, head in zip(lefts, heads, strict=True)
    )
    for judgement in judgements:
        sheet.rule(y)
        y += 0.07
        ends = [sheet.words((0, y), _named(judgement), STATEMENT - 0.05)]
        for left, omission in zip(lefts, every, strict=False):
            ends.append(_cell(sheet, (left, y), width - GAP, _effect(omission, judgement)))
        ends.append(sheet.words((lefts[-1], y), _lifted(raised.get(judgement.id)), width - GAP, size=SMALL_SIZE))
        y = max(ends) + 0.09
    return y


def _cards(sheet: Sheet, judgements: Sequence[Judgement], every: Sequence[Omission], raised: dict[str, Lift]) -> float:
    inner, y = sheet.width - 0.2, 0.02
    for judgement in judgements:
        top = y
        y = sheet.words((0.1, y + 0.08), _named(judgement), inner) + 0.05
        effects = [(_head(omission), _effect(omission, judgement)) for omission in every]
        lines = [(head, effect) for head, effect in effects if len(every) <= COLUMNS or effect.lost]
        rest = len(effects) - len(lines)
        if rest:
            unharmed = next(effect for _, effect in effects if not effect.lost)
            lines.append((Run(f"Without any one of {number_word(rest)} others", colour=MUTED), unharmed))
        for head, effect in lines:
            end = sheet.words((0.1, y + 0.03), [head], inner / 2 - GAP, size=SMALL_SIZE)
            y = max(end, _cell(sheet, (0.1 + inner / 2, y), inner / 2, effect)) + 0.05
        lift = raised.get(judgement.id)
        if lift:
            y = sheet.words((0.1, y), [Run("One more origin:", colour=MUTED), *_lifted(lift)], inner, size=SMALL_SIZE)
        y += 0.07
        sheet.box((0.01, top), (sheet.width - 0.02, y - top), records=(judgement.id,))
        y += 0.09
    return y


def _head(omission: Omission) -> Run:
    return Run(f"Without {omission.name}", (omission.id,), colour=MUTED)


def _named(judgement: Judgement) -> list[Run]:
    return [Run(judgement.id, (judgement.id,), bold=True), Run(judgement.statement, (judgement.id,))]


def _effect(omission: Omission, judgement: Judgement) -> Effect:
    return next(effect for effect in omission.effects if effect.judgement == judgement.id)


def _cell(sheet: Sheet, corner: tuple[float, float], width: float, effect: Effect) -> float:
    """Draw what becomes of a judgement as words in a box, darker the worse it is; return the y below it."""
    (x, y), (face, colour) = corner, LOOKS[effect.outcome]
    words = sentence(effect.outcome.value)
    if effect.outcome is Outcome.STANDS and effect.lost:
        words += f", loses {plural(len(effect.lost), 'claim')}"
    if effect.outcome is Outcome.LOSES_DECISIVE:
        words = f"Loses {plural(len(effect.decisive_lost), 'decisive claim')}"
    records = effect.lost or (effect.judgement,)
    end = sheet.words((x + 0.07, y + 0.03), [Run(words, records, colour=colour)], width - 0.12, size=SMALL_SIZE) + 0.04
    if effect.outcome is not Outcome.STANDS:
        dashed = effect.outcome is Outcome.LESS_SURE
        sheet.box((x, y), (width, end - y), fill=face, edge=INK, dashed=dashed, records=records, above=True)
    return end


def _lifted(lift: Lift | None) -> list[Run]:
    if lift is None:
        return [Run("changes nothing", colour=MUTED)]
    several = len(lift.claims) > NAMED
    claims = f"each of {number_word(len(lift.claims))} claims" if several else listing(lift.claims)
    return [Run(f"for {claims}: up to {lift.then}, now {lift.now}", lift.claims)]
