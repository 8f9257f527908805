"""What the HTML book is put together from: pictures, addresses of quotes, palette, index, cards."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from book_records import catalogue_of
from briefing import open_ledger
from briefing.book.core.direction import direction
from briefing.book.html import assets
from briefing.book.html.ledger_rows import CODES, OF_CLAIMS, Filter, filters, row_attributes
from briefing.book.html.own_nodes import prepare_svg
from briefing.book.html.records import Catalogue
from briefing.book.html.reference_pages import card_script, passage_entries, record_entries
from briefing.book.html.views import text_fragment
from briefing.exhibits import palette
from briefing.model.fields import coded_fields
from briefing.model.layout import Layout
from briefing.model.records import Claim, Evidence
from briefing.versions.history import DRAFT, Event


@pytest.fixture
def catalogue(tiny: Layout) -> Catalogue:
    return catalogue_of(open_ledger(tiny))


SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="144pt" height="72pt" viewBox="0 0 144 72">
 <metadata>made by</metadata><defs><style type="text/css">*{{stroke-linecap: butt}}</style>
 <clipPath id="p1"><rect width="9" height="9"/></clipPath><path id="m" d="M 0 0"/></defs>
 <g id="unused" style="fill: {palette.LIGHT["accent"].upper()}; stroke-width: 2" clip-path="url(#p1)">
 <use xlink:href="#m"/><text style="font: italic 600 12px 'Source Sans 3', sans-serif; text-anchor: end"> a  b </text>
 </g></svg>"""


def test_a_picture_keeps_no_style_that_the_policy_refuses() -> None:
    prepared = prepare_svg(SVG, "one")
    assert "style=" not in prepared.replace("font-style=", "")
    assert "<style" not in prepared
    assert "metadata" not in prepared
    assert 'stroke-width="2"' in prepared
    for part in ('font-style="italic"', 'font-weight="600"', 'font-size="12px"', 'text-anchor="end"'):
        assert part in prepared


def test_a_colour_of_the_palette_follows_the_theme() -> None:
    assert 'fill="var(--accent)"' in prepare_svg(SVG, "one")


def test_two_pictures_on_a_page_have_no_id_in_common() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', prepare_svg(SVG, name))) for name in ("one", "two")]
    assert ids[0] == {"one-p1", "one-m"}
    assert not ids[0] & ids[1]
    assert 'clip-path="url(#one-p1)"' in prepare_svg(SVG, "one")
    assert 'href="#one-m"' in prepare_svg(SVG, "one")


def test_a_picture_says_its_size_in_pixels_so_that_the_page_keeps_room() -> None:
    root = ET.fromstring(prepare_svg(SVG, "one"))  # noqa: S314  the picture above
    assert (root.get("width"), root.get("height")) == ("192", "96")


LINKED = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="72pt" height="72pt"><g id="patch_1"><a xlink:href="record:C01,C02"><path d="M 0 0"/></a></g>
 <g id="text_1"><a xlink:href="record:C01,C02"><text>two</text></a></g>
 <a xlink:href="record:X99"><path d="M 1 1"/></a> <a xlink:href="https://example.org/"><path d="M 2 2"/></a></svg>"""


def test_a_mark_leads_to_its_records_and_neighbours_of_the_same_records_are_one() -> None:
    def link(names: str, _words: str) -> dict[str, str] | None:
        return None if "X99" in names else {"href": "claims/C01.html", "data-card": names, "aria-label": "C01, C02"}

    root = ET.fromstring(prepare_svg(LINKED, "one", link))  # noqa: S314  the picture above
    (mark,) = root.iter("a")
    assert dict(mark.attrib) == {"href": "claims/C01.html", "data-card": "C01,C02", "aria-label": "C01, C02"}
    assert [part.tag for part in mark] == ["path", "text"]
    assert root.get("aria-hidden") is None
    assert len(list(root.iter("path"))) == 3


def test_a_link_is_made_of_the_words_that_are_seen_in_a_mark() -> None:
    seen: list[str] = []
    prepare_svg(LINKED, "one", lambda _names, words: seen.append(words))
    assert seen == ["two", ""]


def test_without_pages_of_records_no_mark_leads_anywhere() -> None:
    prepared = prepare_svg(LINKED, "one")
    assert "record:" not in prepared
    assert "<a" not in prepared
    assert 'aria-hidden="true"' in prepared


def test_the_blank_space_inside_a_picture_s_words_is_kept() -> None:
    root = ET.fromstring(prepare_svg(SVG, "one"))  # noqa: S314  the picture above
    assert [text.text for text in root.iter("text")] == [" a  b "]


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        ("key, AI-services & more", ":~:text=key%2C%20AI%2Dservices%20%26%20more"),
        ("one\ntwo three four five six seven", ":~:text=one,three%20four%20five%20six%20seven"),
        ("\n".join(["头" * 90 + "，中间", "尾" * 90]), f":~:text={quote('头' * 90 + '，中间')},{quote('尾' * 90)}"),
        ("头头，" + "中" * 200 + "，尾尾", f":~:text={quote('头头，')},{quote('尾尾')}"),
        (" ".join(["w" * 60] * 4), f":~:text={'%20'.join(['w' * 60] * 2)},{'%20'.join(['w' * 60] * 2)}"),
    ],
)
def test_a_text_fragment_encodes_what_has_a_meaning_in_it(exact: str, expected: str) -> None:
    assert text_fragment(exact) == expected


def test_a_text_fragment_is_pinned_by_what_stands_around_the_quote() -> None:
    assert text_fragment("AI", "key ", " services") == ":~:text=key-,AI,-services"


def test_a_long_quote_is_named_by_how_it_begins_and_ends() -> None:
    fragment = text_fragment(" ".join(f"word{n}" for n in range(80)))
    assert fragment == ":~:text=word0%20word1%20word2%20word3%20word4,word75%20word76%20word77%20word78%20word79"


def test_a_card_s_script_is_one_call_whatever_is_in_the_words() -> None:
    script = card_script("C01", '“</script>”\\"\n')
    name, text = json.loads(f"[{script.removeprefix('briefing.card(').removesuffix(');' + chr(10))}]")
    assert (name, text) == ("C01", '“</script>”\\"\n')


def test_the_style_sheet_has_both_themes_and_asks_nobody(tmp_path: Path) -> None:
    assets.write_assets(tmp_path)
    css = (tmp_path / "briefing.css").read_text("utf-8")
    for name, colour in palette.LIGHT.items():
        assert f"--{name}:light-dark({colour},{palette.DARK[name]})" in css
    assert "http" not in css
    assert "@import" not in css
    assert all((tmp_path / file).is_file() for file in re.findall(r'url\("([^"]+)"\)', css))
    assert {path.name for path in tmp_path.iterdir()} <= assets.asset_names()


def test_the_assets_digest_follows_their_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = assets.write_assets(tmp_path)
    assert assets.write_assets(tmp_path) == before
    monkeypatch.setattr(palette, "LIGHT", {**palette.LIGHT, "ink": "#000001"})
    assert assets.write_assets(tmp_path) != before


def test_the_index_holds_every_record_and_every_quote(catalogue: Catalogue) -> None:
    ledger = catalogue.ledger
    assert [entry["id"] for entry in record_entries(catalogue)] == list(ledger.kind_by_id)
    quotes = {" ".join(evidence.words.split()) for claim in ledger.standing for evidence in claim.evidence}
    assert {entry["body"] for entry in passage_entries(ledger, "sources")} == quotes
    used = {claim for entry in passage_entries(ledger, "sources") for claim in entry["claims"].split()}
    assert used == {claim.id for claim in ledger.standing if claim.evidence}


def test_the_index_is_a_script_that_no_word_can_leave(tmp_path: Path) -> None:
    entry = {"kind": "page", "id": "", "title": "</script><b>", "body": "", "address": ""}
    assets.write_script(tmp_path / "index.js", "briefingSearchIndex", [entry])
    text = (tmp_path / "index.js").read_text("utf-8")
    assert "<" not in text
    assert json.loads(text.removeprefix("window.briefingSearchIndex=").rstrip(";\n")) == [entry]


def ledger_filters(catalogue: Catalogue) -> list[Filter]:
    return filters(catalogue, [claim.id for claim in catalogue.ledger.claims], OF_CLAIMS)


def test_every_row_can_be_found_by_every_filter(catalogue: Catalogue) -> None:
    for name, _, choices in ledger_filters(catalogue):
        rows = [row_attributes(catalogue, claim.id) for claim in catalogue.ledger.claims]
        words = {word for row in rows for word in row.get(f"data-{name.replace('_', '-')}", "").split()}
        assert words == {word for word, _ in choices}


def test_every_coded_field_that_says_so_is_a_filter() -> None:
    declared = {code.name for model in (Claim, Evidence) for code in coded_fields(model) if code.shows_on("filter")}
    assert declared == {code.name for code in CODES}


def test_versions_are_offered_newest_first_by_number(tiny: Layout) -> None:
    catalogue = catalogue_of(open_ledger(tiny))
    events = [Event(version, None, "", "") for version in ("2.0.0", "10.0.0", "2.1.0", DRAFT)]
    past = {claim.id: [event] for claim, event in zip(catalogue.ledger.claims, events, strict=False)}
    offered = next(one for one in ledger_filters(replace(catalogue, past=past)) if one.name == "changed")
    expected = sorted((event.version for [event] in past.values()), key=[DRAFT, "10.0.0", "2.1.0", "2.0.0"].index)
    assert [word for word, _ in offered.choices] == expected


def test_one_origin_for_everything_is_still_a_choice_of_the_filters(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    origin = ledger.origins[0].id
    articles = tuple(article.model_copy(update={"derives_from": (origin,)}) for article in ledger.articles)
    only = catalogue_of(ledger.model_copy(update={"articles": articles}))
    assert {name: choices for name, _, choices in ledger_filters(only)}["origins"] == [("1", "one origin")]


def test_a_row_that_is_no_claim_carries_nothing(catalogue: Catalogue) -> None:
    assert row_attributes(catalogue, "C999") == {}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("en", "ltr"), ("zh-Hans-CN", "ltr"),
     ("UR", "rtl"), ("", "ltr")],
)  # fmt: skip
def test_the_direction_of_a_language_follows_its_script_before_its_name(tag: str, expected: str) -> None:
    assert direction(tag) == expected


def test_a_teams_own_file_stays_in_the_static_folder(tmp_path: Path) -> None:
    static, own = tmp_path / "static", tmp_path / "own"
    own.mkdir()
    (own / "logo.png").write_bytes(b"x")
    assets.write_assets(static)
    for name in ("logo.png", "jquery.js"):
        (static / name).write_bytes(b"x")
    assets.prune(static, [own])
    assert (static / "logo.png").is_file()
    assert not (static / "jquery.js").exists()
    assert (static / "briefing.css").is_file()
