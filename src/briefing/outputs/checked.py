"""The evidence that a build is made from, as the check has found it.

Where forks are safe, the check goes on in one while this process loads what a build needs. Nothing is read of the
evidence before the check is over, and what it finds is told in place of what failed meanwhile.
"""

from contextlib import suppress
from functools import cached_property, partial
from multiprocessing.connection import Connection

from briefing.book.execution import CAN_FORK
from briefing.book.execution.fork import Fork
from briefing.checking.check import Report, check_again
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.outputs.progress import Progress
from briefing.outputs.staging import BookError
from briefing.versions.edition import Edition, read_edition


class Checked:
    """The ledger and the edition of a briefing, from the moment at which the check has found nothing wrong."""

    def __init__(self, layout: Layout, progress: Progress) -> None:
        self._layout = layout
        self._progress = progress
        self._fork = Fork(partial(_send, layout)) if CAN_FORK else None

    @cached_property
    def _found(self) -> tuple[Report, Edition | None]:
        """What the check found, and the edition where that is nothing; the first to ask waits for it."""
        with self._progress.step("check"):
            if self._fork:
                with suppress(EOFError, OSError):  # it failed, and will fail here with its reason
                    found: tuple[Report, Edition | None] = self._fork.answers.recv()
                    return found
            return _look(self._layout)

    @cached_property
    def in_order(self) -> bool:
        """Whether the check found nothing; it is said once what it found."""
        report, edition = self._found
        for issue in report.issues:
            self._progress.error(str(issue))
        if report.issues or edition is None:
            self._progress.error(f"{len(report.issues)} found: nothing was built")
            return False
        for words in report.unchecked:
            self._progress.say(f"not checked: {words}")
        standing = len(report.ledger.standing)
        self._progress.say(f"{standing} claims hold; edition {edition.version}, evidence {edition.digest[:12]}")
        return True

    @property
    def ledger(self) -> Ledger:
        """The ledger; raises `BookError` when the check found anything."""
        if not self.in_order:
            message = "the check is not in order"
            raise BookError(message)
        return self._found[0].ledger

    @property
    def edition(self) -> Edition:
        """The edition; raises `BookError` when the check found anything."""
        return self._found[1] or read_edition(self._layout, self.ledger)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What no rule could look for."""
        return self._found[0].unchecked

    def end(self) -> None:
        """End the check, which nobody may have waited for."""
        if self._fork:
            self._fork.end()


def _look(layout: Layout) -> tuple[Report, Edition | None]:
    report = check_again(layout)
    return report, None if report.issues else read_edition(layout, report.ledger)


def _send(layout: Layout, sender: Connection) -> None:
    with suppress(Exception):  # whoever waits looks by himself then
        sender.send(_look(layout))
