"""A cell calls the package, and names what there is."""

from __future__ import annotations

import pytest

from briefing.checking.check import check
from briefing.model.layout import Layout

ONE, SOURCES = "chapters/one.md", "chapters/sources.md"
BROKEN = {
    "cell-not-a-call": (ONE, "tables.claim_ledger(ledger)", "import os", f"{ONE}:31"),
    "exhibit-unknown": (ONE, "tables.claim_ledger(ledger)", "tables.claim_leger(ledger)", f"{ONE}:34"),
    "article-not-shown": (SOURCES, "tables.source_texts(ledger)", 'tables.source_text(ledger, "gazette-2021")',
                          "data/articles/ferry-2020.yml:1"),
}  # fmt: skip
CELL = "```{code-cell} ipython3\n:tags: [hide-input]\n"


def codes(layout: Layout, code: str) -> list[tuple[int, str]]:
    """Return the lines of the cell, counted from its fence, and what is wrong there."""
    (layout.chapters / "one.md").write_text(f"# Why?\n\nOld {{claim}}`C01`.\n\n{CELL}{code}\n```\n", "utf-8")
    return [(issue.place.line - 4, issue.code) for issue in check(layout).issues]


@pytest.mark.parametrize(
    "code",
    [
        "from briefing import tables, open_ledger\n\nledger = open_ledger()\ntables.codes(ledger, 'kind')",
        "import pandas as pd\n\nshort = [claim.id for claim in ledger.claims]\npd.Series(short).value_counts()",
        "tables.codes(ledger, vocabulary='kind')",
    ],
)
def test_calls_and_a_few_lines_of_pandas_pass(tiny: Layout, code: str) -> None:
    assert codes(tiny, code) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.getcwd()", "from IPython.display import Markdown", "print('It rains.')", "open('/etc/passwd')",
        "def f(): pass", "class A: pass", "for a in b: pass", "while True: pass", "!ls", "%matplotlib", "a =",
        "().__class__", "tables.__doc__", "\n".join(["a = 1"] * 13), "with a: pass", "(" * 500,
        "from .x import y",
    ],
)  # fmt: skip
def test_what_defines_repeats_or_runs_something_else_does_not(tiny: Layout, code: str) -> None:
    assert codes(tiny, code) == [(1, "cell-not-a-call")]


def test_an_exhibit_that_there_is_not_is_told_with_the_nearest(tiny: Layout) -> None:
    assert codes(tiny, "\ntables.code(ledger)") == [(4, "exhibit-unknown")]
    (issue,) = check(tiny).issues
    assert "Did you mean 'codes'?" in issue.got


def test_all_articles_are_shown_by_one_call(tiny: Layout) -> None:
    assert "tables.source_texts(ledger)" in (tiny.chapters / "sources.md").read_text("utf-8")
    assert "article-not-shown" not in {issue.code for issue in check(tiny).issues}


@pytest.mark.parametrize("word", ["kind", "bridge", "ferry-2020", "mara-holt"])
def test_a_cell_names_a_vocabulary_a_theme_an_article_or_an_actor(tiny: Layout, word: str) -> None:
    assert codes(tiny, f"tables.codes(ledger, '{word}')") == []
    assert codes(tiny, f"tables.codes(ledger,\n  ('{word}s',))") == [(4, "exhibit-unknown")]
