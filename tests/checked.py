"""The check of a copy of the tiny briefing, whose records are read and ruled once for all tests that leave them be."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from briefing.checking import check as checking
from briefing.checking.check import Report
from briefing.checking.context import Material, gather
from briefing.checking.registry import Stage
from briefing.model.layout import Layout

TINY = Layout(Path(__file__).parent / "tiny")


def check(layout: Layout, *stages: Stage) -> Report:
    """Return what `briefing check` finds.

    Rules of the data read nothing but the files of `data/` and the title: where these are as they were shipped, rules
    of the book alone are run, over records that are shared.
    """
    shipped, known, found = _known()
    if _read_by_data_rules(layout) != shipped:
        return checking.check(layout, *stages)
    material = replace(known, layout=layout)
    issues = checking._issues(material, "book", "pages", *stages)
    return replace(found, issues=issues, unchecked=tuple(checking._unchecked(material)))


@cache
def _known() -> tuple[dict[str, bytes], Material, Report]:
    report = checking.check(TINY)
    assert report.issues == ()
    return _read_by_data_rules(TINY), gather(TINY), report


def _read_by_data_rules(layout: Layout) -> dict[str, bytes]:
    paths = [layout.config, *(path for path in layout.data.rglob("*") if path.is_file())]
    return {layout.relative(path): path.read_bytes() for path in paths}
