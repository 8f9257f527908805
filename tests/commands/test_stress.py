"""`briefing stress`: what it prints for people and for programs, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from breaking import BreakFile
from briefing.commands.cli import main


def test_what_is_left_out_and_what_falls_is_told_in_words(tiny_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tiny_root.is_dir()
    assert main(["stress", "--without", "council-2021"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Without Town council (council-2021):"
    assert shown[1] == "  J1 falls: nothing supports it any more."
    assert shown[2] == "  J2 stands."
    assert shown[3] == (
        "One more independent origin for C03: J1 may be held with high confidence, now with low at most."
    )
    assert "for C10 and for C12" in shown[4]


def test_several_things_are_left_out_together(tiny_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tiny_root.is_dir()
    assert main(["stress", "--without", "C03", "ferry-2020", "council-2021"]) == 0
    shown = capsys.readouterr().out
    assert "Without C03, Harbour News (ferry-2020) and Town council (council-2021):" in shown
    assert "None stands as it was." in shown


def test_without_a_name_each_article_origin_and_decisive_claim_is_left_out_in_turn(
    tiny_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tiny_root.is_dir()
    assert main(["stress", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [test["without"] for test in told["tests"]][-3:] == [["C03"], ["C10"], ["C12"]]
    first = told["tests"][-3]["judgements"][0]
    assert (first["judgement"], first["outcome"], first["decisive_lost"]) == ("J1", "loses a decisive claim", ["C03"])
    assert {lift["judgement"] for lift in told["lifts"]} == {"J1", "J2"}


def test_an_unknown_name_is_misuse_in_one_line(tiny_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tiny_root.is_dir()
    assert main(["stress", "--without", "C99"]) == 2
    assert capsys.readouterr().err == (
        "briefing stress: there is no article, origin or claim 'C99' to leave out; "
        "there are ferry-2020, gazette-2021, digest-2021, council-2021, and the claims\n"
    )


def test_data_that_are_not_in_order_are_told_as_issues(
    break_file: BreakFile, capsys: pytest.CaptureFixture[str]
) -> None:
    break_file("data/judgements.yml", "confidence: low", "confidence: lwo")
    assert main(["stress"]) == 1
    assert "unknown-word" in capsys.readouterr().err
