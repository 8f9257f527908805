"""Which words of a text stayed, went and came: of two texts, and of all that two ledgers say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Any, Literal, NamedTuple

from rapidfuzz.distance import Indel

from briefing.model.base import Located
from briefing.model.ledger import KINDS, Kind, Ledger
from briefing.model.words import sentence
from briefing.versions.compare import keyed, texts

# A word of letters with spaces between words, or any other character alone, such as an ideograph; then white space.
_TOKEN = re.compile(r"[a-zA-Z0-9À-ɏ'’]+\s*|.\s*", re.DOTALL)
# What two texts share by chance between two changes, such as `the`, is no help to a reader: so few letters are no run.
SHORT = 5


class Piece(NamedTuple):
    """A run of words that stayed, went or came."""

    op: Literal["same", "removed", "added"]
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both texts in one run; white space between what went and what came may be added."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    runs: list[tuple[bool, str, str]] = []
    opcodes = Indel.opcodes([t.strip() for t in old], [t.strip() for t in new])
    for position, run in enumerate(opcodes):
        left, right = "".join(old[run.src_start : run.src_end]), "".join(new[run.dest_start : run.dest_end])
        inner = 0 < position < len(opcodes) - 1
        same = run.tag == "equal" and not (inner and len(re.findall(r"\w", right)) < SHORT)
        if runs and not runs[-1][0] and not same:
            runs[-1] = (False, runs[-1][1] + left, runs[-1][2] + right)
        else:
            runs.append((same, left, right))
    pieces: list[Piece] = []
    for same, left, right in runs:
        if same:
            pieces.append(Piece("same", max(left, right, key=len)))
        else:
            apart = " " if left and right and not left[-1].isspace() else ""
            pieces += [Piece("removed", left + apart), Piece("added", right)]
    return tuple(piece for piece in pieces if piece.text)


class Redline(NamedTuple):
    """How many words of a part of the ledger stayed, went and came."""

    name: str
    kept: int = 0
    gone: int = 0
    come: int = 0

    @property
    def changed_pct(self) -> int:
        """The share of the words of both versions that only one of them has, in per cent, rounded."""
        every = 2 * self.kept + self.gone + self.come
        return round(100 * (self.gone + self.come) / every) if every else 0


def redline(a: Ledger, b: Ledger) -> tuple[Redline, ...]:
    """Return how the words of two ledgers differ: of the whole first, named `all`, then of each part that has words.

    Claims are parted by their theme, every other kind of record is a part. Withdrawn records count as gone.
    """
    counts = {"all": [0, 0, 0]}
    for kind in KINDS:
        left, right = (_records(ledger, kind) for ledger in (a, b))
        for key in {**left, **right}:
            record = right.get(key, left.get(key, {}))
            theme = str(record["theme"]) if kind.collection == "claims" else ""
            name = b.label("theme", theme) if theme else sentence(kind.collection.replace("_", " "))
            old, new = (_words(kind.record, records.get(key, {})) for records in (left, right))
            kept = round((len(old) + len(new) - Indel.distance(old, new)) / 2)
            for counted in (counts["all"], counts.setdefault(name, [0, 0, 0])):
                counted[:] = map(add, counted, (kept, len(old) - kept, len(new) - kept))
    return tuple(Redline(name, *counted) for name, counted in counts.items() if name == "all" or any(counted))


def redline_words(parts: Sequence[Redline]) -> str:
    """Return one sentence that says how many of the words changed, in all and in each part where some did."""
    whole, *rest = parts
    each = ", ".join(f"{part.name} {part.changed_pct} %" for part in rest if part.changed_pct)
    return f"{whole.changed_pct} % of the words changed{each and f': {each}'}."


def _records(ledger: Ledger, kind: Kind) -> Mapping[str, dict[str, Any]]:
    return keyed(kind, [record.model_dump(mode="json") for record in ledger.standing_of(kind.collection)])


def _words(record: type[Located], values: Mapping[str, Any]) -> list[str]:
    said: Iterable[object] = (values.get(name) for name in record.model_fields if name in texts(record))
    return [word for text in said if isinstance(text, str) for word in re.findall(r"\w+", text)]
