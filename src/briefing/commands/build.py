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


def run(args: argparse.Namespace) -> int:
    """Check, execute, write every output and publish them together."""
    from briefing.model.layout import find_layout
    from briefing.outputs.build import build

    return build(find_layout(), args.only)
