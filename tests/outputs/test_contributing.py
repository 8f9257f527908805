"""What CONTRIBUTING.md tells a newcomer to write works as it stands, in as many files as it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tiny_books import TESTS, replace

GUIDE = (TESTS.parent / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(r"(?ms)^(`{3,})(?:python|md)\n(?:# |<!-- )(?P<path>[\w/.]+)(?: -->)?\n(?P<code>.*?)^\1$")
#: Files of the repository that a recipe changes, beside those it adds; and those of its jobs that only change some.
CHANGED = {"chapters/one.md"}
PROSE = {"coded field of the evidence": 4, "colour": 1}
#: Draws the new figure of no claim, and of more than a row holds; a box beyond the sheet is refused.
MANY = """
from briefing import figures, open_ledger

ledger = open_ledger()
for count in (0, 80):
    claims = (ledger.standing[0].model_copy(update={"id": f"C{number}"}) for number in range(count))
    figures.themes_drawn(ledger.model_copy(update={"claims": tuple(claims)}))
"""


def recipes() -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield what each recipe is for, how many files it says it takes, and those whose code it gives."""
    for title, count, text in re.findall(r"(?ms)^### A new ([^:\n]+): (\d+) files?$(.*?)(?=^###? |\Z)", GUIDE):
        yield title, int(count), {found["path"]: found["code"] for found in BLOCK.finditer(text)}


def test_each_recipe_takes_as_many_files_as_it_says() -> None:
    counts = {title: count for title, count, _ in recipes()}
    assert counts == {"rule": 2, "table or figure": 3, "export": 2, **PROSE}
    assert {title: len(files) for title, _, files in recipes() if title not in PROSE} == {
        title: count for title, count in counts.items() if title not in PROSE
    }


@pytest.fixture(scope="module")
def newcomers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of package, tests and miniature with every file that the recipes give."""
    root = tmp_path_factory.mktemp("newcomer")
    ignored = shutil.ignore_patterns("__pycache__", "_build", "browser", "book", "briefing")
    shutil.copytree(TESTS, root / "tests", ignore=ignored)
    shutil.copytree(TESTS.parent / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TESTS.parent / "pyproject.toml", root)
    for path, code in (item for _, _, files in recipes() for item in files.items()):
        if path in CHANGED:
            place = root / "tests" / "tiny" / path
            place.write_text(f"{place.read_text('utf-8')}\n{code}", "utf-8")
        else:
            assert not (root / path).exists(), f"{path} is there: the recipe would write over it"
            (root / path).write_text(code, "utf-8")
    (declared,) = re.findall(r"`(\w+: Word \| None = coded\(.*\))`", GUIDE)
    replace(root / "src/briefing/model/records.py", "    names: tuple[Slug", f"    {declared}\n    names: tuple[Slug")
    return root


def run(root: Path, *command: str) -> str:
    paths = os.pathsep.join((str(root / "src"), str(root / "tests")))
    environment = os.environ | {"PYTHONPATH": paths, "BRIEFING_ROOT": str(root / "tests" / "tiny")}
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_tests_that_the_recipes_give_pass(newcomers: Path) -> None:
    given = [
        path for _, _, files in recipes() for path in files if path.startswith("tests/") and "checking" not in path
    ]
    rules = ["tests/checking", "-k", "statement-shouted or explained"]
    assert "failed" not in run(newcomers, "-m", "pytest", "-q", "-p", "no:cacheprovider", *given, *rules)


def test_an_ordinary_test_passes_with_the_new_coded_field(newcomers: Path) -> None:
    assert "failed" not in run(newcomers, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/exports/test_qda.py")


def test_the_new_figure_holds_any_number_of_claims(newcomers: Path) -> None:
    run(newcomers, "-c", MANY)


def test_the_chapter_that_calls_the_new_figure_is_in_order(newcomers: Path) -> None:
    assert "In order" in run(newcomers, "-m", "briefing", "check")


def test_a_table_declared_among_the_figures_is_a_table(newcomers: Path) -> None:
    run(newcomers, "-c", "from briefing import tables; tables.themes")
    chapter = newcomers / "tests" / "tiny" / "chapters" / "one.md"
    called = "\n```{code-cell} ipython3\nfrom briefing import tables\n\ntables.themes(ledger)\n```\n"
    chapter.write_text(chapter.read_text("utf-8") + called, "utf-8")
    assert "In order" in run(newcomers, "-m", "briefing", "check")


def test_what_the_recipes_give_passes_lint_and_form(newcomers: Path) -> None:
    files = [path for _, _, given in recipes() for path in given if path.endswith(".py")]
    run(newcomers, "-m", "ruff", "check", "--quiet", *files)
    run(newcomers, "-m", "ruff", "format", "--check", "--quiet", *files)
