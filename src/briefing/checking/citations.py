"""What a page may cite, and whether what a sentence cites is what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.checking.chapters import Chapter, Page
from briefing.checking.context import Material
from briefing.checking.prose import Block, Role
from briefing.checking.registry import rule
from briefing.model.base import Issue, Span
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Claim, Judgement
from briefing.model.sources import Passage
from briefing.reading.validation import nearest

RECORD_ROLES = frozenset(kind.noun for kind in KINDS if kind.has_id)
#: Roles whose record says what the sentence says. An actor or an article is only named.
CITING = (RECORD_ROLES | {"passage"}) - {"actor", "article", "origin"}
#: Every role that a chapter may use. One that is not here could print words that no rule reads.
ROLES = (
    *sorted(RECORD_ROLES | {"passage"}),
    "edition",
    "glue:text",
    "cite",
    "cite:p",
    "cite:t",
    "doc",
)


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
            elif role.name in RECORD_ROLES | {"passage"}:
                for target in role.targets:
                    yield from _cited(chapter, line, role.name, target, material)


def _cited(chapter: Chapter, line: int, noun: str, name: str, material: Material) -> Iterator[Issue]:
    ledger = material.ledger
    owner, kind = (name.rpartition("-")[0], "claim") if noun == "passage" else (name, noun)
    record = ledger.record_by_id.get(owner)
    known = ledger.kind_by_id.get(owner)
    code = f"{kind}-unknown" if kind in {"claim", "judgement", "actor", "article", "origin"} else "record-unknown"
    if record is None or known is None or known.noun != kind:
        if owner not in material.unread_ids:
            ids = [id_ for id_, other in ledger.kind_by_id.items() if other.noun == kind]
            hint = nearest(name, ids) if kind in {"actor", "article", "origin"} else ""
            what = f"{name} is {_with_article(known.noun)}." if known else f"there is no {noun} {name!r}.{hint}"
            yield chapter.issue(line, code, what, "Cite one that exists.")
    elif noun == "passage" and name not in ledger.evidence_by_key:
        count = len(record.evidence) if isinstance(record, Claim) else 0
        yield chapter.issue(line, code, f"{owner} has no passage {name}; it has {count}.", "Cite one that exists.")
    elif chapter.findings and isinstance(record, Claim | Judgement) and record.withdrawn is not None:
        instead = " or ".join(record.withdrawn.replaced_by)
        got = f"it cites {name}, which was withdrawn: {record.withdrawn.because.rstrip('.')}."
        mend = f"Cite {instead} instead." if instead else "Cite another, or take the sentence out."
        yield chapter.issue(line, f"{kind}-withdrawn", got, mend)


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page with what it cites, as far as the ledger knows it."""

    text: str
    line: int
    claims: tuple[Claim, ...]
    judgements: tuple[Judgement, ...]
    nouns: frozenset[str]  # the kinds of everything that it cites


def sentences_of(page: Page, ledger: Ledger) -> Iterator[Sentence]:
    """Yield the sentences of a page of findings that stand in no guide."""
    for block in page.blocks:
        if page.findings and not block.in_guide and block.kind in {"prose", "heading", "table"}:
            yield from (_sentence(block, span, ledger) for span in block.sentences)


def _sentence(block: Block, span: Span, ledger: Ledger) -> Sentence:
    roles = [role for role in block.roles_in(span) if role.name in CITING]
    names = [name for role in roles for name in role.targets]
    claims = dict.fromkeys(e.claim if (e := ledger.evidence_by_key.get(name)) else name for name in names)
    return Sentence(
        block.text[span.start : span.end],
        block.line_of(span.start),
        tuple(ledger.claim_by_id[name] for name in claims if name in ledger.claim_by_id),
        tuple(ledger.judgement_by_id[name] for name in names if name in ledger.judgement_by_id),
        frozenset(role.name for role in roles),
    )


def cited_evidence(roles: Iterable[Role], ledger: Ledger) -> list[str]:
    """Return the words of the articles that the records named by some roles rest on."""
    words: list[str] = []
    for name in (name for role in roles if role.name in CITING for name in role.targets):
        if name in ledger.evidence_by_key:
            words.append(ledger.evidence_by_key[name].words)
        elif name in ledger.kind_by_id:
            words += _words_under(ledger.record_by_id[name], ledger)
    return words


def _words_under(record: object, ledger: Ledger) -> list[str]:
    words = [record.words] if isinstance(record, Passage) else []
    words += [passage.words for name in ("evidence", "sides") for passage in getattr(record, name, ())]
    named = [name for field in ("claims", "between", "touches", "concerns") for name in getattr(record, field, ())]
    return words + [e.words for name in named if name in ledger.claim_by_id for e in ledger.claim_by_id[name].evidence]


@rule("judgement-not-covering", "A judgement is cited that rests on no claim the sentence cites.", stage="page")
def judgements_cover(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """A judgement cited beside claims is one that these claims support or challenge, one of them at least."""
    for sentence in sentences_of(page, ledger):
        claims = {claim.id for claim in sentence.claims}
        for judgement in sentence.judgements if claims else ():
            if claims.isdisjoint(judgement.claims):
                others = [j.id for j in ledger.standing_judgements if not claims.isdisjoint(j.claims)]
                got = f"{judgement.id} rests on none of {', '.join(sorted(claims))}."
                mend = f"{', '.join(others)} would." if others else "Cite the claims it rests on, or leave it out."
                yield page.issue(sentence.line, "judgement-not-covering", got, mend)
