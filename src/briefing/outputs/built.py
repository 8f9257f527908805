"""What a build is made from, as it lay on disk when the build began, and what the last good build was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from briefing.model.digest import bytes_digest, value_digest
from briefing.model.layout import Layout
from briefing.outputs.staging import STATE, checksums, published_checksums
from briefing.reading.files import digest_now, every_file, installed, left_by_earlier
from briefing.reading.git import standing, tracked_files

NAME = "built.json"
#: What the execution of chapters notes of each, below the folder of the state.
EXECUTED = "doctrees/executed"


class _Seen(NamedTuple):
    """A file as it was seen: a digest, and its state on disk, which is times, size and place.

    While the state is the same, so is the content; it also tells of words that were changed and changed back.
    """

    digest: str
    state: tuple[int, ...]


class Snapshot(NamedTuple):
    """Every input of a build, by its path in the briefing, as it was at one moment."""

    files: dict[str, _Seen]

    @classmethod
    def of(cls, layout: Layout, earlier: Snapshot | None = None) -> Self:
        """Look at every input: data, chapters, settings and the package itself."""
        files: dict[str, _Seen] = {}
        for path in sorted(every_file(layout)):
            with suppress(OSError):  # it went while we looked; the next snapshot says so
                now, name = path.stat(), path.as_posix()
                state = (now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino)
                before = earlier.files.get(name) if earlier else None
                same = before is not None and before.state == state
                files[name] = before if before and same else _Seen(bytes_digest(path.read_bytes()), state)
        return cls(files)

    def changed_since(self, earlier: Snapshot) -> tuple[str, ...]:
        """Return the paths of what came, went or was written to since the earlier snapshot."""
        return tuple(sorted({name for name, _ in self.files.items() ^ earlier.files.items()}))


class Built:
    """What there is to build from now, and what the last builds were made from, by product or `all`."""

    def __init__(self, layout: Layout, snapshot: Snapshot) -> None:
        self._layout = layout
        seen = {layout.relative(Path(name)): seen.digest for name, seen in snapshot.files.items()}
        self._key = value_digest([seen, installed(), standing(layout), sorted(tracked_files(layout) or ())])
        self._last = left_by_earlier(layout.build / STATE / NAME)
        self.unchecked: tuple[str, ...] = ()

    def still_holds(self, product: str) -> bool:
        """Tell whether a product was made from what there is now, alone or with all, and lies as it was made.

        Then `unchecked` says what the check of that build could not look at.
        """
        return any(self._holds(name) for name in (product, "all"))

    def _holds(self, product: str) -> bool:
        last = self._last.get(product)
        if not last or last["key"] != self._key or last["beside"] != self._beside(self._layout.build / STATE):
            return False
        self.unchecked = tuple(last["unchecked"])
        published = {name: checksums(self._layout.build / name, name) for name in last["outputs"]}
        lines = {line for of in published.values() for line in of}
        return _told(published) == last["outputs"] and lines <= {*published_checksums(self._layout.build)}

    def write(self, state: Path, product: str, outputs: Mapping[str, Sequence[str]], unchecked: Sequence[str]) -> None:
        """Leave for the next build what a product was made from, and the digest of each of its folders."""
        made = {
            "key": self._key, "beside": self._beside(state), "outputs": _told(outputs), "unchecked": list(unchecked),
        }  # fmt: skip
        (state / NAME).write_text(json.dumps(self._last | {product: made}), "utf-8")

    def _beside(self, state: Path) -> dict[str, str]:
        """Return the digests of the files that cells have read beside the inputs of every build."""
        reads = [left_by_earlier(path).get("reads", {}) for path in (state / EXECUTED).rglob("*.json")]
        names = {name for one in reads for name in (*one.get("files", ()), *one.get("folders", ()))}
        return {name: digest_now(self._layout.root / name) for name in sorted(names)}


def _told(outputs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: value_digest(list(lines)) for name, lines in outputs.items()}
