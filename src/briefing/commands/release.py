"""`briefing release`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import datetime as dt
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.model.layout import Layout
    from briefing.versions.make import Plan

HELP = "check everything, propose the number, ask why, and write a version that is never changed again"
EXAMPLE = "briefing release --reasons reasons.yml --tag"
NEXT_STEP = "Now run: make book, and briefing release --seal"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--reasons",
        metavar="FILE",
        type=Path,
        help="YAML with one line a record, or several, or an article: `C04: why`",
    )
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="today, without it")
    parser.add_argument(
        "--version", type=_number, metavar="X.Y.Z", help="a number higher than the one the changes ask for"
    )
    parser.add_argument("--tag", action="store_true", help="commit and tag the release with git")
    parser.add_argument("--dry-run", action="store_true", help="say what would be released, and write nothing")
    later = parser.add_mutually_exclusive_group()
    later.add_argument("--continue", dest="carry_on", action="store_true", help="commit and tag what was written")
    later.add_argument("--seal", action="store_true", help="record the digests of the PDFs built from the release")


def run(args: argparse.Namespace) -> int:
    """Release, carry on with a release that was stopped, or record the digests of its PDFs."""
    from briefing.model.layout import find_layout
    from briefing.versions.make import continue_release
    from briefing.versions.verify import seal_pdfs

    layout = find_layout()
    if args.carry_on:
        print(f"v{continue_release(layout).version} is committed and tagged. {NEXT_STEP}")
        return 0
    if args.seal:
        path = layout.relative(seal_pdfs(layout))
        print(f"{path}: briefing verify now knows these very files. Now run:")
        print(f"  git add -- {path}\n  git commit -m 'Record the digests of the PDFs' -- {path}")
        return 0
    return _release(layout, args)


def _release(layout: Layout, args: argparse.Namespace) -> int:
    from briefing.commands.diff import lines
    from briefing.versions.make import complete, continue_release, git_commands, skeleton
    from briefing.versions.store import publish

    today = dt.datetime.now(tz=dt.UTC).date()
    day = args.date or today
    plan = _planned(layout, args, day, today)
    if args.dry_run:
        before = plan.previous.version if plan.previous else "nothing"
        print(f"Would release {plan.version} after {before}. Nothing was written.")
        print(*lines(plan.changes, plan.reasons, plan.ledger), sep="\n")
        if plan.unexplained:
            print(f"These still need a reason:\n{skeleton(plan)}", end="")
        return 0
    if plan.unexplained:
        print(skeleton(plan), end="")
    release = complete(layout, plan, day)
    path = publish(layout, release)
    print(f"{layout.relative(path)}: released {release.version}, evidence digest {release.digest[:12]}.")
    if args.tag:
        continue_release(layout)
        print(f"Committed and tagged v{release.version}. {NEXT_STEP}")
    else:
        print("Now run:", *(f"  {shlex.join(command)}" for command in git_commands(layout, release)), sep="\n")
    return 0


def _planned(layout: Layout, args: argparse.Namespace, day: dt.date, today: dt.date) -> Plan:
    """Return the plan when nothing refuses. Raises `ReleaseError` with everything that does, in one run."""
    from briefing.reading.releases import ReleaseError
    from briefing.versions.make import plan_release, preflight, refuse_unfinished

    refuse_unfinished(layout)
    problems: list[object] = []
    plan: Plan | None = None
    try:
        plan = plan_release(layout, _read_reasons(args.reasons), args.version)
    except ReleaseError as error:
        problems += error.issues
    number = args.version or (plan.version if plan else "")
    if day > today:
        problems.append(f"{day} is in the future: today is {today}.")
    problems += preflight(layout, number, tag=args.tag and not args.dry_run, but=args.reasons)
    if problems or plan is None:
        raise ReleaseError([str(problem) for problem in problems])
    return plan


def _read_reasons(path: Path | None) -> Mapping[str, str]:
    """Return the reasons of a file. Raises `ReleaseError` when it is no file of them, or a key stands twice."""
    from briefing.reading.releases import ReleaseError
    from briefing.reading.yaml_lines import read_yaml

    if path is None:
        return {}
    document = read_yaml(path, str(path))
    if document.issues:
        raise ReleaseError(document.issues)
    given = document.value or {}
    if not isinstance(given, dict) or not all(isinstance(reason, str | None) for reason in given.values()):
        raise ReleaseError([f"{path}: must hold one line a record, as `C04: the reason`."])
    return {str(key): " ".join(reason.split()) for key, reason in given.items() if reason is not None}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no day: write year, month and day, as in 2026-01-31"
        raise argparse.ArgumentTypeError(message) from error


def _number(text: str) -> str:
    from briefing.reading.releases import VERSION

    if not VERSION.fullmatch(text):
        message = f"{text[:40]!r} is no version number: write three numbers without zeros in front, as in 1.2.0"
        raise argparse.ArgumentTypeError(message)
    return text
