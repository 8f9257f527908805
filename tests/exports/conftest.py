"""Copies of the exports of the tiny briefing to break."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


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
