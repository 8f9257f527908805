"""What a chapter's cells read is recorded, so that no change of it is missed and no other change starts them anew."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import subprocess
from pathlib import Path

import pytest

from breaking import BreakFile
from briefing.book.execution.executed import Cell
from briefing.book.execution.reads import WHOLE, Reads, State
from briefing.book.execution.run import Run
from briefing.checking.check import open_ledger
from briefing.model.layout import Layout
from briefing.versions.store import build_release, input_digests, publish

OPENING = "from briefing import open_ledger\nledger = open_ledger()\n"


def reads_of(layout: Layout, *sources: str) -> Reads:
    """Run cells as a chapter of the briefing, and return what they read."""
    state = State(layout, open_ledger(layout))
    slots = multiprocessing.get_context("fork").Semaphore(1)
    cells = [Cell(source, may_fail=False) for source in sources]
    result = Run(cells, layout.chapters / "one.md", 30, slots, state).result()
    assert result.failure is None, result.failure
    assert result.reads is not None
    assert result.digest == state.digest(result.reads)
    return result.reads


def digest_now(layout: Layout, reads: Reads) -> str:
    return State(layout, open_ledger(layout)).digest(reads)


def test_a_field_that_is_read_is_noted_and_no_other(tiny: Layout) -> None:
    reads = reads_of(tiny, OPENING + "ledger.claims[0].statement")
    assert reads == Reads(fields={"": ["claims"], ".claims[C01]": ["statement"]})


def test_fields_of_a_quotation_are_noted_by_its_claim_and_place(tiny: Layout) -> None:
    reads = reads_of(tiny, OPENING + "ledger.claims[0].evidence[0].voice")
    assert reads.fields[".claims[C01].evidence[0]"] == ["voice"]


def test_a_look_up_notes_what_it_is_made_of(tiny: Layout) -> None:
    reads = reads_of(tiny, OPENING + "ledger.claim_by_id['C02']")
    assert reads.fields[".claims[C01]"] == ["id"]
    assert WHOLE not in reads.fields[""]


WHOLE_READS = ("ledger.claims[0].model_dump()", "ledger.claims[0] == ledger.claims[1]", "repr(ledger.claims[0])",
    "__import__('copy').deepcopy(ledger.claims[0])", "__import__('pickle').dumps(ledger.claims[0])",
    "ledger.claims[0].model_dump_json()", "dict(ledger.claims[0])")  # fmt: skip


@pytest.mark.parametrize("source", WHOLE_READS)
def test_a_record_that_is_compared_copied_or_written_out_is_read_whole(tiny: Layout, source: str) -> None:
    assert WHOLE in reads_of(tiny, OPENING + f"_ = {source}").fields[".claims[C01]"]


def test_every_exhibit_that_the_statement_of_a_claim_stands_in_has_noted_it(
    tiny: Layout, break_file: BreakFile
) -> None:
    shows = reads_of(tiny, OPENING + "from briefing import tables\ntables.claim_ledger(ledger)")
    other = reads_of(tiny, OPENING + "[claim.id for claim in ledger.claims]")
    before = digest_now(tiny, shows), digest_now(tiny, other)
    break_file("data/claims/ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")
    assert digest_now(tiny, shows) != before[0]
    assert digest_now(tiny, other) == before[1]


@pytest.mark.parametrize("source", ["ledger.model_dump()", "ledger == ledger.model_copy(deep=True)", "repr(ledger)"])
def test_what_reads_the_ledger_whole_reads_what_is_in_it(tiny: Layout, break_file: BreakFile, source: str) -> None:
    reads = reads_of(tiny, OPENING + f"_ = {source}")
    before = digest_now(tiny, reads)
    break_file("data/claims/ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")
    assert digest_now(tiny, reads) != before


def test_a_copy_of_the_ledger_reads_no_more_of_it_than_what_is_asked_of_the_copy(
    tiny: Layout, break_file: BreakFile
) -> None:
    reads = reads_of(tiny, OPENING + "[claim.theme for claim in ledger.model_copy(update={'gaps': ()}).claims]")
    before = digest_now(tiny, reads)
    break_file("data/claims/ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")
    assert digest_now(tiny, reads) == before


COPIED = "claim = ledger.claims[0]\ncopy = claim.model_copy(update={'evidence': ()})\n"


@pytest.mark.parametrize(
    ("asked", "noted"),
    [
        ("copy", ()),
        ("copy.evidence", ()),
        ("copy.theme, copy.evidence", ("theme",)),
        ("copy.model_copy(update={'theme': 'bridge'}).kind", ("kind",)),
        ("copy.model_copy(update={'theme': 'bridge'}).evidence", ()),
        ("copy.model_dump()", (WHOLE,)),
        ("claim.model_copy(deep=True).theme", (WHOLE,)),
        ("[claim.model_copy(update={'theme': 'bridge'}).theme for _ in range(50)], claim.kind", ("kind",)),
    ],
)
def test_what_is_asked_of_a_copy_is_read_of_its_record_but_for_what_was_put_in_its_place(
    tiny: Layout, asked: str, noted: tuple[str, ...]
) -> None:
    found = reads_of(tiny, f"{OPENING}{COPIED}_ = {asked}").fields.get(".claims[C01]", [])
    assert [name for name in found if WHOLE not in found or name == WHOLE] == list(noted)


def test_what_a_judgement_loses_without_an_article_does_not_depend_on_how_a_claim_is_put(
    tiny: Layout, break_file: BreakFile
) -> None:
    without = "stress.without(ledger, ledger.articles[0].id)"
    reads = reads_of(tiny, f"{OPENING}from briefing import stress\nstress.effects(ledger, {without})")
    before = digest_now(tiny, reads)
    break_file("data/claims/ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")
    assert digest_now(tiny, reads) == before
    break_file("data/judgements.yml", "supported_by: [C01, C10, C12]", "supported_by: [C10, C12]")
    assert digest_now(tiny, reads) != before


def test_order_and_number_of_records_are_read_with_their_collection(tiny: Layout, break_file: BreakFile) -> None:
    reads = reads_of(tiny, OPENING + "len(ledger.gaps)")
    before = digest_now(tiny, reads)
    gaps = tiny.data / "gaps.yml"
    break_file("data/gaps.yml", gaps.read_text("utf-8"), "[]\n")
    state = State(tiny, open_ledger(tiny).model_copy(update={"gaps": ()}))
    assert state.digest(reads) != before


def test_a_file_that_a_cell_opens_is_noted_and_so_is_one_that_is_not_there(tiny: Layout) -> None:
    (tiny.root / "numbers.csv").write_text("1\n")
    source = "open('../numbers.csv').read()\ntry:\n    open('none')\nexcept OSError:\n    pass"
    reads = reads_of(tiny, source)
    assert reads.files == ["chapters/none", "numbers.csv"]
    before = digest_now(tiny, reads)
    (tiny.root / "numbers.csv").write_text("2\n")
    changed = digest_now(tiny, reads)
    (tiny.chapters / "none").write_text("")
    assert len({before, changed, digest_now(tiny, reads)}) == 3


def test_a_folder_that_a_cell_lists_and_a_module_that_it_imports_are_noted(tiny: Layout) -> None:
    (tiny.chapters / "beside.py").write_text("x = 1\n")
    reads = reads_of(tiny, "import os, sys\nsys.path.insert(0, '.')\nimport beside\nos.listdir('../data')")
    assert "chapters/beside.py" in reads.files
    assert "data" in reads.folders


def test_the_ledger_is_handed_over_and_no_file_of_it_read(tiny: Layout) -> None:
    reads = reads_of(tiny, OPENING + "ledger.title")
    assert [name for name in reads.files if name.startswith("data/")] == []


def test_an_edition_depends_on_the_commit_and_another_program_on_everything(tiny: Layout) -> None:
    made_of = {"reasons": {}, "inputs": input_digests(tiny)}
    publish(tiny, build_release(open_ledger(tiny), None, "1.0.0", dt.date(2026, 1, 2), **made_of))
    edition = reads_of(tiny, OPENING + "from briefing import open_edition\nopen_edition(ledger).digest")
    assert (edition.commit, edition.release, edition.anything) == (True, True, False)
    assert [name for name in edition.files if name.endswith(".md")] == []
    page = tiny.chapters / "one.md"
    written = page.read_text("utf-8")
    told = []
    for words in (written, f"{written}\nMore.\n", f"{written}\nOther.\n"):  # as released, then a draft, then the same
        page.write_text(words, "utf-8")
        told.append(digest_now(tiny, edition))
    assert told[0] != told[1] == told[2]
    other = reads_of(tiny, "import subprocess\nsubprocess.run(['true'])")
    assert other.anything
    before = digest_now(tiny, other)
    (tiny.chapters / "ledger.md").write_text("# Other words\n")
    assert digest_now(tiny, other) != before


def test_another_ledger_than_that_of_the_book_is_read_from_its_files(tiny: Layout, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", tiny.root, other], check=True)
    place = f"Layout(Path({json.dumps(str(other))}))"
    imports = "from pathlib import Path\nfrom briefing import open_ledger\nfrom briefing.model.layout import Layout\n"
    source = f"{imports}open_ledger({place}).title"
    reads = reads_of(tiny, source)
    assert (other / "data" / "gaps.yml").as_posix() in reads.files
    assert reads.fields == {}
