"""A change in words: one sentence for each, a word-level difference, and three renderings of all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from briefing.model.ledger import Ledger
from briefing.model.words import sentence
from briefing.versions.compare import GROUPS, Change, Changes

HEADINGS = {group: sentence(group.replace("_", " ")) for group in GROUPS} | {
    "judgements": "Key judgements",
    "ledger": "Title",
}
NOTHING = "Nothing changed."
_TOKEN = re.compile(r"\s+|[a-zA-Z0-9À-ɏ'’]+|.", re.DOTALL)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$=:\"'@^])")
_COLOURS = {"added": "\x1b[32m", "removed": "\x1b[31m", "head": "\x1b[1m", "end": "\x1b[0m"}


class Piece(NamedTuple):
    """A run of words that stayed, went or came."""

    op: Literal["same", "removed", "added"]
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both texts in one run: what stayed, what went, what came."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("removed", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("added", "".join(new[j1:j2])))
    return tuple(pieces)


def name_of(change: Change) -> str:
    """Return what a change is about, as short as it can be named: `C04`, `C04-2`, `vocabulary kind`."""
    if change.group == "ledger":
        return "The title"
    if change.group == "vocabulary":
        return f"vocabulary {change.id}"
    if change.group == "waivers":
        return f"waiver in {change.id.split(':')[0]}"
    return change.part or change.id or HEADINGS[change.group]


def describe(change: Change, ledger: Ledger | None = None) -> str:
    """Return one sentence that says what happened, vocabulary words as the book prints them."""
    name, field = name_of(change), change.field.replace("_", " ")
    before, after = (_value(change, value, ledger) for value in _differing(change.before, change.after))
    sentences: dict[str, str] = {
        "moved": f"{name} is now held with {after} confidence, before with {before}: {change.subject}",
        "withdrawn": _withdrawn(change),
        "evidence gained": f"{change.id} gained evidence {name} {_quote(change.after)}",
        "evidence lost": f"{change.id} lost evidence {name} {_quote(change.before)}",
        "reworded": f"{name}: {field or 'text'} reworded",
        "requoted": f"{name}: {field} of the quote cut differently",
        "renumbered": f"{name}: the quote was {before}",
        "re-coded": f"{name}: {field} is now {after}, before {before}",
    }
    verb = "merged into another origin" if change.kind == "merged" else change.kind
    whole = " ".join(filter(None, (name, field, f"{verb}:" if change.subject else verb, change.subject)))
    return sentences.get(change.kind, whole)


def pieces_of(change: Change) -> tuple[Piece, ...]:
    """Return the word-level difference of a changed text; nothing for any other change."""
    if change.kind in ("reworded", "requoted") and isinstance(change.before, str) and isinstance(change.after, str):
        return word_diff(change.before, change.after)
    return ()


def summary(changes: Changes) -> str:
    """Return one sentence that counts the changes, collection by collection."""
    counted = [
        f"{heading.lower()}: {len(found)}"
        for group, heading in HEADINGS.items()
        if (found := [c for c in changes.changes if c.group == group])
    ]
    measures = [
        f"{name} {before} to {after}"
        for name, before in changes.before
        if before != (after := getattr(changes.after, name))
    ]
    return "; ".join(["Changes in " + ", ".join(counted), *measures]) + "." if counted else NOTHING


def to_terminal(changes: Changes, reasons: Mapping[str, str] | None = None, *, colour: bool = False) -> str:
    """Return the changes as plain lines; with `colour`, what went is red and what came is green."""

    def show(piece: Piece) -> str:
        if piece.op == "same":
            return piece.text
        if colour:
            return f"{_COLOURS[piece.op]}{piece.text}{_COLOURS['end']}"
        return f"{{+{piece.text}+}}" if piece.op == "added" else f"[-{piece.text}-]"

    def head(text: str) -> str:
        return f"{_COLOURS['head']}{text}{_COLOURS['end']}" if colour else text

    style = _Style(head, _printable, show, "  ")
    return "\n".join(_lines(changes, reasons or {}, style)) + "\n"


def to_markdown(changes: Changes, reasons: Mapping[str, str] | None = None) -> str:
    """Return the changes as a Markdown list under headings; what went is struck out, what came is bold."""

    def show(piece: Piece) -> str:
        text, core = escape(piece.text), piece.text.strip()
        if piece.op == "same" or not core:
            return text
        mark = "**" if piece.op == "added" else "~~"
        return text.replace(escape(core), f"{mark}{escape(core)}{mark}", 1)

    style = _Style(lambda text: f"\n## {text}\n", escape, show, "- ")
    return "\n".join(_lines(changes, reasons or {}, style)) + "\n"


def to_json(changes: Changes, reasons: Mapping[str, str] | None = None) -> str:
    """Return the changes as JSON, each with the sentence that describes it."""
    body = changes.model_dump(mode="json")
    for dump, change in zip(body["changes"], changes.changes, strict=True):
        dump["sentence"] = describe(change)
    body["reasons"] = dict(reasons or {})
    return json.dumps(body, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split("\n")))


class _Style(NamedTuple):
    """How a rendering shows a heading, plain text and a run of words, and what stands before a line."""

    head: Callable[[str], str]
    plain: Callable[[str], str]
    show: Callable[[Piece], str]
    bullet: str


def _lines(changes: Changes, reasons: Mapping[str, str], style: _Style) -> Iterator[str]:
    yield style.plain(summary(changes))
    for group in GROUPS:
        found = [c for c in changes.changes if c.group == group]
        if found:
            yield style.head(HEADINGS[group])
        for change in found:
            words = "".join(style.show(Piece(p.op, _printable(p.text))) for p in pieces_of(change))
            yield style.bullet + style.plain(describe(change)) + (f": {words}" if words else "")
            if change.id in reasons and change is next(c for c in found if c.id == change.id):
                yield "  " + style.bullet + style.plain(f"Why: {reasons[change.id]}")
            if change.touches and change.group != "judgements":
                yield "  " + style.bullet + style.plain(f"Judgements that rest on it: {', '.join(change.touches)}")


def _withdrawn(change: Change) -> str:
    replaced = ", ".join(strings(change.after, "replaced_by"))
    because = " ".join(strings(change.after, "because"))
    more = f" Replaced by {replaced}." if replaced else ""
    return f"{name_of(change)} withdrawn: {change.subject} Because: {because}{more}"


def _quote(evidence: object) -> str:
    article, exact = (" ".join(strings(evidence, key)) for key in ("article", "exact"))
    return f"of {article}: “{exact}”"


def _printable(text: str) -> str:
    """Return `text` without control characters, which could drive a terminal."""
    return "".join(c if c.isprintable() or c == " " else " " for c in text)


def _differing(before: object, after: object) -> tuple[object, object]:
    """Return what two values do not have in common: of two mappings, the keys with another value."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {k: before[k] for k in keys if k in before}, {k: after[k] for k in keys if k in after}


def _value(change: Change, value: object, ledger: Ledger | None) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "empty"
    if isinstance(value, dict) and change.field == "facets":
        coded = [
            f"{facet} {', '.join(words) if ledger is None else ledger.labels(facet, tuple(words))}"
            for facet, words in value.items()
        ]
        return ", ".join(coded) or "empty"
    if isinstance(value, str) and ledger is not None:
        return ledger.label(change.field, value)
    return "nothing" if value is None else str(value)


def strings(value: object, key: str) -> list[str]:
    """Return what a mapping holds under a key as a list of texts, empty when there is nothing."""
    found = value.get(key) if isinstance(value, dict) else None
    return [str(item) for item in found] if isinstance(found, list) else [str(found)] if found else []
