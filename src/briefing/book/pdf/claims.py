"""The ledger in print: claims in the order of their table, each passage once under all the claims that quote it.

Told from the records and not from the table, so that every code and every note stands on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from docutils import nodes

from briefing.book.pdf.literals import array, flag, string, words
from briefing.book.pdf.table_parts import rows_of
from briefing.book.pdf.translator import Translator, in_language
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name, dated_name, voice_name
from briefing.model.reach import reach_words
from briefing.model.records import Claim, Evidence
from briefing.model.words import sentence

Passage = tuple[str, object]
#: Characters up to which an entry, or one quotation with its coding, is kept on one page.
WHOLE_ENTRY, WHOLE_QUOTE = 1400, 900


@dataclass
class Group:
    """Claims that rest on the same passages, or on some of those of the first; of a withdrawn one none is shown."""

    claims: list[Claim] = field(default_factory=list)
    passages: dict[Passage, list[Evidence]] = field(default_factory=dict)

    def takes(self, claim: Claim) -> bool:
        keys = {passage(evidence) for evidence in shown_evidence(claim)}
        return bool(keys) and keys <= set(self.passages)

    def add(self, claim: Claim) -> None:
        self.claims.append(claim)
        for evidence in shown_evidence(claim):
            self.passages.setdefault(passage(evidence), []).append(evidence)


def shown_evidence(claim: Claim) -> tuple[Evidence, ...]:
    """Return what is printed below a claim: a withdrawn one keeps its number and its reason, and no evidence."""
    return () if claim.withdrawn else claim.evidence


def passage(evidence: Evidence) -> Passage:
    """Return what two pieces of evidence share that quote the same words."""
    return evidence.article, evidence.span or evidence.exact


def grouped(claims: Iterable[Claim]) -> list[Group]:
    """Return the claims in groups, in their order."""
    groups: list[Group] = []
    for claim in claims:
        if not groups or not groups[-1].takes(claim):
            groups.append(Group())
        groups[-1].add(claim)
    return groups


def claim_entries(translator: Translator, node: nodes.Element, caption: str) -> str:
    """Return the claims that a table of claims shows, as entries with their quotes."""
    _, body = rows_of(node)
    for row in body:
        translator.anchored(row)
    ledger = translator.ledger
    named = [str(name) for row in body for name in row.get("ids", ())]
    shown = [ledger.claim_by_id[name] for name in named if name in ledger.claim_by_id]
    printed: dict[Passage, str] = {}
    items = []
    for group in grouped(shown):
        if group.claims[0].withdrawn:
            items.append(_withdrawn(translator, group.claims[0], node))
            continue
        heads = [_head(translator, claim, node) for claim in group.claims]
        quotes = [_quote(translator, key, coded, printed, node) for key, coded in group.passages.items()]
        for key in group.passages:
            printed.setdefault(key, group.claims[0].id)
        length = sum(len(claim.statement) for claim in group.claims)
        length += sum(len(e.words) + len(e.note or "") + 90 for coded in group.passages.values() for e in coded)
        items.append(f"claim-entry({array(heads)},{array(quotes)},keep:{flag(length < WHOLE_ENTRY)})")
    return f"entries({caption},{array(items)})"


def _head(translator: Translator, claim: Claim, node: nodes.Element) -> str:
    ledger = translator.ledger
    label = f"{translator.docname}#{claim.id}"
    marks = f"anchor({string(label)});entry-name({string(claim.id)});"
    codes = [f"{f.heading.lower()}: {ledger.label(f.vocabulary, getattr(claim, f.name))}" for f in _shown(Claim)]
    codes += [f"{name}: {ledger.labels(name, facet)}" for name, facet in claim.facets.items()]
    lines = [words(" · ".join([sentence(reach_words(ledger, claim.articles)), *codes]))]
    resting = [j for j in ledger.judgements_on(claim.id) if j.withdrawn is None]
    if resting:
        document = str(translator.targets.judgements_doc)
        linked = translator.records([(document, j.id, j.id) for j in resting], node)
        lines.append(f'{{"Bears judgements ";{linked}}}')
    head = f"{{{marks}entry-head({translator.level + 1},{words(claim.id)},{words(claim.statement)})}}"
    return f"claim-head({head},{array(lines)},{string(label)})"


def _withdrawn(translator: Translator, claim: Claim, node: nodes.Element) -> str:
    """Return a claim that no longer stands: its number, its words, why, and what took its place."""
    why, now = (claim.withdrawn.because, claim.withdrawn.replaced_by) if claim.withdrawn else ("", ())
    told = [words(f"Withdrawn. {why}")]
    if now and set(now) <= set(translator.ledger.claim_by_id):
        told.append(f'{{" Now ";{translator.records([(translator.docname, name, name) for name in now], node)};"."}}')
    label = string(f"{translator.docname}#{claim.id}")
    return f"withdrawn-claim({label},{string(claim.id)},{words(claim.statement)},{{{';'.join(told)}}})"


def _quote(
    translator: Translator, key: Passage, coded: Sequence[Evidence], printed: dict[Passage, str], node: nodes.Element
) -> str:
    """Return a passage with its source, and how it is coded under each claim; words printed before are referred to."""
    ledger, first = translator.ledger, coded[0]
    article = ledger.article_by_id[first.article]
    if key in printed:
        at = translator.records([(translator.docname, printed[key], printed[key])], node)
        quoted = f'par({{"The words quoted at ";{at}}})'
    else:
        quoted = in_language(article.language, f"par({words(f'“{first.words}”')})")
    marks = [(translator.targets.sources_doc, first.key, dated_name(ledger, article.id))]
    source = translator.records(marks, node)
    codings = {_coding(ledger, evidence): None for evidence in coded}
    if len(codings) > 1:
        codings = {f"{evidence.claim}: {_coding(ledger, evidence)}": None for evidence in coded}
    whole = flag(len(first.exact) + sum(map(len, codings)) < WHOLE_QUOTE)
    return f"claim-quote({quoted},{source},{array(words(coding) for coding in codings)},keep:{whole})"


def _coding(ledger: Ledger, evidence: Evidence) -> str:
    codes = [f"{f.heading.lower()}: {ledger.label(f.vocabulary, getattr(evidence, f.name))}" for f in _shown(Evidence)]
    codes.insert(0, f"said by {voice_name(ledger, evidence.voice)}")
    if evidence.names:
        codes.append(f"names {', '.join(actor_name(ledger, name) for name in evidence.names)}")
    notes = [f"Left out beside it: {evidence.outside}" if evidence.outside else "", evidence.note or ""]
    return ". ".join(filter(None, [" · ".join(codes), *notes]))


def _shown(model: type[Claim | Evidence]) -> list[CodedField]:
    return [f for f in coded_fields(model) if f.shows_on("glossary") or f.shows_on("row")]
