"""How the evidence is set: the claims of the ledger over the passages they rest on, and the source texts whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import chain, groupby

from docutils import nodes

from briefing.book.pdf.literals import Code, block, call, words
from briefing.book.pdf.table_parts import rows_of
from briefing.book.pdf.translator import Handler, Translator, in_language
from briefing.exhibits.tables.rows import codes_on
from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name, dated_name, voice_name
from briefing.model.reach import reach_words
from briefing.model.records import Claim, Evidence
from briefing.model.words import sentence
from briefing.reading.text import BULLETS

Passage = tuple[str, object]
#: Characters up to which an entry, a quotation with its coding, or a paragraph of a source is kept on one page.
WHOLE_ENTRY, WHOLE_QUOTE, WHOLE_PARAGRAPH = 1400, 900, 1200


def passage(evidence: Evidence) -> Passage:
    """Return what two pieces of evidence share that quote the same words."""
    return evidence.article, evidence.span or evidence.exact


def grouped(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Return the claims in their order, those in one group that rest on the passages of its first, or on some."""
    groups: list[list[Claim]] = []
    for claim in claims:
        keys = set(map(passage, _shown_evidence(claim)))
        if keys and groups and keys <= set(map(passage, _shown_evidence(groups[-1][0]))):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return groups


def _shown_evidence(claim: Claim) -> tuple[Evidence, ...]:
    """Return what is printed below a claim: a withdrawn one keeps its number and its reason, and no evidence."""
    return () if claim.withdrawn else claim.evidence


def claim_entries(translator: Translator, node: nodes.Element, caption: Code | None) -> str:
    """Return the claims that a table of claims shows, as entries, each passage once under all that quote it.

    They are told from the records and not from the table, so that every code and every note stands on paper.
    """
    rows = rows_of(node)[1]
    for row in rows:
        translator.labels(row)
    known, printed = translator.ledger.claim_by_id, dict[Passage, str]()
    items, shown = [], [known[name] for row in rows for name in row.get("ids", ()) if name in known]
    usual = _usual(translator.ledger, shown)
    for claims in grouped(claim for claim in shown if not claim.withdrawn):
        passages: dict[Passage, list[Evidence]] = {}
        for evidence in (evidence for claim in claims for evidence in claim.evidence):
            passages.setdefault(passage(evidence), []).append(evidence)
        heads = [_head(translator, claim, node) for claim in claims]
        quotes = [_quote(translator, coded, usual, printed.get(key), node) for key, coded in passages.items()]
        printed = dict.fromkeys(passages, claims[0].id) | printed
        length = sum(len(claim.statement) for claim in claims)
        length += sum(len(e.words) + len(e.note or "") + 90 for coded in passages.values() for e in coded)
        items.append(call("claim-entry", heads, quotes, keep=length < WHOLE_ENTRY))
    gone = _withdrawn(replace(translator, paged=False), [claim for claim in shown if claim.withdrawn], node)
    said = words(f"Unless more is said, a quotation is {' · '.join(usual)}.") if usual else None
    return call("entries", caption, items, said, gone)


def _head(translator: Translator, claim: Claim, node: nodes.Element) -> Code:
    ledger, label = translator.ledger, f"{translator.docname}#{claim.id}"
    facets = [f"{name}: {ledger.labels(name, facet)}" for name, facet in claim.facets.items()]
    said = [sentence(reach_words(ledger, claim.articles)), *_codes(ledger, claim), *facets]
    resting = [j.id for j in ledger.judgements_on(claim.id) if j.withdrawn is None]
    document, bears = str(translator.volume.config.briefing_judgements_doc), None
    if resting:
        linked = replace(translator, paged=False).records([(document, name, name) for name in resting], node)
        bears = block('"Bears judgements "', linked)
    heading = call("entry-head", translator.level + 1, words(claim.id), words(claim.statement))
    coded = words(" · ".join(said))
    return call("claim-head", block(call("anchor", label), call("entry-name", claim.id), heading), coded, bears, label)


def _usual(ledger: Ledger, claims: Iterable[Claim]) -> list[str]:
    """Return what is coded alike of more than half of all quotations, which is said once and not below each."""
    every = [_coded(ledger, evidence) for claim in claims for evidence in _shown_evidence(claim)]
    counts = Counter(chain(*every))
    return [code for code, count in counts.items() if 2 * count > len(every) > 1]


def _withdrawn(translator: Translator, claims: Sequence[Claim], node: nodes.Element) -> list[Code]:
    """Return the numbers of claims that no longer stand, each with what took its place, or several with a reason."""
    told, fallen = [], dict[str, list[Code]]()
    for claim in claims:
        number = block(call("anchor", f"{translator.docname}#{claim.id}"), words(claim.id))
        why, now = (claim.withdrawn.because, claim.withdrawn.replaced_by) if claim.withdrawn else ("", ())
        if now and set(now) <= set(translator.ledger.claim_by_id):
            replacing = translator.records([(translator.docname, name, name) for name in now], node)
            told.append(block(number, '", now "', replacing))
        else:
            fallen.setdefault(why, []).append(number)
    return [*told, *(block(block(*of, between=';", ";'), words(f": {why.rstrip('.')}")) for why, of in fallen.items())]


def _quote(
    translator: Translator, coded: Sequence[Evidence], usual: Container[str], printed: str | None, node: nodes.Element
) -> Code:
    """Return a passage with its source, and how it is coded under each claim; words printed before are referred to."""
    ledger, first = translator.ledger, coded[0]
    if printed:
        at = translator.records([(translator.docname, printed, printed)], node)
        quoted = call("par", block('"The same words as under "', at))
    else:
        language = ledger.article_by_id[first.article].language
        quoted = in_language(language, call("par", words(f"“{first.words}”")))
    source_doc = str(translator.volume.config.briefing_sources_doc)
    source = translator.records([(source_doc, first.key, dated_name(ledger, first.article))], node)
    codings = list(dict.fromkeys(_coding(ledger, evidence, usual) for evidence in coded))
    if len(codings) > 1:
        codings = [f"{evidence.claim}: {_coding(ledger, evidence, ())}" for evidence in coded]
    whole = len(first.exact) + sum(map(len, codings)) < WHOLE_QUOTE
    return call("claim-quote", quoted, source, map(words, filter(None, codings)), keep=whole)


def _coded(ledger: Ledger, evidence: Evidence) -> list[str]:
    return [f"said by {voice_name(ledger, evidence.voice)}", *_codes(ledger, evidence)]


def _coding(ledger: Ledger, evidence: Evidence, usual: Container[str]) -> str:
    codes = [code for code in _coded(ledger, evidence) if code not in usual]
    if evidence.names:
        codes.append(f"names {', '.join(actor_name(ledger, name) for name in evidence.names)}")
    notes = [f"Left out beside it: {evidence.outside.rstrip('.')}" if evidence.outside else "", evidence.note or ""]
    return ". ".join(filter(None, [" · ".join(codes), *notes]))


def _codes(ledger: Ledger, record: Claim | Evidence) -> list[str]:
    return [f"{heading.lower()}: {label}" for heading, label in codes_on(ledger, record, "row", "glossary")]


def source_text(translator: Translator, node: nodes.Element) -> str:
    """Return an article: lines that are bullets as one list, others as what they are."""
    parts, titled = [], False
    for role, group in groupby(node.children, key=lambda line: str(line.get("role", "paragraph"))):
        lines = list(group)
        if role == "bullet":
            parts.append(_beside(translator, lines, call("list", *(_bullet(translator, line) for line in lines))))
            continue
        for line in lines:
            level = {"title": 1, "heading": 2 if titled else 1}.get(role, 0)
            titled = titled or role == "title"
            depth = translator.level + level if level else 0
            body = call("source-block", depth, bool(line.get("furniture")), translator.content(line))
            parts.append(_beside(translator, [line], body, heading=level > 0))
    return call("source-text", parts)


def _bullet(translator: Translator, line: nodes.Element) -> Code:
    """Return a line without the bullet that it is typed with; the list prints one."""
    text = next(text for text in line.findall(nodes.Text) if text.strip())
    text.parent.replace(text, nodes.Text(str(text).lstrip().lstrip(BULLETS).lstrip()))
    return translator.content(line)


def _beside(translator: Translator, lines: Sequence[nodes.Element], body: Code, *, heading: bool = False) -> Code:
    """Return words of the article with, in the margin, the claims whose quotes begin in a line of them."""
    items = []
    for run in (run for line in lines for run in line.findall(nodes.Element) if run.get("starting")):
        for claim in run["starting"]:
            if translator.ledger.claim_by_id[claim].withdrawn is None:
                label = translator.volume.find(translator.volume.config.briefing_ledger_doc, claim, run)
                start = f"{translator.docname}#{run['ids'][0]}"
                items.append((translator.link(label, run), words(claim), start))
    keep = sum(len(line.astext()) for line in lines) < WHOLE_PARAGRAPH
    return call("beside", items, body, keep=keep, heading=heading)


def mark(translator: Translator, node: nodes.Element) -> str:
    """Return a run of words under one coding; neighbouring runs differ in shade, so that each quote's ends show."""
    body, status = translator.content(node), node.get("status", "plain")
    if status != "claimed":
        return call(f"mark-{status}", body)
    before = node.parent.children[: node.parent.index(node)]
    claimed = [n for n in before if isinstance(n, nodes.Element) and n.get("status") == "claimed"]
    return call("mark-claimed", len(claimed) % 2 == 1, body)


HANDLERS: dict[str, Handler] = {"source_text": source_text, "mark": mark}
