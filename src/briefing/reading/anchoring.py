"""From a quote to the span of an article it stands in, exactly.

The quote must occur once, or be pinned by the words before or after it. Likeness never anchors anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Any, TypeVar

import regex

from briefing.model.base import Issue, Located, Span
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.sources import Article, Furniture, Passage
from briefing.reading.boundaries import cut_word, cuts_character
from briefing.reading.languages import language_of
from briefing.reading.nearest import differences_told, nearest_passage
from briefing.reading.normalisation import LINE_HYPHEN, SPACES, ZERO_WIDTH, normalise, repaired
from briefing.reading.page import Page

SHOWN_WORD = 80  # characters of a cut word
_MARGIN = SPACES + ZERO_WIDTH
P = TypeVar("P", bound=Passage)
R = TypeVar("R", bound=Located)


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
    if repeats:  # only where it is a line of its own, so that the same words in the article stay the article's
        alone = [fills_line(page, span) for span in spans]
        places, spans = list(compress(places, alone)), list(compress(spans, alone))
    if not spans or (len(spans) > 1 and not repeats):
        code, got, mend = _ambiguous(spans, page) if spans else _not_found(passage, page)
        issues.append(Issue(passage.place, subject, code, got, mend))
        return passage
    for place, span in zip(places, spans, strict=True):
        issues.extend(_misplaced(place, span, passage, page, subject))
    own = page.article.text[slice(*spans[0])]
    anchored: dict[str, Any] = {"span": spans[0], "own": own, "shown": repaired(own, page.article.text)}
    return passage.model_copy(update=anchored | ({"also": tuple(spans[1:])} if repeats else {}))


def fills_line(page: Page, span: Span) -> bool:
    """Whether nothing but blanks stands before and after a passage on its lines."""
    text, starts = page.article.text, [*page.lines.starts, len(page.article.text)]
    first, after = starts[page.lines.number(span.start) - 1], starts[page.lines.number(span.end - 1)]
    return not text[first : span.start].strip(_MARGIN) and not text[span.end : after].strip(_MARGIN)


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
    differences = differences_told(near.differences)
    got = f"not in {page.article.id}. Nearest passage, line {near.line}: “{near.exact}”; {differences}."
    return "quote-not-found", got, "Copy the article's wording exactly."
