"""Make a release: check, compare with the last one, propose the number, ask why, and only then write.

Everything that can refuse is asked before anything is written: the evidence and the book, the number, the day, the
reasons, and git. The file of the release is the journal of what is left to do: a release that was written and not
committed or not tagged is carried on by `continue_release`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from briefing.checking.check import check
from briefing.model.base import grouped
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.model.records import Claim
from briefing.reading import git
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions import redline
from briefing.versions.compare import Change, Changes, compare
from briefing.versions.numbering import needs_reason, propose_version
from briefing.versions.store import build_release, input_digests
from briefing.versions.wording import describe

#: What a release is made of and `git commit` takes in, beside `data/`: what the book is written in and set up by.
BOOK_FILES = ("chapters", "index.md", "_toc.yml", "_config.yml", "references.bib")
CONTINUE = "briefing release --continue"
#: How many files a message names.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that could be written: the ledger, what changed, the number, and the reasons known so far.

    `unexplained` are the records that need a reason and have none, each with its changes.
    """

    ledger: Ledger
    previous: Release | None
    changes: Changes
    version: str
    reasons: Mapping[str, str]
    unexplained: Mapping[str, Sequence[Change]]


def plan_release(layout: Layout, reasons: Mapping[str, str] | None = None, version: str | None = None) -> Plan:
    """Check everything and return what would be released.

    `reasons` are by record, by several with commas between, or by article: one for all its claims that changed.
    Raises `ReleaseError` when a check fails, nothing changed, or the number, a reason or a correction does not fit.
    """
    report = check(layout)
    if report.issues:
        raise ReleaseError(report.issues)
    ledger, previous = report.ledger, next(reversed(read_releases(layout)), None)
    before = previous.ledger if previous else Ledger()
    changes = compare(before, ledger)
    if previous:
        changes = redline.with_chapters(changes, redline.released_book(layout, previous), redline.written_book(layout))
    proposed = propose_version(previous.version if previous else None, changes)
    number = version or proposed
    asked = grouped((change.id, change) for change in changes.changes if needs_reason(change))
    known, problems = _spread(
        reasons or {}, changes, [c for each in (ledger, before) for c in each.claims if c.id in asked]
    )
    if not changes:
        problems.append(f"Nothing changed since {previous.version if previous else 'the beginning'}.")
    elif Version(number) < Version(proposed):
        problems.append(f"{number} is lower than {proposed}, which the changes ask for.")
    for k in changes.new_corrections(ledger):
        # What an earlier version mended may be owned as an error later; what no version has mended yet may not.
        if previous and Version(previous.version) < Version(k.corrected_in) != Version(number):
            problems.append(f"{k.id}: corrected_in is {k.corrected_in}, and this is {number}.")
    if problems:
        raise ReleaseError(problems)
    # The data say themselves why a record was withdrawn, and why a correction was made.
    own = {name: k.because for k in changes.new_corrections(ledger) for name in k.concerns if name in changes.by_id}
    own |= {c.id: str(c.after["because"]) for c in changes.of("withdrawn") if isinstance(c.after, dict)}
    missing = {
        name: of for name, of in asked.items() if previous and not _says_something({**own, **known}.get(name, ""))
    }
    return Plan(ledger, previous, changes, number, {**own, **known}, missing)


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
    made_of = {"inputs": input_digests(layout), "pages": redline.written_pages(layout)}
    return build_release(plan.ledger, plan.previous, plan.version, released, reasons=reasons, **made_of)


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
    status = git.run_git(layout.root, "status", "--porcelain", "--untracked-files=normal", "--", ".").decode()
    dirty = [line for line in status.splitlines() if but is None or not line.endswith(f" {layout.relative(but)}")]
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
    tagging = f"v{last}" not in tags and any(f"v{release.version}" in tags for release in releases)
    if tagging or not git.file_at(layout, "HEAD", layout.releases / f"{last}.json"):
        raise ReleaseError([f"{last} was written and is not committed and tagged. Run: {CONTINUE}"])


def continue_release(layout: Layout) -> Release:
    """Commit and tag the last release as far as that was not done. Raises `ReleaseError` when it cannot be."""
    releases = read_releases(layout)
    if not releases:
        raise ReleaseError(["nothing has been released: there is nothing to continue."])
    last = releases[-1]
    file = layout.relative(layout.releases / f"{last.version}.json")
    add, commit, tag = git_commands(layout, last)
    try:
        if git.file_at(layout, "HEAD", layout.root / file) is None:
            if changed := _differing(last.inputs, input_digests(layout)):
                have = f"{', '.join(changed[:SHOWN])} {'has' if len(changed) == 1 else 'have'}"
                raise ReleaseError([f"{have} changed since {last.version} was written: bring it back with git first."])
            git.run_git(layout.root, *add[1:])
            git.run_git(layout.root, *commit[1:])
        if f"v{last.version}" not in git.tags(layout):
            made = git.first_commits(layout, file)[file]
            mine = {name: digest for name, digest in last.inputs.items() if name.startswith(add[3:])}
            held = {name: bytes_digest(git.file_at(layout, made, layout.root / name) or b"") for name in mine}
            if lost := ", ".join(_differing(mine, held)[:SHOWN]):
                what = f"the commit {made[:12]}, which holds {last.version}, does not hold {lost} as it was released."
                raise ReleaseError([f"{what} Amend it with git commit --amend, and run: {CONTINUE}"])
            git.run_git(layout.root, *tag[1:], made)
    except git.GitError as error:
        raise ReleaseError([f"{error}\nThe release is written. Mend this, and run: {CONTINUE}"]) from error
    return last


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {**before, **after} if before.get(name) != after.get(name))


def _says_something(reason: str) -> bool:
    return any(character.isalnum() for character in reason)


def _spread(given: Mapping[str, str], changes: Changes, claims: Sequence[Claim]) -> tuple[dict[str, str], list[str]]:
    """Return one reason a record, the most particular one, and what is wrong with the keys or the reasons."""
    spread: dict[str, str] = {}
    problems = []
    articles = {article for claim in claims for article in claim.articles}
    for key in sorted(given, key=lambda key: (key not in articles, "," not in key)):  # widest first
        if not _says_something(given[key]):
            problems.append(f"{key}: the reason says nothing.")
        for name in map(str.strip, key.split(",")):
            records = {claim.id for claim in claims if name in claim.articles} | ({name} & changes.by_id.keys())
            if not records:
                problems.append(f"{name}: a reason is given, but it did not change.")
            spread.update(dict.fromkeys(records, given[key]))
    return spread, problems
