"""The language of an article that is added, as far as its letters tell it."""

from __future__ import annotations

import pytest

from briefing.intake.proposals import propose_sidecar

KNOWN = {"title": "T", "publisher": "P", "url": "https://example.org/a"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("桥关闭到春天。", "\nlanguage: zh"), ("Мост закрыт.", "\nlanguage: ru"), ("It is closed.", "\n# language: en")],
)
def test_a_sidecar_proposes_the_language_of_its_letters(text: str, line: str) -> None:
    assert line in propose_sidecar(text, text.encode(), KNOWN)
