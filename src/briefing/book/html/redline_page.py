"""The whole book against the version before it: how much of each chapter changed, and which words went and came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from briefing.book.core.state import get_edition, get_layout
from briefing.reading.releases import read_releases
from briefing.versions.redline import changed_pct, chapter_redlines, released_pages, written_pages

NAME = "redline"


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page; of a first version it says that it is one."""
    layout = get_layout(app)
    earlier = [release for release in read_releases(layout) if release.version != get_edition(app).version][-1:]
    before = [released_pages(layout, release) for release in earlier]
    parts = chapter_redlines(before[0], written_pages(layout)) if any(before) else []
    context = {"title": "The book, word by word", "redlines": parts, "changed": changed_pct(parts)}
    yield NAME, context | {"before": "".join(release.version for release in earlier)}, "redline.html"
