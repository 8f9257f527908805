"""What the book's settings and its table of contents must be for the book to be built."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from breaking import BreakFile
from briefing.checking.rules import gather
from briefing.checking.settings import settings_known
from briefing.model.layout import Layout
from checked import check

CONFIG = "_config.yml"
CONTENTS = "format: jb-book\nroot: index\nchapters:\n"
BROKEN = {
    "setting-unknown": (CONFIG, "parse:\n", "pars: x\nparse:\n", f"{CONFIG}:16"),
    "setting-wrong": (CONFIG, "execute_notebooks: force", "execute_notebooks: often", f"{CONFIG}:11"),
    "contents-malformed": ("_toc.yml", "format: jb-book", "format: jb-artikle", "_toc.yml:1"),
}

EVERY_PAGE = "index, chapters/one, chapters/confidence, chapters/ledger, chapters/sources"


def issues(layout: Layout) -> list[tuple[str, str]]:
    return [(str(issue.place), issue.code) for issue in check(layout).issues]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  timeout: 120", "  timeout: long", "setting-wrong"),
        ("  timeout: 120", "  timeout: yes", "setting-wrong"),
        ("  timeout: 120", "  time_out: 120", "setting-unknown"),
        ("    nitpicky: true", "    nitpick: true", "setting-unknown"),
        ("[chapters/ledger, chapters/sources]", "[chapters/leger, chapters/sources]", "setting-wrong"),
        ("    smartquotes: false", "    briefing_sources_doc: chapters/texts", "setting-wrong"),
        ("attrs_inline", "atrs_inline", "setting-wrong"),
        ("    smartquotes: false", f"    briefing_web_only: [{EVERY_PAGE}]", "setting-wrong"),
        ("sphinx:\n  config:", "sphinx: 3\nx:", "setting-wrong"),
        ("  timeout: 120", "  timeout: .inf", "setting-wrong"),
        ("  timeout: 120", "  timeout: -5", "setting-wrong"),
        ("  timeout: 120", "  timeout: 99999999999999999999", "setting-wrong"),
        ("  execute_notebooks: force", "  execute_notebooks: off", "setting-wrong"),
        ("  raise_on_error: true", "  raise_on_error: false", "setting-wrong"),
        ("    nitpicky: true", "    nitpicky: 1", "setting-wrong"),
        ("    suppress_warnings: []", "    suppress_warnings: ['*']", "setting-wrong"),
        ("    html_theme_options: {}", "    html_theme_options: {announcement: It fell}", "setting-wrong"),
        ("    language: en", "    language: English", "setting-wrong"),
        ("    language: en", "    language: [en]", "setting-wrong"),
        ('figure: "Figure %s."', 'figure: "%s %s"', "setting-wrong"),
        ('figure: "Figure %s."', 'figure: "Frost broke %s."', "setting-wrong"),
        ("Show the code", "Frost stole the code", "heading-asserts"),
        ("[references.bib]", "[]", "setting-wrong"),
        ("[references.bib]", "[../other.bib]", "setting-wrong"),
        ("attrs_inline", "substitution", "setting-wrong"),
        ("briefing.book]", "briefing.book, sphinx.ext.todo]", "setting-wrong"),
        ("    smartquotes: false", "    rst_epilog: The bridge fell.", "setting-unknown"),
        ("    smartquotes: false", "    html_extra_path: [/etc]", "setting-unknown"),
        ("    smartquotes: false", "    html_js_files: [https://example.org/x.js]", "setting-unknown"),
        ("title: Why is the Old Bridge closed?", 'title: "a\\u202eb"', "setting-wrong"),
        ("title: Why is the Old Bridge closed?", f"title: {'x ' * 200}", "setting-wrong"),
    ],
)
def test_a_setting_that_a_build_would_refuse_or_pass_over_is_told(
    tiny: Layout, break_file: BreakFile, old: str, new: str, code: str
) -> None:
    text = break_file(CONFIG, old, new).read_text("utf-8")
    line = text.count("\n", 0, text.index(new)) + 1
    assert (f"{CONFIG}:{line}", code) in issues(tiny)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("format: jb-book\nroot: index\nchaptrs:\n  - file: chapters/one\n", 3),
        ("format: jb-book\nroot: index\nparts:\n  - caption: A\n    chaptrs:\n      - file: chapters/one\n", 5),
        ("format: jb-book\nroot: index\nparts:\n  - chapters: []\n", 4),
        (f"{CONTENTS}  - url: https://example.org\n    title: It fell\n", 4),
        (f"{CONTENTS}  - file: chapters/one\noptions: {{numbered: -1}}\n", 5),
        (f"{CONTENTS}  - file: chapters/one\nmeta: 5\n", 5),
        (f"{CONTENTS}  - file: chapters/../chapters/one\n", 4),
        (f"{CONTENTS}  - file: 5\n", 4),
        (f"{CONTENTS}  - file: chapters/one\n    title: ''\n", 5),
        (f"{CONTENTS}  - chapters/one\n", 4),
        ("", 1),
        ("format: jb-book\nroot: index\nparts:\n  - captoin: A\n    chapters:\n      - file: chapters/one\n", 4),
        ("format: jb-book\nroot: index\nchapters:\n  - file: chapters/one\n  - file: chapters/one\n", 5),
        ("format: jb-book\nroot: index\nchapters:\n  - fil: chapters/one\n", 4),
        ("- a\n", 1),
        *((f"{CONTENTS}  - file: {page}\n", 4) for page in ("search", "claims/C01", "_build/x", "a/_b", "index.md")),
        (f"{CONTENTS}  - file: chapters/one\n  - file: chapters/One\n", 5),
    ],
)
def test_contents_that_cannot_be_read_are_told_where_they_go_wrong(tiny: Layout, text: str, line: int) -> None:
    tiny.toc.write_text(text, "utf-8")
    assert (f"_toc.yml:{line}", "contents-malformed") in issues(tiny)


@pytest.mark.parametrize("odd", [-1, {"odd": 1}, "\u202e", [[None]]])
def test_every_setting_is_told_when_it_has_a_value_of_another_kind(tiny: Layout, odd: object) -> None:
    """One file, each of its settings made odd in turn; the records are read once, and the settings anew each time."""
    records = gather(tiny)
    config = yaml.safe_load(tiny.config.read_text("utf-8"))
    sections = [config, config["execute"], config["parse"], config["html"], config["latex"], config["sphinx"]["config"]]
    for section, key in [(each, key) for each in sections for key in each]:
        kept, section[key] = section[key], odd
        tiny.config.write_text(yaml.safe_dump(config), "utf-8")
        told = {issue.code for issue in settings_known(replace(records))}
        assert told & {"setting-wrong", "setting-unknown"}, key
        section[key] = kept


def test_what_jupyter_book_would_do_otherwise_has_to_stand_there(tiny: Layout, break_file: BreakFile) -> None:
    break_file(CONFIG, "  raise_on_error: true\n", "")
    (issue,) = check(tiny).issues
    assert (str(issue.place), issue.got) == (f"{CONFIG}:10", "execute.raise_on_error is missing.")
    assert issue.mend == "Add it. Write true."
