"""The settings that the package itself uses are read in one place, whatever the file holds."""

from __future__ import annotations

import pytest

from briefing.model.layout import Layout
from briefing.reading.settings import read_settings

SITE = "https://example.org/b"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("sphinx: {config: {briefing_site_url: 'https://example.org/b/'}}", SITE),
        ("sphinx: {config: {briefing_site_url: 'https://example.org/b'}}", SITE),
        ("sphinx: {config: {briefing_site_url: }}", ""),
        ("sphinx: {config: [a]}", ""),
        ("sphinx: 3", ""),
        ("title: x", ""),
        ("", ""),
        ("{", ""),
        ("title: !!python/name:os.system x", ""),
    ],
)
def test_the_address_of_the_site_has_no_slash_at_its_end(tiny: Layout, written: str, address: str) -> None:
    tiny.config.write_text(written, "utf-8")
    assert read_settings(tiny).site == address


def test_settings_of_another_form_stand_at_their_defaults(tiny: Layout) -> None:
    tiny.config.write_text("title: [a]\nauthor: 3\nsphinx: {config: {briefing_redirects: x}}\n", "utf-8")
    read = read_settings(tiny)
    assert (read.title, read.author, read.redirects, read.bibliographies) == ("", "", {}, ())
