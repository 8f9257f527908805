"""Whatever lies in a file that is read, it is told in words or read: never a fault of the software, never without end.

A target for each reader changes a good file at random. In the suite each is tried a few times; `make fuzz` goes on
for as many seconds as BRIEFING_FUZZ_SECONDS says, in all, and an example that fails is kept and tried again.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.checking.check import check, open_ledger
from briefing.commands.cli import main
from briefing.model.digest import bytes_digest, evidence_digest, ledger_json
from briefing.model.layout import ROOT_VARIABLE, Layout
from briefing.versions.store import build_release, publish
from exported_ledgers import export

TINY = Path(__file__).parents[1] / "tiny"
SECONDS = float(os.environ.get("BRIEFING_FUZZ_SECONDS", "0"))
EXAMPLES = 10
#: Longer than any file may take to be read, on a machine that has other things to do.
LIMIT = dt.timedelta(seconds=20)

#: What breaks readers of text, markup, numbers and structure.
TROUBLE = (
    "", "\0", "\x1b[2J", "\ufeff", "\u202e", "\u200b", "\u2028", "\r", "\ufdd0", "e\u0301", "模型", "👩🏽\u200d💻", "ﬁ",
    "\xad", "-\n", "[" * 3000, "{" * 50, ")" * 9, "'", '"', "“", "\\", "\\x", "#", " #x", ": ", "- ", "\n- ", "&a *a",
    "*a", "!!int x", "!!python/object:os.system {}", "? [a]\n: b", "---\n", "...\n", "\t", "|", ">-\n", "<<: ",
    "%YAML 9\n", "~", "null", "true", "9" * 5000, "-1", "1e999", "NaN", ".inf", "0x1F", "2024-02-30", "86400",
    "2999-01-01", "id: C01\n", "exact: ", "article: ", "statement: x\n", "{claim}`C99`", "{claim}`", "{clam}`C01`",
    "```{raw} html\n<b>\n```\n", "```{code-cell}\n", ":::{guide}\n", "{{ x }}", "[^a]: b\n", "$$", "<!--", "<script>",
    "](x)", "![](x)", "`" * 40, "*a " * 3000, "> " * 200, "| a | b |\n|--|--|\n", "(x)=\n", "% x\n", "@misc{",
    "@string{a = ", "}", ",", '", "', "..", "/etc/passwd", "https://", "javascript:", "C０１", "x" * 5000,
    "word " * 2000,
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change of a text: other characters for some at a place, or at the begin of its line."""

    at: int
    gone: int
    new: str
    whole_line: bool

    def of(self, text: str) -> str:
        at = self.at % (len(text) + 1)
        if self.whole_line:
            at = text.rfind("\n", 0, at) + 1
        return text[:at] + self.new + text[at + self.gone :]


NEW = st.one_of(st.sampled_from(TROUBLE), st.text(max_size=8))
CHANGES = st.lists(
    st.builds(Change, st.integers(0, 50_000), st.sampled_from([0, 0, 1, 3, 12, 40, 300]), NEW, st.booleans()),
    min_size=1,
    max_size=5,
)


def changed(raw: bytes, changes: list[Change]) -> bytes:
    """Return a good file changed; what is no UTF-8 is changed byte by byte."""
    text = raw.decode("utf-8", "surrogateescape")
    for change in changes:
        text = change.of(text)
    return text.encode("utf-8", "surrogateescape")


class Copy:
    """A copy of the tiny briefing, with a release, in which one file is changed and put back."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout(folder / "tiny")
        shutil.copytree(TINY, self.layout.root, ignore=shutil.ignore_patterns("_build"))
        self.ledger = open_ledger(self.layout)
        publish(self.layout, build_release(self.ledger, None, "1.0.0", dt.date(2026, 1, 2), reasons={}, inputs={}))

    @contextmanager
    def with_file(self, path: Path, raw: bytes) -> Iterator[None]:
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(raw)
        yield
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)

    def check(self, name: str, raw: bytes) -> None:
        """Check the briefing with a file changed: a report comes, and each issue is one line with a place."""
        with self.with_file(self.layout.root / name, raw):
            issues = check(self.layout).issues
        assert all(issue.place.file and issue.place.line >= 0 and issue.got and issue.mend for issue in issues)

    def command(self, *arguments: str) -> None:
        """Run a command: it ends with a code of its own, and says why, or prints what was asked for."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv(ROOT_VARIABLE, str(self.layout.root))
            code = main(arguments)
        assert code in {0, 1, 3, 4}
        assert out.getvalue() or err.getvalue()
        assert "a fault of the software" not in err.getvalue()


#: A target takes a copy, changes, and a number that chooses among its good files.
Target = Callable[[Copy, list[Change], int], None]
TARGETS: dict[str, Target] = {}


def target(fed: Target) -> Target:
    TARGETS[fed.__name__.replace("_", " ")] = fed
    return fed


def _one_of(copy: Copy, patterns: tuple[str, ...], choice: int) -> tuple[str, bytes]:
    paths = sorted(path for pattern in patterns for path in copy.layout.root.glob(pattern))
    path = paths[choice % len(paths)]
    return copy.layout.relative(path), path.read_bytes()


#: Files that a check reads, each damaged in its place.
CHECKED = {
    "a file of data": ("data/*.yml", "data/claims/*.yml"),
    "the prose of a chapter": ("index.md", "chapters/*.md"),
    "a release": ("data/releases/*.json",),
    "references": ("*.bib",),
    "settings and contents": ("_config.yml", "_toc.yml"),
}


def _checked(patterns: tuple[str, ...]) -> Target:
    def fed(copy: Copy, changes: list[Change], choice: int) -> None:
        name, raw = _one_of(copy, patterns, choice)
        copy.check(name, changed(raw, changes))

    return fed


TARGETS |= {name: _checked(patterns) for name, patterns in CHECKED.items()}


@target
def an_article_and_its_sidecar(copy: Copy, changes: list[Change], choice: int) -> None:
    name, raw = _one_of(copy, ("data/articles/*.txt",), choice // 2)
    sidecar = copy.layout.root / name.replace(".txt", ".yml")
    if choice % 2:
        copy.check(copy.layout.relative(sidecar), changed(sidecar.read_bytes(), changes))
        return
    text = changed(raw, changes)
    with copy.with_file(sidecar, re.sub(rb"[0-9a-f]{64}", bytes_digest(text).encode(), sidecar.read_bytes())):
        copy.check(name, text)


@target
def a_pdf_to_verify(copy: Copy, changes: list[Change], choice: int) -> None:
    carried = ledger_json(copy.ledger).encode()
    keywords = f"version=1.0.0, evidence={evidence_digest(copy.ledger)}, commit=unknown"
    if choice % 3 == 1:
        keywords = changed(keywords.encode(), changes).decode(errors="replace")
    if choice % 3 == 2:
        carried = changed(carried, changes)
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.docinfo["/Keywords"] = keywords
    made.attachments["ledger.json"] = pikepdf.AttachedFileSpec(made, carried, filename="ledger.json")
    made.save(out, static_id=True, compress_streams=False)
    raw = changed(out.getvalue(), changes) if choice % 3 == 0 else out.getvalue()
    path = copy.layout.root.parent / "copy.pdf"
    with copy.with_file(path, raw):
        copy.command("verify", str(path))


@target
def a_file_coded_elsewhere(copy: Copy, changes: list[Change], choice: int) -> None:
    folder = copy.layout.root.parent / "exported"
    if not folder.exists():
        export(copy.ledger, folder)
    source = folder / ("claims.xlsx", "ledger.qdpx")[choice % 2]
    raw = source.read_bytes()
    if choice % 3:  # a member of the zip file is changed, and the zip itself is sound
        out = io.BytesIO()
        with zipfile.ZipFile(source) as whole, zipfile.ZipFile(out, "w") as made:
            names = whole.namelist()
            for name in names:
                content = whole.read(name)
                made.writestr(name, changed(content, changes) if name == names[choice % len(names)] else content)
        raw = out.getvalue()
    else:
        raw = changed(raw, changes)
    path = copy.layout.root.parent / source.name
    with copy.with_file(path, raw):
        copy.command("exchange", str(path))


@target
def a_text_to_add(copy: Copy, changes: list[Change], choice: int) -> None:
    _, raw = _one_of(copy, ("data/articles/*.txt",), choice)
    path = copy.layout.root.parent / "new.txt"
    known = ("--title", "T", "--publisher", "P", "--url", "https://example.org/new")
    with copy.with_file(path, changed(raw, changes)):
        copy.command("add", "new-2021", str(path), *known)
    for made in copy.layout.root.rglob("*new-2021*"):
        made.unlink()


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_a_file_holds_it_is_read_or_told(name: str, tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    until = time.monotonic() + SECONDS / len(TARGETS)

    @settings(
        max_examples=EXAMPLES,
        deadline=LIMIT if SECONDS else None,
        derandomize=not SECONDS,
        suppress_health_check=list(HealthCheck),
    )
    @given(CHANGES, st.integers(0, 100))
    def fed(changes: list[Change], choice: int) -> None:
        TARGETS[name](copy, changes, choice)

    fed()
    while time.monotonic() < until:
        fed()


def test_the_good_files_are_good(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    assert check(copy.layout).issues == ()
    for name, feed in TARGETS.items():
        assert name
        feed(copy, [Change(0, 0, "", whole_line=False)], 0)
    assert json.loads((copy.layout.releases / "1.0.0.json").read_bytes())["version"] == "1.0.0"
    assert check(copy.layout).issues == ()
