"""An article made ready for reading: its text as it is compared, and its lines."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.model.sources import Article
from briefing.reading.normalisation import Normalised, normalise
from briefing.reading.text import Lines


@dataclass(frozen=True, slots=True)
class Page:
    """An article made ready for searching, once for all its quotes."""

    article: Article
    normalised: Normalised
    lines: Lines

    @classmethod
    def of(cls, article: Article) -> Page:
        return cls(article, normalise(article.text), Lines(article.text))
