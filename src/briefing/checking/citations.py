"""What a page may cite, and whether what a sentence cites is what it speaks of."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from briefing.checking.chapters import Chapter, Page
from briefing.checking.context import Material
from briefing.checking.evidence import citation_faults
from briefing.checking.prose import Block, Role
from briefing.checking.registry import rule
from briefing.model.base import Issue, Located, Span
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Claim, Judgement
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
    for block in chapter.blocks:
        for role in block.roles:
            line = block.line_of(role.span.start)
            if role.name not in ROLES:
                got = f"there is no role {{{role.name}}}.{nearest(role.name, ROLES)}"
                yield chapter.issue(line, "role-unknown", got, f"Known roles: {', '.join(ROLES)}.")
            elif role.name == "edition" and not set(role.targets) <= {*EDITION_FIELDS}:
                got = f"an edition has no {role.content}.{nearest(role.content, EDITION_FIELDS)}"
                yield chapter.issue(line, "role-unknown", got, f"It has {', '.join(EDITION_FIELDS)}.")
            elif role.name in RECORD_ROLES | {"passage"}:
                for target in role.targets:
                    yield from _cited(chapter, line, role.name, target, material)


def _cited(chapter: Chapter, line: int, noun: str, name: str, material: Material) -> Iterator[Issue]:
    owner, kind = (name.rpartition("-")[0], "claim") if noun == "passage" else (name, noun)
    faults = list(citation_faults(material, kind, owner, standing=chapter.findings))
    known = material.ledger
    if not faults and noun == "passage" and owner in known.claim_by_id and name not in known.evidence_by_key:
        faults = [("claim-unknown", f"{owner} has no passage {name}.", "Cite one that exists.")]
    for code, got, mend in faults:
        yield chapter.issue(line, code, got, mend)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page with what it cites, as far as the ledger knows it."""

    text: str
    line: int
    claims: tuple[Claim, ...]
    judgements: tuple[Judgement, ...]
    records: tuple[Located, ...]  # everything that it cites, a piece of evidence for itself
    nouns: frozenset[str]  # the kinds of everything that it cites
    roles: tuple[Role, ...]
    ledger: Ledger

    @cached_property
    def words(self) -> list[str]:
        """What the records that it cites say, and the words that they rest on."""
        return cited_words(self.roles, self.ledger)


@lru_cache(maxsize=4)  # several rules read the same page
def sentences_of(page: Page, ledger: Ledger, *, clauses: bool = False) -> tuple[Sentence, ...]:
    """Return the sentences of a page of findings that stand in no guide.

    With `clauses`, what a semicolon parts stands part by part where every part cites something.
    """
    found: list[Sentence] = []
    for block, span in [(asserting, span) for asserting in page.asserting for span in asserting.sentences]:
        ends = [end + 1 for end in range(*span) if block.text[end] == ";"] if clauses else []
        parts = [Span(*ends) for ends in itertools.pairwise([span.start, *ends, span.end])]
        whole = all(any(role.name in CITING for role in block.roles_in(part)) for part in parts)
        known = (part for part in (parts if whole else [span]) if all_known(block.roles_in(part), ledger))
        found += [_sentence(block, part, ledger) for part in known]
    return tuple(found)


def _sentence(block: Block, span: Span, ledger: Ledger) -> Sentence:
    roles = [role for role in block.roles_in(span) if role.name in CITING]
    names = [name for role in roles for name in role.targets]
    claims = dict.fromkeys(e.claim if (e := ledger.evidence_by_key.get(name)) else name for name in names)
    return Sentence(
        block.text[span.start : span.end],
        block.line_of(span.start),
        tuple(ledger.claim_by_id[name] for name in claims if name in ledger.claim_by_id),
        tuple(ledger.judgement_by_id[name] for name in names if name in ledger.judgement_by_id),
        tuple(record for name in names if (record := cited_record(name, ledger))),
        frozenset(role.name for role in roles),
        tuple(roles),
        ledger,
    )


def cited_evidence(roles: Iterable[Role], ledger: Ledger) -> list[tuple[str, Language]]:
    """Return the words of the articles that the records named by some roles rest on, each with its language."""
    names = [name for role in roles if role.name in CITING for name in role.targets]
    records = (record for name in names if (record := cited_record(name, ledger)))
    return [told for record in records for told in evidence_of(record, ledger)]


def cited_record(name: str, ledger: Ledger) -> Located | None:
    """Return the piece of evidence, or the record of whatever kind, that a role names."""
    return ledger.evidence_by_key.get(name) or ledger.record_by_id.get(name)


def evidence_of(record: Located, ledger: Ledger, *articles: str) -> list[tuple[str, Language]]:
    """Return the words of the articles, of some or of all, that a record rests on, each with its language."""
    passages: list[Passage] = [record] if isinstance(record, Passage) else []
    passages += [passage for field in _had(type(record), _QUOTING) for passage in getattr(record, field)]
    passages += [evidence for claim in claims_under(record, ledger) for evidence in claim.evidence]
    held = ledger.article_by_id
    found = [(passage.words, str(getattr(passage, "article", ""))) for passage in passages]
    tagged = [(words, held[a].language if a in held else "", a) for words, a in found]
    return [(words, language_of(tag)) for words, tag, a in tagged if not articles or a in articles]


def claims_under(record: Located, ledger: Ledger) -> list[Claim]:
    """Return the claims that a record other than a claim rests on or speaks of."""
    names = [name for field in _had(type(record), _UNDER) for name in getattr(record, field)]
    return [ledger.claim_by_id[name] for name in names if name in ledger.claim_by_id]


#: Fields by which a record leads to claims, whose words are then its own too; and those that say what it says.
_UNDER = ("claims", "between", "touches", "concerns")
_QUOTING = ("evidence", "sides")
_SAYING = ("statement", "because", "question", "silence", "treatment", "observe", "note", "wrong", "decision")


@cache
def _had(kind: type[Located], fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of some that records of a kind have: to ask a record for one that it lacks takes long."""
    return tuple(field for field in fields if field in kind.model_fields or hasattr(kind, field))


def all_known(roles: Iterable[Role], ledger: Ledger) -> bool:
    """Whether every record that some roles cite is there; one that is not is told, and what follows from it is not."""
    names = (name for role in roles if role.name in CITING for name in role.targets)
    return all(name in ledger.record_by_id or name in ledger.evidence_by_key for name in names)


def cited_words(roles: Iterable[Role], ledger: Ledger) -> list[str]:
    """Return what the records named by some roles say, and the words of the articles that they rest on."""
    roles = list(roles)
    names = [name for role in roles if role.name in CITING for name in role.targets]
    records = [ledger.record_by_id[name] for name in names if name in ledger.record_by_id]
    keyed = [ledger.evidence_by_key[name].claim for name in names if name in ledger.evidence_by_key]
    under = [claim for record in records for field in _had(type(record), _UNDER) for claim in getattr(record, field)]
    records += [ledger.claim_by_id[claim] for claim in (*keyed, *under) if claim in ledger.claim_by_id]
    said = [said for record in records for field in _had(type(record), _SAYING) if (said := getattr(record, field))]
    return list(map(str, said)) + [words for words, _ in cited_evidence(roles, ledger)]


@rule("judgement-not-covering", "A judgement is cited that rests on no claim the sentence cites.", stage="page")
def judgements_cover(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """A judgement cited beside claims is one that these claims support or challenge, one of them at least."""
    for sentence in sentences_of(page, ledger, clauses=True):
        claims = {claim.id for claim in sentence.claims}
        for judgement in sentence.judgements if claims else ():
            if claims.isdisjoint(judgement.claims):
                others = [j.id for j in ledger.standing_judgements if not claims.isdisjoint(j.claims)]
                got = f"{judgement.id} rests on none of {', '.join(sorted(claims))}."
                mend = f"{', '.join(others)} would." if others else "Cite the claims it rests on, or leave it out."
                yield page.issue(sentence.line, "judgement-not-covering", got, mend)
