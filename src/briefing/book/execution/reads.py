"""What a chapter's cells read, recorded as they read it: fields of records, files, folders, and the commit.

Meant for a process that is thrown away afterwards: it is handed the checked ledger in place of reading it anew, and
each access to a field of a record, each file that is opened and each folder that is listed is noted from then on.
"""

import hashlib
import json
import os
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from briefing.checking import check
from briefing.model.base import Record
from briefing.model.layout import Layout, find_layout
from briefing.model.ledger import Ledger
from briefing.reading.files import PACKAGE, digest_now, digest_of, every_file
from briefing.reading.git import standing
from briefing.versions import edition

#: Stands for all fields of a record: it was compared or written out whole.
WHOLE = "*"
#: What is the package's or the machine's, for which digests of the package and of what is installed stand.
MACHINE = (PACKAGE, sys.prefix, sys.base_prefix, "/proc", "/dev", "/sys", "/etc", "/usr", "/lib")
FOLDER_EVENTS = frozenset({"os.listdir", "os.scandir"})
#: After these nobody can tell what is read.
BEYOND = frozenset({"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "socket.connect"})
_LOOK_UP = cached_property.__get__.__code__


@dataclass(slots=True)
class Reads:
    """What was read: fields by the record's path, files, folders, whether the commit, and whether who knows what.

    `release` is whether it was asked if the book is as it was released, for which no page is noted.
    """

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    commit: bool = False
    release: bool = False
    anything: bool = False


class State:
    """What there is to read now, looked up once a build."""

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self.layout = layout
        self.ledger = ledger
        self.as_released = edition.is_as_released(layout)  # before chapters are forked off, which then know it
        self.records = dict(_walk("", ledger))
        self._digests: dict[tuple[str, str], str] = {}

    def digest(self, reads: Reads) -> str:
        """Return a digest of the values of everything that was read, as they are now."""
        digest = hashlib.sha256()
        for path, names in sorted(reads.fields.items()):
            for name in names:
                digest.update(f"{path} {name} {self._value(path, name)}\n".encode("utf-8", "surrogatepass"))
        for name in (*reads.files, *reads.folders):
            digest.update(f"{name} {digest_now(self.layout.root / name)}\n".encode())
        digest.update(standing(self.layout).encode() if reads.commit else b"")
        digest.update(str(self.as_released).encode() if reads.release else b"")
        digest.update(self._everything.encode() if reads.anything else b"")
        return digest.hexdigest()

    def _value(self, path: str, name: str) -> str:
        key = (path, name)
        if key not in self._digests:
            record = self.records.get(path)
            if record is None:
                self._digests[key] = "gone"
            elif name == WHOLE:  # records in it are noted by themselves when they are read
                self._digests[key] = _told({name: _shown(value) for name, value in _items(record)})
            else:
                self._digests[key] = _told(_shown(record.__dict__.get(name, "gone")))
        return self._digests[key]

    @cached_property
    def _everything(self) -> str:
        return digest_of(self.layout, every_file(self.layout))


class Recorder:
    """Notes what this process reads from now on; `open_ledger` hands out the ledger that is given."""

    def __init__(self, state: State) -> None:
        self._layout, self._as_released = state.layout, state.as_released
        self._ledger = state.ledger.model_copy()  # without the old one's look-ups, which tell of no read
        self._paths = {id(record): path for path, record in state.records.items()} | {id(self._ledger): ""}
        root = state.layout.root
        self._machine = tuple(f"{folder}{os.sep}" for folder in MACHINE if not root.is_relative_to(folder))
        self._replaced: dict[int, frozenset[str]] = {}
        self._alive: dict[int, object] = {}
        self._fields: dict[str, set[str]] = {}
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._commit = self._release = self._anything = False
        self._listening = True
        self._modules = frozenset(sys.modules)

    def start(self) -> None:
        """Begin to note."""
        opened, paths, replaced, noted = check.open_ledger, self._paths, self._replaced, self._fields
        compared = edition.is_as_released

        def open_ledger(layout: Layout | None = None) -> Ledger:
            return self._ledger if (layout or find_layout()) == self._layout else opened(layout)

        def note(record: Record, name: str) -> Any:  # noqa: ANN401 -- the value of any field
            path = paths.get(id(record))
            if path is not None:
                if name in _fields_of(type(record)):
                    if name not in replaced.get(id(record), ()):
                        noted.setdefault(path, set()).add(name)
                elif name == "__dict__" and sys._getframe(1).f_code is not _LOOK_UP:  # noqa: SLF001 -- else untold
                    noted.setdefault(path, set()).add(WHOLE)
            return object.__getattribute__(record, name)

        def is_as_released(layout: Layout) -> bool:
            self._release |= layout == self._layout
            return self._as_released if layout == self._layout else compared(layout)

        check.open_ledger, edition.is_as_released = open_ledger, is_as_released
        for kind in (Record, Ledger):
            kind.model_copy = self._followed(kind.model_copy)  # type: ignore[method-assign, assignment]
        Record.__getattribute__ = note  # type: ignore[method-assign, assignment]
        sys.addaudithook(self._hear)

    def _followed(self, copy: Callable[..., Record]) -> Callable[..., Record]:
        """Return a way to copy a record that reads nothing: what is read of the copy is noted as of the record.

        But for the fields that it is given in place of the record's own.
        """
        paths, replaced, alive = self._paths, self._replaced, self._alive

        def copied(record: Record, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Record:
            path = None if deep else paths.pop(id(record), None)
            if path is None:  # the records in a deep copy are others
                return copy(record, update=update, deep=deep)
            try:
                made = copy(record, update=update)
            finally:
                paths[id(record)] = path
            key = id(made)
            paths[key] = path
            replaced[key] = frozenset(update or ()) | replaced.get(id(record), frozenset())

            def forget(_: object) -> None:  # another may be made in the same place
                for known in (paths, replaced, alive):
                    known.pop(key, None)

            alive[key] = weakref.ref(made, forget)
            return made

        return copied

    def stop(self) -> Reads:
        """Return what was read; from now on nothing is noted."""
        self._listening = False
        del Record.__getattribute__
        new = (getattr(sys.modules[name], "__file__", None) for name in set(sys.modules) - self._modules)
        self._files |= {path for path in new if path and not path.startswith(self._machine)}
        fields = {path: sorted(names) for path, names in self._fields.items()}
        files, folders = (sorted(map(self._named, paths)) for paths in (self._files, self._folders))
        return Reads(fields, files, folders, self._commit, self._release, self._anything)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._listening:
            return
        if event == "open" and (arguments[2] & os.O_ACCMODE) != os.O_WRONLY:
            self._note_path(self._files, arguments[0])
        elif event in FOLDER_EVENTS:
            self._note_path(self._folders, "." if arguments[0] is None else arguments[0])
        elif event == "subprocess.Popen":
            is_git = os.path.basename(os.fsdecode(arguments[0])) == "git"  # noqa: PTH119 -- called at every event
            self._commit |= is_git
            self._anything |= not is_git
        elif event == "briefing.git":
            self._commit = True
        elif event in BEYOND:
            self._anything = True

    def _note_path(self, paths: set[str], path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):  # no number of a file that is open
            whole = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 -- links are not followed
            if not whole.startswith(self._machine):
                paths.add(whole)

    def _named(self, path: str) -> str:
        return self._layout.relative(Path(path)) if Path(path).is_relative_to(self._layout.root) else path


def _walk(path: str, record: Record) -> Iterator[tuple[str, Record]]:
    """Yield a record and every record in it, each with its path: `.claims[C04].evidence[0]`."""
    yield path, record
    for name, value in _items(record):
        if isinstance(value, Record):
            yield from _walk(f"{path}.{name}", value)
        elif _is_records(value):
            for label, inner in zip(_labels(value), value, strict=True):
                yield from _walk(f"{path}.{name}[{label}]", inner)


def _shown(value: object) -> object:
    """Return what reading a field tells by itself: of records only that they are there, and in which order."""
    if isinstance(value, Record):
        return type(value).__name__
    return _labels(value) if _is_records(value) else value


def _is_records(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Record) for one in value)


def _labels(records: Any) -> list[str]:  # noqa: ANN401 -- a tuple of records
    return [str(record.__dict__.get("id", number)) for number, record in enumerate(records)]


def _told(value: object) -> str:
    """Return a value of a field in words that differ when it does, whatever it prints of itself."""
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> object:  # noqa: ANN401 -- what JSON cannot hold
    if isinstance(value, Record):
        return [type(value).__name__, dict(_items(value))]
    if isinstance(value, Mapping):
        return dict(value)
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


def _items(record: Record) -> Iterator[tuple[str, Any]]:  # values of any kind
    return ((name, value) for name, value in record.__dict__.items() if name in _fields_of(type(record)))


@cache
def _fields_of(kind: type[Record]) -> frozenset[str]:
    return frozenset(kind.model_fields)
