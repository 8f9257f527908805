"""Copies of the tiny briefing to build, and the two commands that build them, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent
COMMANDS = {
    "all": ("-m", "briefing.commands.cli", "build"),
    "briefing": ("-m", "briefing.commands.cli", "build", "--only", "html"),
    "jupyter-book": ("-c", "from jupyter_book.cli.main import main; main()", "build", "."),
}


def copy_tiny(folder: Path) -> Path:
    """Copy the tiny briefing into `folder`."""
    root = folder / "tiny"
    shutil.copytree(TESTS / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    return root


def run(command: str, root: Path, *more: str, package: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a briefing's folder, with the package of this checkout or with a copy of it."""
    environment = {**os.environ, "BRIEFING_ROOT": str(root), "PYTHONPATH": str(package or TESTS.parent / "src")}
    arguments = [sys.executable, *COMMANDS[command], *more]
    return subprocess.run(
        arguments, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


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
