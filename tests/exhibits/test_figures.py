"""Figures by what they plot: labels, values, words; never by pixels."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from briefing import figures
from briefing.checking.check import open_ledger
from briefing.exhibits.display import Chart
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger

BUILDERS: dict[str, Callable[[Ledger], Chart]] = {"lineage": figures.lineage, "voices": figures.voices}


@pytest.fixture
def ledger(tiny: Layout) -> Ledger:
    return open_ledger(tiny)


def words(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own output
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", BUILDERS)
def test_the_same_ledger_gives_the_same_bytes_under_one_stem(ledger: Ledger, name: str) -> None:
    chart = BUILDERS[name](ledger)
    assert chart.name == name
    assert BUILDERS[name](ledger).svg == chart.svg


@pytest.mark.parametrize("name", BUILDERS)
def test_text_is_text_and_the_alternative_says_what_is_drawn(ledger: Ledger, name: str) -> None:
    chart = BUILDERS[name](ledger)
    assert words(chart.svg)
    assert len(chart.alt) > 60
    assert chart.alt.endswith(".")
    assert chart.caption.endswith(".")


@pytest.mark.parametrize("name", BUILDERS)
def test_nothing_is_drawn_outside_the_page(ledger: Ledger, name: str) -> None:
    root = ET.fromstring(BUILDERS[name](ledger).svg)  # noqa: S314 - our own output
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(node.attrib["x"]) <= width, node.text
        assert 0 <= float(node.attrib["y"]) <= height, node.text
    for node in root.iter("{http://www.w3.org/2000/svg}path"):
        if re.fullmatch(r"[ML\d.\s-]+z?\s*", node.attrib.get("d", "")):
            numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", node.attrib["d"])]
            assert max(numbers[::2]) <= width + 1, node.attrib["d"]


def test_the_lineage_names_every_article_and_origin(ledger: Ledger) -> None:
    shown = words(figures.lineage(ledger).svg)
    assert {a.publisher for a in ledger.articles} | {o.publisher for o in ledger.origins} <= set(shown)


def test_an_article_that_derives_from_another_is_named_with_it(ledger: Ledger) -> None:
    first, second = ledger.articles[:2]
    child = first.model_copy(update={"derives_from": (second.id,)})
    chart = figures.lineage(ledger.model_copy(update={"articles": (child, second)}))
    assert f"{child.publisher} goes back to {second.publisher}" in chart.alt
