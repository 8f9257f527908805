"""What each judgement hangs on: what becomes of it when an article, or all that goes back to an origin, is left out."""

from collections.abc import Sequence

from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import DASHED, Point, Run, Sheet, chart
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.stress import becomes, omissions
from briefing.exhibits.tables.stress import stress as as_table
from briefing.model.ledger import Ledger
from briefing.model.records import Judgement
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.stress import Effect, Outcome, lifts

#: With more things to leave out than this, the wide sheet too has a card a judgement.
COLUMNS = 4
STATEMENT = 2.35
#: So many claims are named by their ids, more are counted.
NAMED = 3
GAP = 0.1
#: Face and words of a cell, dashed where less sure: they differ in grey as well.
LOOKS = {
    Outcome.FALLS: ("ink", "paper"),
    Outcome.LOSES_DECISIVE: ("tint-1", "ink"),
    Outcome.LESS_SURE: ("paper", "ink"),
    Outcome.STANDS: ("paper", "muted"),
}
#: What is left out: its heading, and what becomes of each judgement.
Omitted = Sequence[tuple[Run, dict[str, Effect]]]


@figure
def stress(ledger: Ledger) -> Chart:
    """Draw one row a judgement, one column an article or origin left out; cells say what becomes of the judgement."""
    every = omissions(ledger, "article", "origin")
    omitted = [(Run(f"Without {o.name}", (o.id,), colour="muted"), o.effects) for o in every]
    raised = {}
    for lift in lifts(ledger):
        several = len(lift.claims) > NAMED
        claims = f"each of {number_word(len(lift.claims))} claims" if several else listing(lift.claims)
        raised[lift.judgement] = Run(f"for {claims}: up to {lift.then}, now {lift.now}", lift.claims)
    told = []
    for omission in every:
        having = {outcome: omission.having(outcome) for outcome in Outcome}
        each = [f"{listing(names)} {becomes(outcome, len(names))}" for outcome, names in having.items() if names]
        told.append(f"without {omission.name}, {listing(each)}")
    alt = f"Judgements by what is left out: {'; '.join(told) or 'nothing can be left out'}."

    def draw(sheet: Sheet) -> float:
        lay_out = _cards if sheet.narrow or len(every) > COLUMNS else _matrix
        return lay_out(sheet, ledger.standing_judgements, omitted, raised)

    return chart(as_table(ledger), alt, draw)


def _matrix(sheet: Sheet, judgements: Sequence[Judgement], omitted: Omitted, raised: dict[str, Run]) -> float:
    width = (sheet.width - STATEMENT) / (len(omitted) + 1)
    lefts = [STATEMENT + GAP + i * width for i in range(len(omitted) + 1)]
    heads = [*(head for head, _ in omitted), Run("One more origin", colour="muted")]
    under = [
        sheet.words((x, 0.02), [head], width - GAP - 0.04, small=True) for x, head in zip(lefts, heads, strict=True)
    ]
    y = 0.06 + max(under)
    for judgement in judgements:
        sheet.rule(y)
        y += 0.07
        ends = [sheet.words((0, y), _named(judgement), STATEMENT - 0.05)]
        for left, (_, effects) in zip(lefts, omitted, strict=False):
            ends.append(_cell(sheet, (left, y), width - GAP, effects[judgement.id]))
        lifted = raised.get(judgement.id, Run("changes nothing", colour="muted"))
        y = max(*ends, sheet.words((lefts[-1], y), [lifted], width - GAP, small=True)) + 0.09
    return y


def _cards(sheet: Sheet, judgements: Sequence[Judgement], omitted: Omitted, raised: dict[str, Run]) -> float:
    inner, y = sheet.width - 0.2, 0.02
    for judgement in judgements:
        top = y
        y = sheet.words((0.1, y + 0.08), _named(judgement), inner) + 0.05
        lines = [(head, effects[judgement.id]) for head, effects in omitted]
        unharmed = [line for line in lines if line[1].outcome is Outcome.STANDS and not line[1].lost]
        if len(lines) > COLUMNS and len(unharmed) > 1:  # what leaves it as it is, is told at once
            others = Run(f"Without any one of {number_word(len(unharmed))} others", colour="muted")
            lines = [*(line for line in lines if line not in unharmed), (others, unharmed[0][1])]
        for head, effect in lines:
            end = sheet.words((0.1, y + 0.03), [head], inner / 2 - GAP, small=True)
            y = max(end, _cell(sheet, (0.1 + inner / 2, y), inner / 2, effect)) + 0.05
        if judgement.id in raised:
            lifted = [Run("One more origin:", colour="muted"), raised[judgement.id]]
            y = sheet.words((0.1, y), lifted, inner, small=True)
        y += 0.07
        sheet.box((0.01, top), (sheet.width - 0.02, y - top), records=(judgement.id,))
        y += 0.09
    return y


def _named(judgement: Judgement) -> list[Run]:
    return [Run(judgement.id, (judgement.id,), bold=True), Run(judgement.statement, (judgement.id,))]


def _cell(sheet: Sheet, corner: Point, width: float, effect: Effect) -> float:
    """Draw what becomes of a judgement as words in a box, darker the worse it is; return the y below it."""
    (x, y), (face, colour) = corner, LOOKS[effect.outcome]
    words = sentence(effect.outcome.value)
    if effect.outcome is Outcome.STANDS and effect.lost:
        words += f", loses {plural(len(effect.lost), 'claim')}"
    if effect.outcome is Outcome.LOSES_DECISIVE:
        words = f"Loses {plural(len(effect.decisive_lost), 'decisive claim')}"
    records = effect.lost or (effect.judgement,)
    end = sheet.words((x + 0.07, y + 0.03), [Run(words, records, colour=colour)], width - 0.12, small=True) + 0.04
    if effect.outcome is not Outcome.STANDS:
        line = DASHED if effect.outcome is Outcome.LESS_SURE else "-"
        sheet.box(corner, (width, end - y), records, face, "ink", linestyle=line, zorder=1)
    return end
