"""A quoted passage as a card, a record's page or a download shows it, in the words a reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from briefing.book.core.direction import direction
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import dated_name, voice_name
from briefing.model.records import Evidence
from briefing.model.sources import Passage

#: Beyond this many characters a text fragment names only how the quote begins and ends.
LONG_FRAGMENT = 180
FRAGMENT_WORDS = 5
#: Scripts without spaces between words: there a clause is named, up to its own punctuation.
CLAUSE_END = re.compile(r"(?<=[，。、；：！？,;:!?])")


@dataclass(frozen=True, slots=True)
class PassageView:
    """A quote, whose it is, how it is coded, and where it stands.

    `key` is the anchor of the passage in the source text, empty where it has none. `before` and `after` are the rest
    of the line that the quote stands in. `second` says what the second reader made of it.
    """

    key: str
    quote: str
    article: str
    article_id: str
    language: str
    direction: str
    says: str
    codes: tuple[tuple[str, str], ...]
    note: str
    second: str
    original: str
    before: str
    after: str


def passage_view(ledger: Ledger, passage: Passage, second: str = "") -> PassageView:
    """Return what there is to say of a passage that names its article; `second` is what a second reader made of it."""
    article = ledger.article_by_id[getattr(passage, "article")]  # noqa: B009 -- every passage of a record has one
    start, end = passage.span or (0, 0)
    line_start = article.text.rfind("\n", 0, start) + 1
    line_end = article.text.find("\n", end) % (len(article.text) + 1)
    own = passage.span is not None
    return PassageView(
        key=passage.key if isinstance(passage, Evidence) else "",
        quote=passage.words,
        article=dated_name(ledger, article.id),
        article_id=article.id,
        language=article.language,
        direction=direction(article.language),
        says=getattr(passage, "says", ""),
        codes=evidence_codes(ledger, passage) if isinstance(passage, Evidence) else (),
        note=(getattr(passage, "note", "") or "") if isinstance(passage, Evidence) else "",
        second=second,
        original=f"{article.url}#{text_fragment(passage.verbatim, passage.prefix, passage.suffix)}",
        before=article.text[line_start:start] if own else "",
        after=article.text[end:line_end] if own else "",
    )


def evidence_codes(ledger: Ledger, evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Return who says it, and each code of the evidence that cards show, under its heading."""
    codes = ((f.heading, ledger.label(f.vocabulary, getattr(evidence, f.name))) for f in coded_fields(Evidence))
    return (("Said by", voice_name(ledger, evidence.voice)), *codes)


def text_fragment(exact: str, prefix: str = "", suffix: str = "") -> str:
    """Return the text directive that scrolls a browser to a quote (WICG Scroll to Text Fragment).

    A long quote, or one that runs over lines, is named by how it begins and how it ends: each end stays within its
    line, and the two do not overlap.
    """
    lines = [line.split() for line in exact.splitlines() if line.strip()]
    if len(lines) > 1:
        body = f"{_encoded(' '.join(lines[0][:FRAGMENT_WORDS]))},{_encoded(' '.join(lines[-1][-FRAGMENT_WORDS:]))}"
    elif len(exact) > LONG_FRAGMENT:
        parts, glue = (lines[0], " ") if len(lines[0]) > 1 else (CLAUSE_END.split(exact.strip()), "")
        parts = [part for part in parts if part]
        count = min(FRAGMENT_WORDS if glue else 1, len(parts) // 2)
        ends = (glue.join(parts[:count]), glue.join(parts[-count:]))
        body = ",".join(map(_encoded, ends)) if count else _encoded(exact.strip())
    else:
        body = _encoded(" ".join(lines[0]))
    before = f"{_encoded(' '.join(prefix.split()))}-," if prefix.strip() else ""
    after = f",-{_encoded(' '.join(suffix.split()))}" if suffix.strip() else ""
    return f":~:text={before}{body}{after}"


def _encoded(words: str) -> str:
    """Encode every character that the directive gives a meaning: comma, hyphen and ampersand too."""
    return quote(words, safe="").replace("-", "%2D")
