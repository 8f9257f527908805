"""Who appears with whom: actors in columns by side, joined where a claim names both."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from briefing.exhibits import palette, tables
from briefing.exhibits.display import Chart
from briefing.exhibits.figures.canvas import INK, SMALL_SIZE, board, to_svg, write
from briefing.exhibits.palette import FIGURE_WIDTH
from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name
from briefing.model.records import Actor
from briefing.model.words import listing, plural, sentence

ROW = 0.245


def actor_graph(ledger: Ledger) -> nx.Graph[str]:
    """Return the graph of actors: a node's `claims` counts its claims, an edge's `claims` those that name both."""
    graph: nx.Graph[str] = nx.Graph()
    for actor in ledger.actors:
        count = sum(actor.id in c.actors for c in ledger.standing)
        if count:
            graph.add_node(actor.id, claims=count, side=actor.side)
    pairs = Counter(pair for c in ledger.standing for pair in combinations(sorted(set(c.actors)), 2))
    for (first, second), count in sorted(pairs.items()):
        graph.add_edge(first, second, claims=count)
    return graph


def actor_network(ledger: Ledger) -> Chart:
    """Draw the actors in columns by side, the busiest on top; a line's width is the number of shared claims."""
    graph = actor_graph(ledger)
    sides = [s for s in ledger.vocabulary["side"] if any(graph.nodes[n]["side"] == s for n in graph)]
    columns = {s: _column(graph, s) for s in _order(sides)}
    height = 0.55 + ROW * max(len(names) for names in columns.values())
    figure, axes = board(height)
    places: dict[str, tuple[float, float]] = {}
    for (side, names), x in zip(columns.items(), _xs(len(columns)), strict=True):
        write(axes, (x, 0.14), ledger.label("side", side), bold=True, align="center")
        gap = (height - 0.5) / len(names)
        places |= {name: (x, 0.4 + gap * (line + 0.5)) for line, name in enumerate(names)}
    for first, second, data in graph.edges(data=True):
        start, end = sorted((places[first], places[second]), key=lambda place: place[1])
        bend = 0.0 if start[0] != end[0] else -0.22 if start[0] < FIGURE_WIDTH / 2 else 0.22
        style = {
            "arrowstyle": "-",
            "color": palette.LIGHT["rule"],
            "linewidth": 0.6 + 0.55 * data["claims"],
            "connectionstyle": f"arc3,rad={bend}",
            "shrinkA": 0,
            "shrinkB": 0,
        }
        axes.annotate("", end, start, arrowprops=style)
    for name, place in places.items():
        _node(axes, place, ledger.actor_by_id[name], graph.nodes[name]["claims"])
    return _chart(ledger, graph, to_svg(figure, "actor_network"))


def _order(sides: list[str]) -> list[str]:
    """Put the last side in the middle, so that the two large ones face each other."""
    return [*sides[:1], *sides[2:], *sides[1:2]]


def _xs(count: int) -> list[float]:
    margin = 1.85
    if count == 1:
        return [FIGURE_WIDTH / 2]
    return [margin + (FIGURE_WIDTH - 2 * margin) * i / (count - 1) for i in range(count)]


def _alignment(x: float) -> str:
    middle = FIGURE_WIDTH / 2
    return "right" if x < middle - 0.1 else "left" if x > middle + 0.1 else "center"


def _column(graph: nx.Graph[str], side: str) -> list[str]:
    return sorted((n for n in graph if graph.nodes[n]["side"] == side), key=lambda n: (-graph.nodes[n]["claims"], n))


def _node(axes: Axes, place: tuple[float, float], actor: Actor, claims: int) -> None:
    x, y = place
    align = _alignment(x)
    axes.plot(
        x, y, marker="o", markersize=3.5 + 1.1 * claims**0.75, color=palette.LIGHT["accent"], zorder=3, linestyle="none"
    )
    shift = {"right": -0.16, "left": 0.16, "center": 0.0}[align]
    label = f"{sentence(actor.name)}  {claims}"
    drop = 0.0
    if align == "center":
        drop, width = 0.16, 0.075 * len(label)
        corner = (x - width / 2, y + drop - 0.085)
        axes.add_patch(Rectangle(corner, width, 0.17, facecolor=palette.LIGHT["paper"], linewidth=0, zorder=2))
    write(axes, (x + shift, y + drop), label, size=SMALL_SIZE, align=align, colour=INK)


def _chart(ledger: Ledger, graph: nx.Graph[str], svg: str) -> Chart:
    table = tables.actors(ledger)
    busiest = sorted(graph.edges(data="claims"), key=lambda e: (-e[2], e[0], e[1]))[:3]
    pairs = [f"{actor_name(ledger, a)} and {actor_name(ledger, b)} ({n})" for a, b, n in busiest]
    hub = max(graph, key=lambda n: (graph.nodes[n]["claims"], n))
    claims = plural(graph.nodes[hub]["claims"], "claim")
    most = f"{sentence(actor_name(ledger, hub))} is named in the most claims, {claims}"
    caption = f"{most}; most often named together: {listing(pairs)}."
    alt = (
        f"A network of {len(graph)} actors in {plural(len({graph.nodes[n]['side'] for n in graph}), 'column')}, "
        f"joined where a claim names both: {graph.number_of_edges()} lines. The number beside a name is its claims."
    )
    return Chart("actor_network", caption, alt, svg, table, table.claims)
