"""Make a release: check, compare with the last one, propose the number, ask why, and only then write.

Nothing is asked or written while anything is wrong.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from packaging.version import Version

from briefing.checking.check import check
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions.compare import Change, Changes, compare
from briefing.versions.numbering import needs_reason, propose_version
from briefing.versions.store import build_release, input_digests
from briefing.versions.wording import describe

Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that could be written: the ledger, what changed, the number, and the reasons known so far."""

    ledger: Ledger
    previous: Release | None
    changes: Changes
    version: str
    reasons: Mapping[str, str]

    @property
    def unexplained(self) -> dict[str, tuple[Change, ...]]:
        """The claims and judgements that changed or went, and nobody has said why."""
        found: dict[str, tuple[Change, ...]] = {}
        for change in self.changes.changes:
            if self.previous and needs_reason(change) and not self.reasons.get(change.id, "").strip():
                found[change.id] = (*found.get(change.id, ()), change)
        return found


def plan_release(layout: Layout, reasons: Mapping[str, str] | None = None, version: str | None = None) -> Plan:
    """Check everything and return what would be released.

    Raises `ReleaseError` when a check fails, nothing changed, or the number, a reason or a correction does not fit.
    """
    report = check(layout)
    if report.issues:
        raise ReleaseError(report.issues)
    releases = read_releases(layout)
    previous = releases[-1] if releases else None
    changes = compare(previous.ledger if previous else Ledger(), report.ledger)
    proposed = propose_version(previous.version if previous else None, changes)
    plan = Plan(report.ledger, previous, changes, version or proposed, _known_reasons(report.ledger, changes, reasons))
    problems = _problems(plan, proposed, reasons or {})
    if problems:
        raise ReleaseError(problems)
    return plan


def ask_reasons(plan: Plan, ask: Ask) -> Plan:
    """Return the plan with a one-line reason, asked for, for each change that has none."""
    reasons = dict(plan.reasons)
    for key, changes in plan.unexplained.items():
        said = "\n".join(describe(change, plan.ledger) for change in changes)
        try:
            reasons[key] = " ".join(ask(f"{said}\nWhy? ").split())
        except EOFError as error:
            raise ReleaseError([f"{key}: the answers ended before a reason was given. Nothing was written."]) from error
    return Plan(plan.ledger, plan.previous, plan.changes, plan.version, reasons)


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
    inputs = input_digests(layout)
    reasons = {key: reason for key, reason in plan.reasons.items() if reason}
    return build_release(plan.ledger, plan.previous, plan.version, released, reasons=reasons, inputs=inputs)


def git_commands(layout: Layout, release: Release) -> tuple[tuple[str, ...], ...]:
    """Return the git commands that commit and tag a release with all its data, in order."""
    path = layout.relative(layout.data)
    return (
        ("git", "add", "--", path),
        ("git", "commit", "-m", f"Release {release.version}", "--", path),
        ("git", "tag", "-a", f"v{release.version}", "-m", f"Evidence digest {release.digest}"),
    )


def uncommitted(layout: Layout) -> list[str]:
    """Return what git says differs from the last commit: a tag would not hold what was released."""
    command = ["git", "-C", str(layout.root), "status", "--porcelain", "--untracked-files=normal", "--", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.splitlines() if done.returncode == 0 else [f"git: {done.stderr.strip()}"]


def run_git(layout: Layout, release: Release) -> None:
    """Commit and tag a release. Raises `ReleaseError` with what git said when a command fails."""
    for command in git_commands(layout, release):
        done = subprocess.run(command, cwd=layout.root, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise ReleaseError([f"{' '.join(command[:2])} failed: {done.stderr.strip() or done.stdout.strip()}"])


def _known_reasons(ledger: Ledger, changes: Changes, given: Mapping[str, str] | None) -> dict[str, str]:
    """Reasons given, and those that stand in the data: why a record was withdrawn, why a correction was made."""
    known: dict[str, str] = {}
    new = {c.id for c in changes.of("added", group="corrections")}
    for correction in ledger.corrections:
        if correction.id in new:
            known.update(dict.fromkeys(correction.concerns, correction.because))
    for change in changes.of("withdrawn"):
        if isinstance(change.after, dict):
            known[change.id] = str(change.after["because"])
    changed = {c.id for c in changes.changes}
    return {key: reason for key, reason in {**known, **(given or {})}.items() if key in changed}


def _problems(plan: Plan, proposed: str, given: Mapping[str, str]) -> list[str]:
    if not plan.changes:
        return [f"Nothing changed since {plan.previous.version if plan.previous else 'the beginning'}."]
    changed = {change.id for change in plan.changes.changes}
    problems = [f"{key}: a reason is given, but it did not change." for key in given if key not in changed]
    if Version(plan.version) < Version(proposed):
        problems.append(f"{plan.version} is lower than {proposed}, which the changes ask for.")
    new = {c.id for c in plan.changes.of("added", group="corrections")}
    problems.extend(
        f"{k.id}: corrected_in is {k.corrected_in}, and this is {plan.version}."
        for k in plan.ledger.corrections
        if k.id in new and k.corrected_in != plan.version and plan.previous
    )
    return problems
