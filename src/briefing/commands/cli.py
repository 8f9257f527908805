"""The command `briefing`: parses arguments, calls the library, and says what happened.

A subcommand is one function that takes the parsed arguments and returns an exit code, and one row of
COMMANDS. 0: done. 1: the evidence or the book is not in order. 2: the command was misused.
"""

# ruff: noqa: PLC0415, T201 -- imports wait until their subcommand runs, so that each starts fast; a CLI prints
from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing.commands.arguments import (
    configure_add,
    configure_diff,
    configure_release,
    configure_site,
    run_add,
    run_diff,
    run_release,
    run_site,
)
from briefing.commands.exchange import configure_exchange, run_exchange
from briefing.commands.stress import configure_stress, run_stress
from briefing.model.words import counted

if TYPE_CHECKING:
    from briefing.checking.check import Report
    from briefing.model.base import Issue

OK, NOT_IN_ORDER, MISUSE = 0, 1, 2


class Command(NamedTuple):
    """A subcommand: its name, what it does in one line, an example, its arguments, and the function that runs it."""

    name: str
    help: str
    example: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def configure_check(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing check`."""
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="text for people (default), json for programs, github for annotations in a pull request",
    )


def run_check(args: argparse.Namespace) -> int:
    """Check the evidence and the chapters; print every issue, or what was checked."""
    from briefing.checking.check import check
    from briefing.model.layout import find_layout

    report = check(find_layout())
    print(_FORMATS[args.format](report))
    return NOT_IN_ORDER if report.issues else OK


def configure_build(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing build`."""
    parser.add_argument(
        "--only",
        choices=("html", "pdf", "brief", "notebooks", "data"),
        help="make one output and leave the others as they are; without it, all are made from one execution",
    )


def run_build(args: argparse.Namespace) -> int:
    """Check, execute, write every output and publish them together."""
    from briefing.model.layout import find_layout
    from briefing.outputs.build import build

    return build(find_layout(), args.only)


def configure_verify(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `briefing verify`."""
    parser.add_argument("file", type=Path, help="the PDF to verify")


def run_verify(args: argparse.Namespace) -> int:
    """Say which edition a PDF is, and whether its evidence is that of this checkout or of a release."""
    from briefing.model.layout import find_layout
    from briefing.reading.releases import ReleaseError
    from briefing.versions.verify import VerificationError, verify

    try:
        verdict = verify(args.file, find_layout())
    except (ReleaseError, VerificationError) as error:
        print(error, file=sys.stderr)
        return NOT_IN_ORDER
    print("\n".join(verdict.sentences))
    return OK if verdict.in_order else NOT_IN_ORDER


def _as_text(report: Report) -> str:
    counts = _counts(report)
    told = ", ".join(counted(number, name.removesuffix("s")) for name, number in counts.items())
    if not report.issues:
        return f"In order: {told}."
    return "\n".join([*map(str, report.issues), f"{counted(len(report.issues), 'issue')} in {told}."])


def _as_json(report: Report) -> str:
    issues = [
        {"file": i.place.file, "line": i.place.line, "subject": i.subject, "code": i.code, "got": i.got, "mend": i.mend}
        for i in report.issues
    ]
    return json.dumps({"in_order": not issues, "counts": _counts(report), "issues": issues}, indent=2)


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

COMMANDS: tuple[Command, ...] = (
    Command(
        "check",
        "check the evidence and the chapters, and report everything that is wrong in one run",
        "briefing check --format json",
        configure_check,
        run_check,
    ),
    Command(
        "build",
        "check, execute the chapters once, and write the book, the PDFs, the notebooks and the data",
        "briefing build --only html",
        configure_build,
        run_build,
    ),
    Command(
        "diff",
        "show what changed between two versions, claim by claim",
        "briefing diff 1.0.0 1.1.0 --format md",
        configure_diff,
        run_diff,
    ),
    Command(
        "add",
        "copy an article, and propose its sidecar and what there is to code; a person decides",
        "briefing add gazette-2021 --title T --publisher P --url https://example.org/t article.txt",
        configure_add,
        run_add,
    ),
    Command(
        "exchange",
        "print what was coded in a QDA program or a spreadsheet as entries of the second reading",
        "briefing exchange coded.qdpx > second_reading.yml",
        configure_exchange,
        run_exchange,
    ),
    Command(
        "release",
        "check everything, propose the number, ask why, and write a version that is never changed again",
        "briefing release --reasons reasons.yml --tag",
        configure_release,
        run_release,
    ),
    Command(
        "site",
        "make a site of every version, each built from its own tag and never rewritten",
        "briefing site public --archive ../built-before",
        configure_site,
        run_site,
    ),
    Command(
        "stress",
        "leave out an article, an origin or a claim, and say which judgements fall",
        "briefing stress --without C04",
        configure_stress,
        run_stress,
    ),
    Command(
        "verify",
        "say whether a PDF carries the evidence of this checkout, of a release, or of neither",
        "briefing verify brief.pdf",
        configure_verify,
        run_verify,
    ),
)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all subcommands."""
    parser = argparse.ArgumentParser(
        prog="briefing",
        description="An evidence briefing in which every sentence can be checked. Run it in the briefing's folder, "
        "or set BRIEFING_ROOT to it.",
        epilog="example: briefing check",
    )
    subparsers = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        subparser = subparsers.add_parser(
            command.name,
            help=command.help,
            description=f"{command.help[:1].upper()}{command.help[1:]}.",
            epilog=f"example: {command.example}",
        )
        command.configure(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; a user's mistake is one line on standard error, never a traceback."""
    from briefing.model.layout import RootNotFoundError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = make_parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except RootNotFoundError as error:
        print(f"briefing {args.command}: {error}", file=sys.stderr)
        return MISUSE
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        print(f"briefing {args.command}: {error.strerror or error}{place}", file=sys.stderr)
        return NOT_IN_ORDER


if __name__ == "__main__":
    sys.exit(main())
