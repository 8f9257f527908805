"""A data frame that a cell shows: what the content policy refuses is gone, and every word is kept."""

from __future__ import annotations

import pandas as pd
from bs4 import BeautifulSoup

from briefing.book.html.transforms import frame_html


def test_a_data_frame_keeps_its_words_and_loses_its_style() -> None:
    frame = pd.DataFrame({"style": ['a style="x"', "<style>b</style>"], "n": [1, 2]}, index=["one", "two"])
    page = BeautifulSoup(frame_html(frame._repr_html_(), 1), "html.parser")
    assert page.find("style") is None
    assert page.find(style=True) is None
    assert [cell.get_text() for cell in page.find_all("td")] == ['a style="x"', "1", "<style>b</style>", "2"]
    assert [head["scope"] for head in page.find_all("th")] == ["col", "col", "col", "row", "row"]


def test_the_name_of_the_index_heads_its_column_and_no_head_is_empty() -> None:
    frame = pd.DataFrame({"n": [1, 2], "m": [3, 4]}, index=pd.Index(["one", "two"], name="pier"))
    page = BeautifulSoup(frame_html(frame._repr_html_(), 1), "html.parser")
    assert [head.get_text() for head in page.select("thead th")] == ["pier", "n", "m"]
    assert [cell["data-label"] for cell in page.find_all("td")] == ["n", "m", "n", "m"]
    bare = BeautifulSoup(frame_html(frame.reset_index()._repr_html_(), 1), "html.parser")
    assert [head.get_text() for head in bare.select("thead th")] == ["row", "pier", "n", "m"]
