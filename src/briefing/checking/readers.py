"""What the readers of files, records and quotes report, declared here: they lie on a floor that knows no rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue
from briefing.reading.releases import against_history


def data_readable(material: Material) -> Iterator[Issue]:
    """Every file, record and quote of the data can be read."""
    yield from material.issues


for _code, _meaning in tomllib.loads(files(__package__).joinpath("readers.toml").read_text("utf-8")).items():
    rule(_code, _meaning)(data_readable)


@rule("release-unreadable", "A release file cannot be read.", stage="book")
@rule("release-changed", "A release file is not what it was when it was released.", stage="book")
@rule("release-missing", "A release that git holds is gone.", stage="book")
@rule("release-chain-broken", "A release does not follow the one before it.", stage="book")
def releases_intact(material: Material) -> Iterator[Issue]:
    """What was released is what it was when it was released."""
    yield from material.release_files[1]
    yield from against_history(material.layout)
