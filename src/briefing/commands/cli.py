"""The command `briefing`: runs what was asked for, and says every failure in one line.

The commands stand in `commands.toml`. A command returns an exit code, 0: done. 1: the evidence or the book is not in
order. 2: the command was misused. `verify` has more. 130: stopped from the keyboard.
"""

import argparse
import atexit
import gc
import os
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from briefing.commands import arguments
from briefing.commands.arguments import MisuseError
from briefing.commands.terminal import safe_streams
from briefing.model.layout import RootNotFoundError
from briefing.model.words import sentence

OK, NOT_IN_ORDER, MISUSE, INTERRUPTED = 0, 1, 2, 130
COMMANDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("commands.toml").read_text("utf-8"))
#: Set to anything, it lets an error of the software through whole.
DEBUG_VARIABLE = "BRIEFING_DEBUG"


class _Version(argparse.Action):
    """Says the version of the package, which takes longer to find out than anything else that is said in help."""

    def __call__(self, parser: argparse.ArgumentParser, *_unused: object) -> None:
        from importlib.metadata import version

        print(f"briefing {version('briefing')}")
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="briefing",
        description="An evidence briefing in which every sentence can be checked. Run it in the briefing's folder, "
        "or set BRIEFING_ROOT to it.",
        epilog="example: briefing check",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version of the package and exit")
    subparsers = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for name, told in COMMANDS.items():
        does, epilog = told["does"], f"example: {told['example']}"
        subparser = subparsers.add_parser(name, help=does, description=f"{sentence(does)}.", epilog=epilog)
        subparser.set_defaults(run=told["run"])
        places: dict[str, Any] = {"arguments": subparser}
        if "either" in told:
            places["either"] = subparser.add_mutually_exclusive_group()
        for typed, settings, place in ((*one, places[kind]) for kind in places for one in told[kind].items()):
            types = {"type": getattr(arguments, settings["type"])} if "type" in settings else {}
            place.add_argument(typed, **{**settings, **types})
    return parser


def main(typed: Sequence[str] | None = None) -> int:
    """Run the command line; whatever goes wrong is one line on standard error, never a traceback."""
    args: argparse.Namespace | None = None
    atexit.register(gc.freeze)  # the system takes all memory back at once: to look for garbage first takes a second
    with safe_streams():
        try:
            if main.__doc__ is None:  # what files say of a field is said beside it
                message = "docstrings are left out, of which files are made: unset PYTHONOPTIMIZE, or leave out -OO"
                raise MisuseError(message)  # noqa: TRY301 -- told as any other
            args = make_parser().parse_args(typed)
            code = int(resolve_name(f"briefing.commands.{args.run}")(args))
            sys.stdout.flush()
        except BrokenPipeError:  # the reader of our output, such as head, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return NOT_IN_ORDER
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- the last one: a user sees no traceback
            return _explain(f"briefing {args.command}" if args else "briefing", error)
        return code


def _explain(command: str, error: BaseException) -> int:
    """Say in one line what went wrong, and return the exit code that goes with it."""
    if os.environ.get(DEBUG_VARIABLE) and not isinstance(error, KeyboardInterrupt):
        raise error
    code = NOT_IN_ORDER
    match error:
        case KeyboardInterrupt():
            said, code = f"{command}: stopped.", INTERRUPTED
        case RootNotFoundError() | MisuseError():
            said, code = f"{command}: {error}", MISUSE
        case RuntimeError() if str(error).startswith("Symlink loop"):  # as Python before 3.13 tells of it
            said = f"{command}: a link leads to itself: {str(error).partition(' from ')[2]}"
        case _ if type(error).__module__.partition(".")[0] == "briefing":
            said = str(error)
        case OSError():
            said = f"{command}: {error.strerror or error}{f': {error.filename}' if error.filename else ''}"
        case MemoryError():
            said = f"{command}: there is not enough memory."
        case _:
            what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            said = f"{command}: a fault of the software, {what}. Please report it; {DEBUG_VARIABLE}=1 shows where."
    print(said, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
