"""The appendices that the ledger itself gives: a glossary of the coding, and what is known of each source."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.book.core.vocabularies import vocabularies
from briefing.book.pdf.literals import Code, block, call, words
from briefing.book.pdf.translator import in_language
from briefing.exhibits.tables.sources import DESCRIBED
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.model.words import date_words


def appendices(ledger: Ledger, level: int) -> list[Code]:
    """Return the appendices that there is something to say in, as chapters of a level."""
    glossary = [
        call("glossary", level + 1, v.title, [call("terms.item", words(t.label), words(t.meaning)) for t in v.terms])
        for v in vocabularies(ledger, "glossary")
    ]
    chapters = {
        "Glossary of the coding": [call("two-columns", glossary)] if glossary else [],
        "Articles and origins": [*map(_article, ledger.articles), *map(_origin, ledger.origins)],
    }
    return [block(call("chapter", level, title), *parts) for title, parts in chapters.items() if parts]


def _article(article: Article) -> Code:
    dated = date_words(article.published) if article.published else f"undated ({article.published_basis.rstrip('.')})"
    title = in_language(article.language, words(article.title))
    head = block(words(f"{article.publisher}. “"), title, words(f"”, {dated}."))
    told = {heading: getattr(article, name) for name, heading in DESCRIBED if name != "taken_basis"}
    lines = _labelled({**told, "Digest of the text": article.sha256[:12]})
    return call("reference-entry", head, call("web-link", article.url, words(article.url)), *lines)


def _origin(origin: Origin) -> Code:
    by = ", ".join(filter(None, (origin.publisher, origin.author, origin.dateline)))
    dated = date_words(origin.published) if origin.published else "no date known"
    address = [call("web-link", origin.url, words(origin.url))] if origin.url else []
    head = words(f"{by}. “{origin.title}”, {dated}.")
    told = {"Text held here": "yes" if origin.held else "no", "What follows": origin.note}
    return call("reference-entry", head, *address, *_labelled(told))


def _labelled(told: Mapping[str, str | None]) -> list[Code]:
    """Return a line for each thing that is known, after its label."""
    return [call("quiet", words(f"{label}: {said.rstrip('.')}.")) for label, said in told.items() if said]
