"""What was released stays: a record with a number may be withdrawn, never deleted, and its number is never reused."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.checking.check import open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.versions.store import build_release, publish
from checked import check

BreakFile = Callable[[str, str, str], Path]
B, F = "data/claims/bridge.yml", "data/claims/ferry.yml"
BROKEN = dict.fromkeys(
    ("id-reused", "record-removed", "judgement-not-reviewed", "article-came", "review-version"), (F, "", "", "")
)
SURE = """All of the stones in the north pier are loose
      voice: []
      quantity: all
      certainty: asserted
- id: C04"""
RELEASE = "data/releases/1.0.0.json:1"


@pytest.fixture(scope="module")
def first(opened: Ledger) -> Release:
    """A release of what the tiny briefing holds."""
    return build_release(opened, None, "1.0.0", dt.date(2024, 1, 1), reasons={}, inputs={})


@pytest.fixture(autouse=True)
def released(tiny: Layout, first: Release) -> None:
    publish(tiny, first)


def codes(layout: Layout) -> list[tuple[str, str]]:
    return [(str(issue.place), issue.code) for issue in check(layout).issues]


@pytest.mark.parametrize(
    ("file", "record"),
    [
        (F, "claim C11"), ("data/judgements.yml", "judgement J2"), ("data/gaps.yml", "gap G1"),
        ("data/conflicts.yml", "conflict X1"), ("data/indicators.yml", "indicator I1"),
        ("data/corrections.yml", "correction K1"), ("data/relations.yml", "relation R1"),
        ("data/parallels.yml", "parallel P2"), ("data/settlements.yml", "settlement S1"),
    ],
)  # fmt: skip
def test_a_released_record_of_any_kind_may_not_be_deleted(tiny: Layout, file: str, record: str) -> None:
    path, name = tiny.root / file, record.split()[1]
    path.write_text(path.read_text("utf-8").split(f"- id: {name}")[0] or "[]", "utf-8")
    removed = [i for i in check(tiny).issues if i.code == "record-removed"]
    assert record in [issue.subject for issue in removed]
    assert {str(issue.place) for issue in removed} == {RELEASE}


def test_a_released_claim_may_be_withdrawn(tiny: Layout, break_file: BreakFile) -> None:
    break_file(F, "  statement: The ferry's owner", "  withdrawn: {because: r}\n  statement: The ferry's owner")
    assert "record-removed" not in [code for _, code in codes(tiny)]


def test_a_gap_is_closed_by_withdrawing_it(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/gaps.yml", "  touches: [C03]", "  touches: [C03]\n  withdrawn: {because: They were counted.}")
    assert codes(tiny) == []
    assert open_ledger(tiny).standing_of("gaps") == ()


def test_a_name_of_an_actor_may_go(tiny: Layout) -> None:
    path = tiny.root / "data/actors.yml"
    path.write_text(path.read_text("utf-8").replace("- id: survey", "- id: surveyors"), "utf-8")
    assert "record-removed" not in [code for _, code in codes(tiny)]


def test_an_id_may_not_pass_from_one_claim_to_another(tiny: Layout, break_file: BreakFile) -> None:
    break_file(F, "  statement: The ferry's engine was repaired.", "  statement: The ferry crosses at Glasson.")
    assert codes(tiny) == []
    break_file(F, "exact: after a summer of repairs to its engine", "exact: The ferry at Glasson runs")
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "id-reused"]
    assert "it was another claim" in issue.got


def test_an_id_may_not_pass_from_one_gap_to_another(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/gaps.yml", "How many stones are loose?", "How many stones of the pier are loose?")
    assert codes(tiny) == []
    break_file("data/gaps.yml", "[C03]", "[C10]")
    assert codes(tiny) == [("data/gaps.yml:1", "id-reused")]


def test_an_id_may_not_pass_to_another_question_on_the_same_claim(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/gaps.yml", "How many stones are loose?", "Who won the game?")
    assert codes(tiny) == [("data/gaps.yml:1", "id-reused")]


def test_a_word_of_confidence_is_printed_as_it_was_released(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/vocabulary.yml", "low: {label: low,", "low: {label: rather low,")
    assert [code for _, code in codes(tiny)] == ["label-shared"]


def test_a_withdrawn_claim_may_not_stand_again(tiny: Layout, break_file: BreakFile) -> None:
    break_file(B, "  withdrawn:\n    because: The words speak of the north pier alone.\n    replaced_by: [C03]\n", "")
    assert (f"{B}:122", "id-reused") in codes(tiny)


def test_a_release_takes_nothing_from_an_id_that_is_newer(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/gaps.yml", "- id: G1", "- {id: G2, question: q, silence: s}\n- id: G1")
    assert codes(tiny) == []


def test_a_judgement_whose_evidence_changed_is_looked_at_again(tiny: Layout, break_file: BreakFile) -> None:
    judgements = "data/judgements.yml"
    text = (tiny.root / judgements).read_text("utf-8")
    (tiny.root / judgements).write_text(
        text.replace("reviewed: {version: 0.1.0,", "reviewed: {version: 1.0.0,"), "utf-8"
    )
    assert codes(tiny) == []
    break_file(B, "According to a survey quoted by the council, many of the stones", "many of the stones")
    told = {issue.subject: issue.got for issue in check(tiny).issues if issue.code == "judgement-not-reviewed"}
    assert told == {"judgement J1": "C03 has other words, codes or descent than in 1.0.0."}
    text = (
        (tiny.root / judgements).read_text("utf-8").replace("reviewed: {version: 1.0.0,", "reviewed: {version: 1.1.0,")
    )
    (tiny.root / judgements).write_text(text, "utf-8")
    saw = re.findall("`(saw: [a-p]{8})`", _mend(tiny, "judgement-not-reviewed"))[0]
    (tiny.root / judgements).write_text(text.replace("version: 1.1.0,", f"version: 1.1.0, {saw},"), "utf-8")
    assert "judgement-not-reviewed" not in [code for _, code in codes(tiny)]
    # What changes after that review, in the same version that is to come, is not what it saw.
    break_file(B, SURE, SURE.replace("asserted", "reported"))
    told = {issue.subject: issue.got for issue in check(tiny).issues if issue.code == "judgement-not-reviewed"}
    assert told == {"judgement J1": "C03 has other words, codes or descent than in 1.0.0."}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (B, "statement: Stones in the north pier are loose.", "statement: Stones in the pier are loose."),
        (B, SURE, SURE.replace("asserted", "reported")),
        ("data/articles/digest-2021.yml", "derives_from: [council-2021]\nderives_certainty: inferred\n", ""),
    ],
)  # fmt: skip
def test_a_judgement_is_looked_at_again_when_words_codes_or_descent_changed(
    tiny: Layout, break_file: BreakFile, file: str, old: str, new: str
) -> None:
    path = tiny.data / "judgements.yml"
    path.write_text(
        path.read_text("utf-8").replace("reviewed: {version: 0.1.0,", "reviewed: {version: 1.0.0,"), "utf-8"
    )
    assert codes(tiny) == []
    break_file(file, old, new)
    told = [issue.subject for issue in check(tiny).issues if issue.code == "judgement-not-reviewed"]
    assert "judgement J1" in told


@pytest.mark.parametrize(
    ("version", "possible"),
    [("1.0.0", True), ("1.0.1", True), ("1.1.0", True), ("2.0.0", True), ("0.2.0", True), ("0.0.9", False),
     ("1.0.2", False), ("1.2.0", False), ("9.0.0", False), ("1.1.1", False)],
)  # fmt: skip
def test_a_review_and_a_correction_name_a_version_that_was_or_may_come(
    tiny: Layout,
    break_file: BreakFile,
    version: str,
    possible: bool,  # noqa: FBT001
) -> None:
    reviewed = "reviewed: {version: 0.1.0, outcome: It stands.}\n- id: J2"
    break_file("data/judgements.yml", reviewed, reviewed.replace("0.1.0", version))
    assert ("review-version" not in [code for _, code in codes(tiny)]) == possible
    assert possible or "the next is 1.0.1 or 1.1.0 or 2.0.0." in _mend(tiny, "review-version")
    break_file("data/corrections.yml", "corrected_in: 0.2.0", f"corrected_in: {version}")
    assert ("correction-version" not in [code for _, code in codes(tiny)]) == possible
    assert possible or "the next is 1.0.1 or 1.1.0 or 2.0.0." in _mend(tiny, "correction-version")


def _mend(layout: Layout, code: str) -> str:
    (mend,) = {issue.mend for issue in check(layout).issues if issue.code == code}
    return mend


def add_article(tiny: Layout, name: str) -> None:
    """Take in one more article, on paint, which no claim quotes."""
    sidecar, text = (
        (tiny.articles / "ferry-2020.yml").read_text("utf-8"),
        f"The ferry at {name} was painted.\n".encode(),
    )
    (tiny.articles / f"{name}.txt").write_bytes(text)
    sidecar = sidecar.replace("ferry", "paint").replace("Ferry runs at night again", "Ferry painted")
    sidecar = re.sub("(?m)^sha256: .*$", f"sha256: {hashlib.sha256(text).hexdigest()}", sidecar)
    (tiny.articles / f"{name}.yml").write_text(sidecar, "utf-8")


def test_when_an_article_came_what_is_said_and_what_is_open_is_looked_at_again(
    tiny: Layout, break_file: BreakFile
) -> None:
    add_article(tiny, "news-2022")
    told = {issue.subject: issue for issue in check(tiny).issues if issue.code == "article-came"}
    assert set(told) == {"judgements", "gaps", "conflicts", "indicators"}
    assert told["gaps"].got == "news-2022 came after 1.0.0, and G1 may say otherwise now."
    next_version = "an article that is new or gone makes it 1.1.0, a judgement that moves 2.0.0. "
    saw = re.findall("`(saw: [a-p]{8})`", told["gaps"].mend.split(next_version)[1])
    assert len(saw) == 1
    looked_at = "\n  reviewed: {version: 1.1.0, outcome: It does not speak of stones.}"
    break_file("data/gaps.yml", "touches: [C03]", f"touches: [C03]{looked_at}")
    assert "gaps" in {issue.subject for issue in check(tiny).issues if issue.code == "article-came"}
    break_file("data/gaps.yml", "version: 1.1.0,", f"version: 1.1.0, {saw[0]},")
    assert "gaps" not in {issue.subject for issue in check(tiny).issues if issue.code == "article-came"}


def test_a_review_after_one_article_does_not_answer_for_the_next_of_the_same_version(
    tiny: Layout, break_file: BreakFile
) -> None:
    add_article(tiny, "news-2022")

    def gaps() -> list[str]:
        return [i.mend for i in check(tiny).issues if (i.code, i.subject) == ("article-came", "gaps")]

    saw = re.findall("`(saw: [a-p]{8})`", gaps()[0])[0]
    looked_at = f"\n  reviewed: {{version: 1.1.0, {saw}, outcome: It does not speak of stones.}}"
    break_file("data/gaps.yml", "touches: [C03]", f"touches: [C03]{looked_at}")
    assert gaps() == []
    add_article(tiny, "news-2023")
    assert len(gaps()) == 1
    assert saw not in gaps()[0]


def test_when_an_article_went_what_is_said_is_looked_at_again_too(tiny: Layout) -> None:
    for path in (*tiny.articles.glob("ferry-2020.*"), tiny.data / "claims/ferry.yml"):
        path.unlink()
    told = {issue.subject: issue.got for issue in check(tiny).issues if issue.code == "article-came"}
    assert told["gaps"] == "ferry-2020 went after 1.0.0, and G1 may say otherwise now."


PASSAGES = """- id: R2
  kind: while
  first: C10
  second: C12
  article: ferry-2020
  exact: runs at night again
  withdrawn: {because: Its article was taken out.}
"""
ALONE = """- id: P3
  change: dropped
  sides: [{article: ferry-2020, exact: The ferry at Glasson}]
  note: n
  withdrawn: {because: Its article was taken out.}
"""


def test_an_article_can_be_taken_out_with_what_rested_on_it_withdrawn(tiny: Layout, break_file: BreakFile) -> None:
    for path in tiny.articles.glob("ferry-2020.*"):
        path.unlink()
    told = {issue.mend for issue in check(tiny).issues if issue.code == "article-unknown"}
    assert told == {"It was taken out after 1.0.0, which holds its words: take out what names it, or withdraw it."}
    gone = "withdrawn: {because: Its article was taken out., replaced_by: [C01]}"
    for file, name in [*((F, name) for name in ("C10", "C11", "C12")), ("data/judgements.yml", "J2")]:
        break_file(file, f"- id: {name}\n", f"- id: {name}\n  {gone}\n")
    for file, more in (("relations", PASSAGES), ("parallels", ALONE)):
        with (tiny.data / f"{file}.yml").open("a", encoding="utf-8") as register:
            register.write(more)
    for file in ("waivers", "second_reading"):
        path = tiny.data / f"{file}.yml"
        path.write_text(path.read_text("utf-8").split("- article: ferry-2020")[0], "utf-8")
    # What is left to do is to look at what stands again; what was withdrawn keeps the words it was written with.
    report = check(tiny)
    assert {issue.code for issue in report.issues} == {"article-came"}
    held = report.ledger
    assert [held.claim_by_id[name].evidence for name in ("C10", "C11", "C12")] == [(), (), ()]
    assert held.claim_by_id["C09"].evidence  # withdrawn too, and its article is held
    assert held.parallels[-1].sides == ()
    # An article that no release holds is a slip, in a withdrawn claim too.
    break_file(F, "article: ferry-2020\n      exact: The ferry", "article: fery-2020\n      exact: The ferry")
    assert "article-unknown" in [code for _, code in codes(tiny)]


def test_what_replaces_a_record_is_told_to_be_no_article(tiny: Layout, break_file: BreakFile) -> None:
    (tiny.articles / "ferry-2020.txt").unlink()
    (tiny.articles / "ferry-2020.yml").unlink()
    break_file(B, "replaced_by: [C03]", "replaced_by: [ferry-2020]")
    (told,) = [issue for issue in check(tiny).issues if issue.subject == "claim C09"]
    assert told.code == "article-unknown"
    assert told.got.startswith("there is no article 'ferry-2020'.")


def test_a_statement_that_a_release_has_is_held_against_no_older_one(
    tiny: Layout, break_file: BreakFile, first: Release
) -> None:
    break_file(F, "  statement: The ferry's engine was repaired.", "  statement: The ferry's motor was overhauled.")
    later = build_release(open_ledger(tiny), first, "1.0.1", dt.date(2024, 1, 2), reasons={}, inputs={})
    publish(tiny, later)
    break_file(F, "exact: after a summer of repairs to its engine", "exact: The ferry at Glasson runs")
    assert "id-reused" not in [code for _, code in codes(tiny)]
    break_file(F, "  statement: The ferry's motor was overhauled.", "  statement: The ferry crosses at Glasson.")
    assert "id-reused" in [code for _, code in codes(tiny)]
