"""What git knows of a briefing: commit, time, tags, and files as they were. The one place that runs git.

A repository that encloses the briefing's folder, but does not track its `_config.yml`, is not its repository.
"""

import datetime as dt
import os
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from briefing.model.layout import Layout

UNKNOWN = "unknown"
#: What would lead git to another repository than that of the folder it is asked about.
_LEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")


class GitError(ValueError):
    """Raised when git refuses what it was asked; the message says what it said."""


def run_git(folder: Path, *arguments: str) -> bytes:
    """Return what git prints. Raises `GitError` when there is no git, or when it refuses."""
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    clean = {name: value for name, value in os.environ.items() if name not in _LEADING}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=clean, stdin=subprocess.DEVNULL)  # noqa: S603
    except OSError as error:
        message = f"git {arguments[0]}: git cannot be run ({error.strerror})"
        raise GitError(message) from error
    if done.returncode:
        told = (done.stderr or done.stdout).decode(errors="replace").strip()
        message = f"git {arguments[0]}: {told or f'ended with {done.returncode}'}"
        raise GitError(message)
    return done.stdout


def ask_git(folder: Path, *arguments: str) -> str | None:
    """Return what git prints, without the white space around it; nothing when it refuses."""
    with suppress(GitError):
        return run_git(folder, *arguments).decode(errors="replace").strip()
    return None


def has_repository(layout: Layout) -> bool:
    """Tell whether the briefing is in a repository of its own or part of one: whether its settings are tracked."""
    sys.audit("briefing.git")  # whoever records what is read hears that git was asked, whether it is started or not
    root = layout.root.resolve()
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):  # git need not be started to say so
        return False
    return ask_git(root, "ls-files", "--error-unmatch", "--", layout.config.name) is not None


def tracked_files(layout: Layout) -> frozenset[str] | None:
    """Return the paths of the briefing that its repository tracks; nothing outside a repository."""
    if not has_repository(layout):
        return None
    return frozenset((ask_git(layout.root, "ls-files", "-z", "--", ".") or "").split("\0"))


def commit(layout: Layout) -> str:
    """Return the commit that the briefing stands at, with `-dirty` when a tracked file of it differs; or `unknown`."""
    head = ask_git(layout.root, "rev-parse", "HEAD") if has_repository(layout) else None
    if not head:
        return UNKNOWN
    return head if ask_git(layout.root, "diff", "--quiet", "HEAD", "--", ".") is not None else f"{head}-dirty"


def standing(layout: Layout) -> str:
    """Return everything of git that an edition depends on: the commit, the tags, and whether it stands as released."""
    tagged = ask_git(layout.root, "tag", "--list", "v*", "--sort=-v:refname", "--format=%(refname:strip=2)") or ""
    last = release_commit(layout, tagged.partition("\n")[0].removeprefix("v"))
    return f"{commit(layout)} {ask_git(layout.root, 'show-ref', '--tags') or ''} {last}"


def release_commit(layout: Layout, version: str) -> str | None:
    """Return the commit of a release's tag when the briefing stands as it holds it, digests recorded since aside."""
    made = ask_git(layout.root, "rev-parse", "--verify", "--quiet", f"v{version}^{{commit}}")
    recorded = f":(exclude){layout.relative(layout.releases)}/*.sha256"
    same = made and ask_git(layout.root, "diff", "--quiet", made, "--", ".", recorded) is not None
    return made if same else None


@lru_cache(maxsize=8)
def commit_time(layout: Layout, named: str) -> dt.datetime | None:
    """Return when a commit was made, in UTC; nothing when it is not known. `-dirty` at its end is passed over."""
    name = named.removesuffix("-dirty")
    seconds = ask_git(layout.root, "show", "--no-patch", "--format=%ct", name) if name != UNKNOWN else None
    return dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC) if seconds and seconds.isdecimal() else None


def file_at(layout: Layout, revision: str, path: Path) -> bytes | None:
    """Return a file of the briefing as a commit or tag holds it; nothing when it does not."""
    with suppress(GitError):
        return run_git(layout.root, "show", f"{revision}:./{layout.relative(path)}")
    return None


def tags(layout: Layout) -> tuple[str, ...]:
    """Return the names of all tags; none outside a repository."""
    return tuple((ask_git(layout.root, "tag", "--list") or "").split()) if has_repository(layout) else ()


def is_shallow(layout: Layout) -> bool:
    """Tell whether the history was cut off when it was cloned."""
    return ask_git(layout.root, "rev-parse", "--is-shallow-repository") == "true"


def first_commits(layout: Layout, pattern: str) -> dict[str, str]:
    """Return, for each file that the history up to here ever gained, its path in the briefing and its first commit.

    `pattern` is a path of the briefing that may hold `*`.
    """
    if not has_repository(layout):
        return {}
    wanted = ("--no-renames", "--diff-filter=A", "--relative", "--name-only", "-z", "--format=%x01%H")
    added: dict[str, str] = {}
    for entry in (ask_git(layout.root, "log", *wanted, "--", pattern) or "").split("\x01")[1:]:
        name, *paths = entry.replace("\n", "\0").split("\0")
        added.update({path: name for path in paths if path})  # the log runs backwards: the first commit is written last
    return added
