"""What is wrong with the addresses and versions that readers hold."""

from __future__ import annotations

import datetime as dt

import pytest

from breaking import BreakFile
from briefing.checking.check import open_ledger
from briefing.model.layout import Layout
from briefing.reading.settings import read_settings
from briefing.versions.store import build_release, input_digests, publish
from checked import check

LANGUAGE = "    language: en"
CONFIG, K1 = "_config.yml", "data/corrections.yml"


def redirect(old: str, new: str) -> str:
    return f"{LANGUAGE}\n    briefing_redirects: {{{old}: {new}}}"


BROKEN = {
    "site-address": (CONFIG, LANGUAGE, f"{LANGUAGE}\n    briefing_site_url: example.org", f"{CONFIG}:34"),
    "redirect-wrong": (CONFIG, LANGUAGE, redirect("chapters/old.html", "chapters/none.html"), f"{CONFIG}:34"),
    "correction-version": (K1, "corrected_in: 0.2.0", "corrected_in: 0.1.0", f"{K1}:1"),
    "address-lost": ("chapters/one.md", None, "", ""),
    "release-missing": ("data/releases/1.0.0.json", None, "", ""),
}


def codes(layout: Layout) -> list[str]:
    return [issue.code for issue in check(layout).issues]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("chapters/old.html", "chapters/one.html", False),
        ("chapters/old.html", "claims/C08.html#words", False),
        ("chapters/old.html", "records/G1.html", False),
        ("chapters/one.html", "chapters/ledger.html", True),
        ("/etc/passwd.html", "chapters/one.html", True),
        ("../x.html", "chapters/one.html", True),
        ("index.html/b.html", "chapters/one.html", True),
        ("search.html", "chapters/one.html", True),
        (f"{'x' * 300}.html", "chapters/one.html", True),
        ("chapters/./old.html", "chapters/one.html", True),
        ("chapters/old", "chapters/one.html", True),
        ("chapters/old.html", "https://example.org/", True),
    ],
)
def test_a_redirect_leads_from_no_page_to_a_page(
    tiny: Layout, break_file: BreakFile, old: str, new: str, *, wrong: bool
) -> None:
    break_file(CONFIG, LANGUAGE, redirect(old, new))
    assert read_settings(tiny).redirects == {old: new}
    assert codes(tiny) == (["redirect-wrong"] if wrong else [])


def test_a_second_address_of_the_site_is_told(tiny: Layout, break_file: BreakFile) -> None:
    break_file(CONFIG, "html:\n", "html:\n  baseurl: https://example.org\n")
    assert "site-address" in codes(tiny)


def released(layout: Layout) -> None:
    publish(
        layout,
        build_release(
            open_ledger(layout), None, "1.0.0", dt.date(2026, 1, 2), reasons={}, inputs=input_digests(layout)
        ),
    )


def test_a_chapter_that_was_published_leaves_a_redirect(tiny: Layout, break_file: BreakFile) -> None:
    old = tiny.chapters / "former.md"
    old.write_text("# Former\n", "utf-8")
    released(tiny)
    old.unlink()
    assert codes(tiny) == ["address-lost"]
    break_file(CONFIG, LANGUAGE, redirect("chapters/former.html", "chapters/one.html"))
    assert codes(tiny) == []


def test_an_error_stood_in_a_version_that_was_released(tiny: Layout, break_file: BreakFile) -> None:
    released(tiny)
    assert codes(tiny) == []
    break_file(K1, "since: 0.1.0\n  corrected_in: 0.2.0", "since: 99.0.0\n  corrected_in: 99.0.1")
    assert codes(tiny) == ["correction-version"]
