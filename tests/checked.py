"""The check of a copy of the tiny briefing, which asks once for all tests what no change of a page can change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from briefing.checking import check as checking
from briefing.checking.check import Report
from briefing.checking.rules import Material, Stage, gather
from briefing.model.base import Issue
from briefing.model.layout import Layout

TINY = Layout(Path(__file__).parent / "tiny")
_found: dict[str, list[Issue]] = {}


def check(layout: Layout, *stages: Stage) -> Report:
    """Return what `briefing check` finds.

    Where nothing but words on pages differs from what is shipped, the records are read once for all tests, and what
    rules find is remembered as a check itself remembers it: of a page by its words, of all else without them.
    """
    if _all_but_pages(layout) != _shipped():
        return checking.check(layout, *stages)
    material = replace(_records(), layout=layout, recall=_recall)
    issues = checking._issues(material, "data", "book", "pages", *stages)
    return replace(_found_as_shipped(), issues=issues, unchecked=tuple(checking._unchecked(material)))


def _recall(read: str, find: Callable[[], Iterable[Issue]]) -> list[Issue]:
    if read not in _found:
        _found[read] = list(find())
    return _found[read]


@cache
def _found_as_shipped() -> Report:
    return checking.check(TINY)


@cache
def _shipped() -> dict[str, bytes]:
    return _all_but_pages(TINY)


@cache
def _records() -> Material:
    return gather(TINY)


def _all_but_pages(layout: Layout) -> dict[str, bytes]:
    files = {layout.relative(path): path for path in layout.root.rglob("*") if not path.is_dir()}
    return {name: b"" if _is_page(name) else path.read_bytes() for name, path in files.items()}


def _is_page(name: str) -> bool:
    return name.endswith(".md") and (name.startswith("chapters/") or "/" not in name)
