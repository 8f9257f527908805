"""`briefing build`: its arguments, and what it prints."""

from __future__ import annotations

import argparse

HELP = "check, execute the chapters once, and write the book, the PDFs, the notebooks and the data"
EXAMPLE = "briefing build --only html"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--only",
        choices=("html", "pdf", "brief", "notebooks", "data"),
        help="make one output and leave the others as they are; without it, all are made from one execution",
    )
    how_much = parser.add_mutually_exclusive_group()
    how_much.add_argument("--quiet", action="store_true", help="say nothing but what is wrong")
    how_much.add_argument("--verbose", action="store_true", help="say each step")
    parser.add_argument("--timings", action="store_true", help="say at the end how long each step took")


def run(args: argparse.Namespace) -> int:
    """Check, execute, write every output and publish them together."""
    from briefing.model.layout import find_layout
    from briefing.outputs.build import build
    from briefing.outputs.progress import Progress

    return build(find_layout(), args.only, Progress(args.quiet, args.verbose, args.timings))
