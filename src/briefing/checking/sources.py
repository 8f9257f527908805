"""What must be true of articles and origins: who they are, when they are of, and what they go back to."""

import datetime as dt
import re
from collections.abc import Iterator

from briefing.checking.quotations import says_word
from briefing.checking.rules import Material, about, repeated, rule
from briefing.model.base import Issue, reached
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.reading.languages import whole_words
from briefing.reading.letterforms import is_written_in, likely_language, script_of
from briefing.reading.normalisation import normalise

LOOKED_FOR = frozenset({"observed", "not-observed"})  # words of the vocabulary `indicator_state` that rules read
FIRST_PRINT = dt.date(1450, 1, 1)
_SHORT = 3  # letters of a word that is as often another's
_TITLE = 2  # a title of no more words may be said of anything


@rule("date-impossible", "A date lies in the future, or before anything was printed.")
@rule("state-undated", "An indicator was looked for, and it is not said up to which day.")
def dates_possible(material: Material) -> Iterator[Issue]:
    ledger = material.ledger
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)  # it may be tomorrow already where they are
    for _, record in ledger.records():
        for name in ("published", "taken", "as_of"):
            day = getattr(record, name, None)
            if isinstance(day, dt.date) and not FIRST_PRINT <= day <= tomorrow:
                when = "a day still to come" if day > tomorrow else "before anything was printed"
                yield about(record, "date-impossible", f"{name} is {day.isoformat()}, {when}.", "Mend the date.")
    sources: dict[str, Article | Origin] = {**ledger.origin_by_id, **ledger.article_by_id}
    for article in ledger.articles:
        parents = [sources[name] for name in article.parents if name in sources]
        pairs = [(f"its parent {parent.id}", parent.published, article.published) for parent in parents]
        for what, first, second in (*pairs, ("it", article.published, article.taken)):
            if first and second and _is_after(first, second):
                got = f"{what} was published on {first.isoformat()}, after {second.isoformat()}."
                yield about(article, "date-impossible", got, "Mend one of the two dates.")
    for indicator in ledger.standing_of("indicators"):
        if indicator.state in LOOKED_FOR and not indicator.as_of:
            yield about(indicator, "state-undated", f"its state is {indicator.state!r}.", "Give the day in `as_of`.")


def _is_after(first: dt.date, second: dt.date) -> bool:
    """Whether a day is after another, as far as both are known: a month is after no day of its own."""
    one, two = first.isoformat(), second.isoformat()
    return one[: len(two)] > two[: len(one)]


@rule("source-unlike", "The title or publisher of an article stands neither in its text nor in its address.")
@rule("language-unlike", "An article is said to be in a language that is not written in its letters.")
@rule("language-unknown", "The language of an article is no BCP 47 tag of a known language.")
def sources_like_their_texts(material: Material) -> Iterator[Issue]:
    """Most words of a title and of a publisher stand in text or address, or `about` names them."""
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
        told = f"language is {article.language!r}"
        if not is_language(article.language):
            yield about(article, "language-unknown", f"{told}.", "Write a tag such as en, en-GB or zh.")
        elif not is_written_in(article.text, article.language):
            got = f"{told}, and its text is written in {script_of(article.text)} letters."
            mend = f"Write `language: {likely_language(article.text) or 'en'}`, or the one that it is in."
            yield about(article, "language-unlike", got, mend)


def is_language(value: object) -> bool:
    """Whether a value is a BCP 47 tag of a known language."""
    from babel import Locale, UnknownLocaleError

    try:
        return isinstance(value, str) and bool(Locale.parse(value, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


def _plain(text: str) -> str:
    return normalise(text).text.casefold().strip()


@rule("descent-cycle", "An article derives from itself, at once or through others.")
@rule("descent-unclear", "An article's descent, or that it has none, lacks its ground, or is a choice of one parent.")
def descents_grounded(material: Material) -> Iterator[Issue]:
    """Confidence is capped by this: independence that is not shown would raise it."""
    ledger = material.ledger
    for article in ledger.articles:
        above = reached(article.parents, lambda name: getattr(ledger.article_by_id.get(name), "parents", ()))
        if article.id in above:
            got = f"what it derives from ({', '.join(article.parents)}) goes back to the article itself."
            yield about(article, "descent-cycle", got, "Name in `derives_from` only what came before it.")
        for got, mend in _unclear(article, above, ledger):
            yield about(article, "descent-unclear", got, mend)


def _unclear(article: Article, above: set[str], ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield what is not said of a descent, and how it is mended; `above` is all that the article goes back to.

    Why it names a publisher that it does not go back to, its basis may say; whose title it names, it goes back to.
    """
    lacks = [name for name in ("derives_certainty", "derives_basis") if not getattr(article, name)]
    if article.parents and lacks:
        yield f"it lacks {' and '.join(lacks)}.", "Say how sure it is, and why."
    elif not article.parents and article.derives_certainty:
        mend = "Name the parent in `derives_from`, or take this out."
        yield "it says how sure its descent is, and names no parent.", mend
    elif not article.parents and not article.derives_basis and article.id not in {o.held_as for o in ledger.origins}:
        mend = "Name what it may go back to in `may_derive_from`; if it reports for itself, `derives_basis` says so."
        yield "it names no parent, and no ground for being an origin of its own.", mend
    if len(article.may_derive_from) == 1:
        mend = "Name the others, or move it to `derives_from` with what is known of it."
        yield "may_derive_from names one parent, and so no choice.", mend
    others = [o for o in ledger.origins if o.held_as != article.id] + [a for a in ledger.articles if a is not article]
    names = [other.title for other in others if len(other.title.split()) > _TITLE]
    names += [other.publisher for other in others if other.publisher not in (article.derives_basis or "")]
    names = [name for name in dict.fromkeys(names) if name not in (article.title, article.publisher)]
    text = normalise(article.text).text
    folded = text.casefold()
    said = (name for name in names if name.casefold() in folded and whole_words([name]).search(text))
    unsaid = (name for name in said if above.isdisjoint(o.id for o in others if name in (o.title, o.publisher)))
    if found := next(unsaid, ""):
        mend = "Name what it goes back to, or say in `derives_basis` why it names it."
        yield f"its text names “{found}”, to which it does not go back.", mend


@rule("origin-text-unclear", "An origin's text is said to be held, and no article holds it, or the other way round.")
def texts_of_origins_held(material: Material) -> Iterator[Issue]:
    """An origin is held where its text is: a text that nobody can read would raise confidence."""
    articles = material.ledger.article_by_id
    for origin in material.ledger.origins:
        text = articles.get(origin.held_as or "")
        unknown = bool(origin.held_as) and not text and origin.held_as not in material.unread_ids
        if unknown or origin.held != bool(origin.held_as):
            held_as = f"is {origin.held_as!r}" if origin.held_as else "is empty"
            got = f"held is {str(origin.held).lower()}, and held_as {held_as}{', which is no article' * unknown}."
            mend = "Name in held_as the article of data/articles that is its text; without one, held is false."
            yield about(origin, "origin-text-unclear", got, mend)
        elif text and (differs := _differs(origin, text)):
            mend = "A retelling is not the text: name the article that is the text itself, or set held to false."
            yield about(origin, "origin-text-unclear", f"{text.id} is said to hold its text, and {differs}.", mend)


def _differs(origin: Origin, text: Article) -> str:
    """Return why an article cannot be the text of an origin; a copy of it stands at the address of the origin."""
    if origin.id in text.parents:
        return "it derives from it"
    if _plain(origin.publisher) != _plain(text.publisher) and origin.url != text.url:
        return f"its publisher is {text.publisher}, and it stands at another address"
    dates = [day for day in (origin.published, text.published) if day]
    return "it is of another date" if len(dates) > 1 and (_is_after(*dates) or _is_after(*dates[::-1])) else ""


@rule("duplicate-publication", "Two articles or origins are one: of one address, or publisher and date.")
def publications_differ(material: Material) -> Iterator[Issue]:
    """Origins of one publisher and date are told apart by their titles, or by a basis that each of them has."""
    ledger = material.ledger
    held = {origin.held_as for origin in ledger.origins}
    texts = [article for article in ledger.articles if article.id not in held]  # not those of a held origin
    groups: tuple[tuple[Article | Origin, ...], ...] = (ledger.articles, (*texts, *ledger.origins))
    told = dict[tuple[str, str], Issue]()
    for group in groups:
        addresses = [(p, p.url.partition("#")[0].rstrip("/").casefold()) for p in group if p.url]
        titled = [(p, (_plain(p.publisher), _plain(p.title), p.published)) for p in group]
        dated = [(p, (_plain(p.publisher), p.published)) for p in group if isinstance(p, Origin)]
        alike = [pair for pair in repeated(dated) if len({p.basis for p in pair if p.basis}) < len(pair)]
        for one, other in (*repeated(addresses), *repeated(titled), *alike):
            got = f"{other.id} at {other.place} has this address, or this publisher and date with its title or basis."
            issue = about(one, "duplicate-publication", got, "Keep one of the two, or mend what tells them apart.")
            told.setdefault((one.id, other.id), issue)
    yield from told.values()
