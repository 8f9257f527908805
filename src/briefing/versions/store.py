"""The published versions: one file each under `data/releases/`, written once, never changed.

How they are sealed and read stands in `reading.releases`. The history of a claim and the list of versions are derived
from these files; nothing else is written, so one rename publishes a version.
"""

import datetime as dt
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing.model.digest import SCHEMA, bytes_digest, evidence_digest, said
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.reading.files import book_files
from briefing.reading.releases import ReleaseError, release_text, same_text, seal

PARTIAL = ".partial"
#: What a briefing is made from beside the book itself, as patterns of paths.
INPUTS = (
    "requirements.txt", "data/*.yml", "data/articles/*", "data/claims/*.yml", "data/releases/*.sha256",
    "src/briefing/**/*",
)  # fmt: skip
#: How the names of those begin, in which the book itself is not written.
BESIDE = ("requirements.txt", "data/", "src/")


def build_release(  # noqa: PLR0913 -- what a release consists of
    ledger: Ledger,
    previous: Release | None,
    version: str,
    released: dt.date,
    *,
    reasons: Mapping[str, str],
    inputs: Mapping[str, str],
    pages: Mapping[str, str] = MappingProxyType({}),
) -> Release:
    """Return a sealed release of a ledger."""
    told: dict[str, Any] = {"schema_number": SCHEMA, "version": version, "released": released, "pages": dict(pages)}
    told |= {"reasons": dict(sorted(reasons.items())), "inputs": dict(sorted(inputs.items()))}
    told |= {"previous": previous.version, "previous_seal": previous.seal} if previous else {}
    release = Release(digest=evidence_digest(ledger), ledger=ledger, **told)
    return release.model_copy(update={"seal": seal(_values(release))})


def release_bytes(release: Release) -> bytes:
    """Return the file of a release: sorted keys, one value a line, so that a review can read it."""
    return release_text(_values(release))


def _values(release: Release) -> dict[str, Any]:
    """Return a release as the plain values of its file: the ledger as it was said, without defaults."""
    return release.model_dump(mode="json", exclude={"ledger"}) | {"ledger": said(release.ledger)}


def publish(layout: Layout, release: Release) -> Path:
    """Write the file of a release and return its path. Raises `ReleaseError` when the version is there already."""
    return write_once(layout, f"{release.version}.json", release_bytes(release))


def write_once(layout: Layout, name: str, content: bytes) -> Path:
    """Write a file among the releases and return its path; the tree is as before or as after, even when killed.

    The bytes go to a file beside it that no reader looks at, and reach the disk before one rename
    publishes them. Raises `ReleaseError` when the file is there already.
    """
    path, partial = layout.releases / name, layout.releases / f".{name}{PARTIAL}"
    if path.exists():
        raise ReleaseError([f"{layout.relative(path)} is there already. A release is never written twice."])
    path.parent.mkdir(parents=True, exist_ok=True)
    for stray in path.parent.glob(f".*{PARTIAL}"):
        stray.unlink()
    try:
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)  # noqa: PTH105 -- the one step that publishes, named as POSIX names it
    finally:
        partial.unlink(missing_ok=True)
    with suppress(OSError):  # where the system lets a folder be opened, the rename itself is made durable
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    return path


def input_digests(layout: Layout) -> dict[str, str]:
    """Return path and SHA-256 of every file that a briefing is made from."""
    found = {path for pattern in INPUTS for path in layout.root.glob(pattern)}
    files = {path for path in found if path.is_file() and path.suffix != ".pyc"}
    beside = {layout.relative(path): bytes_digest(path.read_bytes()) for path in files}
    return dict(sorted((beside | book_digests(layout)).items()))


def book_digests(layout: Layout) -> dict[str, str]:
    """Return path and SHA-256 of the pages, settings and bibliographies, with the line ends of a repository."""
    return {layout.relative(path): bytes_digest(same_text(path.read_bytes())) for path in book_files(layout)}


def of_book(inputs: Mapping[str, str]) -> dict[str, str]:
    """Return, of what a release was made of, what `book_digests` tells."""
    return {name: digest for name, digest in inputs.items() if not name.startswith(BESIDE)}
