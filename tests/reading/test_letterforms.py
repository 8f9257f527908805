"""The script of a text, and the languages that are written in it."""

from __future__ import annotations

import pytest

from briefing.reading import letterforms
from briefing.reading.letterforms import is_written_in, likely_language, script_of

CHINESE = "中国公司在产品中使用OpenAI的ChatGPT模型，而这些公司没有说明。"


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        ("The bridge over the Lune 中国", "Latin", ""),
        (CHINESE, "Han", "zh"),
        ("橋は春まで閉鎖されています。", "Hiragana", "ja"),
        ("Мост закрыт до весны (AB-4).", "Cyrillic", "ru"),
        ("الجسر مغلق حتى الربيع", "Arabic", "ar"),
        ("다리는 봄까지 닫혀 있다", "Hangul", "ko"),
        ("3.5 %", "", ""),
    ],
)
def test_the_script_of_a_text_is_that_of_most_of_its_letters(text: str, script: str, language: str) -> None:
    assert (script_of(text), likely_language(text)) == (script, language)
    assert all(is_written_in(text, tag) for tag in [language] if tag)


@pytest.mark.parametrize(
    ("tag", "fits"), [("zh", True), ("zh-Hant", True), ("ja", True), ("en", False), ("ar", False), ("am", True)]
)
def test_a_text_is_in_a_language_of_its_script(tag: str, fits: bool) -> None:  # noqa: FBT001
    assert is_written_in(CHINESE, tag) == fits


def test_the_characters_that_no_font_is_asked_for_have_a_form() -> None:
    common = letterforms.COMMON
    assert common == common & letterforms._held(max(letterforms.FOLDER.glob("*.ttf")))
