"""What the ledger's rows carry beside their cells, so that a script can filter, sort and cite them."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name, article_name
from briefing.model.reach import Reach, every_article, reach_of
from briefing.model.records import Claim

ORIGINS = "origins"

#: Filter, its heading, and the vocabulary that prints its words; none where the words print themselves.
FILTERS: tuple[tuple[str, str, str | None], ...] = (
    ("theme", "Theme", "theme"),
    ("article", "Article", None),
    ("stands", "Stands in", None),
    ("actor", "Actor", None),
    ("kind", "Kind", "kind"),
    ("bearing", "Bears on", "bears_on"),
    ("certainty", "Certainty", "certainty"),
    (ORIGINS, "Origins", None),
)


def row_attributes(ledger: Ledger, claim_id: str) -> dict[str, str]:
    """Return the `data-` attributes of a claim's row; several words in one are set apart by spaces."""
    claim = ledger.claim_by_id.get(claim_id)
    if claim is None:
        return {}
    attributes = {f"data-{name}": " ".join(words) for name, words in _words(ledger, claim).items()}
    return attributes | {"data-withdrawn": "yes"} if claim.withdrawn else attributes


def filter_choices(ledger: Ledger) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return each filter with its heading and its choices (word, label), in the vocabulary's order.

    A filter with a single choice would show the same with and without it, and is left out; but not that of origins,
    where a single choice is the answer to a reader's question.
    """
    used = [_words(ledger, claim) for claim in ledger.claims]
    filters = [
        (name, heading, _choices(ledger, name, vocabulary, {word for words in used for word in words[name]}))
        for name, heading, vocabulary in FILTERS
    ]
    fewest = {ORIGINS: 1}
    return [entry for entry in filters if len(entry[2]) >= fewest.get(entry[0], 2)]


def _choices(ledger: Ledger, name: str, vocabulary: str | None, used: set[str]) -> list[tuple[str, str]]:
    if name == "article":
        return [(article.id, article_name(ledger, article.id)) for article in ledger.articles if article.id in used]
    if name == "stands":
        known = [(Reach.ALL.value, every_article(ledger)), (Reach.SEVERAL.value, "more than one article, not all")]
        known += [(f"only-{a.id}", f"only {article_name(ledger, a.id)}") for a in ledger.articles]
        return [(word, label) for word, label in known if word in used]
    if name == "actor":
        return sorted(((word, actor_name(ledger, word)) for word in used), key=lambda choice: choice[1].casefold())
    if vocabulary is None:
        return [(word, "one origin" if word == "1" else f"{word} origins") for word in sorted(used, key=int)]
    terms = ledger.vocabulary.get(vocabulary, {})
    listed = [word for word in terms if word in used]
    return [(word, ledger.label(vocabulary, word)) for word in (*listed, *sorted(used - set(listed)))]


def _stands(ledger: Ledger, claim: Claim) -> list[str]:
    """Return the word for where a claim stands; a claim without evidence stands nowhere."""
    reach = reach_of(ledger, claim.articles)
    if reach is Reach.NONE:
        return []
    return [f"only-{claim.articles[0]}" if reach is Reach.ONE else reach.value]


def _words(ledger: Ledger, claim: Claim) -> Mapping[str, list[str]]:
    return {
        "theme": [claim.theme],
        "article": list(claim.articles),
        "stands": _stands(ledger, claim),
        "actor": list(claim.actors),
        "kind": [claim.kind],
        "bearing": [claim.bears_on],
        "certainty": list(dict.fromkeys(evidence.certainty for evidence in claim.evidence)),
        ORIGINS: [str(len(ledger.origins_of([claim.id])))],
    }
