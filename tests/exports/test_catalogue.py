from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from briefing.exports.catalogue import catalogue, export, export_files
from briefing.model.ledger import Ledger
from exported_ledgers import edition_of
from made_ledgers import ledgers, sound
from validator_tools import run_script

ROOT = Path(__file__).parents[2]
CRATE = "ro-crate-metadata.json"
NEW = '''
"""The statements alone."""

from briefing.exports.catalogue import Exporting, export


@export("statements.txt", media="text/plain", about="Every statement, one a line.")
def statements(exporting: Exporting) -> str:
    """Return them."""
    return "".join(f"{claim.statement}\\n" for claim in exporting.ledger.claims)
'''


@settings(max_examples=20)
@given(ledgers)
def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger) -> None:
    assert export_files(ledger, edition_of(ledger)) == export_files(ledger, edition_of(ledger))


def test_no_machine_s_path_and_no_line_number_leaves_the_house(exported: Path) -> None:
    for path in exported.iterdir():
        assert str(ROOT).encode() not in path.read_bytes()
    assert '"place"' not in (exported / "ledger.json").read_text("utf-8")


def test_a_new_export_is_one_module_and_its_test(tmp_path: Path) -> None:
    """A copy of the package gets one file more; nothing else is touched."""
    package = tmp_path / "src" / "briefing"
    shutil.copytree(ROOT / "src" / "briefing", package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "exports" / "statements.py").write_text(NEW, "utf-8")
    code = (
        "from pathlib import Path\n"
        "from exported_ledgers import export\n"
        "from made_ledgers import sound\n"
        f"export(sound(), Path({str(tmp_path / 'out')!r}))\n"
    )
    paths = os.pathsep.join((str(tmp_path / "src"), str(ROOT / "tests")))
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": paths})
    out = tmp_path / "out"
    assert (out / "statements.txt").read_text("utf-8").startswith("Many terns nest on the island.\n")
    assert "| `statements.txt` | text/plain | Every statement, one a line. |" in (out / "README.md").read_text("utf-8")
    graph = json.loads((out / CRATE).read_bytes())["@graph"]
    (node,) = [node for node in graph if node["@id"] == "statements.txt"]
    assert (node["encodingFormat"], node["description"]) == ("text/plain", "Every statement, one a line.")


def test_a_name_declared_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"claims\.csv is declared twice"):
        export("claims.csv", media="text/csv", about="x")(lambda _: "")


def test_the_readme_lists_every_file(exported: Path) -> None:
    listed = (exported / "README.md").read_text("utf-8")
    for path in exported.iterdir():
        assert f"| `{path.name}` |" in listed
    assert {entry.name for entry in catalogue()} == {path.name for path in exported.iterdir()}


@pytest.mark.slow
def test_the_crate_is_valid_and_a_broken_one_is_not(
    exported: Path, broken: Callable[..., Path], tmp_path: Path
) -> None:
    undated = broken(CRATE, lambda d: d["@graph"][1].pop("datePublished")).rename(tmp_path / "undated")
    rootless = broken(CRATE, lambda d: d["@graph"].pop(1))
    done = run_script("check_crate.py", exported, undated, rootless)
    assert done.returncode == 0, done.stderr
    sound, without_date, without_root = map(json.loads, done.stdout.splitlines())
    assert sound == []
    assert any("datePublished" in issue for issue in without_date)
    assert without_root != []


def test_the_crate_lists_every_file_with_its_digest(exported: Path) -> None:
    graph = json.loads((exported / CRATE).read_bytes())["@graph"]
    listed = {node["@id"]: node["sha256"] for node in graph if node["@type"] == "File"}
    there = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in exported.iterdir()}
    assert listed == {name: digest for name, digest in there.items() if name != CRATE}


def test_the_changes_of_every_version_have_their_sentences_and_reasons() -> None:
    versions = json.loads(export_files(sound(), edition_of(sound()))["changes.json"])
    assert [version["version"] for version in versions] == ["draft"]
    assert "C01: New: Many terns nest on the island." in [change["sentence"] for change in versions[0]["changes"]]
