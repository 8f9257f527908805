"""What records say in their own words, and by their codes, stands in the words of the articles."""

from __future__ import annotations

import pytest

from breaking import BreakFile
from briefing.model.layout import Layout
from checked import check

F, B, J, P = "data/claims/ferry.yml", "data/claims/bridge.yml", "data/judgements.yml", "data/parallels.yml"
BECAUSE = "because: The gazette and the digest say so"
VOICED = "      voice: [lune-crossings]"
BROKEN = {
    "record-misquotes": (J, BECAUSE, "because: The “news” and the digest say so", f"{J}:1"),
    "record-number": (J, BECAUSE, "because: The gazette and the digest say so 42 times", f"{J}:1"),
    "code-unfounded": (F, VOICED, "      voice: [mara-holt]", f"{F}:20"),
    "parallel-unlike": (P, "change: dropped", "change: widened", f"{P}:10"),
}


def codes(layout: Layout) -> set[str]:
    return {issue.code for issue in check(layout).issues}


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (J, BECAUSE, "because: The gazette and the digest say “loose”", ""),
        (J, BECAUSE, "because: The gazette and the digest say “safe and dry”", "record-misquotes"),  # another's words
        (J, BECAUSE, "because: The gazette and the digest say “found to be loose”", ""),
        (J, "so_what: It opens", "so_what: It “opens”", "record-misquotes"),
        (J, "outcome: It stands.}\n- id: J2", "outcome: It said “quite sound”.}\n- id: J2", ""),
        ("data/gaps.yml", "One article says many", "One article says “a thousand”", "record-misquotes"),
        ("data/gaps.yml", "One article says many", "One article says “many”", ""),
        ("data/actors.yml", "note: The owner of the ferry.", "note: The “best” owner.", "record-misquotes"),
        ("data/actors.yml", "note: The owner of the ferry.", "note: The owner since 1066.", "record-number"),
        ("data/gaps.yml", "One article says many", "The article of 12 January 2021 says many", ""),
        ("data/gaps.yml", "One article says many", "One article by 21.Stone says many", ""),
        (F, "      form: quotation\n", "      form: quotation\n      note: He says “very dry”.\n", "record-misquotes"),
        (F, "      form: quotation\n", "      form: quotation\n      note: “At night” stands before it.\n", ""),
        (B, "because: The words speak", "because: The “words” speak", ""),  # of a withdrawn claim
        ("data/corrections.yml", "The whole bridge was called loose", "The bridge was called “loose as can be”", ""),
        ("data/articles/ferry-2020.yml", "of its own, on", "of its own, by “experts”, on", "record-misquotes"),
        ("data/articles/ferry-2020.yml", "of its own, on", "of its own, under “harbour”, on", ""),  # of its address
        ("data/articles/ferry-2020.yml", "of its own, on", "of its own, in 7 parts, on", "record-number"),
    ],
)
def test_a_record_quotes_and_counts_what_articles_have(  # noqa: PLR0913, PLR0917
    tiny: Layout, break_file: BreakFile, file: str, old: str, new: str, code: str
) -> None:
    break_file(file, old, new)
    assert codes(tiny) == ({code} if code else set())


@pytest.mark.parametrize(
    ("file", "old", "new", "founded"),
    [
        ("data/vocabulary.yml", "all: {label: all,", "all: {label: “all”,", True),
        ("data/vocabulary.yml", "all: {label: all,", "all: {label: “every one”,", False),
        (F, VOICED, "      voice: [mara-holt]\n      note: Mara Holt calls it so.", True),
        (F, VOICED, "      voice: [town-council]", False),
        (F, "      form: presupposed", "      form: presupposed\n      names: [lune-crossings]", False),
        (F, "      form: presupposed", "      form: quotation", False),
        (F, "facets: {crossing: ferry}", "facets: {crossing: ferry, keeper: town-council}", False),
        (F, "facets: {crossing: ferry}", "facets: {crossing: ferry, keeper: lune-crossings}", True),
    ],
)
def test_a_code_stands_in_the_words_that_it_codes(  # noqa: PLR0913, PLR0917
    tiny: Layout,
    break_file: BreakFile,
    file: str,
    old: str,
    new: str,
    founded: bool,  # noqa: FBT001
) -> None:
    keepers = "  town-council: {label: the town, meaning: m}\n  lune-crossings: {label: Crossings, meaning: m}\n"
    break_file("data/vocabulary.yml", "keeper:\n", f"keeper:\n{keepers}")
    break_file(file, old, new)
    assert ("code-unfounded" not in codes(tiny)) == founded


@pytest.mark.parametrize(
    ("old", "new", "fits"),
    [
        ("change: dropped", "change: [dropped, widened]", False),
        ("change: [speaker-lost, widened]", "change: dropped", False),
        ("change: dropped", "change: added", True),  # the ferry's article comes first
        ("    - article: gazette-2021\n      exact: Dr.", "    - article: digest-2021\n      exact: Dr.", False),
    ],
)
def test_a_parallel_of_one_side_is_dropped_or_added(
    tiny: Layout,
    break_file: BreakFile,
    old: str,
    new: str,
    fits: bool,  # noqa: FBT001
) -> None:
    break_file("data/vocabulary.yml", "  dropped: {", "  added: {label: added, meaning: m}\n  dropped: {")
    break_file(P, old, new)
    assert ("parallel-unlike" not in codes(tiny)) == fits
