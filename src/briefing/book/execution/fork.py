"""A function in a fork of this process, which sends what it finds, and is ended with all that it has started."""

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import cast

PR_SET_PDEATHSIG = 1


class Fork:
    """A process of its own in which a function runs; `answers` receives what it sends.

    One that is to start others by `multiprocessing` is no `daemon`.
    """

    def __init__(self, work: Callable[[Connection], None], *, daemon: bool = True) -> None:
        context = multiprocessing.get_context("fork")  # here, since Windows has none
        self.answers, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_become, args=(work, sender), daemon=daemon)
        self._process.start()
        sender.close()

    def exit_code(self) -> int | None:
        """Wait for the process to end by itself, and return its code."""
        self._process.join()
        return self._process.exitcode

    def end(self) -> None:
        """End the process and every program that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(cast("int", self._process.pid), signal.SIGKILL)
        self._process.kill()  # before it has a group of its own
        self._process.join()
        self.answers.close()


def _become(work: Callable[[Connection], None], sender: Connection) -> None:
    os.setsid()  # a group of its own, so that it can be ended with every program it starts
    with suppress(OSError, AttributeError):  # ended with the process that started it, where the kernel can: Linux
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with suppress(BrokenPipeError):
        work(sender)
    sender.close()
    os._exit(0)  # without waiting for threads that a cell has left behind
