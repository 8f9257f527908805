"""Only a regular file of the folder, of bounded size, is read; what else lies there is told, and never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.checking.check import check
from briefing.model.layout import Layout
from briefing.reading.files import read_file


def test_a_file_of_the_folder_is_read_through_a_link_inside_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a\r\n")
    (tmp_path / "b").symlink_to("a")
    assert read_file(tmp_path / "b", tmp_path) == b"a\r\n"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret").write_text("x", "utf-8")
    (tmp_path / "inside" / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="leads out"):
        read_file(tmp_path / "inside" / "a", tmp_path / "inside")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/"])
def test_devices_and_folders_are_no_files(path: str) -> None:
    with pytest.raises(OSError, match="folder, a pipe or a device"):
        read_file(Path(path))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    with pytest.raises(OSError, match="more than 4 bytes"):
        read_file(tmp_path / "a", limit=4)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are Unix's")
@pytest.mark.parametrize(
    "path", ["data/gaps.yml", "data/claims/more.yml", "data/articles/ferry-2020.txt", "data/articles/ferry-2020.yml"]
)
def test_a_pipe_is_told_and_not_waited_for(tiny: Layout, path: str) -> None:
    (tiny.root / path).unlink(missing_ok=True)
    os.mkfifo(tiny.root / path)
    assert (path, "not-a-file") in [(str(issue.place), issue.code) for issue in check(tiny).issues]
