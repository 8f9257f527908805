"""Every data file is read, in order; what is missing or unknown is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.checking.check import check
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.data_files import LIST_FILES, read_data


def codes(layout: Layout) -> set[tuple[str, str]]:
    return {(str(issue.place), issue.code) for issue in check(layout).issues}


def test_records_keep_the_order_of_their_files_and_a_claim_has_its_files_stem_as_theme(tiny: Layout) -> None:
    reading = read_data(tiny)
    ledger = reading.ledger
    assert reading.issues == ()
    assert [claim.id for claim in ledger.claims] == [f"C{number:02}" for number in range(1, 13)]
    assert {claim.id: claim.theme for claim in ledger.claims}["C10"] == "ferry"
    assert ledger.claims[0].place == ("data/claims/bridge.yml", 1)


def test_the_title_is_that_of_the_book(tiny: Layout) -> None:
    assert read_data(tiny).ledger.title == "Why is the Old Bridge closed?"


def test_every_part_of_the_ledger_is_filled(tiny: Layout) -> None:
    ledger = read_data(tiny).ledger
    assert [name for name in Ledger.model_fields if not getattr(ledger, name)] == []


@pytest.mark.parametrize("name", [name for name, kind in LIST_FILES.items() if kind.required])
def test_no_file_of_records_may_be_missing(tiny: Layout, name: str) -> None:
    (tiny.data / f"{name}.yml").unlink()
    assert (f"data/{name}.yml", "file-missing") in codes(tiny)


@pytest.mark.parametrize("path", ["data/gaps.yml", "data/claims/more.yml", "chapters/more.md"])
@pytest.mark.parametrize("target", ["", "gone", "itself"])
def test_what_is_no_file_is_told_and_the_other_findings_with_it(tiny: Layout, path: str, target: str) -> None:
    (tiny.data / "notes.yml").touch()
    place = tiny.root / path
    place.unlink(missing_ok=True)
    if target:
        place.symlink_to(place if target == "itself" else place.parent / "gone")
    else:
        place.mkdir()
    assert {(path, "not-a-file"), ("data/notes.yml", "stray-file")} <= codes(tiny)


@pytest.mark.parametrize("path", ["data/origins.yml", "data/vocabulary.yml", "data/judgements.yml", "_config.yml"])
def test_a_required_file_may_not_be_missing(tiny: Layout, path: str) -> None:
    (tiny.root / path).unlink()
    assert (path, "file-missing") in codes(tiny)


def test_claims_may_not_be_missing(tiny: Layout) -> None:
    for path in tiny.claims.iterdir():
        path.unlink()
    assert ("data/claims", "file-missing") in codes(tiny)


@pytest.mark.parametrize("path", ["data/claims/more.yaml", "data/gaps.yaml", "data/judgments.yml"])
def test_a_file_with_a_name_that_is_not_read_is_told(tiny: Layout, path: str) -> None:
    (tiny.root / path).write_text("", "utf-8")
    assert codes(tiny) == {(path, "stray-file")}


def test_a_book_without_a_title_is_told(tiny_root: Path, tiny: Layout) -> None:
    config = tiny_root / "_config.yml"
    config.write_text(config.read_text("utf-8").replace("title:", "# title:", 1), "utf-8")
    assert codes(tiny) == {("_config.yml:3", "missing-field")}


@pytest.mark.parametrize("text", ["- a\n", "kind: words\n", "kind:\n  fact: so\n", "kind:\n  fact: {label: x}\n"])
def test_a_vocabulary_of_another_shape_is_told_and_read_as_far_as_it_goes(tiny: Layout, text: str) -> None:
    (tiny.data / "vocabulary.yml").write_text(text, "utf-8")
    found = {code for place, code in codes(tiny) if place.startswith("data/vocabulary.yml")}
    assert found <= {"not-a-mapping", "missing-field"}
    assert found


def test_bad_syntax_in_one_claim_leaves_the_others_and_what_it_meant(tiny_root: Path, tiny: Layout) -> None:
    path = tiny_root / "data/claims/bridge.yml"
    path.write_text(path.read_text("utf-8").replace("kind: opinion", 'kind: "opinion'), "utf-8")
    (issue,) = check(tiny).issues
    assert (str(issue.place), issue.code) == ("data/claims/bridge.yml:72", "yaml-syntax")
    assert "C06" in read_data(tiny).ledger.claim_by_id
