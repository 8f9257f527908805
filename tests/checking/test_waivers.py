"""A waiver sets aside what it says that it does, and nothing that speaks."""

from __future__ import annotations

import hashlib
import re

import pytest

from breaking import BreakFile
from briefing.model.layout import Layout
from checked import check

W, V = "data/waivers.yml", "data/vocabulary.yml"
TITLE = "Old Bridge stays closed until spring\n  kind: "
BROKEN = {"waiver-hides": (W, f"{TITLE}heading", f"{TITLE}rest", f"{W}:1")}


@pytest.mark.parametrize(
    ("article", "exact", "kind", "reason", "hides"),
    [
        ("digest-2021", "Walkers have to go round.", "credit", "r", True),
        ("digest-2021", "Walkers have to go round.", "rest", "r", True),
        ("digest-2021", "Walkers have to go round.", "aside", "r", False),
        ("digest-2021", "Bridge shut until spring", "rest", "r", True),
        ("ferry-2020", "after a summer of repairs to its engine", "rest", "r", False),
        ("ferry-2020", "Its owner, Lune Crossings, calls", "aside", "It bears on another bridge.", False),
        ("ferry-2020", "Its owner, Lune Crossings, calls", "aside", "a heading; it states nothing", True),
        ("ferry-2020", "the service", "aside", "A heading; it states nothing.", False),
    ],
)
def test_a_waiver_sets_aside_what_it_says(  # noqa: PLR0913, PLR0917
    tiny: Layout,
    break_file: BreakFile,
    article: str,
    exact: str,
    kind: str,
    reason: str,
    hides: bool,  # noqa: FBT001
) -> None:
    break_file(V, "  credit: {", "  rest: {label: rest, meaning: m}\n  aside: {label: aside, meaning: m}\n  credit: {")
    path = tiny.root / "data/claims/bridge.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("exact: Walkers have to go round.", "exact: Buses go over the New Bridge."), "utf-8")
    ferry = tiny.root / "data/claims/ferry.yml"
    text = ferry.read_text("utf-8").replace("exact: after a summer of repairs to its engine", "exact: The ferry")
    ferry.write_text(text.replace("Its owner, Lune Crossings, calls the service", "the service"), "utf-8")
    waivers = tiny.root / W
    entry = f"- {{article: {article}, exact: '{exact}', kind: {kind}, reason: '{reason}'}}\n"
    waivers.write_text(f"{entry}{waivers.read_text('utf-8')}", "utf-8")
    told = [str(issue.place) for issue in check(tiny).issues if issue.code == "waiver-hides"]
    assert told == [f"{W}:1"] * hides


def test_a_claim_is_the_opposite_of_none_of_its_quotes(tiny: Layout, break_file: BreakFile) -> None:
    article, sidecar = tiny.articles / "digest-2021.txt", tiny.articles / "digest-2021.yml"
    article.write_bytes(article.read_bytes().replace(b"Walkers have to go round", b"The Old Bridge opens"))
    digest = hashlib.sha256(article.read_bytes()).hexdigest()
    sidecar.write_text(re.sub(r"sha256: \w+", f"sha256: {digest}", sidecar.read_text("utf-8")), "utf-8")
    claims, other = "data/claims/bridge.yml", "exact: The Old Bridge over the Lune will stay closed until spring\n"
    break_file(claims, "statement: Walkers have to go round.", "statement: The Old Bridge opens.")
    break_file(claims, "exact: Walkers have to go round.", "exact: The Old Bridge opens.")
    assert check(tiny).issues == ()
    coded = "      voice: []\n      quantity: unstated\n      certainty: asserted\n"
    break_file(claims, f"opens.\n{coded}", f"opens.\n{coded}    - article: digest-2021\n      {other}{coded}")
    assert "statement-turned" in {issue.code for issue in check(tiny).issues}


def test_what_a_waiver_hides_may_be_waived_in_a_kind_that_is_added(tiny: Layout, break_file: BreakFile) -> None:
    break_file(W, f"{TITLE}heading", f"{TITLE}rest")
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "waiver-hides"]
    assert "add a kind of waiver for it to data/vocabulary.yml" in issue.mend
    assert "furniture" in issue.mend
