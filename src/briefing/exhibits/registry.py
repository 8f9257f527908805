"""An exhibit is declared once, where it is written: `@table` or `@figure` above the function that builds it.

The name of the function is the exhibit's. Each returns a `Table`, an `Embedded` or a `Chart` whose caption is a true
sentence of any ledger: it counts what the exhibit shows, and names articles by id, never by position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

from briefing.exhibits.display import Chart, Embedded, Table

Exhibit = Callable[..., Table | Embedded | Chart]
_Exhibit = TypeVar("_Exhibit", bound=Exhibit)

TABLES: dict[str, Exhibit] = {}
FIGURES: dict[str, Exhibit] = {}


def _declaring(exhibits: dict[str, Exhibit]) -> Callable[[_Exhibit], _Exhibit]:
    def declare(build: _Exhibit) -> _Exhibit:
        if build.__name__ in exhibits:
            message = f"two exhibits are called {build.__name__}"
            raise ValueError(message)
        exhibits[build.__name__] = build
        return build

    return declare


#: Declare a function of a ledger as one of the tables, or figures, that chapters may call.
table, figure = _declaring(TABLES), _declaring(FIGURES)


def load(package: str, paths: Sequence[str]) -> None:
    """Import every module of a package, so that what they declare is known."""
    for module in iter_modules(paths):
        import_module(f"{package}.{module.name}")


def find(exhibits: dict[str, Exhibit], name: str) -> Exhibit:
    """Return the exhibit of a name, in whichever folder it is declared.

    Raises `AttributeError`, which names those that there are.
    """
    for folder in ("tables", "figures") if name not in exhibits and not name.startswith("_") else ():
        import_module(f"{__package__}.{folder}")
    if name not in exhibits:
        message = f"there is no {name!r}; there are {', '.join(sorted(exhibits))}"
        raise AttributeError(message)
    return exhibits[name]
