"""Records to tables: what a chapter calls to show rows. One function a published table.

Each returns a `Table`, whose `.frame` is the DataFrame and whose caption states the finding.
"""

from briefing.exhibits.tables.actors import actors
from briefing.exhibits.tables.agreement import agreement, settlements
from briefing.exhibits.tables.answer import bearing_by_theme, claim_matrix, judgement_support, key_judgements
from briefing.exhibits.tables.changes import changes_since, corrections, latest_changes, release_history
from briefing.exhibits.tables.claims import claim_ledger, deeds_and_plans, theme_claims, voices
from briefing.exhibits.tables.confidence import accounts, conflicts, gaps, indicators
from briefing.exhibits.tables.coverage import coverage, waivers
from briefing.exhibits.tables.dependence_map import dependence_map
from briefing.exhibits.tables.facets import facet_matrix
from briefing.exhibits.tables.method import articles, codes, edition
from briefing.exhibits.tables.numbers import glue_numbers, numbers, statements
from briefing.exhibits.tables.profile import profile
from briefing.exhibits.tables.sources import descents, fates, origins, shifts, side_by_side, source_text
from briefing.exhibits.tables.stress import stress

__all__ = [
    "accounts",
    "actors",
    "agreement",
    "articles",
    "bearing_by_theme",
    "changes_since",
    "claim_ledger",
    "claim_matrix",
    "codes",
    "conflicts",
    "corrections",
    "coverage",
    "deeds_and_plans",
    "dependence_map",
    "descents",
    "edition",
    "facet_matrix",
    "fates",
    "gaps",
    "glue_numbers",
    "indicators",
    "judgement_support",
    "key_judgements",
    "latest_changes",
    "numbers",
    "origins",
    "profile",
    "release_history",
    "settlements",
    "shifts",
    "side_by_side",
    "source_text",
    "statements",
    "stress",
    "theme_claims",
    "voices",
    "waivers",
]
