"""How sure, and what is missing: the account of each judgement, conflicts, gaps and indicators."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.exhibits.display import Column, Table
from briefing.exhibits.tables.rows import frame, in_id_order
from briefing.model.ledger import Ledger
from briefing.model.records import Judgement
from briefing.model.words import number_word, plural, sentence


def accounts(ledger: Ledger) -> Table:
    """Return the account of each judgement, its id as the row's anchor; of a withdrawn one, the reason, at the end."""
    columns = (
        Column("id", "No.", "judgements"),
        Column("statement", "Judgement", "head"),
        Column("confidence", "Confidence"),
        Column("because", "Why this sure and no surer"),
        Column("supported_by", "For it", "claims"),
        Column("challenged_by", "Against it", "claims"),
        Column("would_change", "What would change it"),
    )
    withdrawn = [j for j in ledger.judgements if j.withdrawn]
    told_of = (*ledger.standing_judgements, *withdrawn)
    rows = [_account(ledger, j) for j in told_of]
    ids = tuple(j.id for j in told_of)
    told = f"; {number_word(len(withdrawn))} withdrawn" if withdrawn else ""
    caption = f"{sentence(plural(len(ledger.standing_judgements), 'judgement'))}, each with its account{told}."
    return Table("accounts", caption, frame(rows, columns), columns, layout="cards", row_ids=ids)


def _account(ledger: Ledger, judgement: Judgement) -> dict[str, object]:
    gone = judgement.withdrawn
    return {
        "id": (judgement.id,),
        "statement": judgement.statement,
        "confidence": "withdrawn" if gone else ledger.label("confidence", judgement.confidence),
        "because": gone.because if gone else judgement.because,
        "supported_by": () if gone else judgement.supported_by,
        "challenged_by": () if gone else judgement.challenged_by,
        "would_change": "" if gone else judgement.would_change,
    }


def conflicts(ledger: Ledger) -> Table:
    """Return the claims that do not sit well together, and how each conflict is treated."""
    columns = (
        Column("id", "No."),
        Column("statement", "What does not fit", "head"),
        Column("between", "Claims", "claims"),
        Column("treatment", "How it is treated"),
    )
    rows = [x.model_dump(include={"id", "statement", "between", "treatment"}) for x in ledger.conflicts]
    caption = f"{sentence(plural(len(rows), 'place'))} where claims do not sit well together."
    claims = in_id_order(c for x in ledger.conflicts for c in x.between)
    return Table("conflicts", caption, frame(rows, columns), columns, claims)


def gaps(ledger: Ledger, first: int | None = None) -> Table:
    """Return the questions that the articles leave open, or the `first` so many of them."""
    columns = (
        Column("id", "No."),
        Column("question", "Question left open", "head"),
        Column("silence", "What the articles do and do not say"),
        Column("touches", "Touches", "claims"),
    )
    rows = [g.model_dump(include={"id", "question", "silence", "touches"}) for g in ledger.gaps[:first]]
    caption = (
        f"{sentence(plural(len(ledger.gaps), 'question'))} that the articles leave open{_shown(rows, ledger.gaps)}."
    )
    claims = in_id_order(c for g in ledger.gaps[:first] for c in g.touches)
    return Table("gaps", caption, frame(rows, columns), columns, claims)


def indicators(ledger: Ledger, first: int | None = None) -> Table:
    """Return what would be observed if a judgement were to move, and which way; all, or the `first` so many."""
    columns = (
        Column("id", "No."),
        Column("observe", "If this is observed", "head"),
        Column("direction", "Effect"),
        Column("moves", "Judgement", "judgements"),
    )
    rows = [
        {"id": i.id, "observe": i.observe, "direction": ledger.label("direction", i.direction), "moves": i.moves}
        for i in ledger.indicators[:first]
    ]
    moved = len({j for i in ledger.indicators for j in i.moves})
    caption = (
        f"{sentence(plural(len(ledger.indicators), 'thing'))} to watch for, which between them bear on "
        f"{plural(moved, 'judgement')}{_shown(rows, ledger.indicators)}."
    )
    return Table("indicators", caption, frame(rows, columns), columns)


def _shown(rows: Sequence[object], every: Sequence[object]) -> str:
    return "" if len(rows) == len(every) else f"; the first {number_word(len(rows))} are shown"
