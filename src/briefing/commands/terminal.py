r"""What reaches the terminal: text from anywhere, without the characters that would drive or deceive it.

An article, a file's name or a PDF may hold escape sequences, characters that turn the direction of writing, or
invisible ones. Each is printed as its escape, `\x1b`, wherever it comes from: at the one sink that all messages pass.
"""

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

KEPT = "\n\t"
#: Control, format (bidi, zero-width), surrogate, and the separators that some terminals take for a line's end.
_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return `text` with every character that a terminal would act upon, or not show, written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if c in KEPT or unicodedata.category(c) not in _CATEGORIES else c.encode("unicode_escape").decode()
        for c in text
    )


class Sink:
    """A text stream that prints what it is given through `printable`; `plain` is the stream below it."""

    def __init__(self, plain: TextIO) -> None:
        self.plain = plain

    def write(self, text: str) -> int:
        self.plain.write(printable(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the stream below has
        return getattr(self.plain, name)


@contextmanager
def safe_streams() -> Iterator[None]:
    """Print UTF-8, whatever the machine's settings, and nothing that drives the terminal, while a command runs.

    What is said on a stream that was closed is said to nobody.
    """
    before = sys.stdout, sys.stderr
    for stream in before:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout, sys.stderr = (Sink(stream or Path(os.devnull).open("w", encoding="utf-8")) for stream in before)  # noqa: SIM115
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def print_trusted(text: str) -> None:
    """Print text that holds our own colours, and in which everything else has been made printable."""
    getattr(sys.stdout, "plain", sys.stdout).write(text)
