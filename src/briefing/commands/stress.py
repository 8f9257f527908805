"""The command `briefing stress`: what becomes of the judgements when something is left out; what would lift them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.model.ledger import Ledger
    from briefing.reading.stress import Effect

HELP = "leave out an article, an origin or a claim, and say which judgements fall"
EXAMPLE = "briefing stress --without C04"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing stress`."""
    told = "ids of articles, origins or claims that are left out together; without it, each is left out in turn"
    parser.add_argument("--without", nargs="+", metavar="ID", default=[], help=told)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text by default")


def run(args: argparse.Namespace) -> int:
    """Print what becomes of each judgement; a judgement that falls is a finding, not a fault."""
    from briefing.checking.check import open_ledger
    from briefing.model.layout import find_layout
    from briefing.reading.stress import effects, left_out, without

    ledger = open_ledger(find_layout())
    tests = [tuple(args.without)] if args.without else [(name,) for _, name in left_out(ledger)]
    try:
        shown = [(names, effects(ledger, without(ledger, *names))) for names in tests]
    except ValueError as error:
        print(f"briefing stress: {error}", file=sys.stderr)
        return 2
    print(_as_json(ledger, shown) if args.format == "json" else "\n".join(_as_text(ledger, shown)))
    return 0


def _as_text(ledger: Ledger, shown: Sequence[tuple[Sequence[str], Sequence[Effect]]]) -> Iterator[str]:
    from briefing.model.naming import record_name
    from briefing.model.words import listing
    from briefing.reading.stress import Outcome, lifts

    def why(effect: Effect) -> str:
        if effect.outcome is Outcome.LOSES_DECISIVE:
            return listing(effect.decisive_lost)
        if effect.outcome is Outcome.LESS_SURE:
            return f"{effect.cap_after} confidence at most, {effect.cap_before} before"
        return "nothing supports it any more"

    for names, every in shown:
        yield f"Without {listing([record_name(ledger, name) for name in names])}:"
        for effect in every:
            if effect.outcome is not Outcome.STANDS:
                yield f"  {effect.judgement} {effect.outcome}: {why(effect)}."
        kept = [effect.judgement for effect in every if effect.outcome is Outcome.STANDS]
        yield f"  {listing(kept)} {'stands' if len(kept) == 1 else 'stand'}." if kept else "  None stands as it was."
    for lift in lifts(ledger):
        origin = f"One more independent origin for {' and for '.join(lift.claims)}"
        yield f"{origin}: {lift.judgement} may be held with {lift.then} confidence, now with {lift.now} at most."


def _as_json(ledger: Ledger, shown: Sequence[tuple[Sequence[str], Sequence[Effect]]]) -> str:
    from briefing.reading.stress import lifts

    told = {
        "tests": [{"without": names, "judgements": [effect._asdict() for effect in every]} for names, every in shown],
        "lifts": [lift._asdict() for lift in lifts(ledger)],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)
