"""Which edition of the briefing this is: version, digest, commit, day, how far its articles go, and where it is found.

All of it follows from the ledger, the releases, the settings and the commit; none of it from the clock.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from briefing.model.digest import evidence_digest
from briefing.model.layout import Layout, find_layout
from briefing.model.ledger import KINDS, Ledger
from briefing.model.words import date_words, plural
from briefing.reading.git import commit, commit_time, release_commit
from briefing.reading.releases import load_releases
from briefing.reading.settings import read_settings
from briefing.versions.store import book_digests, of_book

DRAFT = "+draft"
#: The version of a draft before the first release.
BEFORE_ALL = "0.0.0"
#: The time of what nothing dates is plainly none: the first that an archive can hold.
NO_TIME = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
NO_DAY = NO_TIME.date()
#: Kinds whose records keep the addresses that a release has published.
PUBLISHED_FOLDERS = {"claim": "claims", "judgement": "claims"}
_WITH_PAGES = frozenset(kind.noun for kind in KINDS if kind.has_id)


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page of every output carries.

    `as_of` says how far the articles go, as a phrase. `site` is the address of the book without a slash at its end,
    or empty. `released` is the day of a release, none for a draft; `day` is that day, or the day of the draft's commit.
    """

    version: str
    digest: str
    commit: str
    as_of: str
    title: str
    subtitle: str
    status: Literal["release", "draft"]
    site: str = ""
    released: dt.date | None = None
    day: dt.date = NO_DAY
    author: str = ""
    language: str = "en"

    @property
    def stamp(self) -> str:
        """Version and day in words, as in `Version 2.0.0, released 3 June 2026`."""
        when = f"released {date_words(self.released)}" if self.released else "not released"
        return f"Version {self.version}, {when}"

    @property
    def signed_by(self) -> str:
        """Who wrote it, as `_config.yml` says; without a word there, its editors."""
        return self.author or f"The editors of “{self.title}”"


def is_as_released(layout: Layout) -> bool:
    """Tell whether pages, settings and bibliographies are those that the last release was made of, as far as it says.

    Without a release nothing is.
    """
    releases = load_releases(layout)[0]
    made_of = of_book(releases[-1].inputs) if releases else {}
    return bool(releases) and (not made_of or made_of == book_digests(layout))


def read_edition(layout: Layout, ledger: Ledger) -> Edition:
    """Return the edition of a book: a release when evidence and pages are those of the last one, else a draft."""
    digest, settings, releases = evidence_digest(ledger), read_settings(layout), load_releases(layout)[0]
    version = releases[-1].version if releases else BEFORE_ALL
    # The digest is taken as it is taken today, which a release of an earlier schema does not name.
    same = bool(releases) and evidence_digest(releases[-1].ledger) == digest and is_as_released(layout)
    released = releases[-1].released if same else None
    at = (release_commit(layout, version) if released else None) or commit(layout)
    made = commit_time(layout, at)
    return Edition(
        version=version if released else f"{version}{DRAFT}",
        digest=digest,
        commit=at,
        as_of=as_of(ledger),
        title=ledger.title,
        subtitle=settings.subtitle,
        status="release" if released else "draft",
        site=settings.site,
        released=released,
        day=released or (made.date() if made else newest_date(ledger) or NO_DAY),
        author=settings.author,
        language=settings.language,
    )


def open_edition(ledger: Ledger) -> Edition:
    """Return the edition of the briefing that the working directory lies in; what chapters call."""
    return read_edition(find_layout(), ledger)


def newest_date(ledger: Ledger) -> dt.date | None:
    """Return the newest known date of publication of an article; none when no article is dated."""
    return max((article.published for article in ledger.articles if article.published), default=None)


def as_of(ledger: Ledger) -> str:
    """Return how far the articles go, to be read after `Articles`: `dated to 9 May 2024; one article is undated`."""
    newest, undated = newest_date(ledger), sum(article.published is None for article in ledger.articles)
    if newest is None:
        return "undated" if undated else "none yet"
    rest = f"; {plural(undated, 'article')} {'is' if undated == 1 else 'are'} undated" if undated else ""
    return f"dated to {date_words(newest)}{rest}"


def record_page(ledger: Ledger, name: str) -> str:
    """Return the document that is a record's own page in the HTML book, `claims/C04` or `records/G1`.

    Raises `KeyError` when the ledger holds no record of that id.
    """
    return _page(ledger.kind_by_id[name].noun, name)


def slug(text: str) -> str:
    """Return `text` as a name of lower-case letters, digits and hyphens, `briefing` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "briefing"


def identifier(edition: Edition, kind: str, name: str = "") -> str:
    """Return the IRI of something: its page where there is a site, a URN otherwise.

    The same in every version, except for `briefing`, which names one version.
    """
    if edition.site and kind in _WITH_PAGES:
        return f"{edition.site}/{_page(kind, name)}.html"
    if edition.site and kind == "briefing":
        return f"{edition.site}/v{edition.version}/" if edition.status == "release" else f"{edition.site}/"
    base = f"{edition.site}/#" if edition.site else f"urn:briefing:{slug(edition.title)}:"
    return f"{base}{kind}:{name or edition.version.replace('+', '-')}"


def _page(kind: str, name: str) -> str:
    return f"{PUBLISHED_FOLDERS.get(kind, 'records')}/{name}"
