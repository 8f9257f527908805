"""The book's own words: what each kind of record and each coded word means, on a page and in cards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from briefing.book.core.state import get_ledger
from briefing.book.core.vocabularies import vocabularies
from briefing.book.html import kept
from briefing.book.html.assets import part

PAGE = "records/glossary"
CARDS = "cards"


@lru_cache(maxsize=1)
def terms_of(app: Sphinx) -> Mapping[tuple[str, str], str]:
    """Return the id of each term under its heading and label; of two that are alike in both, neither is known."""
    named = [((v.heading, term.label), term.id) for v in vocabularies(get_ledger(app)) for term in v.terms]
    counts = Counter(name for name, _ in named)
    return {name: term for name, term in named if counts[name] == 1}


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write a card for each term, and yield the page."""
    known = list(vocabularies(get_ledger(app)))
    files = {f"{CARDS}/term-{term.id}.js": (term, vocabulary) for vocabulary in known for term in vocabulary.terms}
    if not kept.holds(app, CARDS, known, *files):
        for name, (term, vocabulary) in files.items():
            card = part("term-card.html", term=term, vocabulary=vocabulary, glossary=f"@root/{PAGE}.html")
            script = f"briefing.card({json.dumps(f'term-{term.id}')},{json.dumps(card, ensure_ascii=False)});\n"
            path = Path(app.outdir, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(script, "utf-8", newline="\n")
    about = "What each kind of record and each coded word means."
    yield PAGE, {"title": "The words of this book", "vocabularies": known, "description": about}, "glossary.html"
