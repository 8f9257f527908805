"""What is wrong with the addresses that readers hold."""

from __future__ import annotations

BROKEN = {
    "site-address": ("_config.yml", "    language: en", "    language: en\n    briefing_site_url: example.org", "_config.yml"),
}  # fmt: skip
