from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

from briefing.checking.check import open_ledger
from briefing.exports.dictionary import FILES, data_dictionary
from briefing.exports.sheets import is_excluded
from briefing.model.layout import Layout


def test_the_shipped_dictionary_is_up_to_date_or_python_m_briefing_dictionary_writes_it(shipped: Layout) -> None:
    assert (shipped.data / "README.md").read_text("utf-8") == data_dictionary(open_ledger(shipped))


def test_it_names_every_field_that_a_maintainer_writes_and_every_permitted_word(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    made = data_dictionary(ledger)
    for file in FILES:
        section = made.split(f"## `{file.name}`")[1].split("\n## ")[0]
        for model, unwritten in file.records:
            for name, field in model.model_fields.items():
                if name not in unwritten and not is_excluded(model, name):
                    assert f"| `{name}` |" in section
                    assert field.description is None or field.description.split("|")[0] in section
    for terms in ledger.vocabulary.values():
        for word, term in terms.items():
            assert f"| `{word}` | {term.label} | {term.meaning} |" in made


def test_it_says_nothing_of_lines_and_spans() -> None:
    made = data_dictionary(open_ledger(Layout(Path(__file__).parents[1] / "tiny")))
    assert "| `place` |" not in made
    assert "| `span` |" not in made


def test_its_tables_are_tables(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    tokens = MarkdownIt("commonmark").enable("table").parse(data_dictionary(ledger))
    tables = sum(token.type == "table_open" for token in tokens)
    assert tables == sum(len(file.records) for file in FILES) + len(ledger.vocabulary)
