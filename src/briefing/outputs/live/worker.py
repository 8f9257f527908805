"""Checks and builds for the preview, in forks of one process that has loaded everything once.

It is a process of its own, so that the server can start it anew when the package has changed. It is told what was
written to as lines of JSON, and answers in the same way; it ends, and everything that it has started, when nobody talks
to it any more.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from io import StringIO
from math import inf
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from briefing.book.execution.fork import Fork
from briefing.book.execution.forked_client import load
from briefing.checking.check import check_again
from briefing.model.layout import Layout, find_layout
from briefing.outputs.build import build
from briefing.outputs.live.warm import Warm
from briefing.outputs.progress import Progress
from briefing.outputs.staging import recover

PAGES = "pages"
#: How many lines of a message are shown, and what a finding is: a place and what is wrong there.
SHOWN = 10
Finding = tuple[str, str]
#: Seconds without a change before the whole book is built, and that the check waits for a page that is being made.
QUIET, PAGE_FIRST = 0.4, 1.5


class Worker:
    """What is known of the book, and the processes that are at work on it."""

    def __init__(self, layout: Layout, folder: Path, tell: Callable[[str, Any], None]) -> None:
        self._layout = layout
        self._tell = tell
        self._folder = folder
        self._tasks: dict[str, Fork] = {}
        self._warm: list[Warm] = []  # the one that answers, and the one that is being loaded to take its place
        self._loaded = False
        self._asked: list[str] = []  # documents that are being made
        self._findings: dict[str, list[Finding]] = {}
        self._told: list[Finding] = []
        self._due: dict[str, float] = {"build": 0.0}
        self._builds = 0

    @property
    def listening(self) -> list[Connection]:
        """The pipes of the processes that are at work."""
        return [task.answers for task in (*self._tasks.values(), *(warm.task for warm in self._warm))]

    @property
    def patience(self) -> float | None:
        """Seconds until something has to be done; none when nothing has."""
        return max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None

    def changed(self, files: Sequence[str], pages: Sequence[str]) -> None:
        """Make the pages that show it at once, check, and build the whole book when no other change comes."""
        for name in ("build", "check"):
            self._end(name)
        self._due = {"check": time.monotonic()}
        data_changed = any(file.startswith("data/") for file in files)
        chapters = [file.removesuffix(".md") for file in files if file.endswith(".md")]
        for warm in self._warm:
            warm.behind |= data_changed
        if self._loaded and all(file.startswith("data/") or file.endswith(".md") for file in files):
            self._asked = [*chapters, *(page.removesuffix(".html") for page in pages if data_changed)]
            self._warm[0].ask(self._asked)
            self._due["check"] += PAGE_FIRST

    def heard(self, connection: Connection) -> None:
        """Take up what one of the processes says."""
        try:
            said = connection.recv()
        except (EOFError, OSError):
            said = None
        for name, task in self._tasks.items():
            if task.answers is connection:
                self._end(name)
                (self._after_check if name == "check" else self._after_build)(said)
                return
        self._after_warm(next(warm for warm in self._warm if warm.task.answers is connection), said)

    def act(self) -> None:
        """Check or build the book, when the time for it has come."""
        for name, work in (("check", _check), ("build", _build)):
            if self._due.get(name, inf) <= time.monotonic():
                del self._due[name]
                self._end(name)
                self._tasks[name] = Fork(partial(_send, work, self._layout), daemon=False)

    def end(self) -> None:
        """End every process."""
        for name in list(self._tasks):
            self._end(name)
        while self._warm:
            self._warm.pop().end()

    def _after_check(self, issues: list[Finding] | None) -> None:
        if issues is not None:
            self._note("check", issues)
        if not issues:
            self._due["build"] = time.monotonic() + QUIET

    def _after_build(self, said: tuple[bool, list[Finding], float] | None) -> None:
        done, wrong, seconds = said or (False, [("build", "it ended without an answer")], 0.0)
        self._note("build", wrong)
        if not done:
            return
        for path in (self._folder / PAGES).rglob("*.html"):
            path.unlink()  # what was made before the build
        while len(self._warm) > self._loaded:
            self._warm.pop().end()
        self._builds += 1
        self._warm.append(Warm(self._layout, self._folder / f"warm-{self._builds}"))
        self._tell("built", seconds)

    def _after_warm(self, warm: Warm, said: tuple[list[str], str] | str | None) -> None:
        if said is None:
            self._loaded &= warm is not self._warm[0]
            self._warm.remove(warm)
            warm.end()
        elif isinstance(said, str):  # it is ready
            while self._warm[0] is not warm:
                self._warm.pop(0).end()
            self._loaded = True
            if self._asked:
                warm.ask(self._asked)  # the one that was asked has gone
        else:
            self._asked = []
            if "check" in self._due:
                self._due["check"] = time.monotonic()
            documents, wrong = said
            self._note("build", [_placed(line) for line in wrong.splitlines()[:SHOWN]])
            for document in documents:
                target = self._folder / PAGES / f"{document}.html"
                target.parent.mkdir(parents=True, exist_ok=True)
                (warm.folder / "html" / f"{document}.html").replace(target)
            if documents:
                self._tell("made", documents)

    def _end(self, name: str) -> None:
        if task := self._tasks.pop(name, None):
            task.end()
            if name == "build":
                recover(self._layout.build)  # it may have been publishing

    def _note(self, kind: str, wrong: list[Finding]) -> None:
        """Tell what is wrong when it is another than before: what the check finds, and else what a build stopped at."""
        self._findings[kind] = list(dict.fromkeys(wrong))
        told = self._findings.get("check") or self._findings.get("build", [])
        if not {"check"} & (self._due.keys() | self._tasks.keys()) and told != self._told:  # else it will be told then
            self._told = told
            self._tell("findings", told)


def _send(work: Callable[[Layout], object], layout: Layout, sender: Connection) -> None:
    sender.send(work(layout))


def _check(layout: Layout) -> list[Finding]:
    """Return what is wrong, each with its place."""
    issues = check_again(layout).issues
    return [(str(i.place), f"{i.subject}: {i.code}: {i.got} {i.mend}") for i in issues]


def _build(layout: Layout) -> tuple[bool, list[Finding], float]:
    """Build the HTML book; return whether that could be done, what went wrong, and the seconds it took."""
    began = time.perf_counter()
    sys.stderr = said = StringIO()
    done = build(layout, "html", Progress(quiet=True), wait=True) == 0
    wrong = [_placed(line) for line in said.getvalue().splitlines() if line and not line.startswith("nothing was")]
    return done, [] if done else wrong, time.perf_counter() - began


def _placed(line: str) -> Finding:
    """Return the place that a message begins with, and the rest; a message without one is of the build."""
    place, found, text = line.partition(": ")
    return (place, text) if found and " " not in place else ("build", line)


def _lines(stream: int) -> Iterator[list[str]]:
    """Yield the lines that have come since the last time; ends with the stream."""
    left = b""
    while read := os.read(stream, 65536):
        *whole, left = (left + read).split(b"\n")
        yield [line.decode() for line in whole]


def main() -> None:
    """Work for whoever talks to the standard input, until they end, in the folder that is named."""
    load(drawing=True)  # here, so that no fork has to
    import_module("briefing.outputs.products")
    root = find_layout()

    def tell(name: str, said: Any) -> None:  # noqa: ANN401 -- what JSON can hold
        print(json.dumps([name, said]), flush=True)  # noqa: T201 -- this is how it talks

    worker = Worker(root, Path(sys.argv[1]), tell)
    told = _lines(sys.stdin.fileno())
    try:
        while True:
            worker.act()
            for ready in wait([sys.stdin.fileno(), *worker.listening], worker.patience):
                if isinstance(ready, Connection):
                    if ready in worker.listening:
                        worker.heard(ready)
                    continue
                lines = next(told, None)
                if lines is None:
                    return
                requests = [json.loads(line) for line in lines]
                if requests:
                    worker.changed(sorted({file for files, _ in requests for file in files}), requests[-1][1])
    finally:
        worker.end()


if __name__ == "__main__":
    main()
