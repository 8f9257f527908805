"""How the fields of records are headed for readers, which of them a card or a page tells, and in what words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from briefing.model.base import Located, Record
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Review
from briefing.model.sources import Article, Passage

#: What a field is headed with where its name does not say it. The same name means the same on every kind.
HEADINGS = {
    "because": "Why",
    "supported_by": "What it rests on",
    "challenged_by": "What speaks against it",
    "limits": "What the evidence cannot show",
    "alternative": "The best other reading",
    "so_what": "So what",
    "would_change": "What would change it",
    "reviewed": "Last looked at",
    "actors": "Who is in it",
    "silence": "What the articles do and do not say",
    "touches": "Claims that an answer would settle or change",
    "collect": "What to get hold of",
    "settles": "Judgements that an answer would settle",
    "between": "The claims that do not fit",
    "treatment": "How the briefing deals with it",
    "moves": "Judgements that it would move",
    "as_of": "Known up to",
    "since": "In print since version",
    "corrected_in": "Mended in version",
    "affects": "Who should know",
    "decision": "How it was settled",
    "first": "The claim in front",
    "second": "The claim it is joined to",
    "aliases": "Also called",
    "published_basis": "Ground for the date",
    "taken": "Text taken on",
    "taken_basis": "How the text came here",
    "derives_from": "Goes back to",
    "may_derive_from": "Goes back to one of",
    "derives_basis": "Ground for the descent",
    "about": "Who the publisher is",
    "bias": "Possible bias",
    "held_as": "Held as",
    "basis": "Ground for these facts",
}
#: What a record is to another that names it in such a field, where the kind does not say it.
USED_AS = {"challenged_by": "it speaks against this", "names": "as an example", "voice": "as the speaker"}
#: Fields that only a record's page has room for.
PAGE_ONLY_WORDS = """because limits reviewed published_basis taken taken_basis derives_basis description about access
bias rights basis language"""
PAGE_ONLY = frozenset(PAGE_ONLY_WORDS.split())
#: Fields that are no account of the record: shown otherwise, or by nobody.
UNTOLD_WORDS = "id place span exact prefix suffix withdrawn facets furniture text sha256 outside passing decisive"
UNTOLD = frozenset(UNTOLD_WORDS.split())


def passages_of(record: Located) -> Iterator[tuple[str, Passage]]:
    """Yield the passages of articles that a record quotes, with the field that holds each."""
    if isinstance(record, Passage):
        yield "article", record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name not in UNTOLD and holds_passages(value):
            yield from ((name, passage) for passage in value)


def holds_passages(value: object) -> bool:
    """Tell whether a field holds passages of articles."""
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Passage) for one in value)


def in_words(value: object) -> str:
    """Return a field's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Review):
        return f"{value.outcome} (version {value.version})"
    if isinstance(value, dt.date):
        return value.isoformat()
    return ", ".join(map(str, value)) if isinstance(value, tuple | Record) else str(value)


def is_inferred(ledger: Ledger, record: Located) -> bool:
    """Tell whether no article that makes a claim states where it has it from, though it has it from somewhere."""
    if isinstance(record, Article):
        return bool(record.may_derive_from) or record.derives_certainty == "inferred"
    articles = record.articles if isinstance(record, Claim) else ()
    return bool(articles) and all(is_inferred(ledger, ledger.article_by_id[article]) for article in articles)
