"""No message drives the terminal, hides in it, or shows a user a traceback."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.commands import cli
from briefing.commands.terminal import printable
from briefing.model.layout import ROOT_VARIABLE


@given(st.text())
def test_whatever_is_printed_holds_nothing_that_a_terminal_acts_upon_or_hides(text: str) -> None:
    shown = printable(text)
    assert all(c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)
    assert printable(shown) == shown


def test_ordinary_text_is_printed_as_it_is_and_the_rest_as_its_escape() -> None:
    plain = "深圳 “quoted” naïve 𝒳\n\ttab"
    assert printable(plain) == plain
    assert printable("a\x1b[2J\u202eb\u200bc\r") == "a\\x1b[2J\\u202eb\\u200bc\\r"


def test_an_articles_escape_sequences_reach_the_terminal_as_text(
    tiny_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny_root / "data/waivers.yml"
    path.write_text(path.read_text("utf-8") + '- {article: "\\e[2J\\u202e", exact: x, kind: x, reason: x}\n', "utf-8")
    for form in ("text", "github", "json"):
        assert cli.main(["check", "--format", form]) == 1
        told = capsys.readouterr()
        assert not {"\x1b", "\u202e"} & set(told.out + told.err)


def run(*arguments: str, root: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "briefing", *arguments]
    environment = {**os.environ, ROOT_VARIABLE: str(root)}
    return subprocess.run(command, env=environment, check=False, capture_output=True, **options)  # type: ignore[call-overload, no-any-return]


def test_it_runs_as_a_module_and_knows_its_version(tiny_root: Path) -> None:
    done = run("--version", root=tiny_root)
    assert done.returncode == 0
    assert done.stdout.startswith(b"briefing")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom briefing.commands.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pydantic', 'pandas', 'matplotlib', 'sphinx', 'yaml', 'typst', 'pypdf', 'numpy'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stderr == "[]\n"
    assert "examine" not in done.stdout
    for command in cli.COMMANDS:
        assert f"\n    {command}" in done.stdout


def test_a_reader_that_stops_reading_is_no_failure_that_is_told(tiny_root: Path) -> None:
    command = [sys.executable, "-m", "briefing", "check", "--format", "json"]
    environment = {**os.environ, ROOT_VARIABLE: str(tiny_root)}
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, env=environment, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.stderr == b""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("does", ["release --dry-run", "build --only data"])
def test_a_closed_stream_is_no_traceback(tiny_root: Path, does: str, closed: str) -> None:
    command = f"exec {shlex.quote(sys.executable)} -m briefing {does} {closed}"
    environment = {**os.environ, ROOT_VARIABLE: str(tiny_root)}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [(RecursionError("deep"), 1), (MemoryError(), 1), (ZeroDivisionError("x\ny"), 1), (KeyboardInterrupt(), 130)],
)
def test_a_fault_of_the_software_or_a_stop_from_the_keyboard_is_one_line(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("briefing.checking.check.check", fail)
    monkeypatch.chdir(tiny_root)
    assert cli.main(["check"]) == code
    told = capsys.readouterr().err
    assert told.startswith("briefing check: ")
    assert told.count("\n") == 1


def test_without_docstrings_nothing_is_made_of_them(tiny_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-OO", "-m", "briefing", "build", "--only", "data"],
        env={**os.environ, ROOT_VARIABLE: str(tiny_root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "unset PYTHONOPTIMIZE, or leave out -OO" in done.stderr
    assert not (tiny_root / "_build").exists()
