"""How the fields of records are headed for readers, and which of them a card or a page tells."""

from __future__ import annotations

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
