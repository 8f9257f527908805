"""What forks of one loaded process save against a kernel for each chapter: seconds, and their ratio.

Run it as `python benchmarks/executing_chapters.py [ROUNDS]` in the environment of the book. Each round builds
the HTML of a fresh copy twice, cold, once each way in turn; the last line is the ratio of the medians.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns("_build", ".venv*", ".git", "__pycache__", ".*_cache")
FORKS = "from briefing.commands.cli import main; raise SystemExit(main(['build', '--only', 'html']))"
KERNELS = f"from briefing.book.execution.forked_client import Executor; Executor.start = lambda *_: None; {FORKS}"


def seconds(code: str) -> float:
    """Return the time of one cold build of the HTML in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "book"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        settings = os.environ | {"BRIEFING_ROOT": str(copy)}
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=copy, env=settings, check=True, capture_output=True)
        return time.perf_counter() - started


def main() -> None:
    """Print one line a round, then the ratio of the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    forks, kernels = [], []
    for number in range(1, rounds + 1):
        forks.append(seconds(FORKS))
        kernels.append(seconds(KERNELS))
        print(f"round {number}: forks {forks[-1]:.1f} s, kernels {kernels[-1]:.1f} s")
    print(f"kernels take {statistics.median(kernels) / statistics.median(forks):.1f} times as long as forks")


if __name__ == "__main__":
    main()
