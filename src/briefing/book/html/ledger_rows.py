"""What the ledger's rows carry beside their cells, so that a script can filter, sort and cite them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from briefing.book.html.records import Catalogue
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name, article_name, voice_name
from briefing.model.reach import Reach, every_article, reach_of
from briefing.model.records import Claim, Evidence
from briefing.reading.profile import origin_count

OWN_VOICE = "own"
#: Coded fields that the rows can be filtered by, of the claim and of its evidence; each is a filter of its name.
CODES: tuple[CodedField, ...] = tuple(
    code for model in (Claim, Evidence) for code in coded_fields(model) if code.shows_on("filter")
)
OF_CLAIM = frozenset(code.name for code in coded_fields(Claim))


class Filter(NamedTuple):
    """A filter of the ledger: its name, its heading, and its choices as (word, label)."""

    name: str
    heading: str
    choices: Sequence[tuple[str, str]]


def row_attributes(catalogue: Catalogue, claim_id: str) -> dict[str, str]:
    """Return the `data-` attributes of a claim's row; several words in one are set apart by spaces."""
    claim = catalogue.ledger.claim_by_id.get(claim_id)
    if claim is None:
        return {}
    words = claim_words(catalogue, claim)
    return {f"data-{name.replace('_', '-')}": " ".join(several) for name, several in words.items() if several}


def filters(catalogue: Catalogue) -> list[Filter]:
    """Return the filters with the choices that the ledger uses, in the vocabularies' order.

    A filter with a single choice would show the same with and without it, and is left out; but not that of origins,
    where a single choice is the answer to a reader's question.
    """
    ledger = catalogue.ledger
    used: dict[str, dict[str, None]] = {}
    for claim in ledger.claims:
        for name, words in claim_words(catalogue, claim).items():
            used.setdefault(name, {}).update(dict.fromkeys(words))
    made = [Filter(name, heading, _choices(ledger, name, list(used.get(name, {})))) for name, heading in _headings()]
    return [one for one in made if len(one.choices) >= (1 if one.name == "origins" else 2)]


def claim_words(catalogue: Catalogue, claim: Claim) -> Mapping[str, list[str]]:
    """Return under each filter's name the words that a claim is found by."""
    ledger = catalogue.ledger
    of_evidence = {
        code.name: [str(getattr(e, code.name)) for e in claim.evidence] for code in CODES if code.name not in OF_CLAIM
    }
    words = {code.name: [str(getattr(claim, code.name))] for code in CODES if code.name in OF_CLAIM} | of_evidence
    words |= {
        "article": list(claim.articles),
        "stands": _stands(ledger, claim),
        "actor": [*claim.actors, *(name for e in claim.evidence for name in e.names)],
        "voice": [name for e in claim.evidence for name in (e.voice or (OWN_VOICE,))],
        "judgement": [judgement.id for judgement in ledger.judgements_on(claim.id)] or ["none"],
        "changed": list(catalogue.versions(claim.id)),
        "origins": [str(origin_count(ledger, claim.articles))],
        "state": [name for name, _ in catalogue.state(claim.id).words],
    }
    return {name: list(dict.fromkeys(several)) for name, several in words.items()}


def _headings() -> list[tuple[str, str]]:
    codes = [(code.name, code.heading) for code in CODES]
    return [
        *codes[:1], ("article", "Article"), ("stands", "Stands in"), ("actor", "Actor"), ("voice", "Who says it"),
        *codes[1:], ("judgement", "Judgement"), ("changed", "New or changed in"), ("state", "State"),
        ("origins", "Origins"),
    ]  # fmt: skip


def _choices(ledger: Ledger, name: str, used: list[str]) -> list[tuple[str, str]]:  # noqa: PLR0911 -- one a filter
    vocabulary = next((code.vocabulary for code in CODES if code.name == name), None)
    if vocabulary is not None:
        listed = [word for word in ledger.vocabulary.get(vocabulary, {}) if word in used]
        return [(word, ledger.label(vocabulary, word)) for word in (*listed, *sorted(set(used) - set(listed)))]
    if name == "article":
        return [(article.id, article_name(ledger, article.id)) for article in ledger.articles if article.id in used]
    if name == "stands":
        known = [(str(Reach.ALL), every_article(ledger)), (str(Reach.SEVERAL), "more than one article, not all")]
        known += [(f"only-{article.id}", f"only {article_name(ledger, article.id)}") for article in ledger.articles]
        return [(word, label) for word, label in known if word in used]
    if name == "actor":
        return sorted(((word, actor_name(ledger, word)) for word in used), key=lambda choice: choice[1].casefold())
    if name == "voice":
        named = [(word, voice_name(ledger, (word,))) for word in used if word != OWN_VOICE]
        own = [(OWN_VOICE, voice_name(ledger, ()))] if OWN_VOICE in used else []
        return own + sorted(named, key=lambda choice: choice[1].casefold())
    if name == "judgement":
        ids = [judgement.id for judgement in ledger.judgements if judgement.id in used]
        return [(word, word) for word in ids] + [("none", "no judgement")] * ("none" in used)
    if name == "origins":
        return [(word, "one origin" if word == "1" else f"{word} origins") for word in sorted(used, key=int)]
    return [(word, word) for word in used]


def _stands(ledger: Ledger, claim: Claim) -> list[str]:
    """Return the word for where a claim stands; a claim without evidence stands nowhere."""
    reach = reach_of(ledger, claim.articles)
    if reach is Reach.NONE:
        return []
    return [f"only-{claim.articles[0]}" if reach is Reach.ONE else reach]
