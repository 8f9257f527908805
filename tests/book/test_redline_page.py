"""The page that shows the whole book against the version before it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

from jinja2 import DictLoader, Environment
from sphinx.application import Sphinx

from breaking import BreakFile
from briefing.book.core.state import THEME
from briefing.book.html import assets
from briefing.book.html.reference_pages import REDLINE, redline_page
from briefing.model.layout import Layout
from briefing.versions.make import complete, plan_release
from briefing.versions.redline import written_pages
from briefing.versions.store import build_release, publish

DAY = dt.date(2026, 1, 2)


class App(SimpleNamespace):
    """What the page asks of Sphinx."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def shown(layout: Layout) -> str:
    """Return the body of the page, rendered by its own template without the frame around it."""
    app: Any = App(
        srcdir=layout.root, phase=None, builder=SimpleNamespace(format="html"),
        config=SimpleNamespace(html_theme=THEME),
    )  # fmt: skip
    name, context, template = redline_page(cast("Sphinx", app))
    assert name == REDLINE
    frame = {"layout.html": "{% block body %}{% endblock %}"}
    source = (assets.THEME / template).read_text("utf-8")
    environment = Environment(loader=DictLoader({**frame, template: source}), autoescape=True)
    return environment.get_template(template).render(context)


def test_a_first_version_says_that_there_is_nothing_to_compare_it_with(tiny: Layout) -> None:
    assert "This is the first version" in shown(tiny)
    publish(tiny, complete(tiny, plan_release(tiny), DAY))
    assert "This is the first version" in shown(tiny)


def test_a_chapter_is_shown_with_what_came_and_what_went_and_as_nothing_but_text(
    tiny: Layout, break_file: BreakFile
) -> None:
    publish(tiny, complete(tiny, plan_release(tiny), DAY))
    before = written_pages(tiny)["chapters/one.md"]
    break_file("chapters/one.md", before, f"{before}\n:::{{guide}}\n`<script>` & more.\n:::\n")
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    page = shown(tiny)
    assert "of the words of the chapters changed since version 1.0.0." in page
    assert "<ins>&lt;script&gt; &amp; more.</ins>" in page
    assert page.count("<details>") == 1
    assert "<script>" not in page


def test_a_version_whose_chapters_nobody_holds_is_not_compared(tiny: Layout, break_file: BreakFile) -> None:
    made = complete(tiny, plan_release(tiny), DAY)
    publish(tiny, build_release(made.ledger, None, "1.0.0", DAY, reasons={}, inputs=made.inputs))
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    assert "version 1.0.0 does not keep them" in shown(tiny)
