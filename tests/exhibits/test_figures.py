"""Figures by what they plot: labels, values, words, and where they lead; never by pixels."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from briefing import figures
from briefing.exhibits import palette
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.bars import PATTERNS, Bar, draw_bars
from briefing.exhibits.figures.canvas import Sheet, flow, text_width
from briefing.exhibits.figures.lineage import arrows as descents_of
from briefing.exhibits.figures.lineage import grid
from briefing.model.ledger import Ledger
from briefing.model.records import Term
from briefing.model.words import number_word
from briefing.reading.stress import without

SVG, HREF = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
MAP = ("crossing", ("crosser", "keeper", "deed"))
BUILDERS: dict[str, Callable[[Ledger], Chart]] = {
    "dependence_map": lambda ledger: figures.dependence_map(ledger, *MAP),
    "changes_made": figures.changes_made,
    "lineage": figures.lineage,
    "stress": figures.stress,
    "voices": figures.voices,
}


def many(ledger: Ledger, count: int) -> Ledger:
    """Return the ledger with so many articles: some of its own, then copies that nothing quotes."""
    for article in ledger.articles[count:]:
        ledger = without(ledger, article.id)
    descent = {"may_derive_from": ("council-2021", ledger.articles[0].id), "derives_from": ()} if count else {}
    copies = (
        ledger.articles[0].model_copy(update={"id": f"copy-{n}", **descent}) for n in range(len(ledger.articles), count)
    )
    return ledger.model_copy(update={"articles": (*ledger.articles, *copies)})


def pictures(chart: Chart) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in (chart.svg, chart.svg_narrow)]  # noqa: S314 - our own output


def words(svg: ET.Element | str) -> list[str]:
    root = ET.fromstring(svg) if isinstance(svg, str) else svg  # noqa: S314 - our own output
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def linked(svg: str) -> dict[str, set[str]]:
    """Return the words of a picture that lead somewhere, and the records that they lead to."""
    root = ET.fromstring(svg)  # noqa: S314 - our own output
    found: dict[str, set[str]] = {}
    for anchor in root.iter(f"{SVG}a"):
        for text in words(anchor):
            found.setdefault(text, set()).update(anchor.attrib[HREF].removeprefix("record:").split(","))
    return found


@pytest.mark.parametrize("name", BUILDERS)
def test_the_same_ledger_gives_the_same_bytes_under_one_stem(ledger: Ledger, name: str) -> None:
    chart, again = BUILDERS[name](ledger), BUILDERS[name](ledger)
    assert chart.name == name == chart.table.name or name == "lineage"
    assert (again.svg, again.svg_narrow) == (chart.svg, chart.svg_narrow)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 50])
@pytest.mark.parametrize("name", BUILDERS)
def test_any_number_of_articles_is_drawn_and_told_at_both_widths(ledger: Ledger, name: str, count: int) -> None:
    chart = BUILDERS[name](many(ledger, count))
    assert chart.alt.endswith(".")
    assert chart.caption.endswith(".")
    for picture in pictures(chart):
        _, _, width, height = map(float, picture.attrib["viewBox"].split())
        for node in picture.iter(f"{SVG}text"):
            assert 0 <= float(node.attrib["x"]) <= width, node.text
            assert 0 <= float(node.attrib["y"]) <= height, node.text
        for node in picture.iter(f"{SVG}path"):
            if re.fullmatch(r"[ML\d.\s-]+z?\s*", node.attrib.get("d", "")):
                numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", node.attrib["d"])]
                assert max(numbers[::2]) <= width + 1, node.attrib["d"]


@pytest.mark.parametrize("name", BUILDERS)
def test_no_text_is_smaller_than_eleven_pixels_and_the_widths_are_those_of_a_page_and_a_phone(
    ledger: Ledger, name: str
) -> None:
    for picture, width in zip(pictures(BUILDERS[name](ledger)), (720, 328), strict=True):
        assert float(picture.attrib["width"].removesuffix("pt")) * 96 / 72 == pytest.approx(width, abs=2)
        sizes = [
            float(size) for size in re.findall(r"font(?:-size)?:[^;]*?([\d.]+)px", ET.tostring(picture, "unicode"))
        ]
        assert sizes
        assert min(sizes) * 96 / 72 >= 11


@pytest.mark.parametrize("name", BUILDERS)
def test_every_address_in_a_picture_is_that_of_records_that_are_there(ledger: Ledger, name: str) -> None:
    for svg in (BUILDERS[name](ledger).svg, BUILDERS[name](ledger).svg_narrow):
        records = set().union(*linked(svg).values())
        assert records
        assert records <= set(ledger.record_by_id)


#: What in a picture stands for no record: headings, keys and axes, silences, a word for several things.
FREE = {
    "dependence_map": r"Layer|Who.*|What .*|Ford|silent.*",
    "changes_made": r"\d+|passages|Lune Gazette and Town Digest|Lune Gazette alone",
    "lineage": "nothing",
    "stress": r"One more origin:?|Without any .*|changes nothing",
    "voices": r"\d+|sentences that .*|Lune Gazette|Town Digest|Harbour News",
}


@pytest.mark.parametrize("name", BUILDERS)
def test_every_word_that_stands_for_a_record_leads_to_it_in_place(ledger: Ledger, name: str) -> None:
    chart = BUILDERS[name](ledger)
    for svg in (chart.svg, chart.svg_narrow):
        leads = linked(svg)
        assert [word for word in words(svg) if word not in leads and not re.fullmatch(FREE[name], word)] == []
        assert "target=" not in svg


def test_every_arrow_of_descent_and_every_count_of_a_bar_leads_to_its_records(ledger: Ledger) -> None:
    marks = [a for a in pictures(figures.lineage(ledger))[0].iter(f"{SVG}a") if not words(a)]
    boxes = len(ledger.articles) + len(ledger.origins)
    assert len(marks) >= boxes + len(list(descents_of(ledger)))
    chart = figures.voices(ledger)
    assert {str(total) for total in chart.table.frame["total"]} <= set(linked(chart.svg))


def test_the_parts_of_a_bar_are_told_apart_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(palette.LIGHT[colour][i : i + 2], 16) / 255 for i in (1, 3, 5))
        return round(0.2126 * red + 0.7152 * green + 0.0722 * blue, 1)

    assert len({(grey(face), hatch) for face, hatch in PATTERNS}) == len(PATTERNS)


def test_the_map_leads_from_each_word_to_the_claims_that_carry_it(ledger: Ledger) -> None:
    leads = linked(figures.dependence_map(ledger, *MAP).svg)
    assert leads["walkers"] == {"C01", "C08"}
    assert leads["buses"] == {"C07"}
    assert leads["closed"] == {"C01"}
    assert leads["its owner"] == {"C10", "C12"}
    assert leads["Harbour News alone"] == {"C10", "C12"}  # its owner's two acts; the layer's third claim is no act


def test_a_layer_of_which_nothing_is_said_is_an_empty_row_that_says_so(ledger: Ledger) -> None:
    chart = figures.dependence_map(ledger, *MAP)
    for picture in pictures(chart):
        shown = words(picture)
        assert shown[shown.index("Ford") + 1].startswith("silent")
        assert len([word for word in shown if word.startswith("silent")]) == 1
    assert "on one there is silence" in chart.caption
    assert "frame is this book’s own" in chart.caption
    assert "Ford: silent" in chart.alt


def test_the_caption_of_the_map_counts_the_layers_on_which_a_step_is_told(ledger: Ledger) -> None:
    chart = figures.dependence_map(ledger, *MAP)
    acted = {word for claim in ledger.standing if "deed" in claim.facets for word in claim.facets["crossing"]}
    every = len(ledger.vocabulary["crossing"])
    told = f"{number_word(len(acted))} of {number_word(every)} layers"
    assert chart.caption.startswith(f"Steps or aims are told on {told}: ")


def test_the_word_for_no_step_is_not_counted_as_one(ledger: Ledger) -> None:
    deeds = ledger.vocabulary["deed"]
    vocabulary = {**ledger.vocabulary, "deed": {**deeds, "none-reported": deeds["closed"]}}
    claims = tuple(
        c.model_copy(update={"facets": {**c.facets, "deed": ("none-reported",)}}) if "deed" in c.facets else c
        for c in ledger.claims
    )
    idle = ledger.model_copy(update={"claims": claims, "vocabulary": vocabulary})
    caption = figures.dependence_map(idle, *MAP).caption
    none = "No step or aim is told on three of four layers: bridge, ferry and New Bridge; on one there is"
    assert caption.startswith(none)


def test_the_place_of_an_act_stands_beside_it_wherever_it_is_told(ledger: Ledger) -> None:
    north = {**ledger.vocabulary, "where": {"north": Term(label="North End", meaning="m")}}
    claims = tuple(
        c.model_copy(update={"facets": {**c.facets, "where": ("north",)}}) if c.id in {"C01", "C08"} else c
        for c in ledger.claims
    )
    chart = figures.dependence_map(
        ledger.model_copy(update={"claims": claims, "vocabulary": north}), MAP[0], (*MAP[1], "where")
    )
    for picture in (chart.svg, chart.svg_narrow):
        assert [word for word, leads in linked(picture).items() if "North End" in word and leads == {"C01"}]
    assert chart.alt.count("North End") == 1
    assert "closed (North End, 2 of 3 articles)" in chart.alt
    assert [r["where"] for r in chart.table.frame.to_dict("records") if r["act"] == "closed"] == ["North End"]


def test_a_layer_on_which_nobody_has_a_hand_says_that_nobody_is_named(ledger: Ledger) -> None:
    shown = words(figures.dependence_map(ledger, *MAP).svg)
    assert "nobody named" in shown  # who keeps the New Bridge open is not said


def test_who_is_spoken_of_beside_an_act_and_has_none_is_not_told_to_have_done_it(ledger: Ledger) -> None:
    denied = {**ledger.claim_by_id["C12"].facets}  # "The engine was not repaired", say, is coded with no deed
    del denied["deed"]
    claims = [c.model_copy(update={"facets": denied}) if c.id == "C12" else c for c in ledger.claims]
    chart = figures.dependence_map(ledger.model_copy(update={"claims": tuple(claims)}), *MAP)
    told = "spoken of, no step told"
    assert f"its owner: opened (Harbour News alone) and {told} (Harbour News alone)" in chart.alt
    for picture in (chart.svg, chart.svg_narrow):
        assert " ".join(word for word, leads in linked(picture).items() if leads == {"C12"}).startswith(told)
    assert [row["act"] for row in chart.table.frame.to_dict("records") if row["claims"] == ("C12",)] == [told]


@pytest.mark.filterwarnings("error")  # what Matplotlib says of a letter that it has no form for stops a build
@pytest.mark.parametrize("name", ["科技日刊", "خبر", "Ведомости", "भारत", "日刊 Tech"])
def test_names_in_other_scripts_are_drawn_in_a_face_that_has_them(ledger: Ledger, name: str) -> None:
    articles = tuple(a.model_copy(update={"publisher": name, "title": name}) for a in ledger.articles)
    for draw in BUILDERS.values():
        assert draw(ledger.model_copy(update={"articles": articles})).svg
        assert "Noto" not in draw(ledger).svg  # where no letter is lacking, no other face is named


def test_the_lineage_names_every_article_and_origin(ledger: Ledger) -> None:
    for picture in pictures(figures.lineage(ledger)):
        assert {a.publisher for a in ledger.articles} | {o.publisher for o in ledger.origins} <= set(words(picture))


def test_two_possible_parents_are_two_dashed_arrows(ledger: Ledger) -> None:
    first = ledger.article_by_id["gazette-2021"]
    child = ledger.article_by_id["digest-2021"].model_copy(
        update={"derives_from": (), "may_derive_from": ("council-2021", first.id)}
    )
    chart = figures.lineage(ledger.model_copy(update={"articles": (first, child)}))
    for picture in pictures(chart):
        assert sum("one of these" in word for word in words(picture)) == 2
    assert "Town Digest goes back to Town council or Lune Gazette, which of them is not known" in chart.caption
    assert chart.caption.startswith("Two articles, one independent origin")
    assert "What Town council said is not held." in chart.caption


def test_no_arrow_of_descent_goes_down_through_a_box_of_another_family(ledger: Ledger) -> None:
    first, *_ = ledger.articles
    own = {"derives_from": (), "may_derive_from": ()}
    ages = [first.model_copy(update={"id": f"a-{n}", "published": f"2021-03-0{n}", **own}) for n in (1, 2, 3, 4)]
    told = [a.model_copy(update={"derives_from": ("council-2021",)}) if n % 2 else a for n, a in enumerate(ages)]
    family = ledger.model_copy(update={"articles": tuple(told)})  # by age: its own, a child, its own, a child
    every = list(descents_of(family))
    places = grid(family, every)
    assert len(set(places.values())) == len(places) == 4 + len(ledger.origins)
    for arrow in every:
        (column, above), (_, below) = places[arrow.parent], places[arrow.child]
        between = {name for name, place in places.items() if place[0] == column and above < place[1] < below}
        assert above <= below
        assert between == set()


def test_the_voices_are_counted_by_sentence(ledger: Ledger) -> None:
    chart = figures.voices(ledger)
    counts = dict(zip(chart.table.frame["voice"], chart.table.frame["total"], strict=True))
    # The gazette's first sentence carries two claims of the council, and counts once.
    assert counts["Town council"] == 1
    assert counts["The survey, quoted by Town council"] == 1
    # Nine of thirteen have no speaker: three of the gazette, five of the digest, one of the ferry.
    assert chart.caption == "9 of 13 quoted sentences (69%) are in an article’s own voice."
    shown = words(chart.svg)
    assert {str(n) for n in counts.values()} <= set(shown)
    assert "sentences that a claim quotes" in shown


def test_a_cell_of_the_stress_figure_says_what_becomes_and_leads_to_what_is_lost(ledger: Ledger) -> None:
    chart = figures.stress(ledger)
    leads = linked(chart.svg)
    assert next(records for text, records in leads.items() if text.startswith("Loses two")) == {"C10", "C12"}
    assert leads["Falls"] == {"C01", "C02", "C03"}
    assert "without Town council" not in chart.alt
    assert "without all that goes back to Town council, J1 falls and J2 stands" in chart.alt


def test_of_many_articles_only_those_that_take_something_with_them_are_lines(ledger: Ledger) -> None:
    shown = words(figures.stress(many(ledger, 50)).svg)
    # J1 loses no claim with any one article: 48 of the digest, the gazette, the news of the harbour.
    assert "Without any one of 50 others" in shown
    assert "Without any one of 49 others" in shown
    assert sum(word.startswith("Without") for word in shown) == 5


def test_a_legend_that_is_too_wide_takes_another_line() -> None:
    names, lines = ["The Gazette and the Digest", "The Gazette alone", "The Digest alone"], []
    for width in (palette.FIGURE_WIDTH, palette.NARROW_WIDTH):
        sheet = Sheet(width)
        draw_bars(sheet, [Bar("x", ((1, ()), (2, ()), (3, ())))], names, "y")
        lines.append(len({text.get_position()[1] for text in sheet.axes.texts if text.get_text() in names}))
    assert lines == [1, 2]


def test_changes_are_bars_on_an_axis_that_lead_to_the_passages(ledger: Ledger) -> None:
    chart = figures.changes_made(ledger)
    assert linked(chart.svg)["dropped"] == {"P2"}
    assert {"1", "dropped", "speaker lost", "widened"} <= set(words(chart.svg))
    assert "passages" in words(chart.svg)
    assert chart.caption.startswith("Two passages are compared")


def test_words_flow_into_lines_of_a_width_and_are_never_broken() -> None:
    lines = list(flow("many short words and oneverylongword", 1.0, 10))
    assert [piece.text for line in lines for _, piece in line][-1].endswith("oneverylongword")
    for line in lines:
        for start, piece in line:
            assert start + text_width(piece.text, 10) <= 1.05 or " " not in piece.text


def test_a_box_beyond_the_width_where_the_sheet_is_cut_is_refused() -> None:
    sheet = Sheet(palette.NARROW_WIDTH)
    sheet.box((0, 0), (palette.NARROW_WIDTH, 1))
    with pytest.raises(ValueError, match=r"ends 3\.55 inches from the left of a sheet 3\.4 inches wide"):
        sheet.box((3.3, 0), (0.25, 1))
