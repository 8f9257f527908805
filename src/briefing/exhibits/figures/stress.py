"""What each judgement hangs on: what becomes of it when an article, or all that goes back to an origin, is left out."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import INK, MUTED, PAPER, SMALL_SIZE, Run, Sheet, draw_twice
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.stress import OUTCOMES, Omission, omissions
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
    table = as_table(ledger)
    every = omissions(ledger, "article", "origin")
    raised = {lift.judgement: lift for lift in lifts(ledger)}
    told = [f"without {omission.name}, {_becomes(omission)}" for omission in every]
    alt = f"Judgements by what is left out: {'; '.join(told) or 'nothing can be left out'}."
    judgements = ledger.standing_judgements

    def draw(sheet: Sheet) -> float:
        return (_cards if sheet.narrow or len(every) > COLUMNS else _matrix)(sheet, judgements, every, raised)

    svg, narrow = draw_twice("stress", draw)
    return Chart("stress", table.caption, alt, svg, table, svg_narrow=narrow)


def _becomes(omission: Omission) -> str:
    parts = []
    for outcome, words in OUTCOMES.items():
        names = omission.having(outcome)
        if names:
            parts.append(f"{listing(names)} {words.one if len(names) == 1 else words.several}")
    return listing(parts)


def _matrix(sheet: Sheet, judgements: Sequence[Judgement], every: Sequence[Omission], raised: dict[str, Lift]) -> float:
    width = (sheet.width - STATEMENT) / (len(every) + 1)
    heads = [f"Without {omission.name}" for omission in every] + ["One more origin"]
    below = [
        sheet.words((STATEMENT + GAP + i * width, 0.02), [Run(head, colour=MUTED)], width - GAP - 0.04, size=SMALL_SIZE)
        for i, head in enumerate(heads)
    ]
    y = max(below) + 0.06
    for judgement in judgements:
        sheet.rule(y)
        end = sheet.words((0, y + 0.07), _named(judgement), STATEMENT - 0.05)
        for i, omission in enumerate(every):
            corner = (STATEMENT + GAP + i * width, y + 0.07)
            end = max(end, _cell(sheet, corner, width - GAP, _effect(omission, judgement)))
        corner = (STATEMENT + GAP + len(every) * width, y + 0.07)
        end = max(end, sheet.words(corner, _lifted(raised.get(judgement.id)), width - GAP, size=SMALL_SIZE))
        y = end + 0.09
    return y


def _cards(sheet: Sheet, judgements: Sequence[Judgement], every: Sequence[Omission], raised: dict[str, Lift]) -> float:
    inner, y = sheet.width - 0.2, 0.02
    for judgement in judgements:
        top = y
        y = sheet.words((0.1, y + 0.08), _named(judgement), inner) + 0.05
        rest = [omission for omission in every if len(every) > COLUMNS and not _effect(omission, judgement).lost]
        for omission in every:
            if omission not in rest:
                y = _line(sheet, y, f"Without {omission.name}", _effect(omission, judgement))
        if rest:
            y = _line(sheet, y, f"Without any one of {number_word(len(rest))} others", _effect(rest[0], judgement))
        lift = raised.get(judgement.id)
        if lift:
            y = sheet.words((0.1, y), [Run("One more origin:", colour=MUTED), *_lifted(lift)], inner, size=SMALL_SIZE)
        y += 0.07
        sheet.box((0.01, top), (sheet.width - 0.02, y - top), records=(judgement.id,))
        y += 0.09
    return y


def _line(sheet: Sheet, y: float, head: str, effect: Effect) -> float:
    """Draw one omission of a card: what is left out, and beside it what becomes of the judgement."""
    half = (sheet.width - 0.2) / 2
    end = sheet.words((0.1, y + 0.03), [Run(head, colour=MUTED)], half - GAP, size=SMALL_SIZE)
    return max(end, _cell(sheet, (0.1 + half, y), half, effect)) + 0.05


def _named(judgement: Judgement) -> list[Run]:
    return [Run(judgement.id, (judgement.id,), bold=True), Run(judgement.statement, (judgement.id,))]


def _effect(omission: Omission, judgement: Judgement) -> Effect:
    return next(effect for effect in omission.effects if effect.judgement == judgement.id)


def _cell(sheet: Sheet, corner: tuple[float, float], width: float, effect: Effect) -> float:
    """Draw what becomes of a judgement as words in a box, darker the worse it is; return the y below it."""
    (x, y), (face, colour) = corner, LOOKS[effect.outcome]
    words = sentence(OUTCOMES[effect.outcome].one)
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
