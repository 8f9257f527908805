"""What records say in their own words, and by their codes, is held to the articles; and none of them stands twice."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator
from operator import attrgetter

from briefing.checking.quotations import QUOTED, misquoted, says_word
from briefing.checking.quoting import NUMBER
from briefing.checking.reach import LOGS
from briefing.checking.rules import Material, about, inside, repeated, rule
from briefing.model.base import Issue, Located, Place, date_parts, grouped
from briefing.model.ledger import KIND_OF, Ledger
from briefing.model.records import Claim, Description, Evidence, Judgement, ParallelSide, Waiver
from briefing.model.sources import Article, Origin, Passage
from briefing.model.words import listing, number_word
from briefing.reading.languages import language_of
from briefing.reading.normalisation import normalise
from briefing.reading.text import sentences
from briefing.reading.validation import COPIED, subject

_MARK = re.compile(r"[\"“”„«»「」『』]")
#: Fields of which a reader meets no sentence, and one that tells of what was said before.
_UNTOLD = COPIED | {"id", "url", "sha256", "version", "published", "taken", "as_of", "outcome"}
#: The words of the vocabularies `form` and `change` that the package reads.
QUOTATION, DROPPED, ADDED = "quotation", "dropped", "added"
_QUOTE = "Copy the article's words, or take the quotation marks away."


@rule("record-misquotes", "A record puts words in quotation marks that stand where nothing it rests on stands.")
@rule("record-number", "A record has a number that no article and no date of one has.")
def records_quote(material: Material) -> Iterator[Issue]:
    """They stand in or beside a passage that it rests on, or else in an article; logs tell of what was said once."""
    ledger = material.ledger
    whole = " ".join([article.text for article in ledger.articles])
    sources: tuple[Article | Origin, ...] = (*ledger.articles, *ledger.origins)
    known = {str(part) for source in sources if source.published for part in date_parts(source.published)}
    for owner, record in material.nested if not material.reading.articles_left_out else ():
        if KIND_OF[type(owner)].collection in LOGS or getattr(owner, "withdrawn", None):
            continue
        own = record.model_dump(mode="json", exclude={"evidence", "described", "sides", "furniture", "text"})
        told = [(name, text) for name, text in inside(own) if isinstance(text, str) and name not in _UNTOLD]
        for name, text in told:
            marked = QUOTED.findall(text)
            held = _rests_on(record, ledger) if marked else []
            for quoted in marked:
                if all(misquoted(quoted, words, language_of(tag)) for words, tag in held):
                    got = f"{name} says “{quoted}”, and nothing that it rests on does."
                    yield about(record, "record-misquotes", got, _QUOTE, owner)
            for number in NUMBER.findall(text):
                if number not in known and not says_word(whole, number):
                    got, mend = f"{name} says {number}, and no article does.", "Say it in words that hold, or quote it."
                    yield about(record, "record-number", got, mend, owner)


def _rests_on(record: Located, ledger: Ledger) -> list[tuple[str, str]]:
    """Return the words in and around the passages that a record rests on, or whole articles, with their languages."""
    if isinstance(record, Article):
        return [(f"{record.text}\n{record.url.replace('/', ' ')}", record.language)]
    passages: list[Passage] = [record] if isinstance(record, Passage) else []
    claims = [ledger.claim_by_id[c] for c in getattr(record, "claims", ()) if c in ledger.claim_by_id]
    passages += [piece for claim in ([record] if isinstance(record, Claim) else claims) for piece in claim.evidence]
    if not passages or not isinstance(record, Evidence | Claim | Judgement):
        return [(article.text, article.language) for article in ledger.articles]
    return [_around(passage, ledger) for passage in passages]


def _around(passage: Passage, ledger: Ledger) -> tuple[str, str]:
    """Return the sentences that a passage stands in, the one before them, and their language; else its words alone."""
    article = ledger.article_by_id.get(getattr(passage, "article", ""))
    if article is None or passage.span is None:
        return passage.words, article.language if article else ""
    every = sentences(article.text, article.language)
    first = bisect_right(every, passage.span.start, key=attrgetter("start")) - 1
    last = bisect_left(every, passage.span.end, key=attrgetter("start")) - 1
    near = article.text[every[max(first - 1, 0)].start : every[last].end] if last >= 0 else passage.words
    return near, article.language


@rule("code-unfounded", "A code says what the words that it codes do not.")
def codes_founded(material: Material) -> Iterator[Issue]:
    """A code that is the article's own word, or somebody's name, stands in or beside the words coded.

    A word of `quantity` whose label is in quotation marks does; so does an actor coded as a voice or an example, or
    the note says who it is; a quotation has its marks; a facet that is an actor is one of the claim's.
    """
    ledger = material.ledger
    everything = "\n".join(article.text for article in ledger.articles)
    forms = {actor.id: (actor.name, *actor.aliases) for actor in ledger.actors}
    named = {actor for actor, names in forms.items() if any(says_word(everything, name) for name in names)}
    for claim in ledger.standing:
        about_it = {*claim.actors, *(actor for piece in claim.evidence for actor in (*piece.names, *piece.voice))}
        for facet, words in claim.facets.items():
            for word in (word for word in words if word in forms and word not in about_it):
                if not any(says_word(piece.words, form) for piece in claim.evidence for form in forms[word]):
                    yield _unfounded(claim, f"{facet} is {word}, whom the claim neither has as an actor nor quotes.")
        for piece in claim.evidence:
            near, tag = _around(piece, ledger)
            own = QUOTED.fullmatch(ledger.label("quantity", piece.quantity))
            if own and language_of(tag) == material.language and not says_word(near, own[1]):
                yield _unfounded(piece, f"quantity is {own[0]}, which does not stand there.", claim)
            if piece.form == QUOTATION and not _MARK.search(piece.words):
                yield _unfounded(piece, "form is a quotation, and the words have no quotation mark.", claim)
            told = f"{near}\n{piece.note or ''}\n{piece.passing or ''}"
            for name, actors in (("voice", piece.voice), ("names", piece.names)):
                there = {actor for actor in actors for form in forms.get(actor, ()) if says_word(told, form)}
                if strange := [actor for actor in actors if actor in named and actor not in there]:
                    got = f"{name} has {listing(strange)}, and no name of it stands there."
                    yield _unfounded(piece, got, claim)


@rule("parallel-unlike", "A parallel of one side is not dropped or added alone, or cannot be.")
def parallels_like_their_sides(material: Material) -> Iterator[Issue]:
    """One side alone is dropped, and then not in the last of the articles, or added, and then not in the first."""
    order = [article.id for article in material.ledger.reading_order]
    for parallel in material.ledger.standing_of("parallels"):
        alone, change = len(parallel.sides) == 1, set(parallel.change)
        impossible = {DROPPED: order[-1:], ADDED: order[:1]}
        if alone != (change in ({DROPPED}, {ADDED})):
            got = f"it has {'one side' if alone else 'several sides'}, and its change is {listing([*parallel.change])}."
        elif alone and len(order) > 1 and parallel.sides[0].article in impossible[min(change)]:
            got = f"it is {min(change)}, and stands in the {'last' if DROPPED in change else 'first'} of the articles."
        else:
            continue
        yield about(parallel, "parallel-unlike", got, "Code what became of the words, or quote the other side.")


def _unfounded(record: Located, got: str, owner: Located | None = None) -> Issue:
    return about(record, "code-unfounded", got, "Code what the words say, or name in `note` who is meant.", owner)


@rule("duplicate-entry", "A list of a record names the same thing twice, or a judgement rests on what challenges it.")
def lists_are_sets(material: Material) -> Iterator[Issue]:
    """No record names the same thing twice, since every count in the book is made from these lists."""
    for owner, record in material.nested:
        lists = {name: getattr(record, name) for name in type(record).model_fields}
        if isinstance(record, Judgement):
            lists |= {"supported_by": (), "challenged_by": (), "claims": record.claims}
        elif isinstance(record, Article):
            lists |= {"derives_from": (), "may_derive_from": (), "parents": record.parents}
        for name, values in lists.items():
            if isinstance(values, tuple) and all(isinstance(value, str) for value in values):
                for value in sorted({value for value in values if values.count(value) > 1}):
                    got = f"{name.replace('_', ' ')} names {value} {number_word(values.count(value))} times."
                    yield about(record, "duplicate-entry", got, "Name it once.", owner)


@rule("duplicate-id", "Two records have the same id.")
@rule("duplicate-quote", "The same words of an article are quoted twice under one record, or waived twice.")
@rule("duplicate-statement", "Two standing claims or judgements say the same.")
@rule("duplicate-name", "Two actors go by the same name.")
@rule("duplicate-article", "Two articles hold the same text.")
def records_differ(material: Material) -> Iterator[Issue]:
    ledger = material.ledger
    quoting = ((o, p) for o, p in material.nested if isinstance(p, Description | Evidence | ParallelSide | Waiver))
    owned = grouped((("waivers", Place()) if o is p else (subject(o), o.place), p) for o, p in quoting)
    for (owner, _), passages in owned.items():
        for passage, first in repeated((p, (p.article, p.span or normalise(p.exact).text)) for p in passages):
            got = f"the same words are quoted at {first.place}."
            yield Issue(passage.place, owner, "duplicate-quote", got, "Keep one of the two.")
    stated: tuple[Claim | Judgement, ...] = (*ledger.standing, *ledger.standing_judgements)
    alike: tuple[tuple[str, Iterable[tuple[Located, Hashable]], str, str], ...] = (
        ("duplicate-id", ((record, getattr(record, "id", "")) for kind, record in ledger.records() if kind.has_id),
         "has this id.", "Give the newer record an id never used."),
        ("duplicate-statement", ((r, (type(r), normalise(r.statement).text.casefold().rstrip("."))) for r in stated),
         "says the same.", "Merge the two, and withdraw one."),
        ("duplicate-name", ((a, n) for a in ledger.actors for n in {n.casefold() for n in (a.name, *a.aliases)}),
         "has one of its names.", "Give each name to one of the two."),
        ("duplicate-article", ((article, normalise(article.text).text.strip()) for article in ledger.articles),
         "holds the same text.", "Keep one; a copy elsewhere is named in its description."),
    )  # fmt: skip
    for code, keyed, said, mend in alike:
        for record, other in repeated(keyed):
            yield about(record, code, f"{subject(other)} at {other.place} {said}", mend)
