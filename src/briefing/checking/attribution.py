"""What a page says, of whom, and how sure and how direct it calls a judgement, is what the records have."""

import re
from collections.abc import Callable, Iterable, Iterator

import regex

from briefing.checking.chapters import Page
from briefing.checking.citations import Sentence, claims_under, evidence_of, sentences_of
from briefing.checking.descent import articles_named, called, origins_named, publications
from briefing.checking.quotations import QUOTED, denies, misquoted, opposed, reversed_by, says_word, unquoted
from briefing.checking.rules import rule
from briefing.model.base import Issue, Span
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Conflict, Evidence, Judgement, Relation
from briefing.model.words import listing
from briefing.reading.languages import Language, any_of, whole_words
from briefing.reading.profile import INFERRED, Cap, confidence_cap, decisive_claims, exceeds
from briefing.reading.stress import Outcome, effects, without

#: By the phrases that say what becomes of a judgement, the worst first: what may become of it.
_OUTCOMES: dict[str, frozenset[Outcome]] = {
    "less_sure": frozenset({Outcome.LESS_SURE}),
    "broken": frozenset({Outcome.FALLS, Outcome.LOSES_DECISIVE}),
    "falls": frozenset({Outcome.FALLS}),
    "unbroken": frozenset({Outcome.STANDS, Outcome.LESS_SURE}),
}
_WAYS = ("above", "below")
_CLAUSE = re.compile(r"[^,;:()—–]+")
#: Kinds of records that stand in articles; whatever else is cited, such as a gap, may be of any of them.
_STANDING = (Claim, Conflict, Evidence, Judgement, Relation)
_AS_THE_RECORD = "Say it as the record does, or cite the one that does."


@rule("confidence-misstated", "A page says how sure or how direct a judgement is, and it is coded otherwise.",
      stage="page")  # fmt: skip
def confidence_as_coded(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """It is said of the judgements that the sentence cites; of every one where it cites none, or says so."""
    of_all, surety = page.language.phrases("all_judged"), page.language.phrases("confidence")
    words = {name: ledger.vocabulary.get(name, {}) for name in ("confidence", "directness")}
    coded = {name: {term.label.casefold(): word for word, term in terms.items()} for name, terms in words.items()}
    labels = {name: [form for label in of for form in (label, label.capitalize())] for name, of in coded.items()}
    graded = {name: page.language.phrases("graded", label=forms) for name, forms in labels.items()}
    for block in (block for block in page.blocks if page.findings and block.printed):
        for span in block.sentences:
            text = block.text[slice(*span)]
            cited = [ledger.judgement_by_id.get(name) for role in block.roles_in(span) for name in role.targets]
            meant = [judgement for judgement in cited if judgement]
            judged = ledger.standing_judgements if of_all.search(text) or not meant else tuple(meant)
            but_some = page.language.phrases("all_but_some").search(text)
            parts = [part[0] for part in _CLAUSE.finditer(page.language.phrases("at_least").sub(" ", text))]
            said = [("confidence", part) for part in parts if surety.search(part)]
            for name, part in (*said, *(("directness", part) for part in parts if meant)):
                for found in graded[name].finditer(part):
                    word = coded[name][found.captures("label")[-1].casefold()]
                    denied = page.language.phrases("negations").search(part, 0, found.start()) is not None
                    is_so = _compares(part[: found.start()], word, ledger, page.language)
                    wrong = [j.id for j in judged if is_so(getattr(j, name)) == denied]
                    more = [] if denied or name != "confidence" else _held_back(text, judged, ledger, page.language)
                    if but_some and 2 * max(len(wrong), len(more)) < len(judged):
                        continue
                    if wrong or more:
                        got = f"“{found[0]}” is said, and the {name} of {', '.join(wrong)} is coded otherwise."
                        if not wrong:
                            got = f"“{found[0]}” is said for want of origins, and {', '.join(more)} may be surer."
                        yield page.issue(block.line_of(span.start), "confidence-misstated", got, _AS_THE_RECORD)


def _compares(before: str, word: str, ledger: Ledger, language: Language) -> Callable[[str], bool]:
    """Return whether a code is a word, or is above or below it where a text that ends before the word says so."""
    ends = {way: any(f.end() == len(before.rstrip()) for f in language.phrases(way).finditer(before)) for way in _WAYS}
    if ends["above"]:
        return lambda coded: exceeds(ledger, coded, Cap(word, (), 0, held=False))
    if ends["below"]:
        return lambda coded: exceeds(ledger, word, Cap(coded, (), 0, held=False))
    return lambda coded: coded == word


def _held_back(text: str, judged: Iterable[Judgement], ledger: Ledger, language: Language) -> list[str]:
    """Return the judgements that may be surer, where a text gives a single origin as the ground that they are not."""
    single = [language.phrases(kind, origin=language.prose.get("origin", ())) for kind in ("one_origin", "dependent")]
    if not language.phrases("causes").search(text) or not any(phrase.search(text) for phrase in single):
        return []
    held = {*ledger.article_by_id}  # an article that is not, which is told, has no origin that could be counted
    judged = [j for j in judged if all(held.issuperset(c.articles) for c in decisive_claims(ledger, j))]
    caps = [(judgement, confidence_cap(ledger, judgement)) for judgement in judged]
    return [j.id for j, cap in caps if cap and exceeds(ledger, cap.word, cap._replace(word=j.confidence))]


@rule("outcome-misstated", "A page says what becomes of a judgement without an article, and another thing does.",
      stage="page")  # fmt: skip
def outcomes_as_computed(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """What is said to fall, to stand or to be less sure without an article or an origin does so in the stress test."""
    named = called(origins_named(ledger) | articles_named(ledger), page.language)
    without_it = page.language.phrases("left_out", name=named)
    negations = page.language.phrases("negations")
    for sentence in (sentence for sentence in sentences_of(page, ledger, clauses=True) if sentence.judgements):
        text = unquoted(sentence.text).replace("’", "'")
        for found in without_it.finditer(text):
            after = text[found.end() :] if not denies(text[: found.start()], negations) else ""
            before = without_it.split(text[: found.start()])[-1]
            # Inside its clause it is of what stands before it there: `it stands without X and falls without Y`.
            clause = _CLAUSE.findall(f"{before} ")[-1]
            parts = ((clause, True), (without_it.split(after, maxsplit=1)[0], False), (before, True))
            readings = (_becoming(words, sentence, page.language, ended=ended) for words, ended in parts)
            told, allowed = next((one for one in readings if one[0]), ("", set[Outcome]()))
            gone = sorted({one for name in found.capturesdict()["name"] for one in named[name]})
            becomes = {e.judgement: e.outcome for e in effects(ledger, without(ledger, *gone))} if told else {}
            unlike = [j.id for j in sentence.judgements if j.id in becomes and becomes[j.id] not in allowed]
            if unlike:
                wrong = listing([f"{name} {becomes[name]}" for name in unlike])
                got = f"“{found[0]} … {told}” is said, and {wrong}."
                yield page.issue(sentence.line, "outcome-misstated", got, "Say what `briefing stress` finds.")


def _becoming(words: str, sentence: Sentence, language: Language, *, ended: bool) -> tuple[str, set[Outcome]]:
    """Return by which word a text says what becomes of a judgement, and what may; `ended` may be denied after it."""
    negations, told, allowed = language.phrases("negations"), "", set[Outcome]()
    ours = {judgement.because for judgement in sentence.judgements}  # where it may be of a judgement again
    sources = [source for source in sentence.words if source not in ours]
    for kind, outcomes in _OUTCOMES.items():  # what says one thing is read as no other: `no longer stands`
        way = language.phrases(kind)
        said = way.search(words)
        if said and not any(says_word(source, said[0]) for source in sources):  # it may be of the world
            before = words[: said.start()]
            none = language.phrases("none_of").match(_CLAUSE.findall(f"{before} ")[-1].lstrip())
            denied = (none is not None or denies(before, negations)) != (
                ended and denies(words[said.end() :], negations)
            )
            allowed |= set(Outcome) - outcomes if denied else outcomes
            told = told or said[0]
            words = way.sub(" ; ", words)
    return told, allowed


@rule("inference-unmarked", "A sentence asserts what is coded as inferred, and does not say so.", stage="page")
def inferences_marked(page: Page, ledger: Ledger) -> Iterator[Issue]:
    marks = page.language.phrases("inference")
    label = ledger.label("directness", INFERRED).casefold()
    for sentence in sentences_of(page, ledger, clauses=True) if page.language.prose else ():
        inferred = [judgement.id for judgement in sentence.judgements if judgement.directness == INFERRED]
        if inferred and not marks.search(sentence.text) and label not in sentence.text.casefold():
            got = f"{', '.join(inferred)} is coded as {INFERRED!r}, and the sentence asserts it."
            mend = "Say beside it that it is inferred, as in “we infer”, or cite what is stated."
            yield page.issue(sentence.line, "inference-unmarked", got, mend)


@rule("name-unfounded", "A sentence names somebody whom no record that it cites names, quotes or is of.", stage="page")
def names_founded(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """An article's publisher stands for an article in which a cited record stands; an actor is named by a record."""
    published, actors = publications(ledger), ledger.actor_names
    names = whole_words([*published, *(name for name, of in actors.items() if not ledger.actor_by_id[of].passing)])
    # Of neither, `reach-wrong` tells whether it is so.
    neither = page.language.phrases("in_neither", name=called(published, page.language))
    for sentence in (sentence for sentence in sentences_of(page, ledger, clauses=True) if sentence.records):
        standing = [record for record in sentence.records if isinstance(record, _STANDING)]
        loose = len(standing) < len(sentence.records)
        under = [claim for record in sentence.records for claim in claims_under(record, ledger)]
        pieces = [piece for claim in (*sentence.claims, *under) for piece in claim.evidence]
        held = {a for one in standing for a in (getattr(one, "article", ""), *getattr(one, "articles", ()))}
        held |= {a for record in standing for claim in claims_under(record, ledger) for a in claim.articles}
        about = {actor for claim in (*sentence.claims, *under) for actor in claim.actors}
        about |= {actor for piece in pieces for actor in (*piece.voice, *piece.names)}
        said = " ".join([*sentence.words, *(piece.note or "" for piece in pieces)])
        for found in dict.fromkeys(found[0] for found in names.finditer(neither.sub(" ", unquoted(sentence.text)))):
            alike = [name for name in actors if actors.get(found) == actors[name]] or [found]
            heard = whole_words(alike).search(said) is not None
            founded = found in actors and (heard or actors[found] in about)
            if found in published and not founded:  # a name may be a publisher's and an actor's
                founded = bool(published[found] & held) or (loose and (heard or not standing))
            if not founded:
                got = f"{found} is named, and no record that the sentence cites is of it."
                yield page.issue(sentence.line, "name-unfounded", got, "Name whom the record names, or cite another.")


@rule("quotation-misattributed", "A quotation stands beside the name of an article that does not have it.",
      stage="page")  # fmt: skip
def quotations_attributed(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """A quotation stands in the article that is named next to it in its clause; what is dropped stands in another."""
    published = publications(ledger)
    names, joins = whole_words(published), any_of(page.language.right_ends)
    for sentence in sentences_of(page, ledger):
        words = unquoted(sentence.text)
        named = [Span(*found.span()) for found in names.finditer(words)]
        for quoted in QUOTED.finditer(sentence.text):
            owner = _owner(words, Span(*quoted.span()), named, joins)
            if not owner:
                continue
            held = [told for record in sentence.records for told in evidence_of(record, ledger, *published[owner])]
            lone = [record for record in sentence.records if len(getattr(record, "sides", ())) == 1]
            held += [told for record in lone for told in evidence_of(record, ledger)]
            if all(misquoted(quoted[1], text, language) for text, language in held):
                got = f"“{quoted[1]}” stands beside {owner}, and no passage of it that the sentence cites has it."
                mend = "Name the article whose words they are right beside them."
                yield page.issue(sentence.line, "quotation-misattributed", got, mend)


def _owner(text: str, quoted: Span, named: list[Span], joins: regex.Pattern[str]) -> str:
    """Return the name in the clause of a quotation that it belongs to: one that follows at once, or the last before."""
    start, end = text.rfind(";", 0, quoted.start) + 1, text.find(";", quoted.end)
    before = [text[slice(*name)] for name in named if start <= name.start and name.end <= quoted.start]
    after = [name for name in named if quoted.end <= name.start and (end < 0 or name.end <= end)]
    if after and not (before and joins.search(text[quoted.end : after[0].start])):
        return text[slice(*after[0])]
    return before[-1] if before else ""


@rule("sentence-turned", "A sentence says the opposite of what the records that it cites say.", stage="page")
def sentences_not_turned(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """What is denied without a record that denies anything is left to a gap, which says what is not said."""
    names = whole_words(ledger.actor_names)
    for sentence in sentences_of(page, ledger) if page.language.prose else ():
        own = QUOTED.sub(" ", sentence.text)
        if sentence.words and (told := opposed(own, sentence.words, page.language, names)):
            got = f"“{told[0]}” is said, and the records that the sentence cites say “{told[1]}”."
            yield page.issue(sentence.line, "sentence-turned", got, _AS_THE_RECORD)
        stated = [claim.statement for claim in sentence.claims] if sentence.nouns == {"claim"} else []
        if stated and (word := reversed_by(own, stated, page.language)):
            got = f"it says “{word}”, and none of {listing([claim.id for claim in sentence.claims])} does."
            yield page.issue(sentence.line, "sentence-turned", got, _AS_THE_RECORD)
