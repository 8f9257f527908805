"""What readers are told, in words: numbers, lists and dates; what a record is called; how many articles make a claim.

An article goes by its publisher. Where one publisher has several, the year is added, and a letter where that is the
same too: `The Gazette (2024a)`. Of one article alone the reach of a claim is `one`, never `all`: nothing corroborates
it. Nothing here is heavy: a command that fails says so in these words.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.model.ledger import Ledger
    from briefing.model.records import Claim
    from briefing.model.sources import Article, Origin

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
#: Who says it when no speaker is named in the words.
OWN_VOICE = "the article itself"
#: Of so many articles English says "both".
PAIR = 2
#: More articles than so many are not named one by one.
NAMED = 3


def number_word(count: int) -> str:
    """Return a count as a word up to twelve, and as digits above; zero is `no`."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"


def plural(count: int, singular: str, several: str | None = None) -> str:
    """Return `one claim`, `two claims`, `13 claims`."""
    return f"{number_word(count)} {singular if count == 1 else several or singular + 's'}"


def counted(count: int, singular: str, several: str | None = None) -> str:
    """Return `1 claim`, `2 claims`, `5,000 claims`: as `plural`, in digits."""
    return f"{count:,} {singular if count == 1 else several or singular + 's'}"


def all_of(count: int, singular: str, several: str | None = None) -> str:
    """Return how a sentence names all of so many: `both claims`, `all three claims`; `the one claim`, `no claims`."""
    words = {1: f"the one {singular}", 2: f"both {several or singular + 's'}"}
    return words.get(count, f"{'all ' if count else ''}{plural(count, singular, several)}")


def listing(items: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`; nothing for no items."""
    if len(items) < 2:  # noqa: PLR2004 - one item needs no "and"
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Return `text` with a capital at the start."""
    return text[:1].upper() + text[1:]


def date_words(day: dt.date | str, language: str = "en") -> str:
    """Return a date in the words of a language: `9 May 2024`; of `2024-05` and `2024` what they say.

    The standard library would name months in the language of the machine.
    """
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 -- heavy, and not every command prints a date

    year, *rest = (day if isinstance(day, str) else day.isoformat()).split("-")
    if not rest:
        return year
    first = dt.date(int(year), int(rest[0]), int(rest[1]) if len(rest) > 1 else 1)
    if len(rest) == 1:
        return str(format_skeleton("yMMMM", first, locale=language))
    return str(format_date(first, "d MMMM y" if language.startswith("en") else "long", locale=language))


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
    editions = defaultdict[tuple[str, str], list[str]](list)
    for name, publisher, year in told:
        editions[same[publisher], year].append(name)
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


class Reach(StrEnum):
    """Where a claim stands, of n articles."""

    ALL = "all"
    SEVERAL = "several"
    ONE = "one"
    NONE = "none"


def reach_of(ledger: Ledger, articles: Collection[str]) -> Reach:
    """Return the reach of what stands in these articles, which are named by their ids."""
    count = len(set(articles))
    if count <= 1:
        return Reach.ONE if count else Reach.NONE
    return Reach.ALL if count == len(ledger.articles) else Reach.SEVERAL


def reach_words(ledger: Ledger, articles: Collection[str]) -> str:
    """Return `in both articles`, `in all 5 articles`, `in 3 of 5 articles`, `in X alone`, `in no article`."""
    distinct, reach = set(articles), reach_of(ledger, articles)
    if reach is Reach.NONE:
        return "in no article"
    if reach is Reach.SEVERAL:
        return f"in {len(distinct)} of {len(ledger.articles)} articles"
    alone = reach is Reach.ONE and len(ledger.articles) > 1
    return f"in {article_name(ledger, min(distinct))} alone" if alone else f"in {every_article(ledger)}"


def every_article(ledger: Ledger) -> str:
    """Return how a sentence names all the articles: `both articles`, `all 5 articles`."""
    count = len(ledger.articles)
    return all_of(count, "article") if 0 < count <= PAIR else f"all {count} articles" if count else "no article"


def by_reach(ledger: Ledger, claims: Iterable[Claim] | None = None) -> dict[Reach, tuple[Claim, ...]]:
    """Return the claims, the standing ones unless others are given, under their reach; every reach has its key."""
    chosen = ledger.standing if claims is None else tuple(claims)
    return {reach: tuple(c for c in chosen if reach_of(ledger, c.articles) is reach) for reach in Reach}


def made_by_one(ledger: Ledger, claims: Iterable[Claim] | None = None) -> dict[str, tuple[Claim, ...]]:
    """Return, under the id of each article in reading order, the claims that no other article makes."""
    alone = by_reach(ledger, claims)[Reach.ONE]
    return {a.id: tuple(c for c in alone if c.articles == (a.id,)) for a in ledger.reading_order}


def spread_words(ledger: Ledger, claims: Iterable[Claim]) -> str:
    """Return where claims stand: `five stand in both articles and ten in The Gazette alone`; nothing of no claims.

    Up to `NAMED` articles that make claims alone are named, more are counted together.
    """
    chosen = tuple(claims)
    grouped, alone = by_reach(ledger, chosen), {a: c for a, c in made_by_one(ledger, chosen).items() if c}
    parts = [(grouped[Reach.ALL], f"in {every_article(ledger)}")]
    parts.append((grouped[Reach.SEVERAL], f"in several of the {len(ledger.articles)} articles"))
    if len(alone) <= NAMED:
        parts += [(made, reach_words(ledger, (article,))) for article, made in alone.items()]
    else:
        parts.append((grouped[Reach.ONE], "in one article alone"))
    parts.append((grouped[Reach.NONE], "in no article"))
    told = [(len(stand), where) for stand, where in parts if stand]
    verb = " stands" if told and told[0][0] == 1 else " stand"
    return listing([f"{number_word(n)}{'' if place else verb} {where}" for place, (n, where) in enumerate(told)])
