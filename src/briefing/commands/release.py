"""`briefing release`: what it asks for, and what it prints."""

import argparse
import datetime as dt
import shlex
from collections.abc import Mapping
from pathlib import Path

from briefing.commands.diff import lines
from briefing.model.layout import Layout, find_layout
from briefing.reading.releases import ReleaseError
from briefing.reading.yaml_lines import read_yaml
from briefing.versions import make, tagging
from briefing.versions.store import publish
from briefing.versions.verify import seal_pdfs

NEXT_STEP = "Now run: make book, and briefing release --seal"


def release(args: argparse.Namespace) -> int:
    """Check everything, propose the number, ask why, and write a version that is never changed again."""
    layout = find_layout()
    if args.carry_on:
        print(f"{tagging.continue_release(layout)} {NEXT_STEP}")
    elif args.seal:
        path = layout.relative(seal_pdfs(layout))
        print(f"{path}: briefing verify now knows these very files. Now run:")
        print(f"  git add -- {path}\n  git commit -m 'Record the digests of the PDFs' -- {path}")
    else:
        _release(layout, args)
    return 0


def _release(layout: Layout, args: argparse.Namespace) -> None:
    day = args.date or dt.datetime.now(tz=dt.UTC).date()
    plan = _planned(layout, args, day)
    if args.dry_run:
        before = plan.previous.version if plan.previous else "nothing"
        print(f"Would release {plan.version} after {before}. Nothing was written.")
        print(*lines(plan.changes, plan.reasons, plan.ledger), sep="\n")
    if plan.unexplained:
        print("These still need a reason:\n" * args.dry_run + make.skeleton(plan), end="")
    if args.dry_run:
        return
    made = make.complete(layout, plan, day)
    path = publish(layout, made)
    print(f"{layout.relative(path)}: released {made.version}, evidence digest {made.digest[:12]}.")
    if args.tag:
        print(f"{tagging.continue_release(layout)} {NEXT_STEP}")
    else:
        print("Now run:", *(f"  {shlex.join(command)}" for command in tagging.git_commands(layout, made)), sep="\n")


def _planned(layout: Layout, args: argparse.Namespace, day: dt.date) -> make.Plan:
    """Return the plan when nothing refuses. Raises `ReleaseError` with everything that does, in one run."""
    tagging.refuse_unfinished(layout)
    problems: list[object] = []
    plan: make.Plan | None = None
    try:
        plan = make.plan_release(layout, _read_reasons(args.reasons), args.version)
    except ReleaseError as error:
        problems += error.issues
    today = dt.datetime.now(tz=dt.UTC).date()
    problems += [f"{day} is in the future: today is {today}."] if day > today else []
    problems += make.too_early(plan, day) if plan else []
    number = args.version or (plan.version if plan else "")
    problems += tagging.preflight(layout, number, tag=args.tag and not args.dry_run, but=args.reasons)
    if problems or plan is None:
        raise ReleaseError([str(problem) for problem in problems])
    return plan


def _read_reasons(path: Path | None) -> Mapping[str, str]:
    """Return the reasons of a file. Raises `ReleaseError` when it is no file of them, or a key stands twice."""
    if path is None:
        return {}
    document = read_yaml(path, str(path))
    if document.issues:
        raise ReleaseError(document.issues)
    given = document.value or {}
    if not isinstance(given, dict) or not all(isinstance(reason, str | None) for reason in given.values()):
        raise ReleaseError([f"{path}: must hold one line a record, as `C04: the reason`."])
    return {str(key): " ".join(reason.split()) for key, reason in given.items() if reason is not None}
