"""What is wrong with the addresses that readers hold."""

from __future__ import annotations

LANGUAGE = "    language: en"
BROKEN = {
    "site-address": ("_config.yml", LANGUAGE, f"{LANGUAGE}\n    briefing_site_url: example.org", "_config.yml"),
    "release-missing": ("data/releases/1.0.0.json", None, "", ""),
}
