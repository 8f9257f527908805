"""The published versions as they lie on disk: read, and found to be what they were when they were released.

A file is sealed with the digest of its own content and names the seal of the version before, so
that a changed, swapped or missing release shows; what is missing at the end of the chain, or was sealed
anew, shows in the history of git, where there is one. Seals and digests are taken of the JSON as it
stands in the file, not of today's records: a field that the records gain later changes no old seal. Files
are compared without their line ends, which a clone on Windows changes.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from packaging.version import Version
from pydantic import ValidationError

from briefing.model.base import Issue, Place
from briefing.model.digest import said_digest, value_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Release
from briefing.reading.files import read_file, shown_in, unreadable
from briefing.reading.git import file_at, first_commits, is_shallow, tags

#: A version, and so a tag, in ASCII digits without a zero in front.
VERSION = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}")
VERSION_TAG = re.compile(f"v{VERSION.pattern}")
RESTORE = "Restore it with git: a release is never edited. To correct it, publish a new version."
NO_HISTORY = "whether the releases are those that were published: git has no history of them here."
BEGIN_ANEW = "A briefing on another question begins in a repository of its own."


class ReleaseError(ValueError):
    """Raised when the released versions cannot be trusted, or a release cannot be made; holds every issue."""

    def __init__(self, issues: Sequence[Issue | str]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(map(str, issues)))


def read_releases(layout: Layout) -> tuple[Release, ...]:
    """Return the released versions, oldest first; none when nothing was released yet.

    Raises `ReleaseError` with everything that is wrong with the files.
    """
    releases, issues = load_releases(layout)
    if issues:
        raise ReleaseError(issues)
    return releases


def seal(raw: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a release as canonical JSON, its own seal left out."""
    return value_digest({key: value for key, value in raw.items() if key != "seal"})


def release_text(raw: Mapping[str, Any]) -> bytes:
    """Return the bytes of a release's file: sorted keys, one value a line, so that a review can read it."""
    return (json.dumps(raw, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def same_text(content: bytes) -> bytes:
    """Return the bytes of a text file as they are where git changes no line ends."""
    return content.replace(b"\r\n", b"\n")


def load_releases(layout: Layout) -> tuple[tuple[Release, ...], list[Issue]]:
    """Return the released versions that can be read, oldest first, and what is wrong with the files."""
    issues: list[Issue] = []
    found: list[Release] = []

    def report(path: Path, code: str, got: str, mend: str = RESTORE) -> None:
        issues.append(Issue(Place(layout.relative(path)), path.name, code, got, mend))

    try:
        files = shown_in(layout.releases)
    except OSError as error:
        return (), [unreadable(layout.relative(layout.releases), error)]
    versions = {path.stem for path in files if path.suffix == ".json"}
    for path in files:
        if path.suffix != ".json":
            if path.suffix != ".sha256" or path.stem not in versions:
                report(path, "stray-file", "it is no release, and holds no digests of one.", "Move it elsewhere.")
            continue
        try:
            release, changed = _read_content(read_file(path, layout.root))
        except (OSError, ValidationError, ValueError, RecursionError) as error:
            said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            report(path, "release-unreadable", f"{' '.join(said.split()[:12])}.")
            continue
        found.append(release)
        other = () if path.stem == release.version else (f"it says that it is {release.version}.",)
        for got in (*other, *changed):
            report(path, "release-changed", got)
    found.sort(key=lambda release: Version(release.version))
    for before, after in zip([None, *found], found, strict=False):
        expected = (before.version, before.seal) if before else (None, None)
        if (after.previous, after.previous_seal) != expected:
            stands = f"before it stands {expected[0] or 'nothing'}, or another file."
            got = f"it follows {after.previous or 'nothing'}, and {stands}"
            report(layout.releases / f"{after.version}.json", "release-chain-broken", got)
    return tuple(found), sorted(issues, key=lambda issue: (issue.place, issue.code))


@lru_cache(maxsize=32)
def _read_content(content: bytes) -> tuple[Release, tuple[str, ...]]:
    """Return the release that a file holds, and in what ways it is not what was released; read once of the same."""
    raw = json.loads(content)
    release = Release.model_validate(raw)
    changed = []
    if raw.get("seal") != seal(raw) or release_text(raw) != same_text(content):
        changed.append("its content is not what it was sealed with.")
    if raw["digest"] != said_digest(raw["ledger"], release.schema_number):
        changed.append("its ledger is not the one of its evidence digest.")
    return release, tuple(changed)


def has_history(layout: Layout) -> bool:
    """Tell whether git knows of each release when it came: not without git, nor in a clone that holds no history."""
    first = first_commits(layout, f"{layout.relative(layout.releases)}/*.json")
    return len(first) == len(set(first.values())) > 0 and not is_shallow(layout)


def against_history(layout: Layout) -> Iterator[Issue]:
    """Yield what git knows to have been released and is gone, or is not what it was: by the history and by tags."""
    folder = layout.relative(layout.releases)
    then = dict(first_commits(layout, f"{folder}/*"))
    for tag in tags(layout):
        name = f"{folder}/{tag.removeprefix('v')}.json"
        if VERSION_TAG.fullmatch(tag) and name not in then:
            then[name] = tag
    for name, revision in sorted(then.items()):
        path = layout.root / name
        before = file_at(layout, revision, path) if path.suffix in (".json", ".sha256") else None
        if before is not None and not path.is_file():
            got = f"git holds it ({revision[:12]}), and it is gone."
            yield Issue(Place(name), path.name, "release-missing", got, f"{RESTORE} {BEGIN_ANEW}")
        elif before is not None and same_text(path.read_bytes()) != same_text(before):
            got = f"it is not the file that was released ({revision[:12]}), although its seal may fit."
            yield Issue(Place(name), path.name, "release-changed", got, RESTORE)
