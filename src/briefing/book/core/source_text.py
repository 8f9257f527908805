"""An article as nodes: every character of it, cut where the coding of its words changes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import regex
from docutils import nodes

from briefing.book.core.nodes import mark, source_block, source_text
from briefing.model.base import Span
from briefing.model.ledger import Ledger
from briefing.model.records import Waiver
from briefing.model.sources import Article, Furniture
from briefing.reading.normalisation import LINE_END, repaired
from briefing.reading.text import BULLETS, blocks

LINE_ENDS = regex.compile(LINE_END)

#: A line this short, without the end of a sentence, may be a heading; longer ones read as text.
HEADING_LENGTH = 80
SENTENCE_ENDS = (".", "?", "!", "…", ".”", "?”", "!”", '."', '?"', '!"')


@dataclass(frozen=True, slots=True)
class _Coding:
    """What covers an article: quoted passages by evidence key, waivers and furniture."""

    quotes: tuple[tuple[str, Span], ...]
    waivers: tuple[tuple[Waiver, Span], ...]
    furniture: tuple[tuple[Furniture, Span], ...]

    def edges(self) -> set[int]:
        spans = [span for _, span in (*self.quotes, *self.waivers, *self.furniture)]
        return {edge for span in spans for edge in span}

    def is_furniture(self, line: Span) -> bool:
        return any(span.overlaps(line) for _, span in self.furniture)


def article_nodes(ledger: Ledger, article: Article) -> source_text:
    """Return the whole text of an article, its quoted, waived and furniture passages marked."""
    coding = _coding(ledger, article)
    lines = list(blocks(article.text))
    roles = _roles(article, lines, coding)
    whole = source_text(ids=[f"article-{article.id}"], article_id=article.id, lang=article.language)
    seen: set[str] = set()
    for position, (line, role) in enumerate(zip(lines, roles, strict=True)):
        block = source_block(role=role, furniture=coding.is_furniture(line))
        # Blank characters between lines belong to the line before, so that none is lost.
        start = 0 if position == 0 else line.start
        end = lines[position + 1].start if position + 1 < len(lines) else len(article.text)
        block += _runs(ledger, article, Span(start, end), line, coding, seen)
        whole += block
    return whole


def _coding(ledger: Ledger, article: Article) -> _Coding:
    quotes = tuple(
        (evidence.key, evidence.span)
        for evidence in ledger.evidence_by_key.values()
        if evidence.article == article.id and evidence.span is not None
    )
    waivers = tuple((w, w.span) for w in ledger.waivers if w.article == article.id and w.span is not None)
    return _Coding(quotes, waivers, tuple((part, span) for part in article.furniture for span in part.spans))


def _roles(article: Article, lines: list[Span], coding: _Coding) -> list[str]:
    texts = [article.text[slice(*line)].strip() for line in lines]
    roles: list[str] = []
    for position, (line, text) in enumerate(zip(lines, texts, strict=True)):
        following = texts[position + 1] if position + 1 < len(texts) else ""
        if text[0] in BULLETS and text[1:2].isspace():
            roles.append("bullet")
        elif coding.is_furniture(line):
            roles.append("line")
        elif text == article.title and "title" not in roles:
            roles.append("title")
        elif _is_prose(text):
            roles.append("paragraph")
        else:
            roles.append("heading" if _is_prose(following) or following[:1] in tuple(BULLETS) else "line")
    return roles


def _is_prose(text: str) -> bool:
    return len(text) > HEADING_LENGTH or text.endswith(SENTENCE_ENDS)


def _runs(  # noqa: PLR0913, PLR0917 -- a block with and without the blanks around it
    ledger: Ledger, article: Article, whole: Span, block: Span, coding: _Coding, seen: set[str]
) -> list[nodes.Node]:
    """Return a block as runs, each under one coding; a run under none is plain text."""
    edges = sorted({*whole} | {edge for edge in coding.edges() if whole.start < edge < whole.end})
    runs: list[nodes.Node] = []
    for start, end in pairwise(edges):
        first, last = max(start, min(block.start, end)), min(end, max(block.end, start))
        before, inside, after = article.text[start:first], article.text[first:last], article.text[last:end]
        words = LINE_ENDS.sub("", before) + repaired(inside, article.text) + LINE_ENDS.sub("", after)
        if words:
            runs.append(_run(ledger, words, Span(start, end), coding, seen))
    return runs


def _run(ledger: Ledger, words: str, span: Span, coding: _Coding, seen: set[str]) -> nodes.Node:
    quoting = [key for key, quoted in coding.quotes if quoted.overlaps(span)]
    # A withdrawn claim's words can be linked to, but nothing is claimed of them any more.
    keys = [key for key in quoting if ledger.claim_by_id[ledger.evidence_by_key[key].claim].withdrawn is None]
    anchors = [key for key in quoting if key not in seen]
    excused = [
        (status, record.reason)
        for status, records in (("waived", coding.waivers), ("furniture", coding.furniture))
        for record, covered in records
        if covered.overlaps(span)
    ]
    if not keys and not excused and not anchors:
        return nodes.Text(words)
    claims = list(dict.fromkeys(ledger.evidence_by_key[key].claim for key in keys))
    status, reason = ("claimed", "") if keys else (*excused, ("plain", ""))[0]
    run = mark(
        words,
        words,
        ids=anchors,
        status=status,
        reason=reason,
        evidence_keys=keys,
        claim_ids=claims,
        starting=list(dict.fromkeys(ledger.evidence_by_key[key].claim for key in anchors)),
        themes=list(dict.fromkeys(ledger.claim_by_id[claim].theme for claim in claims)),
    )
    seen.update(quoting)
    return run
