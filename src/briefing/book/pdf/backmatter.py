"""The appendices that the ledger itself gives: a glossary of the coding, and the references."""

from __future__ import annotations

from briefing.book.pdf.literals import array, string, words
from briefing.book.pdf.translator import in_language
from briefing.model.fields import coded_fields
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Evidence
from briefing.model.sources import Article, Origin
from briefing.model.words import date_words


def appendices(ledger: Ledger, level: int) -> list[str]:
    """Return the appendices that there is something to say in, as chapters of a level."""
    vocabularies = {
        field.vocabulary: field.heading
        for record in (*(kind.record for kind in KINDS), Evidence)
        for field in coded_fields(record)
        if field.shows_on("glossary") and ledger.vocabulary.get(field.vocabulary)
    }
    glossary = [_terms(ledger, name, heading, level + 1) for name, heading in vocabularies.items()]
    sources = [_article(article) for article in ledger.articles] + [_origin(origin) for origin in ledger.origins]
    chapters = (
        ("Glossary of the coding", [f"two-columns({array(glossary)})"] * bool(glossary)),
        ("References", sources),
    )
    return [f"{{chapter({level},{string(title)});{';'.join(parts)}}}" for title, parts in chapters if parts]


def _terms(ledger: Ledger, name: str, heading: str, level: int) -> str:
    terms = [f"terms.item({words(t.label)},{words(t.meaning)})" for t in ledger.vocabulary[name].values()]
    return f"glossary({level},{string(heading)},{array(terms)})"


def _article(article: Article) -> str:
    dated = date_words(article.published) if article.published else f"undated ({article.published_basis.rstrip('.')})"
    title = in_language(article.language, words(article.title))
    told = (article.about, article.description, article.access, article.bias, f"Rights: {article.rights}")
    lines = [
        f"{{{words(article.publisher + '. “')};{title};{words(f'”, {dated}.')}}}",
        f"web-link({string(article.url)},{words(article.url)})",
        f"quiet({words(' '.join(filter(None, told)) + f' Digest of the text: {article.sha256[:12]}.')})",
    ]
    return f"reference-entry({','.join(lines)})"


def _origin(origin: Origin) -> str:
    by = ", ".join(filter(None, (origin.publisher, origin.author, origin.dateline)))
    dated = date_words(origin.published) if origin.published else "no date known"
    held = "Its text is held." if origin.held else "Its text is not held, and nothing is quoted from it."
    address = [f"web-link({string(origin.url)},{words(origin.url)})"] if origin.url else []
    lines = [words(f"{by}. “{origin.title}”, {dated}."), *address, f"quiet({words(f'{origin.note} {held}')})"]
    return f"reference-entry({','.join(lines)})"
