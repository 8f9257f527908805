"""A build is one transaction on one snapshot: whatever happens to it, the next one publishes what lies on disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from briefing.model.layout import Layout
from briefing.outputs.built import Snapshot
from loaded_process import python, run_forked
from tiny_books import built_tiny, contents, copy_tiny, page, replace, run

CLAIM = ("data/claims/bridge.yml", "statement: The Old Bridge stays closed until spring.")


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    return built_tiny(shared, "briefing")


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def build_with(root: Path, *lines: str, only: str = "'html'") -> subprocess.CompletedProcess[str]:
    """Build one product, or all with `None`, after lines of Python that know the modules `build` and `products`."""
    script = "\n".join([
        "import briefing.outputs.build as build, briefing.outputs.products as products, pathlib, os",
        "from briefing.exports import catalogue", "from briefing.outputs import downloads",
        *lines,
        "from briefing.model.layout import Layout",
        f"raise SystemExit(build.build(Layout(pathlib.Path('.').resolve()), {only}))",
    ])  # fmt: skip
    return run_forked(python, [script], root)


@pytest.mark.parametrize("end", ["raise KeyboardInterrupt", "os._exit(9)"], ids=["interrupted", "killed"])
def test_words_that_only_an_interrupted_build_has_read_are_never_published(copy: Path, end: str) -> None:
    before = contents(copy / "_build" / "html")
    replace(copy / CLAIM[0], CLAIM[1], "statement: ZEBRA stays closed until spring.")
    stopped = build_with(copy, "def stop(*_):", f"    {end}", "build._unchanged = stop")
    assert stopped.returncode != 0
    replace(copy / CLAIM[0], "statement: ZEBRA stays closed until spring.", CLAIM[1])
    done = run("briefing", copy)
    assert done.returncode == 0, done.stderr
    after = contents(copy / "_build" / "html")
    assert [name for name, content in after.items() if b"ZEBRA" in content] == []
    assert after == before


def test_a_file_saved_while_the_book_is_built_stops_it_and_nothing_is_published(copy: Path) -> None:
    before = contents(copy / "_build" / "html")
    replace(copy / CLAIM[0], CLAIM[1], "statement: The Old Bridge stays closed until May.")
    chapter = "pathlib.Path('chapters/one.md')"
    save = (
        "write = products.write_book",
        "def saved(*arguments):",
        "    write(*arguments)",
        f"    {chapter}.write_text({chapter}.read_text() + '\\n')",
        "products.write_book = saved",
    )
    stopped = build_with(copy, *save)
    assert stopped.returncode == 1
    assert "chapters/one.md: written to while the book was being built. Build again" in stopped.stderr
    assert contents(copy / "_build" / "html") == before
    assert run("briefing", copy).returncode == 0


def test_what_is_published_is_never_written_into(copy: Path, tmp_path: Path) -> None:
    assert run("briefing", copy).returncode == 0
    html = copy / "_build" / "html"
    before = contents(html)
    shutil.copytree(html, tmp_path / "held", copy_function=os.link)
    replace(copy / CLAIM[0], CLAIM[1], "statement: The Old Bridge stays closed until May.")
    assert run("briefing", copy).returncode == 0
    assert contents(html) != before
    assert contents(tmp_path / "held") == before


def test_words_changed_and_changed_back_while_the_book_is_built_are_noticed(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path)
    before = Snapshot.of(Layout(root))
    assert Snapshot.of(Layout(root)).changed_since(before) == ()
    path = root / "data" / "gaps.yml"
    words = path.read_bytes()
    path.write_bytes(b"other words")
    path.write_bytes(words)
    assert Snapshot.of(Layout(root)).changed_since(before) == (path.as_posix(),)
    before = Snapshot.of(Layout(root))
    path.rename(root / "aside")
    path.write_bytes(b"other words")
    (root / "aside").rename(path)  # with the words and the time that it had
    assert Snapshot.of(Layout(root)).changed_since(before) == (path.as_posix(),)


def test_files_that_could_not_be_copied_are_told_by_the_first_of_them(copy: Path) -> None:
    replace(copy / CLAIM[0], CLAIM[1], "statement: The Old Bridge stays closed until May.")
    failed = "[('a', 'b', '[Errno 28] No space left on device: b'), ('c', 'd', 'no')]"
    script = ("import shutil", "def full(*_):", f"    raise shutil.Error({failed})", "products.take_over = full")
    stopped = build_with(copy, *script)
    assert stopped.returncode == 1
    assert "\n[Errno 28] No space left on device: b\nnothing was published" in stopped.stderr


@pytest.mark.parametrize("full", ["catalogue.write_all", "downloads.copy_downloads", "build.Staging.publish"])
def test_a_full_disk_stops_the_build_and_leaves_the_last_good_outputs(copy: Path, full: str) -> None:
    before = contents(copy / "_build" / "html")
    replace(copy / CLAIM[0], CLAIM[1], "statement: The Old Bridge stays closed until May.")
    script = ("def full(*_):", "    raise OSError(28, 'No space left on device')", f"{full} = full")
    stopped = build_with(copy, *script, only="None")
    assert stopped.returncode == 1
    assert "No space left on device\nnothing was published" in stopped.stderr
    assert contents(copy / "_build" / "html") == before
    assert [path.name for path in (copy / "_build").iterdir() if path.name.endswith((".new", ".old"))] == []


@pytest.mark.parametrize("line", ["  reading chapters/one", "writing typst"])
def test_ctrl_c_leaves_no_process_and_no_half_page(copy: Path, line: str) -> None:
    before = contents(copy / "_build" / "html")
    replace(copy / CLAIM[0], CLAIM[1], "statement: The Old Bridge stays closed until May.")
    environment = {**os.environ, "BRIEFING_ROOT": str(copy), "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    command = [sys.executable, "-m", "briefing", "build"]
    building = subprocess.Popen(
        command, cwd=copy, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert building.stderr is not None
    while building.stderr.readline().rstrip() != line:
        assert building.poll() is None
    os.killpg(building.pid, signal.SIGINT)
    assert "stopped" in building.communicate(timeout=60)[1]
    assert building.returncode == 130
    assert contents(copy / "_build" / "html") == before
    assert [path.name for path in (copy / "_build").iterdir() if path.name.endswith((".new", ".old"))] == []


def test_ctrl_c_that_python_passes_over_stops_a_build_all_the_same(copy: Path) -> None:
    before = contents(copy / "_build" / "html")
    replace(copy / CLAIM[0], CLAIM[1], "statement: The Old Bridge stays closed until May.")
    lost = (
        "import signal",
        "class Ending:",
        "    def __del__(self): os.kill(os.getpid(), signal.SIGINT); sum(range(9))",
        "def ends(*_): Ending()",
        "build._unchanged = ends",
    )
    stopped = build_with(copy, *lost)
    assert "Exception ignored" in stopped.stderr
    assert stopped.returncode != 0
    assert contents(copy / "_build" / "html") == before


def test_a_second_build_says_that_one_is_running(copy: Path) -> None:
    before = contents(copy / "_build" / "html")
    with FileLock(copy / "_build" / ".lock"):
        done = run("briefing", copy)
    assert done.returncode == 1
    assert "another build" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert contents(copy / "_build" / "html") == before


def test_a_chapter_put_back_with_an_old_date_is_read_again(copy: Path) -> None:
    chapter = copy / "chapters" / "one.md"
    kept = chapter.stat()
    replace(chapter, "# ", "# Newly, ")
    os.utime(chapter, ns=(kept.st_atime_ns, kept.st_mtime_ns - 10**12))
    assert run("briefing", copy).returncode == 0
    assert "Newly, " in page(copy, "chapters/one")


def test_downloads_hold_no_private_file_and_follow_no_link(copy: Path) -> None:
    (copy / "data" / ".env").write_text("SECRET")
    (copy / "data" / "articles" / ".ferry-2020.txt.swp").write_text("SECRET")
    (copy / "secret").write_text("SECRET")
    (copy / "data" / "claims" / ".linked").symlink_to(copy / "secret")
    done = run("all", copy)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(copy / "_build" / "html" / "downloads" / "notebooks.zip") as packed:
        assert [name for name in packed.namelist() if b"SECRET" in packed.read(name)] == []


def test_downloads_of_a_repository_hold_what_it_tracks(copy: Path) -> None:
    for command in (("init", "-q"), ("add", "."), ("rm", "-q", "--cached", "data/gaps.yml")):
        subprocess.run(["git", *command], cwd=copy, check=True)
    done = run("all", copy)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(copy / "_build" / "html" / "downloads" / "notebooks.zip") as packed:
        names = packed.namelist()
    assert ("data/conflicts.yml" in names, "data/gaps.yml" in names) == (True, False)
