"""The judgements: what is held, how sure, and the account of each."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import withdrawal
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Judgement
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.profile import profile

#: Fields of a judgement in words, and how an account heads them.
WORDED = (
    ("because", "Why this sure and no surer"),
    ("limits", "What the evidence cannot show"),
    ("alternative", "The best other reading"),
    ("so_what", "What follows"),
    ("would_change", "What would change it"),
)


@table
def key_judgements(ledger: Ledger) -> Table:
    """Return one row a standing judgement: its statement, what is coded of it, and the claims it hangs on."""
    coded = [field for field in coded_fields(Judgement) if field.shows_on("row")]
    columns = (
        Column("id", "No.", "judgements"),
        Column("statement", "Judgement", "head"),
        *(Column(field.name, field.heading) for field in coded),
        Column("claims", "Rests on", "claims"),
    )
    rows = [
        {"id": (j.id,), "statement": j.statement, "claims": j.decisive or j.supported_by}
        | {field.name: _label(ledger, j, field) for field in coded}
        for j in ledger.standing_judgements
    ]
    return tabulate("key_judgements", _held(ledger), columns, rows, layout="judgements")


def _held(ledger: Ledger) -> str:
    judgements = ledger.standing_judgements
    if not judgements:
        return "No key judgement is held."
    of = f"Of {plural(len(judgements), 'key judgement')}, " if len(judgements) > 1 else ""
    counts = [
        (sum(j.confidence == word for j in judgements), ledger.label("confidence", word))
        for word in dict.fromkeys([*ledger.vocabulary.get("confidence", {}), *(j.confidence for j in judgements)])
    ]
    held = [
        f"{plural(n, 'is', 'are') if of else 'the one key judgement is'} held with {label} confidence"
        for n, label in counts
        if n
    ]
    origins = [profile(ledger, j).origins for j in judgements]
    each = "each rests" if of and len(set(origins)) == 1 else "none rests" if of else "it rests"
    most = plural(max(origins), "origin") if each != "none rests" else f"more than {plural(max(origins), 'origin')}"
    return sentence(f"{of}{listing(held)}; counted by its weakest decisive claim, {each} on {most}.")


@table
def accounts(ledger: Ledger) -> Table:
    """Return the account of each judgement, its id as the row's anchor; of a withdrawn one, the reason, at the end."""
    coded = coded_fields(Judgement)
    columns = (
        Column("id", "No.", "judgements"),
        Column("statement", "Judgement", "head"),
        *(Column(field.name, field.heading) for field in coded),
        *(Column(name, heading) for name, heading in WORDED),
        Column("decisive", "It hangs on", "claims"),
        Column("supported_by", "Also for it", "claims"),
        Column("challenged_by", "Against it", "claims"),
        Column("reviewed", "Last looked at"),
    )
    withdrawn = [j for j in ledger.judgements if j.withdrawn]
    shown = (*ledger.standing_judgements, *withdrawn)
    rows = [_withdrawn(ledger, j, columns) if j.withdrawn else _account(ledger, j, coded) for j in shown]
    standing = len(ledger.standing_judgements)
    gone = f"; {number_word(len(withdrawn))} more {'is' if len(withdrawn) == 1 else 'are'} withdrawn"
    told = f"{plural(standing, 'judgement stands', 'judgements stand')}{', each with its account' if standing else ''}"
    caption = f"{sentence(told)}{gone if withdrawn else ''}."
    return tabulate("accounts", caption, columns, rows, layout="cards", row_ids=tuple(j.id for j in shown))


def _account(ledger: Ledger, judgement: Judgement, coded: tuple[CodedField, ...]) -> dict[str, object]:
    reviewed = judgement.reviewed
    return {
        "id": (judgement.id,),
        "statement": judgement.statement,
        **{field.name: _label(ledger, judgement, field) for field in coded},
        **{name: getattr(judgement, name) or "" for name, _ in WORDED},
        "decisive": judgement.decisive,
        "supported_by": tuple(c for c in judgement.supported_by if c not in judgement.decisive),
        "challenged_by": judgement.challenged_by,
        "reviewed": f"Version {reviewed.version}: {reviewed.outcome}" if reviewed else "",
    }


def _withdrawn(ledger: Ledger, judgement: Judgement, columns: tuple[Column, ...]) -> dict[str, object]:
    reason = withdrawal(ledger, judgement.withdrawn)
    said: dict[str, object] = {
        "id": (judgement.id,),
        "statement": judgement.statement,
        "confidence": "withdrawn",
        "because": reason,
    }
    return dict.fromkeys((column.key for column in columns), "") | said


def _label(ledger: Ledger, judgement: Judgement, field: CodedField) -> str:
    word: str | None = getattr(judgement, field.name)
    return ledger.label(field.vocabulary, word) if word else ""
