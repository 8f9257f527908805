"""The judgements: what is held, how sure, the account of each, and the evidence profile behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefing.exhibits.display import Column, Part, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Judgement
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.profile import Profile, confidence_cap, whose_words
from briefing.reading.profile import profile as counted

#: Fields of a judgement in words, and how an account heads them.
WORDED = (
    ("because", "Why this sure"),
    ("limits", "Limits"),
    ("alternative", "Other reading"),
    ("so_what", "What follows"),
    ("would_change", "What would change it"),
)
#: The components that a person rates, in words of a vocabulary; what the evidence cannot show stands in the account.
RATED = ("adequacy", "coherence")
_NUMBER = Column("id", "No.", "judgements", of=lambda j: (j.id,))
_STATEMENT = Column("statement", "Judgement", "head")


@table
def key_judgements(ledger: Ledger) -> Table:
    """Return one row a standing judgement: its statement, what is coded of it, and the claims it hangs on."""
    columns = (
        _NUMBER,
        _STATEMENT,
        *(_coded(ledger, field) for field in coded_fields(Judgement) if field.shows_on("row")),
        Column("claims", "Rests on", "claims", of=lambda j: j.decisive or j.supported_by),
    )
    return tabulate("key_judgements", _held(ledger), columns, ledger.standing_judgements, layout="judgements")


def _coded(ledger: Ledger, field: CodedField) -> Column:
    return Column(field.name, field.heading, of=lambda j: ledger.label(field.vocabulary, getattr(j, field.name)))


def _held(ledger: Ledger) -> str:
    judgements = ledger.standing_judgements
    if not judgements:
        return "No key judgement is held."
    of = f"Of {plural(len(judgements), 'key judgement')}, " if len(judgements) > 1 else ""
    levels = [j.confidence for j in judgements]
    held = [
        f"{plural(levels.count(word), 'is', 'are') if of else 'the one key judgement is'} held with "
        f"{ledger.label('confidence', word)} confidence"
        for word in dict.fromkeys([*ledger.vocabulary.get("confidence", {}), *levels])
        if word in levels
    ]
    origins = [counted(ledger, j).origins for j in judgements]
    each = "each rests" if of and len(set(origins)) == 1 else "none rests" if of else "it rests"
    most = f"{'more than ' if each == 'none rests' else ''}{plural(max(origins), 'origin')}"
    return sentence(f"{of}{listing(held)}; counted by its weakest decisive claim, {each} on {most}.")


@table
def accounts(ledger: Ledger) -> Table:
    """Return the account of each standing judgement, its id as the row's anchor; a withdrawn one has its page alone."""
    columns = (
        _NUMBER,
        _STATEMENT,
        *(_coded(ledger, field) for field in coded_fields(Judgement)),
        *(Column(name, heading) for name, heading in WORDED),
        Column("decisive", "It hangs on", "claims"),
        Column("supported_by", "Also for it", "claims", of=_besides),
        Column("challenged_by", "Against it", "claims"),
    )
    standing, withdrawn = ledger.standing_judgements, len(ledger.judgements) - len(ledger.standing_judgements)
    gone = f"; {number_word(withdrawn)} more {'is' if withdrawn == 1 else 'are'} withdrawn"
    told = sentence(plural(len(standing), "judgement stands", "judgements stand"))
    caption = f"{told}{', each with its account' * bool(standing)}{gone * bool(withdrawn)}."
    names = tuple(j.id for j in standing)
    return tabulate("accounts", caption, columns, standing, layout="cards", row_ids=names, in_common=RATED)


def _besides(judgement: Judgement) -> tuple[str, ...]:
    return tuple(claim for claim in judgement.supported_by if claim not in judgement.decisive)


@table
def profile(ledger: Ledger) -> Table:
    """Return one row a standing judgement: what is counted of its decisive claims, its confidence and the cap on it."""
    judgements = ledger.standing_judgements
    found = {j.id: counted(ledger, j) for j in judgements}
    rated = [field for field in coded_fields(Judgement) if field.name in ("directness", *RATED)]

    def origins(judgement: Judgement) -> str:
        mine = found[judgement.id]
        return f"{mine.origins}, {'' if mine.held else 'not '}held" if mine.origins == 1 else str(mine.origins)

    def confidence(judgement: Judgement) -> str:
        word, cap = judgement.confidence, confidence_cap(ledger, judgement)
        more = f", at most {ledger.label('confidence', cap.word)}" if cap and cap.word != word else ""
        return ledger.label("confidence", word) + more

    columns = (
        _NUMBER,
        _STATEMENT,
        Column("decisive", "Hangs on", "claims", of=lambda j: found[j.id].claims),
        Column("articles", "Made in", "articles", of=lambda j: _links(ledger, found[j.id].articles)),
        *([Column("origins", "Independent origins", of=origins)] if len(set(map(origins, judgements))) > 1 else []),
        Column("voice", "Whose words", of=lambda j: whose_words(ledger, found[j.id])),
        Column("conflicts", "Conflicts", of=lambda j: _links(ledger, found[j.id].conflicts)),
        Column("rated", "Rated", of=lambda j: " · ".join(_labels(ledger, j, rated))),
        Column("confidence", "Confidence", of=confidence),
    )
    return tabulate("profile", _weakest(list(found.values())), columns, judgements)


def _labels(ledger: Ledger, judgement: Judgement, fields: Iterable[CodedField]) -> Iterator[str]:
    for field in fields:
        if word := getattr(judgement, field.name):
            yield ledger.label(field.vocabulary, word)


def _links(ledger: Ledger, names: Iterable[str]) -> tuple[Part, ...]:
    return tuple(record_link(ledger, name) for name in names)


def _weakest(found: Sequence[Profile]) -> str:
    if not found:
        return "No judgement stands."
    least = min(p.origins for p in found)
    weakest = [p for p in found if p.origins == least]
    told = "every one" if len(weakest) == len(found) else f"{number_word(len(weakest))} of them"
    origins = plural(least, "independent origin")
    unheld = ", whose text is not held" if least == 1 and not any(p.held for p in weakest) else ""
    hangs = "hangs" if len(weakest) in {1, len(found)} else "hang"
    return f"{sentence(plural(len(found), 'judgement'))}: {told} {hangs} on a claim of {origins}{unheld}."
