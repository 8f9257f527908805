"""The command line: what it prints, for whom, and with which exit code."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.commands.cli import COMMANDS, main, make_parser
from briefing.model.layout import ROOT_VARIABLE

BreakFile = Callable[[str, str, str], Path]


def test_a_briefing_in_order_passes_and_says_what_was_checked(
    tiny_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tiny_root.is_dir()
    assert main(["check"]) == 0
    assert capsys.readouterr().out == (
        "In order: 3 articles, 19 sentences, 11 claims, 16 quotes, 2 judgements, withdrawn ones not counted.\n"
    )


def test_every_issue_is_one_line_with_file_and_line(break_file: BreakFile, capsys: pytest.CaptureFixture[str]) -> None:
    break_file("data/judgements.yml", "confidence: moderate", "confidence: modrate")
    break_file("chapters/one.md", "{claim}`C08`", "{claim}`C88`")
    assert main(["check"]) == 1
    chapter, judgement, total = capsys.readouterr().out.splitlines()
    assert chapter == "chapters/one.md:21: chapter: claim-unknown: there is no claim 'C88'. Cite one that exists."
    assert judgement == (
        "data/judgements.yml:13: judgement J2: unknown-word: confidence 'modrate' is not in the vocabulary confidence. "
        "Did you mean 'moderate'? Known words: low, moderate, high."
    )
    assert (
        total == "2 issues in 3 articles, 19 sentences, 11 claims, 16 quotes, 2 judgements, withdrawn ones not counted."
    )


def test_json_is_for_programs(break_file: BreakFile, capsys: pytest.CaptureFixture[str]) -> None:
    break_file("chapters/one.md", "{claim}`C08`", "{claim}`C88`")
    assert main(["check", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["in_order"] is False
    assert told["counts"]["claims"] == 11  # one of twelve is withdrawn
    (issue,) = told["issues"]
    assert (issue["file"], issue["line"], issue["code"]) == ("chapters/one.md", 21, "claim-unknown")
    assert set(issue) == {"file", "line", "subject", "code", "got", "mend"}


def test_github_shows_each_issue_at_its_line(break_file: BreakFile, capsys: pytest.CaptureFixture[str]) -> None:
    break_file("chapters/one.md", "go round {claim}`C08`", "go round 100%")
    assert main(["check", "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::error file=chapters/one.md,line=21,title=finding-without-claim::chapter: “")
    assert "100%25" in lines[0]
    assert len(lines) == 2


def test_github_is_told_when_all_is_in_order(tiny_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tiny_root.is_dir()
    assert main(["check", "--format", "github"]) == 0
    assert capsys.readouterr().out.startswith("::notice title=briefing check::In order: 3 articles")


def test_a_folder_without_a_briefing_is_misuse_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path))
    assert main(["check"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"briefing check: no briefing found in {tmp_path}, which BRIEFING_ROOT names")
    assert error.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "--format", "xml"], ["check", "extra"]])
def test_misuse_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "briefing" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["verify"], ["exchange"], ["release", "--reasons"]])
def test_a_file_that_is_not_there_is_misuse_and_told_by_its_whole_path(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*arguments, "some/where/none.pdf"])
    assert caught.value.code == 2
    assert "'some/where/none.pdf': there is no such file" in capsys.readouterr().err


def test_a_word_of_an_article_that_is_added_stands_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--title", "T", "--publisher", "P\nrights: none", "--url", "https://example.org"]
    with pytest.raises(SystemExit) as caught:
        main(["add", "a-2021", __file__, *words])
    assert caught.value.code == 2
    assert "is no line of text" in capsys.readouterr().err


LOOPS = (
    "references.bib", "index.md", "_toc.yml", "chapters/one.md", "data/gaps.yml", "data/checks/budgets.yml",
    "data/waivers.yml", "data/articles/ferry-2020.txt", "data/releases/1.0.0.json",
)  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_a_link_that_leads_to_itself_is_an_issue_of_the_file(
    tiny_root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny_root / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(path)
    assert main(["check"]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert name in told.out
    assert "link that leads to itself" in told.out


def test_a_link_that_leads_to_itself_is_told_where_it_was_typed(
    tiny_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = tiny_root / "loop"
    loop.symlink_to(loop)
    assert main(["site", str(loop)]) == 1
    assert capsys.readouterr().err == f"briefing site: a link leads to itself: '{loop}'\n"


@pytest.mark.parametrize("name", ["data/articles", "data/claims", "data/releases", "chapters"])
def test_a_folder_that_may_not_be_listed_is_named(
    tiny_root: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny_root / name
    folder.mkdir(exist_ok=True)
    (scan, listed), access = (os.scandir, os.listdir), os.access

    def refusing(real: Callable[[str], object]) -> Callable[[str], object]:
        def call(path: str = ".") -> object:
            if Path(path) == folder:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path)

        return call

    monkeypatch.setattr(os, "scandir", refusing(scan))
    monkeypatch.setattr(os, "listdir", refusing(listed))
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder and access(path, mode))
    assert main(["check"]) == 1
    told = capsys.readouterr()
    said = told.out + told.err
    assert "ermission denied" in said
    assert name in said
    assert "no article" not in said
    assert "no file of claims" not in said


def test_a_preview_that_may_not_write_names_the_folder_and_no_port(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tiny_root / "_build"))

    monkeypatch.setattr("briefing.outputs.live.watch.Preview", refuse)
    assert main(["serve", "--no-open"]) == 1
    told = capsys.readouterr()
    assert told.err == f"briefing serve: Permission denied: {tiny_root / '_build'}\n"
    assert told.out == ""


def test_a_file_that_cannot_be_read_is_one_line_and_no_traceback(
    tiny_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny_root / "data/claims/more.yml").mkdir()
    assert main(["check"]) == 1
    assert capsys.readouterr().out.count("\n") == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    told = capsys.readouterr().out
    assert caught.value.code == 0
    assert f"example: briefing {command}" in told
    assert f"    {command}" in make_parser().format_help()


def test_it_runs_as_a_command_and_prints_any_character_on_a_plain_terminal(
    tiny_root: Path, break_file: BreakFile
) -> None:
    break_file("data/waivers.yml", "exact: What was found", "exact: What was föund")
    done = subprocess.run(
        [sys.executable, "-m", "briefing.commands.cli", "check"],
        capture_output=True,
        check=False,
        env={ROOT_VARIABLE: str(tiny_root), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    assert "föund" in done.stdout.decode("utf-8")
    assert done.stderr == b""
