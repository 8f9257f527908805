"""The judgements: what is held, how sure, the account and the evidence profile of each; and the registers."""

from collections import Counter
from collections.abc import Sequence

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import record_link, record_links, table, tabulate
from briefing.model.fields import CodedField, coded_fields, field_words
from briefing.model.ledger import Ledger
from briefing.model.records import Indicator, Judgement
from briefing.model.words import date_words, listing, number_word, plural, sentence
from briefing.reading.profile import confidence_cap, whose_words
from briefing.reading.profile import profile as counted

#: The components that a person rates, in words of a vocabulary; what the evidence cannot show stands in the account.
RATED = ("adequacy", "coherence")
_HEAD = (Column("id", "No.", "judgements", of=lambda j: (j.id,)), Column("statement", "Judgement", "head"))


def _coded(ledger: Ledger, field: CodedField) -> Column:
    return Column(field.name, field.heading, of=lambda j: ledger.label(field.vocabulary, getattr(j, field.name)))


@table
def key_judgements(ledger: Ledger) -> Table:
    """Return one row a standing judgement: its statement, what is coded of it, and the claims it hangs on."""
    columns = (
        *_HEAD,
        *(_coded(ledger, field) for field in coded_fields(Judgement) if field.shows_on("row")),
        Column("claims", "Rests on", "claims", of=lambda j: j.decisive or j.supported_by),
    )
    judgements = ledger.standing_judgements
    caption, several = "No key judgement is held.", len(judgements) > 1
    if judgements:
        levels = Counter(j.confidence for j in judgements)
        ladder = [word for word in dict.fromkeys([*ledger.vocabulary.get("confidence", {}), *levels]) if levels[word]]
        who = [plural(levels[word], "is", "are") if several else "the one key judgement is" for word in ladder]
        held = [
            f"{w} held with {ledger.label('confidence', word)} confidence" for w, word in zip(who, ladder, strict=True)
        ]
        of = f"Of {plural(len(judgements), 'key judgement')}, " if several else ""
        origins = [counted(ledger, j).origins for j in judgements]
        some = "each rests on" if len(set(origins)) == 1 else "none rests on more than"
        rests = f"{some if several else 'it rests on'} {plural(max(origins), 'origin')}"
        caption = sentence(f"{of}{listing(held)}; counted by its weakest decisive claim, {rests}.")
    return tabulate("key_judgements", caption, columns, judgements, layout="judgements")


@table
def accounts(ledger: Ledger) -> Table:
    """Return the account of each standing judgement, its id as the row's anchor; a withdrawn one has its page alone."""

    def besides(judgement: Judgement) -> tuple[str, ...]:
        return tuple(claim for claim in judgement.supported_by if claim not in judgement.decisive)

    columns = (
        *_HEAD,
        *(_coded(ledger, field) for field in coded_fields(Judgement)),
        *(Column(name, heading) for name, heading in field_words("account").items()),
        Column("decisive", "It hangs on", "claims"),
        Column("supported_by", "Also for it", "claims", of=besides),
        Column("challenged_by", "Against it", "claims"),
    )
    standing, gone = ledger.standing_judgements, len(ledger.judgements) - len(ledger.standing_judgements)
    caption = sentence(plural(len(standing), "judgement stands", "judgements stand"))
    caption += ", each with its account" * bool(standing)
    caption += f"; {plural(gone, 'more is', 'more are')} withdrawn" * bool(gone)
    names = tuple(j.id for j in standing)
    return tabulate("accounts", f"{caption}.", columns, standing, layout="cards", row_ids=names, alike=RATED)


@table
def profile(ledger: Ledger) -> Table:
    """Return one row a standing judgement: what is counted of its decisive claims, its confidence and the cap on it."""
    judgements = ledger.standing_judgements
    found = {j.id: counted(ledger, j) for j in judgements}
    rated = [field for field in coded_fields(Judgement) if field.name in ("directness", *RATED)]

    def origins(judgement: Judgement) -> str:
        mine = found[judgement.id]
        return f"{mine.origins}, {'' if mine.held else 'not '}held" if mine.origins == 1 else str(mine.origins)

    def ratings(judgement: Judgement) -> str:
        return " · ".join(filter(None, (ledger.label(f.vocabulary, getattr(judgement, f.name)) for f in rated)))

    def confidence(judgement: Judgement) -> str:
        word, cap = judgement.confidence, confidence_cap(ledger, judgement)
        more = f", at most {ledger.label('confidence', cap.word)}" if cap and cap.word != word else ""
        return ledger.label("confidence", word) + more

    columns = (
        *_HEAD,
        Column("decisive", "Hangs on", "claims", of=lambda j: found[j.id].claims),
        Column("articles", "Made in", "articles", of=lambda j: record_links(ledger, found[j.id].articles)),
        *([Column("origins", "Independent origins", of=origins)] if len(set(map(origins, judgements))) > 1 else []),
        Column("voice", "Whose words", of=lambda j: whose_words(ledger, found[j.id])),
        Column("conflicts", "Conflicts", of=lambda j: record_links(ledger, found[j.id].conflicts)),
        Column("rated", "Rated", of=ratings),
        Column("confidence", "Confidence", of=confidence),
    )
    caption = "No judgement stands."
    if found:
        least = min(p.origins for p in found.values())
        weakest = [p for p in found.values() if p.origins == least]
        told = "every one" if len(weakest) == len(found) else f"{number_word(len(weakest))} of them"
        hangs = "hangs" if len(weakest) in {1, len(found)} else "hang"
        unheld = ", whose text is not held" if least == 1 and not any(p.held for p in weakest) else ""
        claim = f"{hangs} on a claim of {plural(least, 'independent origin')}{unheld}"
        caption = f"{sentence(plural(len(found), 'judgement'))}: {told} {claim}."
    return tabulate("profile", caption, columns, judgements)


def _register(
    ledger: Ledger, name: str, told: tuple[str, str], rest: str, *columns: Column, alike: Sequence[str] = ()
) -> Table:
    """Return the standing records of a register; `told` begins the caption, of one and of several, `rest` ends it."""
    standing = ledger.standing_of(name)
    number = Column("id", "No.", of=lambda record: record_link(ledger, record.id))
    caption = f"{sentence(plural(len(standing), *told))} {rest}."
    return tabulate(name, caption, (number, *columns), standing, alike)


@table
def conflicts(ledger: Ledger) -> Table:
    """Return the claims that do not sit well together, and how each conflict is treated."""
    return _register(
        ledger, "conflicts", ("place is", "places are"), "known where claims do not sit well together",
        Column("statement", "What does not fit", "head"),
        Column("between", "Claims", "claims"),
        Column("treatment", "How it is treated"),
    )  # fmt: skip


@table
def gaps(ledger: Ledger) -> Table:
    """Return the questions that the articles leave open, and what would settle each."""
    silence = "What the articles do and do not say, and what to collect"
    return _register(
        ledger, "gaps", ("question is", "questions are"), "left open",
        Column("question", "Question left open", "head"),
        Column("silence", silence, of=lambda gap: " ".join(filter(None, (gap.silence, gap.collect)))),
        Column("settles", "It would settle", "judgements"),
    )  # fmt: skip


@table
def indicators(ledger: Ledger) -> Table:
    """Return what would be observed if a judgement were to move, and which way."""

    def state(indicator: Indicator) -> str:
        as_of = f"as of {date_words(indicator.as_of)}" if indicator.as_of else ""
        return ", ".join(filter(None, (ledger.label("indicator_state", indicator.state), as_of)))

    standing = ledger.standing_of("indicators")
    moved = plural(len({j for i in standing for j in i.moves}), "judgement")
    bear = f" and {'bears' if len(standing) == 1 else 'between them bear'} on {moved}" if standing else ""
    return _register(
        ledger, "indicators", ("thing is", "things are"), f"worth watching{bear}",
        Column("observe", "If this is observed", "head"),
        Column("direction", "Effect", of=lambda i: ledger.label("direction", i.direction)),
        Column("moves", "Judgement", "judgements"),
        Column("state", "So far", of=state),
        alike=("state",),
    )  # fmt: skip
