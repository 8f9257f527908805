"""YAML becomes records with their lines, or issues with theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.base import Issue, Place
from briefing.model.records import Actor, Claim, Gap, Indicator, Term
from briefing.model.sources import Origin
from briefing.reading.validation import nearest, read_list, read_record
from briefing.reading.yaml_lines import parse_yaml

GAP = "- id: G1\n  question: Why?\n  silence: They do not say.\n  touches: [C01]\n"


def gaps(text: str) -> tuple[list[Gap], list[Issue]]:
    document = parse_yaml(text.encode(), "gaps.yml")
    records, _ = read_list(document, Gap)
    return records, document.issues


def told(issues: list[Issue]) -> list[tuple[int, str, str]]:
    return [(issue.place.line, issue.subject, issue.code) for issue in issues]


def test_a_record_knows_its_file_and_line() -> None:
    records, issues = gaps("# first a comment\n\n" + GAP)
    assert issues == []
    assert [(r.id, r.place) for r in records] == [("G1", Place("gaps.yml", 3))]


def test_a_list_that_needs_entries_may_not_be_empty() -> None:
    document = parse_yaml(b"- {id: I1, observe: x, moves: [], direction: weakens}\n", "indicators.yml")
    records, _ = read_list(document, Indicator)
    assert records == []
    assert told(document.issues) == [(1, "indicator I1", "too-few")]


def test_a_record_inside_a_record_knows_its_own_line() -> None:
    text = (
        "- id: C01\n  statement: s\n  kind: fact\n  bears_on: x\n  actors: []\n  evidence:\n"
        "    - {article: a, exact: q, voice: [], quantity: many, certainty: asserted}\n"
        "    - article: a\n      exact: r\n      voice: []\n      quantity: many\n      certainty: asserted\n"
    )
    document = parse_yaml(text.encode(), "claims/x.yml")
    (claim,), _ = read_list(document, Claim, theme="x")
    assert document.issues == []
    assert claim.theme == "x"
    assert [e.place for e in claim.evidence] == [("claims/x.yml", 7), ("claims/x.yml", 8)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  question: Why?\n", "", (1, "gap G1", "missing-field")),
        ("question", "qestion", (2, "gap G1", "unknown-key")),
        ("question: Why?", "place: here\n  question: Why?", (2, "gap G1", "unknown-key")),
        ("[C01]", "C01", (4, "gap G1", "not-a-list")),
        ("[C01]", "[C1]", (4, "gap G1", "bad-format")),
        ("Why?", "no", (2, "gap G1", "wrong-type")),
        ("Why?", '""', (2, "gap G1", "empty-field")),
        ("Why?", "", (2, "gap G1", "wrong-type")),
        ("G1", "gap-1", (1, "gap gap-1", "bad-format")),
        ("Why?", "*alias", (2, "file", "yaml-syntax")),
        ("Why?", '"Why', (2, "file", "yaml-syntax")),
        ("Why?", "What: this", (2, "file", "yaml-syntax")),
        ("Why?", "!!python/object:os.system {}", (2, "gap G1", "wrong-type")),
        ("Why?", "2024-13-45", (2, "file", "yaml-syntax")),
        ("question: Why?", "question: Why?\n  question: How?", (3, "file", "duplicate-key")),
        ("Why?", "\ud7ff\x07", (2, "file", "yaml-syntax")),
    ],
)
def test_each_slip_is_told_with_its_line_and_the_other_records_are_read(
    old: str, new: str, expected: tuple[int, str, str]
) -> None:
    records, issues = gaps(GAP.replace(old, new, 1) + GAP.replace("G1", "G2"))
    assert expected in told(issues)
    assert "G2" in [record.id for record in records]
    assert all(issue.place.line <= expected[0] for issue in issues)


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    _, (unknown, missing) = gaps(GAP.replace("silence", "silense"))
    assert "Did you mean 'silence'?" in unknown.got
    assert missing.got == "silence is missing."


def test_a_yes_or_no_is_told_to_go_in_quotes() -> None:
    _, (issue,) = gaps(GAP.replace("Why?", "no"))
    assert (issue.got, issue.mend) == (
        "question is False: input should be a valid string.",
        "Put the value in quotes if it is text.",
    )


def test_what_the_reader_sets_cannot_be_set_in_the_file() -> None:
    document = parse_yaml(b"- {id: C01, statement: s, kind: k, bears_on: b, actors: [], theme: mine}", "f")
    read_list(document, Claim, theme="stem")
    assert [issue.code for issue in document.issues] == ["unknown-key"]


@pytest.mark.parametrize(("text", "code"), [("just words", "not-a-list"), ("a: 1", "not-a-list")])
def test_a_file_that_is_no_list_is_told(text: str, code: str) -> None:
    assert told(gaps(text)[1]) == [(1, "file", code)]


def test_an_entry_that_is_no_record_is_told_by_its_position() -> None:
    records, issues = gaps(GAP + "- words\n")
    assert told(issues) == [(5, "gap 2", "not-a-mapping")]
    assert len(records) == 1


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\ufeff"])
def test_an_empty_file_holds_nothing_and_is_no_mistake(text: str) -> None:
    assert gaps(text) == ([], [])


def test_two_documents_in_one_file_are_told() -> None:
    assert {code for _, _, code in told(gaps("a: 1\n---\nb: 2\n")[1])} == {"yaml-syntax"}


def test_aliases_cannot_multiply() -> None:
    bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n"
    assert {issue.code for issue in parse_yaml(bomb.encode(), "f").issues} == {"yaml-syntax"}


def test_an_alias_to_itself_ends() -> None:
    assert {issue.code for issue in parse_yaml(b"a: &a [*a]", "f").issues} == {"yaml-syntax"}


def test_deep_nesting_is_told_and_not_a_crash() -> None:
    assert [issue.code for issue in parse_yaml(b"[" * 900 + b"]" * 900, "f").issues] == ["yaml-syntax"]


def test_bytes_that_are_not_utf8_are_told_with_their_line() -> None:
    document = parse_yaml(b"a: 1\nb: \xff\n", "f")
    assert told(document.issues) == [(2, "file", "not-utf8")]


@given(st.one_of(st.binary(), st.text(alphabet="- []{}:&*!|>'\"#%@`,\n\tab1\x00").map(str.encode)))
def test_whatever_a_file_holds_it_becomes_records_or_issues(raw: bytes) -> None:
    document = parse_yaml(raw, "f")
    records, _ = read_list(document, Actor)
    assert records == []
    assert all(issue.place.line >= 1 for issue in document.issues)


def test_one_record_can_be_read_by_its_path() -> None:
    document = parse_yaml(b"kind:\n  fact: {label: Fact, meaning: So it is., rank: 2}\n", "v.yml")
    assert read_record(document, Term, ("kind", "fact"), "kind fact") == Term(label="Fact", meaning="So it is.", rank=2)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('"a\\e[2J"', "control-character"),
        ('"a\\u202eb"', "control-character"),
        ('"\\u200b\\u2060"', "empty-field"),
        ('"a\\u200db"', "control-character"),
        ('"क\\u200dष"', None),
    ],
)
def test_what_no_reader_sees_is_told(value: str, code: str | None) -> None:
    assert [c for _, _, c in told(gaps(GAP.replace("Why?", value))[1])] == ([code] if code else [])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-05-09", "2024-05-09"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("86400", None),
        ("1715212800", None),
        ("2024-13", None),
        ("May 2024", None),
        ("true", None),
    ],
)
def test_a_month_or_a_year_alone_is_a_date_and_a_bare_number_is_none(written: str, read: str | None) -> None:
    text = f"- {{id: w, publisher: p, title: t, held: false, note: n, published: {written}}}\n"
    document = parse_yaml(text.encode(), "origins.yml")
    origins, _ = read_list(document, Origin)
    if read is None:
        assert [(issue.code, "2024-05" in issue.mend) for issue in document.issues] == [("bad-format", True)]
    else:
        (origin,) = origins
        assert origin.published is not None
        assert origin.published.isoformat() == origin.model_dump(mode="json")["published"] == read


def test_the_form_of_an_id_is_told_in_plain_words() -> None:
    document = parse_yaml("- {id: C５４, statement: s, kind: k, bears_on: b, actors: []}\n".encode(), "claims/x.yml")
    read_list(document, Claim)
    assert [issue.mend for issue in document.issues] == ["Write it as C and two digits or more, as in C01."]


@pytest.mark.parametrize(("word", "hint"), [("fakt", " Did you mean 'fact'?"), ("zzz", ""), ("", "")])
def test_only_a_near_word_is_suggested(word: str, hint: str) -> None:
    assert nearest(word, ["fact", "opinion"]) == hint
