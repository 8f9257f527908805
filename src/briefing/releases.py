"""The published versions: one file each under `data/releases/`, written once, never changed.

A file is sealed with the digest of its own content and names the seal of the version before, so
that a changed, swapped or missing release shows. Seals and digests are taken of the JSON as it
stands in the file, not of today's records: a field that the records gain later changes no old seal.
The history of a claim and the list of versions are derived from these files; nothing else is
written, so one rename publishes a version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefing.digests import evidence_digest
from briefing.models import Issue, Ledger, Place, Release
from briefing.paths import Layout
from briefing.versioning import parts

RESTORE = "Restore it with git: a release is never edited. To correct it, publish a new version."
PARTIAL = ".partial"
INPUTS = (
    "_config.yml",
    "_toc.yml",
    "index.md",
    "references.bib",
    "requirements.txt",
    "chapters/**/*.md",
    "data/*.yml",
    "data/articles/*",
    "data/claims/*.yml",
    "src/briefing/**/*.py",
)


class ReleaseError(ValueError):
    """Raised when the released versions cannot be trusted, or a release cannot be made; holds every issue."""

    def __init__(self, issues: Sequence[Issue | str]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(map(str, issues)))


def read_releases(layout: Layout) -> tuple[Release, ...]:
    """Return the released versions, oldest first; none when nothing was released yet.

    Raises `ReleaseError` with everything that is wrong with the files.
    """
    releases, issues = _read(layout)
    if issues:
        raise ReleaseError(issues)
    return releases


def check_releases(layout: Layout) -> list[Issue]:
    """Return what is wrong with the released files: unreadable, renamed, changed, or out of the chain."""
    return _read(layout)[1]


def build_release(  # noqa: PLR0913 -- what a release consists of
    ledger: Ledger,
    previous: Release | None,
    version: str,
    released: dt.date,
    *,
    reasons: Mapping[str, str],
    inputs: Mapping[str, str],
) -> Release:
    """Return a sealed release of a ledger."""
    release = Release(
        version=version,
        released=released,
        digest=evidence_digest(ledger),
        previous=previous.version if previous else None,
        previous_seal=previous.seal if previous else None,
        reasons=dict(sorted(reasons.items())),
        inputs=dict(sorted(inputs.items())),
        ledger=ledger,
    )
    return release.model_copy(update={"seal": seal(release.model_dump(mode="json"))})


def release_bytes(release: Release) -> bytes:
    """Return the file of a release: sorted keys, one value a line, so that a review can read it."""
    return _written(release.model_dump(mode="json"))


def publish(layout: Layout, release: Release) -> Path:
    """Write the file of a release and return its path; the tree is as before or as after, even when killed.

    The bytes go to a file beside it that no reader looks at, and reach the disk before one rename
    publishes them. Raises `ReleaseError` when the version is there already.
    """
    path = layout.releases / f"{release.version}.json"
    if path.exists():
        raise ReleaseError([f"{layout.relative(path)} is there already. A release is never written twice."])
    layout.releases.mkdir(parents=True, exist_ok=True)
    for stray in layout.releases.glob(f".*{PARTIAL}"):
        stray.unlink()
    partial = layout.releases / f".{path.name}{PARTIAL}"
    try:
        _write_through(partial, release_bytes(release))
        os.replace(partial, path)  # noqa: PTH105 -- the one step that publishes, named as POSIX names it
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
    _flush_folder(layout.releases)
    return path


def input_digests(layout: Layout, patterns: Iterable[str] = INPUTS) -> dict[str, str]:
    """Return path and SHA-256 of every file that a briefing is made from."""
    files = {path for pattern in patterns for path in layout.root.glob(pattern) if path.is_file()}
    return {layout.relative(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def seal(raw: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a release as canonical JSON, its own seal left out."""
    return _digest({key: value for key, value in raw.items() if key != "seal"})


def _digest(value: object) -> str:
    body = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _written(raw: Mapping[str, Any]) -> bytes:
    return (json.dumps(raw, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _write_through(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(layout: Layout) -> tuple[tuple[Release, ...], list[Issue]]:
    issues: list[Issue] = []
    found: list[Release] = []
    for path in layout.releases.glob("*.json"):
        release = _read_one(layout, path, issues)
        if release is not None:
            found.append(release)
    found.sort(key=lambda release: parts(release.version))
    for before, after in zip([None, *found], found, strict=False):
        issues.extend(_chain(layout, before, after))
    return tuple(found), sorted(issues, key=lambda issue: (issue.place, issue.code))


def _read_one(layout: Layout, path: Path, issues: list[Issue]) -> Release | None:
    place, content = Place(layout.relative(path)), path.read_bytes()

    def report(code: str, got: str) -> None:
        issues.append(Issue(place, path.name, code, got, RESTORE))

    try:
        raw = json.loads(content)
        release = Release.model_validate(raw)
    except (ValidationError, ValueError, RecursionError) as error:
        report("release-unreadable", f"{' '.join(str(error).split()[:12])}.")
        return None
    if path.stem != release.version:
        report("release-changed", f"it says that it is {release.version}.")
    if raw.get("seal") != seal(raw) or _written(raw) != content:
        report("release-changed", "its content is not what it was sealed with.")
    if raw["digest"] != _digest(raw["ledger"]):
        report("release-changed", "its ledger is not the one of its evidence digest.")
    return release


def _chain(layout: Layout, before: Release | None, after: Release) -> list[Issue]:
    expected = (before.version, before.seal) if before else (None, None)
    if (after.previous, after.previous_seal) == expected:
        return []
    got = f"it follows {after.previous or 'nothing'}, and before it stands {expected[0] or 'nothing'}, or another file."
    path = layout.releases / f"{after.version}.json"
    return [Issue(Place(layout.relative(path)), path.name, "release-chain-broken", got, RESTORE)]
