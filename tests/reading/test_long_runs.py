"""A pattern that runs over a whole text reads a run of one character once, and not again from each of its places."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import regex

from briefing.reading import normalisation
from briefing.reading.boundaries import _wholes
from briefing.reading.languages import language_of
from briefing.reading.letterforms import _MIXED

SIGNS = regex.findall(r"[\p{Sc}+\-−–]", "".join(map(chr, range(sys.maxunicode + 1))))
NUMBERS = [*SIGNS, "1", "٣", "1.", "1,", "1.,", "1٫", "1٬", "1-", "-1", "$1", ".", ",", "1,.$"]
WORDS = ["a", "é", "模", "ж", "\u0301", "a\u0301", "Ⅳ", "a-", "a ", "μ"]


def _looked_at(pattern: regex.Pattern[str], text: str) -> int:
    """Return how many characters up to the end of a text are looked at in search of a match, from every place."""
    found = (pattern.match(text, place, partial=True) for place in range(len(text)))
    return sum(len(match[0]) for match in found if match)


@pytest.mark.parametrize(
    ("pattern", "runs"),
    [
        *((_wholes(language_of(tag).numbers, language_of(tag).units)[1], NUMBERS) for tag in ("en", "zh", "ar")),
        (_MIXED, WORDS),
    ],
    ids=["en", "zh", "ar", "mixed"],
)
def test_twice_as_long_a_run_is_twice_as_much_to_look_at(pattern: regex.Pattern[str], runs: list[str]) -> None:
    work = {run: [_looked_at(pattern, run * times) for times in (40, 80)] for run in runs}
    assert any(sum(of) for of in work.values())
    assert {run: of for run, of in work.items() if of[1] > 2 * of[0] + 9 * len(run)} == {}


@pytest.mark.parametrize("way", [lambda text: normalisation.normalise(text).text, normalisation.repaired])
def test_no_more_marks_than_a_letter_has_are_put_in_order(
    monkeypatch: pytest.MonkeyPatch, way: Callable[[str], str]
) -> None:
    handed = []

    def ordered(form: str, text: str) -> str:
        handed.append(len(text))
        return unicodedata.normalize(form, text)

    monkeypatch.setattr(normalisation, "unicodedata", SimpleNamespace(normalize=ordered))
    assert way("e\u0301 e\u0327\u0301") == "é ȩ\u0301"
    many = "e" + "\u0301\u0327" * 1_000
    assert way(many) == many
    assert max(handed) <= 31
