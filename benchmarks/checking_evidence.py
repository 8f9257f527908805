"""How long `briefing check` takes, against the time that the same interpreter needs to load the package."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter

from briefing.checking.check import check
from briefing.model.layout import find_layout

ROUNDS = 7


def seconds(rounds: int) -> list[float]:
    """Return the wall seconds of each check of the briefing at hand."""
    found = []
    for _ in range(rounds):
        start = perf_counter()
        check(find_layout())
        found.append(perf_counter() - start)
    return found


def load_seconds() -> float:
    """Return the wall seconds of a new process that only loads the package."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", "import briefing.checking.check"], check=True)
    return perf_counter() - start


if __name__ == "__main__":
    checking, loading = median(seconds(ROUNDS)), median(load_seconds() for _ in range(3))
    print(f"check {checking:.3f} s, loading {loading:.3f} s, ratio {checking / loading:.2f}")
