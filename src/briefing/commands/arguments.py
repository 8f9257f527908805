"""The arguments of `briefing diff`, `add`, `site` and `release`; what they do stands in `version_commands`."""

# ruff: noqa: PLC0415 -- imports wait until their subcommand runs, so that each starts fast
from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path


def configure_diff(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing diff`."""
    told = "a released version, a folder that holds a briefing, or . for the working tree"
    parser.add_argument("a", nargs="?", help=f"{told}; without it, the last release")
    parser.add_argument("b", nargs="?", help=f"{told}; without it, the working tree")
    parser.add_argument("--format", choices=("text", "md", "json"), default="text", help="text by default")


def run_diff(args: argparse.Namespace) -> int:
    """Print what changed, claim by claim."""
    from briefing.commands.versions import show_difference
    from briefing.model.layout import find_layout

    return show_difference(find_layout(), args.a, args.b, args.format)


def configure_add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing add`."""
    parser.add_argument("id", help="the article's id, as in gazette-2021; it names its files")
    parser.add_argument("file", type=Path, help="the article as UTF-8 text; it is copied byte for byte")
    for name in ("title", "publisher", "url"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--published", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="when it is known")


def run_add(args: argparse.Namespace) -> int:
    """Copy an article and propose its sidecar and what there is to code."""
    from briefing.commands.versions import add
    from briefing.model.layout import find_layout

    return add(find_layout(), vars(args))


def configure_site(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing site`."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder of the site; made, or brought up to date")
    parser.add_argument("--archive", type=Path, metavar="DIR", help="holds v1.0.0/ and so on of versions built before")
    parser.add_argument("--builder", metavar="COMMAND", help="how a tag builds itself; `make book` without it")


def run_site(args: argparse.Namespace) -> int:
    """Build every version from its tag and put them side by side."""
    from briefing.commands.versions import write_site
    from briefing.model.layout import find_layout

    return write_site(find_layout(), vars(args))


def _number(text: str) -> str:
    if not re.fullmatch(r"\d+\.\d+\.\d+", text):
        message = f"{text!r} is no version number: write three numbers, as in 1.2.0"
        raise argparse.ArgumentTypeError(message)
    return text


def configure_release(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing release`."""
    parser.add_argument("--reasons", metavar="FILE", help="YAML with one line a changed record: `C04: the reason`")
    parser.add_argument("--date", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="today, without it")
    parser.add_argument(
        "--version", type=_number, metavar="X.Y.Z", help="a number higher than the one the changes ask for"
    )
    parser.add_argument("--tag", action="store_true", help="commit and tag the release with git")
    parser.add_argument("--dry-run", action="store_true", help="say what would be released, and write nothing")


def run_release(args: argparse.Namespace) -> int:
    """Check everything, propose the number, ask why, and write the release."""
    from briefing.commands.versions import make_release
    from briefing.model.layout import find_layout

    return make_release(find_layout(), vars(args))
