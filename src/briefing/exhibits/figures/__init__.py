"""Tables to figures: what a chapter calls to show a picture. One function a published figure.

Each returns a `Chart`: an SVG with real text, a caption that states the finding, a text alternative
computed from the same table, and that table.
"""

from briefing.exhibits.figures.lineage import lineage
from briefing.exhibits.figures.voices import voices

__all__ = ["lineage", "voices"]
