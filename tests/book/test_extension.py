"""What the extension makes of roles and directives, read off the pages it writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from briefing.book.core import nodes as own
from briefing.book.core.domain import RECORD_ROLES, BriefingDomain
from briefing.book.core.source_text import article_nodes
from briefing.book.core.state import set_ledger
from briefing.exhibits.display import Chart, Column, Link, Quote, Table
from briefing.exhibits.registry import every_claim
from briefing.model.base import Span
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Actor, Claim, Evidence, Gap, Judgement, Term, Waiver, Withdrawal
from briefing.model.sources import Article, Furniture

TEXT = (
    "Menu\n\nThe bridge is old\n\n \nHistory of the bridge\n\n"
    "Engineers say the bridge is old and weak. Nobody crosses it.\n\n  • Repairs may start soon.\n\nShare"
)

Writer = Callable[..., SimpleNamespace]


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def evidence(words: str, **codes: object) -> Evidence:
    coded = {"voice": (), "quantity": "unstated", "certainty": "asserted", **codes}
    return Evidence(article="gazette", exact=words, span=span_of(words), **coded)


@pytest.fixture
def ledger() -> Ledger:
    article = Article(
        id="gazette", title="The bridge is old", publisher="Gazette", url="https://example.org/",
        published_basis="none",
        sha256="0" * 64, description="d", rights="r", text=TEXT,
        furniture=(Furniture(exact="Menu", reason="navigation", span=span_of("Menu")),
                   Furniture(exact="Share", reason="a button", span=span_of("Share"))),
    )  # fmt: skip
    claims = (
        Claim(id="C01", statement="The bridge is old.", kind="fact", bears_on="age", actors=(), theme="state",
              evidence=(evidence("the bridge is old and weak", voice=("engineers",), quantity="many"),)),
        Claim(id="C02", statement="It is weak & “<b>frail</b>”.", kind="fact", bears_on="age", actors=(), theme="risk",
              evidence=(evidence("old and weak. Nobody"), evidence("may start soon", certainty="possible"))),
        Claim(id="C03", statement="Repairs may start.", kind="fact", bears_on="age", actors=(), theme="risk"),
    )  # fmt: skip
    judgement = Judgement(
        id="J1", statement="s", confidence="low", because="b", supported_by=("C01",), would_change="w"
    )
    waiver = Waiver(
        article="gazette", exact="crosses it.", kind="aside", reason="no assertion", span=span_of("crosses it.")
    )
    terms = {"many": Term(label="many or numerous", meaning="m")}
    return Ledger(
        articles=(article,), claims=claims, judgements=(judgement,), waivers=(waiver,), vocabulary={"quantity": terms}
    )


GAZETTE = Link("article", "gazette", "Gazette")
QUOTE = Quote(
    "old and weak. Nobody", Link("passage", "C02-1", "Gazette"), coding="said by the article itself", marks=((0, 3),)
)


def table(**changes: object) -> Table:
    given: dict[str, object] = {
        "name": "bridge_claims",
        "caption": "Both claims rest on one article.",
        "frame": pd.DataFrame(
            [("It is weak & “<b>frail</b>”. {claim}`C77`", ("C01", "C02"), (QUOTE,), (GAZETTE,), 1234)],
            columns=["statement", "claims", "words", "article", "count"],
        ),
        "columns": (
            Column("statement", "Statement", "head"), Column("claims", "Claims", "claims"),
            Column("words", "Words", "quotes"), Column("article", "Article", "articles"),
            Column("count", "Count", "number"),
        ),
        "claims": ("C02",),
        "row_ids": ("C02",),
        **changes,
    }  # fmt: skip
    return Table(**given)


def markdown(shown: Table | Chart) -> str:
    return shown._repr_mimebundle_()["text/markdown"]


@pytest.fixture
def write(tmp_path: Path, ledger: Ledger) -> Writer:
    """Build pages given by name; the answer holds the HTML by name, the warnings, and the doctree reader."""

    def build(held: Ledger = ledger, **pages: str) -> SimpleNamespace:
        source = tmp_path / "book"
        source.mkdir(exist_ok=True)
        (source / "data").mkdir(exist_ok=True)
        (source / "_config.yml").write_text("title: Bridges\n", encoding="utf-8")
        pages = {"ledger": "# Ledger", "sources": "# Sources", "confidence": "# Confidence", **pages}
        for name, text in pages.items():
            (source / f"{name}.md").write_text(f"---\norphan: true\n---\n{text}\n", encoding="utf-8")
        settings = {
            "extensions": ["myst_nb", "briefing.book"], "nb_execution_mode": "off",
            "root_doc": "ledger", "html_theme": "briefing",
            "briefing_ledger_doc": "ledger", "briefing_sources_doc": "sources",
            "briefing_judgements_doc": "confidence", "html_use_index": False, "html_copy_source": False,
        }  # fmt: skip
        warnings = StringIO()
        with patch_docutils(None), docutils_namespace():
            app = Sphinx(
                source, None, tmp_path / "html", tmp_path / "trees", "html", confoverrides=settings,
                status=StringIO(), warning=warnings, freshenv=True,
            )  # fmt: skip
            set_ledger(app, held)
            app.build(force_all=True)
            trees = {name: app.env.get_and_resolve_doctree(name, app.builder) for name in pages}
        html = {name: (tmp_path / "html" / f"{name}.html").read_text(encoding="utf-8") for name in pages}
        return SimpleNamespace(html=html, warnings=warnings.getvalue(), trees=trees)

    return build


def links(page: nodes.document, kind: str) -> dict[str, str]:
    found = [node for node in page.findall(nodes.reference) if kind in node["classes"]]
    return {node.astext(): node.get("refuri") or "#" + node["refid"] for node in found}


def test_roles_link_to_the_row_the_account_the_passage_and_the_article(write: Writer) -> None:
    prose = "# Page\n\n{claim}`C01,C02` {judgement}`J1` {passage}`C02-2` {article}`gazette` {claim}`so <C01>`"
    page = write(page=prose).trees["page"]
    assert links(page, "claim-ref") == {
        "C01": "ledger.html#C01",
        "C02": "ledger.html#C02",
        "so": "ledger.html#C01",
    }
    assert links(page, "judgement-ref") == {"J1": "claims/J1.html"}
    assert links(page, "passage-ref") == {"C02-2": "sources.html#C02-2"}
    assert links(page, "article-ref") == {"Gazette": "sources.html#article-gazette"}


def test_every_kind_of_record_has_a_role_that_leads_to_its_own_page(write: Writer, ledger: Ledger) -> None:
    gap = Gap(id="G1", question="How old is it?", silence="Nobody says.")
    actor = Actor(id="engineers", name="the engineers", kind="group", side="town")
    held = ledger.model_copy(update={"gaps": (gap,), "actors": (actor,)})
    page = write(held, page="# Page\n\n{gap}`G1` {actor}`engineers`").trees["page"]
    assert links(page, "gap-ref") == {"G1": "records/G1.html"}
    assert links(page, "actor-ref") == {"the engineers": "records/engineers.html"}
    assert set(RECORD_ROLES) <= set(BriefingDomain.roles)
    assert {kind for kind in KINDS if kind.has_id} == set(RECORD_ROLES.values())


def test_a_record_named_by_the_role_of_another_kind_is_unknown(write: Writer) -> None:
    assert "unknown gap: C01" in write(page="# Page\n\n{gap}`C01`").warnings


def test_a_link_carries_the_ids_that_other_builders_need(write: Writer) -> None:
    page = write(page="# Page\n\n{claim}`C01` {passage}`C02-2`").trees["page"]
    claim, passage = page.findall(nodes.reference)
    assert claim["claim_id"] == "C01"
    assert (passage["evidence_key"], passage["article_id"]) == ("C02-2", "gazette")


@pytest.mark.parametrize(
    ("role", "target"),
    [("claim", "C99"), ("judgement", "J9"), ("passage", "C02-3"), ("passage", "C02-0"), ("article", "nowhere")],
)
def test_an_unknown_id_is_a_warning_that_names_it_and_its_place(write: Writer, role: str, target: str) -> None:
    built = write(page=f"# Page\n\nText.\n\n{{{role}}}`{target}`")
    assert re.search(rf"page\.md:8: WARNING: unknown {role}: {target}", built.warnings)


def test_one_unknown_id_among_known_ones_is_named(write: Writer) -> None:
    built = write(page="# Page\n\n{claim}`C01, C98`")
    assert "unknown claim: C98" in built.warnings
    assert "C01" not in built.warnings


def test_a_table_keeps_every_character_of_its_cells_and_takes_none_for_markup(write: Writer) -> None:
    built = write(page=f"# Page\n\n{markdown(table())}")
    assert built.warnings == ""
    cell = next(entry for entry in built.trees["page"].findall(nodes.entry) if entry.get("rowheader"))
    assert cell.astext() == "It is weak & “<b>frail</b>”. {claim}`C77`"
    assert "It is weak &amp; “&lt;b&gt;frail&lt;/b&gt;”." in built.html["page"]


def test_a_table_has_an_anchor_a_caption_with_its_claims_and_rows_that_can_be_linked_to(write: Writer) -> None:
    page = write(page=f"# Page\n\n{markdown(table())}").trees["page"]
    found = next(page.findall(nodes.table))
    assert found["ids"] == ["tab-bridge-claims"]
    assert found["layout"] == "table"
    caption = next(found.findall(nodes.title))
    assert caption.astext() == "Both claims rest on one article. Source: C02."
    body = next(found.findall(nodes.tbody))
    assert [row["ids"] for row in body.findall(nodes.row)] == [["C02"]]


def test_two_pages_may_show_the_same_table(write: Writer) -> None:
    shown = markdown(table(row_ids=()))
    built = write(page=f"# Page\n\n{shown}", other=f"# Other\n\n{shown}")
    assert built.warnings == ""
    assert all('id="tab-bridge-claims"' in built.html[name] for name in ("page", "other"))


def test_a_quote_cell_shows_the_whole_quote_its_publisher_and_its_coding(write: Writer) -> None:
    page = write(page=f"# Page\n\n{markdown(table())}").trees["page"]
    cell = next(entry for entry in page.findall(nodes.entry) if entry["kind"] == "quotes" and
                isinstance(entry.parent.parent, nodes.tbody))  # fmt: skip
    quote, coding = cell.findall(nodes.paragraph)
    assert quote.astext() == "“old and weak. Nobody”"
    assert coding.astext() == "Gazette · said by the article itself"
    assert [words.astext() for words in cell.findall(nodes.strong)] == ["old"]
    assert links(cell, "passage-ref") == {"Gazette": "sources.html#C02-1"}


def test_a_caption_that_rests_on_all_claims_says_so_once(write: Writer, ledger: Ledger) -> None:
    page = write(page=f"# Page\n\n{markdown(table(claims=every_claim(ledger)))}").trees["page"]
    caption = next(next(page.findall(nodes.table)).findall(nodes.title))
    assert caption.astext() == "Both claims rest on one article. Source: all 3 claims."
    assert links(caption, "ledger-ref") == {"all 3 claims": "ledger.html"}


def test_a_chart_is_a_figure_with_its_text_alternative_and_then_its_table(write: Writer) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="144pt" height="72pt" viewBox="0 0 144 72"><path/></svg>'
    chart = Chart("bridge_age", "It is old.", "A bar: 100 years", svg, svg, table(), claims=("C01",))
    built = write(page=f"# Page\n\n{markdown(chart)}")
    assert built.warnings == ""
    figure = next(built.trees["page"].findall(nodes.figure))
    image, caption = figure.children
    assert figure["ids"] == ["fig-bridge-age"]
    assert (image["name"], image["alt"], image["svg"]) == ("bridge_age", "A bar: 100 years", svg)
    assert (image["width_px"], image["height_px"]) == (192, 96)
    assert caption.astext() == "It is old. Source: C01."
    data = figure.next_node(own.chart_data, descend=False, siblings=True)
    assert data["figure_id"] == "fig-bridge-age"
    assert not next(data.findall(nodes.table))["ids"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"name": ', "the body of briefing-table is not JSON"),
        ('{"name": "x", "caption": "c"}', "the body of briefing-table lacks columns, rows"),
        ("[1]", "the body of briefing-table lacks name, caption, columns, rows"),
    ],
)
def test_a_broken_body_is_an_error_that_says_what_is_wrong(write: Writer, body: str, message: str) -> None:
    built = write(page=f"# Page\n\n```{{briefing-table}}\n{body}\n```")
    assert f"ERROR: {message}" in built.warnings


def test_a_table_shown_twice_on_a_page_is_an_error(write: Writer) -> None:
    built = write(page=f"# Page\n\n{markdown(table(row_ids=()))}\n\n{markdown(table(row_ids=()))}")
    assert "tab-bridge-claims is shown twice on this page" in built.warnings


def test_a_quote_that_the_ledger_does_not_hold_is_an_error(write: Writer) -> None:
    lost = Quote("old and weak", Link("passage", "C02-9", "Gazette"))
    shown = table(frame=pd.DataFrame({"words": [(lost,)]}), columns=(Column("words", "Words", "quotes"),), row_ids=())
    assert "unknown passage: C02-9" in write(page=f"# Page\n\n{markdown(shown)}").warnings


def test_an_unknown_source_text_is_an_error_that_names_the_known_ones(write: Writer) -> None:
    built = write(sources="# Sources\n\n```{source-text} nowhere\n```")
    assert "unknown article: nowhere; there are gazette" in built.warnings


def test_a_source_text_holds_every_character_of_the_article(ledger: Ledger) -> None:
    whole = article_nodes(ledger, ledger.articles[0])
    assert "".join(block.astext() for block in whole.children) == TEXT.replace("\n", "")


def test_lines_of_an_article_are_told_apart(ledger: Ledger) -> None:
    whole = article_nodes(ledger, ledger.articles[0])
    assert [(block["role"], block["furniture"]) for block in whole.children] == [
        ("line", True), ("title", False), ("heading", False), ("paragraph", False), ("bullet", False), ("line", True),
    ]  # fmt: skip


def test_overlapping_quotes_are_cut_into_runs_that_name_all_their_claims(ledger: Ledger) -> None:
    whole = article_nodes(ledger, ledger.articles[0])
    runs = [
        (node.astext(), node["status"], node["evidence_keys"], node["ids"])
        for node in whole.children[3].findall(own.mark)
    ]
    assert runs == [
        ("the bridge is ", "claimed", ["C01-1"], ["C01-1"]),
        ("old and weak", "claimed", ["C01-1", "C02-1"], ["C02-1"]),
        (". Nobody", "claimed", ["C02-1"], []),
        ("crosses it.", "waived", [], []),
    ]


def test_the_words_of_a_withdrawn_claim_can_be_linked_to_but_are_not_claimed(ledger: Ledger) -> None:
    withdrawn = ledger.claims[1].model_copy(update={"withdrawn": Withdrawal(because="wrong")})
    changed = ledger.model_copy(update={"claims": (ledger.claims[0], withdrawn)})
    marks = list(article_nodes(changed, changed.articles[0]).findall(own.mark))
    assert [(m["ids"], m["status"], m["claim_ids"]) for m in marks if m["ids"]] == [
        (["C01-1"], "claimed", ["C01"]),
        (["C02-1"], "claimed", ["C01"]),
        (["C02-2"], "plain", []),
    ]


def test_a_mark_says_which_claims_quote_it_or_why_nobody_does(ledger: Ledger) -> None:
    marks = list(article_nodes(ledger, ledger.articles[0]).findall(own.mark))
    assert [(m["claim_ids"], m["reason"]) for m in marks] == [
        ([], "navigation"),
        (["C01"], ""),
        (["C01", "C02"], ""),
        (["C02"], ""),
        ([], "no assertion"),
        (["C02"], ""),
        ([], "a button"),
    ]


def test_each_quoted_passage_can_be_linked_to_once(write: Writer) -> None:
    html = write(sources="# Sources\n\n```{source-text} gazette\n```").html["sources"]
    assert re.findall(r'id="(C\d+-\d+)"', html) == ["C01-1", "C02-1", "C02-2"]
    assert 'id="article-gazette"' in html


def test_above_the_text_of_an_article_stand_its_publisher_and_its_title(write: Writer, ledger: Ledger) -> None:
    html = write(sources="# Sources\n\n```{source-text} gazette\n```").html["sources"]
    article = ledger.articles[0]
    named = f"{article.publisher} (undated): {article.title}"
    assert f"<p><strong>{named}</strong></p>" in html
    assert html.index(named) < html.index("source-row")


def test_guidance_is_set_apart_from_what_the_book_says(write: Writer) -> None:
    page = write(page="# Page\n\n```{guide}\nHow to read {claim}`C01`.\n```").trees["page"]
    assert [node.astext() for node in page.findall(own.guide)] == ["How to read C01."]


def test_the_edition_can_be_printed_in_prose(write: Writer) -> None:
    page = write(page="# Page\n\nVersion {edition}`version`, articles {edition}`as_of`.").trees["page"]
    assert "Version 0.0.0+draft, articles undated." in page.astext()


def test_a_hard_wrapped_paragraph_is_one_block_and_damage_is_shown_repaired(ledger: Ledger) -> None:
    text = "Firms rely on American models for most of all their\nwork, and of\ufb01ces depen-\nd on it too.\rThe end."
    whole = article_nodes(ledger, ledger.articles[0].model_copy(update={"text": text, "furniture": (), "id": "other"}))
    assert [block.astext() for block in whole.children] == [
        "Firms rely on American models for most of all their work, and offices depend on it too.",
        "The end.",
    ]
