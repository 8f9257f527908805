"""The commands that make the book and show it: `briefing build`, `serve`, `site` and `verify`."""

import argparse
import os

from briefing.model.layout import find_layout


def build(args: argparse.Namespace) -> int:
    """Check, execute the chapters once, and write the book, the PDFs, the notebooks and the data."""
    from briefing.outputs.build import build
    from briefing.outputs.progress import Progress

    return build(find_layout(), args.only, Progress(args.quiet, args.verbose, args.timings))


def serve(args: argparse.Namespace) -> int:
    """Show the book in a browser, and every change of chapters, data and package as it is saved."""
    if not hasattr(os, "fork"):
        print("briefing serve needs a system that can fork, such as Linux or macOS. Here, build after each change.")
        return 1
    from briefing.outputs.live.watch import Preview
    from briefing.outputs.progress import Progress

    try:
        preview = Preview(find_layout(), args.port, Progress())
    except OSError as error:
        if error.filename or args.port is None:
            raise
        print(f"port {args.port}: {error.strerror}. Choose another with --port, or leave it out for a free one.")
        return 1
    preview.run(open_browser=not args.no_open)
    return 0


def site(args: argparse.Namespace) -> int:
    """Make a site of every version, each built from its own tag and never rewritten."""
    from briefing.versions.site import BUILD, make_site

    make_site(find_layout(), args.out.resolve(), archive=args.archive, builder=args.builder or BUILD)
    return 0


def verify(args: argparse.Namespace) -> int:
    """Say whether a PDF is, byte for byte, one that was released, or carries the evidence of a release."""
    from briefing.versions.verify import verify

    verdict = verify(args.file, find_layout())
    print("\n".join(verdict.sentences))
    return int(verdict.outcome)
