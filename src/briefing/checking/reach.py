"""What is said of how many articles there are, and of how many of them say something, is so."""

from collections.abc import Callable, Iterable, Iterator

import regex

from briefing.checking.chapters import Chapter, Page
from briefing.checking.citations import Sentence, sentences_of
from briefing.checking.descent import Descents, called, misnamed, origins_named, publications
from briefing.checking.quotations import denied_at_once, denies, unquoted
from briefing.checking.rules import Material, inside, rule
from briefing.model.base import Issue, Located, Place, Span
from briefing.model.ledger import KIND_OF, Ledger
from briefing.model.records import Gap
from briefing.model.words import PAIR, listing, number_word
from briefing.reading.languages import Language, whole_words
from briefing.reading.profile import decisive_claims, origin_count
from briefing.reading.validation import COPIED, subject

_CITE = "Cite only claims, and judgements that hang on such, of which it is true, in a sentence of their own."
_COUNT = "Say it of as many as there are, or name them."
_DESCENT = "Say it of those of which it is true, naming them."
_NAME = "Call each article as the tables do."
_SILENT = "Cite the gap, {gap}`…`, that says what the articles leave open."

MOST_COUNTED = 100
_STOP = regex.compile(r"[.!?]\s")
#: Logs tell of what was so once.
LOGS = frozenset({"corrections", "settlements"})
Held = frozenset[str]


#: What the phrases of each list say of the articles that a claim stands in, given those named and all there are.
_BORNE: dict[str, Callable[[Held, list[Held], Held], bool]] = {
    "only_in": lambda held, named, _: bool(held) and held <= frozenset().union(*named),
    "in_one": lambda held, _, __: len(held) == 1,
    "in_both": lambda held, named, _: not any(held.isdisjoint(one) for one in named),
    "in_all": lambda held, _, every: held == every,
    "in_neither": lambda held, named, _: all(held.isdisjoint(one) for one in named),
    "in_most": lambda held, _, every: 2 * len(held) > len(every),
    "in_some": lambda held, _, __: len(held) > 1,
    "in_none": lambda *_: False,
    "several_origins": lambda *_: False,  # these are counted
    "pair": lambda held, _, __: len(held) > 1,
    "no_pair": lambda *_: False,
    "exclusives": lambda *_: False,
}
_OF_SILENCE = {"in_neither", "in_none", "no_pair", "exclusives"}
#: Phrases that need not speak of articles: a record may say the same of the world.
_OF_ANYTHING = {"pair", "no_pair", "exclusives"}
#: Kinds of records that are themselves of two, so that `both` may be these.
_OF_TWO = frozenset({"conflict", "relation", "parallel"})


@rule("reach-wrong", "Only, alone, both, all or neither is said of articles, and the records cited do not bear it.",
      stage="page")  # fmt: skip
def reach_borne(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """What a sentence says of how many articles say something is true of every claim that it cites.

    Of a judgement it is true when it is of each claim that the judgement hangs on. The phrases are the language's:
    `only X`, `X alone` and, after X, `it alone` (X a publisher or an origin): each stands in X and nowhere else. `one
    article alone`: in a single one. `both articles`, `every article`: in all; `most`, `several articles`: in so many;
    `both X and Y`: in these; `both say`: in more than one. `neither article`: a gap is cited; so with `neither X nor
    Y`, unless no claim stands in X or Y. Any other `only`, `alone`, `nobody` or `never` is said by a record, or a gap
    is cited.
    """
    named, every = called(publications(ledger), page.language), frozenset(ledger.article_by_id)
    language, nouns = page.language, page.language.prose.get("text", ())
    verbs = [*language.reporting, *(verb for verb in language.prose.get("verbs", ()) if verb.isalpha())]
    parts = {"name": named, "text": nouns, "actor": ledger.actor_names, "verb": verbs}
    parts["origin"] = language.prose.get("origin", ())
    phrases = {kind: language.phrases(kind, **parts) for kind in _BORNE}
    names, stressed = language.phrases("names", name=named), language.phrases("left_out", name=named)
    descending, all_but = [*map(language.phrases, ("descend", "descends"))], language.phrases("all_but", name=named)
    for sentence in sentences_of(page, ledger, clauses=True):
        text, read = unquoted(sentence.text).replace("’", "'"), list[Span]()
        hang = [claim for judgement in sentence.judgements for claim in decisive_claims(ledger, judgement)]
        stands_in = [frozenset(claim.articles) for claim in (*sentence.claims, *hang)]
        for kind, found in ((kind, found) for kind, phrase in phrases.items() for found in phrase.finditer(text)):
            span = Span(*found.span())
            of_a_stress = (
                kind == "exclusives" and sentence.judgements and stressed.search(text)
            )  # `outcome-misstated` tells
            if of_a_stress or any(span.overlaps(other) for other in read):
                continue
            read.append(span)
            articles = [named[name] for name in found.capturesdict().get("name", ())]
            before = [named[name[0]] for name in names.finditer(text, 0, span.start)]
            after = all_but.sub("", text[span.end :]).lstrip()
            if kind == "in_all" and any(verb.match(after) for verb in descending):
                continue  # `articles-miscounted` tells
            told = "only_in" if before and language.phrases("it_alone").fullmatch(found[0]) else kind
            not_all = kind == "in_all" and denied_at_once(text[: span.start], language.phrases("negations"))
            borne = [_BORNE[told](held, articles or before[-1:], every) != not_all for held in stands_in]
            said = told in _OF_ANYTHING and _says_alike(found[0], sentence, phrases["only_in"], language)
            said |= told == "pair" and not _OF_TWO.isdisjoint(sentence.nouns)
            if kind == "several_origins":
                said = denies(text[: span.start], language.phrases("negations")) or not stands_in
                said |= language.phrases("supposed").search(text) is not None
                borne = [origin_count(ledger, held) > 1 for held in stands_in]
            silent = told in _OF_SILENCE
            if not (borne and all(borne)) and not said and not (silent and _left_open(sentence)):
                ids = ", ".join([c.id for c in sentence.claims] + [j.id for j in sentence.judgements]) or "no claim"
                got = f"“{sentence.text[slice(*span)]}” is said, and {ids} is cited."
                yield page.issue(sentence.line, "reach-wrong", got, _SILENT if silent else _CITE)


def _left_open(sentence: Sentence) -> bool:
    """Whether a sentence cites a gap that touches one of its claims, or one under its judgements, if it cites any."""
    claims = {claim.id for claim in sentence.claims}.union(*(judgement.claims for judgement in sentence.judgements))
    gaps = [record for record in sentence.records if isinstance(record, Gap)]
    return any(not claims or not claims.isdisjoint(gap.touches) for gap in gaps)


def _says_alike(phrase: str, sentence: Sentence, of_articles: regex.Pattern[str], language: Language) -> bool:
    """Whether a record that a sentence cites says by a word of the same sense what is not said of articles."""
    for group in language.prose.get("alike", ()):
        words = regex.compile(rf"(?i)(?<!\w)(?:{group})(?!\w)")
        if words.search(phrase):
            return any(words.search(of_articles.sub(" ", text.replace("’", "'"))) for text in sentence.words)
    return False


@rule("articles-miscounted", "A page says how many articles there are, or what they go back to, and it is not so.",
      stage="page")  # fmt: skip
def articles_counted(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """`Both articles`, `one article is undated` and `both go back to` agree with the ledger, wherever they stand."""
    miscounted = _miscounted(ledger, page.language, page.language.prose.get("held", ()))
    descended = Descents(ledger, page.language)
    for block in page.blocks:
        told = [(start, got, _COUNT) for start, got in miscounted(block.text)]
        told += [(start, got, _DESCENT) for start, got in descended(block.text) if block.printed]
        for start, got, mend in told:
            yield page.issue(block.line_of(start), "articles-miscounted", got, mend)


@rule("article-misnamed", "A page calls an article what several are called, or what it was called once.",
      stage="chapter")  # fmt: skip
def articles_named_apart(chapter: Chapter, material: Material) -> Iterator[Issue]:
    misnames = misnamed(material)
    for block in (block for block in chapter.blocks if block.printed):
        for start, got in misnames(block.text):
            yield chapter.issue(block.line_of(start), "article-misnamed", got, _NAME)


@rule("record-miscounts", "A record says how many articles there are, what they go back to or are called, wrongly.")
def records_count_articles(material: Material) -> Iterator[Issue]:
    """What it calls each or all of the articles is where its claims stand; one and the other, and both, are of two."""
    ledger, language = material.ledger, material.language
    told: list[tuple[Place, str, object, list[Located]]] = [
        (record.place, subject(record), record.model_dump(mode="json", exclude={"text"}), [record])
        for kind, record in ledger.records()
        if kind.collection not in LOGS and getattr(record, "withdrawn", None) is None
    ]
    for name, terms in ledger.vocabulary.items():
        for word, term in terms.items():
            place, said = material.vocabulary.place((name, word)), {"label": term.label, "meaning": term.meaning}
            told.append((place, f"vocabulary {name}, word {word}", said, []))
            coded = [claim.id for claim in ledger.standing if word in claim.facets.get(name, ())]
            if coded and (found := language.phrases("silent").search(term.meaning)):
                are = "is" if len(coded) == 1 else "are"
                got = f"meaning: “{found[0]}” is said, and {listing(coded)} {are} coded so."
                yield Issue(place, f"vocabulary {name}, word {word}", "record-miscounts", got, "Say what it means.")
    miscounted = _miscounted(ledger, language, language.prose.get("accounts", ()))
    unlike, descended, misnames = _said_of_others(ledger, language), Descents(ledger, language), misnamed(material)
    origins = origins_named(ledger)
    names = whole_words(origins)
    for place, owner, values, of in told if not material.reading.articles_left_out else ():
        claims = [ledger.claim_by_id[c] for r in of for c in getattr(r, "claims", ()) if c in ledger.claim_by_id]
        borne = {len(claim.articles) for claim in claims} | {len({a for claim in claims for a in claim.articles})}
        texts = [(n, text) for n, text in inside(values) if n not in COPIED and isinstance(text, str)]
        spoken = {o for _, text in texts for found in names.findall(text) for o in origins[found]}
        about = [*of, *(ledger.origin_by_id[origin] for origin in sorted(spoken))] if of else []
        for name, text in texts:
            wrong = [(got, _COUNT) for _, got in miscounted(text, *borne)]
            wrong = wrong or [(got, _COUNT) for record in of for got in unlike(record, text)]
            wrong += [(got, _DESCENT) for _, got in descended(text, *about)]
            wrong += [(got, _NAME) for _, got in misnames(text, *of) if name != "outcome"]  # said of what was once
            for got, mend in wrong:
                yield Issue(place, owner, "record-miscounts", f"{name}: {got}", mend)


def _said_of_others(ledger: Ledger, language: Language) -> Callable[[Located, str], Iterator[str]]:
    """Return what yields what is wrong where a record's text says each of the articles, one and the other, or both."""
    words = language.prose.get("accounts", ())
    each, one, other = (language.phrases(kind, text=words) for kind in ("in_all", "one_text", "the_other"))
    both, negations = language.phrases("both", verb=language.reporting), language.phrases("negations")
    names = whole_words({*publications(ledger), *ledger.actor_names, *ledger.record_by_id})
    every = frozenset(ledger.article_by_id)
    there = f"there {'is' if len(every) == 1 else 'are'} {number_word(len(every))} article{'s' * (len(every) != 1)}"

    def unlike(record: Located, text: str) -> Iterator[str]:
        claims = [ledger.claim_by_id[name] for name in getattr(record, "claims", ()) if name in ledger.claim_by_id]
        held = {article for claim in claims for article in claim.articles}
        found = each.search(text) if claims and held < every else None  # what is unknown is told of already
        if found and not denies(text[: found.start()], negations):
            counted = f"{number_word(len(held))} of {number_word(len(every))}"
            yield f"“{found[0]}” is said, and its claims stand in {counted}."
        if len(every) == PAIR or KIND_OF[type(record)].noun in _OF_TWO:
            return
        for begun in one.finditer(text):
            if ended := other.search(text, begun.end(), len(_STOP.split(text[begun.end() :])[0]) + begun.end()):
                yield f"“{begun[0]} … {ended[0]}” is said, and {there}."
        for found in both.finditer(text):
            if len({*names.findall(text[: found.start()])}) < PAIR:
                yield f"“{found[0]}” is said, and {there}."

    return unlike


def _miscounted(ledger: Ledger, language: Language, nouns: Iterable[str]) -> Callable[[str], Iterator[tuple[int, str]]]:
    """Return what yields where a text counts the articles, or some of them, and what is wrong with it.

    Those without a date are counted, and those that were read twice. `In two articles` may be said of what stands in as
    many: these numbers are given.
    """
    counts = [*language.prose.get("counts", ()), *map(str, range(PAIR, MOST_COUNTED))]
    some = [*counts, *map(number_word, range(PAIR))]
    counted = (
        ("texts_undated", some, len([a for a in ledger.articles if a.published is None])),
        ("texts_read_twice", some, len({unit.article for unit in ledger.second_reading})),
        ("texts_counted", counts, len(ledger.articles)),
    )
    phrases = [
        (language.phrases(kind, text=nouns, count=[*words, *map(str.capitalize, words)]), number)
        for kind, words, number in counted
    ]
    of_articles, where = regex.compile(r"(?i)\L<words>", words=nouns), language.phrases("in_so_many")

    def miscounted(text: str, *borne: int) -> Iterator[tuple[int, str]]:
        read: list[Span] = []
        for phrase, number in phrases if of_articles.search(text) else ():
            for found in phrase.finditer(text):
                span, word = Span(*found.span()), found.capturesdict().get("count")
                of_some = any(map(where.fullmatch, text[: found.start()].rsplit(maxsplit=1)[-1:]))
                right = {form(n) for n in (number, *borne * of_some) for form in (number_word, str)}
                agrees = word[-1].lower() in right if word else number == PAIR
                if not agrees and not any(span.overlaps(other) for other in read):
                    there = f"there {'is' if number == 1 else 'are'} {number_word(number)}."
                    yield span.start, f"“{found[0]}” is said, and {there}"
                read.append(span)

    return miscounted
