"""What does not fit, what is missing and what to watch: the registers beside the judgements."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.records import Indicator
from briefing.model.words import date_words, plural, sentence


@table
def conflicts(ledger: Ledger) -> Table:
    """Return the claims that do not sit well together, and how each conflict is treated."""
    columns = (
        _number(ledger),
        Column("statement", "What does not fit", "head"),
        Column("between", "Claims", "claims"),
        Column("treatment", "How it is treated"),
    )
    standing = ledger.standing_of("conflicts")
    told = sentence(plural(len(standing), "place is", "places are"))
    return tabulate("conflicts", f"{told} known where claims do not sit well together.", columns, standing)


@table
def gaps(ledger: Ledger) -> Table:
    """Return the questions that the articles leave open, and what would settle each."""
    columns = (
        _number(ledger),
        Column("question", "Question left open", "head"),
        Column(
            "silence",
            "What the articles do and do not say, and what to collect",
            of=lambda gap: " ".join(filter(None, (gap.silence, gap.collect))),
        ),
        Column("settles", "It would settle", "judgements"),
    )
    standing = ledger.standing_of("gaps")
    told = sentence(plural(len(standing), "question is", "questions are"))
    return tabulate("gaps", f"{told} left open.", columns, standing)


@table
def indicators(ledger: Ledger) -> Table:
    """Return what would be observed if a judgement were to move, and which way."""

    def state(indicator: Indicator) -> str:
        so_far = ledger.label("indicator_state", indicator.state) if indicator.state else ""
        as_of = f"as of {date_words(indicator.as_of)}" if indicator.as_of else ""
        return ", ".join(filter(None, (so_far, as_of)))

    standing = ledger.standing_of("indicators")
    columns = (
        _number(ledger),
        Column("observe", "If this is observed", "head"),
        Column("direction", "Effect", of=lambda i: ledger.label("direction", i.direction)),
        Column("moves", "Judgement", "judgements"),
        Column("state", "So far", of=state),
    )
    moved = plural(len({j for i in standing for j in i.moves}), "judgement")
    bear = f" and {'bears' if len(standing) == 1 else 'between them bear'} on {moved}" if standing else ""
    told = sentence(plural(len(standing), "thing is", "things are"))
    return tabulate("indicators", f"{told} worth watching{bear}.", columns, standing, in_common=("state",))


def _number(ledger: Ledger) -> Column:
    return Column("id", "No.", of=lambda record: record_link(ledger, record.id))
