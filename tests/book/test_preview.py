"""The picture beside a link to the book: it has the size that is asked for, and the same words make the same bytes."""

from __future__ import annotations

import struct
from dataclasses import replace

from book_records import catalogue_of
from briefing import open_ledger
from briefing.book.html.assets import PREVIEW_HEIGHT, PREVIEW_WIDTH, preview_png
from briefing.model.layout import Layout


def test_the_picture_is_of_the_asked_size_and_the_same_twice(tiny: Layout) -> None:
    edition = catalogue_of(open_ledger(tiny)).edition
    picture = preview_png(edition, "en")
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (PREVIEW_WIDTH, PREVIEW_HEIGHT)
    assert preview_png(edition, "en") == picture
    assert preview_png(replace(edition, title="Another question?"), "en") != picture


def test_a_title_of_any_length_script_and_markup_is_printed(tiny: Layout) -> None:
    edition = catalogue_of(open_ledger(tiny)).edition
    for title in ('#panic("x") $ * _ [', "深圳与鲲鹏", "كم؟", "word " * 60, "w" * 200, "👍"):
        assert preview_png(replace(edition, title=title), "zh-Hans").startswith(b"\x89PNG")
