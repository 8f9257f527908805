"""`briefing site`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

HELP = "make a site of every version, each built from its own tag and never rewritten"
EXAMPLE = "briefing site public --archive ../built-before"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder of the site; made, or brought up to date")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="holds v1.0.0/ and so on of versions built before")
    parser.add_argument(
        "--builder", metavar="COMMAND", type=shlex.split, help="how a tag builds itself, else `make book`"
    )


def run(args: argparse.Namespace) -> int:
    """Make the site."""
    from briefing.model.layout import find_layout
    from briefing.versions.site import BUILD, make_site

    make_site(find_layout(), args.out.resolve(), archive=args.archive, builder=args.builder or BUILD)
    return 0
