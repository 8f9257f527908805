"""The look, set once: one palette and one type scale for the book, the figures and the PDF.

Every ink has a contrast of at least 4.5 to 1 on its paper (WCAG 2.2, success criterion 1.4.3);
a test computes it. Colour never carries a meaning alone.
"""

SERIF = "Source Serif 4"
SANS = "Source Sans 3"
CJK = "Noto Sans SC"

#: Every colour by day and by night.
_COLOURS = {
    "paper": ("#fffefb", "#161513"),
    "panel": ("#f6f3ec", "#211f1c"),
    "ink": ("#1d1c1a", "#ece8df"),
    "muted": ("#5f5b54", "#aaa499"),
    "rule": ("#d9d4c8", "#423e37"),
    "accent": ("#1a4f8b", "#8fbdf0"),
    "series-1": ("#9a3b12", "#f0a27a"),
    "series-2": ("#1c5f6e", "#7cc4d0"),
    "series-3": ("#6a3d8f", "#c9a6e8"),
    "series-4": ("#5f5b54", "#aaa499"),
    "tint-1": ("#f8e6da", "#42281a"),
    "tint-2": ("#dceeef", "#193438"),
    "tint-3": ("#ece2f4", "#33253f"),
    "tint-4": ("#eceae4", "#2c2a26"),
    "good": ("#1f6b3a", "#86cf9f"),
    "warning": ("#8a5a00", "#e2b45c"),
}
LIGHT, DARK = ({name: pair[theme] for name, pair in _COLOURS.items()} for theme in (0, 1))

#: Font sizes in rem, small to large; the third is the body's.
SCALE: tuple[float, ...] = (0.8125, 0.9375, 1.0625, 1.3125, 1.625, 2.125)

#: Widths of a figure in inches, on a page of 720 pixels and on a phone of 360; each figure chooses its heights.
FIGURE_WIDTH = 7.5
NARROW_WIDTH = 3.4
