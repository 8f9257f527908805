from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from pybtex.database import parse_string

from briefing.exports.citation import citation_file, cite_article, cite_briefing, cite_claim, tex
from briefing.model.sources import Article
from briefing.versions.address import identifier, site_address, slug
from briefing.versions.edition import Edition
from made_ledgers import SOUND, altered, sound, texts

DIGEST = "0123456789abcdef" * 4
EDITION = Edition("1.2.0", DIGEST, "unknown", "May 2024", "How many birds?", "", "release")
DRAFT = Edition("1.2.0+draft", DIGEST, "unknown", "May 2024", "How many birds?", "", "draft")
SITE = "https://example.org/b"


def test_a_citation_carries_title_version_digest_cut_off_and_address() -> None:
    assert cite_briefing(EDITION, site=SITE).text == (
        "How many birds? Version 1.2.0, evidence digest 0123456789ab, information cut-off May 2024. "
        "https://example.org/b/v1.2.0/"
    )
    assert "http" not in cite_briefing(EDITION).text
    entry = parse_string(cite_briefing(EDITION, site=SITE).bibtex, "bibtex").entries["how-many-birds"]
    assert entry.fields["version"] == "1.2.0"
    assert entry.fields["url"] == "https://example.org/b/v1.2.0/"


def test_a_claim_is_cited_with_its_words_and_its_page() -> None:
    claim = sound().claims[0]
    cited = cite_claim(EDITION, claim, site=SITE)
    assert cited.text.startswith("“Many terns nest on the island.” Claim C01 in: How many birds? Version 1.2.0")
    assert cited.text.endswith(" https://example.org/b/claims/C01.html")
    withdrawn = altered("claims", "C01", withdrawn={"because": "x"}).claims[0]
    assert " Withdrawn." in cite_claim(EDITION, withdrawn).text


def test_an_article_without_a_date_says_so() -> None:
    dated, undated = sound().articles
    assert "2024-05-09." in cite_article(dated).text
    assert "No date." in cite_article(undated).text


@settings(deadline=None)
@given(texts)
def test_any_title_makes_a_bibtex_entry_that_a_reader_reads(title: str) -> None:
    article = Article.model_validate(SOUND["articles"][0] | {"title": title, "publisher": title})
    (entry,) = parse_string(cite_article(article).bibtex, "bibtex").entries.values()
    assert " ".join(entry.fields["title"].split()) == " ".join(tex(title).split())


@given(texts)
def test_a_slug_is_a_name_that_every_tool_takes(text: str) -> None:
    assert slug(text)
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_names_are_the_same_in_every_version_except_that_of_the_version_itself() -> None:
    later = Edition("2.0.0", "f" * 64, "unknown", "May 2024", "How many birds?", "", "release")
    for site in ("", SITE):
        assert identifier(EDITION, "claim", "C01", site) == identifier(later, "claim", "C01", site)
        assert identifier(EDITION, "briefing", site=site) != identifier(later, "briefing", site=site)
    assert identifier(DRAFT, "briefing", site=SITE) == "https://example.org/b/"
    assert identifier(EDITION, "claim", "C01") == "urn:briefing:how-many-birds:claim:C01"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("sphinx: {config: {briefing_site_url: 'https://example.org/b/'}}", SITE),
        ("sphinx: {config: {briefing_site_url: }}", ""),
        ("title: x", ""),
        ("", ""),
    ],
)
def test_the_address_is_read_from_the_configuration(tmp_path: Path, written: str, address: str) -> None:
    (tmp_path / "_config.yml").write_text(written, "utf-8")
    assert site_address(tmp_path / "_config.yml") == address


def test_the_file_at_the_root_names_no_version_and_that_of_an_edition_does() -> None:
    root, own = yaml.safe_load(citation_file(None, title="Birds?")), yaml.safe_load(citation_file(EDITION))
    assert "version" not in root
    assert (own["version"], own["identifiers"][0]["value"]) == ("1.2.0", f"sha256:{DIGEST}")
