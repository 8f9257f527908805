"""Each rule says what is wrong, where, and how to mend it; what is in order passes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.checking.check import LedgerError, check, open_ledger
from briefing.checking.evidence import NAMES
from briefing.model.base import Issue
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Release
from briefing.model.records import Description, Evidence, ParallelSide
from briefing.versions.store import build_release, publish

BreakFile = Callable[[str, str, str], Path]
A, B = "data/articles/", "data/claims/bridge.yml"
F, J, V, W = "data/claims/ferry.yml", "data/judgements.yml", "data/vocabulary.yml", "data/waivers.yml"
WITHDRAWN = "    because: The words speak of the north pier alone.\n    replaced_by: [C03]"
NIGHT = "night again.\n  kind: fact\n  bears_on: closure\n  actors: []\n  facets: {"
WAIVER = """\
- article: ferry-2020
  exact: Ferry runs at night again
  kind: heading
  reason: The headline; the first sentence says the same and is coded.
"""
NOTICE = "- {id: notice-2021, publisher: p, title: t, held: false, note: n}\n"
BARE = "- {id: C13, statement: s, kind: fact, bears_on: repair, actors: []}\n"
TWICE = """\
    - article: ferry-2020
      exact: Its owner, Lune Crossings, calls the service "safe and dry."
      voice: [lune-crossings]
      quantity: named
      certainty: reported
"""
DIGEST = (Path(__file__).parents[1] / "tiny/data/articles/digest-2021.txt").read_text("utf-8")

# Read by test_rules, which says what the four parts are.
BROKEN: dict[str, tuple[str, str | None, str, str]] = {
    "file-missing": (W, None, "", f"{W}"),
    "stray-file": ("data/notes.yml", "", "", "data/notes.yml"),
    "not-a-file": ("data/claims/more.yml/x", "", "", "data/claims/more.yml"),
    "not-utf8": (A + "ferry-2020.txt", "Lune", "\ud800", f"{A}ferry-2020.txt:3"),
    "control-character": (A + "ferry-2020.txt", "The ferry", "\0", f"{A}ferry-2020.txt:3"),
    "article-empty": (A + "extra.txt", "", "\n", f"{A}extra.txt"),
    "article-missing": (A + "extra.yml", "", "title: x\n", f"{A}extra.txt"),
    "sidecar-missing": (A + "extra.txt", "", "Words.\n", f"{A}extra.yml"),
    "digest-changed": (A + "ferry-2020.txt", "its engine", "its  engine", f"{A}ferry-2020.txt"),
    "yaml-syntax": (J, "confidence: moderate", "confidence: [moderate", f"{J}:16"),
    "value-cut": (J, "A repair during which a crossing", "A repair of #1 during which a crossing", f"{J}:23"),
    "duplicate-key": (J, "  confidence: moderate", "  confidence: moderate\n  confidence: low", f"{J}:16"),
    "missing-field": (J, "  confidence: moderate\n", "", f"{J}:13"),
    "unknown-key": (J, "confidence: moderate", "confidance: moderate", f"{J}:15"),
    "wrong-type": (J, "confidence: moderate", "confidence: 3", f"{J}:15"),
    "not-a-list": (J, "[C01, C10, C12]", "C01", f"{J}:17"),
    "not-a-mapping": (B, WITHDRAWN, "    too much", f"{B}:133"),
    "bad-format": (J, "[C01, C10, C12]", "[c1]", f"{J}:17"),
    "empty-field": (J, "A repair during which a crossing stays open.", "''", f"{J}:23"),
    "too-few": (J, "[C01, C10, C12]", "[]", f"{J}:17"),
    "vocabulary-missing": (V, "derives_certainty:\n", "derives:\n", f"{V}:1"),
    "unknown-word": (J, "confidence: moderate", "confidence: hihg", f"{J}:13"),
    "unknown-facet": (F, NIGHT + "crossing", NIGHT + "crosing", f"{F}:1"),
    "duplicate-id": (F, "- id: C12", "- id: C11", f"{F}:26"),
    "release-unreadable": ("data/releases/1.0.0.json", "", "{", "data/releases/1.0.0.json"),
    "release-changed": (F, "", "", ""),
    "release-chain-broken": (F, "", "", ""),
    "quote-not-found": (F, "to its engine", "to its engines", f"{F}:33"),
    "quote-ambiguous": (W, "exact: What comes next", "exact: What", f"{W}:9"),
    "quote-cuts-word": (F, "to its engine\n", "to its eng\n", f"{F}:33"),
    "quote-spans-furniture": (W, "exact: What comes next", "exact: Council notices", f"{W}:9"),
    "duplicate-entry": (J, "[C01, C10, C12]", "[C01, C10, C12, C10]", f"{J}:13"),
    "duplicate-quote": (F, "- id: C12", TWICE + "- id: C12", f"{F}:26"),
    "duplicate-name": ("data/actors.yml", "aliases: [Crossings]", "aliases: [The Council]", "data/actors.yml:19"),
    "duplicate-statement": (F, "The ferry's engine was repaired.", "the ferry runs at night again", f"{F}:26"),
    "duplicate-article": (A + "ferry-2020.txt", "", DIGEST, f"{A}ferry-2020.yml:1"),
    "date-impossible": (A + "ferry-2020.yml", "published: 2020", "published: 2999", f"{A}ferry-2020.yml:1"),
    "sentence-uncovered": (W, WAIVER, "", f"{A}ferry-2020.txt:1"),
    "quote-leaves-out": (B, "According to a survey quoted by the council, many of the", "the", f"{B}:42"),
    "rest-uncovered": (F, "repairs to its engine\n", "repairs\n", f"{A}ferry-2020.txt:3"),
    "waiver-idle": (W, "exact: Ferry runs at night again", "exact: The ferry at Glasson", f"{W}:21"),
    "article-unknown": (W, "- article: ferry-2020", "- article: fery-2020", f"{W}:21"),
    "actor-unknown": (F, "actors: [lune-crossings]", "actors: [lune-crosings]", f"{F}:13"),
    "actor-uncoded": ("data/actors.yml", "\n  passing: What they do is coded where it is told.", "", f"{B}:8"),
    "actor-unused": ("data/actors.yml", "- id: survey", "- id: surveyors", "data/actors.yml:6"),
    "origin-unknown": (A + "digest-2021.yml", "[council-2021]", "[council-2012]", f"{A}digest-2021.yml:1"),
    "origin-unused": ("data/origins.yml", "- id: council-2021", NOTICE + "- id: council-2021", "data/origins.yml:1"),
    "descent-cycle": (A + "digest-2021.yml", "[council-2021]", "[digest-2021]", f"{A}digest-2021.yml:1"),
    "claim-unknown": (J, "[C04]", "[C40]", f"{J}:1"),
    "claim-withdrawn": (J, "[C04]", "[C09]", f"{J}:1"),
    "judgement-unknown": ("data/indicators.yml", "[J1]", "[J3]", "data/indicators.yml:1"),
    "judgement-withdrawn": (J, "  would_change: A second survey",
                            "  withdrawn: {because: It fell.}\n  would_change: A second survey",
                            "data/indicators.yml:1"),
    "replaced-by-itself": (B, "replaced_by: [C03]", "replaced_by: [C09]", f"{B}:122"),
    "claim-without-evidence": (F, "- id: C12", BARE + "- id: C12", f"{F}:26"),
}  # fmt: skip


def codes(layout: Layout) -> list[tuple[str, str]]:
    return [(str(issue.place), issue.code) for issue in check(layout).issues]


def release(layout: Layout, version: str, previous: Release | None = None) -> Release:
    """Release what is there now."""
    day = dt.date(2024, 1, 1)
    made = build_release(open_ledger(layout), previous, version, day, reasons={}, inputs={})
    publish(layout, made)
    return made


def test_the_tiny_briefing_is_in_order(tiny: Layout) -> None:
    report = check(tiny)
    assert report.issues == ()
    assert (len(report.ledger.claims), report.sentences) == (12, 19)


@pytest.mark.parametrize("code", ["unknown-word", "actor-unknown", "origin-unknown", "article-unknown"])
def test_a_mistyped_name_is_answered_with_the_nearest_known_one(tiny: Layout, break_file: BreakFile, code: str) -> None:
    path, old, new, place = BROKEN[code]
    assert old is not None
    break_file(path, old, new)
    (got,) = {issue.got for issue in check(tiny).issues if (str(issue.place), issue.code) == (place, code)}
    assert "Did you mean '" in got


def test_whatever_a_field_of_names_names_is_known(tiny: Layout, break_file: BreakFile) -> None:
    fields = {
        field
        for record in (*(kind.record for kind in KINDS), Evidence, ParallelSide, Description)
        for field, info in record.model_fields.items()
        if "[a-z0-9][a-z0-9-]*" in f"{info.annotation} {info.metadata}" and field not in {"id", "theme", "facets"}
    }
    assert fields - {"held_as"} <= set(NAMES)  # which a rule of its own reads, `origin-text-unclear`
    break_file(F, "voice: [lune-crossings]", "voice: [lune-crossings]\n      names: [lune-crosings]")
    (got,) = [issue.got for issue in check(tiny).issues]
    assert got == "there is no actor 'lune-crosings'. Did you mean 'lune-crossings'?"


def test_an_actor_that_is_named_as_an_example_alone_is_used(tiny: Layout, break_file: BreakFile) -> None:
    break_file(
        "data/actors.yml",
        "- id: lune-crossings",
        "- {id: dogs, name: d, kind: group, side: other}\n- id: lune-crossings",
    )
    assert "actor-unused" in [issue.code for issue in check(tiny).issues]
    break_file(F, "voice: [lune-crossings]", "voice: [lune-crossings]\n      names: [dogs]")
    assert codes(tiny) == []


@pytest.mark.parametrize("code", ["claim-unknown", "judgement-unknown"])
def test_a_mistyped_number_of_a_record_is_not_guessed(tiny: Layout, break_file: BreakFile, code: str) -> None:
    path, old, new, _ = BROKEN[code]
    assert old is not None
    break_file(path, old, new)
    assert [issue.got for issue in check(tiny).issues if "Did you mean" in issue.got] == []
    assert code in [issue.code for issue in check(tiny).issues]


def test_the_reason_of_a_withdrawal_ends_with_one_full_stop(tiny: Layout, break_file: BreakFile) -> None:
    break_file(J, "[C04]", "[C09]")
    break_file(B, "of the north pier alone.\n    replaced", "of the north pier alone\n    replaced")
    (got,) = [issue.got for issue in check(tiny).issues if issue.code == "claim-withdrawn"]
    assert got.endswith("the north pier alone.")


def test_what_replaces_a_claim_must_exist(tiny: Layout, break_file: BreakFile) -> None:
    break_file(B, "replaced_by: [C03]", "replaced_by: [C93]")
    assert codes(tiny) == [(f"{B}:122", "claim-unknown")]


def test_many_slips_are_told_in_one_run_in_the_order_of_their_places(tiny: Layout, break_file: BreakFile) -> None:
    broken = [
        "unknown-word",
        "quote-not-found",
        "waiver-idle",
        "digest-changed",
        "claim-withdrawn",
    ]
    for code in broken:
        path, old, new, _ = BROKEN[code]
        assert old is not None
        break_file(path, old, new)
    issues = check(tiny).issues
    assert {issue.code for issue in issues} >= set(broken)
    assert list(issues) == sorted(issues, key=lambda issue: issue.place)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (J, "confidence: moderate", "confidance: moderate"),
        (B, "  bears_on: repair\n  actors: [mara-holt]", "  bears_on: repair\n  actors: mara-holt"),
        (B, "bears_on: repair\n  actors: [masons]", "bears: repair\n  actors: [masons]"),
        (F, "to its engine\n", "to its motor\n"),
        (W, "kind: credit", "kind: credit\n  sort: x"),
        ("data/actors.yml", "  kind: person\n", ""),
        (A + "gazette-2021.yml", "publisher: Lune Gazette\n", ""),
    ],
)
def test_one_slip_does_not_set_off_others(tiny: Layout, break_file: BreakFile, path: str, old: str, new: str) -> None:
    break_file(path, old, new)
    issues = check(tiny).issues
    assert issues
    assert {issue.place.file for issue in issues} == {path}
    assert len({issue.subject for issue in issues}) == 1


def test_a_quote_that_crosses_two_sentences_covers_both(tiny: Layout, break_file: BreakFile) -> None:
    break_file(B, "      exact: Walkers have to go round.", "      exact: New Bridge. Walkers have to go round.")
    assert codes(tiny) == []


def test_a_claim_that_is_withdrawn_covers_nothing(tiny: Layout, break_file: BreakFile) -> None:
    break_file(B, "  statement: Walkers have to go round.", "  withdrawn: {because: It fell.}\n  statement: x")
    assert (f"{A}digest-2021.txt:8", "sentence-uncovered") in codes(tiny)


def test_a_waiver_of_what_a_claim_quotes_is_idle(tiny: Layout, break_file: BreakFile) -> None:
    break_file(W, "exact: Ferry runs at night again", "exact: runs at night again after")
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "waiver-idle"]
    assert issue.got == "a claim quotes what it waives."


def test_an_article_that_derives_from_a_held_article_shares_its_origin(tiny: Layout, break_file: BreakFile) -> None:
    break_file(A + "digest-2021.yml", "[council-2021]", "[gazette-2021]")
    assert codes(tiny) == []


def test_articles_that_derive_from_each_other_are_told_and_are_one_origin(tiny: Layout, break_file: BreakFile) -> None:
    break_file(A + "digest-2021.yml", "[council-2021]", "[gazette-2021]")
    break_file(A + "gazette-2021.yml", "[council-2021]", "[digest-2021]")
    report = check(tiny)
    told = [str(issue.place) for issue in report.issues if issue.code == "descent-cycle"]
    assert told == [f"{A}digest-2021.yml:1", f"{A}gazette-2021.yml:1"]
    assert report.ledger.origins_of(["C01"]) == ("digest-2021",)


def test_releases_that_do_not_follow_each_other_or_were_edited_are_told(tiny: Layout) -> None:
    first, second = release(tiny, "0.1.0"), release(tiny, "0.2.0")
    assert second.previous is None
    assert codes(tiny) == [("data/releases/0.2.0.json", "release-chain-broken")]
    path = tiny.releases / f"{first.version}.json"
    path.write_bytes(path.read_bytes().replace(b"The ferry runs", b"The ferry ran"))
    assert ("data/releases/0.1.0.json", "release-changed") in codes(tiny)


def test_opening_a_ledger_gives_it_anchored_and_does_not_read_the_chapters(tiny: Layout, break_file: BreakFile) -> None:
    break_file("chapters/one.md", "go round {claim}`C08`", "go round {claim}`C99`")
    ledger = open_ledger()
    assert all(evidence.span for claim in ledger.claims for evidence in claim.evidence)
    assert check(tiny).issues != ()


def test_opening_a_ledger_that_is_not_in_order_raises_everything_that_is_wrong(
    tiny: Layout, break_file: BreakFile
) -> None:
    break_file(J, "confidence: moderate", "confidence: hihg")
    break_file(F, "to its engine\n", "to its motor\n")
    with pytest.raises(LedgerError) as caught:
        open_ledger(tiny)
    assert [issue.code for issue in caught.value.issues] == ["quote-not-found", "unknown-word"]
    assert str(caught.value).split("\n") == [str(issue) for issue in caught.value.issues]
    assert all(isinstance(issue, Issue) for issue in caught.value.issues)


def test_an_empty_project_is_told_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "_config.yml").touch()
    found = check(Layout(tmp_path)).issues
    assert {"file-missing", "missing-field"} == {issue.code for issue in found}


def test_the_shipped_evidence_is_in_order(shipped: Layout) -> None:
    assert open_ledger(shipped).claims


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("data/vocabulary.yml", {"file-missing"}),
        ("data/actors.yml", {"file-missing"}),
        ("data/origins.yml", {"file-missing"}),
        ("data/waivers.yml", {"file-missing"}),
        ("data/judgements.yml", {"file-missing"}),
    ],
)
@pytest.mark.parametrize("how", ["gone", "not utf-8", "bad syntax"])
def test_the_cause_is_not_buried_under_what_follows_from_it(tiny: Layout, path: str, left: set[str], how: str) -> None:
    file = tiny.root / path
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(b"\xff" if how == "not utf-8" else b'a: "')
        left = {"not-utf8" if how == "not utf-8" else "yaml-syntax"}
    assert {issue.code for issue in check(tiny).issues} - {"actor-without-claim"} == left
    assert {issue.place.file for issue in check(tiny).issues} == {path}


def test_claims_that_cannot_be_read_are_told_once(tiny: Layout) -> None:
    (tiny.root / B).write_bytes(b"\xff")
    assert {issue.place.file for issue in check(tiny).issues} == {B}
