"""No record, quote, statement or text stands twice: every count in the book is made from what is one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from briefing.checking.context import Material, about, subject
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located
from briefing.model.records import Judgement
from briefing.model.sources import Article, Passage
from briefing.model.words import number_word
from briefing.reading.normalisation import normalise

R = TypeVar("R", bound=Located)


@rule("duplicate-id", "Two records have the same id.")
def ids_unique(material: Material) -> Iterator[Issue]:
    """No two records have the same id."""
    records = ((record, str(getattr(record, "id", ""))) for kind, record in material.ledger.records() if kind.has_id)
    for record, first in repeated(records):
        got = f"{subject(first)} at {first.place} has this id."
        yield about(record, "duplicate-id", got, "Give the newer record an id never used.")


@rule("duplicate-entry", "A list of a record names the same thing twice, or a judgement rests on what challenges it.")
def lists_are_sets(material: Material) -> Iterator[Issue]:
    """No record names the same thing twice, since every count in the book is made from these lists."""
    for owner, record in material.nested:
        lists = {name: getattr(record, name) for name in type(record).model_fields}
        if isinstance(record, Judgement):
            lists |= {"supported_by": (), "challenged_by": (), "claims": record.claims}
        elif isinstance(record, Article):
            lists |= {"derives_from": (), "may_derive_from": (), "parents": record.parents}
        for name, values in lists.items():
            if isinstance(values, tuple) and all(isinstance(value, str) for value in values):
                for value in sorted({value for value in values if values.count(value) > 1}):
                    got = f"{name.replace('_', ' ')} names {value} {number_word(values.count(value))} times."
                    yield about(record, "duplicate-entry", got, "Name it once.", owner)


@rule("duplicate-quote", "The same words of an article are quoted twice under one record, or waived twice.")
@rule("duplicate-statement", "Two standing claims or judgements say the same.")
@rule("duplicate-name", "Two actors go by the same name.")
@rule("duplicate-article", "Two articles hold the same text.")
def records_differ(material: Material) -> Iterator[Issue]:
    """No two records are one: quotes of a claim, waivers, statements, names, texts."""
    ledger = material.ledger
    groups: list[tuple[str, Iterable[Passage]]] = [(subject(claim), claim.evidence) for claim in ledger.claims]
    groups += [(subject(actor), actor.described) for actor in ledger.actors]
    groups += [(subject(parallel), parallel.sides) for parallel in ledger.parallels]
    groups.append(("waivers", ledger.waivers))
    for owner, passages in groups:
        keyed = [(p, (getattr(p, "article", ""), p.span or normalise(p.exact).text)) for p in passages]
        for passage, first in repeated(keyed):
            got = f"the same words are quoted at {first.place}."
            yield Issue(passage.place, owner, "duplicate-quote", got, "Keep one of the two.")
    for records in (ledger.standing, ledger.standing_judgements):
        stated = [(record, normalise(record.statement).text.casefold().rstrip(".")) for record in records]
        for record, other in repeated(stated):
            got = f"{subject(other)} at {other.place} says the same."
            yield about(record, "duplicate-statement", got, "Merge the two, and withdraw one.")
    names = [(a, name) for a in ledger.actors for name in {name.casefold() for name in (a.name, *a.aliases)}]
    for actor, namesake in repeated(names):
        got = f"{subject(namesake)} at {namesake.place} has one of its names."
        yield about(actor, "duplicate-name", got, "Give each name to one of the two.")
    for article, held in repeated([(article, normalise(article.text).text.strip()) for article in ledger.articles]):
        got = f"{subject(held)} holds the same text."
        yield about(article, "duplicate-article", got, "Keep one; a copy elsewhere is named in its description.")


def repeated(keyed: Iterable[tuple[R, Hashable]]) -> Iterator[tuple[R, R]]:
    """Yield each record whose key was there before, with the first that has it."""
    first: dict[Hashable, R] = {}
    for record, key in keyed:
        if key in first:
            yield record, first[key]
        first.setdefault(key, record)
