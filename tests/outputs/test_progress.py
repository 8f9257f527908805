"""What a build says: chapter by chapter in a terminal, plain lines elsewhere, and no more than was asked for."""

from __future__ import annotations

import sys
from io import StringIO

import pytest

from briefing.outputs.progress import CLEAR, Progress


class Terminal(StringIO):
    """A stream that is a person's."""

    def isatty(self) -> bool:
        return True


def said(progress: Progress, stream: StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    progress.say("writing html")
    with progress.step("write html"):
        progress.read_begins("chapters/one")
        progress.read_ends()
    progress.sum_up()
    progress.error("chapters/one.md:3: wrong")
    return stream.getvalue()


def test_in_a_terminal_the_chapter_that_is_read_gives_way_to_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = said(Progress(), Terminal(), monkeypatch)
    assert f"{CLEAR}  reading chapters/one …{CLEAR}  chapters/one 0.0 s\n" in shown


def test_elsewhere_lines_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = said(Progress(), StringIO(), monkeypatch)
    assert shown == "writing html\n  reading chapters/one\nchapters/one.md:3: wrong\n"


def test_a_quiet_build_says_what_is_wrong_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(Progress(quiet=True), Terminal(), monkeypatch) == "chapters/one.md:3: wrong\n"


def test_timings_name_each_step_and_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = said(Progress(quiet=True, timings=True), StringIO(), monkeypatch)
    assert [line.split()[2:] for line in shown.splitlines()[1:3]] == [["read", "chapters/one"], ["write", "html"]]


def test_a_verbose_build_names_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "write html\n" in said(Progress(verbose=True), StringIO(), monkeypatch)
