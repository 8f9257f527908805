"""Tables to figures: what a chapter calls to show a picture. One function a published figure.

Each returns a `Chart`: an SVG with real text, drawn for a page and for a phone, a caption that states the finding, a
text alternative computed from the same table, and that table.
"""

from briefing.exhibits.figures.changes_made import changes_made
from briefing.exhibits.figures.dependence_map import dependence_map
from briefing.exhibits.figures.lineage import lineage
from briefing.exhibits.figures.stress import stress
from briefing.exhibits.figures.voices import voices

__all__ = ["changes_made", "dependence_map", "lineage", "stress", "voices"]
