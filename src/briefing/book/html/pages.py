"""The HTML book: its theme, and what every page's template is given."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from textwrap import shorten
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from briefing.book.core import state
from briefing.book.core.direction import direction
from briefing.book.core.state import THEME, get_edition, get_layout, get_ledger, has_record_pages
from briefing.book.html import (
    assets,
    catalogue,
    kept,
    ledger_rows,
    noted,
    plain_text,
    record_pages,
    reference_pages,
)
from briefing.book.html.catalogue import renew_catalogue
from briefing.book.html.transforms import record_mark
from briefing.exports.citation import cite_briefing
from briefing.model.layout import Layout
from briefing.reading.releases import read_releases
from briefing.reading.settings import read_settings
from briefing.versions.history import FEED, feed_bytes

#: Search results show about this much of a description.
DESCRIPTION_LENGTH = 157
#: Settings of the book that templates print, by the name that templates know them by.
SETTINGS = ("ledger_doc", "sources_doc", "judgements_doc", "brief_doc", "repository_branch", "notebooks_path")


def prepare_config(app: Sphinx, config: Config) -> None:
    """Leave out the pages that the ledger and our own search make needless, and say where the site is."""
    site = read_settings(Layout(Path(app.srcdir))).site
    config.html_baseurl = f"{site}/" if site else ""
    if config.html_theme == THEME:
        config.html_use_index = False
        config.html_domain_indices = False


def prepare_assets(app: Sphinx) -> None:
    """Write style sheet, scripts and fonts, turn Sphinx's own search off, and have the theme's templates escape."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and app.config.html_theme == THEME:
        app.builder.search = False
        app.builder.briefing_assets = assets.write_assets(Path(app.outdir) / "_static")  # type: ignore[attr-defined]
        # Sphinx offers no setting for it (7.4); scripts that it renders from strings have no name and stay as they are.
        templates = app.builder.templates.environment
        templates.autoescape = lambda name: name is not None and name.endswith(".html")
        assets.keep_compiled(templates, Path(app.doctreedir, "templates"), app.config.briefing_code_digest)


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages that are made of no chapter as (name, context, template), and write what they ask for."""
    if has_record_pages(app):
        for module in (record_pages, reference_pages, ledger_rows):
            for name, context, template in module.collect_pages(app):
                # Whether a record's page stands, its own module has asked.
                if template == record_pages.TEMPLATE or not kept.holds(app, name, context):
                    yield name, context, template


def finish(app: Sphinx, error: Exception | None) -> None:
    """Write the feed and the picture, which every page names; drop the scripts and sheets that no page asks for."""
    if error is None and isinstance(app.builder, StandaloneHTMLBuilder):
        releases, edition = read_releases(get_layout(app)), get_edition(app)
        if not kept.holds(app, FEED, [release.seal for release in releases], FEED):
            (Path(app.outdir) / FEED).write_bytes(feed_bytes(get_ledger(app), edition, releases))
        if not kept.holds(app, plain_text.LIST, edition, plain_text.LIST):
            plain_text.write_list(app)
        if edition.site and not kept.holds(app, assets.PREVIEW, edition.stamp, assets.PREVIEW):
            Path(app.outdir, assets.PREVIEW).write_bytes(assets.preview_png(edition, app.config.language))
        if app.config.html_theme == THEME:
            own = [Path(app.confdir, folder) for folder in app.config.html_static_path]
            assets.prune(Path(app.outdir) / "_static", own)


def fill_context(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates what they print beside the page's own text; write that text as Markdown too."""
    if doctree is not None:
        plain_text.write_page(app, pagename, doctree)
    if app.config.html_theme != THEME:
        return
    first = next(iter(doctree.findall(nodes.paragraph)), None) if doctree else None
    words = (text for text in first.findall(nodes.Text) if not isinstance(text.parent, record_mark)) if first else ()
    has_code = doctree and any(node.get("nb_element") == "cell_code" for node in doctree.findall(nodes.container))
    shared = _shared(app)
    if pagename == record_pages.MISSING and shared["site"]:
        # The page for what is missing is served at whatever depth something is missing.
        context["pathto"] = lambda target, resource=False: (
            f"{shared['site']}/{target if resource else app.builder.get_target_uri(target)}"
        )
    context.update(
        shared,
        is_ledger='id="ledger-count"' in context.get("body", ""),
        notebook=pagename if has_code else "",
        engine=" ".join(context["pathto"](f"_static/{name}", 1) for name in assets.ENGINE),
        page_file=app.builder.get_target_uri(pagename),
        chapter_file=app.env.doc2path(pagename, base=False) if pagename in app.env.found_docs else "",
        description=shorten("".join(words), DESCRIPTION_LENGTH, placeholder=" …") or context.get("description", ""),
    )


@lru_cache(maxsize=1)
def _shared(app: Sphinx) -> dict[str, Any]:
    """Return what is the same on every page of a build."""
    config, edition, titles = app.config, get_edition(app), app.env.titles
    return {name: config[f"briefing_{name}"] for name in SETTINGS} | {
        "edition": edition,
        "assets": getattr(app.builder, "briefing_assets", ""),
        "preloaded": assets.PRELOADED,
        "own_sheets": [name for name in config.html_css_files if isinstance(name, str) and ":" not in name],
        "has_brief": config.briefing_brief_doc in app.env.found_docs,
        "parts": [  # the table of contents: of each its caption and its chapters as (document, title)
            {
                "caption": toctree.get("caption") or "",
                "chapters": [
                    (name, title or titles[name].astext()) for title, name in toctree["entries"] if name in titles
                ],
            }
            for toctree in app.env.tocs[config.root_doc].findall(addnodes.toctree)
        ],
        "register": record_pages.REGISTER,
        "citation": cite_briefing(edition),
        "direction": direction(config.language or "en"),
        "repository": config.briefing_repository_url.rstrip("/"),
        "site": edition.site,
        "preview": (assets.PREVIEW, assets.PREVIEW_WIDTH, assets.PREVIEW_HEIGHT),
    }


def renew(app: Sphinx, *, data_changed: bool) -> None:
    """Have the next chapter be written of the edition that lies on disk now, and of the ledger where data changed."""
    state.forget(app, data_changed=data_changed)
    _shared.cache_clear()
    if data_changed:
        renew_catalogue(app)
        reference_pages.terms_of.cache_clear()


def setup(app: Sphinx) -> None:
    """Register the theme and everything it needs."""
    for name, default in (
        ("briefing_site_url", ""),
        ("briefing_redirects", {}),
        ("briefing_repository_url", ""),
        ("briefing_repository_branch", "main"),
        ("briefing_notebooks_path", "gh-pages/downloads/notebooks"),
    ):
        app.add_config_value(name, default, "html", (type(default),))
    app.add_html_theme(THEME, str(assets.THEME))
    app.connect("config-inited", prepare_config)
    app.connect("builder-inited", prepare_assets)
    app.connect("html-collect-pages", collect_pages)
    app.connect("html-page-context", fill_context)
    app.connect("build-finished", finish)
    for module in (catalogue, kept, noted):
        module.setup(app)
