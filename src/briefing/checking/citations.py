"""What a page may cite, and whether what a sentence cites is what it speaks of."""

import itertools
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from briefing.checking.chapters import Chapter, Page
from briefing.checking.evidence import citation_faults
from briefing.checking.prose import Role
from briefing.checking.rules import Material, rule
from briefing.model.base import Issue, Located, Span
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Claim, Evidence, Judgement
from briefing.model.sources import Passage
from briefing.reading.languages import Language, language_of
from briefing.reading.validation import nearest

RECORD_ROLES = frozenset(kind.noun for kind in KINDS if kind.has_id)
#: Roles whose record says what the sentence says. An actor or an article is only named.
CITING = (RECORD_ROLES | {"passage"}) - {"actor", "article", "origin"}
#: Every role that a chapter may use. One that is not here could print words that no rule reads.
ROLES = (*sorted(RECORD_ROLES | {"passage"}), "edition", "glue:text", "cite", "cite:p", "cite:t", "doc")

#: What the role `edition` may print of the edition.
EDITION_FIELDS = ("version", "digest", "commit", "as_of", "title", "subtitle", "status")


@rule("role-unknown", "A role is used that no chapter may use.", stage="chapter")
@rule("record-unknown", "A record is cited that does not exist.", stage="chapter")
def citations_in_chapter(chapter: Chapter, material: Material) -> Iterator[Issue]:
    """Every role is one of the book's, and what it names exists; findings cite only what stands."""
    known = material.ledger
    for block, role in [(each, role) for each in chapter.blocks for role in each.roles]:
        faults: list[tuple[str, str, str]] = []
        if role.name not in ROLES:
            got = f"there is no role {{{role.name}}}.{nearest(role.name, ROLES)}"
            faults = [("role-unknown", got, f"Known roles: {', '.join(ROLES)}.")]
        elif role.name == "edition" and not set(role.targets) <= {*EDITION_FIELDS}:
            got = f"an edition has no {role.content}.{nearest(role.content, EDITION_FIELDS)}"
            faults = [("role-unknown", got, f"It has {', '.join(EDITION_FIELDS)}.")]
        for name in role.targets if role.name in RECORD_ROLES | {"passage"} else ():
            passage = role.name == "passage"
            owner, kind = (name.rpartition("-")[0], "claim") if passage else (name, role.name)
            missing = list(citation_faults(material, kind, owner, standing=chapter.findings))
            if not missing and passage and owner in known.claim_by_id and name not in known.evidence_by_key:
                missing = [("claim-unknown", f"{owner} has no passage {name}.", "Cite one that exists.")]
            faults += missing
        yield from (chapter.issue(block.line_of(role.span.start), *fault) for fault in faults)


class Sentence(NamedTuple):
    """A sentence of a page, or a part of one, and what it cites that the ledger knows.

    nouns: the kinds of all that it cites. records: all of it, a piece of evidence for itself. claims: each once, those
    of the pieces of evidence too. words: what the records say, and the words that they rest on.
    """

    text: str
    line: int
    nouns: set[str]
    records: list[Located]
    claims: list[Claim]
    judgements: list[Judgement]
    words: list[str]


@lru_cache(maxsize=4)  # several rules read the same page
def sentences_of(page: Page, ledger: Ledger, *, clauses: bool = False) -> tuple[Sentence, ...]:
    """Return the sentences of a page of findings that stand in no guide.

    With `clauses`, what a semicolon parts stands part by part where every part cites something.
    """
    found: list[Sentence] = []
    for block, span in [(asserting, span) for asserting in page.asserting for span in asserting.sentences]:
        ends = [end + 1 for end in range(*span) if block.text[end] == ";"] if clauses else []
        parts = [Span(*edges) for edges in itertools.pairwise([span.start, *ends, span.end])]
        citing = [[role for role in block.roles_in(part) if role.name in CITING] for part in parts]
        if not all(citing):
            parts, citing = [span], [[role for role in block.roles_in(span) if role.name in CITING]]
        for part, roles in zip(parts, citing, strict=True):
            if all_known(roles, ledger):
                records, words = cited(roles, ledger), cited_words(roles, ledger)
                named = dict.fromkeys(r.claim if isinstance(r, Evidence) else getattr(r, "id", "") for r in records)
                claims = [ledger.claim_by_id[name] for name in named if name in ledger.claim_by_id]
                judgements = [record for record in records if isinstance(record, Judgement)]
                nouns, line = {role.name for role in roles}, block.line_of(part.start)
                found.append(Sentence(block.text[slice(*part)], line, nouns, records, claims, judgements, words))
    return tuple(found)


def cited(roles: Iterable[Role], ledger: Ledger) -> list[Located]:
    """Return what some roles cite, as far as the ledger knows it: pieces of evidence, and records of whatever kind."""
    names = [name for role in roles if role.name in CITING for name in role.targets]
    return [record for name in names if (record := ledger.evidence_by_key.get(name) or ledger.record_by_id.get(name))]


def all_known(roles: Iterable[Role], ledger: Ledger) -> bool:
    """Whether every record that some roles cite is there; one that is not is told, and what follows from it is not."""
    names = (name for role in roles if role.name in CITING for name in role.targets)
    return all(name in ledger.record_by_id or name in ledger.evidence_by_key for name in names)


def evidence_of(record: Located, ledger: Ledger, *articles: str) -> list[tuple[str, Language]]:
    """Return the words of the articles, of some or of all, that a record rests on, each with its language."""
    passages: list[Passage] = [record] if isinstance(record, Passage) else _of(record, "evidence", "sides")
    passages = [*passages, *(evidence for claim in claims_under(record, ledger) for evidence in claim.evidence)]
    held = ((passage.words, str(getattr(passage, "article", ""))) for passage in passages)
    tags = {article.id: article.language for article in ledger.articles}
    return [(words, language_of(tags.get(a, ""))) for words, a in held if not articles or a in articles]


def claims_under(record: Located, ledger: Ledger) -> list[Claim]:
    """Return the claims that a record other than a claim rests on or speaks of, whose words are then its own too."""
    names = _of(record, "claims", "between", "touches", "concerns")
    return [ledger.claim_by_id[name] for name in names if name in ledger.claim_by_id]


def cited_words(roles: Iterable[Role], ledger: Ledger) -> list[str]:
    """Return what the records named by some roles say, and the words of the articles that they rest on."""
    records = cited(roles, ledger)
    claims = [ledger.claim_by_id[r.claim] for r in records if isinstance(r, Evidence) and r.claim in ledger.claim_by_id]
    claims += [claim for record in records for claim in claims_under(record, ledger)]
    whole = [record for record in records if not isinstance(record, Evidence)]
    said = [str(getattr(r, field)) for r in (*whole, *claims) for field in _had(type(r), _SAYING) if getattr(r, field)]
    return said + [words for record in records for words, _ in evidence_of(record, ledger)]


_SAYING = ("statement", "because", "question", "silence", "treatment", "observe", "note", "wrong", "decision")


def _of(record: Located, *fields: str) -> list[Any]:
    """Return what stands in those of some fields that a record has."""
    return [inner for field in _had(type(record), fields) for inner in getattr(record, field)]


@cache
def _had(kind: type[Located], fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of some that records of a kind have: to ask a record for one that it lacks takes long."""
    return tuple(field for field in fields if field in kind.model_fields or hasattr(kind, field))


@rule("judgement-not-covering", "A judgement is cited that rests on no claim the sentence cites.", stage="page")
def judgements_cover(page: Page, ledger: Ledger) -> Iterator[Issue]:
    for sentence in sentences_of(page, ledger, clauses=True):
        claims = {claim.id for claim in sentence.claims}
        for judgement in sentence.judgements if claims else ():
            if claims.isdisjoint(judgement.claims):
                others = [j.id for j in ledger.standing_judgements if not claims.isdisjoint(j.claims)]
                got = f"{judgement.id} rests on none of {', '.join(sorted(claims))}."
                mend = f"{', '.join(others)} would." if others else "Cite the claims it rests on, or leave it out."
                yield page.issue(sentence.line, "judgement-not-covering", got, mend)
