"""What must be true of the evidence before anything is built from it: one function a rule, each yields Issues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located, Place, Span
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Description, Evidence
from briefing.model.sources import Article
from briefing.model.words import listing
from briefing.reading.coverage import OPEN, WAIVED, covers, holds_words, outside
from briefing.reading.surroundings import left_out
from briefing.reading.validation import nearest, noun

VOCABULARY_FILE = "data/vocabulary.yml"


def subject(record: Located) -> str:
    """Name a record for a message: `claim C04`, `waiver in ID`."""
    name = getattr(record, "id", None) or f"in {getattr(record, 'article', '?')}"
    return f"{noun(type(record))} {name}"


@rule("vocabulary-missing", "A vocabulary that a field is coded in is missing or empty.")
def vocabularies_present(material: Material) -> Iterator[Issue]:
    """Every vocabulary that a field is coded in exists."""
    if any(issue.place.file == VOCABULARY_FILE for issue in material.reading.issues):
        return
    used = {field.vocabulary for _, record in _coded_records(material) for field, _ in _coded_words(record)}
    for name in sorted(used):
        if not material.ledger.vocabulary.get(name):
            got = "it is missing or holds no word."
            mend = "Add it, with each word's label and meaning."
            yield Issue(Place(VOCABULARY_FILE), f"vocabulary {name}", "vocabulary-missing", got, mend)


@rule("unknown-word", "A coded field holds a word that its vocabulary does not have.")
@rule("unknown-facet", "A claim has a facet that is not a vocabulary.")
def words_known(material: Material) -> Iterator[Issue]:
    """Every coded field holds a word of its vocabulary, facets included."""
    for owner, record in _coded_records(material):
        for field, word in _coded_words(record):
            yield from _unknown_word(material, record.place, owner, field.name, field.vocabulary, word)
    for claim in material.ledger.claims:
        for facet, words in claim.facets.items():
            if facet not in material.ledger.vocabulary:
                got = f"facet {facet!r} is not a vocabulary.{nearest(facet, material.ledger.vocabulary)}"
                yield Issue(claim.place, subject(claim), "unknown-facet", got, f"Add it to {VOCABULARY_FILE}.")
            for word in words:
                yield from _unknown_word(material, claim.place, subject(claim), f"facet {facet}", facet, word)


def _coded_records(material: Material) -> Iterator[tuple[str, Located]]:
    """Yield every record that may hold coded fields, with the name that messages give it."""
    yield from ((subject(record), record) for _, record in material.ledger.records())
    yield from ((subject(claim), evidence) for claim, evidence in material.evidence)


def _coded_words(record: Located) -> Iterator[tuple[CodedField, str]]:
    for field in coded_fields(type(record)):
        value = getattr(record, field.name)
        for word in (value,) if isinstance(value, str) else value or ():
            yield field, word


def _unknown_word(  # noqa: PLR0913, PLR0917 -- where, what, and both sides of the comparison
    material: Material, place: Place, owner: str, name: str, vocabulary: str, word: str
) -> Iterator[Issue]:
    known = material.ledger.vocabulary.get(vocabulary)
    if known and word not in known:
        got = f"{name} {word!r} is not in the vocabulary {vocabulary}.{nearest(word, known)}"
        yield Issue(place, owner, "unknown-word", got, f"Known words: {', '.join(known)}.")


@rule("duplicate-id", "Two records have the same id.")
def ids_unique(material: Material) -> Iterator[Issue]:
    """No two records have the same id."""
    first: dict[str, Located] = {}
    for record in (record for kind, record in material.ledger.records() if kind.has_id):
        name = str(getattr(record, "id", ""))
        if name in first:
            got = f"{subject(first[name])} at {first[name].place} has this id."
            yield Issue(record.place, subject(record), "duplicate-id", got, "Give the newer record an id never used.")
        first.setdefault(name, record)


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
                got = f"“{' '.join(article.text[slice(*part)].split())}” is neither quoted nor waived"
                if sentence.status == OPEN:
                    yield Issue(place, subject(article), "sentence-uncovered", f"{got}.", mend)
                else:
                    yield Issue(place, subject(article), "rest-uncovered", f"{got}; the rest of its sentence is.", mend)


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
        yield Issue(waiver.place, subject(waiver), "waiver-idle", got, mend)


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
            yield Issue(passage.place, subject(owner), "quote-leaves-out", got, mend)


@rule("actor-unknown", "A claim or voice names an actor that is not listed.")
@rule("actor-unused", "An actor is listed that no claim and no voice names.")
def actors_known(material: Material) -> Iterator[Issue]:
    """Every actor a claim or a voice names is in the list of actors, and none stands there for nothing."""
    ledger = material.ledger
    for claim in ledger.claims:
        named = [("actor", actor, claim.place) for actor in claim.actors]
        named += [("voice", voice, e.place) for e in claim.evidence for voice in e.voice]
        for role, actor, place in named:
            if actor not in ledger.actor_by_id and actor not in material.unread_ids:
                got = f"{role} {actor!r} is not known.{nearest(actor, ledger.actor_by_id)}"
                yield Issue(place, subject(claim), "actor-unknown", got, "Add it to data/actors.yml.")
    used = {a for claim in ledger.claims for a in claim.actors} | {v for _, e in material.evidence for v in e.voice}
    used |= {str(actor) for raw in material.reading.left_out for actor in _words_in(raw)}
    for record in ledger.actors:
        if record.id not in used:
            got = "no claim and no voice names it."
            yield Issue(record.place, subject(record), "actor-unused", got, "Name it where it acts, or remove it.")


def _words_in(raw: object) -> Iterator[object]:
    if isinstance(raw, Mapping):
        raw = list(raw.values())
    if isinstance(raw, list):
        for value in raw:
            yield from _words_in(value)
    else:
        yield raw


@rule("origin-unknown", "An article derives from an origin that is not listed.")
@rule("origin-unused", "An origin is listed that no article derives from.")
@rule("descent-cycle", "An article derives from itself, at once or through others.")
@rule("descent-unnamed", "A ground is given for a descent that names no origin.")
def origins_known(material: Material) -> Iterator[Issue]:
    """What an article derives from is an origin (or a held article), and no origin stands for nothing."""
    ledger = material.ledger
    known = [*ledger.origin_by_id, *ledger.article_by_id]
    used = {origin for article in ledger.articles for origin in article.parents}
    for article in ledger.articles:
        for origin in article.parents:
            if origin not in known and origin not in material.unread_ids:
                got = f"origin {origin!r} is not known.{nearest(origin, known)}"
                yield Issue(article.place, subject(article), "origin-unknown", got, "Add it to data/origins.yml.")
        yield from _descent_sound(article, ledger)
    for record in ledger.origins:
        if record.id not in used and not material.reading.articles_left_out:
            got = "no article derives from it."
            mend = "Name it in the article's `derives_from`, or remove it."
            yield Issue(record.place, subject(record), "origin-unused", got, mend)


def _descent_sound(article: Article, ledger: Ledger) -> Iterator[Issue]:
    """Report an article that goes back to itself, and a ground for a descent that is not named."""
    if _goes_back_to_itself(article, ledger):
        got = f"what it derives from ({', '.join(article.parents)}) goes back to the article itself."
        mend = "Name in `derives_from` only what came before it."
        yield Issue(article.place, subject(article), "descent-cycle", got, mend)
    told = [name for name in ("derives_certainty", "derives_basis") if getattr(article, name) is not None]
    if told and not article.parents:
        got = f"{' and '.join(told)} tell of a descent, and derives_from names none."
        yield Issue(
            article.place, subject(article), "descent-unnamed", got, "Name it in `derives_from`, or remove them."
        )


def _goes_back_to_itself(article: Article, ledger: Ledger) -> bool:
    seen: set[str] = set()
    ahead = list(article.parents)
    while ahead:
        name = ahead.pop()
        if name not in seen and name in ledger.article_by_id:
            seen.add(name)
            ahead += ledger.article_by_id[name].parents
    return article.id in seen


@rule("article-unknown", "A quote or waiver names an article that is not held.")
def articles_known(material: Material) -> Iterator[Issue]:
    """Every article that is quoted or waived is in the corpus."""
    known = material.ledger.article_by_id
    passages = [(subject(claim), e.article, e.place) for claim, e in material.evidence]
    passages += [(subject(waiver), waiver.article, waiver.place) for waiver in material.ledger.waivers]
    for owner, article, place in passages:
        if article not in known and article not in material.unread_ids:
            got = f"{article!r} is not an article of data/articles.{nearest(article, known)}"
            yield Issue(place, owner, "article-unknown", got, "Name an article that is held.")


@rule("claim-without-evidence", "A claim stands and quotes nothing.")
def claims_rest_on_evidence(material: Material) -> Iterator[Issue]:
    """A claim that stands quotes something."""
    for claim in material.ledger.standing:
        if not claim.evidence:
            mend = "Quote what carries it, or withdraw it with a reason."
            yield Issue(claim.place, subject(claim), "claim-without-evidence", "it stands on no quote.", mend)
