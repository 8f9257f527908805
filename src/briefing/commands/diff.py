"""`briefing diff`: what it prints."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TextIO

from briefing.commands.arguments import MisuseError
from briefing.commands.terminal import print_trusted, printable
from briefing.model.layout import Layout, find_layout
from briefing.model.ledger import Ledger, Release
from briefing.model.words import counted, sentence
from briefing.reading.data_files import read_data
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions import redline, wording
from briefing.versions.compare import CHAPTERS, Changes, compare

WORKING_TREE = "."
#: How words are marked, without and with colour.
MARKS = {
    "added": ("{{+{}+}}", "\x1b[32m{}\x1b[0m"),
    "removed": ("[-{}-]", "\x1b[31m{}\x1b[0m"),
    "head": ("{}", "\x1b[1m{}\x1b[0m"),
}


def diff(args: argparse.Namespace) -> int:
    """Show what changed between two versions, claim by claim.

    Without `a`, it is what changed since the last release, or since nothing when there is none.
    """
    layout = find_layout()
    releases = {release.version: release for release in read_releases(layout)}
    first = next(reversed(releases), None) if args.a is None else args.a
    before, was = _version(layout, releases, first) if first is not None else (Ledger(), redline.Book({}, {}))
    after, now = _version(layout, releases, args.b)
    records = compare(before, after)
    changes = redline.with_chapters(records, was, now) if first is not None else records
    told, known = args.b.removeprefix("v"), list(releases)
    back = first is not None and first.removeprefix("v") in known[known.index(told) :] if told in known else True
    reasons = {} if back else releases[told].reasons
    if args.format == "json":
        print(json.dumps(wording.differences(changes, reasons, after), indent=2, sort_keys=True, ensure_ascii=False))
        return 0
    colour = wants_colour(sys.stdout)
    print_trusted("".join(f"{line}\n" for line in lines(changes, reasons, after, colour=colour)))
    if records:
        print(sentence(f"{redline.share(redline.record_redlines(before, after))} of the words of the records changed."))
    if first and not (was.pages and now.pages):
        print("The chapters were not compared: a version has none, or neither its release nor git holds them.")
    elif first and args.prose:
        for part in (part for part in redline.chapter_redlines(was.pages, now.pages) if part.before != part.after):
            print_trusted(f"\n{''.join(_show(colour, *piece) for piece in part.pieces)}\n")
    return 0


def lines(changes: Changes, reasons: Mapping[str, str], ledger: Ledger, *, colour: bool = False) -> Iterator[str]:
    """Yield the changes as lines, collection by collection; with `colour`, what went is red and what came is green."""
    yield wording.summary(changes)
    for group, of_group in groupby(changes.changes, key=attrgetter("group")):
        mine = list(of_group)
        if group != CHAPTERS:
            yield MARKS["head"][colour].format(f"{wording.HEADINGS[group]} ({counted(len(mine), 'change')})")
        for name, of_record in groupby(mine, key=attrgetter("id")):
            for change in of_record:
                words = "".join(_show(colour, *piece) for piece in wording.told(change, ledger))
                yield words if group == CHAPTERS else f"  {printable(wording.name_of(change, ledger))}: {words}"
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


def _version(layout: Layout, releases: Mapping[str, Release], named: str) -> tuple[Ledger, redline.Book]:
    """Return the ledger and the book of a release or a folder. Raises `MisuseError` when it is neither."""
    if release := releases.get(named.removeprefix("v")):
        return release.ledger, redline.released_book(layout, release)
    folder = layout if named == WORKING_TREE else Layout(Path(named))
    if not (named and folder.data.is_dir() and folder.config.is_file()):
        known = ", ".join(releases) or "none"
        message = f"{named!r} is neither a released version ({known}) nor a folder with _config.yml and data/"
        raise MisuseError(message)
    reading = read_data(folder)
    if reading.issues:
        raise ReleaseError(reading.issues)
    return reading.ledger, redline.written_book(folder)
