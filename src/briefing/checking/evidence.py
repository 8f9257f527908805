"""What must be true of the evidence before anything is built from it: one function a rule, each yields Issues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from babel import Locale, UnknownLocaleError

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located, Place
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.sources import Article
from briefing.reading.validation import nearest, noun

VOCABULARY_FILE = "data/vocabulary.yml"
FIRST_PRINT = 1450  # year
#: The longest text of a record and the longest id: some outputs take no more, and nobody reads it.
LONGEST_TEXT, LONGEST_ID = 5_000, 80


def subject(record: Located) -> str:
    """Name a record for a message: `claim C04`, `waiver in ID`."""
    name = getattr(record, "id", None) or f"in {getattr(record, 'article', '?')}"
    return f"{noun(type(record))} {name}"


@rule("vocabulary-missing", "A vocabulary that a field is coded in is missing or empty.")
def vocabularies_present(material: Material) -> Iterator[Issue]:
    """Every vocabulary that a field is coded in exists."""
    if any(issue.place.file == VOCABULARY_FILE for issue in material.reading.issues):
        return
    used = {field.vocabulary for _, record in coded_records(material) for field, _ in _coded_words(record)}
    for name in sorted(used):
        if not material.ledger.vocabulary.get(name):
            got = "it is missing or holds no word."
            mend = "Add it, with each word's label and meaning."
            yield Issue(Place(VOCABULARY_FILE), f"vocabulary {name}", "vocabulary-missing", got, mend)


@rule("unknown-word", "A coded field holds a word that its vocabulary does not have.")
@rule("unknown-facet", "A claim has a facet that is not a vocabulary.")
def words_known(material: Material) -> Iterator[Issue]:
    """Every coded field holds a word of its vocabulary, facets included."""
    for owner, record in coded_records(material):
        for field, word in _coded_words(record):
            yield from _unknown_word(material, record.place, owner, field.name, field.vocabulary, word)
    for claim in material.ledger.claims:
        for facet, words in claim.facets.items():
            if facet not in material.ledger.vocabulary:
                got = f"facet {facet!r} is not a vocabulary.{nearest(facet, material.ledger.vocabulary)}"
                yield Issue(claim.place, subject(claim), "unknown-facet", got, f"Add it to {VOCABULARY_FILE}.")
            for word in words:
                yield from _unknown_word(material, claim.place, subject(claim), f"facet {facet}", facet, word)


def coded_records(material: Material) -> Iterator[tuple[str, Located]]:
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


@rule("date-impossible", "A date lies in the future, or before anything was printed.")
def dates_possible(material: Material) -> Iterator[Issue]:
    """No article was published, taken or read on a day that has not come, or before there was print."""
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)  # it may be tomorrow already where they are
    for _, record in material.ledger.records():
        for name in ("published", "taken", "as_of"):
            day = getattr(record, name, None)
            if isinstance(day, dt.date) and not dt.date(FIRST_PRINT, 1, 1) <= day <= tomorrow:
                got = f"{name} is {day.isoformat()}."
                yield Issue(record.place, subject(record), "date-impossible", got, "Mend the date.")


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
        if _goes_back_to_itself(article, ledger):
            got = f"what it derives from ({', '.join(article.parents)}) goes back to the article itself."
            mend = "Name in `derives_from` only what came before it."
            yield Issue(article.place, subject(article), "descent-cycle", got, mend)
    for record in ledger.origins:
        if record.id not in used and not material.reading.articles_left_out:
            got = "no article derives from it."
            mend = "Name it in the article's `derives_from`, or remove it."
            yield Issue(record.place, subject(record), "origin-unused", got, mend)


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
    ledger = material.ledger
    passages += [(subject(waiver), waiver.article, waiver.place) for waiver in ledger.waivers]
    passages += [(subject(relation), relation.article, relation.place) for relation in ledger.relations]
    passages += [(subject(unit), unit.article, unit.place) for unit in ledger.second_reading]
    passages += [(subject(actor), said.article, said.place) for actor in ledger.actors for said in actor.described]
    passages += [
        (subject(parallel), side.article, side.place) for parallel in ledger.parallels for side in parallel.sides
    ]
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


#: Kinds of records whose ids are words, so that a slip is near to one.
NAMED = frozenset({"actor", "article", "origin"})


def citation_faults(material: Material, noun: str, name: str, *, standing: bool) -> Iterator[tuple[str, str, str]]:
    """Yield code, finding and mending when there is no such record, or it was withdrawn and must stand."""
    record, kind = material.ledger.record_by_id.get(name), material.ledger.kind_by_id.get(name)
    if record is None or kind is None or kind.noun != noun:
        if name not in material.unread_ids:
            ids = [id_ for id_, other in material.ledger.kind_by_id.items() if other.noun == noun and noun in NAMED]
            article = "an" if kind and kind.noun[0] in "aeiou" else "a"
            got = f"{name} is {article} {kind.noun}." if kind else f"there is no {noun} {name!r}.{nearest(name, ids)}"
            code = f"{noun}-unknown" if noun in NAMED | {"claim", "judgement"} else "record-unknown"
            yield code, got, "Cite one that exists."
    elif standing and (gone := getattr(record, "withdrawn", None)) is not None:
        instead = " or ".join(gone.replaced_by)
        got = f"it cites {name}, which was withdrawn: {gone.because.rstrip('.')}."
        mend = f"Cite {instead} instead." if instead else "Cite another, or take out what rests on it."
        yield f"{noun}-withdrawn" if noun in {"claim", "judgement"} else "record-withdrawn", got, mend


@rule("language-unknown", "The language of an article is no BCP 47 tag of a known language.")
def languages_known(material: Material) -> Iterator[Issue]:
    """The language of each article is one that browsers and the PDF know."""
    for article in material.ledger.articles:
        try:
            Locale.parse(article.language, sep="-")
        except (UnknownLocaleError, ValueError):
            got = f"language is {article.language!r}."
            yield Issue(
                article.place, subject(article), "language-unknown", got, "Write a tag such as en, en-GB or zh."
            )


@rule("text-too-long", "A text of a record is longer than an output can hold.")
def texts_short(material: Material) -> Iterator[Issue]:
    """Every text of a record can be printed."""
    for _, record in material.ledger.records():
        for name, text in _texts(record.model_dump(mode="json"), ""):
            longest = LONGEST_ID if name == "id" else LONGEST_TEXT
            if len(text) > longest:
                got = f"{name} has {len(text):,} characters."
                yield Issue(record.place, subject(record), "text-too-long", got,
                            f"Write at most {longest:,}.")  # fmt: skip


def _texts(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)


@rule("theme-empty", "The vocabulary has a theme that no file of claims is named after.")
def themes_filed(material: Material) -> Iterator[Issue]:
    """Each theme of the vocabulary is the stem of a file of claims."""
    files = {path.stem for path in material.layout.claims.glob("*.yml")}
    for theme in material.ledger.vocabulary.get("theme", {}):
        if theme not in files:
            got, mend = f"there is no data/claims/{theme}.yml.", "Remove the theme, or file its claims under it."
            yield Issue(Place(VOCABULARY_FILE), f"theme {theme}", "theme-empty", got, mend)
