"""Where a run of references becomes one mark, and where an id stays."""

from __future__ import annotations

import pytest
from docutils import nodes

from briefing.book.html.transforms import quieten, record_mark


def reference(name: str) -> nodes.reference:
    return nodes.reference("", name, record_id=name, refuri=f"ledger.html#{name}")


def paragraph(*parts: str) -> nodes.paragraph:
    """Return a paragraph of text and of references, which are given as `<C04>`."""
    return nodes.paragraph("", "", *(reference(p[1:-1]) if p.startswith("<") else nodes.Text(p) for p in parts))


def marks(parent: nodes.Element) -> list[list[str]]:
    quieten(parent)
    return [mark["record_ids"] for mark in parent.findall(record_mark)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("They use proxies ", "<C04>", ", ", "<C06>", " ", "<J2>", "."), [["C04", "C06", "J2"]]),
        (("They use proxies ", "<C04>", "; others do not ", "<C05>", "."), [["C04", "C05"]]),
        (("They use proxies ", "<C04>", ". Others do not ", "<C05>", "."), [["C04"], ["C05"]]),
        (("They leave it out ", "<C04>", " and end on it ", "<C05>", "."), [["C04", "C05"]]),
        (("As was said: ", "<C04>", " → ", "<C05>", ", ", "<C06>", " → ", "<C07>", "."), []),
        (("They use proxies. ", "<C04>", " Others do not."), [["C04"]]),
        (("Now ", "<J7>", " is withdrawn."), []),
        (("<C04>", " says so."), []),
        (("(they use proxies ", "<C04>", ")"), [["C04"]]),
    ],
)
def test_what_a_sentence_rests_on_is_one_mark(parts: tuple[str, ...], expected: list[list[str]]) -> None:
    assert marks(paragraph(*(part for part in parts))) == expected


def test_a_mark_takes_the_blank_before_it_along_and_keeps_the_ids_as_text() -> None:
    text = paragraph("They use proxies ", "<C04>", ".")
    marks(text)
    assert text.astext() == "They use proxies C04."
    assert text[0].astext() == "They use proxies"


def test_a_cell_of_several_ids_is_one_mark_and_a_single_id_stays() -> None:
    several, single = paragraph("<C04>", ", ", "<C05>"), paragraph("<C04>")
    nodes.entry("", several)
    nodes.entry("", single)
    assert marks(several) == [["C04", "C05"]]
    assert marks(single) == []


def test_the_same_record_twice_in_a_run_counts_once() -> None:
    assert marks(paragraph("So ", "<C04>", ", ", "<C04>", ".")) == [["C04"]]


def test_words_that_lead_to_a_record_are_no_mark() -> None:
    text = nodes.paragraph("", "", nodes.Text("See "), nodes.reference("", "the bridge", record_id="C04", refuri="#"))
    assert marks(text) == []


def test_where_a_clause_loses_its_references_its_words_and_stops_stay() -> None:
    text = paragraph("One ", "<C04>", ", two ", "<C05>", " and three ", "<C06>", ". Four ", "<C07>", ".")
    assert marks(text) == [["C04", "C05", "C06"], ["C07"]]
    assert text.astext() == "One, two and three C04, C05, C06. Four C07."
