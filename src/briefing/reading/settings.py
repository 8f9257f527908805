"""The settings of `_config.yml` that the package itself uses, read in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from briefing.model.base import Issue, Place
from briefing.model.layout import Layout

SITE = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the package takes from `_config.yml`; what is missing or of another form stands at its default."""

    title: str = ""
    author: str = ""
    subtitle: str = ""
    language: str = "en"
    site: str = ""
    redirects: Mapping[str, str] = field(default_factory=dict)


def read_settings(layout: Layout) -> Settings:
    """Return the settings; a file that cannot be read gives the defaults, and `check_settings` says what is wrong.

    `site` is `briefing_site_url` without a slash at its end, the one address that every output names. `redirects`
    is `briefing_redirects`: addresses of pages that moved, and where they are now, as in `chapters/gap.html`.
    """
    top = _mapping(_loaded(layout))
    book = _mapping(_mapping(top.get("sphinx")).get("config"))
    redirects = _mapping(book.get("briefing_redirects"))
    return Settings(
        title=_text(top.get("title")),
        author=_text(top.get("author")),
        subtitle=_text(book.get("briefing_subtitle")),
        language=_text(book.get("language")) or "en",
        site=_text(book.get("briefing_site_url")).rstrip("/"),
        redirects={_text(old): _text(new) for old, new in redirects.items()},
    )


def check_settings(layout: Layout) -> Iterator[Issue]:
    """Yield what is wrong with the address of the site; the form of the file itself is checked where it is read."""
    place, settings, top = Place(layout.relative(layout.config)), read_settings(layout), _mapping(_loaded(layout))
    if settings.site and not SITE.fullmatch(settings.site):
        mend = "Write it as in https://example.org/briefing."
        yield Issue(place, "configuration", "site-address", f"briefing_site_url is {settings.site!r}.", mend)
    if _mapping(top.get("html")).get("baseurl"):
        mend = "Leave it out: the one address of the site is briefing_site_url, under sphinx, config."
        yield Issue(place, "configuration", "site-address", "html has a baseurl.", mend)


def _loaded(layout: Layout) -> object:
    try:
        return yaml.safe_load(layout.config.read_bytes())
    except (OSError, yaml.YAMLError, UnicodeDecodeError, ValueError, LookupError, AttributeError, RecursionError):
        return None


def _mapping(value: object) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
