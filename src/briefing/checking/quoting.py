"""Nothing of an article is left out silently: its sentences are covered word by word, its quotes taken whole."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checking.context import Material, about, subject
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located, Place, Span
from briefing.model.records import Description, Evidence
from briefing.model.words import listing
from briefing.reading.coverage import OPEN, WAIVED, covers, holds_words, outside
from briefing.reading.surroundings import left_out

SHOWN = 300  # characters of what is left over
REST = ("rest-uncovered", "; the rest of its sentence is.")


@rule("sentence-uncovered", "A sentence, bullet or heading is neither quoted nor waived.")
@rule("rest-uncovered", "Part of a sentence is quoted, and the rest is neither quoted nor waived.")
def sentences_covered(material: Material) -> Iterator[Issue]:
    """Every sentence, bullet, heading and line of an article is quoted, waived or furniture, word by word."""
    mend = "Quote it in a claim, waive it in data/waivers.yml with a reason, or mark it as furniture."
    for article in material.ledger.articles:
        file = article.place.file.removesuffix(".yml") + ".txt"
        excused: list[Span] | None = None  # looked for only when something is open
        for sentence in material.sentences[article.id]:
            if sentence.accounted_for:
                continue
            excused = material.excused(article.id) if excused is None else excused
            if any(sentence.span.overlaps(span) for span in excused):
                continue
            for part in sentence.rest:
                place = Place(file, material.pages[article.id].lines.number(part.start))
                words = " ".join(article.text[slice(*part)].split())
                got = f"“{words[:SHOWN]}{'…' * (len(words) > SHOWN)}” is neither quoted nor waived"
                code, end = ("sentence-uncovered", ".") if sentence.status == OPEN else REST
                yield Issue(place, subject(article), code, f"{got}{end}", mend)


@rule("waiver-idle", "A waiver covers no words, or only words that are quoted.")
def waivers_needed(material: Material) -> Iterator[Issue]:
    """Each waiver covers words, and some that no claim quotes."""
    for waiver in material.ledger.waivers:
        article = material.ledger.article_by_id.get(waiver.article)
        if waiver.span is None or article is None:
            continue
        others = [c.span for c in covers(material.ledger, article.id) if c.status != WAIVED]
        if not holds_words(article.text, [waiver.span]):
            got, mend = "it covers no words.", "Remove it, or quote the words it is meant for."
        elif not holds_words(article.text, outside(waiver.span, others)):
            got, mend = "a claim quotes what it waives.", "Remove the waiver, or mend the claim's quote."
        else:
            continue
        yield about(waiver, "waiver-idle", got, mend)


@rule(
    "quote-leaves-out",
    "A negation, modal, hedge, quantity or limit stands right outside a quote, and nothing says why.",
)
def quotes_leave_nothing_out(material: Material) -> Iterator[Issue]:
    """A negation, modal, hedge, quantity or limit right outside a quote is taken in, or it is said why not."""
    quoting: list[tuple[Located, Evidence | Description]] = [
        (claim, evidence) for claim in material.ledger.standing for evidence in claim.evidence
    ]
    quoting += [(actor, described) for actor in material.ledger.actors for described in actor.described]
    for owner, passage in quoting:
        article = material.ledger.article_by_id.get(passage.article)
        if article is None or passage.span is None or passage.outside is not None:
            continue
        for side, clause, words in left_out(article.text, passage.span, article.language):
            stand = "stands" if len(words) == 1 else "stand"
            got = f"right {side} the quote {stand} {listing([f'“{word}”' for word in words])}, in “{clause}”."
            mend = "Take it into the quote, or say in `outside` why it is left out."
            yield about(passage, "quote-leaves-out", got, mend, owner)
