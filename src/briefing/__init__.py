"""A briefing in which every sentence can be checked against the exact words it rests on.

The package knows no topic: what it is about stands in `data/` and `chapters/`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.checks import open_ledger
    from briefing.editions import open_edition

__all__ = ["open_edition", "open_ledger"]

_HOMES = {"open_edition": "briefing.editions", "open_ledger": "briefing.checks"}


def __getattr__(name: str) -> object:
    """Import what chapters open with when it is first asked for, so that the command line starts fast."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
