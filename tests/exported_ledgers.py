"""A ledger exported into a folder, and the way back from the CSV files, for the tests of exports."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefing.exports.catalogue import write_all
from briefing.exports.sheets import Column, inner_records, sheets
from briefing.model.digest import evidence_digest
from briefing.model.ledger import KINDS, Ledger
from briefing.versions.edition import Edition

DAY = dt.date(2026, 1, 2)
MADE = ("number", "key", "start", "end")


def edition_of(ledger: Ledger) -> Edition:
    digest, dated = evidence_digest(ledger), "dated to 9 May 2024"
    return Edition("1.0.0", digest, "unknown", dated, ledger.title, "A test.", "release", day=DAY, released=DAY)


def export(ledger: Ledger, folder: Path, site: str = "") -> Path:
    write_all(ledger, replace(edition_of(ledger), site=site), folder)
    return folder


def load_ledger(folder: Path) -> Ledger:
    """Return the ledger that the CSV files hold, as it was exported: without line numbers, spans and texts."""
    whole: dict[str, Any] = {"title": json.loads((folder / "datapackage.json").read_bytes())["title"]}
    columns = {sheet.name: sheet.columns for sheet in sheets()}
    for kind in KINDS:
        records = [_without(row, *MADE) for row in _read(folder, kind.collection, columns)]
        for field in inner_records(kind.record):
            inner = list(_read(folder, field, columns))
            for record in records:
                mine = [row for row in inner if row[kind.noun] == record["id"]]
                record[field] = [_without(row, *MADE, kind.noun) for row in mine]
        whole[kind.collection] = records
    vocabulary: dict[str, dict[str, Any]] = {}
    for row in _read(folder, "vocabulary", columns):
        vocabulary.setdefault(row["vocabulary"], {})[row["word"]] = _without(row, "vocabulary", "word")
    return Ledger.model_validate(whole | {"vocabulary": vocabulary})


def unguard(text: str) -> str:
    """Return what `sheet_files.guard` was given."""
    return text.removeprefix("'")


def _read(folder: Path, name: str, columns: dict[str, tuple[Column, ...]]) -> Iterator[dict[str, Any]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            read = {column.name: _value(row[column.name], column) for column in columns[name]}
            yield {name: value for name, value in read.items() if value is not None}


def _value(cell: str, column: Column) -> Any:
    if column.type == "string":
        return unguard(cell) or None
    return (json.loads(cell) if column.type != "date" else cell) if cell else None


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
