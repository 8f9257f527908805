"""The book's settings and its table of contents are such that the book can be built, and old addresses lead on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import reduce
from importlib.resources import files
from operator import getitem
from typing import Any

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.checking.sources import is_language
from briefing.model.base import Issue
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
_NAME = re.compile(r"\w[\w .~-]*(?<!\.html)")
_NUMBERED = r"[^\W\d_]*\s?%s\s?[^\W\d_]?[.:。：]?"  # a word, a number, and how it ends
_SITE = r"https?://[^\s/?#]+(/[^\s?#]*)?"
_IN_SPHINX = ("sphinx", "config")
_WRITE_ADDRESSES = "Write addresses from the root of the book, as in chapters/old.html: chapters/new.html."
Fits = Callable[[Any, Settings], bool]


def is_line(value: object) -> bool:
    """Whether a value is a line of text that a reader can read whole."""
    if not isinstance(value, str) or len(value) > LONGEST_LINE or not any(map(str.isalnum, value)):
        return False
    return not re.search(r"[\n\t]", value.strip()) and disguised(value) is None


def _text(pattern: str) -> Fits:
    return lambda value, _: isinstance(value, str) and bool(re.fullmatch(pattern, value))


def _whole(least: int, most: int) -> Fits:
    return lambda value, _: type(value) is int and least <= value <= most


def _set_of(fits: Fits, *needed: str, least: int = 0) -> Fits:
    def is_set(value: Any, settings: Settings) -> bool:  # noqa: ANN401 -- as YAML has it
        known = isinstance(value, list) and all(isinstance(v, str) and fits(v, settings) for v in value)
        return known and len({*value}) == len(value) >= least and {*needed} <= {*value}

    return is_set


def _mapping(key: Fits, fits: Fits) -> Fits:
    return lambda value, settings: (
        isinstance(value, dict) and all(key(name, settings) and fits(inner, settings) for name, inner in value.items())
    )


def _is_page(value: object, settings: Settings) -> bool:
    return not settings.pages or (isinstance(value, str) and value in settings.pages)


#: The forms that settings.toml names: whether a value has it in a book of these pages, and how it is written.
FORMS: dict[str, tuple[Fits, str]] = {
    "line": (lambda value, _: is_line(value), f"Write a line of text, at most {LONGEST_LINE} characters."),
    "years": (_text("[0-9]{4}([-–][0-9]{4})?"), 'Write a year in quotes, as in "2024".'),
    "hidden": (_set_of(_text(r"\..*"), ".*"), 'Write [".*"]; pages that are not to be read stand in no contents.'),
    "files": (_set_of(_text(r"[^./].*\.bib"), least=1), "Write a list of files of the book, as in [references.bib]."),
    "seconds": (_whole(1, LONGEST_CELL), f"Write a whole number of seconds, at most {LONGEST_CELL}."),
    "count": (_whole(0, MOST_PAGES), "Write a whole number of pages."),
    "extensions": (_set_of(_text("|".join(EXTENSIONS)), EXTENSIONS[0]),
                   f"Write {EXTENSIONS[0]}, and any of {', '.join(EXTENSIONS[1:])}."),
    "language": (lambda value, _: is_language(value), "Write a tag such as en, en-GB or zh."),
    "numbered": (_mapping(_text("figure|table"), _text(_NUMBERED)),
                 'Write {figure: "Figure %s.", table: "Table %s."}.'),
    "page": (_is_page, "Write a page as _toc.yml names it."),
    "pages": (_set_of(_is_page), "Write a list of pages, each once, as _toc.yml names them."),
    "address": (_text(f"({_SITE})?"), "Write it as in https://example.org/briefing."),
    "moved": (_mapping(_text("(?s).*"), _text("(?s).*")), _WRITE_ADDRESSES),
}  # fmt: skip


@rule("setting-unknown", "A setting of the book has a name that a briefing does not take.", stage="book")
@rule("setting-wrong", "A setting of the book has a value that it cannot have.", stage="book")
def settings_known(material: Material) -> Iterator[Issue]:
    """Every setting is one that a briefing takes, and has a value of its kind."""
    settings, config = material.settings, material.settings.config
    if not isinstance(config.value, dict):
        return
    yield from _checked(material, (), config.value, _DECLARED["settings"])
    for name in _DECLARED["required"]:
        if (path := tuple(name.split("."))) not in config.lines:
            mend = f"Add it. {_written(reduce(getitem, path, _DECLARED['settings']))}"
            yield _issue(material, "setting-wrong", path[:-1], f"{name} is missing.", mend)
    web_only = settings.of(list, *_IN_SPHINX, "briefing_web_only")
    if web_only and all(page in web_only for page in settings.pages):
        got = "briefing_web_only names every page, and so nothing is printed."
        yield _issue(material, "setting-wrong", (*_IN_SPHINX, "briefing_web_only"), got, "Leave one.")
    for name, default in NAMED_PAGES.items() if settings.pages else ():
        if name not in settings.of(dict, *_IN_SPHINX) and default not in settings.pages:
            got = f"the book needs the page {default!r}, and {settings.toc.file} does not name it."
            mend = f"Add it, or name another under sphinx: config: {name}:"
            yield _issue(material, "setting-wrong", _IN_SPHINX, got, mend)


def _checked(
    material: Material, path: KeyPath, values: Mapping[Any, Any], declared: Mapping[str, Any]
) -> Iterator[Issue]:
    for key, value in values.items():
        here, form = (*path, key), declared.get(key)
        name = ".".join(map(str, here))
        if form is None:
            got = f"{name} is not known.{nearest(str(key), declared)}"
            yield _issue(material, "setting-unknown", here, got, f"Known here: {', '.join(declared)}.")
        elif isinstance(form, dict) and isinstance(value, dict):
            yield from _checked(material, here, value, form)
        elif not _has_form(value, form, material.settings):
            shown = repr(value) if len(repr(value)) <= LONGEST_LINE else f"{repr(value)[:LONGEST_LINE]} …"
            yield _issue(material, "setting-wrong", here, f"{name} is {shown}.", _written(form))


def _has_form(value: object, form: Any, settings: Settings) -> bool:  # noqa: ANN401 -- as TOML has it
    if isinstance(form, str):
        return FORMS[form][0](value, settings)
    return isinstance(form, list) and repr(value) in map(repr, form)


def _written(form: Any) -> str:  # noqa: ANN401 -- as TOML has it
    if isinstance(form, str):
        return FORMS[form][1]
    return f"Write {' or '.join(map(json.dumps, form))}." if isinstance(form, list) else "Write it as keys and values."


def _issue(material: Material, code: str, path: KeyPath, got: str, mend: str) -> Issue:
    return Issue(material.settings.config.place(path), "settings", code, got, mend)


def extensions(settings: Settings) -> tuple[str, ...]:
    """Return the extensions of MyST that chapters are read with."""
    return tuple(name for name in settings.named_extensions or EXTENSIONS if name in EXTENSIONS)


@rule("site-address", "The site's address is not one, or is given twice.", stage="book")
@rule("redirect-wrong", "A page that moved is sent to no page, or still is one itself.", stage="book")
@rule("address-lost", "A page that a release published is gone, and nothing leads on from its address.", stage="book")
def addresses_lead_to_pages(material: Material) -> Iterator[Issue]:
    """The site has one address at most; redirects lead to pages, from all where a released chapter was and no page is.

    Pages are those that the table of contents names, and those of the records.
    """
    settings = material.settings
    if settings.site and not re.fullmatch(_SITE, settings.site):
        path, got = (*_IN_SPHINX, "briefing_site_url"), f"briefing_site_url is {settings.site!r}."
        yield _issue(material, "site-address", path, got, "Write it as in https://example.org/briefing.")
    if settings.of(dict, "html").get("baseurl"):
        mend = "Leave it out: the one address of the site is briefing_site_url, under sphinx, config."
        yield _issue(material, "site-address", ("html", "baseurl"), "html has a baseurl.", mend)
    pages = {f"{page}{HTML}" for page in settings.pages}
    pages |= {f"{folder}/{name}{HTML}" for folder in RECORD_FOLDERS for name in material.ledger.record_by_id}
    moved: KeyPath = (*_IN_SPHINX, "briefing_redirects")
    for old, new in settings.redirects.items():
        folders = old.removesuffix(HTML).split("/")
        if not old.endswith(HTML) or not all(map(_NAME.fullmatch, folders)) or len(old) > LONGEST_LINE:
            got = f"{old!r} is no address of a page."
        elif old.casefold() in map(str.casefold, pages) or (folders[0] in OWN_PAGES and len(folders) == 1):
            got = f"{old} is a page of the book."
        elif new.partition("#")[0] not in pages:
            got = f"{old} leads to {new!r}, which is no page."
        else:
            continue
        yield _issue(material, "redirect-wrong", (*moved, old), got, _WRITE_ADDRESSES)
    published = {name: release.version for release in reversed(material.releases) for name in release.inputs}
    for name, version in published.items():
        page = name.removesuffix(MARKDOWN) + HTML
        if fnmatchcase(name, f"chapters/*{MARKDOWN}") and page not in pages | {*settings.redirects}:
            mend = f"Name the page that takes its place: sphinx: config: briefing_redirects: {page}: …"
            yield _issue(material, "address-lost", moved, f"{page} was published with {version}, and is gone.", mend)
