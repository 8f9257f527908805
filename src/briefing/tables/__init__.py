"""Records to tables: what a chapter calls to show rows. One function a published table.

Each returns a `Table`, whose `.frame` is the DataFrame and whose caption states the finding.
"""

from briefing.tables.actors import actors
from briefing.tables.answer import bearing_by_theme, claim_matrix, judgement_support, key_judgements
from briefing.tables.claims import claim_ledger, deeds_and_plans, theme_claims, voices
from briefing.tables.confidence import accounts, conflicts, gaps, indicators
from briefing.tables.coverage import coverage, waivers
from briefing.tables.facets import facet_matrix
from briefing.tables.method import articles, codes, edition
from briefing.tables.numbers import glue_numbers, numbers, statements
from briefing.tables.sources import descents, fates, origins, shifts, side_by_side, source_text

__all__ = [
    "accounts",
    "actors",
    "articles",
    "bearing_by_theme",
    "claim_ledger",
    "claim_matrix",
    "codes",
    "conflicts",
    "coverage",
    "deeds_and_plans",
    "descents",
    "edition",
    "facet_matrix",
    "fates",
    "gaps",
    "glue_numbers",
    "indicators",
    "judgement_support",
    "key_judgements",
    "numbers",
    "origins",
    "shifts",
    "side_by_side",
    "source_text",
    "statements",
    "theme_claims",
    "voices",
    "waivers",
]
