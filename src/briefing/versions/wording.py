"""A change in words that a reader knows: no name of a field, no key; what went and what came are marked."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from rapidfuzz.distance import Indel

from briefing.model.fields import CodedField, coded_fields, field_word
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Evidence
from briefing.model.words import article_name, listing, record_name, sentence, voice_name
from briefing.versions.compare import CHAPTERS, GROUPS, SAYS, Change, Changes

Op = Literal["same", "removed", "added"]
HEADINGS = {group: sentence(group.replace("_", " ")) for group in (*GROUPS, CHAPTERS)}
HEADINGS |= {"judgements": "Key judgements", "ledger": "Title"}
NOTHING, NO_RECORD = "Nothing changed.", "No record changed."
#: How it is told that a record or a quotation came or went, and which of the two it did.
_WHOLE: Mapping[str, tuple[str, Op]] = {
    "added": ("New: ", "added"),
    "reinstated": ("Stands again: ", "added"),
    "removed": ("Removed: ", "removed"),
    "merged": ("Now counted as one with another origin: ", "removed"),
    "withdrawn": ("Withdrawn: ", "removed"),
    "evidence gained": ("Now quotes ", "added"),
    "evidence lost": ("No longer quotes ", "removed"),
}
#: Kinds of change after which something reads otherwise than before, instead of having come or gone.
CHANGED_IN_PLACE = frozenset({"moved", "reworded", "re-coded", "requoted"})
_CODED: dict[tuple[str, str, bool], CodedField] = {
    (collection, field.name, inner): field
    for collection, record, inner in (*((k.collection, k.record, False) for k in KINDS), ("claims", Evidence, True))
    for field in coded_fields(record)
}
_HEADING_OF = {field.vocabulary: field.heading for field in _CODED.values()}
# A word of letters with spaces between words, or any other character alone, such as an ideograph; then white space.
_TOKEN = re.compile(r"[a-zA-Z0-9À-ɏ'’]+\s*|.\s*", re.DOTALL)
# What two texts share by chance between two changes, such as `the`, is no help to a reader: so few letters are no run.
SHORT = 5


class Piece(NamedTuple):
    """A run of words that stayed, went or came."""

    op: Op
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both texts in one run; white space between what went and what came may be added."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    opcodes = Indel.opcodes([t.strip() for t in old], [t.strip() for t in new])
    pieces: list[Piece] = []
    went = came = ""
    for position, run in enumerate(opcodes):
        left, right = "".join(old[run.src_start : run.src_end]), "".join(new[run.dest_start : run.dest_end])
        last = position == len(opcodes) - 1
        same = run.tag == "equal" and (position == 0 or last or len(re.findall(r"\w", right)) >= SHORT)
        if not same:
            went, came = went + left, came + right
        if same or last:
            apart = " " if went and came and not went[-1].isspace() else ""
            pieces += [Piece("removed", went + apart), Piece("added", came)]
            went = came = ""
        if same:
            pieces.append(Piece("same", max(left, right, key=len)))
    return tuple(piece for piece in pieces if piece.text)


def name_of(change: Change, ledger: Ledger) -> str:
    """Return what a change is about, as readers know it: `C04`, the name of an article, the heading of a vocabulary."""
    if change.group in ("ledger", CHAPTERS):
        return HEADINGS[change.group]
    if change.group == "vocabulary":
        return f"Words for “{_HEADING_OF.get(change.id, sentence(change.id))}”"
    if ": " in change.id:
        article = article_name(ledger, change.id.split(":")[0])
        return f"{'Set aside' if change.group == 'waivers' else 'Second reading'}, {article}"
    return record_name(ledger, change.id)


def told(change: Change, ledger: Ledger) -> tuple[Piece, ...]:
    """Return what happened as words, those that went and came marked; the record itself is not named."""
    begins, op = _WHOLE.get(change.kind, ("", "same"))
    value: Any = change.before if change.after is None else change.after
    match change.kind:
        case "evidence gained" | "evidence lost":
            article = article_name(ledger, value["article"])
            return (_same(f"{begins}{article}: “"), Piece(op, value["exact"]), _same("”."))
        case "withdrawn":
            replaced = listing([record_name(ledger, name) for name in value["replaced_by"]])
            more = (_same(f" Replaced by {replaced}."),) if replaced else ()
            return (_same(begins), Piece(op, change.subject), *more)
        case "added" | "reinstated" | "removed" | "merged":
            whole = change.subject or change.id
            if change.group == "vocabulary":
                terms = [value] if change.field else value.values()
                whole = "; ".join(f"{term['label']}: {term['meaning']}" for term in terms)
            return (_same(begins), Piece(op, whole))
        case "moved":
            return (_same("Held with "), *_listed(change, ledger), _same(" confidence."))
        case "renumbered":
            return (_same(f"The quotation {change.before} is now {change.after}."),)
    return (_same(_label(change)), *_listed(change, ledger)) if _label(change) else _listed(change, ledger)


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
    numbers = Counter(change.group for change in changes.changes if change.group != CHAPTERS)
    pairs = ((name, before, changes.after[name]) for name, before in changes.before.items())
    measures = [f"{name} {before} to {after}" for name, before, after in pairs if before != after]
    parts = [f"{heading.lower()}: {numbers[group]}" for group, heading in HEADINGS.items() if numbers[group]]
    if not parts:
        return NO_RECORD if changes else NOTHING
    return f"{'; '.join(['Changes in ' + ', '.join(parts), *measures])}."


def differences(changes: Changes, reasons: Mapping[str, str], ledger: Ledger) -> dict[str, Any]:
    """Return every difference as plain values, each with the sentence that describes it: the detail for machines."""
    body = changes.model_dump(mode="json")
    for dump, change in zip(body["changes"], changes.changes, strict=True):
        dump["sentence"] = describe(change, ledger)
    return body | {"reasons": dict(reasons)}


def _same(text: str) -> Piece:
    return Piece("same", text)


def _coded(change: Change) -> CodedField | None:
    return _CODED.get((change.group, change.field, bool(change.part)))


def _label(change: Change) -> str:
    """Return what readers call the field, with a colon; nothing for the field that says what the record is."""
    is_said = change.field == SAYS[change.group] and not change.part
    if is_said or change.group == "vocabulary" or change.field == "facets":
        return ""
    coded = _coded(change)
    return f"{coded.heading if coded else field_word('change', change.field)}: "


def _listed(change: Change, ledger: Ledger) -> tuple[Piece, ...]:
    """Return what both values say: two texts word by word, two lists item by item."""
    if change.group == CHAPTERS:
        return (_same(str(change.after)),)
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
    match value, change.field:
        case None, _:
            return []
        case list(), "voice":
            return [voice_name(ledger, [str(name) for name in value])]
        case list(), _:
            return [word for item in value for word in _items(change, item, ledger)]
        case dict(), "facets":
            return [f"{sentence(name)}: {ledger.labels(name, tuple(map(str, value[name])))}" for name in value]
        case dict(), _:
            said = (v for name, v in value.items() if name != "saw" and isinstance(v, str | int) and v != "")
            return [" ".join(map(str, said))]
    coded = _coded(change)
    return [ledger.label(coded.vocabulary, str(value)) if coded else record_name(ledger, str(value))]


def _ended(text: str) -> str:
    line = re.sub(r"\s+(?=[.,;:?!])", "", " ".join(text.split()))
    return line if line.endswith((".", "?", "!", "”")) else f"{line}."
