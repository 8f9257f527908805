"""Figures by what they plot: labels, values, words; never by pixels."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from briefing import figures
from briefing.checking.check import open_ledger
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.network import actor_graph
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger

BUILDERS: dict[str, Callable[[Ledger], Chart]] = {
    "claim_matrix": figures.claim_matrix,
    "bearing_by_theme": figures.bearing_by_theme,
    "judgement_support": figures.judgement_support,
    "lineage": figures.lineage,
    "strength": figures.strength,
    "coverage": figures.coverage,
    "voices": figures.voices,
    "actor_network": figures.actor_network,
    "access_routes": lambda ledger: figures.facet_matrix(ledger, "access_routes", ("place", "route"), "user", "status"),
}


@pytest.fixture(scope="module")
def ledger(shipped: Layout) -> Ledger:
    return open_ledger(shipped)


@pytest.fixture(scope="module")
def charts(ledger: Ledger) -> dict[str, Chart]:
    return {name: build(ledger) for name, build in BUILDERS.items()}


def words(chart: Chart) -> list[str]:
    root = ET.fromstring(chart.svg)  # noqa: S314 - our own output
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def ids(chart: Chart) -> list[str]:
    return [word for word in words(chart) if re.fullmatch(r"C\d{2,}", word)]


@pytest.mark.parametrize("name", BUILDERS)
def test_the_stem_is_the_same_everywhere(charts: dict[str, Chart], name: str) -> None:
    assert charts[name].name == name


@pytest.mark.parametrize("name", BUILDERS)
def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger, charts: dict[str, Chart], name: str) -> None:
    assert BUILDERS[name](ledger).svg == charts[name].svg


@pytest.mark.parametrize("name", BUILDERS)
def test_text_is_text_and_the_alternative_says_what_is_drawn(charts: dict[str, Chart], name: str) -> None:
    assert words(charts[name])
    assert len(charts[name].alt) > 60
    assert charts[name].alt.endswith(".")
    assert charts[name].caption.endswith(".")


@pytest.mark.parametrize("name", BUILDERS)
def test_nothing_is_drawn_outside_the_page(charts: dict[str, Chart], name: str) -> None:
    root = ET.fromstring(charts[name].svg)  # noqa: S314 - our own output
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(node.attrib["x"]) <= width, node.text
        assert 0 <= float(node.attrib["y"]) <= height, node.text
    for node in root.iter("{http://www.w3.org/2000/svg}path"):
        if re.fullmatch(r"[ML\d.\s-]+z?\s*", node.attrib.get("d", "")):
            numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", node.attrib["d"])]
            assert max(numbers[::2]) <= width + 1, node.attrib["d"]


def test_the_matrix_shows_every_standing_claim_once(ledger: Ledger, charts: dict[str, Chart]) -> None:
    assert sorted(ids(charts["claim_matrix"])) == sorted(c.id for c in ledger.standing)


def test_the_alternative_of_the_matrix_counts_what_the_matrix_shows(ledger: Ledger, charts: dict[str, Chart]) -> None:
    counts = [
        int(n) for n in re.findall(r"(\d+) (?:In both|HIPTHER only|AI Tech Shed only)", charts["claim_matrix"].alt)
    ]
    assert sum(counts) == len(ledger.standing)


def test_support_shows_each_judgement_with_its_claims(ledger: Ledger, charts: dict[str, Chart]) -> None:
    assert len(ids(charts["judgement_support"])) == sum(len(j.claims) for j in ledger.standing_judgements)
    assert [w for w in words(charts["judgement_support"]) if re.fullmatch(r"J\d", w)] == [
        judgement.id for judgement in ledger.standing_judgements
    ]


def test_routes_print_the_coded_status_under_each_claim(ledger: Ledger, charts: dict[str, Chart]) -> None:
    shown = words(charts["access_routes"])
    for claim in ledger.standing:
        if claim.facets:
            assert claim.id in shown
            assert ledger.labels("status", claim.facets["status"]) in shown


def test_the_strength_chart_has_a_line_a_shared_claim(charts: dict[str, Chart]) -> None:
    assert tuple(ids(charts["strength"])) == charts["strength"].claims


def test_the_totals_at_the_bars_are_those_of_the_table(charts: dict[str, Chart]) -> None:
    for name in ("voices", "bearing_by_theme"):
        chart = charts[name]
        shown = [w for w in words(chart) if w.isdigit()]
        assert [str(n) for n in chart.table.frame["total"] if str(n) not in shown] == []


def test_the_network_joins_actors_that_one_claim_names(ledger: Ledger) -> None:
    graph = actor_graph(ledger)
    for first, second, claims in graph.edges(data="claims"):
        assert claims == sum({first, second} <= set(c.actors) for c in ledger.standing)


def test_the_lineage_names_every_article_and_origin(ledger: Ledger, charts: dict[str, Chart]) -> None:
    shown = words(charts["lineage"])
    assert {a.publisher for a in ledger.articles} | {o.publisher for o in ledger.origins} <= set(shown)


@pytest.mark.parametrize("name", [n for n in BUILDERS if n != "access_routes"])
def test_figures_draw_another_briefing_as_well(tiny: Layout, name: str) -> None:
    assert words(BUILDERS[name](open_ledger(tiny)))


def test_an_article_that_derives_from_another_is_named_with_it(ledger: Ledger) -> None:
    first, second = ledger.articles
    child = first.model_copy(update={"derives_from": (second.id,)})
    chart = figures.lineage(ledger.model_copy(update={"articles": (child, second)}))
    assert f"{child.publisher} goes back to {second.publisher}" in chart.alt
    assert "one origin" in chart.caption
