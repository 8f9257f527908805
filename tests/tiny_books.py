"""Copies of the tiny briefing to build, and the two commands that build them, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

import loaded_process
from loaded_process import run_forked

TESTS = Path(__file__).parent
OUTPUTS = ("SHA256SUMS", "data", "html", "notebooks", "pdf")
COMMANDS = {
    "all": (loaded_process.briefing, "build"),
    "briefing": (loaded_process.briefing, "build", "--only", "html"),
    "jupyter-book": (loaded_process.jupyter_book, "build", "."),
}
FRESH = {
    loaded_process.briefing: ("-m", "briefing.commands.cli"),
    loaded_process.jupyter_book: ("-c", "from jupyter_book.cli.main import main; main()"),
}


def copy_tiny(folder: Path) -> Path:
    """Copy the tiny briefing into `folder`."""
    root = folder / "tiny"
    shutil.copytree(TESTS / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    return root


def run(
    command: str, root: Path, *more: str, package: Path | None = None, fresh: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command in a briefing's folder, with the package of this checkout or with a copy of it.

    It runs in a fork of a process that has loaded what it needs; `fresh`, it is started as a user starts it.
    """
    program, *arguments = COMMANDS[command]
    if not fresh:
        return run_forked(program, [*arguments, *more], root, package)
    environment = {**os.environ, "BRIEFING_ROOT": str(root), "PYTHONPATH": str(package or TESTS.parent / "src")}
    return subprocess.run(
        [sys.executable, *FRESH[program], *arguments, *more],
        cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def made_once(shared: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name` of a folder that all workers share, made by the first of them that asks for it."""
    folder, made = shared / name, shared / f"{name}.made"
    with FileLock(shared / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


def built_tiny(shared: Path, command: str) -> Path:
    """Return the tiny briefing as a command, freshly started, has built it; nobody may write there."""

    def build(folder: Path) -> None:
        done = run(command, copy_tiny(folder), fresh=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return made_once(shared, f"built-{command}", build) / "tiny"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def page(root: Path, name: str) -> str:
    """Return a page of the built book."""
    return (root / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """Replace words of a file that stand in it."""
    before = path.read_bytes().decode()
    if old not in before:
        message = f"{path.name} does not hold {old!r}"
        raise ValueError(message)
    path.write_bytes(before.replace(old, new).encode())


class Book(NamedTuple):
    """A copy of the tiny briefing, and of the package that builds it."""

    root: Path
    package: Path

    def build(self, *more: str) -> str:
        """Build it, and return what was said."""
        done = run("all", self.root, *more, package=self.package)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stderr

    def outputs(self) -> dict[str, bytes]:
        """Return what was published."""
        found = contents(self.root / "_build")
        return {name: found[name] for name in found if name.split("/")[0] in OUTPUTS}

    def differing_from_anew(self, folder: Path) -> list[str]:
        """Return the outputs that a build of the same from nothing, in that folder, has not, or has otherwise."""
        copied = shutil.copytree(self.root, folder / "tiny", ignore=shutil.ignore_patterns("_build"))
        anew = Book(Path(copied), self.package)
        anew.build()
        ours, clean = self.outputs(), anew.outputs()
        return [name for name in sorted({*ours, *clean}) if ours.get(name) != clean.get(name)]


def copy_book(folder: Path) -> Book:
    """Copy the tiny briefing and the package into `folder`."""
    shutil.copytree(TESTS.parent / "src" / "briefing", folder / "src" / "briefing")
    return Book(copy_tiny(folder), folder / "src")
