from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from pybtex import format_from_string
from pybtex.database import parse_string

from briefing.exports.catalogue import Exporting, export_files
from briefing.exports.citation import citation_file, cite_briefing, cite_record
from briefing.model.ledger import Ledger
from briefing.versions.edition import Edition, identifier, slug
from exported_ledgers import edition_of
from made_ledgers import altered, ledgers, sound, texts
from validator_tools import cff_errors

DIGEST = "0123456789abcdef" * 4
AS_OF = "dated to 9 May 2024"
RELEASED = dt.date(2026, 6, 3)
EDITION = Edition("1.2.0", DIGEST, "unknown", AS_OF, "How many birds on the US island?", "", "release",
                  released=RELEASED, day=RELEASED, author="The bird team")  # fmt: skip
DRAFT = replace(EDITION, version="1.2.0+draft", status="draft", released=None)
SITE = "https://example.org/b"
ONLINE = replace(EDITION, site=SITE)
STYLES = ("plain", "alpha", "unsrt")


def printed(bibtex: str, style: str) -> str:
    """What a bibliography style makes of an entry."""
    return str(format_from_string(bibtex, style=style, output_backend="text", citations=["*"]))


def test_the_briefing_is_cited_with_author_day_version_digest_and_address() -> None:
    assert cite_briefing(ONLINE).text == (
        "The bird team (3 June 2026). How many birds on the US island? Version 1.2.0, evidence digest 0123456789ab, "
        "articles dated to 9 May 2024. https://example.org/b/v1.2.0/"
    )
    assert "http" not in cite_briefing(EDITION).text


def test_a_draft_has_no_day_and_says_that_it_is_not_released() -> None:
    text = cite_briefing(DRAFT).text
    assert text.startswith("The bird team (n.d.).")
    assert "Version 1.2.0+draft, not released" in text


def test_without_an_author_the_editors_sign() -> None:
    assert cite_briefing(replace(EDITION, author="")).text.startswith("The editors of “How many birds")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("C01", "“Many terns nest on the island.” Claim C01 in: How many birds on the US island? Version 1.2.0"),
        ("J1", "“The island is busy.” Judgement J1 in:"),
        ("G1", "“How many?” Gap G1 in:"),
        ("I1", "“A count.” Indicator I1 in:"),
        ("warden", "“The warden.” Actor warden in:"),
    ],
)
def test_a_record_of_any_kind_is_cited_with_its_words_and_its_page(name: str, says: str) -> None:
    cited = cite_record(ONLINE, sound(), name)
    assert cited.text.startswith(f"The bird team (3 June 2026). {says}")
    assert cited.text.endswith(f" {identifier(ONLINE, sound().kind_by_id[name].noun, name)}")  # type: ignore[arg-type]
    assert parse_string(cited.bibtex, "bibtex").entries


@pytest.mark.parametrize(("group", "name"), [("claims", "C01"), ("judgements", "J1")])
def test_a_withdrawn_record_says_so_in_text_and_in_every_style(group: str, name: str) -> None:
    cited = cite_record(EDITION, altered(group, name, withdrawn={"because": "x"}), name)
    assert " Withdrawn." in cited.text
    for style in STYLES:
        assert "Withdrawn." in printed(cited.bibtex, style)
    assert "Withdrawn" not in cite_record(EDITION, sound(), name).bibtex


def test_an_article_is_cited_as_it_was_published_by_its_publisher() -> None:
    ledger = sound()
    assert cite_record(EDITION, ledger, "alpha").text == (
        "The Gazette (9 May 2024). Birds of alpha. https://example.org/alpha"
    )
    assert cite_record(EDITION, ledger, "beta").text.startswith("The Gazette (n.d.). Birds of beta.")


def test_an_origin_is_cited_by_who_wrote_it() -> None:
    text = cite_record(EDITION, altered("origins", "wire", author="Ann Lee"), "wire").text
    assert text == "Ann Lee (9 May 2024). Birds. The Wire."


@pytest.mark.parametrize("style", STYLES)
def test_every_style_prints_author_title_and_publisher_as_they_are_written(style: str) -> None:
    ledger = altered(
        "origins", "wire", author="Ann Lee", title="How dependent is China on US AI?", publisher="USA Wire"
    )
    origin = printed(cite_record(EDITION, ledger, "wire").bibtex, style)
    for words in ("Ann Lee", "How dependent is China on US AI?", "USA Wire", "May 2024"):
        assert words in origin
    whole = printed(cite_briefing(ONLINE).bibtex, style)
    for words in ("The bird team", "How many birds on the US island?", "Version 1.2.0", "June 2026", SITE):
        assert words in whole


def test_an_undated_entry_says_n_d_and_its_label_is_made_of_the_publisher() -> None:
    entry = cite_record(EDITION, sound(), "beta").bibtex
    assert "n.d." in printed(entry, "plain")
    assert "year" not in parse_string(entry, "bibtex").entries["beta"].fields
    assert printed(entry, "alpha").startswith("[TheGazette]")


def test_an_address_is_written_in_the_characters_of_addresses() -> None:
    """What could leave the field, as a brace, is refused where the record is read."""
    records = [{**article.model_dump(mode="json"), "url": "https://x.org/ü"} for article in sound().articles]
    entry = cite_record(EDITION, sound(articles=records), "alpha").bibtex
    fields = parse_string(entry, "bibtex").entries["alpha"].fields
    assert set(fields) == {"title", "year", "month", "url"}
    assert fields["url"] == "https://x.org/%C3%BC"


def test_an_address_keeps_what_an_address_may_hold() -> None:
    url = "https://x.org/a_b/?c=%20&d=~e#f"
    records = [{**article.model_dump(mode="json"), "url": url} for article in sound().articles]
    assert f"url = {{{url}}}" in cite_record(EDITION, sound(articles=records), "alpha").bibtex


@given(texts)
def test_any_title_makes_an_entry_that_a_reader_reads(title: str) -> None:
    ledger = altered("claims", "C01", statement=title)
    (entry,) = parse_string(cite_record(EDITION, ledger, "C01").bibtex, "bibtex").entries.values()
    assert set(entry.fields) == {"title", "howpublished", "year", "month", "version", "note"}
    assert entry.fields["title"].startswith("{“")


@settings(max_examples=40)
@given(ledgers)
def test_a_bibtex_reader_reads_every_reference(ledger: Ledger) -> None:
    content = export_files(ledger, edition_of(ledger))["references.bib"].decode()
    assert len(parse_string(content, "bibtex").entries) == 1 + len(ledger.articles) + len(ledger.origins)


@pytest.mark.slow
def test_citation_files_are_valid_and_a_broken_one_is_not(exported: Path, tmp_path: Path) -> None:
    assert cff_errors(exported / "CITATION.cff") == 0
    (tmp_path / "CITATION.cff").write_text((exported / "CITATION.cff").read_text("utf-8") + "colour: red\n", "utf-8")
    assert cff_errors(tmp_path / "CITATION.cff") != 0


def test_a_citation_file_names_the_version_and_the_day_of_its_release() -> None:
    own = yaml.safe_load(citation_file(Exporting(Ledger(), EDITION)))
    assert own["authors"] == [{"name": "The bird team"}]
    assert (own["version"], own["identifiers"][0]["value"]) == ("1.2.0", f"sha256:{DIGEST}")
    assert own["date-released"] == RELEASED
    assert "date-released" not in yaml.safe_load(citation_file(Exporting(Ledger(), DRAFT)))


@given(texts)
def test_a_slug_is_a_name_that_every_tool_takes(text: str) -> None:
    assert slug(text)
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_names_are_the_same_in_every_version_except_that_of_the_version_itself() -> None:
    later = replace(EDITION, version="2.0.0", digest="f" * 64)
    for site in ("", SITE):
        now, then = replace(EDITION, site=site), replace(later, site=site)
        assert identifier(now, "claim", "C01") == identifier(then, "claim", "C01")
        assert identifier(now, "briefing") != identifier(then, "briefing")
    assert identifier(replace(DRAFT, site=SITE), "briefing") == "https://example.org/b/"
    assert identifier(ONLINE, "gap", "G1") == "https://example.org/b/records/G1.html"
    assert identifier(EDITION, "claim", "C01") == "urn:briefing:how-many-birds-on-the-us-island:claim:C01"
