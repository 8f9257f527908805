"""The types of what is typed: each returns the value, or raises `ArgumentTypeError`, which says what is wrong."""

import datetime as dt
import os
import re
from argparse import ArgumentTypeError
from pathlib import Path
from shlex import split

__all__ = ["MisuseError", "Path", "day", "existing", "number", "port", "said", "split"]


class MisuseError(ValueError):
    """Raised when what was typed names nothing that is there; the message says what there is."""


def said(text: str) -> str:
    """Return words on one line that say something and are UTF-8."""
    if re.search(r"[\ud800-\udfff\x00-\x1f\x7f-\x9f\u2028\u2029]", text) or not any(map(str.isalnum, text)):
        message = f"{text!r} says nothing, or is no line of text in UTF-8"
        raise ArgumentTypeError(message)
    return text


def existing(text: str) -> Path:
    """Return the path of something that is there."""
    if not os.path.lexists(text):
        message = f"{text!r}: there is no such file"
        raise ArgumentTypeError(message)
    return Path(text)


def port(text: str) -> int:
    """Return the number of a port."""
    if not (text.isdecimal() and int(text) < 2**16):
        message = f"{text} is no port; it is a number from 0, for any that is free, to {2**16 - 1}"
        raise ArgumentTypeError(message)
    return int(text)


def day(text: str) -> dt.date:
    """Return a date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no day: write year, month and day, as in 2026-01-31"
        raise ArgumentTypeError(message) from error


def number(text: str) -> str:
    """Return the number of a version."""
    from briefing.reading.releases import VERSION

    if not VERSION.fullmatch(text):
        message = f"{text[:40]!r} is no version number: write three numbers without zeros in front, as in 1.2.0"
        raise ArgumentTypeError(message)
    return text
