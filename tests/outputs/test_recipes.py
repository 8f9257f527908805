"""Two of the recipes of CONTRIBUTING.md, done on a copy of the package: so few files, and it shows everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from tiny_books import TESTS, copy_tiny, page, replace, run

TIDES = '''"""The tides."""

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import tabulate
from briefing.model.ledger import Ledger


@table
def tides(ledger: Ledger) -> Table:
    """Return the tides."""
    return tabulate("tides", "Two tides come a day.", (Column("tide", "Tide", "head"),), [{"tide": "high"}])
'''
BEFORE = '    names: tuple[Slug, ...] = Field(default=(), description="Actors'
TONE = """    tone: Word = coded(
        "tone", "Tone", "The tone of the words.", default="calm", on=("card", "row", "filter", "glossary")
    )
"""
WORDS = """tone:
  calm: {label: calm, meaning: Nobody is stirred.}
  sharp: {label: sharp, meaning: Somebody is blamed.}
form:"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the package with a new table and a new coded field of the evidence, and the miniature built with it."""
    folder = tmp_path_factory.mktemp("recipes")
    package = Path(shutil.copytree(TESTS.parent / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__")))
    root = copy_tiny(folder)
    (package / "briefing" / "exhibits" / "tables" / "tides.py").write_text(TIDES, "utf-8")
    replace(root / "chapters" / "one.md", "tables.claim_ledger(ledger)", "tables.tides(ledger)")
    called = "ledger = open_ledger()\ntables.theme_evidence(ledger, 'bridge')"
    replace(root / "chapters" / "one.md", "ledger = open_ledger()", called)
    evidence = package / "briefing" / "model" / "records.py"
    replace(evidence, BEFORE, TONE + BEFORE)
    replace(root / "data" / "vocabulary.yml", "\nform:", f"\n{WORDS}")
    replace(root / "data" / "claims" / "bridge.yml", "      form: passive", "      form: passive\n      tone: sharp")
    built = run("all", root, package=package)
    assert built.returncode == 0, built.stdout + built.stderr
    return package, root


def python(changed: tuple[Path, Path], *arguments: str) -> str:
    package, root = changed
    environment = {**os.environ, "BRIEFING_ROOT": str(root), "PYTHONPATH": str(package)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True).stdout


def test_a_new_table_is_a_function_and_a_call(changed: tuple[Path, Path]) -> None:
    assert "Two tides come a day." in page(changed[1], "chapters/one")


def test_a_new_coded_field_shows_on_pages_by_loops(changed: tuple[Path, Path]) -> None:
    root = changed[1]
    assert "how sure: reported · tone: sharp" in page(root, "chapters/one")
    assert "tone: calm" in page(root, "chapters/ledger")
    for words in ("Tone", "sharp"):
        assert words in page(root, "claims/C03")
        assert words in page(root, "chapters/ledger")
    assert 'name="tone"' in page(root, "chapters/ledger")


def test_a_new_coded_field_is_in_every_format_by_loops(changed: tuple[Path, Path]) -> None:
    data = changed[1] / "_build" / "data"
    assert ",tone," in (data / "evidence.csv").read_text("utf-8").partition("\n")[0]
    assert "sharp" in (data / "evidence.csv").read_text("utf-8")
    assert '"tone"' in (data / "ledger.schema.json").read_text("utf-8")
    assert '"tone"' in json.dumps(json.loads((data / "claims.jsonld").read_text("utf-8")))
    printed = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(changed[1] / "_build/pdf/briefing.pdf").pages)
    assert "Somebody is blamed." in printed


def test_a_new_coded_field_is_in_dictionary_and_frames_by_loops(changed: tuple[Path, Path]) -> None:
    python(changed, "-m", "briefing.exports.dictionary")
    assert "The tone of the words." in (changed[1] / "data" / "README.md").read_text("utf-8")
    asked = "from briefing import frames, open_ledger; print((frames.evidence(open_ledger()).tone == 'sharp').sum())"
    assert python(changed, "-c", asked).strip() == "1"
