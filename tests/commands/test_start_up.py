"""What a command loads, counted in modules: time depends on the machine, modules do not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

#: What takes long to load, and must wait until it is needed.
HEAVY = ("babel", "docutils", "jinja2", "markdown_it", "matplotlib", "myst_parser", "numpy", "pandas", "pybtex",
         "pydantic", "rapidfuzz", "regex", "sphinx", "typst", "yaml")  # fmt: skip
LOADED = "import json, sys; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def loaded(code: str, folder: Path) -> set[str]:
    """Return the modules that are loaded after some code was run in a new process in a folder."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{LOADED}"], capture_output=True, text=True, cwd=folder,
                          check=True)  # fmt: skip
    return set(json.loads(done.stderr.splitlines()[-1]))


def heavy(modules: set[str]) -> set[str]:
    return {name for name in HEAVY if name in modules}


def run(*arguments: str) -> str:
    said = "try:\n    main({0!r})\nexcept SystemExit:\n    pass"
    return f"from briefing.commands.cli import main\n{said.format(list(arguments))}"


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("build", "--help")])
def test_help_loads_nothing_that_is_heavy(tiny_root: Path, arguments: tuple[str, ...]) -> None:
    modules = loaded(run(*arguments), tiny_root)
    assert heavy(modules) == set()
    assert "importlib.metadata" not in modules
    assert len(modules - loaded("", tiny_root)) < 110


def test_a_check_draws_nothing_and_one_of_what_was_checked_loads_nothing_that_is_heavy(tiny_root: Path) -> None:
    first = heavy(loaded(run("check"), tiny_root))
    assert first >= {"pydantic", "myst_parser"}
    assert first & {"numpy", "pandas", "matplotlib", "jinja2", "typst"} == set()  # a check draws nothing
    again = loaded(run("check"), tiny_root)
    assert heavy(again) == set()
    assert len(again - loaded("", tiny_root)) < 140


def test_a_ledger_is_opened_without_the_parsers_of_chapters(tiny_root: Path) -> None:
    found = heavy(loaded("from briefing import open_ledger\nopen_ledger()", tiny_root))
    assert found == {"babel", "pydantic", "regex", "yaml"}


def test_a_build_that_has_nothing_to_do_loads_nothing_that_is_heavy(tiny_root: Path) -> None:
    assert heavy(loaded("import briefing.outputs.build", tiny_root)) == set()


def test_pages_are_written_without_what_draws_prints_and_keeps_a_database(tiny_root: Path) -> None:
    begin = "from briefing.outputs.loading import spare\nspare()\nimport briefing.outputs.products"
    code = f"{begin}\nfrom briefing.book import PARTS\nfor part in PARTS: __import__('briefing.book.' + part)"
    found = loaded(code, tiny_root)
    assert {"matplotlib", "numpy", "pandas", "pypdf", "sqlalchemy", "typst"} & found == set()
    assert {"sphinx", "myst_nb.sphinx_", "briefing.book.html.pages"} <= found


@pytest.mark.parametrize(
    ("source", "shown"), [("40 + 2", "text/plain"), ("import pandas\npandas.Series([1, 2]).plot();", "image/png")]
)
def test_a_chapter_that_draws_nothing_is_executed_without_what_draws(tmp_path: Path, source: str, shown: str) -> None:
    run_them = (
        "from pathlib import Path\n"
        "from briefing.book.execution.cell_runner import Cell, run_cells\n"
        f"result = run_cells([Cell({source!r}, False)], Path(), 30, lambda number: None)\n"
        f"assert {shown!r} in result.outputs[0][-1]['data'], result"
    )
    assert ("matplotlib" in loaded(run_them, tmp_path)) is (shown == "image/png")
