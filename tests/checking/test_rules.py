"""Each rule is declared once, and is told where it is broken: by the table BROKEN that any test module here may have.

BROKEN is {code: (file, what stands in it, what stands there instead, where the issue is told)}. None for what
stands in it: the file is gone; an empty text: the file is new. A place of "": it has a test of its own.
"""

from __future__ import annotations

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import briefing
from briefing.checking.check import open_ledger
from briefing.checking.rules import codes, rule
from briefing.model.layout import Layout
from checked import check

BreakFile = Callable[[str, str, str], Path]
Broken = tuple[str, str | None, str, str]
PACKAGE = Path(briefing.__file__).parent
BROKEN: dict[str, Broken] = {
    code: case
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    if path != Path(__file__)
    for code, case in runpy.run_path(str(path)).get("BROKEN", {}).items()
}
NEW_RULE = '''
"""A rule of its own."""

from briefing.checking.rules import rule
from briefing.model.base import Issue, Place


@rule("statement-shouted", "A statement ends with an exclamation mark.")
def statements_calm(material):
    """No statement is shouted."""
    for claim in material.ledger.claims:
        if claim.statement.endswith("!"):
            yield Issue(claim.place, f"claim {claim.id}", "statement-shouted", "it ends with a !.", "Calm down.")
'''


def test_every_code_is_explained_and_broken_once() -> None:
    assert set(codes()) == set(BROKEN)
    assert all(code.meaning.endswith(".") for code in codes().values())


@pytest.mark.parametrize("code", [code for code, case in BROKEN.items() if case[3]])
def test_each_rule_is_told_where_it_is_broken(tiny_root: Path, tiny: Layout, break_file: BreakFile, code: str) -> None:
    path, old, new, place = BROKEN[code]
    target = tiny_root / path
    if old is None:
        target.unlink()
    elif old:
        break_file(path, old, new)
    else:
        target.parent.mkdir(exist_ok=True)
        target.write_text(new, "utf-8")
    issues = check(tiny).issues
    assert (place, code) in [(str(issue.place), issue.code) for issue in issues]
    assert all(issue.code in codes() and issue.got and issue.mend for issue in issues)


def test_every_code_that_the_package_names_is_explained() -> None:
    named = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in {"Issue", "report", "issue", "about"}:
                    named |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    kebab = {word for word in named if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", word)}
    assert kebab >= {"quote-leaves-out", "unknown-key", "number-not-computed"}
    assert kebab <= set(codes())


def test_a_code_has_one_rule_and_one_meaning() -> None:
    with pytest.raises(ValueError, match=r"claim-unknown is declared twice"):
        rule("claim-unknown", "Another.")(lambda _: ())


def test_a_new_rule_is_one_new_module(tiny: Layout, break_file: BreakFile, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src" / "briefing", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "src" / "briefing" / "checking" / "calm.py").write_text(NEW_RULE, "utf-8")
    break_file("data/claims/ferry.yml", "The ferry runs at night again.", "Ahoy!")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src"), "BRIEFING_ROOT": str(tiny.root)}
    command = [sys.executable, "-m", "briefing", "check"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "claim C10: statement-shouted: it ends with a !. Calm down." in run.stdout + run.stderr


def test_the_package_names_nobody_that_the_data_is_about() -> None:
    ledger = open_ledger()
    about = {name for actor in ledger.actors for name in (actor.name, *actor.aliases) if actor.id != "unnamed"}
    about |= {published.publisher for published in (*ledger.articles, *ledger.origins)}
    assert {"China", "Reuters", "OpenAI"} <= about  # so that a search for nothing does not pass
    names = re.compile(rf"\b({'|'.join(map(re.escape, sorted(about, key=len, reverse=True)))})\b")
    no_source = {".pyc", ".woff2", ".ttf", ".txt"}  # a .txt is the licence of a font or script
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in no_source]
    found = [(path.name, name[0]) for path in files for name in names.finditer(path.read_text("utf-8", "ignore"))]
    assert found == []
