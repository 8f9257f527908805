"""A check that is remembered is never stale: whatever a check reads, a change of it is seen."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from briefing.checking import remembered
from briefing.checking.check import check, check_again
from briefing.checking.remembered import KEPT, PACKAGE, Memory, Outcome, fingerprint
from briefing.checking.rules import checks as rules
from briefing.checking.rules import gather
from briefing.model.layout import Layout
from briefing.reading.files import PASSED_OVER, every_file


class Checks:
    """A check that counts how often it was run."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.runs = layout, 0

    def __call__(self) -> int:
        memory = Memory(self.layout)
        if memory.outcome is None:
            memory.keep(self.run())
        return self.runs

    def run(self) -> Outcome:
        self.runs += 1
        return Outcome(in_order=True, printed={"text": "so"})


@pytest.fixture
def checks(tiny: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checks:
    """Checks with a package of no files, which takes no time to look at."""
    (tmp_path / "no_package").mkdir()
    monkeypatch.setattr(remembered, "PACKAGE", tmp_path / "no_package")
    return Checks(tiny)


def test_what_is_unchanged_is_checked_once(checks: Checks) -> None:
    assert [checks(), checks(), checks()] == [1, 1, 1]
    assert Memory(checks.layout).outcome == Outcome(in_order=True, printed={"text": "so"})


def test_a_new_day_is_checked_anew(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Self:
            return super().now(tz) + dt.timedelta(days=1)

    checks()
    monkeypatch.setattr(remembered.dt, "datetime", Tomorrow)
    assert checks() == 2


def _same_size_same_time(path: Path) -> None:
    before = path.stat()
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"e", b"a", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word of an article": lambda root: _same_size_same_time(root / "data/articles/ferry-2020.txt"),
    "a word of a claim": lambda root: _same_size_same_time(root / "data/claims/ferry.yml"),
    "a word of a chapter": lambda root: _same_size_same_time(root / "chapters/one.md"),
    "a setting": lambda root: _same_size_same_time(root / "_config.yml"),
    "a file of claims more": lambda root: (root / "data/claims/more.yml").write_text("[]"),
    "an empty folder": lambda root: (root / "data/claims/empty").mkdir(),
    "a chapter less": lambda root: (root / "chapters/one.md").unlink(),
    "a chapter elsewhere": lambda root: (root / "elsewhere.md").write_text("# So"),
    "a hidden file": lambda root: (root / "data/.env").write_text("x"),
    "a record beside what makes an environment": lambda root: _same_size_same_time(root / "data/gaps.yml"),
    "a page beside what makes an environment": lambda root: _same_size_same_time(root / "chapters/one.md"),
    "a word of a page that is named in a hidden folder": lambda root: (root / ".drafts/a.md").write_text("# So"),
    "a name": lambda root: (root / "references.bib").rename(root / "works.bib"),
    "a link in place of a file": lambda root: [
        (root / "data/gaps.yml").rename(root / "data/was.yml"), (root / "data/gaps.yml").symlink_to("was.yml")
    ],
    "a repository": lambda root: subprocess.run(["git", "init", "-q", root], check=True),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_checked_again(checks: Checks, change: str) -> None:
    root = checks.layout.root
    (root / "data/pyvenv.cfg").touch()
    (root / "chapters/pyvenv.cfg").touch()
    (root / ".drafts").mkdir()
    (root / "_toc.yml").write_text("root: index\nchapters:\n- file: .drafts/a\n")
    if change == "a repository":
        CHANGES[change](root)
        checks()
        subprocess.run(["git", "-C", root, "add", "_config.yml"], check=True)
    else:
        checks()
        CHANGES[change](root)
    assert [checks(), checks()] == [2, 2]


@pytest.mark.parametrize("folder", ["src/package", ".venv/package", "../package"])
def test_the_package_is_looked_at_wherever_it_lies(
    checks: Checks, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    package = (checks.layout.root / folder).resolve()
    package.mkdir(parents=True)
    monkeypatch.setattr("briefing.checking.remembered.PACKAGE", package)
    checks()
    (package / "rule.py").write_text("new")
    assert [checks(), checks()] == [2, 2]


def _edit_and_put_back(path: Path) -> None:
    """Move a file away, save another in its place, and move it back, so that words and times are as they were."""
    away = path.rename(path.with_name("away"))
    path.write_bytes(away.read_bytes() + b"more")
    path.unlink()
    away.rename(path)


@pytest.mark.parametrize(
    "saved",
    [
        lambda root: _same_size_same_time(root / "chapters/one.md"),
        lambda root: _edit_and_put_back(root / "data/claims/ferry.yml"),
        lambda root: [(root / "chapters/more.md").touch(), (root / "chapters/more.md").unlink()],
    ],
)
def test_what_is_saved_while_it_is_checked_is_not_remembered(checks: Checks, saved: Callable[[Path], object]) -> None:
    memory = Memory(checks.layout)
    saved(checks.layout.root)
    memory.keep(checks.run())
    assert checks() == 2


@pytest.mark.parametrize("content", ["", "{", "[]", '{"of": 1}', '{"of": "x", "in_order": true}', "[" * 100_000])
def test_a_damaged_memory_is_no_memory(checks: Checks, content: str) -> None:
    checks()
    (checks.layout.build / KEPT).write_text(content)
    assert checks() == 2


def test_a_memory_that_is_brought_along_is_no_memory(checks: Checks, tmp_path: Path) -> None:
    checks()
    copy = tmp_path / "copy"
    copy.mkdir()
    subprocess.run(["cp", "-a", f"{checks.layout.root}/.", copy], check=True)
    away = checks.layout.root.rename(tmp_path / "away")
    copy.rename(checks.layout.root)  # in the very place, and yet another folder
    assert away.is_dir()
    assert checks() == 2


def test_what_cannot_be_told_is_not_remembered(checks: Checks, tmp_path: Path) -> None:
    (checks.layout.root / "linked").symlink_to(tmp_path, target_is_directory=True)
    assert fingerprint(checks.layout) is None
    assert [checks(), checks()] == [1, 2]


EDITS = [
    ("chapters/one.md", "Walkers have", "Walkers 7 have"),
    ("chapters/one.md", "# ", "## "),
    ("index.md", "# ", "Two articles.\n\n# "),
    ("data/claims/ferry.yml", "The ferry runs at night again.", "The ferry never runs at night."),
    ("data/vocabulary.yml", "label: ", "lebel: "),
    ("data/articles/ferry-2020.txt", "e", "a"),
    ("_config.yml", "title: ", "title: Two articles of "),
    ("_toc.yml", "  - file: chapters/one\n", ""),
    ("references.bib", "", "@x{"),
    ("data/checks/budgets.yml", "", "front_page: 1\n"),
]


@pytest.mark.parametrize(("file", "old", "new"), EDITS)
def test_what_is_found_again_is_what_is_found_anew(tiny: Layout, file: str, old: str, new: str) -> None:
    assert check_again(tiny).issues == ()
    path = tiny.root / file
    was = path.read_text("utf-8") if path.exists() else ""
    path.parent.mkdir(exist_ok=True)
    path.write_text(was.replace(old, new, 1), "utf-8")
    anew = check(tiny)
    assert anew.issues
    assert check_again(tiny) == check_again(tiny) == anew
    path.write_text(was, "utf-8")
    assert check_again(tiny) == check(tiny)


def test_the_rules_of_a_page_run_when_the_page_or_what_they_read_beside_it_has_changed(
    tiny: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def rules_of(*stages: str) -> tuple[Callable[..., tuple[()]], ...]:
        return (lambda page, _: read.append(page.file) or (),) if stages == ("page",) else ()

    monkeypatch.setattr("briefing.checking.chapters.checks", rules_of)

    def read_now() -> list[str]:
        read.clear()
        check_again(tiny)
        return sorted(read)

    everything = read_now()
    assert {"index.md", "chapters/one.md", "_toc.yml", "_config.yml"} < set(everything)
    assert read_now() == []
    _same_size_same_time(tiny.root / "chapters/one.md")
    assert read_now() == ["chapters/one.md"]
    _same_size_same_time(tiny.root / "data/claims/ferry.yml")
    assert read_now() == everything
    (tiny.build / KEPT).write_text('{"found": {"x": [[1]]}}')
    assert read_now() == everything


def test_what_was_found_and_is_damaged_is_found_anew(tiny: Layout) -> None:
    for damage in ("null", "[]", '{"KEY": 1}', '{"KEY": [[]]}', '{"KEY": [["a", 1], "b"]}'):
        Memory(tiny).keep()
        memory = Memory(tiny)
        memory.recall("page", list)
        memory.keep()
        kept = (tiny.build / KEPT).read_text()
        key = kept.split('"found": {"')[1].split('"')[0]
        (tiny.build / KEPT).write_text(f'{{"found": {damage.replace("KEY", key)}}}')
        assert Memory(tiny).recall("page", list) == []


def test_rules_that_are_of_no_page_open_none(tiny: Layout) -> None:
    opened = set[str]()
    sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" and watching else None)
    watching = True
    material = gather(tiny)
    for rule in rules("data", "book"):
        list(rule(material))
    watching = False
    assert any(path.endswith("ferry.yml") for path in opened)
    assert [path for path in opened if path.endswith(".md")] == []


def test_what_is_remembered_is_told_before_anything_that_a_check_needs_is_loaded() -> None:
    told = "import sys, briefing.checking.remembered; print({'pydantic', 'yaml', 'regex'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert done.stdout == "set()\n"


LEFT_BY_TOOLS = [
    f"{folder}/{tool}/{name}"
    for tool in PASSED_OVER
    for folder, name in (
        ("chapters", "a.md"), ("chapters/more", "nul.md"), ("data", "nul.txt"), ("data/articles", "b.txt"),
        ("data/claims", "c.yml"), ("data/releases", "1.0.0.json"),
    )
]  # fmt: skip


def test_what_tools_leave_is_passed_over_by_rules_and_by_what_is_remembered(tiny: Layout) -> None:
    paths = [tiny.root / name for name in LEFT_BY_TOOLS]
    for path in paths:
        path.parents[1].mkdir(exist_ok=True)
    was, found, inputs = fingerprint(tiny), check(tiny), every_file(tiny)
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text("# A page\n")
    now = fingerprint(tiny)
    assert was
    assert now
    assert was[:2] == now[:2]
    assert check(tiny) == found
    assert every_file(tiny) == inputs


WATCHED = """
import sys
from pathlib import Path
opened = set()
sys.addaudithook(lambda event, given: event in {"open", "os.listdir", "os.scandir"} and opened.add(str(given[0])))
from briefing.checking.check import check
from briefing.model.layout import find_layout
check(find_layout())
print("\\n".join(sorted(path for path in opened if path.startswith("/") and path not in sys.path)))
"""


def test_everything_that_a_check_opens_is_looked_at(tiny_root: Path) -> None:
    told = subprocess.run([sys.executable, "-c", WATCHED], check=True, capture_output=True, text=True, cwd=tiny_root)
    installed = (sys.prefix, sys.base_prefix, "/usr", "/etc", "/dev", "/proc", str(PACKAGE))
    elsewhere = [path for path in told.stdout.splitlines() if not path.startswith((*installed, str(tiny_root)))]
    assert elsewhere == []
    hidden = [path for path in told.stdout.splitlines() if path.startswith((f"{tiny_root}/.", f"{tiny_root}/_build"))]
    assert hidden == []
