"""On a system without forks, such as Windows, the book is built all the same, and what cannot be done says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tiny_books import TESTS, copy_tiny

#: Takes away what Python has on POSIX only, and imports what a build imports.
WITHOUT = """
import multiprocessing, os, signal, sys

for module, names in ((os, ("fork", "forkpty", "setsid", "killpg", "pread")), (signal, ("SIGALRM", "setitimer"))):
    for name in names:
        delattr(module, name)
sys.modules["resource"] = sys.modules["fcntl"] = None
from briefing.commands.cli import main
"""


def run(program: str, root: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent / "src"), "BRIEFING_ROOT": str(root)}
    command = [sys.executable, "-c", f"{WITHOUT}\n{program}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_what_a_build_needs_can_be_imported_and_executes_in_kernels(tmp_path: Path) -> None:
    done = run(
        "import briefing.outputs.products\nfrom briefing.book.execution import CAN_FORK\nprint(CAN_FORK)", tmp_path
    )
    assert (done.stdout, done.returncode) == ("False\n", 0), done.stderr


def test_the_preview_says_what_it_needs(tmp_path: Path) -> None:
    done = run("sys.exit(main(['serve', '--no-open']))", copy_tiny(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert "needs a system that can fork" in done.stdout
