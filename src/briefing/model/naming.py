"""What readers are told a record is called: an article, an origin, an actor, and who says something.

An article goes by its publisher. Where one publisher has several, the year is added, and a letter where that is the
same too: `The Gazette (2024a)`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from string import ascii_lowercase

from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin

#: Who says it when no speaker is named in the words.
OWN_VOICE = "the article itself"


def article_name(ledger: Ledger, article: str) -> str:
    """Return the shortest name of an article that no other article has; an unknown id names itself."""
    return _names_of(ledger.reading_order)[0].get(article, article)


def dated_name(ledger: Ledger, article: str) -> str:
    """Return publisher and year of an article, `Gazette (2024)` or `Gazette (undated)`, for beside a quote."""
    return _names_of(ledger.reading_order)[1].get(article, article)


def origin_name(ledger: Ledger, origin: str) -> str:
    """Return the name of an origin, or of the article that is its own origin."""
    return _names_of(ledger.origins)[0].get(origin) or article_name(ledger, origin)


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


def _names_of(records: Iterable[Article | Origin]) -> tuple[dict[str, str], dict[str, str]]:
    return _names(tuple((r.id, r.publisher, str(r.published.year) if r.published else "undated") for r in records))


@lru_cache(maxsize=16)
def _names(publications: tuple[tuple[str, str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the short names and the dated names of publications (id, publisher, year) by id; both tell all apart."""
    editions, publishers = defaultdict(list), Counter(_same(publisher) for _, publisher, _ in publications)
    for name, publisher, year in publications:
        editions[_same(publisher), year].append(name)
    dated = {
        name: f"{publisher} ({year}{_letter(name, year, editions[_same(publisher), year])})"
        for name, publisher, year in publications
    }
    short = {p[0]: p[1] if publishers[_same(p[1])] == 1 else dated[p[0]] for p in publications}
    return _apart(short), _apart(dated)


def _same(publisher: str) -> str:
    return " ".join(publisher.casefold().split())


def _letter(name: str, year: str, same: list[str]) -> str:
    """Return the letter that tells publications of one publisher and year apart; more than 26 are numbered."""
    position = same.index(name)
    letter = ascii_lowercase[position] if len(same) <= len(ascii_lowercase) else f"-{position + 1}"
    return "" if len(same) == 1 else f" {letter}" if year == "undated" else letter


def _apart(names: dict[str, str]) -> dict[str, str]:
    """Add the id to names that are the same all the same, as where a publisher is called `The Gazette (2024)`."""
    times = Counter(names.values())
    return {key: f"{name} ({key})" if times[name] > 1 else name for key, name in names.items()}
