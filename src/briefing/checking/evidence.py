"""What must be true of the evidence before anything is built from it: one function a rule, each yields Issues."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checking.context import Material, about, inside
from briefing.checking.quotations import says_word
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located
from briefing.model.fields import coded_fields
from briefing.model.records import Claim, Judgement
from briefing.model.words import listing
from briefing.reading.languages import whole_words
from briefing.reading.text import sentences
from briefing.reading.validation import nearest

VOCABULARY_FILE = "data/vocabulary.yml"
FACET = "facet "
SHOWN = 80  # characters of a statement in a message


@rule("vocabulary-missing", "A vocabulary that a field is coded in is missing or empty.")
@rule("unknown-word", "A coded field holds a word that its vocabulary does not have.")
@rule("unknown-facet", "A claim has a facet that is not a vocabulary.")
def words_known(material: Material) -> Iterator[Issue]:
    """Every coded field, facets included, holds a word of its vocabulary."""
    vocabularies = material.ledger.vocabulary
    unread = any(issue.place.file == VOCABULARY_FILE for issue in material.reading.issues)
    for owner, record, name, vocabulary, words in _coded(material):
        known = vocabularies.get(vocabulary, {})
        if name.startswith(FACET) and vocabulary not in vocabularies:
            got = f"facet {vocabulary!r} is not a vocabulary.{nearest(vocabulary, vocabularies)}"
            yield about(record, "unknown-facet", got, f"Add it to {VOCABULARY_FILE}.", owner)
        elif words and not known and not unread:
            place, missing = material.vocabulary_place(vocabulary), f"vocabulary {vocabulary}"
            mend = "Add it, with each word's label and meaning."
            yield Issue(place, missing, "vocabulary-missing", "it is missing or holds no word.", mend)
        for word in words if known else ():
            if word not in known and not material.is_unread_word(vocabulary, word):
                got = f"{name} {word!r} is not in the vocabulary {vocabulary}.{nearest(word, known)}"
                yield about(record, "unknown-word", got, f"Known words: {', '.join(known)}.", owner)


def _coded(material: Material) -> Iterator[tuple[Located, Located, str, str, tuple[str, ...]]]:
    """Yield owner, record, name and vocabulary of each coded field and facet, with its words."""
    for owner, record in material.nested:
        for field in coded_fields(type(record)):
            value = getattr(record, field.name) or ()
            yield owner, record, field.name, field.vocabulary, (value,) if isinstance(value, str) else value
    for claim in material.ledger.claims:
        yield from ((claim, claim, f"{FACET}{name}", name, words) for name, words in claim.facets.items())


@rule("actor-unknown", "A claim or voice names an actor that is not listed.")
@rule("actor-unused", "An actor is listed that no claim and no voice names.")
def actors_known(material: Material) -> Iterator[Issue]:
    """Every actor a claim or a voice names is in the list of actors, and none stands there for nothing."""
    known, unread = material.ledger.actor_by_id, material.unread_ids
    named: list[tuple[Located, Located, str, str]] = []
    for claim in material.ledger.claims:
        named += [(claim, claim, "actor", name) for name in claim.actors]
        named += [(claim, evidence, "voice", name) for evidence in claim.evidence for name in evidence.voice]
    for owner, record, role, name in named:
        if name not in known and name not in unread:
            got = f"{role} {name!r} is not known.{nearest(name, known)}"
            yield about(record, "actor-unknown", got, "Add it to data/actors.yml.", owner)
    used = {name for *_, name in named} | {
        value for _, value in inside(list(material.reading.left_out)) if isinstance(value, str)
    }
    for actor in material.ledger.actors:
        if actor.id not in used:
            mend = "Name it where it acts, or remove it."
            yield about(actor, "actor-unused", "no claim and no voice names it.", mend)


@rule("actor-uncoded", "A quote names an actor that nothing about it codes, and it is not said why.")
def actors_coded(material: Material) -> Iterator[Issue]:
    """An actor that a quote names acts in its claim, speaks, or is an example; else `passing` says why it need not."""
    ledger, names = material.ledger, whole_words(material.ledger.actor_names)
    for claim in material.ledger.standing:
        for evidence in (evidence for evidence in claim.evidence if not evidence.passing):
            named = [ledger.actor_by_id[ledger.actor_names[found[0]]] for found in names.finditer(evidence.words)]
            coded = {*claim.actors, *evidence.voice, *evidence.names}
            lacking = dict.fromkeys(actor.name for actor in named if actor.id not in coded and not actor.passing)
            if lacking:
                got = f"its words name {listing([*lacking])}, and nothing codes it so."
                mend = "Code it in `actors`, `voice` or `names`, or say in `passing` why not."
                yield about(evidence, "actor-uncoded", got, mend, claim)


@rule("article-unknown", "A quote or waiver names an article that is not held.")
def articles_known(material: Material) -> Iterator[Issue]:
    """Every article that is quoted or waived is in the corpus."""
    known = material.ledger.article_by_id
    for owner, record in material.nested:
        article = getattr(record, "article", None)
        if article is not None and article not in known and article not in material.unread_ids:
            got = f"{article!r} is not an article of data/articles.{nearest(article, known)}"
            yield about(record, "article-unknown", got, "Name an article that is held.", owner)


@rule("claim-without-evidence", "A claim stands and quotes nothing.")
def claims_rest_on_evidence(material: Material) -> Iterator[Issue]:
    """A claim that stands quotes something."""
    for claim in material.ledger.standing:
        if not claim.evidence:
            mend = "Quote what carries it, or withdraw it with a reason."
            yield about(claim, "claim-without-evidence", "it stands on no quote.", mend)


#: Kinds of records whose ids are words, so that a slip is near to one.
NAMED = frozenset({"actor", "article", "origin"})


def citation_faults(material: Material, noun: str, name: str, *, standing: bool) -> Iterator[tuple[str, str, str]]:
    """Yield code, finding and mending when there is no such record, or it was withdrawn and must stand."""
    record, kind = material.ledger.record_by_id.get(name), material.ledger.kind_by_id.get(name)
    if record is None or kind is None or kind.noun != noun:
        if name not in material.unread_ids:
            ids = [id_ for id_, other in material.ledger.kind_by_id.items() if other.noun == noun and noun in NAMED]
            got = f"there is no {noun} {name!r}.{nearest(name, ids)}" if name else f"no {noun} is named."
            if kind:
                got = f"{name} is {'an' if kind.noun[0] in 'aeiou' else 'a'} {kind.noun}."
            code = f"{noun}-unknown" if noun in NAMED | {"claim", "judgement"} else "record-unknown"
            yield code, got, "Cite one that exists."
    elif standing and (gone := getattr(record, "withdrawn", None)) is not None:
        instead = " or ".join(gone.replaced_by)
        got = f"it cites {name}, which was withdrawn: {gone.because.rstrip('.')}."
        mend = f"Cite {instead} instead." if instead else "Cite another, or take out what rests on it."
        yield f"{noun}-withdrawn" if noun in {"claim", "judgement"} else "record-withdrawn", got, mend


@rule("theme-empty", "The vocabulary has a theme that no file of claims is named after.")
def themes_filed(material: Material) -> Iterator[Issue]:
    """Each theme of the vocabulary is the stem of a file of claims."""
    files = {path.stem for path in material.layout.claims.glob("*.yml")}
    for theme in material.ledger.vocabulary.get("theme", {}):
        if theme not in files:
            got, mend = f"there is no data/claims/{theme}.yml.", "Remove the theme, or file its claims under it."
            yield Issue(material.vocabulary_place("theme", theme), f"theme {theme}", "theme-empty", got, mend)


@rule("label-shared", "A word of a vocabulary is printed as another is, or as another thing than when it was released.")
def labels_differ(material: Material) -> Iterator[Issue]:
    """What a reader sees of a code tells it from every other of its vocabulary.

    A word that judgements are coded in has no label that names another, no meaning of another, and the label that it
    had in the last release.
    """
    ladders = {field.vocabulary for field in coded_fields(Judgement)}
    released = material.releases[-1].ledger.vocabulary if material.releases else {}
    for name, words in material.ledger.vocabulary.items():
        first: dict[str, str] = {}
        for word, term in words.items():
            alike = [other] if (other := first.setdefault(term.label.casefold(), word)) != word else []
            for other in (other for other in words if name in ladders and other != word):
                said = other.replace("-", " ")
                named = says_word(term.label, said) and not says_word(word.replace("-", " "), said)
                alike += [other] if named or term.meaning == words[other].meaning else []
            then = released.get(name, {}).get(word) if name in ladders else None
            if alike or (then and then.label != term.label):
                was = f"it was printed as {then.label!r} in the last release." if then else ""
                got = f"its label or meaning is that of {alike[0]!r}." if alike else was
                place, mend = (
                    material.vocabulary_place(name, word),
                    "Give each word a label of its own, and keep it.",
                )
                yield Issue(place, f"vocabulary {name}, word {word}", "label-shared", got, mend)


@rule("statement-unlike", "A statement is not one sentence: a question, a note to oneself, or more than one sentence.")
def statements_are_propositions(material: Material) -> Iterator[Issue]:
    """What a claim or a judgement states is one sentence that could be false, and ends with a full stop."""
    records: tuple[Claim | Judgement, ...] = (*material.ledger.standing, *material.ledger.standing_judgements)
    for record in records:
        statement = record.statement
        several = len(list(sentences(statement, material.settings.language))) > 1
        if several or statement.endswith(("?", "…")) or not statement.endswith((".", "!", "。", "।", "۔")):
            got = f"its statement is “{statement[:SHOWN]}”."
            yield about(record, "statement-unlike", got, "Write one sentence that says something, with its full stop.")
