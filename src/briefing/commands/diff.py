"""`briefing diff`: its arguments, and what it prints."""

# ruff: noqa: PLC0415, T201 -- imports wait until the command runs; a command prints
from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from briefing.model.layout import Layout
    from briefing.model.ledger import Ledger, Release

HELP = "show what changed between two versions, claim by claim"
EXAMPLE = "briefing diff 1.0.0 1.1.0 --format md"
WORKING_TREE = "."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    what = "a released version, a folder that holds a briefing, or . for the working tree"
    parser.add_argument("a", nargs="?", help=f"{what}; without it, the last release")
    parser.add_argument("b", nargs="?", help=f"{what}; without it, the working tree")
    parser.add_argument("--format", choices=("text", "md", "json"), default="text", help="text by default")


def run(args: argparse.Namespace) -> int:
    """Print what changed from `a` to `b`; without `a`, from the last release, or from nothing when there is none."""
    from briefing.commands.terminal import print_trusted
    from briefing.model.layout import find_layout
    from briefing.reading.releases import read_releases
    from briefing.versions.compare import compare
    from briefing.versions.wording import redline_words, to_json, to_markdown, to_terminal
    from briefing.versions.words import redline

    layout = find_layout()
    releases = {release.version: release for release in read_releases(layout)}
    before = _ledger(layout, releases, args.a if args.a is not None else next(reversed(releases), ""))
    after = _ledger(layout, releases, args.b if args.b is not None else WORKING_TREE)
    changes = compare(before, after)
    reasons = dict(releases[args.b].reasons) if args.b in releases else {}
    if args.format == "json":
        print(to_json(changes, reasons, after), end="")
        return 0
    share = f"{redline_words(redline(before, after))}\n" if changes else ""
    if args.format == "md":
        print(to_markdown(changes, reasons, after) + share, end="")
    else:
        print_trusted(to_terminal(changes, reasons, after, colour=wants_colour(sys.stdout)))
        print(share, end="")
    return 0


def wants_colour(stream: TextIO) -> bool:
    """Tell whether to print in colour: a person's terminal that has not asked for none (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _ledger(layout: Layout, releases: Mapping[str, Release], named: str) -> Ledger:
    from briefing.model.layout import Layout as Folder
    from briefing.model.ledger import Ledger as Nothing
    from briefing.reading.data_files import read_ledger
    from briefing.reading.releases import ReleaseError

    if not named:
        return Nothing()
    if named.removeprefix("v") in releases:
        return releases[named.removeprefix("v")].ledger
    folder = layout if named == WORKING_TREE else Folder(Path(named))
    if not (folder.data.is_dir() and folder.config.is_file()):
        known = ", ".join(releases) or "none"
        raise ReleaseError(
            [f"{named} is neither a released version ({known}) nor a folder with _config.yml and data/."]
        )
    ledger, issues = read_ledger(folder)
    if issues:
        raise ReleaseError(issues)
    return ledger
