"""A site of every version: `/` shows the newest, `/v1.0.0/` and its like stay as they were built.

Versions are git tags. One that is not yet on the site, nor in the archive, is built from its own tag, in a clone and an
environment of its own; where the tag is missing, a page of what its release file holds stands in its place. What is
there is never built again: it is refused when its evidence is not that of its release, or when a file of it differs
from what was published (`versions.json` at the root holds the digests). One file of an old version is written anew,
`_static/versions.js`, so that its pages can say that they are old, also from a disk without a server:

    window.BRIEFING_VERSIONS = {"current": "1.0.0", "latest": "1.1.0",
     "versions": [{"version": "1.1.0", "released": "2026-02-01", "digest": "…", "path": "../v1.1.0/"}, …],
     "since": {"C04": [{"version": "1.1.0", "what": "Withdrawn: …", "why": "…"}]}}

Paths are relative to the root of the version.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from packaging.version import Version
from pydantic import TypeAdapter, ValidationError

from briefing.model.base import Digest, Record, VersionNumber
from briefing.model.digest import bytes_digest, said_json
from briefing.model.layout import Layout
from briefing.model.ledger import Release
from briefing.model.words import article_name, date_words
from briefing.reading import git
from briefing.reading.releases import VERSION_TAG, read_releases, same_text
from briefing.versions.history import histories, render

SCRIPT = Path("_static") / "versions.js"
LEDGER = Path("downloads") / "data" / "ledger.json"
LIST = "versions.json"
# The tag's own definition of how it is built, in its own environment.
BUILD = ("make", "book")
#: What would lead a tag's build to this version's code and data.
LEADING = frozenset({"BRIEFING_ROOT", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "GIT_DIR", "GIT_WORK_TREE"})


class SiteError(ValueError):
    """Raised when the site cannot be made; the site that was there stays as it is."""


class Published(Record):
    """A version on the site, as `versions.json` lists it."""

    version: VersionNumber
    released: str
    digest: Digest
    path: str
    sha256: Digest


_LIST = TypeAdapter(list[Published])


def make_site(
    layout: Layout,
    out: Path,
    *,
    archive: Path | None = None,
    builder: Sequence[str] = BUILD,
    say: Callable[[str], None] = print,
) -> None:
    """Make the site in `out`, or bring it up to date; all of it takes its place at once.

    `archive` holds folders `v1.0.0/` and so on of versions built before. `builder` is run in a clone of the
    tag and leaves the book in `_build/html`. Raises `SiteError`.
    """
    if archive is not None and not archive.is_dir():
        _refuse(f"{archive} is no folder: name one that holds v1.0.0/ and so on")
    releases = read_releases(layout)
    if not releases:
        _refuse("nothing has been released yet: run `briefing release --tag` first")
    fresh, old = (out.with_name(f".{out.name}.{what}") for what in ("new", "old"))
    _recover(out, old)
    published = _read_list(out, releases)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        for release in releases:
            tag = f"v{release.version}"
            target, holders = fresh / tag, [holder / tag for holder in (out, archive) if holder is not None]
            if kept := next(filter(Path.is_dir, holders), None):
                shutil.copytree(kept, target)
            elif tag in git.tags(layout):
                say(f"building {tag} from its tag: {' '.join(builder)}")
                _build(layout, release, target, builder)
            else:
                say(f"{tag} has no tag: a page of what its release file holds takes its place")
                _write_from_release(layout, release, target)
            _check_version(release, target, published.get(release.version))
        _finish(releases, fresh)
        if out.exists():  # killed between the two, the next run brings the old site back
            out.rename(old)
        fresh.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    say(f"{out}: {len(releases)} versions, the newest {releases[-1].version}")


def tree_digest(folder: Path) -> str:
    """Return the SHA-256 of a version's files, names included, without the one file that is written anew."""
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    told = (f"{bytes_digest(files[name].read_bytes())}  {name.as_posix()}\n" for name in files if name != SCRIPT)
    return bytes_digest("".join(told).encode())


def _refuse(message: str) -> NoReturn:
    raise SiteError(message)


def _recover(out: Path, old: Path) -> None:
    """Bring back the site of a run that was killed; drop what it left behind, once every version of it is in place."""
    if old.exists() and not out.exists():
        old.rename(out)
    elif old.exists():
        for folder in (folder for folder in old.iterdir() if VERSION_TAG.fullmatch(folder.name)):
            held = out / folder.name
            if not held.is_dir() or tree_digest(held) != tree_digest(folder):
                _refuse(f"{old} holds {folder.name}, which {out} does not hold as it is. Move it to a safe place first")
        shutil.rmtree(old)


def _read_list(out: Path, releases: Sequence[Release]) -> Mapping[str, Published]:
    """Return what the site says it published; what holds something else, or more or less than it says, is refused."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return {}
    path = out / LIST
    if not path.is_file():
        _refuse(f"{out} holds something that is no site of this kind (it has no {LIST}); name an empty folder")
    try:
        listed = {entry.version: entry for entry in _LIST.validate_json(path.read_bytes())}
    except ValidationError as error:
        what = error.errors()[0]["msg"]
        _refuse(f"{path} is not the list of versions that was written ({what}). Restore it; nothing was changed")
    there = {folder.name.removeprefix("v") for folder in out.iterdir() if VERSION_TAG.fullmatch(folder.name)}
    odd = sorted((there ^ set(listed)) | (set(listed) - {release.version for release in releases}))
    if odd:
        _refuse(f"{out}: v{odd[0]} is a folder, a line of {LIST} or a release, and not all three. Restore it")
    return listed


def _build(layout: Layout, release: Release, target: Path, builder: Sequence[str]) -> None:
    """Build a release's tag in a clone of its own, which leaves nothing in the repository, even when killed."""
    tag, path = f"v{release.version}", layout.releases / f"{release.version}.json"
    if same_text(git.file_at(layout, tag, path) or b"") != same_text(path.read_bytes()):
        _refuse(f"{layout.relative(path)}: the tag {tag} holds another file. Restore it: a release is never edited")
    with tempfile.TemporaryDirectory(prefix="briefing-site-", ignore_cleanup_errors=True) as scratch:
        tree = Path(scratch) / tag
        try:
            top = Path(git.run_git(layout.root, "rev-parse", "--show-toplevel").decode().strip()).resolve()
            git.run_git(layout.root, "clone", "--quiet", "--shared", "--no-checkout", str(top), str(tree))
            git.run_git(tree, "checkout", "--quiet", "--detach", tag)
            root = tree / layout.root.resolve().relative_to(top)
            environment = {name: value for name, value in os.environ.items() if name not in LEADING}
            code = subprocess.run(builder, cwd=root, env=environment, check=False).returncode  # noqa: S603
        except (git.GitError, OSError) as error:
            _refuse(f"{tag}: {error}")
        if code or not (root / "_build" / "html").is_dir():
            _refuse(f"{tag}: {' '.join(builder)} ended with {code} and left no _build/html")
        shutil.copytree(root / "_build" / "html", target)


def _write_from_release(layout: Layout, release: Release, target: Path) -> None:
    """Write a page of a release's judgements and claims, and its ledger, as its file holds them."""
    said = json.loads((layout.releases / f"{release.version}.json").read_bytes())["ledger"]
    values = {"release": release, "released": date_words(release.released), "ledger_path": LEDGER.as_posix()}
    page = render(Path(__file__).with_name("version.html.jinja"), article_name=article_name, **values)
    (target / LEDGER).parent.mkdir(parents=True)
    (target / "index.html").write_bytes(page)
    (target / LEDGER).write_bytes(said_json(said, release.schema_number).encode("utf-8", "surrogatepass"))


def _check_version(release: Release, folder: Path, published: Published | None) -> None:
    ledger = folder / LEDGER
    digest = bytes_digest(ledger.read_bytes()) if ledger.is_file() else "none"
    if digest != release.digest:
        _refuse(
            f"v{release.version}: its evidence digest is {digest[:12]}, and {release.digest[:12]} was released. "
            "This is another book; nothing was changed"
        )
    if published and published.sha256 != tree_digest(folder):
        _refuse(f"v{release.version}: its files are not those that were published. Restore them; nothing was changed")


def _finish(releases: Sequence[Release], fresh: Path) -> None:
    """Copy the newest version to the root, and write what tells the versions of each other."""
    newest = releases[-1]
    listed = [
        {"version": r.version, "released": r.released.isoformat(), "digest": r.digest, "path": f"v{r.version}/"}
        for r in reversed(releases)
    ]
    digests = [{**one, "sha256": tree_digest(fresh / one["path"])} for one in listed]
    shutil.copytree(fresh / f"v{newest.version}", fresh, dirs_exist_ok=True)
    for release, folder, up in [(r, fresh / f"v{r.version}", "../") for r in releases] + [(newest, fresh, "")]:
        known = [*release.ledger.claim_by_id, *release.ledger.judgement_by_id]
        since = {
            record: [{"version": e.version, "what": e.what, "why": e.why} for e in later]
            for record, events in histories(releases, newest.ledger, known).items()
            if (later := [e for e in events if Version(e.version) > Version(release.version)])
        }
        versions = [{**one, "path": up + one["path"]} for one in listed]
        body = {"current": release.version, "latest": newest.version, "versions": versions, "since": since}
        written = json.dumps(body, ensure_ascii=True, sort_keys=True).replace("</", "<\\/")
        (folder / SCRIPT).parent.mkdir(exist_ok=True)
        (folder / SCRIPT).write_text(f"window.BRIEFING_VERSIONS = {written};\n", "utf-8")
    (fresh / LIST).write_text(json.dumps(digests, indent=1) + "\n", "utf-8")
