"""What the rows of the ledger and of the comparison carry beside their cells, so that a script can filter and sort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from briefing.book.html.records import Catalogue
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, voice_name
from briefing.model.reach import Reach, every_article, reach_of
from briefing.model.records import Claim, Evidence, Parallel
from briefing.reading.profile import origin_count

OWN_VOICE, NO_JUDGEMENT = "own", "none"
#: Coded fields that the rows can be filtered by, of the claim and of its evidence; each is a filter of its name.
CODES: tuple[CodedField, ...] = tuple(
    code for model in (Claim, Evidence) for code in coded_fields(model) if code.shows_on("filter")
)
#: Filter and heading, in the order of the form.
OF_CLAIMS = {
    **{code.name: code.heading for code in CODES[:1]},
    "article": "Article", "stands": "Stands in", "actor": "Actor", "voice": "Who says it",
    **{code.name: code.heading for code in CODES[1:]},
    "judgement": "Judgement", "changed": "New or changed in", "state": "State", "origins": "Origins",
}  # fmt: skip
OF_PARALLELS = {"change": "What became of it", "theme": "Theme", "actor": "Who is in it"}

Words = Mapping[str, list[str]]


class Filter(NamedTuple):
    """A filter: its name, its heading, and its choices as (word, label)."""

    name: str
    heading: str
    choices: Sequence[tuple[str, str]]


def row_attributes(catalogue: Catalogue, name: str) -> dict[str, str]:
    """Return the `data-` attributes of a record's row; several words in one are set apart by spaces."""
    words = row_words(catalogue, name)
    return {f"data-{key.replace('_', '-')}": " ".join(several) for key, several in words.items() if several}


def filters(catalogue: Catalogue, names: Iterable[str], headings: Mapping[str, str]) -> list[Filter]:
    """Return the filters with the choices that the rows use, in the vocabularies' order or the alphabet's.

    A filter with a single choice would show the same with and without it, and is left out; but not that of origins,
    where a single choice is the answer to a reader's question.
    """
    used: dict[str, dict[str, None]] = {}
    for name in names:
        for key, words in row_words(catalogue, name).items():
            used.setdefault(key, {}).update(dict.fromkeys(words))
    made = (
        Filter(key, heading, _choices(catalogue.ledger, key, list(used.get(key, ()))))
        for key, heading in headings.items()
    )
    return [one for one in made if len(one.choices) > (one.name != "origins")]


def row_words(catalogue: Catalogue, name: str) -> Words:
    """Return under each filter's name the words that a claim or a parallel is found by; nothing for another row."""
    record = catalogue.ledger.record_by_id.get(name)
    if isinstance(record, Claim):
        words = _claim_words(catalogue, record)
    elif isinstance(record, Parallel):
        words = _parallel_words(catalogue.ledger, record)
    else:
        return {}
    return {key: list(dict.fromkeys(several)) for key, several in words.items()}


def _claim_words(catalogue: Catalogue, claim: Claim) -> Words:
    ledger, view = catalogue.ledger, catalogue.view(claim.id)
    codes = {
        code.name: [word for holder in (claim, *claim.evidence) if (word := getattr(holder, code.name, None))]
        for code in CODES
    }
    reach = reach_of(ledger, claim.articles)
    stands = f"only-{claim.articles[0]}" if reach is Reach.ONE else reach
    return codes | {
        "article": list(claim.articles),
        "stands": [] if reach is Reach.NONE else [stands],
        "actor": _actors(claim),
        "voice": [name for evidence in claim.evidence for name in (evidence.voice or (OWN_VOICE,))],
        "judgement": [judgement.id for judgement in ledger.judgements_on(claim.id)] or [NO_JUDGEMENT],
        "changed": [event.version for event in view.history],
        "origins": [str(origin_count(ledger, claim.articles))],
        "state": [name for name, _ in view.states],
    }


def _parallel_words(ledger: Ledger, parallel: Parallel) -> Words:
    claims = [ledger.claim_by_id[name] for name in parallel.claims if name in ledger.claim_by_id]
    return {
        "change": list(parallel.change),
        "theme": [claim.theme for claim in claims],
        "actor": [actor for claim in claims for actor in _actors(claim)],
    }


def _actors(claim: Claim) -> list[str]:
    return [*claim.actors, *(name for evidence in claim.evidence for name in evidence.names)]


def _choices(ledger: Ledger, name: str, used: list[str]) -> list[tuple[str, str]]:
    """Return the choices of a filter in order; where the order is neither a list's nor that of use, the alphabet's."""
    vocabulary = {code.name: code.vocabulary for code in CODES}.get(name, name)
    listed: dict[str, dict[str, str]] = {
        "article": {article.id: article_name(ledger, article.id) for article in ledger.articles},
        "stands": {
            str(Reach.ALL): every_article(ledger),
            str(Reach.SEVERAL): "more than one article, not all",
            **{f"only-{article.id}": f"only {article_name(ledger, article.id)}" for article in ledger.articles},
        },
        "judgement": {judgement.id: judgement.id for judgement in ledger.judgements} | {NO_JUDGEMENT: "no judgement"},
        "origins": {
            word: "one origin" if word == "1" else f"{word} origins"
            for word in sorted(used, key=lambda word: (len(word), word))
        },
    }
    if name in listed:
        return [(word, label) for word, label in listed[name].items() if word in used]
    if name in {"actor", "voice"}:
        named = {word: voice_name(ledger, () if word == OWN_VOICE else (word,)) for word in used}
        return sorted(named.items(), key=lambda choice: (choice[0] != OWN_VOICE, choice[1].casefold()))
    terms = list(ledger.vocabulary.get(vocabulary, {}))
    if not terms:
        return [(word, word) for word in used]
    order = sorted(used, key=lambda word: (terms.index(word) if word in terms else len(terms), word))
    return [(word, ledger.label(vocabulary, word)) for word in order]
