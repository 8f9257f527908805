"""From a quote to the span of an article it stands in, exactly.

The quote must occur once, or be pinned by the words before or after it. Likeness never anchors anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import regex

from briefing.model.base import Issue, Located, Span
from briefing.model.ledger import Ledger
from briefing.model.sources import Furniture, Passage
from briefing.reading.articles import Page
from briefing.reading.boundaries import cut_word, cuts_character
from briefing.reading.languages import language_of
from briefing.reading.nearest import differences_told, nearest_passage
from briefing.reading.normalisation import LINE_HYPHEN, SPACES, ZERO_WIDTH, normalise, repaired

SHOWN_WORD = 80  # characters of a cut word
MOST_PLACES = 20  # of a quote that should stand once
_HYPHENS = f"-{LINE_HYPHEN}"
_MARGIN = SPACES + ZERO_WIDTH
P = TypeVar("P", bound=Passage)
R = TypeVar("R", bound=Located)


def find_quote(exact: str, page: Page, prefix: str = "", suffix: str = "") -> list[Span]:
    """Return the raw spans at which a quote stands between prefix and suffix, not all where there are very many."""
    return [page.normalised.to_raw(span) for span in islice(_occurrences(exact, page, prefix, suffix), MOST_PLACES)]


def _occurrences(exact: str, page: Page, prefix: str, suffix: str) -> Iterator[Span]:
    quote, before, after = (normalise(words).text.strip() if words else "" for words in (exact, prefix, suffix))
    text = page.normalised.text
    for span in _spans_of(quote, text) if quote else ():
        ahead, behind = (
            text[max(0, span.start - len(before) - 1) : span.start],
            text[span.end : span.end + len(after) + 1],
        )
        if ahead.rstrip().endswith(before) and behind.lstrip().startswith(after):
            yield span


def _spans_of(quote: str, text: str) -> Iterator[Span]:
    """Yield where a normalised quote stands, overlaps included; a hyphen at a line's end may be typed or left out."""
    if LINE_HYPHEN not in text and LINE_HYPHEN not in quote:
        yield from (Span(start, start + len(quote)) for start in _found(quote, text))
        return
    typed = regex.sub(f"{LINE_HYPHEN}|(?<=\\w)- (?=\\w)", "", quote)
    letters = (f"[-{LINE_HYPHEN}]" if c == "-" else regex.escape(c, special_only=True) for c in typed)
    pattern = regex.compile(f"{LINE_HYPHEN}?".join(letters))
    leading = len(typed) - len(typed.lstrip("-"))
    bare, places = _without_hyphens(text)
    for start in _found(typed.replace("-", ""), bare):  # fast, where a pattern may take long
        if match := pattern.match(text, max(0, places[start] - leading)):
            yield Span(*match.span())


def _found(words: str, text: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


@lru_cache(maxsize=8)
def _without_hyphens(text: str) -> tuple[str, list[int]]:
    """Return a text without any hyphen, and where each of the other characters stood."""
    places = [place for place, character in enumerate(text) if character not in _HYPHENS]
    return text.translate(dict.fromkeys(map(ord, _HYPHENS))), places


def anchor(ledger: Ledger) -> tuple[Ledger, list[Issue]]:
    """Return the ledger with the span of every passage set, and an issue for every quote that has no one place.

    A passage in an article that is not in the ledger stays without a span; the checks name the article.
    """
    issues: list[Issue] = []
    pages = {article.id: Page.of(article) for article in ledger.articles}

    def placed(passage: P, article: str, subject: str) -> P:
        return _anchored(passage, pages[article], subject, issues) if article in pages else passage

    def inside(record: R, field: str, subject: str) -> R:
        passages: tuple[Any, ...] = getattr(record, field)
        update = {field: tuple(placed(p, getattr(p, "article", getattr(record, "id", "")), subject) for p in passages)}
        return record.model_copy(update=update) if passages else record

    articles = tuple(inside(a, "furniture", f"article {a.id}, furniture") for a in ledger.articles)
    pages |= {article.id: replace(pages[article.id], article=article) for article in articles}
    anchored: dict[str, tuple[Any, ...]] = {
        "articles": articles,
        "claims": tuple(inside(c, "evidence", f"claim {c.id}") for c in ledger.claims),
        "actors": tuple(inside(a, "described", f"actor {a.id}") for a in ledger.actors),
        "parallels": tuple(inside(p, "sides", f"parallel {p.id}") for p in ledger.parallels),
        "waivers": tuple(placed(w, w.article, f"waiver in {w.article}") for w in ledger.waivers),
        "relations": tuple(placed(r, r.article, f"relation {r.id}") for r in ledger.relations),
        "second_reading": tuple(
            placed(unit, unit.article, f"second reading of {unit.article}") for unit in ledger.second_reading
        ),
    }
    return ledger.model_copy(update=anchored), issues


def _anchored(passage: P, page: Page, subject: str, issues: list[Issue]) -> P:
    found = _occurrences(passage.exact, page, passage.prefix, passage.suffix)
    repeats = isinstance(passage, Furniture) and passage.repeats
    if repeats:  # only where it is a line of its own, so that the same words in the article stay the article's
        places = [place for place in found if fills_line(page, page.normalised.to_raw(place))]
    else:
        places = list(islice(found, MOST_PLACES))
    if not places or (len(places) > 1 and not repeats):
        code, got, mend = _ambiguous(places, page) if places else _not_found(passage, page)
        issues.append(Issue(passage.place, subject, code, got, mend))
        return passage
    spans = [page.normalised.to_raw(place) for place in places]
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


def _ambiguous(places: list[Span], page: Page) -> tuple[str, str, str]:
    often = f"{len(places)} times" if len(places) < MOST_PLACES else "very often"
    got = f"it stands {often} in {page.article.id}, on lines {_lines(places, page)}."
    return "quote-ambiguous", got, "Quote more words, or pin it with the words before (prefix) or after it (suffix)."


def _not_found(passage: Passage, page: Page) -> tuple[str, str, str]:
    got, mend = f"not in {page.article.id}, nor anything near it.", "Copy the article's wording exactly."
    if unpinned := list(islice(_occurrences(passage.exact, page, "", ""), MOST_PLACES)):
        stand = f"the words stand on line {_lines(unpinned, page)}, but not next to that prefix and suffix."
        got = f"in {page.article.id} {stand}"
        mend = "Copy prefix and suffix from right before and right after the quote."
    elif near := nearest_passage(passage.exact, page):
        nearest = f"Nearest passage, line {near.line}: “{near.exact}”"
        got = f"not in {page.article.id}. {nearest}; {differences_told(near.differences)}."
    return "quote-not-found", got, mend


def _lines(places: list[Span], page: Page) -> str:
    return ", ".join(str(page.lines.number(page.normalised.to_raw(place).start)) for place in places)
