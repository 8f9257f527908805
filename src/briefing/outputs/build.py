"""One execution of the chapters to all outputs, published together or not at all.

Everything is made beside the outputs and takes their places at the end, each by a rename. When anything fails, what was
published before stays as it is. When nothing has changed since the last build, nothing is made.
"""

from __future__ import annotations

import gc
import shutil
import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from briefing.model.layout import Layout
from briefing.outputs.built import Built, Snapshot
from briefing.outputs.loading import spare
from briefing.outputs.progress import Progress
from briefing.outputs.staging import COMPLETE, LOCK, STATE, BookError, Staging, checksums, settle

if TYPE_CHECKING:
    from briefing.outputs.products import Product

#: What became of the outputs when nothing became of them.
NOTHING = "nothing was published: the outputs are still those of the last good build"
#: How many changed files a message names.
SHOWN = 5
#: A build keeps most of what it makes: to look for garbage each time 700 objects were made takes a tenth of its time.
GARBAGE = (50_000, 20, 50)
#: The folders of outputs, and where a reader begins in each.
ENTRANCES = {"html": ("index.html",), "pdf": ("briefing.pdf", "brief.pdf"), "notebooks": ("",), "data": ("",)}
_interrupts: list[int] = []
FOLDERS: dict[str, tuple[str, ...]] = {"": ("data", "html", "notebooks", "pdf"), "brief": ("pdf",)}


def build(layout: Layout, only: Product | None = None, progress: Progress | None = None, *, wait: bool = False) -> int:
    """Build everything, or one product, and return the exit code; messages go to standard error.

    One build runs at a time, on one snapshot of its inputs: when one of them is written to while it runs, nothing is
    published. While another build runs, this one says so and makes nothing, or waits.
    """
    gc.set_threshold(*GARBAGE)
    _hear_interrupts()
    progress = progress or Progress()
    layout.build.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(layout.build / LOCK, timeout=-1 if wait else 0):
            return _build(layout, only, progress)
    except Timeout:
        progress.error(
            f"another build of {layout.root} is running; nothing was built. Wait for it to end, then build again"
        )
        return 1


def _hear_interrupts() -> None:
    """Hear of Ctrl-C also where Python passes over what it raises, in what an object does at its end."""

    def hear(number: int, frame: FrameType | None) -> None:
        _interrupts.append(number)
        signal.default_int_handler(number, frame)

    _interrupts.clear()
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, hear)


def _stop_when_told() -> None:
    if _interrupts:
        raise KeyboardInterrupt


def _build(layout: Layout, only: Product | None, progress: Progress) -> int:
    started = time.perf_counter()
    folders = FOLDERS.get(only or "", (only or "",))
    with progress.step("look for changes"):
        settle(layout.build)
        snapshot = Snapshot.of(layout)
        built = Built(layout, snapshot)
        nothing_changed = built.still_holds(only or "all")
    if nothing_changed:
        for words in built.unchecked:
            progress.say(f"not checked: {words}")
        progress.say("nothing has changed since the last build")
    elif not _make(layout, only, folders, snapshot, built, progress):
        return 1
    progress.sum_up()
    progress.say(f"built in {time.perf_counter() - started:.1f} s:")
    for name in folders:
        for entrance in (layout.build / name / file for file in ENTRANCES[name] if only != "brief" or "brief." in file):
            if entrance.exists():
                progress.say(f"  {entrance}")
    return 0


def _make(  # noqa: PLR0913, PLR0917 -- what a build is made from
    layout: Layout, only: Product | None, folders: tuple[str, ...], snapshot: Snapshot, built: Built, progress: Progress
) -> bool:
    """Make and publish the wanted outputs; return whether that could be done."""
    # Imported here, so that a build that has nothing to do is over before they were loaded.
    from briefing.checking.buildable import forget_refusal, note_refusal  # noqa: PLC0415
    from briefing.outputs.checked import Checked  # noqa: PLC0415

    checked = Checked(layout, progress)
    try:
        spare()
        from briefing.outputs.products import Run, make  # noqa: PLC0415

        with Staging(layout.build, [*folders, STATE]) as staging:
            make(Run(layout, checked, staging.folder(STATE), progress), staging, only)
            lines = {name: checksums(staging.folder(name), name) for name in folders}
            _unchanged(layout, snapshot)
            built.write(staging.folder(STATE), only or "all", lines, checked.unchecked)
            _stop_when_told()
            with progress.step("publish"):
                staging.publish(lines)
    except Exception as error:
        if not checked.in_order:
            return False
        if not isinstance(error, BookError | OSError):
            raise
        became = _became(layout.build)
        if became == NOTHING and isinstance(error, BookError) and not Snapshot.of(layout).changed_since(snapshot):
            note_refusal(layout, only or "all", error.warnings or str(error))
        progress.error(f"{_told(error)}\n{became}")
        return False
    finally:
        checked.end()
    forget_refusal(layout, only or "all")
    return True


def _became(build: Path) -> str:
    """Return what became of the outputs when a build failed."""
    if (build / COMPLETE).exists():
        return "everything was published"
    return "the outputs are of two builds" if any(build.glob(".*.old")) else NOTHING


def _told(error: BookError | OSError) -> str:
    """Return what went wrong in a line: of many files that could not be copied, the first."""
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        return str(error.args[0][0][-1])
    return f"{error.strerror}: {error.filename}" if isinstance(error, OSError) and error.filename else str(error)


def _unchanged(layout: Layout, snapshot: Snapshot) -> None:
    """Raise `BookError` when an input was written to since the snapshot: what was read may be of before or after."""
    if changed := Snapshot.of(layout, snapshot).changed_since(snapshot):
        names = ", ".join(layout.relative(Path(name)) for name in changed[:SHOWN])
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        message = f"{names}{more}: written to while the book was being built. Build again"
        raise BookError(message)
