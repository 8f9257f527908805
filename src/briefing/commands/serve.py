"""`briefing serve`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import os

HELP = "show the book in a browser, and every change of chapters, data and package as it is saved"
EXAMPLE = "briefing serve --port 8080"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--port", type=_port, help="where to listen, on this machine only; 8000 or any free one")
    parser.add_argument("--no-open", action="store_true", help="open no browser")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    if not hasattr(os, "fork"):
        print("briefing serve needs a system that can fork, such as Linux or macOS. Here, build after each change.")
        return 1
    from briefing.model.layout import find_layout
    from briefing.outputs.live.watch import Preview
    from briefing.outputs.progress import Progress

    try:
        preview = Preview(find_layout(), args.port, Progress())
    except OSError as error:
        print(f"port {args.port}: {error.strerror}. Choose another with --port, or leave it out for a free one.")
        return 1
    preview.run(open_browser=not args.no_open)
    return 0


def _port(text: str) -> int:
    """Return the number of a port. Raises `ArgumentTypeError` when there is none of that number."""
    if not (text.isdecimal() and int(text) < 2**16):
        message = f"{text} is no port; it is a number from 0, for any that is free, to {2**16 - 1}"
        raise argparse.ArgumentTypeError(message)
    return int(text)
