"""Rules for what readers hold: the address of the site, pages that a release published, versions that are named."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.version import Version

from briefing.checking.context import Material
from briefing.checking.evidence import subject
from briefing.checking.registry import rule
from briefing.checking.settings import read_settings as read_book
from briefing.model.base import Issue, Place
from briefing.reading.settings import check_settings, read_settings

#: Folders of pages that the book makes of records, one each.
RECORD_FOLDERS = {"claims", "records"}
HTML, MARKDOWN = ".html", ".md"


@rule("site-address", "The site's address is not one, or is given twice.", stage="book")
def site_has_one_address(material: Material) -> Iterator[Issue]:
    """The site has at most one address, and it is one."""
    yield from check_settings(material.layout)


@rule("redirect-wrong", "A page that moved is sent to no page, or still is one itself.", stage="book")
def redirects_lead_to_pages(material: Material) -> Iterator[Issue]:
    """Every redirect leads from an address where no page is to a page of the book."""
    redirects, pages = read_settings(material.layout).redirects, _pages(material)
    mend = "Write addresses from the root of the book, as in chapters/old.html: chapters/new.html."
    for old, new in redirects.items():
        target = new.partition("#")[0]
        if not old.endswith(HTML) or old.startswith("/") or ".." in old.split("/"):
            yield _of_settings(material, "redirect-wrong", f"{old!r} is no address of a page.", mend)
        elif old in pages:
            yield _of_settings(material, "redirect-wrong", f"{old} is a page of the book.", mend)
        elif target not in pages:
            yield _of_settings(material, "redirect-wrong", f"{old} leads to {new!r}, which is no page.", mend)


@rule("address-lost", "A page that a release published is gone, and nothing leads on from its address.", stage="book")
def published_addresses_kept(material: Material) -> Iterator[Issue]:
    """Every chapter that a release was made from has a page still, or a redirect."""
    known = _pages(material) | set(read_settings(material.layout).redirects)
    since: dict[str, str] = {}
    for release in material.releases:
        for name in release.inputs:
            if name.startswith("chapters/") and name.endswith(MARKDOWN):
                since.setdefault(name.removesuffix(MARKDOWN) + HTML, release.version)
    for page, version in since.items():
        if page not in known:
            got = f"{page} was published with {version}, and is gone."
            mend = f"Name the page that takes its place: sphinx: config: briefing_redirects: {page}: …"
            yield _of_settings(material, "address-lost", got, mend)


@rule("correction-version", "A correction names a version that was never released, or one before the error.")
def corrections_name_versions(material: Material) -> Iterator[Issue]:
    """An error stood in a released version, and was corrected in a later one."""
    last = max((Version(release.version) for release in material.releases), default=None)
    for correction in material.ledger.corrections:
        mend = "`since` is the first release that carried the error, `corrected_in` the one that mends it."
        if Version(correction.corrected_in) <= Version(correction.since):
            got = f"it was corrected in {correction.corrected_in}, and stands since {correction.since}."
        elif last is not None and Version(correction.since) > last:
            got = f"it stands since {correction.since}, and the last release is {last}."
        else:
            continue
        yield Issue(correction.place, subject(correction), "correction-version", got, mend)


def _pages(material: Material) -> set[str]:
    """Return the addresses of all pages: those that the table of contents names, and those of the records."""
    named = {f"{page}{HTML}" for page in read_book(material.layout).pages}
    records = {f"{folder}/{name}{HTML}" for folder in RECORD_FOLDERS for name in material.ledger.record_by_id}
    return named | records


def _of_settings(material: Material, code: str, got: str, mend: str) -> Issue:
    return Issue(Place(material.layout.relative(material.layout.config)), "redirects", code, got, mend)
