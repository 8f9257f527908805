"""What articles are called, and what is said of where they come from, is so."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from briefing.checking.prose import read_prose
from briefing.checking.quotations import denied_at_once, denies
from briefing.checking.rules import Material, inside
from briefing.model.base import Located, grouped, reached
from briefing.model.ledger import Ledger
from briefing.model.records import Actor
from briefing.model.sources import Article, Origin
from briefing.model.words import article_name, listing, origin_name, plural, record_name
from briefing.reading.languages import Language, whole_words
from briefing.reading.profile import origin_count
from briefing.reading.text import sentences

V = TypeVar("V")
#: Yields where a text, perhaps of some records, says of the articles what is not so, and what is wrong with it.
Faults = Callable[..., Iterator[tuple[int, str]]]


@lru_cache(maxsize=4)
def publications(ledger: Ledger) -> dict[str, frozenset[str]]:
    """Return the names of publishers, articles and origins, and the articles that each stands for.

    An origin stands for the articles that go back to it and to nothing else.
    """
    of_roots = defaultdict[tuple[str, ...], set[str]](set)
    for article in ledger.articles:
        of_roots[ledger.roots_of(article.id)].add(article.id)
    named: dict[str, frozenset[str]] = {}
    for name, origins in origins_named(ledger).items():
        named[name] = frozenset(article for origin in origins for article in of_roots[origin,])
    return named | articles_named(ledger)  # a publisher that is an origin's too is here the article's


def articles_named(ledger: Ledger) -> dict[str, frozenset[str]]:
    """Return the names of publishers and articles, and the articles that each stands for."""
    own = [(article_name(ledger, article.id), article.id) for article in ledger.articles]
    of = grouped([*((article.publisher, article.id) for article in ledger.articles), *own])
    return {name: frozenset(held) for name, held in of.items()}


def origins_named(ledger: Ledger) -> dict[str, frozenset[str]]:
    """Return the names of origins and of who published them, and the origins that each stands for."""
    known = [(o.publisher, o.id) for o in ledger.origins] + [(origin_name(ledger, o.id), o.id) for o in ledger.origins]
    return {name: frozenset(held) for name, held in grouped(known).items()}


def called(named: Mapping[str, V], language: Language) -> dict[str, V]:
    """Return names as a text may have them, such as `the Gazette` beside `Gazette`."""
    before = ["", *(f"{word} " for word in language.prose.get("determiners", ()))]
    return {f"{word}{name}": held for name, held in named.items() for word in before}


@lru_cache(maxsize=1)  # every chapter asks, and all records
def misnamed(material: Material) -> Faults:
    """Return what finds names that are of several articles, and those that a release had and that nothing has now."""
    ledger, told = material.ledger, dict[str, str]()
    published, others = publications(ledger), {*ledger.actor_names, *origins_named(ledger)}
    for publisher, held in grouped((article.publisher, article.id) for article in ledger.reading_order).items():
        names = [article_name(ledger, article) for article in held]
        if len(names) > 1 and publisher not in names:
            told[publisher] = f"which is the publisher of {listing(names)}"
    for release in material.releases[-1:]:
        told |= dict.fromkeys({*publications(release.ledger)} - {*published}, "and no article or origin is called so")
    moved = {name: then for name, then in _moved(material).items() if name not in told}
    known, kept = whole_words([*published, *told]), _released_texts(material) if moved else frozenset()

    def faults(text: str, *records: Located) -> Iterator[tuple[int, str]]:
        own = {getattr(record, "publisher", "") for record in records}
        for found in known.finditer(text):
            if found[0] in told and found[0] not in others | own:
                yield found.start(), f"“{found[0]}” is said, {told[found[0]]}."
            elif found[0] in moved and text in kept:
                now = listing(sorted(published[found[0]]))
                yield found.start(), f"“{found[0]}” is said as it was of {moved[found[0]]}, and is {now} now."

    return faults


def _moved(material: Material) -> dict[str, str]:
    """Return the names that were of another article in the last release, and of which one."""
    now = articles_named(material.ledger)
    then = [(name, held) for r in material.releases[-1:] for name, held in articles_named(r.ledger).items()]
    return {name: listing(sorted(held)) for name, held in then if name in now and held.isdisjoint(now[name])}


def _released_texts(material: Material) -> frozenset[str]:
    """Return every paragraph of the chapters and every text of a record that the last release had."""
    last = material.releases[-1]
    prose = [block.text for page in last.pages.values() for block in read_prose(page).blocks]
    return frozenset([*prose, *(str(value) for _, value in inside(last.ledger.model_dump(mode="json")))])


#: The words of a descent, what stands before and after them, and which articles descend.
Said = tuple[str, str, str, set[str]]
#: Characters: what stands further from such words is said of something else.
_FAR = 1_000
#: The lists of phrases one of which stands in every text that speaks of descent.
_SPOKEN = ("descend", "descends", "have_one", "dependent", "origin_of", "not_held")


class Descents:
    """Finds descents that the lineage does not bear, on a page or in a text of some records.

    Articles that are said to go back to one thing have one independent origin; those said to go back to an origin, or
    all of them, do so; and of what is said not to be held, something is not.
    """

    def __init__(self, ledger: Ledger, language: Language) -> None:
        nouns = {kind: language.prose.get(kind, ()) for kind in ("text", "accounts", "origin")}
        self.articles, self.origins = articles_named(ledger), origins_named(ledger)
        name = called(self.articles, language)
        parts = {"text": [*nouns["text"], *nouns["accounts"]], "origin": nouns["origin"], "name": name}
        kinds = (*_SPOKEN, "one_origin", "one_each", "in_all", "all_told", "all_but", "held_otherwise", "negations")
        self.ledger, self.found = ledger, {kind: language.phrases(kind, **parts) for kind in kinds}

    def __call__(self, text: str, *records: Located) -> Iterator[tuple[int, str]]:
        """Yield where a text says of a descent what is not so, and what is wrong with it."""
        spoken = any(self.found[kind].search(text) for kind in _SPOKEN)
        own = {*_origins_of(records, self.origins)} if spoken else set()
        for span in sentences(text) if spoken else ():
            words = text[slice(*span)].replace("’", "'")
            said = list(self._said(words, records))
            faults = (
                *self._single(words, said),
                *self._parents(words, said, own),
                *self._held(words, own),
                *self._not_every(words),
            )
            yield from ((span.start, fault) for fault in faults)

    def _said(self, text: str, records: Iterable[Located]) -> Iterator[Said]:
        for kind, last in (("descend", 0), ("descends", -1), ("have_one", 0)):
            for found in self.found[kind].finditer(text):
                near = text[max(found.start() - _FAR, 0) : found.start()]
                left = _named(" ".join(name[0] for name in self.found["all_but"].finditer(near)), self.articles)
                before = self.found["all_but"].sub(" ", near)
                after = self.found["one_each"].sub(" ", text[found.end() : found.end() + _FAR].partition(";")[0])
                who = _all(_named(before, self.articles)[last:]) or {r.id for r in records if isinstance(r, Article)}
                who = who or self._told_of(before, records)
                who = {*self.ledger.article_by_id} - _all(left) if self.found["in_all"].search(before) else who
                known = kind != "have_one" or self.found["one_origin"].search(after)
                if who and known and not denies(before, self.found["negations"]):
                    yield found[0], before, after, who

    def _told_of(self, before: str, records: Iterable[Located]) -> set[str]:
        """Return all the articles, or those of a record's claims, where a text ends with what stands for all."""
        if not any(found.end() == len(before.rstrip()) for found in self.found["all_told"].finditer(before)):
            return set()
        claims = [name for record in records for name in getattr(record, "claims", ())]
        held = [self.ledger.claim_by_id[name].articles for name in claims if name in self.ledger.claim_by_id]
        return _all(held) or {*self.ledger.article_by_id}

    def _single(self, text: str, said: Iterable[Said]) -> Iterator[str]:
        alone = ((verb, self.found["one_origin"].search(after), who) for verb, _, after, who in said)
        told = [(f"{verb} … {found[0]}", who) for verb, found, who in alone if found]
        if found := self.found["dependent"].search(text):
            told.append((found[0], _all(_named(text, self.articles))))
        for words, who in told:
            number = origin_count(self.ledger, who)
            if number > 1:
                yield f"“{words}” is said of articles that have {plural(number, 'independent origin')}."

    def _parents(self, text: str, said: Iterable[Said], own: set[str]) -> Iterator[str]:
        found = self.found["origin_of"].search(text)
        told = [(found[0], {*self.ledger.article_by_id}, text)] if found else []
        for verb, before, after, who in said:
            every = self.found["in_all"].search(before)
            told.append((verb, who, after if _named(after, self.origins) or not every else before))
        for words, who, where in told:
            parents = _all(_named(where, self.origins) + _named(where, self.articles))
            parents = parents or (own if who == {*self.ledger.article_by_id} else set())
            others = [a for a in sorted(who) if parents and parents.isdisjoint(_above(self.ledger, a))]
            if others:
                names = listing([record_name(self.ledger, article) for article in others])
                yield f"“{words}” is said, and {names} {'does' if len(others) == 1 else 'do'} not."

    def _not_every(self, text: str) -> Iterator[str]:
        for found in (found for kind in _SPOKEN[:2] for found in self.found[kind].finditer(text)):
            every = self.found["in_all"].search(text, 0, found.start())
            after = text[found.end() :].partition(";")[0]
            parents = _all(_named(after, self.origins) + _named(after, self.articles))
            if not (every and parents and denied_at_once(text[: every.start()], self.found["negations"])):
                continue
            if not any(parents.isdisjoint(_above(self.ledger, a)) for a in self.ledger.article_by_id):
                yield f"“not {every[0]} … {found[0]}” is said, and every one does."

    def _held(self, text: str, own: set[str]) -> Iterator[str]:
        meant = sorted(_all(_named(text, self.origins)) or own or self.ledger.origin_by_id)
        denied = self.found["not_held"].search(self.found["held_otherwise"].sub(" ", text))
        if denied and meant and all(self.ledger.origin_by_id[origin].held for origin in meant):
            names = listing([record_name(self.ledger, origin) for origin in meant])
            yield f"“{denied[0]}” is said, and {names} {'is' if len(meant) == 1 else 'are'} held."


def _named(text: str, names: Mapping[str, Collection[str]]) -> list[Collection[str]]:
    """Return what the names in a text stand for, one after the other."""
    return [names[found[0]] for found in whole_words(names).finditer(text)]


def _all(several: Iterable[Collection[str]]) -> set[str]:
    return {one for some in several for one in some}


def _origins_of(records: Iterable[Located], origins: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield the origins that records are, or are the publisher of."""
    for record in records:
        names = (record.name, *record.aliases) if isinstance(record, Actor) else ()
        yield from ([record.id] if isinstance(record, Origin) else (o for name in names for o in origins.get(name, ())))


def _above(ledger: Ledger, article: str) -> set[str]:
    """Return all that an article goes back to, or may; an article that is the text of an origin is that origin too."""
    held_as = {origin.held_as: origin.id for origin in ledger.origins if origin.held_as}

    def parents(name: str) -> Iterable[str]:
        own = [held_as[name]] if name in held_as else []
        return (*own, *getattr(ledger.article_by_id.get(name), "parents", ()))

    return reached([article], parents)
