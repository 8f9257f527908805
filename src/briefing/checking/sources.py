"""What must be true of articles and origins: who they are, when they are of, and what they go back to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from briefing.checking.context import Material, about, reached
from briefing.checking.quotations import says_word
from briefing.checking.registry import rule
from briefing.checking.repeats import repeated
from briefing.model.base import Issue
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.reading.languages import whole_words
from briefing.reading.normalisation import normalise
from briefing.reading.scripts import is_written_in, likely_language, script_of
from briefing.reading.validation import nearest

LOOKED_FOR = frozenset({"observed", "not-observed"})  # words of the vocabulary `indicator_state` that rules read
FIRST_PRINT = 1450  # year
_SHORT = 3  # letters of a word that is as often another's
_TITLE = 2  # a title of no more words may be said of anything


@rule("date-impossible", "A date lies in the future, or before anything was printed.")
def dates_possible(material: Material) -> Iterator[Issue]:
    """No article was published, taken or read on a day that has not come, or before there was print."""
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)  # it may be tomorrow already where they are
    for _, record in material.ledger.records():
        for name in ("published", "taken", "as_of"):
            day = getattr(record, name, None)
            if isinstance(day, dt.date) and not dt.date(FIRST_PRINT, 1, 1) <= day <= tomorrow:
                yield about(record, "date-impossible", f"{name} is {day.isoformat()}.", "Mend the date.")
    sources: dict[str, Article | Origin] = {**material.ledger.origin_by_id, **material.ledger.article_by_id}
    for article in material.ledger.articles:
        parents = [name for name in article.parents if name in sources]
        pairs = [(f"its parent {name}", sources[name].published, article.published) for name in parents]
        for what, first, second in (*pairs, ("it", article.published, article.taken)):
            if first and second and _is_after(first, second):
                got = f"{what} was published on {first.isoformat()}, after {second.isoformat()}."
                yield about(article, "date-impossible", got, "Mend one of the two dates.")


def _is_after(first: dt.date, second: dt.date) -> bool:
    """Whether a day is after another, as far as both are known: a month is after no day of its own."""
    one, two = first.isoformat(), second.isoformat()
    return one[: len(two)] > two[: len(one)]


@rule("source-unlike", "The title or publisher of an article stands neither in its text nor in its address.")
@rule("state-undated", "An indicator was looked for, and it is not said up to which day.")
def sources_like_their_texts(material: Material) -> Iterator[Issue]:
    """A title and a publisher, or most of their words, stand in text or address; else `about` names them."""
    for article in material.ledger.articles:
        held = _plain(f"{article.text} {re.sub('[/.-]', ' ', article.url)}")
        for name, part in (("title", 2), ("publisher", 3)):
            value = _plain(getattr(article, name))
            words = [says_word(held, word) for word in re.findall(r"\w+", value) if len(word) > _SHORT]
            enough = part * sum(words) >= len(words) > 0 or "".join(value.split()) in "".join(held.split())
            if not enough and value not in _plain(article.about or ""):
                got = f"its {name} is {getattr(article, name)!r}, which neither its text nor its address has."
                mend = "Write it as the text has it, or say in `about` how it is known, naming it."
                yield about(article, "source-unlike", got, mend)
    for indicator in material.ledger.standing_of("indicators"):
        if indicator.state in LOOKED_FOR and not indicator.as_of:
            yield about(indicator, "state-undated", f"its state is {indicator.state!r}.", "Give the day in `as_of`.")


@rule("origin-unknown", "An article derives from an origin that is not listed.")
@rule("origin-unused", "An origin is listed that no article derives from.")
@rule("descent-cycle", "An article derives from itself, at once or through others.")
def origins_known(material: Material) -> Iterator[Issue]:
    """What an article derives from is an origin (or a held article), and no origin stands for nothing."""
    ledger = material.ledger
    known = [*ledger.origin_by_id, *ledger.article_by_id]
    used = {origin for article in ledger.articles for origin in article.parents}
    for article in ledger.articles:
        for origin in article.parents:
            if origin not in known and origin not in material.unread_ids:
                got = f"origin {origin!r} is not known.{nearest(origin, known)}"
                yield about(article, "origin-unknown", got, "Add it to data/origins.yml.")
        if article.id in reached(article.parents, lambda name: getattr(ledger.article_by_id.get(name), "parents", ())):
            got = f"what it derives from ({', '.join(article.parents)}) goes back to the article itself."
            yield about(article, "descent-cycle", got, "Name in `derives_from` only what came before it.")
    for record in ledger.origins:
        if record.id not in used and not material.reading.articles_left_out:
            mend = "Name it in the article's `derives_from`, or remove it."
            yield about(record, "origin-unused", "no article derives from it.", mend)


@rule(
    "descent-unclear", "An article's descent, or that it has none, lacks its ground, or names a choice of one parent."
)
@rule("origin-text-unclear", "An origin's text is said to be held, and no article holds it, or the other way round.")
def descent_grounded(material: Material) -> Iterator[Issue]:
    """What an article goes back to, or that it reports for itself, has its ground; an origin is held where its text is.

    Confidence is capped by these: independence that is not shown, and a text that nobody can read, would raise it.
    """
    originals = {origin.held_as for origin in material.ledger.origins}
    for article in material.ledger.articles:
        lacks = [name for name in ("derives_certainty", "derives_basis") if not getattr(article, name)]
        if article.parents and lacks:
            yield about(article, "descent-unclear", f"it lacks {' and '.join(lacks)}.", "Say how sure it is, and why.")
        elif not article.parents and article.derives_certainty:
            got = "it says how sure its descent is, and names no parent."
            yield about(article, "descent-unclear", got, "Name the parent in `derives_from`, or take this out.")
        elif not article.parents and not article.derives_basis and article.id not in originals:
            got = "it names no parent, and no ground for being an origin of its own."
            mend = (
                "Name what it may go back to in `may_derive_from`; if it reports for itself, `derives_basis` says so."
            )
            yield about(article, "descent-unclear", got, mend)
        if unsaid := _unsaid(article, material.ledger):
            mend = "Name what it goes back to, or say in `derives_basis` why it names it."
            yield about(article, "descent-unclear", f"its text names {unsaid}, to which it does not go back.", mend)
        if len(article.may_derive_from) == 1:
            mend = "Name the others, or move it to `derives_from` with what is known of it."
            yield about(article, "descent-unclear", "may_derive_from names one parent, and so no choice.", mend)
    for origin in material.ledger.origins:
        unknown = bool(origin.held_as) and origin.held_as not in {*material.ledger.article_by_id, *material.unread_ids}
        if unknown or origin.held != bool(origin.held_as):
            held_as = f"is {origin.held_as!r}" if origin.held_as else "is empty"
            got = f"held is {str(origin.held).lower()}, and held_as {held_as}{', which is no article' * unknown}."
            mend = "Name in held_as the article of data/articles that is its text; without one, held is false."
            yield about(origin, "origin-text-unclear", got, mend)
        elif (text := material.ledger.article_by_id.get(origin.held_as or "")) and (differs := _other(origin, text)):
            mend = "A retelling is not the text: name the article that is the text itself, or set held to false."
            yield about(origin, "origin-text-unclear", f"{text.id} is said to hold its text, and {differs}.", mend)


def _unsaid(article: Article, ledger: Ledger) -> str:
    """Return the title or publisher of other publications that an article names, and goes back to none of them.

    Why it names a publisher, its basis may say; whose title it names, it goes back to.
    """
    parents = reached(article.parents, lambda name: getattr(ledger.article_by_id.get(name), "parents", ()))
    others = [o for o in ledger.origins if o.held_as != article.id] + [a for a in ledger.articles if a is not article]
    titles = [other.title for other in others if len(other.title.split()) > _TITLE]
    publishers = [other.publisher for other in others if other.publisher not in (article.derives_basis or "")]
    text, own = normalise(article.text).text, (article.title, article.publisher)
    folded = text.casefold()
    for name in dict.fromkeys([*titles, *publishers]):
        named = name.casefold() in folded and name not in own and whole_words([name]).search(text)
        if named and parents.isdisjoint(other.id for other in others if name in (other.title, other.publisher)):
            return f"“{name}”"
    return ""


def _other(origin: Origin, text: Article) -> str:
    """Return why an article cannot be the text of an origin; a copy of it stands at the address of the origin."""
    if origin.id in text.parents:
        return "it derives from it"
    if _plain(origin.publisher) != _plain(text.publisher) and origin.url != text.url:
        return f"its publisher is {text.publisher}, and it stands at another address"
    dates = [day for day in (origin.published, text.published) if day]
    return "it is of another date" if len(dates) > 1 and (_is_after(*dates) or _is_after(*dates[::-1])) else ""


@rule(
    "duplicate-publication",
    "Two articles or origins are one: one address, or publisher and date without two titles and bases.",
)
def publications_differ(material: Material) -> Iterator[Issue]:
    """No article and no origin stands twice under two ids: two are not two sources then."""
    ledger = material.ledger
    held = {origin.held_as for origin in ledger.origins}
    texts = tuple(article for article in ledger.articles if article.id not in held)  # not those of a held origin
    groups: tuple[tuple[Article | Origin, ...], ...] = (ledger.articles, (*texts, *ledger.origins))
    told = set[tuple[str, str]]()
    for group in groups:
        addresses = [(p, p.url.partition("#")[0].rstrip("/").casefold()) for p in group if p.url]
        titled = [(p, (_plain(p.publisher), _plain(p.title), p.published)) for p in group]
        dated = [(p, (_plain(p.publisher), p.published)) for p in group if isinstance(p, Origin)]
        alike = (pair for pair in repeated(dated) if len({p.basis for p in pair if p.basis}) < len(pair))
        for one, other in (*repeated(addresses), *repeated(titled), *alike):
            if (one.id, other.id) not in told:
                told.add((one.id, other.id))
                got = (
                    f"{other.id} at {other.place} has this address, or this publisher and date with its title or basis."
                )
                yield about(one, "duplicate-publication", got, "Keep one of the two, or mend what tells them apart.")


def _plain(text: str) -> str:
    return normalise(text).text.casefold().strip()


@rule("language-unlike", "An article is said to be in a language that is not written in its letters.")
@rule("language-unknown", "The language of an article is no BCP 47 tag of a known language.")
def languages_known(material: Material) -> Iterator[Issue]:
    """The language of each article is one that browsers and the PDF know, and is written in its letters."""
    for article in material.ledger.articles:
        if not is_language(article.language):
            mend = "Write a tag such as en, en-GB or zh."
            yield about(article, "language-unknown", f"language is {article.language!r}.", mend)
        elif not is_written_in(article.text, article.language):
            likely = likely_language(article.text) or "en"
            got = f"language is {article.language!r}, and its text is written in {script_of(article.text)} letters."
            yield about(article, "language-unlike", got, f"Write `language: {likely}`, or the one that it is in.")


def is_language(value: object) -> bool:
    """Whether a value is a BCP 47 tag of a known language."""
    from babel import Locale, UnknownLocaleError

    try:
        return isinstance(value, str) and bool(Locale.parse(value, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False
