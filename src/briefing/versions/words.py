"""Which words of a text stayed, went and came."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

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
