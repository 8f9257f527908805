"""`briefing exchange`: what was coded elsewhere, as entries of the second reading."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefing.checking.check import open_ledger
from briefing.commands.cli import main
from briefing.model.layout import Layout
from exported_ledgers import export


@pytest.fixture
def coded(tiny: Layout, tmp_path: Path) -> Path:
    return export(open_ledger(tiny), tmp_path / "out")


def test_it_prints_entries_for_the_data_and_says_what_to_do(
    tiny: Layout, coded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["exchange", str(coded / "claims.xlsx")]) == 0
    printed = capsys.readouterr()
    entries = yaml.safe_load(printed.out)
    assert [entry["statement"] for entry in entries] == [unit.statement for unit in open_ledger(tiny).second_reading]
    assert "Put what you take into data/second_reading.yml, and run: briefing check" in printed.err


def test_what_it_prints_is_in_order_as_data(tiny: Layout, coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = open_ledger(tiny).second_reading
    main(["exchange", str(coded / "claims.xlsx")])
    (tiny.data / "second_reading.yml").write_text(capsys.readouterr().out, "utf-8")
    after = open_ledger(tiny).second_reading
    assert [(u.article, u.exact, u.statement, u.kind) for u in after] == [
        (u.article, u.exact, u.statement, u.kind) for u in before
    ]


def test_a_file_that_is_none_is_one_line_on_standard_error(
    tiny: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tiny.data.is_dir()
    (tmp_path / "coded.qdpx").write_text("no zip")
    assert main(["exchange", str(tmp_path / "coded.qdpx")]) == 1
    assert "coded.qdpx is no zip file" in capsys.readouterr().err
