"""The appendices that the ledger itself gives: a glossary of the coding, and the references."""

from __future__ import annotations

from briefing.book.pdf.literals import string, words
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.model.words import date_words

#: Vocabularies in the order in which a reader meets them, and how the glossary heads them.
VOCABULARIES = (
    ("kind", "Kinds of claim"),
    ("bears_on", "What a claim bears on"),
    ("confidence", "Confidence of a judgement"),
    ("quantity", "Quantity, in the words quoted"),
    ("certainty", "Certainty, in the words quoted"),
    ("form", "Form of the words quoted"),
    ("waiver", "Reasons for setting words aside"),
)


#: The label where the appendices start.
START = "back"


def appendices(ledger: Ledger) -> list[str]:
    """Return the appendices that there is something to say in."""
    found = [part for part in (glossary(ledger), references(ledger)) if part]
    return [f"anchor({string(START)})", *found] if found else []


def glossary(ledger: Ledger) -> str:
    """Return the glossary: every permitted word and when a coder uses it."""
    parts = [_chapter("Glossary")]
    for name, heading in VOCABULARIES:
        terms = ledger.vocabulary.get(name, {})
        if terms:
            parts.append(f"heading(level:2,outlined:false,{string(heading)})")
            parts += [f"term-line({{{words(t.label)}}},{{{words(t.meaning)}}})" for t in terms.values()]
    return "{" + ";".join(parts) + "}" if len(parts) > 1 else ""


def references(ledger: Ledger) -> str:
    """Return the sources: the articles held, then the origins they go back to."""
    parts = [_chapter("References")]
    if ledger.articles:
        parts.append('heading(level:2,outlined:false,"Articles")')
        parts += [_article(article) for article in ledger.articles]
    if ledger.origins:
        parts.append('heading(level:2,outlined:false,"Origins")')
        parts += [_origin(origin) for origin in ledger.origins]
    return "{" + ";".join(parts) + "}" if len(parts) > 1 else ""


def _chapter(title: str) -> str:
    label = string(f"back#{title.lower()}")
    return f"chapter-start();[#heading(level:1,{string(title)})#label({label})]"


def _article(article: Article) -> str:
    dated = date_words(article.published) if article.published else article.published_basis
    title = f"in-language({string(article.language)},{{{words(article.title)}}})"
    lines = [
        f"{{{words(article.publisher + '. “')};{title};{words(f'”, {dated}.')}}}",
        f"web-link({string(article.url)},{{{words(article.url)}}})",
        f"quiet({{{words(article.description)}}})",
        f'quiet({{{words("Rights: " + article.rights)};" Digest of the text: ";{words(article.sha256[:12])};"."}})',
    ]
    return "reference-entry(" + ",".join(lines) + ")"


def _origin(origin: Origin) -> str:
    by = ", ".join(filter(None, (origin.publisher, origin.author, origin.dateline)))
    dated = date_words(origin.published) if origin.published else "no date known"
    held = "Its text is held." if origin.held else "Its text is not held, and nothing is quoted from it."
    lines = [
        f"{{{words(f'{by}. “{origin.title}”, {dated}.')}}}",
        f"quiet({{{words(f'{origin.note} {held}')}}})",
    ]
    return "reference-entry(" + ",".join(lines) + ")"
