"""The files of this repository that a command writes."""

from __future__ import annotations

import yaml

from briefing.checking.check import open_ledger
from briefing.exports.dictionary import data_dictionary
from briefing.model.layout import Layout
from briefing.reading.settings import read_settings
from validator_tools import cff_errors


def test_the_data_dictionary_is_up_to_date_or_python_m_briefing_exports_dictionary_writes_it(shipped: Layout) -> None:
    assert (shipped.data / "README.md").read_text("utf-8") == data_dictionary(open_ledger(shipped))


def test_the_citation_file_at_the_root_is_of_the_briefing_whatever_its_version(shipped: Layout) -> None:
    """One that named a version would have to be written together with every release, and a release is one rename."""
    known, root = read_settings(shipped), yaml.safe_load((shipped.root / "CITATION.cff").read_text("utf-8"))
    assert (root["title"], root["authors"]) == (known.title, [{"name": known.author}])
    assert root.get("url", "").rstrip("/") == known.site
    assert not {"version", "commit", "date-released", "identifiers"} & set(root)
    assert cff_errors(shipped.root / "CITATION.cff") == 0
