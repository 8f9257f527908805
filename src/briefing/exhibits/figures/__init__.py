"""Tables to figures: what a chapter calls to show a picture. One function a published figure, declared by `@figure`.

Each returns a `Chart`: an SVG with real text, drawn for a page and for a phone, a caption that states the finding, a
text alternative computed from the same table, and that table.
"""

from briefing.exhibits.registry import FIGURES, Exhibit, find, load

load(__name__, __path__)
globals().update(FIGURES)  # a figure may be called as its module is


def __getattr__(name: str) -> Exhibit:
    return find(FIGURES, name)
