"""What `briefing diff`, `release`, `add` and `site` do, apart from parsing their arguments."""

# ruff: noqa: T201 -- a command prints
from __future__ import annotations

import datetime as dt
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import yaml

from briefing.intake.proposals import AddError, add_article
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.data_files import read_ledger
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions.compare import compare
from briefing.versions.make import Plan, ask_reasons, complete, git_commands, plan_release, run_git, uncommitted
from briefing.versions.site import BUILD, SiteError, make_site
from briefing.versions.store import publish
from briefing.versions.wording import describe, to_json, to_markdown, to_terminal

WORKING_TREE = "."
Run = Callable[..., int]


def tells_what_is_wrong(run: Run) -> Run:
    """Let a command print every issue of a known error and return 1."""

    @wraps(run)
    def running(*arguments: Any, **named: Any) -> int:  # noqa: ANN401 -- passes on what the command takes
        try:
            return run(*arguments, **named)
        except (ReleaseError, AddError, SiteError) as error:
            print(error, file=sys.stderr)
            return 1

    return running


@tells_what_is_wrong
def show_difference(layout: Layout, a: str | None, b: str | None, form: str) -> int:
    """Print what changed from `a` to `b`, each a version, a folder, or `.`, the working tree.

    Without `b`, the working tree; without `a`, the last release, or nothing when there is none.
    """
    releases = read_releases(layout)
    last = releases[-1].version if releases else ""
    known = {release.version: release for release in releases}
    before = _ledger(layout, known, a if a is not None else last)
    after = _ledger(layout, known, b if b is not None else WORKING_TREE)
    changes = compare(before, after)
    named = known.get(b or "")
    reasons = dict(named.reasons) if named else {}
    match form:
        case "json":
            print(to_json(changes, reasons), end="")
        case "md":
            print(to_markdown(changes, reasons), end="")
        case _:
            print(to_terminal(changes, reasons, colour=wants_colour(sys.stdout)), end="")
    return 0


@tells_what_is_wrong
def make_release(layout: Layout, options: Mapping[str, Any]) -> int:
    """Check, compare, ask, write, and print or run the git commands.

    Options: `reasons` (path of a YAML mapping), `date`, `version`, `tag`, `dry_run`.
    """
    if options.get("tag") and not options.get("dry_run"):
        _refuse_uncommitted(layout)
    plan = plan_release(layout, _read_reasons(options.get("reasons")), options.get("version"))
    if plan.unexplained and sys.stdin.isatty() and not options.get("dry_run"):
        plan = ask_reasons(plan, input)
    day = options.get("date") or dt.datetime.now(tz=dt.UTC).date()
    if options.get("dry_run"):
        return _say_plan(plan)
    release = complete(layout, plan, day)
    path = publish(layout, release)
    print(f"{layout.relative(path)}: released {release.version}, evidence digest {release.digest[:12]}.")
    if options.get("tag"):
        run_git(layout, release)
        print(f"Committed and tagged v{release.version}.")
    else:
        print("Now run:", *(f"  {shlex.join(command)}" for command in git_commands(layout, release)), sep="\n")
    return 0


@tells_what_is_wrong
def add(layout: Layout, options: Mapping[str, Any]) -> int:
    """Add an article (`id`, `file`, `title`, `publisher`, `url`, `published`) and say what to do next."""
    ledger, _ = read_ledger(layout)
    known = {key: str(options[key]) for key in ("title", "publisher", "url", "published") if options.get(key)}
    written = add_article(layout, options["id"], options["file"], known, ledger)
    print(*(f"wrote {layout.relative(path)}" for path in written), sep="\n")
    print("Next: fill in the sidecar, code each sentence of the proposal, and run: briefing check")
    return 0


@tells_what_is_wrong
def write_site(layout: Layout, options: Mapping[str, Any]) -> int:
    """Make the site in `out`, with `archive` and `builder` when they are named."""
    builder = tuple(shlex.split(options["builder"])) if options.get("builder") else BUILD
    make_site(layout, options["out"].resolve(), archive=options.get("archive"), builder=builder)
    return 0


def wants_colour(stream: TextIO) -> bool:
    """Tell whether to write in colour: to a terminal, unless NO_COLOR says otherwise (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _ledger(layout: Layout, releases: Mapping[str, Any], named: str) -> Ledger:
    if not named:
        return Ledger()
    version = named.removeprefix("v")
    if version in releases:
        ledger: Ledger = releases[version].ledger
        return ledger
    folder = layout if named == WORKING_TREE else Layout(Path(named))
    if not (folder.data.is_dir() and folder.config.is_file()):
        known = ", ".join(releases) or "none"
        raise ReleaseError(
            [f"{named} is neither a released version ({known}) nor a folder with _config.yml and data/."]
        )
    ledger, issues = read_ledger(folder)
    if issues:
        raise ReleaseError(issues)
    return ledger


def _read_reasons(path: str | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        read = yaml.safe_load(Path(path).read_text("utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ReleaseError([f"{path}: not readable as YAML: {' '.join(str(error).split())}"]) from error
    if not isinstance(read, dict) or not all(isinstance(v, str) for v in read.values()):
        raise ReleaseError([f"{path}: must hold one line a record, as `C04: the reason`."])
    return {str(key): " ".join(value.split()) for key, value in read.items()}


def _refuse_uncommitted(layout: Layout) -> None:
    found = uncommitted(layout)
    if found:
        raise ReleaseError(["Commit first; a tag would not hold what is released:", *found])


def _say_plan(plan: Plan) -> int:
    before = plan.previous.version if plan.previous else "nothing"
    print(f"Would release {plan.version} after {before}. Nothing was written.")
    print(to_terminal(plan.changes, plan.reasons, colour=wants_colour(sys.stdout)), end="")
    for key, changes in plan.unexplained.items():
        print(f"{key}: needs a reason. {' '.join(describe(change, plan.ledger) for change in changes)}")
    return 0
