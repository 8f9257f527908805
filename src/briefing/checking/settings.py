"""The book's settings and its table of contents are such that the book can be built, and old addresses lead on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue, Place
from briefing.reading.settings import APPARATUS, NAMED_PAGES, Settings
from briefing.reading.validation import nearest
from briefing.reading.yaml_lines import Document, KeyPath

#: Sphinx and its extensions declare settings of these families when they are loaded, which is not done here.
_FAMILIES = ("briefing_", "html_", "latex_", "nb_", "bibtex_", "linkcheck_", "text_", "external_toc_", "comments_")
#: Folders of pages that the book makes of records, one each.
RECORD_FOLDERS = ("claims", "records")
HTML, MARKDOWN = ".html", ".md"
JUPYTER_BOOK_EXTENSIONS = ("colon_fence", "dollarmath", "linkify", "substitution", "tasklist")
_SITE = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_FREE = {("sphinx", "config"), ("sphinx", "local_extensions"), ("latex", "latex_documents")}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "number": (int, float), "array": list, "object": dict, "null": type(None),
}  # fmt: skip


@rule("setting-unknown", "A setting of the book has a name that Jupyter Book or Sphinx does not know.", stage="book")
@rule("setting-wrong", "A setting of the book has a value that it cannot have.", stage="book")
def settings_known(material: Material) -> Iterator[Issue]:
    """Every setting is one that exists, and has a value of its kind."""
    settings = material.settings
    config = settings.config
    if isinstance(config.value, dict):
        yield from _checked(config, (), config.value, _jupyter_book_schema())
        yield from _sphinx_settings(config, settings)
        for name in (name for name in settings.named_extensions or () if not is_extension(name)):
            place, got = config.place(("parse", "myst_enable_extensions")), f"MyST has no extension {name!r}."
            yield Issue(place, "settings", "setting-wrong", got, "Leave it out, or write its name as MyST does.")


@cache
def is_extension(name: str) -> bool:
    """Whether MyST has an extension of this name."""
    from myst_parser.config.main import MdParserConfig

    try:
        MdParserConfig(enable_extensions={name})
    except (TypeError, ValueError):
        return False
    return True


def extensions(settings: Settings) -> tuple[str, ...]:
    """Return the extensions of MyST that chapters are read with."""
    named = settings.named_extensions
    return JUPYTER_BOOK_EXTENSIONS if named is None else tuple(name for name in named if is_extension(name))


def _checked(config: Document, path: KeyPath, values: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Issue]:
    known = schema["properties"]
    for key, value in values.items():
        here = (*path, key)
        declared = known.get(key, {})
        kinds, words = declared.get("type") or [], declared.get("enum")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if key not in known:
            got = f"{'.'.join(map(str, here))} is not known.{nearest(key, known)}"
            yield Issue(config.place(here), "settings", "setting-unknown", got, f"Known here: {', '.join(known)}.")
        elif (words and value not in words) or (kinds and not words and not any(_is(value, kind) for kind in kinds)):
            mend = f"Write one of {', '.join(map(str, words))}." if words else f"Write it as {' or '.join(kinds)}."
            yield Issue(config.place(here), "settings", "setting-wrong", f"{key} is {value!r}.", mend)
        elif isinstance(value, dict) and here not in _FREE and "properties" in declared:
            yield from _checked(config, here, value, declared)


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _jupyter_book_schema() -> dict[str, Any]:
    """Return Jupyter Book's own schema with the keys of its list of defaults, which the schema lacks in part.

    The files are read as they lie: importing its module takes as long as all of `check`.
    """
    spec = find_spec("jupyter_book")
    (folder,) = (spec.submodule_search_locations if spec else None) or [""]
    schema = json.loads(Path(folder, "config_schema.json").read_text("utf-8"))
    _merge(schema, yaml.safe_load(Path(folder, "default_config.yml").read_text("utf-8")))
    return dict(schema)


def _merge(schema: dict[str, Any], defaults: Mapping[str, Any]) -> None:
    for key, value in defaults.items():
        inner = schema.setdefault("properties", {}).setdefault(key, {})
        if isinstance(value, Mapping):
            _merge(inner, value)
        elif isinstance(value, bool) and "type" not in inner and "enum" not in inner:
            inner["type"] = "boolean"


def _sphinx_settings(config: Document, settings: Settings) -> Iterator[Issue]:
    from myst_parser.config.main import MdParserConfig
    from sphinx.config import Config

    known = [*Config.config_values, "extensions", *(f"myst_{name}" for name in MdParserConfig.__dataclass_fields__)]
    for name in settings.of(dict, "sphinx", "config"):
        if name not in known and not name.startswith(_FAMILIES):
            got = f"Sphinx knows no {name}.{nearest(name, known)}"
            yield Issue(config.place(("sphinx", "config", name)), "settings", "setting-unknown", got, "Remove it.")
    if not settings.pages:
        return
    here = config.place(("sphinx", "config", APPARATUS))
    named = settings.sphinx(APPARATUS, [])
    for name in named if isinstance(named, list) else [named]:
        if not isinstance(name, str) or name not in settings.pages:
            got = f"{APPARATUS} names {name!r}, which is no page of the book.{nearest(str(name), settings.pages)}"
            yield Issue(here, "settings", "setting-wrong", got, "Write a list of pages as _toc.yml names them.")
    for name, default in NAMED_PAGES.items():
        page = settings.sphinx(name, default)
        if not isinstance(page, str) or page not in settings.pages:
            got = f"the book needs the page {page!r}, and {settings.toc.file} does not name it."
            mend = f"Add it, or name another under sphinx: config: {name}:"
            yield Issue(config.place(("sphinx", "config", name)), "settings", "setting-wrong", got, mend)


@rule("contents-malformed", "The table of contents is not in Jupyter Book's form.", stage="book")
def contents_well_formed(material: Material) -> Iterator[Issue]:
    """The table of contents is one that Jupyter Book reads, and has no key that it passes over."""
    from sphinx_external_toc.parsing import TOCTREE_OPTIONS, MalformedError, parse_toc_data

    toc = material.settings.toc
    yield from toc.issues
    if toc.issues or toc.value is None:
        return
    mend = "Write `format: jb-book`, `root:`, and `parts:` with `caption:` and `chapters:`, each a `- file:`."
    try:
        parse_toc_data(toc.value)
    except (MalformedError, TypeError, AttributeError, ValueError) as error:
        path, message = _explained(str(error), toc)
        yield Issue(toc.place(path), "contents", "contents-malformed", f"{message}.", mend)
        return
    known = {*TOCTREE_OPTIONS, "chapters", "sections", "entries"}
    for path, line in toc.lines.items():
        if len(path) == _OF_A_PART and path[0] in {"parts", "subtrees"} and path[-1] not in known:
            got = f"{path[-1]!r} is not known.{nearest(str(path[-1]), known)}"
            yield Issue(Place(toc.file, line), "contents", "contents-malformed", got, mend)


_OF_A_PART = 3  # parts, the number of one, a key of it


def _explained(message: str, toc: Document) -> tuple[KeyPath, str]:
    """Return where a message of Sphinx's reader of contents points, and the message in words that do not vary."""
    words, _, where = message.partition(" @ ")
    words = re.sub(r"[{]([^}]*)[}]", lambda found: ", ".join(sorted(found[1].split(", "))), words)
    path: KeyPath = tuple(int(part) if part.isdecimal() else part for part in where.strip("'").split("/") if part)
    if not where and "multiple times" in words:
        name = words.rsplit("'", 2)[1]
        path = [path for path in toc.lines if path and path[-1] == "file" and toc.at(path) == name][-1]
    return path or (("format",) if "format" in words else ()), words


@rule("site-address", "The site's address is not one, or is given twice.", stage="book")
def site_has_one_address(material: Material) -> Iterator[Issue]:
    """The site has at most one address, and it is one."""
    site = material.settings.site
    if site and not _SITE.fullmatch(site):
        mend = "Write it as in https://example.org/briefing."
        yield _of_config(material, "site-address", f"briefing_site_url is {site!r}.", mend)
    if material.settings.of(dict, "html").get("baseurl"):
        mend = "Leave it out: the one address of the site is briefing_site_url, under sphinx, config."
        yield _of_config(material, "site-address", "html has a baseurl.", mend)


@rule("redirect-wrong", "A page that moved is sent to no page, or still is one itself.", stage="book")
def redirects_lead_to_pages(material: Material) -> Iterator[Issue]:
    """Every redirect leads from an address where no page is to a page of the book."""
    redirects, pages = material.settings.redirects, _pages(material)
    mend = "Write addresses from the root of the book, as in chapters/old.html: chapters/new.html."
    for old, new in redirects.items():
        got = ""
        if not old.endswith(HTML) or old.startswith("/") or ".." in old.split("/"):
            got = f"{old!r} is no address of a page."
        elif old in pages:
            got = f"{old} is a page of the book."
        elif new.partition("#")[0] not in pages:
            got = f"{old} leads to {new!r}, which is no page."
        if got:
            yield _of_config(material, "redirect-wrong", got, mend)


@rule("address-lost", "A page that a release published is gone, and nothing leads on from its address.", stage="book")
def published_addresses_kept(material: Material) -> Iterator[Issue]:
    """Every chapter that a release was made from has a page still, or a redirect."""
    known = _pages(material) | set(material.settings.redirects)
    since: dict[str, str] = {}
    for release in material.releases:
        for name in release.inputs:
            if name.startswith("chapters/") and name.endswith(MARKDOWN):
                since.setdefault(name.removesuffix(MARKDOWN) + HTML, release.version)
    for page, version in since.items():
        if page not in known:
            got = f"{page} was published with {version}, and is gone."
            mend = f"Name the page that takes its place: sphinx: config: briefing_redirects: {page}: …"
            yield _of_config(material, "address-lost", got, mend)


def _pages(material: Material) -> set[str]:
    """Return the addresses of all pages: those that the table of contents names, and those of the records."""
    named = {f"{page}{HTML}" for page in material.settings.pages}
    records = {f"{folder}/{name}{HTML}" for folder in RECORD_FOLDERS for name in material.ledger.record_by_id}
    return named | records


def _of_config(material: Material, code: str, got: str, mend: str) -> Issue:
    return Issue(Place(material.layout.relative(material.layout.config)), "settings", code, got, mend)
