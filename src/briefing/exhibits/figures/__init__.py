"""Tables to figures: what a chapter calls to show a picture. One function a published figure.

Each returns a `Chart`: an SVG with real text, a caption that states the finding, a text alternative
computed from the same table, and that table.
"""

from briefing.exhibits.figures.answer import bearing_by_theme, claim_matrix, judgement_support
from briefing.exhibits.figures.coverage import coverage, voices
from briefing.exhibits.figures.facets import facet_matrix
from briefing.exhibits.figures.network import actor_network
from briefing.exhibits.figures.sources import lineage, strength

__all__ = [
    "actor_network",
    "bearing_by_theme",
    "claim_matrix",
    "coverage",
    "facet_matrix",
    "judgement_support",
    "lineage",
    "strength",
    "voices",
]
