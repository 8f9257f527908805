"""What the last good build was made from, so that a build of the same is known to have nothing to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from briefing.model.digest import value_digest
from briefing.model.layout import Layout
from briefing.outputs.snapshot import Snapshot
from briefing.outputs.staging import CHECKSUMS, STATE, checksums
from briefing.reading.files import digest_now, installed, left_by_earlier
from briefing.reading.git import standing, tracked_files

NAME = "built.json"
#: What the execution of chapters notes of each, below the folder of the state.
EXECUTED = "doctrees/executed"


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
        published = {name: checksums(self._layout.build / name, name) for name in last["outputs"]}
        sums = self._layout.build / CHECKSUMS
        summed = set(sums.read_text("utf-8").splitlines()) if sums.is_file() else set()
        self.unchecked = tuple(last["unchecked"])
        return _told(published) == last["outputs"] and {line for of in published.values() for line in of} <= summed

    def write(self, state: Path, product: str, outputs: Mapping[str, Sequence[str]], unchecked: Sequence[str]) -> None:
        """Leave for the next build what a product was made from, and the digest of each of its folders."""
        made = {
            "key": self._key, "beside": self._beside(state), "outputs": _told(outputs), "unchecked": list(unchecked),
        }  # fmt: skip
        (state / NAME).write_text(json.dumps(self._last | {product: made}), "utf-8")

    def _beside(self, state: Path) -> dict[str, str]:
        """Return the digests of the files that cells have read beside the inputs of every build."""
        return {name: digest_now(self._layout.root / name) for name in sorted(set(_read_by_cells(state / EXECUTED)))}


def _read_by_cells(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.json"):
        reads = left_by_earlier(path).get("reads", {})
        yield from (*reads.get("files", ()), *reads.get("folders", ()))


def _told(outputs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: value_digest(list(lines)) for name, lines in outputs.items()}
