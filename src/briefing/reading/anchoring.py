"""From a quote to the span of an article it stands in, exactly.

The quote must occur once, or be pinned by the words before or after it. Likeness never anchors anything: the passage
most like a quote that is not found is for the message only.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import regex

from briefing.model.base import Issue, Located, Span
from briefing.model.ledger import KINDS, Ledger
from briefing.model.sources import Article, Furniture, Passage
from briefing.reading.boundaries import cut_word, cuts_character
from briefing.reading.data_files import Page
from briefing.reading.languages import language_of
from briefing.reading.normalisation import LINE_HYPHEN, MARGIN, normalise, repaired
from briefing.reading.validation import subject

SHOWN_WORD, SHOWN_DIFFERENCES = 80, 3  # characters of a cut word, and differences from the nearest passage
MOST_PLACES = 20  # of a quote that should stand once
NEAR = 55.0  # of 100: below, a "nearest passage" is a coincidence and helps nobody
_HYPHENS = f"-{LINE_HYPHEN}"
_ALONE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # scripts written without spaces: each character a word
_WORD = regex.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+|[^\w\s]")
Step = tuple[str, int, int, int, int]


class Nearest(NamedTuple):
    """The passage most like a quote that was not found, and how the two differ."""

    span: Span
    exact: str
    line: int
    differences: tuple[tuple[str, str], ...]


def find_quote(exact: str, page: Page, prefix: str = "", suffix: str = "") -> list[Span]:
    """Return the raw spans at which a quote stands between prefix and suffix, not all where there are very many."""
    return [page.normalised.to_raw(span) for span in islice(_occurrences(exact, page, prefix, suffix), MOST_PLACES)]


def _occurrences(exact: str, page: Page, prefix: str = "", suffix: str = "") -> Iterator[Span]:
    quote, before, after = (normalise(words).text.strip() if words else "" for words in (exact, prefix, suffix))
    text = page.normalised.text
    for start, end in _spans_of(quote, text) if quote else ():
        ahead, behind = text[max(0, start - len(before) - 1) : start], text[end : end + len(after) + 1]
        if ahead.rstrip().endswith(before) and behind.lstrip().startswith(after):
            yield Span(start, end)


def _spans_of(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a normalised quote stands, overlaps included; a hyphen at a line's end may be typed or left out."""
    if LINE_HYPHEN not in text and LINE_HYPHEN not in quote:
        yield from ((start, start + len(quote)) for start in _found(quote, text))
        return
    typed = regex.sub(f"{LINE_HYPHEN}|(?<=\\w)- (?=\\w)", "", quote)
    letters = (f"[-{LINE_HYPHEN}]" if c == "-" else regex.escape(c, special_only=True) for c in typed)
    pattern = regex.compile(f"{LINE_HYPHEN}?".join(letters))
    leading = len(typed) - len(typed.lstrip("-"))
    bare, places = _without_hyphens(text)
    for start in _found(typed.replace("-", ""), bare):  # fast, where a pattern may take long
        if match := pattern.match(text, max(0, places[start] - leading)):
            yield match.span()


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

    def placed(record: Located, owner: Located) -> Located:
        if isinstance(record, Passage):
            page = pages.get(str(getattr(record, "article", getattr(owner, "id", ""))))
            told = f"{subject(owner)}{', furniture' * isinstance(record, Furniture)}"
            return _anchored(record, page, told, issues) if page else record
        lists = ((name, value) for name, value in record if isinstance(value, tuple))
        held = {name: value for name, value in lists if value and isinstance(value[0], Passage)}
        return record.model_copy(update={name: tuple(placed(p, owner) for p in held[name]) for name in held})

    for kind in sorted(KINDS, key=lambda kind: kind.record is not Article):  # no quote may run into furniture
        records = tuple(placed(record, record) for record in getattr(ledger, kind.collection))
        ledger = ledger.model_copy(update={kind.collection: records})
        pages = {article.id: replace(pages[article.id], article=article) for article in ledger.articles}
    return ledger, issues


def _anchored(passage: Passage, page: Page, subject: str, issues: list[Issue]) -> Passage:
    found = _occurrences(passage.exact, page, passage.prefix, passage.suffix)
    repeats = isinstance(passage, Furniture) and passage.repeats
    if repeats:  # only where it is a line of its own, so that the same words in the article stay the article's
        places = [place for place in found if _fills_line(page, page.normalised.to_raw(place))]
    else:
        places = list(islice(found, MOST_PLACES))
    if not places or (len(places) > 1 and not repeats):
        issues.append(Issue(passage.place, subject, *_no_place(passage, places, page)))
        return passage
    spans = [page.normalised.to_raw(place) for place in places]
    for place, span in zip(places, spans, strict=True):
        issues += (Issue(passage.place, subject, *told) for told in _misplaced(place, span, passage, page))
    own = page.article.text[slice(*spans[0])]
    anchored: dict[str, Any] = {"span": spans[0], "own": own, "shown": repaired(own, page.article.text)}
    return passage.model_copy(update=anchored | ({"also": tuple(spans[1:])} if repeats else {}))


def _fills_line(page: Page, span: Span) -> bool:
    """Whether nothing but blanks stands before and after a passage on its lines."""
    text, starts = page.article.text, [*page.lines.starts, len(page.article.text)]
    first, after = starts[page.lines.number(span.start) - 1], starts[page.lines.number(span.end - 1)]
    return not text[first : span.start].strip(MARGIN) and not text[span.end : after].strip(MARGIN)


def _misplaced(place: Span, span: Span, passage: Passage, page: Page) -> Iterator[tuple[str, str, str]]:
    """Tell of a quote that runs into furniture, or cuts a word: "available" is not "unavailable", 3 is not 3.5.

    Where furniture ends, a quote may begin, though no space stands between.
    """
    furniture = () if isinstance(passage, Furniture) else page.article.furniture
    beside: set[int] = set()
    for reason, other in ((part.reason, other) for part in furniture for other in part.spans):
        beside.update(other)
        if span.overlaps(other):
            got = f"it runs into furniture of {page.article.id} on line {page.lines.number(other.start)} ({reason})."
            yield "quote-spans-furniture", got, "Quote the article itself, or mend the furniture in the sidecar."
    seen, starts = page.normalised.seen, page.normalised.starts
    for edge, raw, is_end in ((place.start, span.start, False), (place.end, span.end, True)):
        if raw in beside:
            continue
        cut = cut_word(seen, edge, language_of(page.article.language), is_end=is_end)
        inside = 0 < edge < len(starts) and starts[edge - 1] == starts[edge]
        if cut is None and (inside or cuts_character(page.article.text, raw)):
            cut = Span(max(0, edge - 1), edge + 1)
        if cut is not None:
            line = page.lines.number(raw)
            got = f"it cuts “{seen[slice(*cut)][:SHOWN_WORD]}” of {page.article.id}, line {line}."
            yield "quote-cuts-word", got, "Quote whole words, and a number with its sign and unit."


def _no_place(passage: Passage, places: list[Span], page: Page) -> tuple[str, str, str]:
    """Return the code of a quote that stands in several places, or none, what is said of it, and how it is mended."""
    unpinned = places or list(islice(_occurrences(passage.exact, page), MOST_PLACES))
    lines = ", ".join(str(page.lines.number(page.normalised.to_raw(place).start)) for place in unpinned)
    name, code, mend = page.article.id, "quote-not-found", "Copy the article's wording exactly."
    if places:
        often = f"{len(places)} times" if len(places) < MOST_PLACES else "very often"
        mend = "Quote more words, or pin it with the words before (prefix) or after it (suffix)."
        return "quote-ambiguous", f"it stands {often} in {name}, on lines {lines}.", mend
    if unpinned:
        got = f"in {name} the words stand on line {lines}, but not next to that prefix and suffix."
        return code, got, "Copy prefix and suffix from right before and right after the quote."
    if near := nearest_passage(passage.exact, page):
        told = [_told(wrote, has) for wrote, has in near.differences[:SHOWN_DIFFERENCES]]
        more = len(near.differences) - SHOWN_DIFFERENCES
        differ = "; ".join(told) + (f"; and {more} more" if more > 0 else "")
        return code, f"not in {name}. Nearest passage, line {near.line}: “{near.exact}”; {differ}.", mend
    return code, f"not in {name}, nor anything near it.", mend


def _told(wrote: str, has: str) -> str:
    """Say how words differ; the characters are named when the eye may not see that they do."""
    odd = sorted(c for c in set(wrote) ^ set(has) if not c.isascii())[:2]
    names = ", ".join(f"{c} is U+{ord(c):04X} {unicodedata.name(c, 'unnamed')}" for c in odd)
    return f'you wrote "{wrote}", the article has "{has}"' + (f" ({names})" if names else "")


def nearest_passage(wording: str, page: Page) -> Nearest | None:
    """Return the passage most like the quote, in whole words, or None when nothing is near.

    Rapidfuzz finds the neighbourhood; an alignment word by word finds the passage in it.
    """
    from rapidfuzz.fuzz import partial_ratio_alignment  # noqa: PLC0415 -- most ledgers have no quote to look for

    quote, text = normalise(wording).text.strip(), page.normalised.text
    alignment = partial_ratio_alignment(quote, text, score_cutoff=NEAR) if quote and text.strip() else None
    if alignment is None:
        return None
    start, end = (0, len(text)) if len(quote) > len(text) else (alignment.dest_start, alignment.dest_end)
    slack = max(20, len(quote) // 4)
    # From and to the blanks around: in a text as it is compared, there is one kind of them.
    first, after = text.rfind(" ", 0, max(0, start - slack)) + 1, text.find(" ", end + slack)
    wanted = [match.span() for match in _WORD.finditer(quote)]
    around = [match.span() for match in _WORD.finditer(text, first, after if after >= 0 else len(text))]
    steps = _aligned([quote[i:j] for i, j in wanted], [text[i:j] for i, j in around])
    first, last = steps[0][3], steps[-1][4]
    found = Span(around[first][0], around[last - 1][1]) if first < last else Span(start, end)
    span = page.normalised.to_raw(found)
    differences = []
    for kind, i, j, k, m in steps:
        if kind != "equal":  # each with the word before it, or else after it
            before = i > 0 and k > 0
            after = not before or kind in {"insert", "delete"}
            wrote, has = wanted[i - before : j + after], around[k - before : m + after]
            differences.append((_stretch(quote, wrote), _stretch(text, has)))
    exact = " ".join(page.article.text[slice(*span)].split())
    return Nearest(span, exact, page.lines.number(span.start), tuple(differences))


def _aligned(wanted: list[str], around: list[str]) -> list[Step]:
    """Align a quote with its neighbourhood, word by word, leaving out what stands before and after the passage."""
    steps: list[Step] = list(SequenceMatcher(None, wanted, around, autojunk=False).get_opcodes())
    for outer in (0, -1):
        if len(steps) > 1 and steps[outer][0] == "insert":
            steps.pop(outer)
    if len(steps) > 1:  # of what replaces the quote's first and last words, as many words as these are
        kind, i, j, k, m = steps[0]
        steps[0] = (kind, i, j, max(k, m - (j - i)), m)
        kind, i, j, k, m = steps[-1]
        steps[-1] = (kind, i, j, k, min(m, k + (j - i)))
    return steps


def _stretch(text: str, words: list[tuple[int, int]]) -> str:
    return text[words[0][0] : words[-1][1]] if words else ""
