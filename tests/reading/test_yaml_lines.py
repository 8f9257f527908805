"""A YAML file becomes plain values with true lines; what is wrong is named as what it is, however much there is."""

from __future__ import annotations

import pytest

from briefing.reading.yaml_lines import parse_yaml


def told(text: str) -> list[tuple[int, str, str]]:
    return [(issue.place.line, issue.code, issue.got) for issue in parse_yaml(text.encode(), "f.yml").issues]


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("a: &x 1\nb: 2\nc: *x\n", (3, "yaml-syntax", "an alias stands here.")),
        ("a: 1\nb: !!bool abc\n", (2, "yaml-syntax", "the tag !!bool stands here.")),
        ('a: !!int ""\n', (1, "yaml-syntax", "the tag !!int stands here.")),
        (
            "a: China is #1 in it\n",
            (1, "value-cut", "the value ends before “#1 in it”: after a space, # begins a comment."),
        ),
        (
            'a: 1\nb: "see C:\\data"\n',
            (
                2,
                "yaml-syntax",
                "a backslash stands in a value in double quotes, and what follows it is no escape.",
            ),
        ),
        ('a: 1\nb: "see\nc: 2\n', (2, "yaml-syntax", "a quotation mark opens here and is not closed.")),
        ("a: 2024-02-30\n", (1, "yaml-syntax", "'2024-02-30' cannot be read as a date.")),
        ("a: 1\n\na: 2\n", (3, "duplicate-key", "the key 'a' stands here and on line 1.")),
        ("? [a]\n: b\n", (1, "yaml-syntax", "what stands here is no key.")),
    ],
)
def test_each_slip_is_named_as_what_it_is(text: str, issue: tuple[int, str, str]) -> None:
    assert told(text) == [issue]


@pytest.mark.parametrize("text", ["a: x # a comment\n", "a: 'x #1'\n", "# a comment\n", "a: x#1\n"])
def test_a_comment_is_a_comment(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["[" * 30_000, "[" * 2_000, "[" * 41, "- " * 30_000 + "x", "{a: " * 30_000])
def test_thirty_thousand_brackets_are_one_issue(text: str) -> None:
    assert [got for _, _, got in told(text)] == ["it is nested too deeply."]


def test_one_slip_among_thousands_leaves_the_others_with_their_lines() -> None:
    entry = "- id: C{0}\n  evidence:\n    - exact: words\n"
    text = "".join(entry.format(number) for number in range(3000)) + '- id: "x\n' + entry.format(3000)
    document = parse_yaml(text.encode(), "f.yml")
    assert [issue.place.line for issue in document.issues] == [9001]
    assert (len(document.value), document.value[3000]["id"]) == (3001, "C3000")
    assert document.lines[2999, "evidence", 0, "exact"] == 9000
    assert document.lines[3000, "id"] == 9002
