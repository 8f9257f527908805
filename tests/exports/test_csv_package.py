from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import frictionless
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from breaking import BreakFile
from briefing.checking.check import open_ledger
from briefing.exports.catalogue import export_files
from briefing.exports.json_files import ledger_schema
from briefing.exports.sheet_files import guard
from briefing.exports.sheets import sheets
from briefing.model.digest import evidence_digest, said
from briefing.model.fields import coded_fields
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Ledger
from exported_ledgers import edition_of, export, load_ledger, unguard
from made_ledgers import NASTY, SOUND, altered, ledgers, sound, texts


def full(ledger: Ledger) -> bool:
    """No vocabulary is empty: the checks refuse one, and no flat table could hold it."""
    return all(ledger.vocabulary.values())


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(ledgers.filter(full))
def test_a_ledger_written_as_csv_and_read_back_is_the_same(tmp_path: Path, ledger: Ledger) -> None:
    assert load_ledger(export(ledger, tmp_path)) == ledger


@settings(max_examples=40)
@given(ledgers)
def test_the_digest_of_every_page_is_the_digest_of_the_file_and_the_file_is_the_ledger(ledger: Ledger) -> None:
    content = export_files(ledger, edition_of(ledger))["ledger.json"]
    assert hashlib.sha256(content).hexdigest() == evidence_digest(ledger)
    values = json.loads(content)
    assert said(Ledger.model_validate({name: value for name, value in values.items() if name != "schema"})) == said(
        ledger
    )
    jsonschema.Draft202012Validator(ledger_schema()).validate(json.loads(content))


@given(texts)
def test_a_guarded_text_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text


def test_a_formula_arrives_as_text(tmp_path: Path) -> None:
    formulas = [*NASTY, "＝1", "＋1", "－1", "＠x", "\r=1", '=HYPERLINK("https://example.org","x")']
    quote = sound().claims[0].evidence[0].model_dump()
    ledger = altered("claims", "C01", evidence=[{**quote, "exact": text} for text in formulas])
    folder = export(ledger, tmp_path)
    rows = frictionless.Package(folder / "datapackage.json").get_resource("evidence").read_rows()
    written = [str(row["exact"]) for row in rows if row["claim"] == "C01"]
    assert len(written) == len(formulas)
    assert [text for text in written if text.startswith(tuple("=+-@\t\r\n＝＋－＠"))] == []
    assert load_ledger(folder) == ledger


def test_a_file_opens_right_in_excel(exported: Path) -> None:
    """It takes a file without the mark for the code page of the machine."""
    for path in exported.glob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")


def test_every_kind_of_record_and_every_field_has_its_place() -> None:
    columns = {sheet.name: {column.name for column in sheet.columns} for sheet in sheets()}
    assert {kind.collection for kind in KINDS} < set(columns)
    assert {"evidence", "described", "sides", "furniture"} < set(columns)
    assert {"names", "outside"} < columns["evidence"]
    assert {"first", "second", "start", "end"} < columns["relations"]


def test_a_coded_field_names_its_vocabulary(exported: Path) -> None:
    resources = json.loads((exported / "datapackage.json").read_bytes())["resources"]
    fields = {r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in resources}
    for kind in KINDS:
        for field in coded_fields(kind.record):
            assert fields[kind.collection][field.name]["vocabulary"] == field.vocabulary
    assert fields["evidence"]["quantity"]["constraints"]["enum"] == ["all", "many", "named", "unstated"]
    assert fields["parallels"]["change"]["type"] == "array"


def test_positions_are_code_points_of_the_article_s_file(exported: Path) -> None:
    articles = Path(__file__).parents[1] / "tiny/data/articles"
    for name in ("evidence", "relations", "sides", "second_reading", "waivers", "furniture"):
        rows = frictionless.Package(exported / "datapackage.json").get_resource(name).read_rows()
        assert rows
        for row in rows:
            text = (articles / f"{row['article']}.txt").read_bytes().decode("utf-8")
            assert text[row["start"] : row["end"]] == row["exact"].removeprefix("'")


def package_errors(folder: Path) -> list[str]:
    """What frictionless finds wrong; it accepts a descriptor that names no version, so that is asked for as well."""
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    expected = "https://datapackage.org/profiles/2.0/datapackage.json"
    missing = [] if descriptor.get("$schema") == expected else ["no $schema of version 2.0"]
    report = frictionless.validate(folder / "datapackage.json")
    found = [e.type for e in report.errors]
    return missing + found + [e.type for task in report.tasks for e in task.errors]


def test_the_data_package_is_valid(exported: Path) -> None:
    assert package_errors(exported) == []
    descriptor = json.loads((exported / "datapackage.json").read_bytes())
    assert {r["path"] for r in descriptor["resources"]} == {p.name for p in exported.glob("*.csv")}


def edited(exported: Path, tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "edited"
    shutil.copytree(exported, folder)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("slip", "error"),
    [
        (("claims.csv", "C02,", "C01,"), "primary-key"),
        (("evidence.csv", "C05-1,C05", "C05-1,C99"), "foreign-key"),
        (("claims.csv", ",fact,", ",gossip,"), "constraint-error"),
        (("evidence.csv", "C05-1,C05,1", "C05-1,C05,one"), "type-error"),
        (("gaps.csv", "G", "H"), "hash-count"),
        (("datapackage.json", "profiles/2.0/datapackage", "profiles/1.0/datapackage"), "no $schema of version 2.0"),
    ],
)
def test_a_broken_data_package_is_found(exported: Path, tmp_path: Path, slip: tuple[str, str, str], error: str) -> None:
    assert error in package_errors(edited(exported, tmp_path, *slip))


def test_what_is_exported_are_the_article_s_own_characters(tiny: Layout, break_file: BreakFile, tmp_path: Path) -> None:
    """The coder typed straight quotation marks and two spaces; the article has neither."""
    typed = "Dr. Mara Holt of 21.Stone compared the pier to “a wall of wet sugar.”"
    own = open_ledger(tiny).claim_by_id["C05"].evidence[0].exact
    break_file(
        "data/claims/bridge.yml",
        f"exact: {typed}",
        "exact: 'Dr. Mara Holt of 21.Stone  compared the pier to \"a wall of wet sugar.\"'",
    )
    folder = export(open_ledger(tiny), tmp_path / "out")
    exact = {
        row["key"]: row["exact"]
        for row in frictionless.Package(folder / "datapackage.json").get_resource("evidence").read_rows()
    }
    assert exact["C05-1"] == own == typed
    nodes = json.loads((folder / "claims.jsonld").read_bytes())["@graph"]
    (node,) = [node for node in nodes if node["identifier"] == "C05-1"]
    assert node["target"]["selector"][0]["exact"] == typed
    with zipfile.ZipFile(folder / "ledger.qdpx") as packed:
        assert f'name="{typed}"' in packed.read("project.qde").decode()


def test_a_month_or_a_year_alone_is_a_date(tmp_path: Path) -> None:
    days = ("2024-05", "2024")
    articles = [article | {"published": day} for article, day in zip(SOUND["articles"], days, strict=True)]
    ledger = sound(articles=articles, vocabulary={})
    folder = export(ledger, tmp_path)
    assert package_errors(folder) == []
    assert [article.published.isoformat() for article in load_ledger(folder).articles if article.published] == [*days]
    assert load_ledger(folder) == ledger
