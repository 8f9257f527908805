"""The files of this repository that a command writes."""

from __future__ import annotations

from briefing.checking.check import open_ledger
from briefing.exports.citation import citation_file
from briefing.exports.dictionary import data_dictionary
from briefing.model.layout import Layout
from briefing.reading.settings import read_settings


def test_the_data_dictionary_is_up_to_date_or_python_m_briefing_exports_dictionary_writes_it(shipped: Layout) -> None:
    assert (shipped.data / "README.md").read_text("utf-8") == data_dictionary(open_ledger(shipped))


def test_the_citation_file_at_the_root_is_the_one_the_package_writes(shipped: Layout) -> None:
    known = read_settings(shipped)
    written = citation_file(None, title=known.title, author=known.author, site=known.site)
    assert (shipped.root / "CITATION.cff").read_text("utf-8") == written
