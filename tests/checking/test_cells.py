"""A cell calls the package, and names what there is."""

from __future__ import annotations

import pytest

from briefing.model.layout import Layout
from checked import check

ONE = "chapters/one.md"
BROKEN = {
    "cell-not-a-call": (ONE, "tables.claim_ledger(ledger)", "import os", f"{ONE}:31"),
    "exhibit-unknown": (ONE, "tables.claim_ledger(ledger)", "tables.claim_leger(ledger)", f"{ONE}:34"),
    "register-not-shown": ("chapters/ledger.md", "tables.claim_ledger(ledger)", 'tables.theme_evidence(ledger, "kind")',
                           "chapters/ledger.md:1"),
}  # fmt: skip
HEAD = "---\njupytext: {text_representation: {format_name: myst}}\nkernelspec: {name: python3}\n---\n"
SETUP = "from briefing import figures, frames, open_ledger, tables\nledger = open_ledger()\n"
CELL = "```{code-cell} ipython3\n:tags: [hide-input]\n"


def codes(layout: Layout, code: str, cell: str = CELL, page: str = "one") -> list[tuple[int, str]]:
    """Return the lines of the last cell, counted from its fence, and what is wrong there."""
    above = f"{HEAD}# Why?\n\nOld {{claim}}`C01`.\n\n```{{code-cell}}\n{SETUP}```\n\n"
    (layout.chapters / f"{page}.md").write_text(f"{above}{cell}{code}\n```\n", "utf-8")
    return [(issue.place.line - above.count("\n"), issue.code) for issue in check(layout).issues]


@pytest.mark.parametrize(
    "code",
    [
        "from briefing import tables, open_ledger\n\nledger = open_ledger()\ntables.theme_evidence(ledger, 'bridge')",
        "tables.theme_evidence(ledger, theme='bridge')",
        "tables.theme_evidence(ledger, 'bridge').web_only()",
        "tables.accounts(ledger).print_only()",
        "x = frames.claims(ledger).groupby('kind').agg({'id': 'count'}).apply(lambda row: row.sum(), axis=1).agg(len)",
        "names = sorted({actor for claim in ledger.claims for actor in claim.actors})",
        "",
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
        "from .x import y", "from briefing.reading import git", "import pandas", "from briefing import nothing",
        "from briefing.exhibits import tables as t", "t = tables", "tables['gaps'](ledger, 'kind')", "ledgr",
        "import pandas as pd\nx = pd.read_csv('/etc/passwd')", "import pandas as pd\nx = pd.io.common", "input()",
        "x = frames.claims(ledger).to_csv('/tmp/x')", "x = frames.claims(ledger).query('@x')", "breakpoint()", "exit()",
        "'The bridge fell.'", "ledger.title", "tables.gaps(ledger).caption", "tables.gaps(ledger);",
        "tables.gaps(ledger) if ledger else 0", "x = (y := 5)",
        "x = frames.claims(ledger).kind.apply('to_csv', args=('x.csv',))",
        "x = frames.claims(ledger).agg({'id': ['hist']})",
        "x = frames.claims(ledger).agg(of=('id', 'to_' + 'csv'))",
        "n = 'to_csv'\nx = frames.claims(ledger).apply(func=n)",
    ],
)  # fmt: skip
def test_what_defines_repeats_or_runs_something_else_does_not(tiny: Layout, code: str) -> None:
    assert codes(tiny, code) == [(1, "cell-not-a-call")]


def test_a_page_of_the_apparatus_shows_frames_too(tiny: Layout) -> None:
    code = "import pandas as pd\n\nshort = [claim.id for claim in ledger.claims]\npd.Series(short).value_counts()"
    (tiny.chapters / "ledger.md").rename(tiny.chapters / "kept.md")
    kept = (tiny.chapters / "kept.md").read_text("utf-8")
    (tiny.chapters / "kept.md").unlink()
    (tiny.chapters / "ledger.md").write_text(f"{kept}\n{CELL}{code}\n```\n", "utf-8")
    assert [issue.code for issue in check(tiny).issues] == []
    assert codes(tiny, code) == [(1, "cell-not-a-call")]


@pytest.mark.parametrize(
    "options",
    [":load: /etc/passwd", ":tags: [raises-exception]", ":tags: [skip-execution]", ":tags: 5", ":tags: [", ":x: y",
     "---\nmystnb: {image: {alt: The bridge fell}}\n---", "---\nmystnb: 5\n---", "---\n- a\n---", "---\n[\n---"],
)  # fmt: skip
def test_options_by_which_a_cell_would_show_or_run_something_else_are_told(tiny: Layout, options: str) -> None:
    cell = f"```{{code-cell}} ipython3\n{options}\n"
    assert codes(tiny, "tables.theme_evidence(ledger, 'bridge')", cell) == [(1, "cell-not-a-call")]


def test_what_jupyterlab_keeps_in_a_cell_when_it_saves_a_chapter_is_no_fault(tiny: Layout) -> None:
    cell = "```{code-cell} ipython3\n---\neditable: true\nslideshow: {slide_type: ''}\ntags: [hide-input]\n---\n"
    assert codes(tiny, "tables.theme_evidence(ledger, 'bridge')", cell) == []


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ('article_by_id["ferry-2020"]', "ferry-2020"),
        ('claim_by_id["C01"].statement', "C01"),
        ('evidence_by_key["C01-1"].words', "C01-1"),
        ('vocabulary["kind"]', "kind"),
    ],
)
def test_a_cell_takes_from_the_ledger_what_it_holds(tiny: Layout, asked: str, name: str) -> None:
    assert codes(tiny, f"held = ledger.{asked}") == []
    assert codes(tiny, f"held = ledger.{asked.replace(name, 'elsewhere')}") == [(3, "exhibit-unknown")]
    assert [issue.got.startswith("'elsewhere' is not in ") for issue in check(tiny).issues] == [True]


@pytest.mark.parametrize("call", ["()", "(ledger)", "(ledger, 'kind', 'side')", "(ledger, 'kind', nothing=5)"])
def test_an_exhibit_is_given_what_it_takes(tiny: Layout, call: str) -> None:
    assert codes(tiny, f"tables.theme_evidence{call}") == [(3, "exhibit-unknown")]


def test_an_exhibit_that_there_is_not_is_told_with_the_nearest(tiny: Layout) -> None:
    assert codes(tiny, "\ntables.theme_evidenc(ledger)") == [(4, "exhibit-unknown")]
    (issue,) = check(tiny).issues
    assert "Did you mean 'theme_evidence'?" in issue.got


@pytest.mark.parametrize(
    ("call", "other"),
    [
        ("theme_evidence(ledger, 'bridge')", "ferry-2020"),
        ("named_actors(ledger, 'person', side='town')", "bridge"),
        ("comparison(ledger, 'gazette-2021', 'digest-2021')", "gazette-2021"),
    ],
)
def test_a_cell_names_what_the_exhibit_takes(tiny: Layout, call: str, other: str) -> None:
    assert codes(tiny, f"tables.{call}") == []
    word = call.split("'")[-2]
    assert codes(tiny, f"tables.{call.replace(word, word + 's')}") == [(3, "exhibit-unknown")]
    assert codes(tiny, f"tables.{call.replace(word, other)}")[0] == (3, "exhibit-unknown")
