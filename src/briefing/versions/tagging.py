"""What git is asked and told of a release: whether anything stands in its way, to commit it, and to tag it.

The file of the release is the journal of what is left to do: a release that was written and not committed or not
tagged is carried on by `continue_release`.
"""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Release
from briefing.reading import git
from briefing.reading.files import book_files
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions.store import input_digests

CONTINUE = "briefing release --continue"
#: How many files a message names.
SHOWN = 5


def preflight(layout: Layout, version: str, *, tag: bool, but: Path | None = None) -> list[str]:
    """Return everything that would stop a release halfway, or could not be taken back.

    `version` is empty when no number is known, since something else refuses. `but` is a file that need not be
    committed: that of the reasons.
    """
    if not git.has_repository(layout):
        return ["no git repository tracks this briefing: add it to one, or leave out --tag."] if tag else []
    problems = []
    if f"v{version}" in git.tags(layout):
        problems.append(f"the tag v{version} exists already. Choose a higher number with --version.")
    if not tag:
        return problems
    within = but and but.resolve().is_relative_to(layout.root.resolve())
    excluded = [f":(exclude,literal){layout.relative(but)}"] if but and within else []
    status = git.run_git(layout.root, "status", "--porcelain", "--untracked-files=normal", "--", ".", *excluded)
    dirty = status.decode(errors="replace").splitlines()
    if dirty:
        problems += ["Commit first; a tag would not hold what is released:", *dirty]
    if git.ask_git(layout.root, "var", "GIT_COMMITTER_IDENT") is None:
        problems.append("git does not know who you are: set user.name and user.email with git config.")
    lock = git.ask_git(layout.root, "rev-parse", "--path-format=absolute", "--git-path", "index.lock")
    if lock and Path(lock).exists():
        return [*problems, f"another git is at work, or one was killed: see {lock}."]
    try:
        git.run_git(layout.root, "hook", "run", "--ignore-missing", "pre-commit")
    except git.GitError as error:
        if "is not a git command" not in str(error):  # a git before 2.36 cannot be asked
            problems.append(f"the hook pre-commit refuses: {error}")
    return problems


def git_commands(layout: Layout, release: Release) -> tuple[tuple[str, ...], ...]:
    """Return the git commands that commit a release with all that belongs to it, and tag it, in order."""
    book = (path for path in book_files(layout) if not path.is_relative_to(layout.chapters))
    paths = [layout.relative(path) for path in (layout.data, layout.chapters, *book) if path.exists()]
    return (
        ("git", "add", "--", *paths),
        ("git", "commit", "-m", f"Release {release.version}", "--", *paths),
        ("git", "tag", "-a", f"v{release.version}", "-m", f"Evidence digest {release.digest}"),
    )


def refuse_unfinished(layout: Layout) -> None:
    """Raise `ReleaseError` when git has not committed the last release, or has tagged earlier ones and not this one."""
    releases = read_releases(layout)
    if not releases or not git.has_repository(layout):
        return
    last, tags = releases[-1].version, git.tags(layout)
    file = layout.relative(layout.releases / f"{last}.json")
    told = f"{last} was written and is not committed and tagged. Run: {CONTINUE}"
    if not git.file_at(layout, "HEAD", layout.root / file):
        raise ReleaseError([f"{told}; or, to take it back, remove {file}"])
    if f"v{last}" not in tags and any(f"v{release.version}" in tags for release in releases):
        raise ReleaseError([told])


def continue_release(layout: Layout) -> str:
    """Commit and tag the last release as far as that was not done, and say what was done.

    Raises `ReleaseError` when it cannot be.
    """
    releases = read_releases(layout)
    if not releases:
        raise ReleaseError(["nothing has been released: there is nothing to continue."])
    if not git.has_repository(layout):
        raise ReleaseError(["no git repository tracks this briefing: there is nothing to commit and to tag."])
    last, done = releases[-1], []
    try:
        if git.file_at(layout, "HEAD", layout.releases / f"{last.version}.json") is None:
            _commit(layout, last)
            done.append("committed")
        if f"v{last.version}" not in git.tags(layout):
            done.append(f"tagged v{last.version} at commit {_tag(layout, releases)[:12]}")
    except git.GitError as error:
        raise ReleaseError([f"{error}\nThe release is written. Mend this, and run: {CONTINUE}"]) from error
    return f"{last.version}: {' and '.join(done) or 'committed and tagged already, nothing was left to do'}."


def _commit(layout: Layout, last: Release) -> None:
    """Commit a release. Raises `ReleaseError` when what it was made of is not what lies there."""
    if changed := _differing(last.inputs, input_digests(layout)):
        have = f"{', '.join(changed[:SHOWN])} {'has' if len(changed) == 1 else 'have'}"
        raise ReleaseError([f"{have} changed since {last.version} was written: bring it back with git first."])
    for command in git_commands(layout, last)[:2]:
        git.run_git(layout.root, *command[1:])


def _tag(layout: Layout, releases: Sequence[Release]) -> str:
    """Tag the commit that brought the last release, and return it.

    Raises `ReleaseError` where it is not known or does not hold the release, or where tags seem to be elsewhere.
    """
    last, file = releases[-1], layout.relative(layout.releases / f"{releases[-1].version}.json")
    add, _, tag = git_commands(layout, last)
    if git.is_shallow(layout):
        raise ReleaseError([f"this clone does not hold the commit of {last.version}: git fetch --unshallow --tags"])
    made = git.first_commits(layout, file)[file]
    if len(releases) > 1 and not any(f"v{release.version}" in git.tags(layout) for release in releases):
        by_hand = shlex.join([*tag, made])
        told = "no release is tagged here, as in a clone without tags. Bring them with git fetch --tags, or, where"
        raise ReleaseError([f"{told} there are none, run: {by_hand}"])
    mine = {name: digest for name, digest in last.inputs.items() if name.startswith(add[3:])}
    held = {name: bytes_digest(git.file_at(layout, made, layout.root / name) or b"") for name in mine}
    if lost := ", ".join(_differing(mine, held)[:SHOWN]):
        what = f"the commit {made[:12]}, which holds {last.version}, does not hold {lost} as it was released."
        raise ReleaseError([f"{what} Amend it with git commit --amend, and run: {CONTINUE}"])
    git.run_git(layout.root, *tag[1:], made)
    return made


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {**before, **after} if before.get(name) != after.get(name))
