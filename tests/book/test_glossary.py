"""What the book calls things is explained once, and found wherever it stands."""

from __future__ import annotations

import re
from pathlib import Path

from briefing import open_ledger
from briefing.book.core.vocabularies import vocabularies
from briefing.model.fields import coded_fields
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS
from briefing.model.records import Evidence
from tiny_books import built_tiny


def test_every_coded_field_and_every_kind_of_record_is_explained(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    known = {vocabulary.id: vocabulary for vocabulary in vocabularies(ledger)}
    for record in (*(kind.record for kind in KINDS), Evidence):
        for field in coded_fields(record):
            if field.on and ledger.vocabulary.get(field.vocabulary):
                words = {term.label: term.meaning for term in ledger.vocabulary[field.vocabulary].values()}
                assert {term.label: term.meaning for term in known[f"words-{field.vocabulary}"].terms} == words
    assert all(term.meaning.endswith(".") and len(term.meaning) < 200 for term in known["kind"].terms)
    titles = [vocabulary.title for vocabulary in known.values()]
    assert len(titles) == len(set(titles))
    ids = [term.id for vocabulary in vocabularies(ledger) for term in vocabulary.terms]
    assert len(ids) == len(set(ids))


def test_a_coded_word_leads_to_its_meaning_on_pages_in_tables_and_in_cards(shared: Path) -> None:
    html = built_tiny(shared, "briefing") / "_build" / "html"
    glossary = (html / "records" / "glossary.html").read_text("utf-8")
    for page in ("claims/C01.html", "chapters/confidence.html"):
        words = re.findall(r'<a class="term"[^>]*>|<a [^>]*class="term[^>]*>', (html / page).read_text("utf-8"))
        assert words, page
        for word in words:
            name, anchor = (
                re.findall(r'data-card="term-([^"]+)"', word)[0],
                re.findall(r'href="[^"#]*#([^"]+)"', word)[0],
            )
            assert name == anchor
            assert f'<div id="{anchor}"><dt>' in glossary
            assert (html / "cards" / f"term-{name}.js").is_file()
    card = (html / "cards" / "C01.js").read_text("utf-8")
    assert "records/glossary.html#certainty-" in card
    assert "data-card" not in card  # no card opens out of a card
