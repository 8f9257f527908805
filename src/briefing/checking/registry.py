"""The rules of `briefing check`, each declared where it is written, with the codes it reports and what they mean.

A code is stable, so that people and programs can rely on it. What raises a code that no rule declares, or declares
one twice, is a programmer's mistake.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Literal, NamedTuple, TypeVar

from briefing.model.base import Issue

#: Takes the `Material`; of the stage `chapter` a `Chapter` and the `Material`, of `page` a `Page` and the `Ledger`.
Check = Callable[..., Iterable[Issue]]
F = TypeVar("F", bound=Check)
#: `data` rules hold before a ledger is opened. `book` rules are of releases, settings and the table of contents,
#: and read no page; `pages` rules of all pages; `chapter` rules of what is typed on one; `page` rules of what is typed
#: and, once more, of what is printed; `built` rules of what a build has left, which a build itself does not ask.
Stage = Literal["data", "book", "pages", "chapter", "page", "built"]


class Code(NamedTuple):
    """What a code means, and in which rule it was declared."""

    name: str
    meaning: str
    stage: Stage
    check: Check


_DECLARED: dict[str, Code] = {}


def rule(code: str, meaning: str, *, stage: Stage = "data") -> Callable[[F], F]:
    """Declare a function as a rule that reports `code`; a rule of several codes is declared once for each."""

    def declare(check: F) -> F:
        known = _DECLARED.setdefault(code, Code(code, meaning, stage, check))
        if (known.check, known.meaning) != (check, meaning):
            message = f"the code {code} is declared twice: {known.check.__qualname__}, {check.__qualname__}"
            raise ValueError(message)
        return check

    return declare


@cache
def codes() -> dict[str, Code]:
    """Return every code that an issue can have, by its name."""
    package = import_module(__package__ or "")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_DECLARED.items()))


def checks(*stages: Stage) -> tuple[Check, ...]:
    """Return the rules of some stages, each once."""
    return tuple(dict.fromkeys(code.check for code in codes().values() if code.stage in stages))
