"""What other packages load for uses that a build has not: a quarter of a second that every build would wait.

MyST-NB loads its cache of notebooks, with a database, whatever executes them; here it is loaded when it is first asked
for anything. The validator of notebooks loads what checks addresses and times, if JupyterLab has brought it along; no
notebook of a book asks for that.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any, cast

LATER = ("jupyter_cache", "jupyter_cache.base", "jupyter_cache.cache.db", "jupyter_cache.executors.utils")
WITHOUT = ("arrow", "fqdn", "isoduration", "jsonpointer", "rfc3986_validator", "rfc3987_syntax", "uri_template")


class _Named:
    """Stands for what a module defines, and finds it when it is used."""

    def __init__(self, module: str, name: str) -> None:
        self._found = module, name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- anything
        return getattr(self._find(), name)

    def __call__(self, *given: object, **named: object) -> object:
        return self._find()(*given, **named)

    def _find(self) -> Any:  # noqa: ANN401
        for module in [name for name in LATER if isinstance(sys.modules.get(name), _Later)]:
            del sys.modules[module]
        module, name = self._found
        return getattr(import_module(module), name)


class _Later(ModuleType):
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return _Named(self.__name__, name)


def spare() -> None:
    """See to it that what a build does not use waits; called before MyST-NB or Jupyter Book is loaded."""
    for name in LATER:
        sys.modules.setdefault(name, _Later(name))
    absent = [name for name in WITHOUT if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent, cast("Any", None)))
    try:
        import_module("jsonschema")
    finally:
        for name in absent:
            del sys.modules[name]
