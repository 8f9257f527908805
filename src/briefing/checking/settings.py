"""The book's settings and its table of contents are such that the book can be built, and old addresses lead on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.checking.sources import is_language
from briefing.model.base import Issue, Place
from briefing.reading.disguises import disguised
from briefing.reading.settings import NAMED_PAGES, Settings
from briefing.reading.validation import nearest
from briefing.reading.yaml_lines import KeyPath

#: Folders of pages that the book makes of records, one each.
RECORD_FOLDERS = ("claims", "records")
#: What the book writes at its root beside the pages that the table of contents names, folders included.
OWN_PAGES = frozenset({
    *RECORD_FOLDERS, "404", "cards", "downloads", "genindex", "glossary", "py-modindex", "redline", "search",
})  # fmt: skip
HTML, MARKDOWN = ".html", ".md"
#: Extensions of MyST that a book may use: others print words that no rule reads, or other words than are typed.
EXTENSIONS = ("colon_fence", "deflist", "attrs_inline", "tasklist")
LONGEST_LINE, LONGEST_CELL, MOST_PAGES = 200, 3600, 10_000  # characters, seconds, pages
_DECLARED: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("settings.toml").read_text("utf-8"))
_NUMBERED = re.compile(r"[^\W\d_]*\s?%s\s?[^\W\d_]?[.:。：]?")  # a word, a number, and how it ends
_NAME = re.compile(r"\w[\w .~-]*(?<!\.html)")
_SITE = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


def is_line(value: object) -> bool:
    """Whether a value is a line of text that a reader can read whole."""
    if not isinstance(value, str) or len(value) > LONGEST_LINE or not any(map(str.isalnum, value)):
        return False
    return not re.search(r"[\n\t]", value.strip()) and disguised(value) is None


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_set(value: object, fits: Callable[[str], bool]) -> bool:
    return (
        isinstance(value, list) and all(isinstance(v, str) and fits(v) for v in value) and len({*value}) == len(value)
    )


def _is_numbered(value: object) -> bool:
    known = isinstance(value, dict) and all(name in {"figure", "table"} for name in value)
    return known and all(isinstance(v, str) and bool(_NUMBERED.fullmatch(v)) for v in value.values())  # type: ignore[attr-defined]


#: The forms that settings.toml names: whether a value has it in a book of these pages, and how it is written.
FORMS: dict[str, tuple[Callable[[Any, Settings], bool], str]] = {
    "line": (lambda value, _: is_line(value), f"Write a line of text, at most {LONGEST_LINE} characters."),
    "years": (
        lambda value, _: isinstance(value, str) and bool(re.fullmatch(r"[0-9]{4}([-–][0-9]{4})?", value)),
        'Write a year in quotes, as in "2024".',
    ),
    "hidden": (
        lambda value, _: _is_set(value, lambda v: v.startswith(".")) and ".*" in value,
        'Write [".*"]; pages that are not to be read stand in no table of contents.',
    ),
    "files": (
        lambda value, _: bool(value) and _is_set(value, lambda v: v.endswith(".bib") and v[0] not in "./"),
        "Write a list of files of the book, as in [references.bib].",
    ),
    "seconds": (
        lambda value, _: _is_number(value, 1, LONGEST_CELL),
        f"Write a whole number of seconds, at most {LONGEST_CELL}.",
    ),
    "count": (lambda value, _: _is_number(value, 0, MOST_PAGES), "Write a whole number of pages."),
    "extensions": (
        lambda value, _: _is_set(value, lambda v: v in EXTENSIONS) and EXTENSIONS[0] in value,
        f"Write {EXTENSIONS[0]}, and any of {', '.join(EXTENSIONS[1:])}.",
    ),
    "language": (lambda value, _: is_language(value), "Write a tag such as en, en-GB or zh."),
    "numbered": (lambda value, _: _is_numbered(value), 'Write {figure: "Figure %s.", table: "Table %s."}.'),
    "page": (
        lambda value, settings: not settings.pages or (isinstance(value, str) and value in settings.pages),
        "Write a page as _toc.yml names it.",
    ),
    "pages": (
        lambda value, settings: _is_set(value, lambda v: not settings.pages or v in settings.pages),
        "Write a list of pages, each once, as _toc.yml names them.",
    ),
    "address": (
        lambda value, _: value == "" or (isinstance(value, str) and bool(_SITE.fullmatch(value))),
        "Write it as in https://example.org/briefing.",
    ),
    "moved": (
        lambda value, _: isinstance(value, dict) and all(isinstance(v, str) for pair in value.items() for v in pair),
        "Write addresses from the root of the book, as in chapters/old.html: chapters/new.html.",
    ),
}


@rule("setting-unknown", "A setting of the book has a name that a briefing does not take.", stage="book")
@rule("setting-wrong", "A setting of the book has a value that it cannot have.", stage="book")
def settings_known(material: Material) -> Iterator[Issue]:
    """Every setting is one that a briefing takes, and has a value of its kind."""
    settings, config = material.settings, material.settings.config
    if not isinstance(config.value, dict):
        return
    yield from _checked(settings, (), config.value, _DECLARED["settings"])
    for name in _DECLARED["required"]:
        if (path := tuple(name.split("."))) not in config.lines:
            mend = f"Add it. {_written(_declared(path))}"
            yield Issue(config.place(path[:-1]), "settings", "setting-wrong", f"{name} is missing.", mend)
    web_only = settings.of(list, "sphinx", "config", "briefing_web_only")
    if web_only and all(page in web_only for page in settings.pages):
        got = "briefing_web_only names every page, and so nothing is printed."
        yield Issue(
            config.place(("sphinx", "config", "briefing_web_only")), "settings", "setting-wrong", got, "Leave one."
        )
    for name, default in NAMED_PAGES.items() if settings.pages else ():
        if name not in settings.of(dict, "sphinx", "config") and default not in settings.pages:
            got = f"the book needs the page {default!r}, and {settings.toc.file} does not name it."
            mend = f"Add it, or name another under sphinx: config: {name}:"
            yield Issue(config.place(("sphinx", "config")), "settings", "setting-wrong", got, mend)


def _checked(
    settings: Settings, path: KeyPath, values: Mapping[Any, Any], declared: Mapping[str, Any]
) -> Iterator[Issue]:
    for key, value in values.items():
        here = (*path, key)
        place, name = settings.config.place(here), ".".join(map(str, here))
        form = declared.get(key)
        if form is None:
            got, known = f"{name} is not known.{nearest(str(key), declared)}", ", ".join(declared)
            yield Issue(place, "settings", "setting-unknown", got, f"Known here: {known}.")
        elif isinstance(form, dict) and isinstance(value, dict):
            yield from _checked(settings, here, value, form)
        elif not _has_form(value, form, settings):
            shown = repr(value) if len(repr(value)) <= LONGEST_LINE else f"{repr(value)[:LONGEST_LINE]} …"
            yield Issue(place, "settings", "setting-wrong", f"{name} is {shown}.", _written(form))


def _has_form(value: object, form: Any, settings: Settings) -> bool:  # noqa: ANN401 -- as TOML has it
    if isinstance(form, str):
        return FORMS[form][0](value, settings)
    return isinstance(form, list) and repr(value) in map(repr, form)


def _written(form: Any) -> str:  # noqa: ANN401 -- as TOML has it
    if isinstance(form, str):
        return FORMS[form][1]
    return f"Write {' or '.join(map(json.dumps, form))}." if isinstance(form, list) else "Write it as keys and values."


def _declared(path: tuple[str, ...]) -> Any:  # noqa: ANN401 -- as TOML has it
    found = _DECLARED["settings"]
    for key in path:
        found = found[key]
    return found


def extensions(settings: Settings) -> tuple[str, ...]:
    """Return the extensions of MyST that chapters are read with."""
    return tuple(name for name in settings.named_extensions or EXTENSIONS if name in EXTENSIONS)


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
        folders = old.removesuffix(HTML).split("/")
        if not old.endswith(HTML) or not all(map(_NAME.fullmatch, folders)) or len(old) > LONGEST_LINE:
            got = f"{old!r} is no address of a page."
        elif old.casefold() in map(str.casefold, pages) or (folders[0] in OWN_PAGES and len(folders) == 1):
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
