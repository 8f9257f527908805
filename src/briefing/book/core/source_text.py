"""An article as nodes: every character of it, cut where the coding of its words changes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex
from docutils import nodes

from briefing.book.core.nodes import mark, source_block, source_text
from briefing.model.base import Span
from briefing.model.ledger import Ledger
from briefing.model.sources import Article
from briefing.reading.normalisation import LINE_END, repaired
from briefing.reading.text import BULLETS, blocks

LINE_ENDS = regex.compile(LINE_END)

#: A line this short, without the end of a sentence, may be a heading; longer ones read as text.
HEADING_LENGTH = 80
SENTENCE_ENDS = (".", "?", "!", "…", ".”", "?”", "!”", '."', '?"', '!"')


class _Cover(NamedTuple):
    """What covers a span of an article: the evidence of a `key`, or a `status` (waived, furniture) with its reason."""

    span: Span
    key: str = ""
    status: str = ""
    reason: str = ""


def article_nodes(ledger: Ledger, article: Article) -> source_text:
    """Return the whole text of an article, its quoted, waived and furniture passages marked."""
    lines = list(blocks(article.text))
    texts = [article.text[slice(*line)].strip() for line in lines]
    # Blank characters between lines belong to the line before, so that none is lost.
    starts = [0, *(line.start for line in lines[1:])]
    wholes = pairwise((*starts, len(article.text)))
    covering: list[list[_Cover]] = [[] for _ in lines]
    for cover in _covers(ledger, article):
        for at in range(max(bisect_right(starts, cover.span.start) - 1, 0), bisect_left(starts, cover.span.end)):
            covering[at].append(cover)
    article_node = source_text(ids=[f"article-{article.id}"], article_id=article.id, lang=article.language)
    title, seen = article.title, set[str]()
    for at, (line, whole, here) in enumerate(zip(lines, wholes, covering, strict=True)):
        furniture = any(cover.status == "furniture" and cover.span.overlaps(line) for cover in here)
        role = _role(texts[at], "".join(texts[at + 1 : at + 2]), title, furniture=furniture)
        title = "" if role == "title" else title
        block = source_block(role=role, furniture=furniture)
        block += [_run(ledger, words, over, seen) for words, over in _runs(article, Span(*whole), line, here)]
        article_node += block
    return article_node


def _covers(ledger: Ledger, article: Article) -> Iterator[_Cover]:
    for key, evidence in ledger.evidence_by_key.items():
        if evidence.article == article.id and evidence.span is not None:
            yield _Cover(evidence.span, key=key)
    for waiver in ledger.waivers:
        if waiver.article == article.id and waiver.span is not None:
            yield _Cover(waiver.span, status="waived", reason=waiver.reason)
    yield from (_Cover(span, "", "furniture", part.reason) for part in article.furniture for span in part.spans)


def _role(text: str, following: str, title: str, *, furniture: bool) -> str:
    """Return what a line is to its article, which goes by the line after it too."""
    if text[0] in BULLETS and text[1:2].isspace():
        return "bullet"
    if furniture:
        return "line"
    if text == title:
        return "title"
    if _is_prose(text):
        return "paragraph"
    return "heading" if _is_prose(following) or following[:1] in tuple(BULLETS) else "line"


def _is_prose(text: str) -> bool:
    return len(text) > HEADING_LENGTH or text.endswith(SENTENCE_ENDS)


def _runs(
    article: Article, whole: Span, line: Span, covers: Sequence[_Cover]
) -> Iterator[tuple[str, Sequence[_Cover]]]:
    """Yield a block, which is a line and the blanks around it, as runs of words, each with all that covers it."""
    inner = {edge for cover in covers for edge in cover.span if whole.start < edge < whole.end}
    for start, end in pairwise(sorted({*whole} | inner)):
        first, last = max(start, min(line.start, end)), min(end, max(line.end, start))
        before, inside, after = article.text[start:first], article.text[first:last], article.text[last:end]
        words = LINE_ENDS.sub("", before) + repaired(inside, article.text) + LINE_ENDS.sub("", after)
        if words:
            yield words, [cover for cover in covers if cover.span.overlaps(Span(start, end))]


def _run(ledger: Ledger, words: str, covers: Sequence[_Cover], seen: set[str]) -> nodes.Node:
    """Return a run under one coding as a mark; under none it is plain text."""

    def claims_of(keys: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(ledger.evidence_by_key[key].claim for key in keys))

    quoting = [cover.key for cover in covers if cover.key]
    # A withdrawn claim's words can be linked to, but nothing is claimed of them any more.
    keys = [key for key in quoting if ledger.claim_by_id[ledger.evidence_by_key[key].claim].withdrawn is None]
    anchors = [key for key in quoting if key not in seen]
    excused = [(cover.status, cover.reason) for cover in covers if cover.status]
    if not keys and not excused and not anchors:
        return nodes.Text(words)
    seen.update(quoting)
    status, reason = ("claimed", "") if keys else (*excused, ("plain", ""))[0]
    coded = {"evidence_keys": keys, "claim_ids": claims_of(keys), "starting": claims_of(anchors)}
    return mark(words, words, ids=anchors, status=status, reason=reason, **coded)
