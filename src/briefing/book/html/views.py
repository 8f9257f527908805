"""What records, passages, second readings and profiles say on a card, a record's page or in a download, in words."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from briefing.book.core.direction import direction
from briefing.model.base import Located, Record
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence, Judgement, Review, SecondCoding
from briefing.model.sources import Article, Passage
from briefing.model.words import article_name, date_words, dated_name, listing, voice_name
from briefing.reading.agreement import Match, second_look
from briefing.reading.profile import profile, whose_words

#: Beyond this many characters a text fragment names only how the quote begins and ends.
LONG_FRAGMENT = 180
FRAGMENT_WORDS = 5
#: Scripts without spaces between words: there a clause is named, up to its own punctuation.
CLAUSE_END = re.compile(r"(?<=[，。、；：！？,;:!?])")
SAID_BY = "Said by"
#: So many passages stand for the words that a judgement hangs on; its claims have the rest.
MOST_PASSAGES = 3
#: Fields that only a record's page has room for.
PAGE_ONLY = {
    "because", "limits", "reviewed", "published_basis", "taken", "taken_basis", "derives_basis", "description", "about",
    "access", "bias", "rights", "basis", "language",
}  # fmt: skip
#: Fields that are no account of the record: shown otherwise, or by nobody.
UNTOLD = {
    "id", "place", "span", "own", "shown", "exact", "prefix", "suffix", "withdrawn", "facets", "furniture", "text",
    "sha256", "outside", "passing", "decisive",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PassageView:
    """A quote, whose it is, how it is coded, and where it stands.

    `key` is that of evidence, else empty; `anchor` is where the source text opens: at its words, where some evidence
    marks them, else at the article. `before` and `after` are the rest of the line that the quote stands in. `second`
    says what the second reader made of it.
    """

    key: str
    anchor: str
    quote: str
    article: str
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
    anchored = passage.span is not None
    evidence = passage if isinstance(passage, Evidence) else None
    fields = coded_fields(Evidence) if evidence else ()
    codes = ((field.heading, ledger.label(field.vocabulary, getattr(passage, field.name))) for field in fields)
    return PassageView(
        key=evidence.key if evidence else "",
        anchor=evidence.key if evidence else _anchor(ledger, passage, article.id),
        quote=passage.words,
        article=dated_name(ledger, article.id),
        language=article.language,
        direction=direction(article.language),
        says=getattr(passage, "says", ""),
        codes=((SAID_BY, voice_name(ledger, evidence.voice)), *codes) if evidence else (),
        note=(evidence.note or "") if evidence else "",
        second=second,
        original=f"{article.url}#{text_fragment(passage.verbatim, passage.prefix, passage.suffix)}",
        before=article.text[line_start:start] if anchored else "",
        after=article.text[end:line_end] if anchored else "",
    )


def _anchor(ledger: Ledger, passage: Passage, article: str) -> str:
    """Return the key of the evidence that has most of a passage's words, or the anchor of the article."""
    start, end = passage.span or (0, 0)
    shared = {
        key: min(end, one.span.end) - max(start, one.span.start)
        for key, one in ledger.evidence_by_key.items()
        if one.article == article and one.span
    }
    best = max(shared, key=shared.__getitem__, default="")
    return best if shared.get(best, 0) > 0 else f"article-{article}"


def decisive_passages(ledger: Ledger, judgement: Judgement) -> Iterator[PassageView]:
    """Yield a passage, none of them twice and rather a single sentence, for each claim that a judgement hangs on."""
    quoted: set[str] = set()
    for claim in (judgement.decisive or judgement.supported_by)[:MOST_PASSAGES]:
        choice = [one for one in ledger.claim_by_id[claim].evidence if one.words not in quoted]
        if choice:
            evidence = min(choice, key=lambda one: ". " in one.words)
            quoted.add(evidence.words)
            yield passage_view(ledger, evidence)


def text_fragment(exact: str, prefix: str = "", suffix: str = "") -> str:
    """Return the text directive that scrolls a browser to a quote (WICG Scroll to Text Fragment).

    A long quote, or one that runs over lines, is named by how it begins and how it ends: each end stays within its
    line, and the two do not overlap.
    """
    lines = [line.split() for line in exact.splitlines() if line.strip()]
    ends = [" ".join(lines[0])]
    if len(lines) > 1:
        ends = [" ".join(lines[0][:FRAGMENT_WORDS]), " ".join(lines[-1][-FRAGMENT_WORDS:])]
    elif len(exact) > LONG_FRAGMENT:
        spaced = len(lines[0]) > 1
        parts, glue = (lines[0], " ") if spaced else ([p for p in CLAUSE_END.split(exact.strip()) if p], "")
        if count := min(FRAGMENT_WORDS if spaced else 1, len(parts) // 2):
            ends = [glue.join(parts[:count]), glue.join(parts[-count:])]
    before = f"{_encoded(prefix)}-," if prefix.strip() else ""
    after = f",-{_encoded(suffix)}" if suffix.strip() else ""
    return f":~:text={before}{','.join(map(_encoded, ends))}{after}"


def _encoded(words: str) -> str:
    """Encode every character that the directive gives a meaning: comma, hyphen and ampersand too."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")


def second_words(ledger: Ledger, found: Iterable[Match], claim: Claim) -> Mapping[str, str]:
    """Return what the second, blind reader made of each piece of evidence, under its key; none where there was none."""
    headings = {field.name: field.heading for field in coded_fields(SecondCoding)} | {"voice": SAID_BY}
    said: dict[str, str] = {}
    for key, codes in (second_look(found, claim) if ledger.second_reading else {}).items():
        other = [
            f"“{headings[code].lower()}” as {ledger.label(code, second)}"
            for code, (first, second) in (codes or {}).items()
            if first != second
        ]
        said[key] = f"The second reader found it too, and coded {listing(other) or 'it alike'}."
        if codes is None:
            said[key] = "The second reader took these words for no claim."
    return said


def profile_words(ledger: Ledger, judgement: Judgement) -> Iterator[tuple[str, str]]:
    """Yield each part of what can be counted of a judgement's decisive claims, under its heading."""
    counts = profile(ledger, judgement)
    yield "Decisive claims", str(len(counts.claims))
    yield "Rests on words of", listing([article_name(ledger, one) for one in counts.articles]) or "no article"
    yield "Independent origins", f"{counts.origins}{'' if counts.held else ', not held here'}"
    fewest, most = counts.hops
    steps = {fewest: f"{fewest}", fewest + 1: f"{fewest} or {most}"}
    yield "Steps from the origin", steps.get(most, f"{fewest} to {most}")
    yield "Whose words", whose_words(ledger, counts)
    days = " to ".join(dict.fromkeys(map(date_words, counts.dates)))
    undated = [f"{article_name(ledger, article)} undated" for article in counts.undated]
    yield "Dated", listing([*filter(None, [days]), *undated])
    if counts.conflicts:
        yield "Conflicts", listing(counts.conflicts)


def passages_of(record: Located) -> Iterator[tuple[str, Passage]]:
    """Yield the passages of articles that a record quotes, with the field that holds each."""
    if isinstance(record, Passage):
        yield "article", record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name not in UNTOLD and holds_passages(value):
            yield from ((name, passage) for passage in value)


def holds_passages(value: object) -> bool:
    """Tell whether a field holds passages of articles."""
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Passage) for one in value)


def in_words(value: object) -> str:
    """Return a field's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Review):
        return f"{value.outcome} (version {value.version})"
    if isinstance(value, dt.date):
        return value.isoformat()
    return ", ".join(map(str, value)) if isinstance(value, tuple | Record) else str(value)


def is_inferred(ledger: Ledger, record: Located) -> bool:
    """Tell whether no article that makes a claim states where it has it from, though it has it from somewhere."""
    if isinstance(record, Article):
        return bool(record.may_derive_from) or record.derives_certainty == "inferred"
    articles = record.articles if isinstance(record, Claim) else ()
    return bool(articles) and all(is_inferred(ledger, ledger.article_by_id[article]) for article in articles)
