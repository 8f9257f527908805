"""A site of every version: `/` shows the newest, `/v1.0.0/` and its like stay as they were built.

Versions are git tags. A version that is not yet on the site, nor in the archive, is built from its
own tag, in a work tree and an environment of its own. What is there is never built again: it is
refused when its evidence is not that of its release, or when a file of it differs from what was
published. One file of an old version is written anew, `_static/versions.js`: it tells the version
which others there are and what has changed since, so that its pages can say that they are old, also
from a disk without a server. It assigns `window.BRIEFING_VERSIONS`:

    {"current": "1.0.0", "latest": "1.1.0",
     "versions": [{"version": "1.1.0", "released": "2026-02-01", "digest": "…", "path": "../v1.1.0/"}, …],
     "since": {"C04": [{"version": "1.1.0", "what": "C04 withdrawn: …", "why": "…"}]}}

Paths are relative to the root of the version. `versions.json` at the root of the site holds the
list for other programs, with the digest of each version's files.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from packaging.version import Version

from briefing.model.layout import Layout
from briefing.model.ledger import Release
from briefing.reading.releases import read_releases
from briefing.versions.history import histories

TAG = re.compile(r"v\d+\.\d+\.\d+")
SCRIPT = Path("_static") / "versions.js"
LEDGER = Path("downloads") / "data" / "ledger.json"
LIST = "versions.json"
# The tag's own definition of how it is built, in its own environment.
BUILD = ("make", "book")
Say = Callable[[str], None]


class SiteError(ValueError):
    """Raised when the site cannot be made; the site that was there stays as it is."""


class Source(NamedTuple):
    """Where the files of a version come from."""

    release: Release
    folder: Path | None


def make_site(
    layout: Layout, out: Path, *, archive: Path | None = None, builder: Sequence[str] = BUILD, say: Say = print
) -> None:
    """Make the site in `out`, or bring it up to date; all of it takes its place at once.

    `archive` holds folders `v1.0.0/` and so on of versions built before. `builder` is run in a work tree of the
    tag and leaves the book in `_build/html`. Raises `SiteError`.
    """
    releases = _tagged_releases(layout)
    published = _read_list(out)
    fresh = out.parent / f".{out.name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        for release in releases:
            target = fresh / f"v{release.version}"
            _fetch(layout, _find(release, out, archive), target, tuple(builder), say)
            _check_version(release, target, published.get(release.version))
        _finish(releases, fresh)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    say(f"{out}: {len(releases)} versions, the newest {releases[-1].version}")


def versions_script(release: Release, releases: Sequence[Release], *, at_root: bool = False) -> str:
    """Return `versions.js` of one version among all: the others, and what changed since for each record."""
    newest_first = sorted(releases, key=lambda r: Version(r.version), reverse=True)
    up = "" if at_root else "../"
    since = {
        record: [
            {"version": e.version, "what": e.what, "why": e.why}
            for e in events
            if Version(e.version) > Version(release.version)
        ]
        for record, events in histories(releases, newest_first[0].ledger).items()
        if record in release.ledger.claim_by_id or record in release.ledger.judgement_by_id
    }
    body = {
        "current": release.version,
        "latest": newest_first[0].version,
        "versions": [
            {
                "version": r.version,
                "released": r.released.isoformat(),
                "digest": r.digest,
                "path": f"{up}v{r.version}/",
            }
            for r in newest_first
        ],
        "since": {record: events for record, events in since.items() if events},
    }
    written = json.dumps(body, ensure_ascii=True, sort_keys=True).replace("</", "<\\/")
    return f"window.BRIEFING_VERSIONS = {written};\n"


def tree_digest(folder: Path) -> str:
    """Return the SHA-256 of a version's files, names included, without the one file that is written anew."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if name != SCRIPT:
            digest.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name.as_posix()}\n".encode())
    return digest.hexdigest()


def _tagged_releases(layout: Layout) -> tuple[Release, ...]:
    """Return the releases; every one must have its tag, and hold there what it holds here."""
    releases = read_releases(layout)
    tags = {tag for tag in _git(layout.root, "tag", "--list").decode().split() if TAG.fullmatch(tag)}
    if not releases:
        message = "nothing has been released yet: run `briefing release --tag` first"
        raise SiteError(message)
    for release in releases:
        name = f"{layout.relative(layout.releases)}/{release.version}.json"
        if f"v{release.version}" not in tags:
            message = f"{release.version} was released and has no tag v{release.version}: fetch or make the tag"
            raise SiteError(message)
        if _git(layout.root, "show", f"v{release.version}:./{name}") != (layout.root / name).read_bytes():
            message = f"{name}: the tag v{release.version} holds another file. Restore it: a release is never edited"
            raise SiteError(message)
    return releases


def _find(release: Release, out: Path, archive: Path | None) -> Source:
    for holder in (out, archive):
        if holder is not None and (holder / f"v{release.version}").is_dir():
            return Source(release, holder / f"v{release.version}")
    return Source(release, None)


def _fetch(layout: Layout, source: Source, target: Path, builder: tuple[str, ...], say: Say) -> None:
    if source.folder is not None:
        shutil.copytree(source.folder, target)
        return
    tag = f"v{source.release.version}"
    say(f"building {tag} from its tag: {' '.join(builder)}")
    with tempfile.TemporaryDirectory(prefix="briefing-site-") as scratch:
        tree = Path(scratch) / tag
        _git(layout.root, "worktree", "add", "--detach", str(tree), tag)
        try:
            root = tree / layout.root.resolve().relative_to(_toplevel(layout.root))
            done = subprocess.run(builder, cwd=root, env=_clean_environment(), check=False)  # noqa: S603
            if done.returncode or not (root / "_build" / "html").is_dir():
                message = f"{tag}: {' '.join(builder)} ended with {done.returncode} and left no _build/html"
                raise SiteError(message)
            shutil.copytree(root / "_build" / "html", target)
        finally:
            _git(layout.root, "worktree", "remove", "--force", str(tree))


def _check_version(release: Release, folder: Path, published: Mapping[str, Any] | None) -> None:
    ledger = folder / LEDGER
    found = hashlib.sha256(ledger.read_bytes()).hexdigest() if ledger.is_file() else "none"
    if found != release.digest:
        message = (
            f"v{release.version}: its evidence digest is {found[:12]}, and {release.digest[:12]} was released. "
            "This is another book; nothing was changed"
        )
        raise SiteError(message)
    if published and published.get("sha256") != tree_digest(folder):
        message = f"v{release.version}: its files are not those that were published. Restore them; nothing was changed"
        raise SiteError(message)


def _finish(releases: Sequence[Release], fresh: Path) -> None:
    """Copy the newest version to the root, and write what tells the versions of each other."""
    newest = releases[-1]
    listed = [
        {
            "version": r.version,
            "released": r.released.isoformat(),
            "digest": r.digest,
            "path": f"v{r.version}/",
            "sha256": tree_digest(fresh / f"v{r.version}"),
        }
        for r in reversed(releases)
    ]
    shutil.copytree(fresh / f"v{newest.version}", fresh, dirs_exist_ok=True)
    for release in releases:
        _write_script(fresh / f"v{release.version}", versions_script(release, releases))
    _write_script(fresh, versions_script(newest, releases, at_root=True))
    (fresh / LIST).write_text(json.dumps(listed, indent=1) + "\n", "utf-8")


def _write_script(folder: Path, content: str) -> None:
    (folder / SCRIPT).parent.mkdir(exist_ok=True)
    (folder / SCRIPT).write_text(content, "utf-8")


def _swap(fresh: Path, out: Path) -> None:
    old = out.parent / f".{out.name}.old"
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _read_list(out: Path) -> dict[str, Mapping[str, Any]]:
    """Return what the site says it published; a folder that is not such a site is never replaced."""
    if not out.exists() or not any(out.iterdir()):
        return {}
    if not (out / LIST).is_file():
        message = f"{out} holds something that is no site of this kind (it has no {LIST}); name an empty folder"
        raise SiteError(message)
    return {entry["version"]: entry for entry in json.loads((out / LIST).read_bytes())}


def _clean_environment() -> dict[str, str]:
    """Return the environment without what would lead a tag's build to this version's code and data."""
    leading = {"BRIEFING_ROOT", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "GIT_DIR", "GIT_WORK_TREE"}
    return {name: value for name, value in os.environ.items() if name not in leading}


def _toplevel(root: Path) -> Path:
    return Path(_git(root, "rev-parse", "--show-toplevel").decode().strip()).resolve()


def _git(root: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    if done.returncode:
        message = f"git {arguments[0]}: {done.stderr.decode(errors='replace').strip()}"
        raise SiteError(message)
    return done.stdout
