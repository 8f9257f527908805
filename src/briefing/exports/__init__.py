"""The ledger for machines: CSV with a data package, JSON with a schema, JSON-LD, RO-Crate, references, a workbook.

The same ledger gives the same bytes. `ledger.json` is the canonical ledger: its SHA-256 is the
evidence digest that stands on every page.
"""

from __future__ import annotations

import json
from pathlib import Path

from briefing.exports.bibliography import csl_items, references_bib
from briefing.exports.citation import citation_file
from briefing.exports.crate import METADATA, crate_metadata
from briefing.exports.csv_package import csv_bytes, data_package, load_ledger
from briefing.exports.linked_data import claims_jsonld
from briefing.exports.schemas import jsonld_schema, ledger_schema
from briefing.exports.sheets import sheets
from briefing.exports.workbook import workbook_bytes
from briefing.model.digest import ledger_json
from briefing.model.ledger import Ledger
from briefing.versions.edition import Edition

__all__ = ["export_files", "load_ledger", "write_all"]

SHAPES = Path(__file__).with_name("shapes.ttl")


def write_all(ledger: Ledger, edition: Edition, folder: Path) -> tuple[Path, ...]:
    """Write every export into `folder` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, (_, content) in export_files(ledger, edition).items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return tuple(paths)


def export_files(ledger: Ledger, edition: Edition) -> dict[str, tuple[str, bytes]]:
    """Return name, description and content of every export; the RO-Crate, which lists the others, comes last."""
    flat = sheets(ledger)
    tables = {f"{sheet.name}.csv": (sheet, csv_bytes(sheet)) for sheet in flat}
    files: dict[str, tuple[str, bytes]] = {
        name: (sheet.description, content) for name, (sheet, content) in tables.items()
    }
    files |= {
        "datapackage.json": ("Data Package of the CSV files.", _json(data_package(ledger, edition, tables))),
        "ledger.json": (
            "The canonical ledger; its SHA-256 is the evidence digest.",
            ledger_json(ledger).encode("utf-8", "surrogatepass"),
        ),
        "ledger.schema.json": ("JSON Schema of ledger.json.", _json(ledger_schema())),
        "claims.jsonld": (
            "The claims as linked data: schema.org, Web Annotation, PROV.",
            _json(claims_jsonld(ledger, edition)),
        ),
        "claims.jsonld.schema.json": ("JSON Schema of claims.jsonld.", _json(jsonld_schema())),
        "shapes.ttl": ("SHACL shapes of claims.jsonld.", SHAPES.read_bytes()),
        "claims.xlsx": ("All sheets as one workbook.", workbook_bytes(flat, edition)),
        "references.bib": (
            "The briefing and its articles as BibTeX.",
            references_bib(ledger, edition).encode(),
        ),
        "csl.json": ("The same references as CSL-JSON.", _json(csl_items(ledger, edition))),
        "CITATION.cff": ("How to cite this version.", citation_file(edition).encode()),
    }
    crate = crate_metadata(ledger, edition, files)
    return files | {METADATA: ("RO-Crate of all files.", _json(crate))}


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
