"""The rules of `briefing check`, each declared where it is written with the codes it reports, and what they read.

A code is stable, so that people and programs can rely on it. What raises a code that no rule declares, or declares
one twice, is a programmer's mistake. Rules read the anchored ledger, and know what could not be read: a slip is
reported once, and a record left out, or a quote not found, still counts where it was meant to count.
"""

import os
import pkgutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import import_module
from typing import Literal, NamedTuple, TypeVar

from briefing.model.base import Issue, Located, Span
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Ledger, Release
from briefing.reading.anchoring import anchor, nearest_passage
from briefing.reading.coverage import FURNITURE, Sentence, covering, sentence_coverage
from briefing.reading.data_files import Page, Reading, read_data
from briefing.reading.languages import Language, language_of
from briefing.reading.releases import load_releases
from briefing.reading.settings import Settings, read_settings
from briefing.reading.validation import LONGEST_TEXT, subject
from briefing.reading.yaml_lines import Document, read_yaml

#: Takes the `Material`; of the stage `chapter` a `Chapter` and the `Material`, of `page` a `Page` and the `Ledger`.
Check = Callable[..., Iterable[Issue]]
F = TypeVar("F", bound=Check)
R = TypeVar("R", bound=Located)
#: `data` rules hold before a ledger is opened. `book` rules are of releases, settings and the table of contents,
#: and read no page; `pages` rules of all pages; `chapter` rules of what is typed on one; `page` rules of what is typed
#: and, once more, of what is printed; `built` rules of what a build has left, which a build itself does not ask.
Stage = Literal["data", "book", "pages", "chapter", "page", "built"]


class Code(NamedTuple):
    """What a code means, and in which rule it was declared."""

    name: str
    meaning: str
    stage: Stage
    check: Check


_DECLARED: dict[str, Code] = {}


def rule(code: str, meaning: str, *, stage: Stage = "data") -> Callable[[F], F]:
    """Declare a function as a rule that reports `code`; a rule of several codes is declared once for each."""

    def declare(check: F) -> F:
        known = _DECLARED.setdefault(code, Code(code, meaning, stage, check))
        if (known.check, known.meaning) != (check, meaning):
            message = f"the code {code} is declared twice: {known.check.__qualname__}, {check.__qualname__}"
            raise ValueError(message)
        return check

    return declare


@cache
def codes() -> dict[str, Code]:
    """Return every code that an issue can have, by its name."""
    package = import_module(__package__ or "")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_DECLARED.items()))


def checks(*stages: Stage) -> tuple[Check, ...]:
    """Return the rules of some stages, each once."""
    return tuple(dict.fromkeys(code.check for code in codes().values() if code.stage in stages))


_LOST = {"file-missing", "not-a-file", "not-utf8", "not-a-list", "not-a-mapping", "yaml-syntax"}

#: What follows when a whole file is lost, by the beginning of its name: told beside it, it would bury the cause.
_FOLLOWS = {
    "data/vocabulary.yml": "exhibit-unknown ladder-unclear unknown-facet unknown-word vocabulary-missing",
    "data/actors.yml": "actor-unknown record-unknown record-removed",
    "data/origins.yml": "origin-unknown record-unknown record-removed",
    "data/waivers.yml": "sentence-uncovered rest-uncovered",
    "data/judgements.yml": "judgement-unknown record-unknown record-removed degree-unfounded id-reused",
    "_config.yml": "address-lost redirect-wrong budget-exceeded setting-wrong",
    "_toc.yml": "address-lost redirect-wrong chapter-not-in-toc setting-wrong link-local",
    "data/claims": "actor-unused claim-unknown claim-removed finding-without-claim record-removed rest-uncovered"
    " record-unknown reach-wrong degree-unfounded sentence-uncovered quotation-unfounded theme-empty",
}


#: Takes the words of a page, or none, and what runs the rules that read them and whatever stands on no page.
Recall = Callable[[str, Callable[[], Iterable[Issue]]], Iterable[Issue]]


def find_anew(_: str, find: Callable[[], Iterable[Issue]]) -> Iterable[Issue]:
    """Run rules that nothing is remembered of."""
    return find()


@dataclass(frozen=True, eq=False)
class Material:
    """The anchored ledger of a layout, the issues met in reading and anchoring it, and look-ups for the rules."""

    layout: Layout
    ledger: Ledger
    reading: Reading
    issues: tuple[Issue, ...]
    recall: Recall = find_anew

    @cached_property
    def unread_ids(self) -> frozenset[str]:
        """Ids of records and articles that are there but could not be read."""
        named = {str(raw["id"]) for raw in self.reading.left_out if isinstance(raw, Mapping) and "id" in raw}
        return frozenset(named | {article.id for article in self.reading.articles_left_out})

    @cached_property
    def articles_gone(self) -> dict[str, str]:
        """The articles that were released and are no longer held, each with the last version that holds it."""
        held = {*self.ledger.article_by_id, *self.unread_ids}
        return {a.id: r.version for r in self.releases for a in r.ledger.articles if a.id not in held}

    @cached_property
    def follows(self) -> frozenset[str]:
        """Codes of what is not worth telling, since it follows from a file that is lost as a whole."""
        issues, toc = (*self.reading.issues, *self.settings.toc.issues), self.layout.toc
        partly_read = {record.place.file for _, record in self.ledger.records()}
        lost = [issue.place.file for issue in issues if issue.code in _LOST and issue.place.file not in partly_read]
        lost += [] if os.path.lexists(toc) else [toc.name]
        followed = (codes for file in lost for name, codes in _FOLLOWS.items() if file.startswith(name))
        return frozenset(" ".join(followed).split())

    @cached_property
    def settings(self) -> Settings:
        """The settings and the table of contents of the book."""
        return read_settings(self.layout)

    @cached_property
    def vocabulary(self) -> Document:
        """The vocabularies as they are written, to tell where one, or a word of one, stands."""
        file = self.layout.data / "vocabulary.yml"
        return read_yaml(file, self.layout.relative(file), self.layout.root)

    @property
    def language(self) -> Language:
        """The words of the language that the book is written in."""
        return language_of(self.settings.language)

    @cached_property
    def release_files(self) -> tuple[tuple[Release, ...], list[Issue]]:
        """The released versions that can be read, oldest first, and what is wrong with their files."""
        return load_releases(self.layout)

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        return self.release_files[0]

    @cached_property
    def article_pages(self) -> dict[str, Page]:
        """What was read of each article, for anchoring; the pages of the book are of `chapters.read_chapters`."""
        return {article.id: Page.of(article) for article in self.ledger.articles}

    @cached_property
    def sentences(self) -> dict[str, tuple[Sentence, ...]]:
        """What each article states, furniture left out, and what became of it."""
        return {
            article.id: tuple(s for s in sentence_coverage(self.ledger, article) if s.status != FURNITURE or s.rest)
            for article in self.ledger.articles
        }

    @cached_property
    def nested(self) -> tuple[tuple[Located, Located], ...]:
        """Every record, and every record inside it such as evidence, each after the one that it belongs to."""
        owners = [record for _, record in self.ledger.records()]
        values = [(owner, value) for owner in owners for value in owner.__dict__.values() if isinstance(value, tuple)]
        found = [(owner, inner) for owner, value in values for inner in value if isinstance(inner, Located)]
        return (*((owner, owner) for owner in owners), *found)

    def excused(self, article: str) -> list[Span]:
        """Where words were meant to be covered by a quote that is not found, or by a record that cannot be read."""
        lost = [passage.exact for _, passage in covering(self.ledger, article) if passage.span is None]
        unread = [raw for _, raw in inside(list(self.reading.left_out)) if isinstance(raw, Mapping)]
        lost += [str(raw["exact"])[:LONGEST_TEXT] for raw in unread if raw.get("article") == article and "exact" in raw]
        return [near.span for exact in lost if (near := nearest_passage(exact, self.article_pages[article]))]


def gather(layout: Layout, recall: Recall = find_anew) -> Material:
    """Read and anchor everything that `data/` holds.

    Quotes are also looked for in articles that are left out for their sidecar's sake, so that all slips show at once.
    """
    reading = read_data(layout)
    articles = reading.ledger.articles
    searched = (*articles, *(article for article in reading.articles_left_out if article.text))
    anchored, issues = anchor(reading.ledger.model_copy(update={"articles": searched}))
    ledger = anchored.model_copy(update={"articles": anchored.articles[: len(articles)]})
    material = Material(layout, ledger, reading, (*reading.issues, *issues), recall)
    return replace(material, ledger=_without_gone(material))


def _without_gone(material: Material) -> Ledger:
    """Return the ledger, its withdrawn records without what they quote of articles that are gone: releases hold it."""
    ledger, known = material.ledger, {*material.ledger.article_by_id, *material.unread_ids}
    for kind in KINDS:
        records = list[Located](getattr(ledger, kind.collection))
        for number, record in enumerate(records):
            own = record.__dict__.items() if getattr(record, "withdrawn", None) else ()
            lists = {name: value for name, value in own if isinstance(value, tuple)}
            lost = {
                name for name, of in lists.items() if any(getattr(p, "article", "") not in {*known, ""} for p in of)
            }
            if lost and (gone := material.articles_gone):
                left = {name: tuple(p for p in lists[name] if p.article not in gone) for name in lost}
                records[number] = type(record).model_validate({**dict(record), **left})
        if records != [*getattr(ledger, kind.collection)]:
            ledger = ledger.model_copy(update={kind.collection: tuple(records)})
    return ledger


def inside(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield a plain value and every value inside it, each with the key it stands under."""
    yield name, value
    for key, inner in value.items() if isinstance(value, Mapping) else ():
        yield from inside(inner, str(key))
    for inner in value if isinstance(value, list) else ():
        yield from inside(inner, name)


def repeated(keyed: Iterable[tuple[R, Hashable]]) -> Iterator[tuple[R, R]]:
    """Yield each record whose key was there before, with the first that has it."""
    first: dict[Hashable, R] = {}
    for record, key in keyed:
        if key in first:
            yield record, first[key]
        first.setdefault(key, record)


def about(record: Located, code: str, got: str, mend: str, owner: Located | None = None) -> Issue:
    """Return an issue at a record's place, told of the record, or of the one that it belongs to."""
    return Issue(record.place, subject(owner or record), code, got, mend)
