"""The HTML book: its theme, and what every page's template is given."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from briefing.book.core.direction import direction
from briefing.book.core.state import THEME, get_edition, get_layout, get_ledger
from briefing.book.html import cards, ledger_export, plain_text, record_pages, search, style
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.ledger_pages import CONTROLS_PLACE
from briefing.book.html.ledger_rows import filters
from briefing.exports.citation import cite_briefing
from briefing.model.layout import Layout
from briefing.reading.releases import read_releases
from briefing.reading.settings import read_settings
from briefing.versions.feed import NAME, feed_bytes

#: Search results show about this much of a description.
DESCRIPTION_LENGTH = 155


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
        app.builder.briefing_assets = style.write_assets(Path(app.outdir) / "_static")  # type: ignore[attr-defined]
        # Sphinx offers no setting for it (7.4); scripts that it renders from strings have no name and stay as they are.
        app.builder.templates.environment.autoescape = _is_page


def _is_page(template: str | None) -> bool:
    return template is not None and template.endswith(".html")


def prune_assets(app: Sphinx, error: Exception | None) -> None:
    """Drop from `_static` the scripts and style sheets of Sphinx and other extensions, which no page asks for."""
    if error is None and isinstance(app.builder, StandaloneHTMLBuilder) and app.config.html_theme == THEME:
        own = [Path(app.confdir, folder) for folder in app.config.html_static_path]
        style.prune(Path(app.outdir) / "_static", own)


def write_changes_feed(app: Sphinx, error: Exception | None) -> None:
    """Write the feed of what changed, which every page names."""
    if error is None and isinstance(app.builder, StandaloneHTMLBuilder):
        releases = read_releases(get_layout(app))
        (Path(app.outdir) / NAME).write_bytes(feed_bytes(get_ledger(app), get_edition(app), releases))


def fill_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates what they print beside the page's own text."""
    if app.config.html_theme != THEME:
        return
    config, edition = app.config, get_edition(app)
    if pagename == record_pages.MISSING and edition.site:
        context["pathto"] = partial(_absolute, app, edition.site)
    context.update(
        edition=edition,
        assets=getattr(app.builder, "briefing_assets", ""),
        preloaded=style.PRELOADED,
        own_sheets=[name for name in config.html_css_files if isinstance(name, str) and ":" not in name],
        parts=_parts(app),
        ledger_doc=config.briefing_ledger_doc,
        sources_doc=config.briefing_sources_doc,
        judgements_doc=config.briefing_judgements_doc,
        register=record_pages.REGISTER,
        citation=cite_briefing(edition).text,
        direction=direction(config.language or "en"),
        is_ledger=CONTROLS_PLACE in context.get("body", ""),
        notebook="",
        engine=" ".join(context["pathto"](f"_static/{name}", 1) for name in style.ENGINE),
        page_file=app.builder.get_target_uri(pagename),
        repository=_repository(app, pagename),
        site=edition.site,
    )
    context.setdefault("description", "")
    if context["is_ledger"]:
        context["filters"] = filters(get_catalogue(app))
    if doctree is not None:
        context.update(_document_context(config, pagename, doctree))
    del templatename


def _absolute(app: Sphinx, site: str, target: str, resource: bool = False) -> str:  # noqa: FBT001, FBT002  as `pathto`
    """Return a whole address: the page for what is missing is served at whatever depth something is missing."""
    return f"{site}/{target if resource else app.builder.get_target_uri(target)}"


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


def _repository(app: Sphinx, pagename: str) -> dict[str, str]:
    """Return where the project lies, where an error on a page is reported, and where its text is edited."""
    home = app.config.briefing_repository_url.rstrip("/")
    if not home:
        return {}
    title = quote(f"{pagename}, version {get_edition(app).version}: ")
    edit = ""
    if pagename in app.env.found_docs:
        edit = f"{home}/edit/{app.config.briefing_repository_branch}/{app.env.doc2path(pagename, base=False)}"
    return {"home": home, "issue": f"{home}/issues/new?title={title}", "edit": edit}


def _elsewhere(config: Config, pagename: str) -> list[tuple[str, str]]:
    """Return where else the chapter's notebook can be run, when the repository is on GitHub."""
    place = config.briefing_repository_url.rstrip("/").removeprefix("https://github.com/")
    if not place or ":" in place:
        return []
    colab = f"https://colab.research.google.com/github/{place}/blob/{config.briefing_notebooks_path}/{pagename}.ipynb"
    binder = f"https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/{pagename}.md"
    return [("Open in Binder", binder), ("Open in Colab", colab)]


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
    app.add_config_value("briefing_repository_url", "", "html", (str,))
    app.add_config_value("briefing_repository_branch", "main", "html", (str,))
    app.add_config_value("briefing_notebooks_path", "gh-pages/downloads/notebooks", "html", (str,))
    app.add_html_theme(THEME, str(style.THEME))
    app.connect("config-inited", prepare_config)
    app.connect("builder-inited", prepare_assets)
    app.connect("html-page-context", fill_context)
    app.connect("build-finished", prune_assets)
    app.connect("build-finished", write_changes_feed)
    for part in (cards, record_pages, ledger_export, plain_text, search):
        part.setup(app)
