"""`briefing check`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.checking.check import Report
    from briefing.model.base import Issue

HELP = "check the evidence and the chapters, and report everything that is wrong in one run"
EXAMPLE = "briefing check --format json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--format",
        choices=tuple(_FORMATS),
        default="text",
        help="text for people (default), json for programs, github for annotations in a pull request",
    )


def run(args: argparse.Namespace) -> int:
    """Print every issue, or what was checked."""
    from briefing.checking.remembered import Outcome, outcome_of
    from briefing.model.layout import find_layout

    layout = find_layout()

    def checked() -> Outcome:
        from briefing.checking.check import check

        report = check(layout, "built")
        return Outcome(not report.issues, {name: told(report) for name, told in _FORMATS.items()})

    outcome = outcome_of(layout, checked)
    print(outcome.printed[args.format])
    return 0 if outcome.in_order else 1


def _as_text(report: Report) -> str:
    from briefing.model.words import counted

    told = ", ".join(counted(number, name.removesuffix("s"), name) for name, number in _counts(report).items())
    result = f"{counted(len(report.issues), 'issue')} in {told}." if report.issues else f"In order: {told}."
    return "\n".join([*map(str, report.issues), result, *(f"Not checked: {words}" for words in report.unchecked)])


def _as_json(report: Report) -> str:
    issues = [
        {"file": i.place.file, "line": i.place.line, "subject": i.subject, "code": i.code, "got": i.got, "mend": i.mend}
        for i in report.issues
    ]
    told = {"in_order": not issues, "counts": _counts(report), "issues": issues, "unchecked": report.unchecked}
    return json.dumps(told, indent=2)


def _as_github(report: Report) -> str:
    """Return one workflow command an issue: https://docs.github.com/actions/reference/workflow-commands."""
    return "\n".join(map(_annotation, report.issues)) or f"::notice title=briefing check::{_escaped(_as_text(report))}"


def _annotation(issue: Issue) -> str:
    place = {"file": issue.place.file, "line": str(max(issue.place.line, 1)), "title": issue.code}
    properties = ",".join(f"{key}={_escaped(value, also=':,')}" for key, value in place.items())
    return f"::error {properties}::{_escaped(f'{issue.subject}: {issue.got} {issue.mend}')}"


def _escaped(text: str, also: str = "") -> str:
    for character in f"%\r\n{also}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _counts(report: Report) -> dict[str, int]:
    ledger = report.ledger
    return {
        "articles": len(ledger.articles),
        "sentences": report.sentences,
        "claims": len(ledger.claims),
        "quotes": sum(len(claim.evidence) for claim in ledger.claims),
        "judgements": len(ledger.judgements),
    }


_FORMATS = {"text": _as_text, "json": _as_json, "github": _as_github}
