"""One execution to all outputs, the same bytes each time, published together or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from briefing.outputs.staging import BookError, Staging
from tiny_books import built_tiny, contents, copy_tiny, page, replace, run

NOBODY = 65534
OUTPUTS = ("data", "html", "notebooks", "pdf")


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """The tiny briefing with all its outputs; tests leave it as it is."""
    return built_tiny(shared, "all")


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the built briefing, to break."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


def outputs(root: Path) -> dict[str, bytes]:
    found = contents(root / "_build")
    return {name: found[name] for name in found if name.split("/")[0] in (*OUTPUTS, "SHA256SUMS")}


def test_one_command_makes_every_output(built: Path) -> None:
    names = set(outputs(built))
    assert {
        "SHA256SUMS", "html/index.html", "html/chapters/ledger.html", "pdf/briefing.pdf",
        "notebooks/chapters/one.ipynb", "notebooks/index.ipynb", "data/ledger.json",
    } <= names  # fmt: skip
    assert not [path.name for path in (built / "_build").iterdir() if path.name.endswith((".new", ".old"))]


def test_two_builds_in_two_places_give_the_same_bytes(built: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = copy_tiny(tmp_path_factory.mktemp("a-place-with-a-longer-name"))
    assert run("all", other, fresh=True).returncode == 0  # fresh: sets have another order there
    first, second = outputs(built), outputs(other)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_output_names_the_machines_folders(built: Path) -> None:
    place = str(built.parent).encode()
    assert [name for name, content in outputs(built).items() if place in content] == []


def test_the_checksums_hold_for_every_file(built: Path) -> None:
    found = outputs(built)
    lines = found.pop("SHA256SUMS").decode().splitlines()
    expected = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(found.items())]
    assert lines == expected


def test_the_stock_command_finds_nothing_to_do_and_leaves_the_same_pages(copy: Path, built: Path) -> None:
    # The copy lies elsewhere, and a build remembers where it lies: this one is made anew.
    shutil.rmtree(copy / "_build")
    done = run("jupyter-book", copy)
    assert done.returncode == 0, done.stderr
    ours, theirs = contents(built / "_build" / "html"), contents(copy / "_build" / "html")
    ours = {name: content for name, content in ours.items() if not name.startswith("downloads/")}
    theirs = {name: content for name, content in theirs.items() if not name.startswith("reports/")}
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_notebooks_hold_what_the_chapters_show_and_nothing_of_the_machine(built: Path) -> None:
    notebook = json.loads((built / "_build" / "notebooks" / "chapters" / "ledger.ipynb").read_text("utf-8"))
    last = notebook["cells"][-1]
    assert "The ferry runs at night again." in json.dumps(last["outputs"])
    assert last["outputs"][0]["output_type"] == "execute_result"
    assert [cell["id"] for cell in notebook["cells"]] == [f"cell-{n + 1}" for n in range(len(notebook["cells"]))]
    assert "version" not in notebook["metadata"]["language_info"]


def test_the_book_offers_its_outputs_and_the_notebooks_with_what_they_need(built: Path) -> None:
    found = outputs(built)
    assert found["html/downloads/briefing.pdf"] == found["pdf/briefing.pdf"]
    assert found["html/downloads/data/ledger.json"] == found["data/ledger.json"]
    with zipfile.ZipFile(BytesIO(found["html/downloads/notebooks.zip"])) as packed:
        names = packed.namelist()
        assert {"chapters/one.ipynb", "_config.yml", "data/articles/ferry-2020.txt"} <= set(names)
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_output_is_made_without_touching_the_others(copy: Path) -> None:
    before = outputs(copy)
    (copy / "_build" / "data" / "ledger.json").unlink()
    done = run("all", copy, "--only", "data")
    assert done.returncode == 0, done.stderr
    assert outputs(copy) == before
    assert "reading" not in done.stderr


def break_a_cell(root: Path) -> None:
    replace(root / "chapters" / "ledger.md", "tables.claim_ledger(ledger)", "tables.claim_ledger(ledger.claimz)")


@pytest.mark.parametrize("command", ["all", "jupyter-book"])
def test_an_error_in_a_cell_fails_the_build_and_leaves_the_last_good_outputs(copy: Path, command: str) -> None:
    before = outputs(copy)
    break_a_cell(copy)
    done = run(command, copy)
    assert done.returncode != 0
    assert command == "jupyter-book" or "Traceback" not in done.stderr
    assert (
        "chapters/ledger.md:25: code cell 2: AttributeError: 'Ledger' object has no attribute 'claimz'"
        in done.stdout + done.stderr
    )
    assert outputs(copy) == before


def test_a_fault_in_the_evidence_is_reported_and_nothing_is_built(copy: Path) -> None:
    before = outputs(copy)
    replace(
        copy / "data" / "claims" / "ferry.yml", "exact: after a summer of repairs", "exact: after a sumer of repairs"
    )
    replace(copy / "data" / "judgements.yml", "confidence: moderate", "confidence: certain")
    done = run("all", copy)
    assert done.returncode == 1
    assert "quote-not-found" in done.stderr
    assert "data/judgements.yml" in done.stderr
    assert outputs(copy) == before


def test_the_stock_command_also_refuses_a_fault_in_the_evidence(copy: Path) -> None:
    before = outputs(copy)
    replace(
        copy / "data" / "claims" / "ferry.yml", "exact: after a summer of repairs", "exact: after a sumer of repairs"
    )
    done = run("jupyter-book", copy)
    assert done.returncode != 0
    assert "quote-not-found" in done.stdout + done.stderr
    assert outputs(copy) == before


def test_a_warning_fails_the_build_and_fails_it_again(copy: Path) -> None:
    before = outputs(copy)
    budgets = copy / "data" / "checks" / "budgets.yml"
    budgets.parent.mkdir(exist_ok=True)
    budgets.write_text("book: 10\n")  # what only the pages tell, when they are written
    for _ in range(2):
        done = run("briefing", copy)
        assert done.returncode == 1
        assert "budgets.yml:1: WARNING: budget-exceeded: the whole book has " in done.stderr
        assert "x1b" not in done.stderr, "the codes of colours"
        assert outputs(copy) == before
    budgets.unlink()
    assert run("briefing", copy).returncode == 0
    assert "Every claim" in page(copy, "chapters/ledger")


def published(root: Path) -> dict[str, bytes]:
    """Return all that lies there but the checksums, which are of nothing here."""
    found = contents(root)
    assert found.pop("SHA256SUMS") == b""
    return found


def publish(root: Path, text: str) -> None:
    with Staging(root, ["html"]) as staging:
        (staging.folder("html") / "index.html").write_text(text)
        staging.publish()


def test_what_was_published_is_replaced_whole(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    (tmp_path / "html" / "left-over.html").write_text("old")
    publish(tmp_path, "second")
    assert published(tmp_path) == {"html/index.html": b"second"}


def break_off(root: Path) -> None:
    with Staging(root, ["html"]) as staging:
        (staging.folder("html") / "index.html").write_text("second")
        message = "half-way"
        raise RuntimeError(message)


def test_what_is_not_published_is_dropped(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    with pytest.raises(RuntimeError, match="half-way"):
        break_off(tmp_path)
    assert published(tmp_path) == {"html/index.html": b"first"}


def test_outputs_that_an_interrupted_build_moved_aside_come_back(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    (tmp_path / "html").rename(tmp_path / ".html.old")
    with Staging(tmp_path, ["html"]):
        assert (tmp_path / "html" / "index.html").read_text() == "first"


def publish_both(root: Path, text: str) -> None:
    with Staging(root, ["data", "html"]) as staging:
        for name in ("data", "html"):
            (staging.folder(name) / "file").write_text(text)
        staging.publish()


def test_when_one_folder_cannot_be_moved_none_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_both(tmp_path, "first")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == ".html.new":
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="busy"):
        publish_both(tmp_path, "second")
    assert published(tmp_path) == {"data/file": b"first", "html/file": b"first"}


@pytest.mark.parametrize("moves", range(1, 6))
def test_after_a_kill_between_two_moves_the_next_build_finds_the_old_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    publish_both(tmp_path, "first")
    rename, left = Path.rename, iter(range(moves))

    def stop(path: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stop)
    with pytest.raises(KeyboardInterrupt):
        publish_both(tmp_path, "second")
    monkeypatch.undo()
    with Staging(tmp_path, ["data"]):
        pass
    assert published(tmp_path) == {"data/file": b"first", "html/file": b"first"}


@pytest.fixture
def as_a_user() -> Iterator[Path]:
    """A folder of somebody without the rights of root, which hold against every mode of a folder."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    folder = Path(tempfile.mkdtemp())
    yield folder
    os.seteuid(os.getuid())
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="modes of folders are another thing there")
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_was_made_read_only_is_replaced_all_the_same(as_a_user: Path, mode: int) -> None:
    publish_both(as_a_user, "first")
    (as_a_user / "html" / "deep" / "deeper").mkdir(parents=True)
    (as_a_user / "html" / "deep" / "deeper" / "file").touch()
    for folder in (as_a_user / "html" / "deep" / "deeper", as_a_user / "html" / "deep", as_a_user / "html"):
        folder.chmod(mode)
    publish_both(as_a_user, "second")
    assert published(as_a_user) == {"data/file": b"second", "html/file": b"second"}


def test_what_cannot_be_removed_is_named_and_what_is_published_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_both(tmp_path, "first")
    remove = shutil.rmtree

    def refuse(path: Path) -> None:
        if Path(path).name == ".html.old":
            raise OSError(16, "Device or resource busy", "records")
        remove(path)

    monkeypatch.setattr(shutil, "rmtree", refuse)
    named = r"\.html\.old was replaced and cannot be removed \(Device or resource busy\)\. Do that yourself"
    for _ in range(2):  # as often as it is tried
        with pytest.raises(BookError, match=named):
            publish_both(tmp_path, "second")
    assert {name: (tmp_path / name / "file").read_text() for name in ("data", "html")} == {
        "data": "second", "html": "second",
    }  # fmt: skip
    monkeypatch.undo()
    publish_both(tmp_path, "third")
    assert published(tmp_path) == {"data/file": b"third", "html/file": b"third"}


def test_checksums_are_sorted_by_path(tmp_path: Path) -> None:
    for made in ({"pdf": ["2  pdf/b"], "data": ["1  data/a", "3  data/z"]}, {"data": ["4  data/a"]}):
        with Staging(tmp_path, ["data"]) as staging:
            staging.publish(made)
    assert (tmp_path / "SHA256SUMS").read_text() == "4  data/a\n2  pdf/b\n"
