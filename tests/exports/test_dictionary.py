from __future__ import annotations

from markdown_it import MarkdownIt

from briefing.checking.check import open_ledger
from briefing.exports.dictionary import data_dictionary
from briefing.model.base import Record
from briefing.model.layout import Layout
from briefing.model.ledger import KINDS, Release
from briefing.model.records import Description, Evidence, ParallelSide, Review, Term, Withdrawal
from briefing.model.sources import Furniture

UNWRITTEN = {"Article": "id", "Claim": "theme"}
RECORDS: tuple[type[Record], ...] = (
    *(kind.record for kind in KINDS),
    *(Description, Evidence, Furniture, ParallelSide, Release, Review, Term, Withdrawal),
)


def test_it_names_every_field_that_a_maintainer_writes_and_every_permitted_word(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    made = data_dictionary(ledger)
    for model in RECORDS:
        section = made.split(f"### {model.__name__}\n")[1].split("\n##")[0]
        for name, field in model.model_fields.items():
            if name != UNWRITTEN.get(model.__name__) and not field.exclude:
                assert f"| `{name}` |" in section
                assert field.description is None or field.description.split("|")[0] in section
    for terms in ledger.vocabulary.values():
        for word, term in terms.items():
            assert f"| `{word}` | {term.label} | {term.meaning} |" in made


def test_every_record_is_described_once(tiny: Layout) -> None:
    made = data_dictionary(open_ledger(tiny))
    for model in RECORDS:
        assert made.count(f"### {model.__name__}\n") == 1


def test_it_says_nothing_of_lines_and_spans(tiny: Layout) -> None:
    made = data_dictionary(open_ledger(tiny))
    assert "| `place` |" not in made
    assert "| `span` |" not in made


def test_its_tables_are_tables(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    tokens = MarkdownIt("commonmark").enable("table").parse(data_dictionary(ledger))
    tables = sum(token.type == "table_open" for token in tokens)
    assert tables == len(RECORDS) + len(ledger.vocabulary)
