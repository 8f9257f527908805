"""The command `briefing exchange`: what a second reader coded in another program, as proposals for the data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "print what was coded in a QDA program or a spreadsheet as entries of the second reading"
EXAMPLE = "briefing exchange coded.qdpx > second_reading.yml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing exchange`."""
    parser.add_argument("file", type=Path, help="a coded REFI-QDA project (.qdpx), or the workbook filled in (.xlsx)")


def run(args: argparse.Namespace) -> int:
    """Print entries for `data/second_reading.yml`; return 1 when a person has to decide about any of them."""
    from briefing.checking.check import open_ledger
    from briefing.intake.exchange import read_exchange, to_yaml
    from briefing.model.layout import find_layout
    from briefing.model.words import counted

    proposals = read_exchange(args.file, open_ledger(find_layout()))
    print(*to_yaml(proposals), sep="\n")
    open_ones = sum(bool(proposal.problem) for proposal in proposals)
    told = f"{counted(len(proposals), 'coded passage')}; {open_ones or 'none'} to decide about."
    print(f"{told} Put what you take into data/second_reading.yml, and run: briefing check", file=sys.stderr)
    return 1 if open_ones else 0
