"""Works cited are listed under names and years."""

from __future__ import annotations

import pytest
from pybtex.database import Entry, Person

from briefing.book.core.bibliography import AuthorYearLabels


def work(year: str, *authors: str) -> Entry:
    return Entry("report", fields={"title": "T", "year": year}, persons={"author": [Person(a) for a in authors]})


@pytest.mark.parametrize(
    ("entry", "label"),
    [
        (work("2013", "Lebo, Timothy", "Sahoo, Satya", "McGuinness, Deborah"), "Lebo et al., 2013"),
        (work("2007", "Andrew F. Hayes", "Klaus Krippendorff"), "Hayes and Krippendorff, 2007"),
        (work("2015", "{Office of the Director}"), "Office of the Director, 2015"),
        (Entry("report", fields={"title": "T"}), "T, n.d."),
    ],
)
def test_a_work_is_known_by_who_wrote_it_and_when(entry: Entry, label: str) -> None:
    assert list(AuthorYearLabels().format_labels([entry])) == [label]


def test_works_of_the_same_year_are_told_apart() -> None:
    entries = [work("2015", "{Office}"), work("2016", "{Office}"), work("2015", "{Office}")]
    assert list(AuthorYearLabels().format_labels(entries)) == ["Office, 2015a", "Office, 2016", "Office, 2015b"]
