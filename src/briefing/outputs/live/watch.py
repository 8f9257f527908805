"""The preview as a whole: server, watcher, and the worker that is started anew when the package has changed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from watchfiles import Change, watch

from briefing.model.layout import ROOT_VARIABLE, Layout
from briefing.outputs.live.server import Audience, Pages, Server
from briefing.outputs.progress import Progress
from briefing.reading.files import PACKAGE, PASSED_OVER

PORT = 8000
#: The preview's own folder is called so, and by the number of its process.
FOLDER = ".live-"
#: Milliseconds: how often files are looked at, and how long a flood of changes is gathered.
STEP, GATHERED = 20, 60
SECONDS_TO_END = 8
#: What the products are called below `downloads/` of the book.
DOWNLOADS = {"downloads/data/": "data", "downloads/notebooks/": "notebooks", "downloads/": "pdf"}


class Preview:
    """Serves the book of a briefing until it is stopped."""

    def __init__(self, layout: Layout, port: int | None, progress: Progress) -> None:
        self._layout = layout
        self._progress = progress
        self._audience = Audience()
        self._stop = threading.Event()
        self._findings: list[list[str]] = []
        _sweep(layout.build)
        self._folder = layout.build / f"{FOLDER}{os.getpid()}"
        folder = self._folder / "pages"
        folder.mkdir(parents=True, exist_ok=True)
        downloads = {name: (layout.build / "html" / name, layout.build / of) for name, of in DOWNLOADS.items()}
        pages = Pages({"": (folder, layout.build / "html"), **downloads})
        try:
            self.server = Server(PORT if port is None else port, pages, self._audience)
        except OSError:
            if port is not None:
                raise
            self.server = Server(0, pages, self._audience)  # any that is free
        self._worker = self._start()

    def run(self, *, open_browser: bool) -> None:
        """Serve, watch and tell until Ctrl-C; nothing that was started is left then."""
        for work in (self.server.serve_forever, self._watch_root):
            threading.Thread(target=work, daemon=True).start()
        self._progress.say(f"{self.server.address}  Ctrl-C ends it")
        if open_browser:
            webbrowser.open(self.server.address)
        try:
            self._watch_folders()
        except KeyboardInterrupt:
            self._progress.say("ended")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would leave behind what the first one ends
            self.close()

    def close(self) -> None:
        """End watcher, server and worker."""
        self._stop.set()
        self.server.shutdown()
        self.server.server_close()
        _end(self._worker)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> subprocess.Popen[str]:
        """Start a worker, which loads the package as it is now, and listen to it."""
        environment = os.environ | {ROOT_VARIABLE: str(self._layout.root), "OPENBLAS_NUM_THREADS": "1"}
        worker = subprocess.Popen(  # noqa: S603 -- this package, run by this Python
            [sys.executable, "-m", "briefing.outputs.live.worker", str(self._folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._listen_to, args=(worker,), daemon=True).start()
        return worker

    def _listen_to(self, worker: subprocess.Popen[str]) -> None:
        for line in worker.stdout or ():
            name, said = json.loads(line)
            if name == "findings":
                self._tell_findings(said)
            else:
                self._progress.say(f"built in {said:.1f} s" if name == "built" else f"shown: {', '.join(said)}")
                self._audience.tell("changed")
        if worker is self._worker and not self._stop.is_set():
            self._tell_findings([["package", "it cannot be loaded; the terminal says why. Mend it and save"]])

    def _tell_findings(self, findings: list[list[str]]) -> None:
        if findings != self._findings:
            self._findings = findings
            for finding in findings or [["in order"]]:
                self._progress.say(": ".join(finding))
        self._audience.tell("findings", findings)

    def _watch_folders(self) -> None:
        for paths in self._changes(self._layout.data, self._layout.chapters, PACKAGE, recursive=True):
            if any(path.is_relative_to(PACKAGE) for path in paths):
                self._progress.say("the package has changed: everything is read anew")
                _end(self._worker)
                self._worker = self._start()
            else:
                self._tell_worker(paths)

    def _watch_root(self) -> None:
        log = self._layout.root / ".git" / "logs"  # git writes there when the commit, which pages print, is another
        for paths in self._changes(self._layout.root, *([log] if log.is_dir() else ()), recursive=False):
            if seen := [path for path in paths if path.suffix in {".md", ".yml", ".bib"} or path.parent == log]:
                self._tell_worker(seen)

    def _changes(self, *folders: Path, recursive: bool) -> Iterator[list[Path]]:
        """Yield the files that were written to, came or went, a batch at a time."""
        for batch in watch(
            *folders, watch_filter=_is_input, step=STEP, debounce=GATHERED, stop_event=self._stop, recursive=recursive
        ):
            yield sorted({Path(path) for _, path in batch})

    def _tell_worker(self, paths: list[Path]) -> None:
        told = json.dumps([[self._layout.relative(path) for path in paths], self._audience.pages])
        if self._worker.stdin:
            with suppress(OSError, ValueError):  # it is just being started anew, and will read all
                self._worker.stdin.write(told + "\n")
                self._worker.stdin.flush()


def _is_input(_: Change, path: str) -> bool:
    """Leave out what editors and Python put beside a file while they work."""
    parts = Path(path).parts
    return not (parts[-1].startswith(".") or parts[-1].endswith(("~", ".tmp")) or not PASSED_OVER.isdisjoint(parts))


def _sweep(build: Path) -> None:
    """Remove the folders of previews that were killed."""
    for folder in build.glob(f"{FOLDER}*"):
        try:
            os.kill(int(folder.name.removeprefix(FOLDER)), 0)
        except (ValueError, OSError):
            shutil.rmtree(folder, ignore_errors=True)


def _end(worker: subprocess.Popen[Any]) -> None:
    """Have a worker end what it has started, and itself."""
    if worker.stdin:
        with suppress(OSError):
            worker.stdin.close()
    try:
        worker.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
