"""One tiny briefing: an original article, a rewrite of it, and an unrelated control, on a bridge and a ferry."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from breaking import BreakFile
from briefing.model.layout import ROOT_VARIABLE, Layout
from tiny_books import made_once

if TYPE_CHECKING:
    from briefing.model.ledger import Ledger

TESTS = Path(__file__).parent
# No test depends on the speed of the machine; in continuous integration, the same examples are tried each time.
settings.register_profile(
    "briefing", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("briefing")
SHIPPED = TESTS.parent
# With it, jsonschema builds a grammar, a second in every process, of a format that no schema here names: IRIs.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
# What a script starts in the background is deaf to the keyboard, and so is all that it starts: tests press Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shipped() -> Layout:
    """The briefing that this repository ships."""
    return Layout(SHIPPED)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share: what one of them has built there, the others need not build."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def tiny_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `tests/tiny` to read and break; it is what the package opens, wherever one works."""
    root = tmp_path / "tiny"
    shutil.copytree(TESTS / "tiny", root, ignore=shutil.ignore_patterns("_build"))
    monkeypatch.setenv(ROOT_VARIABLE, str(root))
    return root


@pytest.fixture
def tiny(tiny_root: Path) -> Layout:
    """The layout of the tiny briefing."""
    return Layout(tiny_root)


@pytest.fixture(scope="session")
def opened() -> Ledger:
    """The ledger of the tiny briefing: it is frozen, and so one for all tests."""
    from briefing.checking.check import open_ledger  # noqa: PLC0415 -- the process that deals tests out opens none

    return open_ledger(Layout(TESTS / "tiny"))


@pytest.fixture
def ledger(opened: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The ledger of the tiny briefing, which is also what the package opens, where no copy of it is."""
    if ROOT_VARIABLE not in os.environ:
        monkeypatch.setenv(ROOT_VARIABLE, str(TESTS / "tiny"))
    return opened


@pytest.fixture(scope="session")
def exported(opened: Ledger, shared: Path) -> Path:
    """The exports of the tiny briefing, made by one worker for all; nobody may write there."""
    from exported_ledgers import export  # noqa: PLC0415

    return made_once(shared, "exported", lambda folder: export(opened, folder))


@pytest.fixture
def break_file(tiny_root: Path) -> BreakFile:
    """Replace the only occurrence of some words in a file of the tiny briefing: `break_file(path, old, new)`."""

    def replace(path: str, old: str, new: str) -> Path:
        target = tiny_root / path
        before = target.read_bytes().decode("utf-8")
        if before.count(old) != 1:
            message = f"{old!r} stands {before.count(old)} times in {path}: name words that stand there once"
            raise ValueError(message)
        target.write_bytes(before.replace(old, new).encode("utf-8", "surrogatepass"))
        return target

    return replace


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out modules of which no test is wanted: to load what builds a book takes longer than many tests."""
    left_out = {f"not {mark}" for mark in _marks(collection_path)}
    return True if left_out & set(re.split(r"\s+and\s+", config.option.markexpr)) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that build books, drive a browser or try many examples, so that they can be left out."""
    for item in items:
        for mark in _marks(item.path):
            item.add_marker(mark)
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("slow")


def _marks(path: Path) -> set[str]:
    """Return the marks of all tests of a module, by the folder that it lies in."""
    folder, *below = path.relative_to(TESTS).parts or ("",)
    by_folder = {"book": "book", "outputs": "book", "briefing": "book", "browser": "browser", "fuzz": "slow"}
    return {by_folder[folder]} if below and folder in by_folder and path.stem != "test_generated_files" else set()
