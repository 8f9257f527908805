"""The HTML book: its theme, what every page's template is given, and what may lie in `_static`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from briefing.book.core import facing as side_by_side_directive
from briefing.book.core.state import get_edition, get_layout, get_ledger
from briefing.book.html import cards, search
from briefing.book.html import ledger_export as html_export
from briefing.book.html import record_pages as claim_pages
from briefing.book.html import style as html_style
from briefing.book.html.ledger_rows import filter_choices
from briefing.exports.citation import cite_briefing
from briefing.model.layout import Layout
from briefing.reading.releases import read_releases
from briefing.reading.settings import read_settings
from briefing.versions.feed import write_feed

THEME_NAME = "briefing"
#: Search results show about this much of a description.
DESCRIPTION_LENGTH = 155


def prepare_config(app: Sphinx, config: Config) -> None:
    """Leave out the pages that the ledger and our own search make needless, and say where the site is."""
    config.html_use_index = False
    config.html_domain_indices = False
    site = read_settings(Layout(Path(app.srcdir))).site
    config.html_baseurl = f"{site}/" if site else ""


def prepare_assets(app: Sphinx) -> None:
    """Write style sheet, scripts and fonts, and turn Sphinx's own search off."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False
        app.builder.briefing_assets = html_style.write_assets(Path(app.outdir) / "_static")  # type: ignore[attr-defined]


def prune_assets(app: Sphinx, error: Exception | None) -> None:
    """Drop from `_static` what no page asks for: scripts and style sheets of Sphinx and of other extensions."""
    if error is None and isinstance(app.builder, StandaloneHTMLBuilder):
        wanted = html_style.asset_names()
        for path in sorted((Path(app.outdir) / "_static").iterdir()):
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in wanted:
                path.unlink()


def write_changes_feed(app: Sphinx, error: Exception | None) -> None:
    """Write the feed of what changed, which every page names."""
    if error is None and isinstance(app.builder, StandaloneHTMLBuilder):
        releases = read_releases(get_layout(app))
        write_feed(Path(app.outdir), get_ledger(app), get_edition(app), releases)


def fill_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates what they print beside the page's own text."""
    if app.config.html_theme != THEME_NAME:
        return
    ledger, edition = get_ledger(app), get_edition(app)
    context.update(
        edition=edition,
        assets=getattr(app.builder, "briefing_assets", ""),
        preloaded=html_style.PRELOADED,
        parts=_parts(app),
        ledger_doc=app.config.briefing_ledger_doc,
        sources_doc=app.config.briefing_sources_doc,
        judgements_doc=app.config.briefing_judgements_doc,
        citation=cite_briefing(edition).text,
        is_ledger=pagename == app.config.briefing_ledger_doc,
        notebook="",
    )
    context.setdefault("description", "")
    if context["is_ledger"]:
        context["filters"] = filter_choices(ledger)
    if doctree is not None:
        context.update(_document_context(app.config, pagename, doctree))
    del templatename


def _document_context(config: Config, pagename: str, doctree: nodes.document) -> dict[str, Any]:
    has_code = any(node.get("nb_element") == "cell_code" for node in doctree.findall(nodes.container))
    return {
        "description": _description(doctree),
        "notebook": pagename if has_code else "",
        "elsewhere": _elsewhere(config, pagename) if has_code else [],
    }


def _description(doctree: nodes.document) -> str:
    """Return the beginning of the page's first paragraph, cut between words."""
    first = next(iter(doctree.findall(nodes.paragraph)), None)
    text = " ".join(first.astext().split()) if first else ""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rpartition(" ")[0] + " …"


def _elsewhere(config: Config, pagename: str) -> list[tuple[str, str]]:
    """Return where else the chapter's notebook can be run, when the repository is public."""
    repository = config.briefing_repository.removesuffix("/")
    if not repository:
        return []
    place = repository.removeprefix("https://github.com/")
    return [
        ("Open in Binder", f"https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/{pagename}.md"),
        (
            "Open in Colab",
            f"https://colab.research.google.com/github/{place}/blob/{config.briefing_notebooks_path}/{pagename}.ipynb",
        ),
    ]


def _parts(app: Sphinx) -> list[dict[str, Any]]:
    """Return the table of contents: each part's caption and its chapters as (document, title)."""
    env = app.env
    root = env.get_doctree(app.config.root_doc)
    return [
        {
            "caption": toctree.get("caption") or "",
            "chapters": [
                (document, title or env.titles[document].astext())
                for title, document in toctree["entries"]
                if document in env.titles
            ],
        }
        for toctree in root.findall(addnodes.toctree)
    ]


def setup(app: Sphinx) -> None:
    """Register the theme and everything it needs."""
    app.add_config_value("briefing_site_url", "", "html", (str,))
    app.add_config_value("briefing_redirects", {}, "html", (dict,))
    app.add_config_value("briefing_repository", "", "html", (str,))
    app.add_config_value("briefing_notebooks_path", "gh-pages/downloads/notebooks", "html", (str,))
    app.add_html_theme(THEME_NAME, str(html_style.THEME))
    app.connect("config-inited", prepare_config)
    app.connect("builder-inited", prepare_assets)
    app.connect("html-page-context", fill_context)
    app.connect("build-finished", prune_assets)
    app.connect("build-finished", write_changes_feed)
    side_by_side_directive.setup(app)
    cards.setup(app)
    claim_pages.setup(app)
    html_export.setup(app)
    search.setup(app)
