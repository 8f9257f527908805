"""How the evidence is set: the claims of the ledger over the passages they rest on, and the source texts whole."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from docutils import nodes

from briefing.book.pdf.literals import Code, block, call, in_language, words
from briefing.book.pdf.translator import Handler, Translator
from briefing.exhibits.registry import codes_on
from briefing.model.base import grouped
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.words import actor_name, dated_name, reach_words, sentence, voice_name
from briefing.reading.text import BULLETS

Passage = tuple[str, object]
#: Characters up to which an entry, a quotation with its coding, or a paragraph of a source is kept on one page.
WHOLE_ENTRY, WHOLE_QUOTE, WHOLE_PARAGRAPH = 1400, 900, 1200


def passage(evidence: Evidence) -> Passage:
    """Return what two pieces of evidence share that quote the same words."""
    return evidence.article, evidence.span or evidence.exact


def in_groups(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Return the claims in their order, those in one group that rest on the passages of its first, or on some."""
    groups: list[list[Claim]] = []
    for claim in claims:
        keys = set(map(passage, claim.evidence))
        if keys and groups and keys <= set(map(passage, groups[-1][0].evidence)):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return groups


def claim_entries(
    translator: Translator, node: nodes.Element, rows: Sequence[nodes.Element], caption: Code | None
) -> str:
    """Return the claims that the rows of a table show, as entries, each passage once under all that quote it.

    They are told from the records and not from the table, so that every code and every note stands on paper.
    """
    for row in rows:
        translator.labels(row)
    known, printed = translator.ledger.claim_by_id, dict[Passage, str]()
    shown = [known[name] for row in rows for name in row.get("ids", ()) if name in known]
    standing = [claim for claim in shown if not claim.withdrawn]
    # What is coded alike of more than half of all quotations is said once and not below each.
    every = [_coded(translator.ledger, evidence) for claim in standing for evidence in claim.evidence]
    usual = [code for code, count in Counter(chain(*every)).items() if 2 * count > len(every) > 1]
    items = []
    for claims in in_groups(standing):
        passages = grouped((passage(evidence), evidence) for claim in claims for evidence in claim.evidence)
        heads = [_head(translator, claim, node) for claim in claims]
        quotes = [_quote(translator, coded, usual, printed.get(key), node) for key, coded in passages.items()]
        printed = dict.fromkeys(passages, claims[0].id) | printed
        length = sum(len(claim.statement) for claim in claims)
        length += sum(len(e.words) + len(e.note or "") + 90 for coded in passages.values() for e in coded)
        items.append(call("claim-entry", heads, quotes, keep=length < WHOLE_ENTRY))
    inner = replace(translator, paged=False)
    gone = [_withdrawn(inner, claim, node) for claim in shown if claim.withdrawn]
    said = words(f"Unless more is said, a quotation is {' · '.join(usual)}.") if usual else None
    return call("entries", caption, items, said, gone)


def _head(translator: Translator, claim: Claim, node: nodes.Element) -> Code:
    ledger, label, bears = translator.ledger, f"{translator.docname}#{claim.id}", None
    facets = [f"{name}: {ledger.labels(name, facet)}" for name, facet in claim.facets.items()]
    coded = words(" · ".join([sentence(reach_words(ledger, claim.articles)), *_codes(ledger, claim), *facets]))
    if resting := [(j.id, j.id) for j in ledger.judgements_on(claim.id) if j.withdrawn is None]:
        document = str(translator.volume.config.briefing_judgements_doc)
        bears = block('"Bears judgements "', replace(translator, paged=False).records(document, resting, node))
    return call("claim-head", translator.level + 1, label, words(claim.id), words(claim.statement), coded, bears)


def _withdrawn(translator: Translator, claim: Claim, node: nodes.Element) -> tuple[object, ...]:
    """Return label and number of a claim that no longer stands, why it does not, and what took its place."""
    why, now = (claim.withdrawn.because, claim.withdrawn.replaced_by) if claim.withdrawn else ("", ())
    known = bool(now) and set(now) <= set(translator.ledger.claim_by_id)
    replacing = translator.records(translator.docname, zip(now, now, strict=True), node) if known else None
    return f"{translator.docname}#{claim.id}", words(claim.id), why, words(f": {why.rstrip('.')}"), replacing


def _quote(
    translator: Translator, coded: Sequence[Evidence], usual: Container[str], printed: str | None, node: nodes.Element
) -> Code:
    """Return a passage with its source, and how it is coded under each claim; words printed before are referred to."""
    ledger, first = translator.ledger, coded[0]
    if printed:
        at = translator.records(translator.docname, [(printed, printed)], node)
        quoted = call("par", block('"The same words as under "', at))
    else:
        language = ledger.article_by_id[first.article].language
        quoted = in_language(language, call("par", words(f"“{first.words}”")))
    source_doc = str(translator.volume.config.briefing_sources_doc)
    source = translator.records(source_doc, [(first.key, dated_name(ledger, first.article))], node)
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
    """Return an article under its name, its lines as what they are, those that are bullets as one list."""
    parts, article = [], translator.ledger.article_by_id[node["article_id"]]
    for role, group in groupby(node.children, key=lambda line: str(line.get("role", "paragraph"))):
        lines = list(group)
        for line in lines if role == "bullet" else ():  # the list prints a bullet in place of the one that is typed
            text = next(text for text in line.findall(nodes.Text) if text.strip())
            text.parent.replace(text, nodes.Text(str(text).lstrip().lstrip(BULLETS).lstrip()))
        for together in [lines] if role == "bullet" else [[line] for line in lines]:
            keep = sum(len(line.astext()) for line in together) < WHOLE_PARAGRAPH
            part = {"role": role, "furniture": bool(together[0].get("furniture")), "keep": keep}
            beside = [item for line in together for item in _beginning(translator, line)]
            parts.append({**part, "beside": beside, "bodies": map(translator.content, together)})
    name = words(f"{dated_name(translator.ledger, article.id)}: {article.title}")
    return call("source-text", translator.level, name, parts)


def _beginning(translator: Translator, line: nodes.Element) -> Iterator[tuple[str | None, Code, str]]:
    """Yield the standing claims whose quotes begin in a line of an article: label, id, and the anchor of the words."""
    for run in (run for run in line.findall(nodes.Element) if run.get("starting")):
        for claim in run["starting"]:
            if translator.ledger.claim_by_id[claim].withdrawn is None:
                label = translator.volume.find(translator.volume.config.briefing_ledger_doc, claim, run)
                yield translator.link(label, run), words(claim), f"{translator.docname}#{run['ids'][0]}"


def mark(translator: Translator, node: nodes.Element) -> str:
    """Return a run of words under one coding; neighbouring runs differ in shade, so that each quote's ends show."""
    body, status = translator.content(node), node.get("status", "plain")
    if status != "claimed":
        return call(f"mark-{status}", body)
    before = node.parent.children[: node.parent.index(node)]
    claimed = [n for n in before if isinstance(n, nodes.Element) and n.get("status") == "claimed"]
    return call("mark-claimed", len(claimed) % 2 == 1, body)


HANDLERS: dict[str, Handler] = {"source_text": source_text, "mark": mark}
