"""The book's settings and its table of contents are such that the book can be built, and old addresses lead on."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import reduce
from importlib.resources import files
from operator import getitem
from typing import Any

from briefing.checking.rules import Material, rule
from briefing.checking.sources import is_language
from briefing.model.base import Issue
from briefing.reading.letterforms import disguised
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
LONGEST_LINE = 200  # characters
_DECLARED: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("settings.toml").read_text("utf-8"))
#: Extensions of MyST that a book may use.
EXTENSIONS: tuple[str, ...] = tuple(_DECLARED["forms"]["extensions"]["list"].split("|"))
_NAME = re.compile(r"\w[\w .~-]*(?<!\.html)")
_IN_SPHINX = ("sphinx", "config")


def is_line(value: object) -> bool:
    """Whether a value is a line of text that a reader can read whole."""
    if not isinstance(value, str) or len(value) > LONGEST_LINE or not any(map(str.isalnum, value)):
        return False
    return not re.search(r"[\n\t]", value.strip()) and disguised(value) is None


@rule("setting-unknown", "A setting of the book has a name that a briefing does not take.", stage="book")
@rule("setting-wrong", "A setting of the book has a value that it cannot have.", stage="book")
def settings_known(material: Material) -> Iterator[Issue]:
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


def _has_form(value: Any, named: Any, settings: Settings) -> bool:  # noqa: ANN401 -- as YAML and TOML have it
    if not isinstance(named, str):
        return isinstance(named, list) and repr(value) in map(repr, named)
    form = _DECLARED["forms"][named]

    def fits(text: object, asked: str) -> bool:
        if asked == "page":
            return isinstance(text, str) and (text in settings.pages or not settings.pages)
        rules: dict[str, Callable[[str], object]] = {"line": is_line, "language": is_language}
        return isinstance(text, str) and bool(rules.get(asked, re.compile(asked).fullmatch)(text))

    if "to" in form:
        return type(value) is int and form["from"] <= value <= form["to"]
    if "keys" in form:
        known = isinstance(value, dict) and all(fits(key, form["keys"]) for key in value)
        return known and all(fits(text, form["text"]) for text in value.values())
    if "list" in form:
        known = isinstance(value, list) and all(fits(text, form["list"]) for text in value)
        needs = {*form.get("needs", ())}
        return known and len({*value}) == len(value) >= form.get("least", 0) and needs <= {*value}
    return fits(value, form["text"])


def _written(form: Any) -> str:  # noqa: ANN401 -- as TOML has it
    if isinstance(form, str):
        return str(_DECLARED["forms"][form]["write"])
    return f"Write {' or '.join(map(json.dumps, form))}." if isinstance(form, list) else "Write it as keys and values."


def _issue(material: Material, code: str, path: KeyPath, got: str, mend: str) -> Issue:
    return Issue(material.settings.config.place(path), "settings", code, got, mend)


def extensions(settings: Settings) -> tuple[str, ...]:
    """Return the extensions of MyST that chapters are read with."""
    named = settings.of(list, "parse", "myst_enable_extensions") or EXTENSIONS
    return tuple(str(name) for name in named if name in EXTENSIONS)


@rule("site-address", "The site's address is not one, or is given twice.", stage="book")
@rule("redirect-wrong", "A page that moved is sent to no page, or still is one itself.", stage="book")
@rule("address-lost", "A page that a release published is gone, and nothing leads on from its address.", stage="book")
def addresses_lead_to_pages(material: Material) -> Iterator[Issue]:
    """Pages are those that the table of contents names, and those of the records."""
    settings = material.settings
    if settings.site and not _has_form(settings.site, "address", settings):
        path, got = (*_IN_SPHINX, "briefing_site_url"), f"briefing_site_url is {settings.site!r}."
        yield _issue(material, "site-address", path, got, _written("address"))
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
        yield _issue(material, "redirect-wrong", (*moved, old), got, _written("moved"))
    published = {name: release.version for release in reversed(material.releases) for name in release.inputs}
    for name, version in published.items():
        page = name.removesuffix(MARKDOWN) + HTML
        if fnmatchcase(name, f"chapters/*{MARKDOWN}") and page not in pages | {*settings.redirects}:
            mend = f"Name the page that takes its place: sphinx: config: briefing_redirects: {page}: …"
            yield _issue(material, "address-lost", moved, f"{page} was published with {version}, and is gone.", mend)
