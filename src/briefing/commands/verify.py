"""`briefing verify`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "say whether a PDF is, byte for byte, one that was released, or carries the evidence of a release"
EXAMPLE = "briefing verify brief.pdf"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", type=Path, help="the PDF to verify")
    parser.epilog = (
        f"example: {EXAMPLE}. Exit code 0: this very file was released; 3: this evidence, and other pages or pages "
        "that were not compared; 4: superseded by a later release; 1: not ours, or changed; 2: misused."
    )


def run(args: argparse.Namespace) -> int:
    """Say which edition a PDF is, and answer with the exit code of the outcome."""
    from briefing.model.layout import find_layout
    from briefing.versions.verify import verify

    verdict = verify(args.file, find_layout())
    print("\n".join(verdict.sentences))
    return int(verdict.outcome)
