"""What does not fit, what is missing and what to watch: the registers beside the judgements."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import in_id_order
from briefing.model.words import date_words, number_word, plural, sentence


@table
def conflicts(ledger: Ledger) -> Table:
    """Return the claims that do not sit well together, and how each conflict is treated."""
    columns = (
        Column("id", "No."),
        Column("statement", "What does not fit", "head"),
        Column("between", "Claims", "claims"),
        Column("treatment", "How it is treated"),
    )
    standing = ledger.standing_of("conflicts")
    rows = [
        {"id": record_link(ledger, x.id), "statement": x.statement, "between": x.between, "treatment": x.treatment}
        for x in standing
    ]
    told = sentence(plural(len(rows), "place is", "places are"))
    caption = f"{told} known where claims do not sit well together."
    return tabulate("conflicts", caption, columns, rows, claims=in_id_order(c for x in standing for c in x.between))


@table
def gaps(ledger: Ledger, first: int | None = None) -> Table:
    """Return the questions that the articles leave open, all or the `first` so many, and what would settle each."""
    columns = (
        Column("id", "No."),
        Column("question", "Question left open", "head"),
        Column("silence", "What the articles do and do not say"),
        Column("collect", "What would settle it"),
        Column("settles", "It would settle", "judgements"),
        Column("touches", "Touches", "claims"),
    )
    standing = ledger.standing_of("gaps")
    rows = [
        {
            "id": record_link(ledger, g.id),
            "question": g.question,
            "silence": g.silence,
            "collect": g.collect or "",
            "settles": g.settles,
            "touches": g.touches,
        }
        for g in standing[:first]
    ]
    caption = f"{sentence(plural(len(standing), 'question is', 'questions are'))} left open{_shown(rows, standing)}."
    return tabulate("gaps", caption, columns, rows, claims=in_id_order(c for g in standing[:first] for c in g.touches))


@table
def indicators(ledger: Ledger, first: int | None = None) -> Table:
    """Return what would be observed if a judgement were to move, and which way; all, or the `first` so many."""
    columns = (
        Column("id", "No."),
        Column("observe", "If this is observed", "head"),
        Column("direction", "Effect"),
        Column("moves", "Judgement", "judgements"),
        Column("state", "So far"),
    )
    standing = ledger.standing_of("indicators")
    rows = [
        {
            "id": record_link(ledger, i.id),
            "observe": i.observe,
            "direction": ledger.label("direction", i.direction),
            "moves": i.moves,
            "state": ", ".join(
                part
                for part in (
                    ledger.label("indicator_state", i.state) if i.state else "",
                    f"as of {date_words(i.as_of)}" if i.as_of else "",
                )
                if part
            ),
        }
        for i in standing[:first]
    ]
    moved = plural(len({j for i in standing for j in i.moves}), "judgement")
    bear = f" and {'bears' if len(standing) == 1 else 'between them bear'} on {moved}" if standing else ""
    told = sentence(plural(len(standing), "thing is", "things are"))
    return tabulate("indicators", f"{told} worth watching{bear}{_shown(rows, standing)}.", columns, rows)


def _shown(rows: Sequence[object], every: Sequence[object]) -> str:
    if len(rows) == len(every):
        return ""
    if not rows:
        return "; none is shown"
    return f"; the first {'is' if len(rows) == 1 else f'{number_word(len(rows))} are'} shown"
