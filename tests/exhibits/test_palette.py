"""The palette: every ink can be read on its paper."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from briefing.exhibits import palette

AA = 4.5
THEMES = {"light": palette.LIGHT, "dark": palette.DARK}
#: Whatever is not a ground or a line on it.
INKS = sorted(name for name in palette.LIGHT if name not in {"paper", "panel", "rule"} and not name.startswith("tint-"))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("paper", ["paper", "panel"])
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_can_be_read_on_paper_and_panel(theme: str, paper: str, ink: str) -> None:
    palette: Mapping[str, str] = THEMES[theme]
    assert contrast(palette[ink], palette[paper]) >= AA


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("number", range(1, 5))
def test_every_series_can_be_read_on_its_tint(theme: str, number: int) -> None:
    palette: Mapping[str, str] = THEMES[theme]
    assert contrast(palette[f"series-{number}"], palette[f"tint-{number}"]) >= AA


def test_both_themes_name_the_same_colours() -> None:
    assert set(palette.LIGHT) == set(palette.DARK)
