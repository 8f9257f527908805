"""The commands that take evidence in and try it: `briefing add`, `exchange` and `stress`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing.commands.arguments import MisuseError
from briefing.model.layout import find_layout

if TYPE_CHECKING:
    from briefing.model.ledger import Ledger
    from briefing.reading.stress import Effect


def add(args: argparse.Namespace) -> int:
    """Copy an article, and propose its sidecar and what there is to code; a person decides."""
    from briefing.intake.proposals import add_article
    from briefing.reading.data_files import read_data

    layout = find_layout()
    options = ("title", "publisher", "url", "published")
    known = {name: value for name in options if (value := getattr(args, name))}
    written = add_article(layout, args.id, args.file, known, read_data(layout).ledger)
    for path in map(layout.relative, written):
        print(f"wrote {path}{', kept for you alone' * path.startswith('proposals/')}")
    print("Next: fill in the sidecar, code each sentence of the proposal, and run: briefing check")
    return 0


def exchange(args: argparse.Namespace) -> int:
    """Print what was coded in a QDA program or a spreadsheet as entries of the second reading.

    The exit code is 1 when a person has to decide about any of them.
    """
    from briefing.checking.check import open_ledger
    from briefing.intake.exchange import read_exchange, to_yaml
    from briefing.model.words import counted

    proposals = read_exchange(args.file, open_ledger(find_layout()))
    print(*to_yaml(proposals), sep="\n")
    open_ones = sum(bool(proposal.problem) for proposal in proposals)
    told = f"{counted(len(proposals), 'coded passage')}; {open_ones or 'none'} to decide about."
    print(f"{told} Put what you take into data/second_reading.yml, and run: briefing check", file=sys.stderr)
    return 1 if open_ones else 0


def stress(args: argparse.Namespace) -> int:
    """Leave out an article, an origin or a claim, and say which judgements fall.

    That one falls is a finding, not a fault.
    """
    from briefing.checking.check import open_ledger
    from briefing.reading.stress import effects, left_out, lifts, without

    ledger = open_ledger(find_layout())
    tests = [tuple(args.without)] if args.without else [(name,) for _, name in left_out(ledger)]
    try:
        shown = [(names, effects(ledger, without(ledger, *names))) for names in tests]
    except ValueError as error:
        known = ", ".join(name for kind, name in left_out(ledger) if kind != "claim")
        message = f"{error}; there are {known}, and the claims"
        raise MisuseError(message) from error
    if args.format == "json":
        told = [{"without": names, "judgements": [effect._asdict() for effect in every]} for names, every in shown]
        every_lift = [lift._asdict() for lift in lifts(ledger)]
        print(json.dumps({"tests": told, "lifts": every_lift}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_told(ledger, shown)))
    return 0


def _told(ledger: Ledger, shown: Sequence[tuple[Sequence[str], Sequence[Effect]]]) -> Iterator[str]:
    from briefing.model.words import listing, record_name
    from briefing.reading.stress import Outcome, lifts

    for names, every in shown:
        told = ((record_name(ledger, name), name) for name in dict.fromkeys(names))
        yield f"Without {listing([name if name == said else f'{said} ({name})' for said, name in told])}:"
        for effect in (effect for effect in every if effect.outcome is not Outcome.STANDS):
            why = {
                Outcome.LOSES_DECISIVE: listing(effect.decisive_lost),
                Outcome.LESS_SURE: f"{effect.cap_after} confidence at most, {effect.cap_before} before",
            }.get(effect.outcome, "nothing supports it any more")
            yield f"  {effect.judgement} {effect.outcome}: {why}."
        kept = [effect.judgement for effect in every if effect.outcome is Outcome.STANDS]
        yield f"  {listing(kept)} {'stands' if len(kept) == 1 else 'stand'}." if kept else "  None stands as it was."
    for lift in lifts(ledger):
        origin = f"One more independent origin for {' and for '.join(lift.claims)}"
        yield f"{origin}: {lift.judgement} may be held with {lift.then} confidence, now with {lift.now} at most."
