"""Make a release: check, compare with the last one, propose the number, ask why, and only then write.

Everything that can refuse is asked before anything is written: the evidence and the book, the number, the day, the
reasons, and git. The file of the release is the journal of what is left to do: a release that was written and not
committed or not tagged is carried on by `continue_release`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.version import Version

from briefing.checking.check import check
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.reading import git
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions.compare import Change, Changes, compare
from briefing.versions.numbering import needs_reason, propose_version
from briefing.versions.redline import written_pages
from briefing.versions.store import build_release, input_digests
from briefing.versions.wording import describe

#: What a release is made of and `git commit` takes in, beside `data/`: what the book is written in and set up by.
BOOK_FILES = ("chapters", "index.md", "_toc.yml", "_config.yml", "references.bib")
CONTINUE = "briefing release --continue"
#: How many files a message names.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that could be written: the ledger, what changed, the number, and the reasons known so far."""

    ledger: Ledger
    previous: Release | None
    changes: Changes
    version: str
    reasons: Mapping[str, str]

    @property
    def unexplained(self) -> Mapping[str, Sequence[Change]]:
        """The records that need a reason and have none, each with its changes."""
        missing: dict[str, list[Change]] = {}
        for change in self.changes.changes if self.previous else ():
            if needs_reason(change) and not _says_something(self.reasons.get(change.id, "")):
                missing.setdefault(change.id, []).append(change)
        return missing


def plan_release(layout: Layout, reasons: Mapping[str, str] | None = None, version: str | None = None) -> Plan:
    """Check everything and return what would be released.

    `reasons` are by record, by several with commas between, or by article: one for all its claims that changed.
    Raises `ReleaseError` when a check fails, nothing changed, or the number, a reason or a correction does not fit.
    """
    report = check(layout)
    if report.issues:
        raise ReleaseError(report.issues)
    previous = next(reversed(read_releases(layout)), None)
    changes = compare(previous.ledger if previous else Ledger(), report.ledger)
    proposed = propose_version(previous.version if previous else None, changes)
    known = _own_reasons(report.ledger, changes)
    plan = Plan(report.ledger, previous, changes, version or proposed, known)
    spread, problems = _spread(plan, reasons or {})
    problems += _problems(plan, proposed)
    if problems:
        raise ReleaseError(problems)
    return replace(plan, reasons={**known, **spread})


def preflight(layout: Layout, version: str, *, tag: bool, but: Path | None = None) -> list[str]:
    """Return everything that would stop a release halfway, or could not be taken back.

    `version` is empty when no number is known, since something else refuses. `but` is a file that need not be
    committed: that of the reasons.
    """
    if not git.has_repository(layout):
        return ["no git repository tracks this briefing: add it to one, or leave out --tag."] if tag else []
    taken = f"the tag v{version} exists already. Choose a higher number with --version."
    problems = [taken] if f"v{version}" in git.tags(layout) else []
    return problems + (_git_problems(layout, but) if tag else [])


def skeleton(plan: Plan) -> str:
    """Return the YAML file in which the missing reasons are to be written, each below what changed."""
    lines = [
        "# One line a record, as `C04: the reason`; several may share one, `C04, C05: the reason`, and the id of an",
        "# article stands for all its claims that changed.",
    ]
    for key, changes in plan.unexplained.items():
        lines += [f"# {line}" for change in changes for line in describe(change, plan.ledger).splitlines()]
        lines.append(f"{key}:")
    return "\n".join(lines) + "\n"


def complete(layout: Layout, plan: Plan, released: dt.date) -> Release:
    """Return the sealed release of a plan.

    Raises `ReleaseError` naming every change that has no reason, or when the day is before the last release.
    """
    problems = [
        f"{key}: no reason given. {' '.join(describe(change, plan.ledger) for change in changes)}"
        for key, changes in plan.unexplained.items()
    ]
    if plan.previous and released < plan.previous.released:
        problems.append(f"{released}: {plan.previous.version} was released later, on {plan.previous.released}.")
    if problems:
        raise ReleaseError(problems)
    reasons = {key: reason for key, reason in plan.reasons.items() if reason}
    inputs, pages = input_digests(layout), written_pages(layout)
    return build_release(
        plan.ledger, plan.previous, plan.version, released, reasons=reasons, inputs=inputs, pages=pages
    )


def git_commands(layout: Layout, release: Release) -> tuple[tuple[str, ...], ...]:
    """Return the git commands that commit a release with all that belongs to it, and tag it, in order."""
    paths = [layout.relative(layout.data), *(name for name in BOOK_FILES if (layout.root / name).exists())]
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
    committed = git.file_at(layout, "HEAD", layout.releases / f"{last}.json") is not None
    tagging = f"v{last}" not in tags and any(f"v{release.version}" in tags for release in releases)
    if not committed or tagging:
        raise ReleaseError([f"{last} was written and is not committed and tagged. Run: {CONTINUE}"])


def continue_release(layout: Layout) -> Release:
    """Commit and tag the last release as far as that was not done. Raises `ReleaseError` when it cannot be."""
    releases = read_releases(layout)
    if not releases:
        raise ReleaseError(["nothing has been released: there is nothing to continue."])
    last = releases[-1]
    path = layout.releases / f"{last.version}.json"
    add, commit, tag = git_commands(layout, last)
    if git.file_at(layout, "HEAD", path) is None:
        now = input_digests(layout)
        changed = sorted(name for name in {**now, **last.inputs} if now.get(name) != last.inputs.get(name))
        if changed:
            have = f"{', '.join(changed[:SHOWN])} {'has' if len(changed) == 1 else 'have'}"
            raise ReleaseError([f"{have} changed since {last.version} was written: bring it back with git first."])
        _run(layout, add, commit)
    if f"v{last.version}" not in git.tags(layout):
        made = git.first_commits(layout, layout.relative(path))[layout.relative(path)]
        _require_held(layout, last, made, add[3:])
        _run(layout, (*tag, made))
    return last


def _require_held(layout: Layout, release: Release, commit: str, folders: Sequence[str]) -> None:
    """Raise `ReleaseError` when a commit does not hold the files of the book as they were released."""
    mine = {name: digest for name, digest in release.inputs.items() if name.startswith(tuple(folders))}
    held = {name: git.file_at(layout, commit, layout.root / name) for name in mine}
    lost = [name for name, digest in mine.items() if bytes_digest(held[name] or b"") != digest]
    if lost:
        what = f"{', '.join(lost[:SHOWN])} as it was released. Amend it with git commit --amend, and run: {CONTINUE}"
        raise ReleaseError([f"the commit {commit[:12]}, which holds {release.version}, does not hold {what}"])


def _run(layout: Layout, *commands: tuple[str, ...]) -> None:
    for command in commands:
        try:
            git.run_git(layout.root, *command[1:])
        except git.GitError as error:
            raise ReleaseError([f"{error}\nThe release is written. Mend this, and run: {CONTINUE}"]) from error


def _git_problems(layout: Layout, but: Path | None) -> list[str]:
    """Return what a tag would not hold, and why `git commit` would refuse: no identity, another git, a hook."""
    problems = []
    status = git.run_git(layout.root, "status", "--porcelain", "--untracked-files=normal", "--", ".").decode()
    dirty = [line for line in status.splitlines() if but is None or not line.endswith(f" {layout.relative(but)}")]
    if dirty:
        problems += ["Commit first; a tag would not hold what is released:", *dirty]
    try:
        git.run_git(layout.root, "var", "GIT_COMMITTER_IDENT")
    except git.GitError:
        problems.append("git does not know who you are: set user.name and user.email with git config.")
    lock = git.ask_git(layout.root, "rev-parse", "--path-format=absolute", "--git-path", "index.lock")
    if lock and Path(lock).exists():
        problems.append(f"another git is at work, or one was killed: see {lock}.")
        return problems
    try:
        git.run_git(layout.root, "hook", "run", "--ignore-missing", "pre-commit")
    except git.GitError as error:
        if "is not a git command" not in str(error):  # a git before 2.36 cannot be asked
            problems.append(f"the hook pre-commit refuses: {error}")
    return problems


def _says_something(reason: str) -> bool:
    return any(character.isalnum() for character in reason)


def _own_reasons(ledger: Ledger, changes: Changes) -> dict[str, str]:
    """Return the reasons that stand in the data: why a record was withdrawn, why a correction was made."""
    changed, new = {c.id for c in changes.changes}, {c.id for c in changes.of("added", group="corrections")}
    corrected = {
        name: k.because for k in ledger.corrections if k.id in new for name in changed.intersection(k.concerns)
    }
    gone = {c.id: str(c.after["because"]) for c in changes.of("withdrawn") if isinstance(c.after, dict)}
    return corrected | gone


def _spread(plan: Plan, given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return one reason a record, the most particular one, and what is wrong with the keys or the reasons."""
    changed = {change.id for change in plan.changes.changes}
    asked = {change.id for change in plan.changes.changes if needs_reason(change)}
    ledgers = [plan.ledger, *([plan.previous.ledger] if plan.previous else [])]
    claims = [claim for ledger in ledgers for claim in ledger.claims if claim.id in asked]
    spread: dict[str, str] = {}
    problems = []
    for key in sorted(given, key=lambda key: (key not in plan.ledger.article_by_id, "," not in key)):  # widest first
        if not _says_something(given[key]):
            problems.append(f"{key}: the reason says nothing.")
        for name in map(str.strip, key.split(",")):
            records = {claim.id for claim in claims if name in claim.articles} | ({name} & changed)
            if not records:
                problems.append(f"{name}: a reason is given, but it did not change.")
            spread.update(dict.fromkeys(records, given[key]))
    return spread, problems


def _problems(plan: Plan, proposed: str) -> list[str]:
    if not plan.changes:
        return [f"Nothing changed since {plan.previous.version if plan.previous else 'the beginning'}."]
    problems = []
    if Version(plan.version) < Version(proposed):
        problems.append(f"{plan.version} is lower than {proposed}, which the changes ask for.")
    new = {c.id for c in plan.changes.of("added", group="corrections")}
    problems.extend(
        f"{k.id}: corrected_in is {k.corrected_in}, and this is {plan.version}."
        for k in plan.ledger.corrections
        # What an earlier version mended may be owned as an error later; what no version has mended yet may not.
        if k.id in new
        and plan.previous
        and Version(plan.previous.version) < Version(k.corrected_in) != Version(plan.version)
    )
    return problems
