"""A change in words that a reader knows: no name of a field, no key; what went and what came are marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import KINDS, Ledger
from briefing.model.naming import article_name, record_name, voice_name
from briefing.model.records import Evidence
from briefing.model.words import listing, sentence
from briefing.versions.compare import GROUPS, Change, Changes
from briefing.versions.words import Piece, word_diff

HEADINGS = {group: sentence(group.replace("_", " ")) for group in GROUPS} | {
    "judgements": "Key judgements",
    "ledger": "Title",
}
NOTHING = "Nothing changed."
#: What readers call a field that is not coded; one that is not here is called by its own name, with spaces.
FIELD_WORDS = {
    "actors": "Who acts or is spoken of",
    "affects": "Who should know",
    "alternative": "The best other reading",
    "because": "The account",
    "between": "Claims that do not fit",
    "collect": "What to get hold of",
    "decisive": "Hangs on",
    "derives_basis": "On what ground the descent is given",
    "exact": "Quotation",
    "limits": "What the evidence cannot show",
    "moves": "Judgements it would move",
    "names": "Named as examples",
    "published_basis": "On what ground the date is given",
    "reviewed": "Last looked at",
    "settles": "Judgements it would settle",
    "sha256": "The text",
    "silence": "What the articles say of it",
    "so_what": "What follows",
    "supported_by": "Rests on",
    "touches": "Claims it bears on",
    "treatment": "How the briefing deals with it",
    "voice": "Who says it",
    "would_change": "What would change it",
}
#: What only coders need: how a quote is pinned, and their notes. It stands in the data, not in a reader's table.
FOR_CODERS = frozenset({"prefix", "suffix", "note", "outside", "passing"})
#: Kinds of change after which something reads otherwise than before, instead of having come or gone.
CHANGED_IN_PLACE = frozenset({"moved", "reworded", "re-coded", "requoted"})
_CODED: dict[tuple[str, str, bool], CodedField] = {
    (collection, field.name, inner): field
    for collection, record, inner in (*((k.collection, k.record, False) for k in KINDS), ("claims", Evidence, True))
    for field in coded_fields(record)
}
_HEADING_OF = {field.vocabulary: field.heading for field in _CODED.values()}


def for_readers(change: Change) -> bool:
    """Tell whether readers are told of a change: of a judgement or claim, and of what they read of it."""
    return (
        change.group in ("judgements", "claims") and change.field not in FOR_CODERS and change.kind != "renumbered"
    ) or (change.group == "corrections" and change.kind == "added")


def name_of(change: Change, ledger: Ledger) -> str:
    """Return what a change is about, as readers know it: `C04`, the name of an article, the heading of a vocabulary."""
    if change.group == "ledger":
        return HEADINGS["ledger"]
    if change.group == "vocabulary":
        return f"Words for “{_HEADING_OF.get(change.id, sentence(change.id))}”"
    if ": " in change.id:
        article = article_name(ledger, change.id.split(":")[0])
        return f"{'Set aside' if change.group == 'waivers' else 'Second reading'}, {article}"
    return record_name(ledger, change.id)


def told(change: Change, ledger: Ledger) -> tuple[Piece, ...]:  # noqa: PLR0911 -- one for each kind of change
    """Return what happened as words, those that went and came marked; the record itself is not named."""
    match change.kind:
        case "added" | "reinstated":
            return (_same("New: " if change.kind == "added" else "Stands again: "), Piece("added", _whole(change)))
        case "removed" | "merged":
            how = "Removed: " if change.kind == "removed" else "Now counted as one with another origin: "
            return (_same(how), Piece("removed", _whole(change)))
        case "withdrawn":
            replaced = listing(_items(change, _of(change.after, "replaced_by"), ledger))
            more = (_same(f" Replaced by {replaced}."),) if replaced else ()
            return (_same("Withdrawn: "), Piece("removed", change.subject), *more)
        case "moved":
            return (_same("Held with "), *_listed(change, ledger), _same(" confidence."))
        case "evidence gained" | "evidence lost":
            gained = change.kind == "evidence gained"
            evidence = change.after if gained else change.before
            head = f"{'Now' if gained else 'No longer'} quotes {article_name(ledger, str(_of(evidence, 'article')))}: “"
            return (_same(head), Piece("added" if gained else "removed", str(_of(evidence, "exact"))), _same("”."))
        case "renumbered":
            return (_same(f"The quotation {change.before} is now {change.after}."),)
        case _:
            return (*_label(change), *_listed(change, ledger))


def plain(change: Change, ledger: Ledger) -> str:
    """Return what happened as text without marks: how it reads now, then how it read before, where it was changed."""
    pieces = told(change, ledger)
    now, before = ("".join(p.text for p in pieces if p.op != op) for op in ("removed", "added"))
    if change.kind not in CHANGED_IN_PLACE or not change.before:
        return _ended("".join(p.text for p in pieces))
    return f"{_ended(now)} Before: {_ended(before)}" if change.after else f"No longer: {_ended(before)}"


def describe(change: Change, ledger: Ledger) -> str:
    """Return what happened in one line of text, the record named first."""
    return f"{name_of(change, ledger)}: {plain(change, ledger)}"


def summary(changes: Changes) -> str:
    """Return one sentence that counts the changes, collection by collection."""
    numbers = Counter(change.group for change in changes.changes)
    pairs = ((name, before, changes.after[name]) for name, before in changes.before.items())
    measures = [f"{name} {before} to {after}" for name, before, after in pairs if before != after]
    parts = [f"{heading.lower()}: {numbers[group]}" for group, heading in HEADINGS.items() if numbers[group]]
    return "; ".join(["Changes in " + ", ".join(parts), *measures]) + "." if parts else NOTHING


def differences(changes: Changes, reasons: Mapping[str, str], ledger: Ledger) -> dict[str, Any]:
    """Return every difference as plain values, each with the sentence that describes it: the detail for machines."""
    body = changes.model_dump(mode="json")
    for dump, change in zip(body["changes"], changes.changes, strict=True):
        dump["sentence"] = describe(change, ledger)
    return body | {"reasons": dict(reasons)}


def _same(text: str) -> Piece:
    return Piece("same", text)


def _whole(change: Change) -> str:
    """Return a record that came or went in its own words; of a vocabulary's words all of them."""
    if change.group != "vocabulary":
        return change.subject or change.id
    value = change.after if change.after is not None else change.before
    terms = [value] if change.field else list(value.values()) if isinstance(value, dict) else []
    return "; ".join(f"{_of(term, 'label')}: {_of(term, 'meaning')}" for term in terms)


def _label(change: Change) -> tuple[Piece, ...]:
    """Return what readers call the field, with a colon; nothing for the field that says what the record is."""
    coded = _CODED.get((change.group, change.field, bool(change.part)))
    if change.field in {k.says for k in KINDS if k.collection == change.group} and not change.part:
        return ()
    if change.group in ("vocabulary", "ledger") or change.field == "facets":
        return ()
    name = coded.heading if coded else FIELD_WORDS.get(change.field, sentence(change.field.replace("_", " ")))
    return (_same(f"{name}: "),)


def _listed(change: Change, ledger: Ledger) -> tuple[Piece, ...]:
    """Return what both values say: two texts word by word, two lists item by item."""
    if isinstance(change.before, str) and isinstance(change.after, str) and change.kind in ("reworded", "requoted"):
        return word_diff(change.before, change.after)
    old, new = (_items(change, value, ledger) for value in (change.before, change.after))
    came, kept, went = [x for x in new if x not in old], [x for x in new if x in old], [x for x in old if x not in new]
    if not came and not went:
        return (_same(f"{', '.join(kept)}, in another order"),)
    apart = ", " if kept else ""
    pieces = (
        _same(", ".join(kept)),
        Piece("removed", f"{apart}{', '.join(went)}{' ' if came and not kept else ''}" if went else ""),
        Piece("added", f"{apart}{', '.join(came)}" if came else ""),
    )
    return tuple(piece for piece in pieces if piece.text)


def _items(change: Change, value: object, ledger: Ledger) -> list[str]:
    """Return a value as the words that readers know: labels of codes, names of records."""
    coded = _CODED.get((change.group, change.field, bool(change.part)))
    if isinstance(value, list) and change.field == "voice":
        return [voice_name(ledger, [str(name) for name in value])]
    if isinstance(value, list):
        return [word for item in value for word in _items(change, item, ledger)]
    if isinstance(value, dict) and change.field == "facets":
        return [f"{sentence(name)}: {ledger.labels(name, tuple(map(str, value[name])))}" for name in value]
    if isinstance(value, dict):
        return [" ".join(str(v) for v in value.values() if isinstance(v, str | int) and v != "")]
    if value is None:
        return []
    return [ledger.label(coded.vocabulary, str(value)) if coded else record_name(ledger, str(value))]


def _of(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _ended(text: str) -> str:
    line = re.sub(r"\s+(?=[.,;:?!])", "", " ".join(text.split()))
    return line if line.endswith((".", "?", "!", "”")) else f"{line}."
