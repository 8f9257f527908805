"""The look, set once: one palette and one type scale for the book, the figures and the PDF.

Every ink has a contrast of at least 4.5 to 1 on its paper (WCAG 2.2, success criterion 1.4.3);
a test computes it. Colour never carries a meaning alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SERIF = "Source Serif 4"
SANS = "Source Sans 3"
CJK = "Noto Sans SC"

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#fffefb",
        "panel": "#f6f3ec",
        "ink": "#1d1c1a",
        "muted": "#5f5b54",
        "rule": "#d9d4c8",
        "accent": "#1a4f8b",
        "series-1": "#9a3b12",
        "series-2": "#1c5f6e",
        "series-3": "#6a3d8f",
        "series-4": "#5f5b54",
        "tint-1": "#f8e6da",
        "tint-2": "#dceeef",
        "tint-3": "#ece2f4",
        "tint-4": "#eceae4",
        "good": "#1f6b3a",
        "warning": "#8a5a00",
    }
)

DARK: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#161513",
        "panel": "#211f1c",
        "ink": "#ece8df",
        "muted": "#aaa499",
        "rule": "#423e37",
        "accent": "#8fbdf0",
        "series-1": "#f0a27a",
        "series-2": "#7cc4d0",
        "series-3": "#c9a6e8",
        "series-4": "#aaa499",
        "tint-1": "#42281a",
        "tint-2": "#193438",
        "tint-3": "#33253f",
        "tint-4": "#2c2a26",
        "good": "#86cf9f",
        "warning": "#e2b45c",
    }
)

#: Font sizes in rem, small to large; the third is the body's.
SCALE: tuple[float, ...] = (0.8125, 0.9375, 1.0625, 1.3125, 1.625, 2.125)

#: Widths of a figure in inches, on a page of 720 pixels and on a phone of 360; each figure chooses its heights.
FIGURE_WIDTH = 7.5
NARROW_WIDTH = 3.4


def series(position: int) -> str:
    """Return the palette's name for the colour at `position`, counted from 0; the last one repeats."""
    return f"series-{min(position, 3) + 1}"
