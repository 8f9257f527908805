"""The look, set once: one palette and one type scale for the book, the figures and the PDF.

Every ink has a contrast of at least 4.5 to 1 on its paper (WCAG 2.2, success criterion 1.4.3);
a test computes it. Colour never carries a meaning alone. The colours stand in `palette.toml`.
"""

import tomllib
from importlib.resources import files

SERIF = "Source Serif 4"
SANS = "Source Sans 3"
CJK = "Noto Sans SC"

#: Every colour by day and by night.
_COLOURS: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("palette.toml").read_text("utf-8"))
LIGHT, DARK = ({name: pair[theme] for name, pair in _COLOURS.items()} for theme in (0, 1))

#: Font sizes in rem, small to large; the third is the body's.
SCALE: tuple[float, ...] = (0.8125, 0.9375, 1.0625, 1.3125, 1.625, 2.125)

#: Widths of a figure in inches, on a page of 720 pixels and on a phone of 360; each figure chooses its heights.
FIGURE_WIDTH = 7.5
NARROW_WIDTH = 3.4
