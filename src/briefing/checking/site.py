"""Rules for the addresses that readers hold: of the site."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue
from briefing.reading.settings import check_settings


@rule("site-address", "The site's address is not one, or is given twice.", stage="book")
def site_has_one_address(material: Material) -> Iterator[Issue]:
    """The site has at most one address, and it is one."""
    yield from check_settings(material.layout)
