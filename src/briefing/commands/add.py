"""`briefing add`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

HELP = "copy an article, and propose its sidecar and what there is to code; a person decides"
EXAMPLE = "briefing add gazette-2021 --title T --publisher P --url https://example.org/t article.txt"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", help="the article's id, as in gazette-2021; it names its files")
    parser.add_argument("file", type=Path, help="the article as UTF-8 text; it is copied byte for byte")
    for name in ("title", "publisher", "url"):
        parser.add_argument(f"--{name}", required=True, type=_said)
    parser.add_argument("--published", metavar="YYYY-MM-DD", help="when it is known; a month or a year alone will do")


def run(args: argparse.Namespace) -> int:
    """Add the article and say what to do next."""
    from briefing.intake.proposals import add_article
    from briefing.model.layout import find_layout
    from briefing.reading.data_files import read_ledger

    layout = find_layout()
    options = ("title", "publisher", "url", "published")
    known = {name: value for name in options if (value := getattr(args, name))}
    written = add_article(layout, args.id, args.file, known, read_ledger(layout)[0])
    print(*(f"wrote {layout.relative(path)}" for path in written), sep="\n")
    print("Next: fill in the sidecar, code each sentence of the proposal, and run: briefing check")
    return 0


def _said(text: str) -> str:
    """Return what was typed. Raises `ArgumentTypeError` when it says nothing, or is not UTF-8."""
    if re.search(r"[\ud800-\udfff]", text) or not any(map(str.isalnum, text)):
        message = f"{text!r} says nothing, or is no text in UTF-8"
        raise argparse.ArgumentTypeError(message)
    return text
