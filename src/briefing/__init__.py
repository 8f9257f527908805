"""A briefing in which every sentence can be checked against the exact words it rests on.

The package knows no topic: what it is about stands in `data/` and `chapters/`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.checking.check import open_ledger
    from briefing.exhibits import figures, frames, tables
    from briefing.reading import stress
    from briefing.versions.edition import open_edition

__all__ = ["__version__", "figures", "frames", "open_edition", "open_ledger", "stress", "tables"]

_HOMES = {
    "figures": "briefing.exhibits",
    "frames": "briefing.exhibits",
    "open_edition": "briefing.versions.edition",
    "open_ledger": "briefing.checking.check",
    "stress": "briefing.reading",
    "tables": "briefing.exhibits",
}
#: What is a module of its home, and not a function.
_MODULES = frozenset({"figures", "frames", "stress", "tables"})


def __getattr__(name: str) -> object:
    """Import what chapters open with when it is first asked for, so that the command line starts fast."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 -- slow, and few ask

        return version("briefing")
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    home = import_module(_HOMES[name])
    return import_module(f"{_HOMES[name]}.{name}") if name in _MODULES else getattr(home, name)
