"""What a build is made from, as it lay on disk when the build began; it is looked at again before publishing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.reading.inputs import every_file


class _Seen(NamedTuple):
    """A file as it was seen; the time tells of words that were changed and changed back in between."""

    digest: str
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every input of a build, by its path in the briefing, as it was at one moment."""

    files: dict[str, _Seen]

    @classmethod
    def of(cls, layout: Layout) -> Self:
        """Look at every input: data, chapters, settings and the package itself."""
        paths = set(every_file(layout))
        return cls({path.as_posix(): seen for path in sorted(paths) for seen in _look(path)})

    def changed_since(self, earlier: Snapshot) -> tuple[str, ...]:
        """Return the paths of what came, went or was written to since the earlier snapshot."""
        names = sorted({*self.files, *earlier.files})
        return tuple(name for name in names if self.files.get(name) != earlier.files.get(name))


def _look(path: Path) -> Iterator[_Seen]:
    try:
        yield _Seen(bytes_digest(path.read_bytes()), path.stat().st_mtime_ns)
    except OSError:  # it went while we looked; the next snapshot says so
        return
