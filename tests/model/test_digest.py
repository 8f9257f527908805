"""The evidence digest changes with the evidence and with nothing else."""

from __future__ import annotations

import hashlib
import json

from briefing.checking.check import open_ledger
from briefing.model.digest import SCHEMA, bytes_digest, evidence_digest, ledger_json
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.data_files import read_data


def test_anchoring_does_not_change_the_digest(tiny: Layout) -> None:
    unanchored = read_data(tiny).ledger
    assert evidence_digest(unanchored) == evidence_digest(open_ledger(tiny))


def test_moving_a_record_to_another_line_does_not_change_the_digest(tiny: Layout) -> None:
    before = evidence_digest(open_ledger(tiny))
    path = tiny.data / "judgements.yml"
    path.write_text("# a comment\n\n" + path.read_text("utf-8"), "utf-8")
    assert evidence_digest(open_ledger(tiny)) == before


def test_a_changed_word_changes_the_digest(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    claim = ledger.claims[0].model_copy(update={"statement": "Another."})
    changed = ledger.model_copy(update={"claims": (claim, *ledger.claims[1:])})
    assert evidence_digest(changed) != evidence_digest(ledger)


def test_the_digest_is_the_sha256_of_the_ledger_json(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    canonical = ledger_json(ledger)
    assert evidence_digest(ledger) == hashlib.sha256(canonical.encode()).hexdigest()
    assert ": " not in canonical.split('"statement"')[0]
    assert "“a wall of wet sugar.”" in canonical


def test_canonical_json_reads_back_as_the_same_ledger(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    said = json.loads(ledger_json(ledger))
    assert said.pop("schema") == SCHEMA
    again = Ledger.model_validate(said)
    assert ledger_json(again) == ledger_json(ledger)


def test_an_article_is_digested_byte_by_byte() -> None:
    assert bytes_digest(b"a\r\n") != bytes_digest(b"a\n")
