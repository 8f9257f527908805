"""Nothing of an article is left out silently: its sentences are covered word by word, its quotes taken whole."""

from collections import Counter
from collections.abc import Iterator

import regex

from briefing.checking.quotations import COUNTS, negated, opposed, says_word, stems
from briefing.checking.rules import Material, about, rule
from briefing.model.base import Issue, Located, Place, Span
from briefing.model.records import Claim, Description, Evidence, Judgement, Waiver
from briefing.model.sources import Article
from briefing.model.words import listing
from briefing.reading.boundaries import left_out
from briefing.reading.coverage import CLAIMED, OPEN, WAIVED, covers, holds_words, outside
from briefing.reading.languages import language_of, whole_words
from briefing.reading.normalisation import normalise
from briefing.reading.validation import subject

SHOWN = 300  # characters of what is left over
#: A number that is no part of a name such as AB-4 or 21.Stone.
NUMBER = regex.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-]|[.,]\w)")
#: The words of the vocabulary `waiver` that the package reads: the rest of a sentence, and what is no sentence.
REST_OF, FURNISHING = "rest", frozenset({"title", "heading", "credit"})
_FULL_STOP = regex.compile(r"\p{L}\p{L}[.。]\W*$")


@rule("sentence-uncovered", "A sentence, bullet or heading is neither quoted nor waived.")
@rule("rest-uncovered", "Part of a sentence is quoted, and the rest is neither quoted nor waived.")
def sentences_covered(material: Material) -> Iterator[Issue]:
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
                place = Place(file, material.article_pages[article.id].lines.number(part.start))
                words = " ".join(article.text[slice(*part)].split())
                got = f"“{words[:SHOWN]}{'…' * (len(words) > SHOWN)}” is neither quoted nor waived"
                code = "sentence-uncovered" if sentence.status == OPEN else "rest-uncovered"
                end = "." if sentence.status == OPEN else "; the rest of its sentence is."
                yield Issue(place, subject(article), code, f"{got}{end}", mend)


@rule("waiver-idle", "A waiver covers no words, or only words that are quoted.")
@rule("waiver-hides", "A waiver sets aside what is not of its kind, or what says something for no reason of its own.")
def waivers_needed(material: Material) -> Iterator[Issue]:
    reasons = Counter(waiver.reason.casefold().rstrip(".") for waiver in material.ledger.waivers)
    for waiver in material.ledger.waivers:
        article = material.ledger.article_by_id.get(waiver.article)
        if waiver.span is None or article is None:
            continue
        others = [c.span for c in covers(material.ledger, article.id) if c.status != WAIVED]
        shared = reasons[waiver.reason.casefold().rstrip(".")] > 1
        if not holds_words(article.text, [waiver.span]):
            mend = "Remove it, or quote the words it is meant for."
            yield about(waiver, "waiver-idle", "it covers no words.", mend)
        elif not holds_words(article.text, outside(waiver.span, others)):
            mend = "Remove the waiver, or mend the claim's quote."
            yield about(waiver, "waiver-idle", "a claim quotes what it waives.", mend)
        elif hidden := _hidden(material, article, waiver, shared=shared):
            mend = "Quote it in a claim, mark it as furniture, or add a kind of waiver for it to data/vocabulary.yml"
            mend += " and say why it bears on nothing."
            yield about(waiver, "waiver-hides", hidden, mend)


def _hidden(material: Material, article: Article, waiver: Waiver, *, shared: bool) -> str:
    """Return what is wrong with a waiver of a sentence that says something; `shared`: so is its reason.

    A rest is of a sentence of which something is quoted; a title, a heading or a credit is no sentence that runs.
    """
    within = [s for s in material.sentences[article.id] if waiver.span and s.span.overlaps(waiver.span)]
    words, language = article.text[slice(*waiver.span or ())], language_of(article.language)
    runs = any(_FULL_STOP.search(article.text[slice(*sentence.span)]) for sentence in within)
    if waiver.kind == REST_OF and any(sentence.status != CLAIMED for sentence in within):
        return "it sets aside the rest of a sentence of which nothing is quoted."
    if waiver.kind in FURNISHING:
        fault = f"it is called a {waiver.kind}, and is a sentence with its full stop."
        return fault if runs and normalise(article.title).text != normalise(words).text else ""
    names = whole_words(material.ledger.actor_names)
    told = [found for way in (names, NUMBER, language.phrases("negations")) if (found := way.search(words))]
    return f"its words say “{told[0][0]}”, and its reason is that of others." if told and shared else ""


@rule("quote-leaves-out", "A negation, modal, hedge, quantity or limit is right outside a quote; nothing says why.")
def quotes_leave_nothing_out(material: Material) -> Iterator[Issue]:
    quoting: list[tuple[Located, Evidence | Description]] = []
    quoting += [(claim, evidence) for claim in material.ledger.standing for evidence in claim.evidence]
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


@rule(
    "statement-unfounded", "A statement has a number, name, or word of how many or how sure that nothing under it has."
)
def statements_founded(material: Material) -> Iterator[Issue]:
    """Words are compared only where every article quoted is in the language of the book; numbers always."""
    ledger, language = material.ledger, material.language
    phrases = [language.phrases(name, actor=ledger.actor_names) for name in ("degrees", "counts", "exclusives")]
    actors = {name: of for name, of in ledger.actor_names.items() if not ledger.actor_by_id[of].passing}
    named = whole_words(actors)
    records: tuple[Claim | Judgement, ...] = (*ledger.standing, *ledger.standing_judgements)
    for record in records:
        names = record.claims if isinstance(record, Judgement) else (record.id,)
        if any(name not in ledger.claim_by_id for name in names):
            continue
        claims = [ledger.claim_by_id[name] for name in names]
        words = [evidence.words for claim in claims for evidence in claim.evidence]
        words += [claim.statement for claim in claims if claim is not record]
        tags = {ledger.article_by_id[a].language for c in claims for a in c.articles if a in ledger.article_by_id}
        shared = all(language_of(tag) == language for tag in tags)
        ways = (NUMBER, COUNTS, *phrases * shared)
        wanted = [found[0] for way in ways for found in way.finditer(record.statement)]
        if isinstance(record, Claim):
            coded = {*record.actors, *(name for e in record.evidence for name in (*e.voice, *e.names))}
            wanted += [found[0] for found in named.finditer(record.statement) if actors[found[0]] not in coded]
        alike = {word: {word, *language.same_number(word)} for word in wanted}
        lacking = [word for word, same in alike.items() if not any(says_word(t, w) for t in words for w in same)]
        if lacking and words:
            got = f"its statement says {listing([f'“{word}”' for word in lacking])}, and nothing that it rests on does."
            yield about(record, "statement-unfounded", got, "Say what the words say, or quote the words that say so.")


@rule("statement-turned", "A claim denies what its quotes say, or says what each of them denies.")
def statements_not_turned(material: Material) -> Iterator[Issue]:
    language = material.language
    negations, names = language.phrases("negations"), whole_words(material.ledger.actor_names)
    for claim in material.ledger.standing:
        held = [material.ledger.article_by_id.get(evidence.article) for evidence in claim.evidence]
        if not held or any(article is None or language_of(article.language) != language for article in held):
            continue
        statement = normalise(claim.statement).text
        quotes = [normalise(evidence.words).text for evidence in claim.evidence]
        own = negations.search(statement)
        denied = [negated(quote, language) for quote in quotes]
        said = [words & stems(statement) for words in denied]
        if own and not any(map(negations.search, quotes)):
            got = f"its statement says “{own[0]}”, and no quote does."
        elif not own and all(said):
            got = f"each of its quotes denies “{min(said[0])}…”, and its statement does not."
        elif told := next(filter(None, (opposed(statement, [quote], language, names) for quote in quotes)), None):
            got = f"its statement says “{told[0]}”, and a quote “{told[1]}”."
        else:
            continue
        yield about(claim, "statement-turned", got, "Say what the words say, or quote the words that say so.")
