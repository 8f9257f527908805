"""Which edition a PDF is, and whether it can be trusted."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from breaking import BreakFile
from briefing.checking.check import open_ledger
from briefing.commands import cli
from briefing.exhibits import tables
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.releases import ReleaseError, read_releases
from briefing.versions.store import build_release, publish
from briefing.versions.verify import Outcome, VerificationError, read_imprint, seal_pdfs, verify
from checked import check
from tiny_books import made_once


@pytest.fixture(scope="session")
def tiny_pdf(opened: Ledger, shared: Path) -> bytes:
    """The printed tiny briefing, made by one worker for all: the others need not load what prints."""

    def make(folder: Path) -> None:
        from made_pdfs import markdown, print_book, source_pages  # noqa: PLC0415

        pages = {
            "index": "# T\n\n" + markdown(tables.accounts(opened)),
            "ledger": "# L\n\n" + markdown(tables.claim_ledger(opened)),
            "sources": source_pages(opened),
        }
        (folder / "tiny.pdf").write_bytes(print_book(folder, opened, pages).files["briefing.pdf"])

    return (made_once(shared, "tiny-pdf", make) / "tiny.pdf").read_bytes()


@pytest.fixture
def pdf(tiny_pdf: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "carried.pdf"
    path.write_bytes(tiny_pdf)
    return path


def release(tiny: Layout) -> None:
    day = dt.date(2024, 6, 1)
    publish(tiny, build_release(open_ledger(tiny), version="1.0.0", released=day, previous=None, reasons={}, inputs={}))


def change(path: Path, **keywords: str) -> None:
    with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
        written = str(pdf.docinfo["/Keywords"])
        for old, new in keywords.items():
            before = next(word for word in written.split(", ") if word.startswith(f"{old}="))
            written = written.replace(before, f"{old}={new}")
        pdf.docinfo["/Keywords"] = written
        pdf.save(path)


def test_a_pdf_of_this_checkout_is_recognised(pdf: Path, tiny: Layout) -> None:
    verdict = verify(pdf, tiny)
    assert verdict.outcome is Outcome.OTHER_PAGES
    assert "It is the evidence of this checkout." in verdict.sentences


def test_a_pdf_of_other_evidence_is_not(pdf: Path, tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/judgements.yml", "A second survey that finds the pier sound.", "A third survey.")
    verdict = verify(pdf, tiny)
    assert verdict.outcome is Outcome.NOT_OURS
    assert any(sentence.startswith("This checkout has the evidence") for sentence in verdict.sentences)
    assert verdict.sentences[-1] == "It is that of no release known here."


def test_a_pdf_of_an_earlier_release_is_named_by_it(pdf: Path, tiny: Layout, break_file: BreakFile) -> None:
    release(tiny)
    break_file("data/judgements.yml", "A second survey that finds the pier sound.", "A third survey.")
    change(pdf, version="1.0.0")
    verdict = verify(pdf, tiny)
    assert verdict.outcome is Outcome.OTHER_PAGES
    assert "It is the evidence of release 1.0.0." in verdict.sentences


def test_a_draft_printed_before_the_release_of_the_same_evidence_is_good(pdf: Path, tiny: Layout) -> None:
    release(tiny)
    assert verify(pdf, tiny).outcome is Outcome.OTHER_PAGES


def test_a_pdf_that_gives_itself_another_version_is_refused(pdf: Path, tiny: Layout) -> None:
    release(tiny)
    change(pdf, version="2.0.0")
    verdict = verify(pdf, tiny)
    assert verdict.outcome is Outcome.NOT_OURS
    assert "calls itself version 2.0.0" in verdict.sentences[-1]


def test_a_changed_digest_is_found(pdf: Path, tiny: Layout) -> None:
    change(pdf, evidence="f" * 64)
    verdict = verify(pdf, tiny)
    assert verdict.outcome is Outcome.NOT_OURS
    assert "the file was changed" in verdict.sentences[-1]


def test_a_changed_ledger_is_found(pdf: Path, tiny: Layout) -> None:
    with pikepdf.open(BytesIO(pdf.read_bytes())) as opened:
        opened.attachments["ledger.json"] = pikepdf.AttachedFileSpec(opened, b"{}", filename="ledger.json")
        opened.save(pdf)
    assert verify(pdf, tiny).outcome is Outcome.NOT_OURS


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nxref\n0 1\ntrailer\n<<>>\n"])
def test_a_file_that_is_not_a_pdf_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(content)
    with pytest.raises(VerificationError, match=r"other\.pdf: this"):
        read_imprint(path)


def test_a_pdf_from_elsewhere_is_not_taken_for_a_briefing(tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    with pytest.raises(VerificationError, match=r"carries no edition and no ledger"):
        read_imprint(path)


def test_the_command_says_it_and_answers_with_its_exit_code(
    pdf: Path, tiny_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify", str(pdf)]) == 3
    assert "It is the evidence of this checkout." in capsys.readouterr().out
    assert cli.main(["verify", str(tiny_root / "_config.yml")]) == 1
    assert capsys.readouterr().err.startswith("_config.yml: this is not a PDF that can be read")


def test_a_release_that_was_changed_is_told_and_not_thrown(
    pdf: Path, tiny: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    release(tiny)
    path = tiny.releases / "1.0.0.json"
    path.write_bytes(path.read_bytes().replace(b"2024-06-01", b"2024-06-02"))
    assert cli.main(["verify", str(pdf)]) == 1
    assert "1.0.0.json" in capsys.readouterr().err


def test_digests_that_git_holds_otherwise_are_not_believed(
    pdf: Path, tiny: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = at_release(tiny, monkeypatch, pdf)
    sealed = seal_pdfs(tiny)
    verdict = verify(built, tiny)
    assert verdict.outcome is Outcome.THIS_FILE
    assert any("git has no history" in sentence for sentence in verdict.sentences)
    monkeypatch.undo()
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@b.c commit -qm x"):
        subprocess.run(["git", "-C", str(tiny.root), *command.split()], check=True)
    verdict = verify(built, tiny)
    assert verdict.outcome is Outcome.THIS_FILE
    assert not any("git has no history" in sentence for sentence in verdict.sentences)
    sealed.write_bytes(sealed.read_bytes() + b"0" * 64 + b"  forged.pdf\n")
    with pytest.raises(ReleaseError, match="not the file that was released"):
        verify(built, tiny)


@pytest.mark.parametrize("name", ["5.0.0.sha256", "zz.sha256", "1.0.0.json.bak", "notes.txt", "x/1.json"])
def test_what_is_no_release_is_told_among_the_releases(tiny: Layout, name: str) -> None:
    release(tiny)
    assert check(tiny).issues == ()
    assert any("git has no history" in words for words in check(tiny).unchecked)
    path = tiny.releases / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}", "utf-8")
    assert {issue.code for issue in check(tiny).issues} == {"stray-file"}


def at_release(layout: Layout, monkeypatch: pytest.MonkeyPatch, pdf: Path) -> Path:
    """Release the tiny briefing, and put a PDF that says it is of that release where the build leaves it."""
    release(layout)
    change(pdf, version="1.0.0")
    built = layout.build / "pdf" / "briefing.pdf"
    built.parent.mkdir(parents=True)
    built.write_bytes(pdf.read_bytes())
    monkeypatch.setattr("briefing.reading.git.commit", lambda _: read_imprint(built).commit)
    return built


def test_the_very_file_of_a_release_is_known_by_its_recorded_digest(
    pdf: Path, tiny: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_release(tiny, monkeypatch, pdf)
    assert verify(pdf, tiny).outcome is Outcome.OTHER_PAGES
    assert seal_pdfs(tiny).name == "1.0.0.sha256"
    assert verify(pdf, tiny).outcome is Outcome.THIS_FILE
    with pytest.raises(ReleaseError, match="never written twice"):
        seal_pdfs(tiny)


def test_a_file_of_another_version_or_commit_is_not_recorded(
    pdf: Path, tiny: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = at_release(tiny, monkeypatch, pdf)
    monkeypatch.setattr("briefing.reading.git.commit", lambda _: "f" * 40)
    with pytest.raises(ReleaseError, match="build that commit"):
        seal_pdfs(tiny)
    change(built, version="0.0.0+draft")
    with pytest.raises(ReleaseError, match=r"is version 0\.0\.0\+draft, not release 1\.0\.0"):
        seal_pdfs(tiny)


def stamped(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        opened.pages[0].contents_add(b"BT (FORGED) Tj ET")
        opened.save(path)


def without_a_page(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        del opened.pages[-1]
        opened.save(path)


def padded(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n% more\n")


@pytest.mark.parametrize("forge", [stamped, without_a_page, padded])
def test_other_pages_of_the_same_evidence_are_told_from_the_very_file(
    pdf: Path, tiny: Layout, monkeypatch: pytest.MonkeyPatch, forge: Callable[[Path], None]
) -> None:
    at_release(tiny, monkeypatch, pdf)
    seal_pdfs(tiny)
    forge(pdf)
    verdict = verify(pdf, tiny)
    assert verdict.outcome is Outcome.OTHER_PAGES
    assert verdict.sentences[-1] == "Its pages are not those that were released: it was printed again, or changed."


def test_a_release_that_a_later_one_followed_is_superseded(pdf: Path, tiny: Layout, break_file: BreakFile) -> None:
    release(tiny)
    change(pdf, version="1.0.0")
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    (first,) = read_releases(tiny)
    day = dt.date(2024, 7, 1)
    publish(tiny, build_release(open_ledger(tiny), first, "2.0.0", day, reasons={}, inputs={}))
    verdict = verify(pdf, tiny)
    assert verdict.outcome is Outcome.SUPERSEDED
    assert verdict.sentences[-1] == "Release 2.0.0 has superseded it."
    assert cli.main(["verify", str(pdf)]) == 4


def test_a_release_is_superseded_by_other_pages_of_the_same_evidence(pdf: Path, tiny: Layout) -> None:
    release(tiny)
    first, day = read_releases(tiny)[0], dt.date(2024, 6, 2)
    publish(tiny, build_release(first.ledger, first, "1.0.1", day, reasons={"chapters": "Said anew."}, inputs={}))
    change(pdf, version="1.0.0")
    verdict = verify(pdf, tiny)
    assert (verdict.outcome, verdict.sentences[-1]) == (Outcome.SUPERSEDED, "Release 1.0.1 has superseded it.")


def encrypted(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        opened.save(path, encryption=pikepdf.Encryption(owner="x", user="", R=6))


def locked(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        opened.save(path, encryption=pikepdf.Encryption(owner="x", user="y", R=4))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def with_two_ledgers(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        second = opened.make_indirect(pikepdf.AttachedFileSpec(opened, b"{}", filename="ledger.json").obj)
        opened.Root.Names.EmbeddedFiles.Names.extend([pikepdf.String("ledger.json"), second])
        opened.save(path)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (encrypted, "is encrypted"),
        (locked, "is encrypted"),
        (cut, "is not a PDF that can be read"),
        (with_two_ledgers, "carries 2 ledgers"),
        (lambda path: change(path, version="1.0.0\nIt is the evidence of release 1.0.0."), "names an odd version"),
        (lambda path: change(path, commit="\x1b[2J"), "names an odd commit"),
        (lambda path: change(path, commit="deadbeef"), "names an odd commit"),
        (lambda path: change(path, version="9.9.9, version=0.0.0+draft"), "names an odd version"),
    ],
)
def test_a_copy_that_was_locked_cut_or_doctored_is_told_in_one_line(
    pdf: Path, tiny: Layout, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None], said: str
) -> None:
    assert tiny.data.is_dir()
    damage(pdf)
    assert cli.main(["verify", str(pdf)]) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert "\x1b" not in told.err


def test_a_draft_after_a_release_that_never_was_is_refused(pdf: Path, tiny: Layout) -> None:
    change(pdf, version="9.9.9+draft")
    assert verify(pdf, tiny).outcome is Outcome.NOT_OURS
