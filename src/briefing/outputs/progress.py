"""What a build says while it runs: chapter by chapter with time in a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: Clears the line that a terminal shows for the chapter that is being read.
CLEAR = "\r\x1b[K"


@dataclass
class Progress:
    """Says lines on standard error. `quiet` leaves errors only, `verbose` says each step, `timings` sums them up."""

    quiet: bool = False
    verbose: bool = False
    timings: bool = False
    _steps: list[tuple[str, float, float]] = field(default_factory=list)
    _reading: tuple[str, float] | None = None

    def say(self, line: str) -> None:
        """Say a line, unless the build is quiet."""
        if not self.quiet:
            self.error(line)

    @staticmethod
    def error(line: str) -> None:
        """Say a line, whatever was asked for."""
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def read_begins(self, chapter: str) -> None:
        """Say which chapter is being read: in a terminal until it has been read, elsewhere on a line of its own."""
        self._reading = (chapter, time.perf_counter())
        if self.quiet:
            return
        if sys.stderr.isatty():
            self._show(f"{CLEAR}  reading {chapter} …")
        else:
            self.say(f"  reading {chapter}")

    def read_ends(self) -> None:
        """Say how long the chapter took that was being read."""
        if self._reading is None:
            return
        (chapter, began), self._reading = self._reading, None
        seconds = time.perf_counter() - began
        self._steps.append((f"read {chapter}", seconds, 0))
        if sys.stderr.isatty() and not self.quiet:
            self._show(f"{CLEAR}  {chapter} {seconds:.1f} s\n")

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step, and name it when everything is to be said."""
        if self.verbose:
            self.say(name)
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self._steps.append((name, time.perf_counter() - wall, time.process_time() - cpu))

    def sum_up(self) -> None:
        """Say how long each step took, where that was asked for."""
        if self.timings:
            self.error("  wall s    cpu s  step")
            for name, wall, cpu in self._steps:
                self.error(f"{wall:8.2f} {cpu:8.2f}  {name}")

    @staticmethod
    def _show(text: str) -> None:
        stream = getattr(sys.stderr, "plain", sys.stderr)  # our own marks drive the terminal; names are checked slugs
        stream.write(text)
        stream.flush()
