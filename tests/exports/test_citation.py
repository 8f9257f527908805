from __future__ import annotations

from dataclasses import replace

import yaml
from hypothesis import given, settings
from pybtex.database import parse_string

from briefing.exports.citation import citation_file, cite_article, cite_briefing, cite_claim, tex
from briefing.model.sources import Article
from briefing.versions.address import identifier, slug
from briefing.versions.edition import Edition
from made_ledgers import SOUND, altered, sound, texts

DIGEST = "0123456789abcdef" * 4
EDITION = Edition("1.2.0", DIGEST, "unknown", "dated to 9 May 2024", "How many birds?", "", "release")
DRAFT = Edition("1.2.0+draft", DIGEST, "unknown", "dated to 9 May 2024", "How many birds?", "", "draft")
SITE = "https://example.org/b"
ONLINE = replace(EDITION, site=SITE)


def test_a_citation_carries_title_version_digest_as_of_and_address() -> None:
    assert cite_briefing(ONLINE).text == (
        "How many birds? Version 1.2.0, evidence digest 0123456789ab, articles dated to 9 May 2024. "
        "https://example.org/b/v1.2.0/"
    )
    assert "http" not in cite_briefing(EDITION).text
    entry = parse_string(cite_briefing(ONLINE).bibtex, "bibtex").entries["how-many-birds"]
    assert entry.fields["version"] == "1.2.0"
    assert entry.fields["url"] == "https://example.org/b/v1.2.0/"


def test_a_claim_is_cited_with_its_words_and_its_page() -> None:
    claim = sound().claims[0]
    cited = cite_claim(ONLINE, claim)
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
    later = Edition("2.0.0", "f" * 64, "unknown", "dated to 9 May 2024", "How many birds?", "", "release")
    for site in ("", SITE):
        now, then = replace(EDITION, site=site), replace(later, site=site)
        assert identifier(now, "claim", "C01") == identifier(then, "claim", "C01")
        assert identifier(now, "briefing") != identifier(then, "briefing")
    assert identifier(replace(DRAFT, site=SITE), "briefing") == "https://example.org/b/"
    assert identifier(ONLINE, "gap", "G1") == "https://example.org/b/records/G1.html"
    assert identifier(EDITION, "claim", "C01") == "urn:briefing:how-many-birds:claim:C01"


def test_the_file_at_the_root_names_no_version_and_that_of_an_edition_does() -> None:
    root, own = yaml.safe_load(citation_file(None, title="Birds?")), yaml.safe_load(citation_file(EDITION))
    assert "version" not in root
    assert (own["version"], own["identifiers"][0]["value"]) == ("1.2.0", f"sha256:{DIGEST}")
