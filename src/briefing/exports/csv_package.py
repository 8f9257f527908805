r"""The sheets as CSV files with a Data Package (version 2) that describes them, and the way back.

UTF-8, `\\n`, one header line. No spreadsheet may run a cell as a formula: a text that begins with
one of `=`, `+`, `-`, `@`, their full-width forms, a tab, a line break or an apostrophe gets one
apostrophe in front. So a reader of text cells takes one leading apostrophe away, and has the text.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefing.exports.sheets import PLANS as SHEET_PLANS
from briefing.exports.sheets import Cell, Field, Sheet, plan_fields
from briefing.model.ledger import Ledger
from briefing.versions.address import slug
from briefing.versions.edition import Edition

PROFILES = "https://datapackage.org/profiles/2.0"
GUARDED = tuple("=+-@\t\r\n'＝＋－＠")
ESCAPE_RULE = (
    "A text that begins with one of = + - @, their full-width forms, a tab, a line break or an apostrophe has one "
    "apostrophe put in front, so that no spreadsheet takes it for a formula. Take one leading apostrophe away."
)
#: Of the project's own words and codes; what it quotes is not the project's to license.
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
QUOTED = {"path": "articles.csv", "title": "Quoted words belong to their publishers: see the column rights."}


def csv_bytes(sheet: Sheet) -> bytes:
    """Return one sheet as CSV."""
    rows = [[_written(cell, field) for cell, field in zip(row, sheet.fields, strict=True)] for row in sheet.rows]
    return "".join(map(_line, [[field.name for field in sheet.fields], *rows])).encode()


def data_package(ledger: Ledger, edition: Edition, files: Mapping[str, tuple[Sheet, bytes]]) -> dict[str, Any]:
    """Return the descriptor of the CSV files: schemas, keys, licences, digests."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": slug(edition.title),
        "title": edition.title,
        "version": edition.version,
        "description": f"{edition.subtitle} Evidence digest {edition.digest}. {ESCAPE_RULE}".strip(),
        "licenses": [LICENCE, QUOTED],
        "sources": [{"title": f"{a.title} ({a.publisher})", "path": a.url} for a in ledger.articles],
        "resources": [_resource(path, sheet, content, ledger) for path, (sheet, content) in files.items()],
    }


def load_ledger(folder: Path) -> Ledger:
    """Return the ledger that a data package holds, as it was exported: without line numbers, spans and texts."""
    package = json.loads((folder / "datapackage.json").read_bytes())
    tables = {plan.name: list(_read(folder / f"{plan.name}.csv", plan_fields(plan))) for plan in SHEET_PLANS}
    evidence = _grouped(tables.pop("evidence"), "claim", ("key", "number", "start", "end"))
    furniture = _grouped(tables.pop("furniture"), "article", ("number", "start", "end"))
    tables.pop("judgement_claims")
    vocabulary = _grouped(tables.pop("vocabulary"), "vocabulary", ())
    claims = [c | {"evidence": evidence.get(c["id"], [])} for c in tables.pop("claims")]
    articles = [a | {"furniture": furniture.get(a["id"], [])} for a in tables.pop("articles")]
    waivers = [_without(w, ("number", "start", "end")) for w in tables.pop("waivers")]
    words = {name: {t["word"]: _without(t, ("word",)) for t in terms} for name, terms in vocabulary.items()}
    whole = {"title": package["title"], "claims": claims, "articles": articles, "waivers": waivers}
    return Ledger.model_validate(tables | whole | {"vocabulary": words})


def guard(text: str) -> str:
    """Return `text` with an apostrophe in front when a spreadsheet could take it for a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguard(text: str) -> str:
    """Return what `guard` was given."""
    return text.removeprefix("'")


def _line(cells: list[str]) -> str:
    """Return one line; written with CRLF and cut, since the writer quotes only what ends its own lines."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n", strict=True).writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _written(cell: Cell, field: Field) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guard(cell) if field.kind == "string" and isinstance(cell, str) else str(cell)


def _read(path: Path, fields: tuple[Field, ...]) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            read = {field.name: _value(row[field.name], field) for field in fields}
            yield {name: value for name, value in read.items() if value is not None}


def _value(cell: str, field: Field) -> Any:  # noqa: ANN401 -- a cell of any type
    if field.kind == "string":
        return unguard(cell) or None
    return (json.loads(cell) if field.kind != "date" else cell) if cell else None


def _grouped(rows: list[dict[str, Any]], by: str, drop: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row[by], []).append(_without(row, (by, *drop)))
    return groups


def _without(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _resource(path: str, sheet: Sheet, content: bytes, ledger: Ledger) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": sheet.name,
        "type": "table",
        "path": path,
        "description": sheet.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "licenses": [QUOTED] if sheet.quotes else [LICENCE],
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_described(field, ledger) for field in sheet.fields],
            "missingValues": [""],
            "primaryKey": list(sheet.key),
            "foreignKeys": [
                {"fields": [f.name], "reference": {"resource": f.refers, "fields": ["id"]}}
                for f in sheet.fields
                if f.refers
            ],
        },
    }


def _described(field: Field, ledger: Ledger) -> dict[str, Any]:
    words = ledger.vocabulary.get(field.vocabulary or "", {})
    constraints: dict[str, Any] = {"required": field.required}
    if field.pattern:
        constraints["pattern"] = field.pattern
    if words:
        constraints["enum"] = sorted(words)
    return {"name": field.name, "type": field.kind, "description": field.description, "constraints": constraints}
