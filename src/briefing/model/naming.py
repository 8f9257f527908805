"""What readers are told a record is called: an article, an origin, an actor, and who says something.

An article goes by its publisher. Where one publisher has several, the year is added, and a letter where that is the
same too: `The Gazette (2024a)`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from briefing.model.base import grouped
from briefing.model.sources import Article, Origin

if TYPE_CHECKING:
    from briefing.model.ledger import Ledger

#: Who says it when no speaker is named in the words.
OWN_VOICE = "the article itself"


def article_name(ledger: Ledger, article: str) -> str:
    """Return the shortest name of an article that no other article has; an unknown id names itself."""
    return ledger.article_names[0].get(article, article)


def dated_name(ledger: Ledger, article: str) -> str:
    """Return publisher and year of an article, `Gazette (2024)` or `Gazette (undated)`, for beside a quote."""
    return ledger.article_names[1].get(article, article)


def origin_name(ledger: Ledger, origin: str) -> str:
    """Return the name of an origin, or of the article that is its own origin."""
    return ledger.origin_names[0].get(origin) or article_name(ledger, origin)


def actor_name(ledger: Ledger, actor: str) -> str:
    """Return an actor as the book prints it; an unknown id names itself."""
    known = ledger.actor_by_id.get(actor)
    return known.name if known else actor


def voice_name(ledger: Ledger, voice: Sequence[str]) -> str:
    """Return who says so, nearest first: `the survey, quoted by The Gazette`; an empty voice is the article's own.

    A speaker is an actor or an origin.
    """
    names = [origin_name(ledger, v) if v in ledger.origin_by_id else actor_name(ledger, v) for v in voice]
    return ", quoted by ".join(names) or OWN_VOICE


def record_name(ledger: Ledger, name: str) -> str:
    """Return what a reference to a record prints: its id, `C04`; of an actor, article or origin its name."""
    by_kind = {"actor": actor_name, "article": article_name, "origin": origin_name}
    kind = ledger.kind_by_id.get(name)
    return by_kind[kind.noun](ledger, name) if kind and kind.noun in by_kind else name


def in_id_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Return lettered ids by their number, each once: C09 before C10 before C100."""
    return tuple(sorted(set(ids), key=lambda name: (name[0], int(name[1:]))))


def told_apart(records: Iterable[Article | Origin]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the short names and the dated names of publications, by their ids; no two of either are the same."""
    told = [(r.id, r.publisher, str(r.published.year) if r.published else "undated") for r in records]
    same = {publisher: " ".join(publisher.casefold().split()) for _, publisher, _ in told}
    publishers = Counter(same[publisher] for _, publisher, _ in told)
    editions = grouped(((same[publisher], year), name) for name, publisher, year in told)
    dated, short = dict[str, str](), dict[str, str]()
    for name, publisher, year in told:
        others, letter = editions[same[publisher], year], ""
        if len(others) > 1:  # more than there are letters are numbered
            place = others.index(name)
            letter = ascii_lowercase[place] if len(others) <= len(ascii_lowercase) else f"-{place + 1}"
            letter = f" {letter}" if year == "undated" else letter
        dated[name] = f"{publisher} ({year}{letter})"
        short[name] = publisher if publishers[same[publisher]] == 1 else dated[name]
    return _apart(short), _apart(dated)


def _apart(names: dict[str, str]) -> dict[str, str]:
    """Add the id to names that are the same all the same, as where a publisher is called `The Gazette (2024)`."""
    times = Counter(names.values())
    return {key: f"{name} ({key})" if times[name] > 1 else name for key, name in names.items()}
