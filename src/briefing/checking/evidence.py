"""What must be true of the evidence before anything is built from it: codes, names and statements of records."""

from collections.abc import Iterator

from briefing.checking.quotations import says_word
from briefing.checking.rules import Material, about, inside, rule
from briefing.model.base import Issue, Located
from briefing.model.fields import coded_fields
from briefing.model.records import Claim, Judgement, SecondCoding, Withdrawal
from briefing.model.words import listing
from briefing.reading.languages import whole_words
from briefing.reading.text import sentences
from briefing.reading.validation import nearest

VOCABULARY_FILE = "data/vocabulary.yml"
FACET = "facet "
SHOWN = 80  # characters of a statement in a message
#: The fields in which a record of any kind names claims and judgements.
CITES = ("claims", "decisive", "touches", "settles", "between", "moves", "concerns", "first", "second")
#: The fields in which it names what has a word for its id, and of what kind that is; an article may be an origin.
NAMES = {"actors": "actor", "voice": "actor", "names": "actor", "article": "article",
         "derives_from": "origin", "may_derive_from": "origin"}  # fmt: skip
#: How a name of these kinds that nobody knows is mended.
ADDED = {"actor": "Add it to data/actors.yml.", "origin": "Add it to data/origins.yml.",
         "article": "Name an article of data/articles."}  # fmt: skip
#: The kinds that have a code of their own where one no longer stands.
STANDING = frozenset({"claim", "judgement"})
_UNUSED = {
    "actor": ("no claim, no voice and no example names it.", "Name it where it acts, or remove it."),
    "origin": ("no article derives from it.", "Name it in the article's `derives_from`, or remove it."),
}


@rule("vocabulary-missing", "A vocabulary that a field is coded in is missing or empty.")
@rule("unknown-word", "A coded field holds a word that its vocabulary does not have.")
@rule("unknown-facet", "A claim has a facet that is not a vocabulary.")
def words_known(material: Material) -> Iterator[Issue]:
    vocabularies = material.ledger.vocabulary
    unread = {issue.subject for issue in material.reading.issues if issue.place.file == VOCABULARY_FILE}
    for owner, record in material.nested:
        coded = [(f.name, f.vocabulary, _values(record, f.name)) for f in coded_fields(type(record))]
        coded += [(f"{FACET}{name}", name, words) for name, words in getattr(record, "facets", {}).items()]
        for name, vocabulary, words in coded:
            known = vocabularies.get(vocabulary, {})
            if name.startswith(FACET) and vocabulary not in vocabularies:
                got = f"facet {vocabulary!r} is not a vocabulary.{nearest(vocabulary, vocabularies)}"
                yield about(record, "unknown-facet", got, f"Add it to {VOCABULARY_FILE}.", owner)
            elif words and not known and not unread:
                place, mend = material.vocabulary.place((vocabulary,)), "Add it, with each word's label and meaning."
                got = "it is missing or holds no word."
                yield Issue(place, f"vocabulary {vocabulary}", "vocabulary-missing", got, mend)
            for word in words if known else ():
                if word not in known and f"vocabulary {vocabulary}, word {word}" not in unread:
                    got = f"{name} {word!r} is not in the vocabulary {vocabulary}.{nearest(word, known)}"
                    yield about(record, "unknown-word", got, f"Known words: {', '.join(known)}.", owner)


def _values(record: Located, field: str) -> tuple[str, ...]:
    """Return what stands in a field of one word or several; nothing where the record has no such field."""
    value = getattr(record, field, None) or ()
    return (value,) if isinstance(value, str) else tuple(value)


def cited_by(record: Located) -> tuple[str, ...]:
    """Return the ids of what a record rests on or speaks of, each once."""
    return tuple(dict.fromkeys(name for field in CITES for name in _values(record, field)))


@rule("actor-unknown", "A claim, a voice or an example names an actor that is not listed.")
@rule("article-unknown", "A quote or waiver names an article that is not held.")
@rule("origin-unknown", "An article derives from an origin that is not listed.")
@rule("claim-unknown", "A claim is cited that does not exist.")
@rule("claim-withdrawn", "A claim is cited that no longer stands.")
@rule("judgement-unknown", "A judgement is cited that does not exist.")
@rule("judgement-withdrawn", "A judgement is cited that no longer stands.")
@rule("record-withdrawn", "A gap, conflict, indicator, relation or parallel is cited that no longer stands.")
@rule("replaced-by-itself", "A withdrawn record is named as what takes its own place.")
def names_known(material: Material) -> Iterator[Issue]:
    """What any record names exists, and stands where it must; what replaces a record may be of any kind."""
    held, kinds = material.ledger.article_by_id, material.ledger.kind_by_id
    for owner, record in material.nested:
        gone: Withdrawal | None = getattr(record, "withdrawn", None)
        stands = gone is None and hasattr(record, "withdrawn")  # a log tells of what was, withdrawn or not
        named = [("judgement" if name.startswith("J") else "claim", name) for name in cited_by(record)]
        for field, noun in NAMES.items():
            if field != "voice" or not isinstance(record, SecondCoding):  # whose reader says it in words of their own
                own = field == "article" and gone is not None  # of a withdrawn record: a release holds it
                names = [name for name in _values(record, field) if not own or name not in material.articles_gone]
                named += [("article" if noun == "origin" and name in held else noun, name) for name in names]
        for name in gone.replaced_by if gone else ():
            guessed = (
                "article"
                if name in material.articles_gone
                else "actor"
                if name.islower()
                else "judgement"
                if name.startswith("J")
                else "claim"
            )
            named.append((kinds[name].noun if name in kinds else guessed, name))
            if name == getattr(record, "id", ""):
                got, mend = "it is said to be replaced by itself.", "Name what takes its place, or nothing."
                yield about(record, "replaced-by-itself", got, mend)
        for noun, name in named:
            for code, got, mend in citation_faults(material, noun, name, standing=stands):
                version = material.articles_gone.get(name) if noun == "article" and code == "article-unknown" else None
                out = (
                    f"It was taken out after {version}, which holds its words: take out what names it, or withdraw it."
                )
                yield about(record, code, got, out if version else ADDED.get(noun, mend), owner)


def citation_faults(material: Material, noun: str, name: str, *, standing: bool) -> Iterator[tuple[str, str, str]]:
    """Yield code, finding and mending when there is no such record, or it was withdrawn and must stand."""
    record, kind = material.ledger.record_by_id.get(name), material.ledger.kind_by_id.get(name)
    if record is None or kind is None or kind.noun != noun:
        if name not in material.unread_ids:
            ids = [id_ for id_, other in material.ledger.kind_by_id.items() if other.noun == noun and noun in ADDED]
            got = f"there is no {noun} {name!r}.{nearest(name, ids)}" if name else f"no {noun} is named."
            if kind:
                got = f"{name} is {'an' if kind.noun[0] in 'aeiou' else 'a'} {kind.noun}."
            yield f"{noun if noun in {*ADDED, *STANDING} else 'record'}-unknown", got, "Cite one that exists."
    elif standing and (gone := getattr(record, "withdrawn", None)) is not None:
        instead = " or ".join(gone.replaced_by)
        got = f"it cites {name}, which was withdrawn: {gone.because.rstrip('.')}."
        mend = f"Cite {instead} instead." if instead else "Cite another, or take out what rests on it."
        yield f"{noun if noun in STANDING else 'record'}-withdrawn", got, mend


@rule("actor-unused", "An actor is listed that no claim, no voice and no example names.")
@rule("origin-unused", "An origin is listed that no article derives from.")
def listed_are_named(material: Material) -> Iterator[Issue]:
    """No actor and no origin is listed for nothing; what could not be read may name it."""
    named = {value for _, value in inside(list(material.reading.left_out)) if isinstance(value, str)}
    named |= {name for _, record in material.nested for field in NAMES for name in _values(record, field)}
    named |= {*material.ledger.origin_by_id} if material.reading.articles_left_out else set()
    for kind, record in material.ledger.records():
        if kind.noun in _UNUSED and getattr(record, "id", "") not in named:
            yield about(record, f"{kind.noun}-unused", *_UNUSED[kind.noun])


@rule("actor-uncoded", "A quote names an actor that nothing about it codes, and it is not said why.")
@rule("claim-without-evidence", "A claim stands and quotes nothing.")
def claims_rest_on_evidence(material: Material) -> Iterator[Issue]:
    """An actor that a quote names acts in the claim, speaks, or is an example; else `passing` says why it need not."""
    ledger, names = material.ledger, whole_words(material.ledger.actor_names)
    for claim in ledger.standing:
        if not claim.evidence:
            mend = "Quote what carries it, or withdraw it with a reason."
            yield about(claim, "claim-without-evidence", "it stands on no quote.", mend)
        for evidence in claim.evidence:
            named = [ledger.actor_by_id[ledger.actor_names[found[0]]] for found in names.finditer(evidence.words)]
            coded = {*claim.actors, *evidence.voice, *evidence.names}
            lacking = dict.fromkeys(actor.name for actor in named if actor.id not in coded and not actor.passing)
            if lacking and not evidence.passing:
                got = f"its words name {listing([*lacking])}, and nothing codes it so."
                mend = "Code it in `actors`, `voice` or `names`, or say in `passing` why not."
                yield about(evidence, "actor-uncoded", got, mend, claim)


@rule("theme-empty", "The vocabulary has a theme that no file of claims is named after.")
@rule("label-shared", "A word of a vocabulary is printed as another is, or as another thing than when it was released.")
def words_differ(material: Material) -> Iterator[Issue]:
    """A word that judgements are coded in has a label and a meaning of its own, and the label of the last release."""
    ladders = {field.vocabulary for field in coded_fields(Judgement)}
    released = material.releases[-1].ledger.vocabulary if material.releases else {}
    for name, words in material.ledger.vocabulary.items():
        for number, (word, term) in enumerate(words.items()):
            place = material.vocabulary.place((name, word))
            if name == "theme" and not (material.layout.claims / f"{word}.yml").exists():
                got, mend = f"there is no data/claims/{word}.yml.", "Remove the theme, or file its claims under it."
                yield Issue(place, f"theme {word}", "theme-empty", got, mend)
            alike = [other for other in [*words][:number] if words[other].label.casefold() == term.label.casefold()]
            then = None
            if name in ladders:
                then = released.get(name, {}).get(word)
                own, others = word.replace("-", " "), {o: o.replace("-", " ") for o in words if o != word}
                said = {o for o, other in others.items() if says_word(term.label, other) and not says_word(own, other)}
                alike += [other for other in others if other in said or words[other].meaning == term.meaning]
            if alike or (then and then.label != term.label):
                was = f"it was printed as {then.label!r} in the last release." if then else ""
                got = f"its label or meaning is that of {alike[0]!r}." if alike else was
                mend = "Give each word a label of its own, and keep it."
                yield Issue(place, f"vocabulary {name}, word {word}", "label-shared", got, mend)


@rule("statement-unlike", "A statement is not one sentence: a question, a note to oneself, or more than one sentence.")
def statements_are_propositions(material: Material) -> Iterator[Issue]:
    records: tuple[Claim | Judgement, ...] = (*material.ledger.standing, *material.ledger.standing_judgements)
    for record in records:
        statement = record.statement
        several = len(list(sentences(statement, material.settings.language))) > 1
        if several or statement.endswith(("?", "…")) or not statement.endswith((".", "!", "。", "।", "۔")):
            got = f"its statement is “{statement[:SHOWN]}”."
            yield about(record, "statement-unlike", got, "Write one sentence that says something, with its full stop.")
