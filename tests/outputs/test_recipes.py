"""Recipes of CONTRIBUTING.md, done on a copy of the package: so few files, and it shows everywhere.

Those of a new rule and of a new export are done where rules and exports are tested.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from tiny_books import TESTS, copy_tiny, page, replace, run

TIDES = '''"""The tides."""

from briefing.exhibits.display import Column, Table
from briefing.exhibits.registry import table, tabulate
from briefing.model.ledger import Ledger


@table
def tides(ledger: Ledger) -> Table:
    """Return the tides."""
    return tabulate("tides", "Two tides come a day.", (Column("tide", "Tide", "head"),), [("high",)])
'''
WAVES = '''"""The waves."""

from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import Sheet, chart
from briefing.exhibits.registry import figure
from briefing.exhibits.tables.tides import tides
from briefing.model.ledger import Ledger


def draw(sheet: Sheet) -> float:
    sheet.box((0.1, 0.1), (2.0, 0.5), fill="tide", records=("C01",))
    return 0.7


@figure
def waves(ledger: Ledger) -> Chart:
    """Draw the waves."""
    return chart(tides(ledger), "A box for a wave.", draw, name="waves", caption="A wave comes with each tide.")
'''
#: A colour by day and by night, and before which it is declared.
TIDE, NEXT = 'tide = ["#0b3d2e", "#9fe0c5"]\n', "good = "
BEFORE = '    names: tuple[Slug, ...] = Field(default=(), description="Actors'
TONE = """    tone: Word = coded(
        "tone", "Tone", "The tone of the words.", default="calm", on=("card", "row", "filter", "glossary")
    )
"""
#: A field that most quotations do not fill.
PACE = """    pace: Word | None = coded(
        "pace", "Pace", "How fast it is told.", default=None, on=("card", "row", "filter", "glossary")
    )
"""
WORDS = """pace:
  quick: {label: quick, meaning: In few words.}
  slow: {label: slow, meaning: In many words.}
tone:
  calm: {label: calm, meaning: Nobody is stirred.}
  sharp: {label: sharp, meaning: Somebody is blamed.}
form:"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the package with a new table, figure, colour and coded field, and the miniature built with it."""
    folder = tmp_path_factory.mktemp("recipes")
    package = Path(shutil.copytree(TESTS.parent / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__")))
    root = copy_tiny(folder)
    exhibits = package / "briefing" / "exhibits"
    (exhibits / "tables" / "tides.py").write_text(TIDES, "utf-8")
    (exhibits / "figures" / "waves.py").write_text(WAVES, "utf-8")
    replace(exhibits / "palette.toml", NEXT, TIDE + NEXT)
    shown = (
        "tables.tides(ledger)\n```\n\n```{code-cell} ipython3\nfrom briefing import figures\n\nfigures.waves(ledger)"
    )
    replace(root / "chapters" / "one.md", "tables.claim_ledger(ledger)", shown)
    called = "ledger = open_ledger()\ntables.theme_evidence(ledger, 'bridge')"
    replace(root / "chapters" / "one.md", "ledger = open_ledger()", called)
    evidence = package / "briefing" / "model" / "records.py"
    replace(evidence, BEFORE, TONE + PACE + BEFORE)
    replace(root / "data" / "vocabulary.yml", "\nform:", f"\n{WORDS}")
    replace(
        root / "data" / "claims" / "bridge.yml",
        "      form: passive",
        "      form: passive\n      tone: sharp\n      pace: slow",
    )
    built = run("all", root, package=package)
    assert built.returncode == 0, built.stdout + built.stderr
    return package, root


def python(changed: tuple[Path, Path], *arguments: str) -> str:
    package, root = changed
    environment = {**os.environ, "BRIEFING_ROOT": str(root), "PYTHONPATH": str(package)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True).stdout


def differing(first: Path, second: Path) -> set[str]:
    """Return the files of two folders that are not in both, byte for byte; what is made of them left out."""
    made = ("_build", "__pycache__")
    both = [
        {p.relative_to(f).as_posix(): p.read_bytes() for p in f.rglob("*") if p.is_file() and not {*made} & {*p.parts}}
        for f in (first, second)
    ]
    return {name for name in {*both[0], *both[1]} if both[0].get(name) != both[1].get(name)}


def test_all_recipes_together_touch_no_other_file(changed: tuple[Path, Path]) -> None:
    """A table or a figure: a function, a call and its test; a colour: the palette; a field: two files and two made."""
    package, root = changed
    named = ("exhibits/tables/tides.py", "exhibits/figures/waves.py", "exhibits/palette.toml", "model/records.py")
    assert differing(TESTS.parent / "src" / "briefing", package / "briefing") == {*named}
    fields = {"data/vocabulary.yml", "data/claims/bridge.yml"}  # the latter codes a quotation with the new field
    assert differing(TESTS / "tiny", root) - {"data/README.md"} == {"chapters/one.md", *fields}


def test_a_new_figure_is_a_function_and_a_call(changed: tuple[Path, Path]) -> None:
    shown = page(changed[1], "chapters/one")
    assert "A wave comes with each tide." in shown
    assert shown.count("<svg") >= 2  # a page's and a phone's
    caption = shown.partition("<figcaption")[2].partition("</figcaption>")[0]
    assert "A wave comes" in caption
    assert "<svg" not in caption  # the picture stands beside its caption, not in it


def test_a_new_colour_is_one_line_of_the_palette(changed: tuple[Path, Path]) -> None:
    styles = "".join(path.read_text("utf-8") for path in (changed[1] / "_build/html/_static").rglob("*.css"))
    assert "--tide:light-dark(#0b3d2e,#9fe0c5)" in styles
    icon = (changed[1] / "_build/html/_static/icon.svg").read_text("utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}", icon)) <= set(re.findall(r"#[0-9a-f]{6}", styles))
    assert "var(--tide)" in page(changed[1], "chapters/one")
    design = python(changed, "-c", "from briefing.book.pdf.compiler import design; print(design())")
    assert 'tide:rgb("#0b3d2e")' in design


def test_a_new_table_is_a_function_and_a_call(changed: tuple[Path, Path]) -> None:
    assert "Two tides come a day." in page(changed[1], "chapters/one")


def test_a_new_coded_field_shows_on_pages_by_loops(changed: tuple[Path, Path]) -> None:
    root = changed[1]
    for words in ("Tone", "sharp"):
        assert words in page(root, "claims/C03")
        assert words in page(root, "chapters/ledger")
    assert 'name="tone"' in page(root, "chapters/ledger")


def test_a_field_that_is_not_filled_is_not_shown(changed: tuple[Path, Path]) -> None:
    root = changed[1]
    assert "slow" in page(root, "claims/C03")
    for made in (root / "_build" / "html").rglob("*"):
        if made.suffix in {".html", ".md", ".js"}:
            told = made.read_text("utf-8")
            assert not re.search(r"<dt>Pace</dt><dd>(None)?</dd>|data-pace=\"None|>None<|pace: */", told), made
    printed = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(root / "_build/pdf/briefing.pdf").pages)
    assert set(re.findall(r"pace:\s*(\w*)", printed)) == {"slow"}


def test_a_new_coded_field_is_in_every_format_by_loops(changed: tuple[Path, Path]) -> None:
    data = changed[1] / "_build" / "data"
    assert ",tone," in (data / "evidence.csv").read_text("utf-8").partition("\n")[0]
    assert "sharp" in (data / "evidence.csv").read_text("utf-8")
    assert '"tone"' in (data / "ledger.schema.json").read_text("utf-8")
    assert '"tone"' in json.dumps(json.loads((data / "claims.jsonld").read_text("utf-8")))
    printed = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(changed[1] / "_build/pdf/briefing.pdf").pages)
    assert "Somebody is blamed." in printed
    assert "tone: sharp" in " ".join(printed.split())


def test_a_new_coded_field_is_in_dictionary_and_frames_by_loops(changed: tuple[Path, Path]) -> None:
    python(changed, "-m", "briefing.exports.dictionary")
    assert "The tone of the words." in (changed[1] / "data" / "README.md").read_text("utf-8")
    asked = "from briefing import frames, open_ledger; print((frames.evidence(open_ledger()).tone == 'sharp').sum())"
    assert python(changed, "-c", asked).strip() == "1"
