"""What stands right outside a quote and changes what it says."""

from __future__ import annotations

import pytest

from briefing.model.base import Span
from briefing.reading.boundaries import left_out


def words(text: str, exact: str, language: str = "en") -> list[str]:
    start = text.index(exact)
    return [word for _, _, words in left_out(text, Span(start, start + len(exact)), language) for word in words]


@pytest.mark.parametrize(
    ("text", "exact", "left"),
    [
        ("Firms are not permitted to use it.", "permitted to use it", ["not"]),
        ("Firms can’t be permitted to use it.", "permitted to use it", ["can't"]),
        ("Their models lag behind in many areas.", "Their models lag behind", ["many"]),
        ("Firms may rely on it.", "rely on it", ["may"]),
        ("Firms reportedly rely on it.", "rely on it", ["reportedly"]),
        ("Firms, reportedly, rely on it.", "rely on it", ["reportedly"]),
        ("Firms do not, he said, rely on it.", "rely on it", ["not"]),
        ("Access is limited, but not blocked.", "Access is limited", ["not"]),
        ("It is not true that firms rely on it.", "firms rely on it", ["not"]),
        ("Firms did not “rely on it” then.", "rely on it", ["not"]),
        ("About 40 firms rely on it.", "firms rely on it", ["40"]),
        ("Firms rely on it only in\nShanghai.", "Firms rely on it", ["only"]),
        ("Firms rely on it. They do not say so.", "Firms rely on it", []),
        ("Firms rely on it, as many people in the trade have long known.", "Firms rely on it", []),
        ("Few labs build, but firms rely on it.", "firms rely on it", []),
        ("Firms rely on it and some deny it.", "Firms rely on it", []),
        ("In 2023 firms rely on GPT-4 here.", "firms rely on", []),
        ("Firms rely on it (though not much).", "Firms rely on it", ["not", "much"]),
        ("Firms rely on it – but not much.", "Firms rely on it", ["not", "much"]),
        ("Do the firms rely on it?", "the firms rely on it", ["?"]),
        ("The non Chinese firms rely on it.", "Chinese firms rely on it", ["non"]),
        ("Not all firms rely on it.", "Not all firms rely on it", []),
        ("It is false: firms rely on it.", "firms rely on it", ["false"]),
        ("He never said: “Firms rely on it.”", "Firms rely on it", ["never"]),
        ("One in five firms relies on it.", "firms relies on it", ["One in", "five"]),
        ("In theory, firms rely on it.", "firms rely on it", ["In theory"]),
        ("Firms dont rely on it.", "rely on it", ["dont"]),
        ("Firms rely on it less.", "Firms rely on it", ["less"]),
    ],
)
def test_a_qualifier_in_the_same_clause_is_named(text: str, exact: str, left: list[str]) -> None:
    assert words(text, exact) == left


def test_a_question_is_asked_in_every_language() -> None:
    assert words("中国依赖它吗？", "中国依赖它", "zh") == ["?"]


def test_words_of_a_script_without_blanks_are_found_within_what_stands_outside() -> None:
    assert words("中国并不依赖美国的技术。", "依赖美国的技术", "zh") == ["不"]
    assert words("我们没有使用它。", "使用它", "zh") == ["没有"]
    assert words("如果桥关闭，公司可能会受影响。", "公司", "zh") == ["如果", "可能"]
    assert words("الشركات لا تعتمد عليها.", "تعتمد عليها", "ar") == ["لا"]


def test_a_language_without_lists_has_no_qualifiers() -> None:
    assert words("Firms are not permitted to use it.", "permitted to use it", "xx") == []


@pytest.mark.parametrize(
    ("text", "exact", "found"),
    [
        ("The report, which the council rejects as false, says that walkers cross.", "walkers cross", "rejects"),
        ("Walkers do anything but cross it.", "cross it", "anything but"),
        ("Walkers did n't cross it.", "cross it", "n't"),
        ("Walkers didn ’t cross it.", "cross it", "didn"),
        ("Walkers don&#39;t cross it.", "cross it", "don't"),
        ("Walkers cross it [sic] [not].", "Walkers cross it", "not"),
        ("Fake: walkers cross it.", "walkers cross it", "Fake"),
        ("The would-be owner crosses it.", "owner crosses it", "would-be"),
    ],
)
def test_denials_in_other_forms_are_found(text: str, exact: str, found: str) -> None:
    assert found in words(text, exact)
