"""A page says of confidence, of inference and of who says something what the records have."""

from __future__ import annotations

import pytest

from breaking import BreakFile
from briefing.model.layout import Layout
from checked import check

ONE, F = "chapters/one.md", "data/claims/ferry.yml"
BROKEN = {
    "confidence-misstated": (ONE, "Walkers have to", "With high confidence, walkers have to", f"{ONE}:21"),
    "inference-unmarked": (ONE, "- Walkers", "- Crossings stop {judgement}`J2`.\n- Walkers", f"{ONE}:21"),
    "name-unfounded": (ONE, "Walkers have", "Mara Holt has it that walkers have", f"{ONE}:21"),
    "quotation-misattributed": (
        ONE,
        "- Walkers",
        "- “Many of the stones in the north pier” are loose in Town Digest, too {claim}`C03`.\n- Walkers",
        f"{ONE}:21",
    ),
}


def codes(layout: Layout, sentence: str, code: str) -> bool:
    """Whether a sentence at the end of a page is told to break a rule."""
    page = layout.root / ONE
    page.write_text(f"{page.read_text('utf-8')}\n{sentence}\n", "utf-8")
    return code in [issue.code for issue in check(layout).issues]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("It is not sound (low confidence) {judgement}`J1`.", False),
        ("It is not sound (moderate confidence) {judgement}`J1`.", True),
        ("Its confidence is moderate {judgement}`J1`.", True),
        ("We are highly confident of it {judgement}`J1`.", True),
        ("It is not held with high confidence {judgement}`J1`.", False),
        ("It is not held with low confidence {judgement}`J1`.", True),
        ("It is held with no less than high confidence {judgement}`J1`.", True),
        ("High waters are told with low confidence, at high cost {judgement}`J1`.", True),
        ("At high cost, it is held with low confidence {judgement}`J1`.", False),
        ("Every judgement is held with low confidence {judgement}`J1`.", True),
        ("No judgement is held with high confidence {judgement}`J1`.", False),
        ("Hence the low confidence {gap}`G1`.", True),
        ("It is not sound, stated by all {judgement}`J1`.", True),
        ("It is not sound, stated by some {judgement}`J1`.", False),
        ("No judgement is held with more than moderate confidence {judgement}`J1,J2`.", False),
        ("Confidence does not rise above low {judgement}`J1`.", False),
        ("Confidence does not rise above low {judgement}`J2`.", True),
        ("Confidence rises above low {judgement}`J2`.", False),
        ("Confidence is more than low {judgement}`J1`.", True),
        ("It is held with less than high confidence {judgement}`J1`.", False),
        ("It is held with less than low confidence {judgement}`J1`.", True),
        ("The confidence is anything but low {judgement}`J1`.", True),
        ("The confidence is anything but low {judgement}`J2`.", False),
        ("Every judgement but one is held with moderate confidence {gap}`G1`.", True),
        (":::{guide}\nThe judgements on this page are of high confidence.\n:::", True),
    ],
)
def test_how_sure_a_page_is_said_to_be_is_as_coded(tiny: Layout, sentence: str, wrong: bool) -> None:  # noqa: FBT001
    assert codes(tiny, sentence, "confidence-misstated") == wrong


@pytest.mark.parametrize(
    ("sentence", "unmarked"),
    [
        ("Crossings stop for repairs {judgement}`J2`.", True),
        ("Crossings, we infer, stop for repairs {judgement}`J2`.", False),
        ("Crossings stop for repairs (inferred by us) {judgement}`J2`.", False),
        ("The judgement on crossings is another {judgement}`J2`.", False),
        ("We infer that it is closed {judgement}`J1`; crossings stop {judgement}`J2`.", True),
    ],
)
def test_an_inference_is_said_to_be_one(tiny: Layout, sentence: str, unmarked: bool) -> None:  # noqa: FBT001
    assert codes(tiny, sentence, "inference-unmarked") == unmarked


@pytest.mark.parametrize(
    ("sentence", "unfounded"),
    [
        ("Lune Gazette names an expert {claim}`C05`.", False),
        ("Town Digest names an expert {claim}`C05`.", True),
        ("Lune Gazette as well as Town Digest names an expert {claim}`C05`.", True),
        ("Unlike Lune Gazette, Town Digest names an expert {claim}`C05`.", True),
        ("Town Digest names an expert {claim}`C05` {gap}`G1`.", True),
        ("Town Digest says so {judgement}`J1`.", False),
        ("Harbour News says so {judgement}`J1`.", True),
        ("Town Digest names no expert {parallel}`P2`.", False),
        ("How many are loose Town Digest does not say {gap}`G1`.", False),
        ("Town Digest says both {conflict}`X1`.", False),
        ("Harbour News says both {conflict}`X1`.", True),
        ("Lune Gazette joins the two {relation}`R1`.", False),
        ("Town Digest joins the two {relation}`R1`.", True),
        ("Mara Holt likens it to sugar {claim}`C05`.", False),
        ("Lune Crossings likens it to sugar {claim}`C05`.", True),
        ("Crossings calls it safe {claim}`C11`.", False),
        ("Lune Gazette tells of sugar {passage}`C05-1`.", False),
        ("Town Digest has it so {passage}`C01-1`.", True),
        ("Neither Lune Gazette nor Town Digest speaks of the ferry {claim}`C10`.", False),
    ],
)
def test_who_is_named_is_who_a_cited_record_is_of(tiny: Layout, sentence: str, unfounded: bool) -> None:  # noqa: FBT001
    assert codes(tiny, sentence, "name-unfounded") == unfounded


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Lune Gazette has it that the gaps “could be widened by frost” {claim}`C04`.", False),
        ("Town Digest has it that the gaps “could be widened by frost” {claim}`C04`.", True),
        ("“Could be widened”, says Lune Gazette; “will be widened”, says Town Digest {claim}`C04`.", False),
        ("“Could be widened”, says Town Digest; “will be widened”, says Lune Gazette {claim}`C04`.", True),
        ("Lune Gazette says “could be widened” and Town Digest “will be widened” {claim}`C04`.", False),
        ("Lune Gazette says “will be widened” and Town Digest “could be widened” {claim}`C04`.", True),
        ("They “could be widened” {claim}`C04`.", False),
        ("Town Digest leaves “a wall of wet sugar” out {parallel}`P2`.", False),
    ],
)
def test_a_quotation_is_of_the_article_named_beside_it(tiny: Layout, sentence: str, wrong: bool) -> None:  # noqa: FBT001
    assert codes(tiny, sentence, "quotation-misattributed") == wrong


def test_of_all_judgements_but_some_it_is_said_of_most(tiny: Layout, break_file: BreakFile) -> None:
    judged = (tiny.root / "data/judgements.yml").read_text("utf-8")
    third = "- id: J3" + judged.split("- id: J1")[1].split("- id: J2")[0].replace("is not sound", "is loose")
    break_file("data/judgements.yml", "- id: J1", f"{third}- id: J1")  # low, low and moderate
    for said, wrong in (
        ("Nearly every judgement is held with low confidence {gap}`G1`.", False),
        ("Every judgement but the one on ferries is held with low confidence {gap}`G1`.", False),
        ("Every judgement is held with low confidence {gap}`G1`.", True),
        ("Nearly every judgement is held with moderate confidence {gap}`G1`.", True),
    ):
        assert codes(tiny, said, "confidence-misstated") == wrong
        page = tiny.root / ONE
        page.write_text(page.read_text("utf-8").replace(f"\n{said}\n", ""), "utf-8")


def test_an_actor_that_names_a_place_too_may_be_named_anywhere(tiny: Layout, break_file: BreakFile) -> None:
    assert codes(tiny, "Lune Crossings likens it to sugar {claim}`C05`.", "name-unfounded")
    break_file("data/actors.yml", "  aliases: [Crossings]", "  aliases: [Crossings]\n  passing: It is a place too.")
    assert "name-unfounded" not in [issue.code for issue in check(tiny).issues]
