"""One tiny briefing: an original article, a rewrite of it, and an unrelated control, on a bridge and a ferry."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from breaking import BreakFile
from briefing.model.layout import ROOT_VARIABLE, Layout

TESTS = Path(__file__).parent
# No test depends on the speed of the machine; in continuous integration, the same examples are tried each time.
settings.register_profile(
    "briefing", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("briefing")
SHIPPED = TESTS.parent
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that build books, drive a browser or try many examples, so that they can be left out."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in {"book", "outputs", "briefing"} and item.path.stem != "test_generated_files":
            item.add_marker("book")
        if folder == "browser":
            item.add_marker("browser")
        if folder == "fuzz" or getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("slow")
