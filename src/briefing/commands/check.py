"""`briefing check`: what it prints."""

from __future__ import annotations

import argparse
import gc
import json
from typing import TYPE_CHECKING

from briefing.model.layout import Layout, find_layout

if TYPE_CHECKING:
    from briefing.checking.remembered import Outcome
    from briefing.checking.rules import Recall
    from briefing.model.base import Issue


#: What a workflow command writes otherwise: in its message, and also in its properties.
_ESCAPED, _APART = ({ord(sign): f"%{ord(sign):02X}" for sign in signs} for signs in ("%\r\n", ":,"))


def check(args: argparse.Namespace) -> int:
    """Check the evidence and the chapters, and report everything that is wrong in one run."""
    from briefing.checking.remembered import Memory

    memory = Memory(layout := find_layout())
    outcome = memory.outcome
    if outcome is None:
        gc.set_threshold(50_000, 20, 50)  # a check, as a build, keeps most of what it makes
        outcome = _outcome(layout, memory.recall)
        memory.keep(outcome)
    print(outcome.printed[args.format])
    return 0 if outcome.in_order else 1


def _outcome(layout: Layout, recall: Recall) -> Outcome:
    """Return what a check finds, in every format.

    Of `github`, one workflow command an issue: https://docs.github.com/actions/reference/workflow-commands.
    """
    from briefing.checking.check import check
    from briefing.checking.remembered import Outcome
    from briefing.model.words import counted

    report = check(layout, "built", recall=recall)
    ledger, issues = report.ledger, [issue._asdict() for issue in report.issues]
    counts = {
        "articles": len(ledger.articles),
        "sentences": report.sentences,
        "claims": len(ledger.standing),
        "quotes": sum(len(claim.evidence) for claim in ledger.standing),
        "judgements": len(ledger.standing_judgements),
    }
    listed = ", ".join(counted(number, name.removesuffix("s"), name) for name, number in counts.items())
    listed += ", withdrawn ones not counted"
    result = f"{counted(len(issues), 'issue')} in {listed}." if issues else f"In order: {listed}."
    text = "\n".join([*map(str, report.issues), result, *(f"Not checked: {words}" for words in report.unchecked)])
    told = [{**issue.pop("place")._asdict(), **issue} for issue in issues]
    printed = {
        "text": text,
        "json": json.dumps(
            {"in_order": not told, "counts": counts, "issues": told, "unchecked": report.unchecked}, indent=2
        ),
        "github": "\n".join(map(_annotation, report.issues))
        or f"::notice title=briefing check::{text.translate(_ESCAPED)}",
    }
    return Outcome(not told, printed)


def _annotation(issue: Issue) -> str:
    place = {"file": issue.place.file, "line": str(max(issue.place.line, 1)), "title": issue.code}
    properties = ",".join(f"{key}={value.translate(_ESCAPED | _APART)}" for key, value in place.items())
    return f"::error {properties}::{f'{issue.subject}: {issue.got} {issue.mend}'.translate(_ESCAPED)}"
