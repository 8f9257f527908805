"""`briefing diff`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from briefing.commands.terminal import print_trusted, printable
from briefing.model.layout import Layout, find_layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.model.ledger import Ledger, Release
    from briefing.versions.compare import Changes

HELP = "show what changed between two versions, claim by claim"
EXAMPLE = "briefing diff 1.0.0 1.1.0"
WORKING_TREE = "."
#: How words are marked, without and with colour.
MARKS = {
    "added": ("{{+{}+}}", "\x1b[32m{}\x1b[0m"),
    "removed": ("[-{}-]", "\x1b[31m{}\x1b[0m"),
    "head": ("{}", "\x1b[1m{}\x1b[0m"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    what = "a released version, a folder that holds a briefing, or . for the working tree"
    parser.add_argument("a", nargs="?", help=f"{what}; without it, the last release")
    parser.add_argument("b", nargs="?", default=WORKING_TREE, help=f"{what}; without it, the working tree")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text by default")
    parser.add_argument("--prose", action="store_true", help="show the chapters too, with the words that went and came")


def run(args: argparse.Namespace) -> int:
    """Print what changed from `a` to `b`; without `a`, from the last release, or from nothing when there is none."""
    from briefing.model.ledger import Ledger
    from briefing.reading.releases import read_releases
    from briefing.versions.compare import compare
    from briefing.versions.redline import changed_pct, chapter_redlines, record_redlines, redline_words
    from briefing.versions.wording import differences

    layout = find_layout()
    releases = {release.version: release for release in read_releases(layout)}
    first = args.a or next(reversed(releases), None)
    before = _ledger(layout, releases, first) if first else Ledger()
    after = _ledger(layout, releases, args.b)
    changes = compare(before, after)
    reasons = dict(releases[args.b].reasons) if args.b in releases else {}
    if args.format == "json":
        print(json.dumps(differences(changes, reasons, after), indent=2, sort_keys=True, ensure_ascii=False))
        return 0
    print_trusted("".join(f"{line}\n" for line in lines(changes, reasons, after, colour=wants_colour(sys.stdout))))
    if changes:
        print(f"{changed_pct(record_redlines(before, after))} % of the words of the records changed.")
    pages = [_pages(layout, releases, named) for named in (first, args.b)]
    if first and not all(pages):
        print("The chapters were not compared: a version has none, or neither its release nor git holds them.")
    elif first and pages[0] != pages[1]:
        parts = chapter_redlines(*pages)
        print(printable(redline_words(parts)))
        for part in (part for part in parts if args.prose and part.before != part.after):
            print_trusted(f"\n{''.join(_show(wants_colour(sys.stdout), *piece) for piece in part.pieces)}\n")
    return 0


def lines(changes: Changes, reasons: Mapping[str, str], ledger: Ledger, *, colour: bool = False) -> Iterator[str]:
    """Yield the changes as lines, collection by collection; with `colour`, what went is red and what came is green."""
    from briefing.model.words import counted
    from briefing.versions.wording import HEADINGS, name_of, summary, told

    yield summary(changes)
    for group, of_group in groupby(changes.changes, key=attrgetter("group")):
        mine = list(of_group)
        yield MARKS["head"][colour].format(f"{HEADINGS[group]} ({counted(len(mine), 'change')})")
        for name, of_record in groupby(mine, key=attrgetter("id")):
            for change in of_record:
                words = "".join(_show(colour, *piece) for piece in told(change, ledger))
                yield f"  {printable(name_of(change, ledger))}: {words}"
            if name in reasons:
                yield f"    Reason: {printable(reasons[name])}"
            if change.touches and group != "judgements":
                yield f"    Judgements on it: {', '.join(change.touches)}"


def _show(colour: bool, op: str, text: str) -> str:  # noqa: FBT001
    """Return words that can be printed, marked when they went or came."""
    core = printable(text.strip())
    marked = op in MARKS and core
    return printable(text).replace(core, MARKS[op][colour].format(core), 1) if marked else printable(text)


def wants_colour(stream: TextIO) -> bool:
    """Tell whether to print in colour: a person's terminal that has not asked for none (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _pages(layout: Layout, releases: Mapping[str, Release], named: str | None) -> Mapping[str, str]:
    from briefing.versions.redline import released_pages, written_pages

    if named is None:
        return {}
    release = releases.get(named.removeprefix("v"))
    return released_pages(layout, release) if release else written_pages(_folder(layout, named))


def _folder(layout: Layout, named: str) -> Layout:
    return layout if named == WORKING_TREE else Layout(Path(named))


def _ledger(layout: Layout, releases: Mapping[str, Release], named: str) -> Ledger:
    from briefing.reading.data_files import read_ledger
    from briefing.reading.releases import ReleaseError

    if named.removeprefix("v") in releases:
        return releases[named.removeprefix("v")].ledger
    folder = _folder(layout, named)
    if not (folder.data.is_dir() and folder.config.is_file()):
        known = ", ".join(releases) or "none"
        raise ReleaseError(
            [f"{named} is neither a released version ({known}) nor a folder with _config.yml and data/."]
        )
    ledger, issues = read_ledger(folder)
    if issues:
        raise ReleaseError(issues)
    return ledger
