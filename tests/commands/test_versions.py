from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from breaking import BreakFile
from briefing.commands.cli import main
from briefing.commands.diff import lines, wants_colour
from briefing.model.layout import Layout
from briefing.reading.releases import read_releases
from briefing.versions.compare import compare
from made_ledgers import altered, sound


def test_the_first_release_is_written_and_the_git_commands_are_printed(
    tiny: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["release", "--date", "2026-01-02"]) == 0
    said = capsys.readouterr().out
    assert "data/releases/1.0.0.json: released 1.0.0" in said
    assert "git tag -a v1.0.0" in said
    assert [str(r.released) for r in read_releases(tiny)] == ["2026-01-02"]


def test_a_dry_run_writes_nothing(tiny: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "--dry-run"]) == 0
    assert "Would release 1.0.0 after nothing. Nothing was written." in capsys.readouterr().out
    assert not tiny.releases.exists() or not list(tiny.releases.iterdir())


@pytest.fixture
def changed(tiny: Layout, break_file: BreakFile, capsys: pytest.CaptureFixture[str]) -> Layout:
    assert main(["release", "--date", "2026-01-02"]) == 0
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    break_file("data/claims/bridge.yml", "  statement: Walkers have to go round.", "  statement: Walkers go round.")
    capsys.readouterr()
    return tiny


def test_without_a_person_missing_reasons_are_all_listed_and_nothing_is_written(
    changed: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["release"]) == 1
    said = capsys.readouterr().err
    assert [line.split(":")[0] for line in said.splitlines()] == ["J2", "C08"]
    assert len(read_releases(changed)) == 1


def test_reasons_come_from_a_file(changed: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reasons = tmp_path / "reasons.yml"
    reasons.write_text("J2: One notice only.\nC08: Shorter.\n", "utf-8")
    assert main(["release", "--reasons", str(reasons), "--date", "2026-02-02"]) == 0
    assert read_releases(changed)[-1].reasons == {"J2": "One notice only.", "C08": "Shorter."}
    assert main(["diff", "1.0.0", "2.0.0"]) == 0
    assert "Reason: One notice only." in capsys.readouterr().out
    assert main(["diff", "v2.0.0", "1.0.0"]) == 0  # what undoes it has not its reason
    told = capsys.readouterr().out
    assert "J2: Held with" in told
    assert "Reason" not in told


@pytest.mark.parametrize("content", ["- a list\n", "J2: {a: b}\n", "J2: [\n"])
def test_a_file_of_reasons_in_another_form_is_refused(
    changed: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    reasons = tmp_path / "reasons.yml"
    reasons.write_text(content, "utf-8")
    assert main(["release", "--reasons", str(reasons)]) == 1
    assert capsys.readouterr().err.startswith(str(reasons))
    assert len(read_releases(changed)) == 1


@pytest.mark.usefixtures("changed")
def test_the_difference_is_by_default_from_the_last_release_to_the_working_tree(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["diff"]) == 0
    said = capsys.readouterr().out
    assert "J2: Held with [-moderate-] {+low+} confidence." in said
    assert "Walkers [-have to-] go round." in said
    assert "\x1b" not in said
    assert main(["diff", "1.0.0", ".", "--format", "json"]) == 0
    assert {c["id"] for c in json.loads(capsys.readouterr().out)["changes"]} == {"J2", "C08"}
    assert main(["diff", "v1.0.0", "1.0.0"]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_two_folders_can_be_compared(changed: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    shutil.copytree(changed.root, other)
    gaps = other / "data" / "gaps.yml"
    gaps.write_text("", "utf-8")
    assert main(["diff", str(changed.root), str(other)]) == 0
    assert "G1: Removed: [-How many stones are loose?-]" in capsys.readouterr().out


@pytest.mark.usefixtures("tiny")
def test_what_is_neither_a_version_nor_a_folder_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    for named in ("9.9.9", ""):
        assert main(["diff", named]) == 2
        assert f"{named!r} is neither a released version (none) nor a folder" in capsys.readouterr().err


def test_a_tag_is_refused_while_something_is_not_committed(tiny: Layout, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", str(tiny.root), *command], check=True)
    assert main(["release", "--tag", "--date", "2999-01-01"]) == 1
    said = capsys.readouterr().err
    assert "Commit first" in said
    assert "2999-01-01 is in the future" in said
    assert read_releases(tiny) == ()


def test_colour_is_for_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert wants_colour(Terminal())
    assert not wants_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(Terminal())


def test_a_version_that_is_no_number_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as told:
        main(["release", "--version", "abc"])
    assert told.value.code == 2
    assert "'abc' is no version number" in capsys.readouterr().err


def test_the_terminal_marks_words_with_and_without_colour_and_never_passes_control_characters_on() -> None:
    later = altered("claims", "C02", statement="Gulls\x1b[2J left us.")
    changes = compare(sound(), later)
    plain = "\n".join(lines(changes, {"C02": "A misreading."}, later))
    coloured = "\n".join(lines(changes, {}, later, colour=True))
    assert "Gulls [-left the island-] {+\\x1b[2J left us+}." in plain
    assert "Reason: A misreading." in plain
    assert "Judgements on it: J1" in plain
    assert "\x1b" not in plain
    assert "\x1b[31mleft the island\x1b[0m" in coloured
    assert "\x1b[2J" not in coloured
