"""What a build is made from, as it lay on disk when the build began; it is looked at again before publishing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.reading.files import every_file


class _Seen(NamedTuple):
    """A file as it was seen; the time tells of words that were changed and changed back in between.

    While its state on disk, which is times, size and place, is the same, so is its content.
    """

    digest: str
    modified_ns: int
    state: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every input of a build, by its path in the briefing, as it was at one moment."""

    files: dict[str, _Seen]

    @classmethod
    def of(cls, layout: Layout, earlier: Snapshot | None = None) -> Self:
        """Look at every input: data, chapters, settings and the package itself."""
        names = sorted({path.as_posix() for path in every_file(layout)})
        before = earlier.files if earlier else {}
        return cls({name: seen for name in names for seen in _look(name, before.get(name))})

    def changed_since(self, earlier: Snapshot) -> tuple[str, ...]:
        """Return the paths of what came, went or was written to since the earlier snapshot."""
        names = sorted({*self.files, *earlier.files})
        seen = ((name, self.files.get(name, _GONE), earlier.files.get(name, _GONE)) for name in names)
        return tuple(name for name, now, then in seen if now[:2] != then[:2])


_GONE = _Seen("", 0, ())


def _look(name: str, before: _Seen | None) -> Iterator[_Seen]:
    try:
        now = Path(name).stat()
        state = (now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino)
        same = before is not None and before.state == state
        yield before if before and same else _Seen(bytes_digest(Path(name).read_bytes()), now.st_mtime_ns, state)
    except OSError:  # it went while we looked; the next snapshot says so
        return
