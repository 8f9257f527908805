"""From a quote to the span of an article it stands in, exactly; and, for the message only, the nearest passage.

The quote must occur once, or be pinned by the words before or after it. Likeness never anchors anything.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeVar

import regex
from rapidfuzz.fuzz import partial_ratio_alignment

from briefing.model.base import Issue, Located, Span
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.sources import Article, Furniture, Passage
from briefing.reading.boundaries import cut_word, cuts_character
from briefing.reading.languages import language_of
from briefing.reading.normalisation import LINE_HYPHEN, Normalised, normalise, repaired
from briefing.reading.text import Lines

NEAR = 55.0  # of 100: below, a "nearest passage" is a coincidence and helps nobody
SHOWN_DIFFERENCES = 3
SHOWN_WORD = 80  # characters of a cut word
_ALONE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # scripts written without spaces: each character a word
_WORD = regex.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+|[^\w\s]")
P = TypeVar("P", bound=Passage)
R = TypeVar("R", bound=Located)


@dataclass(frozen=True, slots=True)
class Page:
    """An article made ready for searching, once for all its quotes."""

    article: Article
    normalised: Normalised
    lines: Lines

    @classmethod
    def of(cls, article: Article) -> Page:
        return cls(article, normalise(article.text), Lines(article.text))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage most like a quote that was not found, and how the two differ."""

    span: Span
    exact: str
    line: int
    differences: tuple[tuple[str, str], ...]


def find_quote(exact: str, page: Page, prefix: str = "", suffix: str = "") -> list[Span]:
    """Return the raw span of every occurrence of the quote between prefix and suffix; one is what is wanted."""
    return [page.normalised.to_raw(span) for span in _occurrences(exact, page, prefix, suffix)]


def _occurrences(exact: str, page: Page, prefix: str, suffix: str) -> list[Span]:
    quote, before, after = (normalise(words).text.strip() if words else "" for words in (exact, prefix, suffix))
    text = page.normalised.text
    spans = _spans_of(quote, text) if quote else ()
    return [
        span
        for span in spans
        if text[max(0, span.start - len(before) - 1) : span.start].rstrip().endswith(before)
        and text[span.end : span.end + len(after) + 1].lstrip().startswith(after)
    ]


def _spans_of(quote: str, text: str) -> Iterator[Span]:
    """Yield where a normalised quote stands, overlaps included; a hyphen at a line's end may be typed or left out."""
    if LINE_HYPHEN in text or LINE_HYPHEN in quote:
        typed = regex.sub(f"{LINE_HYPHEN}|(?<=\\w)- (?=\\w)", "", quote)
        letters = (f"[-{LINE_HYPHEN}]" if c == "-" else regex.escape(c, special_only=True) for c in typed)
        pattern = f"{LINE_HYPHEN}?".join(letters)
        yield from (Span(*found.span()) for found in regex.finditer(pattern, text, overlapped=True))
        return
    start = text.find(quote)
    while start >= 0:
        yield Span(start, start + len(quote))
        start = text.find(quote, start + 1)


def anchor(ledger: Ledger) -> tuple[Ledger, list[Issue]]:
    """Return the ledger with the span of every passage set, and an issue for every quote that has no one place.

    A passage in an article that is not in the ledger stays without a span; the checks name the article.
    """
    issues: list[Issue] = []
    articles = tuple(_anchor_furniture(article, issues) for article in ledger.articles)
    pages = {article.id: Page.of(article) for article in articles}
    claims = tuple(_anchor_claim(claim, pages, issues) for claim in ledger.claims)
    waivers = tuple(
        _anchored(waiver, pages.get(waiver.article), f"waiver in {waiver.article}", issues) for waiver in ledger.waivers
    )
    relations = tuple(_anchored(r, pages.get(r.article), f"relation {r.id}", issues) for r in ledger.relations)
    second = tuple(
        _anchored(unit, pages.get(unit.article), f"second reading of {unit.article}", issues)
        for unit in ledger.second_reading
    )
    return rebuilt(
        ledger,
        articles=articles,
        claims=claims,
        waivers=waivers,
        relations=relations,
        second_reading=second,
        actors=tuple(_anchor_inner(a, "described", f"actor {a.id}", pages, issues) for a in ledger.actors),
        parallels=tuple(_anchor_inner(p, "sides", f"parallel {p.id}", pages, issues) for p in ledger.parallels),
    ), issues


def rebuilt(ledger: Ledger, **changed: Any) -> Ledger:  # noqa: ANN401 -- fields of a Ledger
    """Return a ledger with some fields replaced and none of the old one's cached look-ups."""
    return Ledger.model_construct(**{name: getattr(ledger, name) for name in Ledger.model_fields} | changed)


def _anchor_furniture(article: Article, issues: list[Issue]) -> Article:
    if not article.furniture:
        return article
    page = Page.of(article)
    subject = f"article {article.id}, furniture"
    furniture: tuple[Furniture, ...] = tuple(_anchored(f, page, subject, issues) for f in article.furniture)
    return article.model_copy(update={"furniture": furniture})


def _anchor_inner(record: R, field: str, subject: str, pages: dict[str, Page], issues: list[Issue]) -> R:
    """Anchor the passages that a record holds in one of its fields."""
    passages = tuple(_anchored(p, pages.get(p.article), subject, issues) for p in getattr(record, field))
    return record.model_copy(update={field: passages}) if passages else record


def _anchor_claim(claim: Claim, pages: dict[str, Page], issues: list[Issue]) -> Claim:
    evidence: tuple[Evidence, ...] = tuple(
        _anchored(e, pages.get(e.article), f"claim {claim.id}", issues) for e in claim.evidence
    )
    return claim.model_copy(update={"evidence": evidence})


def _anchored(passage: P, page: Page | None, subject: str, issues: list[Issue]) -> P:
    if page is None:
        return passage
    places = _occurrences(passage.exact, page, passage.prefix, passage.suffix)
    spans = [page.normalised.to_raw(place) for place in places]
    repeats = isinstance(passage, Furniture) and passage.repeats
    if not spans or (len(spans) > 1 and not repeats):
        code, got, mend = _ambiguous(spans, page) if spans else _not_found(passage, page)
        issues.append(Issue(passage.place, subject, code, got, mend))
        return passage
    for place, span in zip(places, spans, strict=True):
        issues.extend(_misplaced(place, span, passage, page, subject))
    own = page.article.text[slice(*spans[0])]
    anchored: dict[str, Any] = {"span": spans[0], "own": own, "shown": repaired(own, page.article.text)}
    return passage.model_copy(update=anchored | ({"also": tuple(spans[1:])} if repeats else {}))


def _misplaced(place: Span, span: Span, passage: Passage, page: Page, subject: str) -> Iterator[Issue]:
    """Report a quote that runs into furniture, or cuts a word: "available" is not "unavailable", 3 is not 3.5.

    Where furniture ends, a quote may begin, though no space stands between.
    """
    furniture = () if isinstance(passage, Furniture) else page.article.furniture
    for reason, other in ((part.reason, other) for part in furniture for other in part.spans):
        if span.overlaps(other):
            got = f"it runs into furniture of {page.article.id} on line {page.lines.number(other.start)} ({reason})."
            mend = "Quote the article itself, or mend the furniture in the sidecar."
            yield Issue(passage.place, subject, "quote-spans-furniture", got, mend)
    beside = {edge for part in furniture for other in part.spans for edge in other}
    language = language_of(page.article.language)
    seen, starts = page.normalised.seen, page.normalised.starts
    for edge, raw, is_end in ((place.start, span.start, False), (place.end, span.end, True)):
        if raw in beside:
            continue
        cut = cut_word(seen, edge, language, is_end=is_end)
        inside = 0 < edge < len(starts) and starts[edge - 1] == starts[edge]
        if cut is None and (inside or cuts_character(page.article.text, raw)):
            cut = Span(max(0, edge - 1), edge + 1)
        if cut is not None:
            line = page.lines.number(raw)
            got = f"it cuts “{seen[slice(*cut)][:SHOWN_WORD]}” of {page.article.id}, line {line}."
            mend = "Quote whole words, and a number with its sign and unit."
            yield Issue(passage.place, subject, "quote-cuts-word", got, mend)


def _ambiguous(found: list[Span], page: Page) -> tuple[str, str, str]:
    lines = ", ".join(str(page.lines.number(span.start)) for span in found)
    got = f"it stands {len(found)} times in {page.article.id}, on lines {lines}."
    return "quote-ambiguous", got, "Quote more words, or pin it with the words before (prefix) or after it (suffix)."


def _not_found(passage: Passage, page: Page) -> tuple[str, str, str]:
    unpinned = find_quote(passage.exact, page)
    if unpinned:
        lines = ", ".join(str(page.lines.number(span.start)) for span in unpinned)
        got = f"in {page.article.id} the words stand on line {lines}, but not next to that prefix and suffix."
        return "quote-not-found", got, "Copy prefix and suffix from right before and right after the quote."
    near = nearest_passage(passage.exact, page)
    if near is None:
        return (
            "quote-not-found",
            f"not in {page.article.id}, nor anything near it.",
            "Copy the article's wording exactly.",
        )
    got = f"not in {page.article.id}. Nearest passage, line {near.line}: “{near.exact}”; {_told(near.differences)}."
    return "quote-not-found", got, "Copy the article's wording exactly."


def nearest_passage(exact: str, page: Page) -> Nearest | None:
    """Return the passage most like the quote, in whole words, or None when nothing is near.

    Rapidfuzz finds the neighbourhood; an alignment word by word finds the passage in it.
    """
    quote = normalise(exact).text.strip()
    text = page.normalised.text
    if not quote or not text.strip():
        return None
    alignment = partial_ratio_alignment(quote, text, score_cutoff=NEAR)
    if alignment is None:
        return None
    swapped = len(quote) > len(text)
    start, end = (0, len(text)) if swapped else (alignment.dest_start, alignment.dest_end)
    slack = max(20, len(quote) // 4)
    wanted = _words(quote, 0, len(quote))
    around = _words(text, start - slack, end + slack)
    steps = _aligned([quote[i:j] for i, j in wanted], [text[i:j] for i, j in around])
    first, last = steps[0][3], steps[-1][4]
    found = Span(around[first][0], around[last - 1][1]) if first < last else Span(start, end)
    span = page.normalised.to_raw(found)
    differences = tuple(_difference(s, (quote, wanted), (text, around)) for s in steps if s[0] != "equal")
    return Nearest(
        span, " ".join(page.article.text[span.start : span.end].split()), page.lines.number(span.start), differences
    )


Step = tuple[str, int, int, int, int]
Words = list[tuple[int, int]]


def _words(text: str, start: int, end: int) -> Words:
    """Return the spans of the words that lie in or reach into a stretch of the text."""
    start, end = max(0, start), min(len(text), end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return [match.span() for match in _WORD.finditer(text, start, end)]


def _aligned(wanted: list[str], around: list[str]) -> list[Step]:
    """Align a quote with its neighbourhood, word by word, leaving out what stands before and after the passage."""
    steps: list[Step] = list(SequenceMatcher(None, wanted, around, autojunk=False).get_opcodes())
    while len(steps) > 1 and steps[0][0] == "insert":
        steps.pop(0)
    while len(steps) > 1 and steps[-1][0] == "insert":
        steps.pop()
    kind, i, j, k, m = steps[0]
    if kind == "replace" and len(steps) > 1:
        steps[0] = (kind, i, j, max(k, m - (j - i)), m)
    kind, i, j, k, m = steps[-1]
    if kind == "replace" and len(steps) > 1:
        steps[-1] = (kind, i, j, k, min(m, k + (j - i)))
    return steps


def _difference(step: Step, quote: tuple[str, Words], page: tuple[str, Words]) -> tuple[str, str]:
    """Return a differing stretch of the quote and of the article, each with the word before it (or after it)."""
    kind, i, j, k, m = step
    before = i > 0 and k > 0
    after = not before or kind in {"insert", "delete"}
    return _stretch(*quote, i - before, j + after), _stretch(*page, k - before, m + after)


def _stretch(text: str, words: Words, first: int, last: int) -> str:
    last = min(last, len(words))
    return text[words[first][0] : words[last - 1][1]] if first < last else ""


def _told(differences: tuple[tuple[str, str], ...]) -> str:
    told = [
        f'you wrote "{wrote}", the article has "{has}"{_look_alikes(wrote, has)}'
        for wrote, has in differences[:SHOWN_DIFFERENCES]
    ]
    more = len(differences) - SHOWN_DIFFERENCES
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def _look_alikes(wrote: str, has: str) -> str:
    """Name the characters that differ when the eye may not see that they do."""
    odd = {c for c in set(wrote) ^ set(has) if not c.isascii()}
    names = [f"{c} is U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in sorted(odd)[:2]]
    return f" ({', '.join(names)})" if names else ""
