"""Two passages set against each other: which words are one's own.

Words are compared as strings, so a difference here is one of wording; whether it changes the meaning is what is
coded. Nothing is said of who copied whom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
#: A run of shared words counts when one of them is this long: two texts always share "of" and "in".
TELLING_LENGTH = 4


def own_words(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges of a text, in code points, whose words the other does not share, in order.

    A range begins and ends with a word. Where more than half of the words are the text's own, marks would tell
    nothing apart, and none is returned.
    """
    words = list(_WORD.finditer(text))
    shared = _shared_positions(_folded(words), _folded(list(_WORD.finditer(other))))
    own = [position for position in range(len(words)) if position not in shared]
    if 2 * len(own) > len(words):
        return ()
    return tuple((words[first].start(), words[last].end()) for first, last in _runs(own))


def _folded(words: Sequence[re.Match[str]]) -> list[str]:
    return [word.group().casefold() for word in words]


def _shared_positions(words: Sequence[str], others: Sequence[str]) -> set[int]:
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return {
        position
        for start, _, size in blocks
        if any(len(word) >= TELLING_LENGTH for word in words[start : start + size])
        for position in range(start, start + size)
    }


def _runs(positions: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs
