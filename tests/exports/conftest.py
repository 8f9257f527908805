"""The exports of the tiny briefing, and copies of them to break."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing.checking.check import open_ledger
from briefing.model.layout import Layout
from exported_ledgers import export


@pytest.fixture(scope="package")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the tiny briefing, whose quotes are anchored."""
    ledger = open_ledger(Layout(Path(__file__).parents[1] / "tiny"))
    return export(ledger, tmp_path_factory.mktemp("exported"))


@pytest.fixture
def broken(exported: Path, tmp_path: Path) -> Callable[[str, Callable[[Any], object]], Path]:
    """Return a copy in which one JSON file was changed."""

    def change(name: str, mutate: Callable[[Any], object]) -> Path:
        folder = tmp_path / "broken"
        shutil.copytree(exported, folder)
        document = json.loads((folder / name).read_bytes())
        mutate(document)
        (folder / name).write_text(json.dumps(document), "utf-8")
        return folder

    return change
