"""Two passages set against each other: which words are one's own.

Words are compared as strings, so a difference here is one of wording; whether it changes the meaning is what is
coded. Nothing is said of who copied whom.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
#: A run of shared words counts when one of them is this long: two texts always share "of" and "in".
TELLING_LENGTH = 4


def own_words(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges of a text, in code points, whose words the other does not share, in order.

    A range begins and ends with a word. Where more than half of the words are the text's own, marks would tell
    nothing apart, and none is returned.
    """
    words = list(_WORD.finditer(text))
    ours, theirs = ([word.group().casefold() for word in found] for found in (words, _WORD.finditer(other)))

    def shared(block: tuple[str, int, int, int, int]) -> bool:
        tag, start, end, *_ = block
        return tag == "equal" and any(len(word) >= TELLING_LENGTH for word in ours[start:end])

    blocks = [b for b in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes() if b[1] < b[2]]
    runs = [list(run) for is_shared, run in groupby(blocks, shared) if not is_shared]
    if 2 * sum(run[-1][2] - run[0][1] for run in runs) > len(words):
        return ()
    return tuple((words[run[0][1]].start(), words[run[-1][2] - 1].end()) for run in runs)
