"""How time and memory grow with claims, chapters and articles: `make growth` writes the table and the plot.

Each made briefing is built from nothing, its HTML alone, in a process of its own; memory is that of the largest one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib as mpl
from made_books import made_book
from matplotlib.figure import Figure

HERE = Path(__file__).resolve().parent
PLOT = HERE / "growth.svg"
#: What grows, through which sizes, and what else the briefings hold.
AXES: dict[str, tuple[tuple[int, ...], dict[str, int]]] = {
    "claims": ((60, 600, 6000), {"chapters": 9, "articles": 2}),
    "chapters": ((9, 36, 100), {"claims": 600, "articles": 2}),
    "articles": ((2, 50, 500), {"claims": 600, "chapters": 9}),
}
Row = tuple[int, float, float, float]


def build(root: Path) -> tuple[float, float, float]:
    """Build a briefing's HTML; return wall seconds, processor seconds, and the megabytes of the largest process."""
    environment = os.environ | {"BRIEFING_ROOT": str(root), "PYTHONPATH": str(HERE.parent / "src")}
    command = [sys.executable, "-m", "briefing", "build", "--only", "html", "--quiet"]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=root, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        message = f"{root.name} was not built"
        raise RuntimeError(message)
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure() -> dict[str, list[Row]]:
    """Return for each axis the sizes with what they took."""
    found: dict[str, list[Row]] = {}
    for axis, (sizes, others) in AXES.items():
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="growth-") as folder:
                root = made_book(Path(folder) / f"{size}-{axis}", **{**others, axis: size})
                found.setdefault(axis, []).append((size, *build(root)))
            print(f"{axis} {found[axis][-1]}", file=sys.stderr, flush=True)
    return found


def table(found: dict[str, list[Row]]) -> str:
    """Return the table, in Markdown."""
    lines = ["| | | wall | processor | memory |", "| --- | ---: | ---: | ---: | ---: |"]
    for axis, rows in found.items():
        lines += [
            f"| {axis} | {size:,} | {wall:.1f} s | {spent:.1f} s | {memory:,.0f} MB |"
            for size, wall, spent, memory in rows
        ]
    return "\n".join(lines)


def draw(found: dict[str, list[Row]]) -> None:
    """Draw seconds and memory over size, with the line that a linear growth from the first size would follow."""
    mpl.rcParams["svg.hashsalt"] = "growth"
    figure = Figure(figsize=(9, 5.2), layout="constrained")
    panels = figure.subplots(2, len(found), sharey="row")
    for column, (axis, rows) in enumerate(found.items()):
        sizes = [row[0] for row in rows]
        for panel, values, unit in (
            (panels[0][column], [row[2] for row in rows], "processor seconds"),
            (panels[1][column], [row[3] for row in rows], "MB"),
        ):
            panel.loglog(sizes, values, marker="o", color="#1f5673")
            panel.loglog(sizes, [values[0] * size / sizes[0] for size in sizes], ls=":", color="#777777")
            panel.set_xticks(sizes, [f"{size:,}" for size in sizes])
            panel.minorticks_off()
            panel.set_xlabel(axis)
            if not column:
                panel.set_ylabel(unit)
    figure.suptitle("A build of the HTML from nothing; dotted: as if all of it grew with the size")
    figure.savefig(PLOT, metadata={"Date": None})


if __name__ == "__main__":
    measured = measure()
    draw(measured)
    print(table(measured))
