"""The evidence profile of each judgement: what can be counted of its decisive claims, and what a person rated."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import record_link
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, voice_name
from briefing.model.records import Judgement
from briefing.model.words import date_words, listing, number_word, plural, sentence
from briefing.reading.profile import Profile, confidence_cap
from briefing.reading.profile import profile as counted

#: The components that a person rates, in words of a vocabulary, and `limits`, in free ones.
RATED = ("adequacy", "coherence")


@table
def profile(ledger: Ledger) -> Table:
    """Return one row a standing judgement: what is counted of its decisive claims, its confidence and the cap on it."""
    columns = (
        Column("id", "No.", "judgements"),
        Column("statement", "Judgement", "head"),
        Column("decisive", "Hangs on", "claims"),
        Column("articles", "Made in", "articles"),
        Column("origins", "Independent origins"),
        Column("voice", "Passages, and whose words"),
        Column("hops", "Steps from the origin"),
        Column("dates", "Dated"),
        Column("conflicts", "Conflicts"),
        Column("directness", "Stated or inferred"),
        Column("rated", "Rated"),
        Column("confidence", "Confidence"),
    )
    rows = [_row(ledger, judgement, counted(ledger, judgement)) for judgement in ledger.standing_judgements]
    return tabulate("profile", _caption(ledger), columns, rows, layout="cards")


def _row(ledger: Ledger, judgement: Judgement, found: Profile) -> dict[str, object]:
    cap = confidence_cap(ledger, judgement)
    held = "held" if found.held else "not held"
    word = ledger.label("confidence", judgement.confidence)
    allowed = f", at most {ledger.label('confidence', cap.word)}" if cap and cap.word != judgement.confidence else ""
    return {
        "id": (judgement.id,),
        "statement": judgement.statement,
        "decisive": found.claims,
        "articles": tuple(record_link(ledger, article) for article in found.articles),
        "origins": f"{found.origins}{f', {held}' if found.origins == 1 else ''}",
        "voice": _voice(ledger, found),
        "hops": str(found.hops[0]) if found.hops[0] == found.hops[1] else f"{found.hops[0]} or {found.hops[1]}",
        "dates": _dates(ledger, found),
        "conflicts": tuple(record_link(ledger, conflict) for conflict in found.conflicts),
        "directness": ledger.label("directness", judgement.directness) if judgement.directness else "",
        "rated": _rated(ledger, judgement),
        "confidence": f"{word}{allowed}",
    }


def _voice(ledger: Ledger, found: Profile) -> str:
    parts = [f"{found.own_voice} in an article’s own voice"] if found.own_voice else []
    speakers = [voice_name(ledger, voice) for voice in found.speakers]
    return "; ".join([*parts, *([f"{found.spoken} of {listing(speakers)}"] if speakers else [])])


def _dates(ledger: Ledger, found: Profile) -> str:
    days = [date_words(day) for day in dict.fromkeys(found.dates)]
    undated = [f"{article_name(ledger, article)} undated" for article in found.undated]
    return "; ".join([*([" to ".join(days)] if days else []), *undated])


def _rated(ledger: Ledger, judgement: Judgement) -> str:
    coded = [field for field in coded_fields(Judgement) if field.name in RATED and getattr(judgement, field.name)]
    told = [f"{f.heading.lower()}: {ledger.label(f.vocabulary, getattr(judgement, f.name))}" for f in coded]
    return "; ".join([*told, *([f"limits: {judgement.limits}"] if judgement.limits else [])])


def _caption(ledger: Ledger) -> str:
    found = [counted(ledger, judgement) for judgement in ledger.standing_judgements]
    if not found:
        return "No judgement stands."
    least = min(p.origins for p in found)
    weakest = [p for p in found if p.origins == least]
    told = "every one" if len(weakest) == len(found) else f"{number_word(len(weakest))} of them"
    origins = plural(least, "independent origin")
    unheld = ", whose text is not held" if least == 1 and not any(p.held for p in weakest) else ""
    hangs = "hangs" if len(weakest) in {1, len(found)} else "hang"
    return f"{sentence(plural(len(found), 'judgement'))}: {told} {hangs} on a claim of {origins}{unheld}."
