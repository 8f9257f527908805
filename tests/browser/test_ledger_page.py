"""The claim ledger: search, filter, sort, share, cite, download; and the same with thousands of claims."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from briefing import open_ledger
from briefing.model.layout import Layout
from briefing.model.words import Reach, article_name, by_reach, every_article, in_id_order, made_by_one

pytestmark = pytest.mark.browser
LEDGER = "chapters/ledger.html"
SHOWN = "table.layout-ledger tbody tr:not([hidden])"


def test_a_filter_stays_in_the_address_and_a_reload_shows_the_same(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    theme = ledger.standing[0].theme
    expected = [claim.id for claim in ledger.standing if claim.theme == theme]
    page.goto(f"{address}/{LEDGER}")
    page.locator("#ledger-theme").select_option(theme)
    expect(page.locator(SHOWN)).to_have_count(len(expected))
    expect(page.locator("#ledger-count")).to_have_text(f"{len(expected)} of {len(ledger.standing)} claims")
    assert f"theme={theme}" in page.url
    page.reload()
    expect(page.locator(SHOWN)).to_have_count(len(expected))
    expect(page.locator("#ledger-theme")).to_have_value(theme)


def unfold(page: Page) -> None:
    page.locator(".more-filters").evaluate("folded => { folded.open = true; }")


FILTERS = ("article", "stands", "actor", "voice", "kind", "bears_on", "quantity", "certainty", "judgement", "changed")


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_shows_only_what_it_names(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    unfold(page)
    if not page.locator(f"#ledger-{name}").count():
        pytest.skip("the ledger has one choice")
    choice = page.locator(f"#ledger-{name} option").nth(1).get_attribute("value") or ""
    page.locator(f"#ledger-{name}").select_option(choice)
    expect(page).to_have_url(re.compile(f"{name}="))
    shown = page.locator(SHOWN).evaluate_all(
        "(rows, name) => rows.map(row => row.getAttribute(`data-${name.replace('_', '-')}`).split(' '))", name
    )
    assert shown
    assert all(choice in words for words in shown)


def test_typing_narrows_the_ledger_and_reset_brings_it_back(page: Page, address: str, shipped: Layout) -> None:
    claim = max(open_ledger(shipped).standing, key=lambda claim: len(claim.statement))
    page.goto(f"{address}/{LEDGER}")
    page.locator("#ledger-q").fill(f'"{claim.statement.upper()}"')
    expect(page.locator(SHOWN)).to_have_count(1)
    expect(page.locator(SHOWN)).to_have_id(claim.id)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#ledger-count")).to_contain_text("All")
    assert "q=" not in page.url


def test_sorting_by_statement_orders_the_rows(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    unfold(page)
    page.locator("#ledger-sort").select_option("statement")
    expect(page).to_have_url(re.compile("sort=statement"))
    first, second = page.locator(f"{SHOWN} th").all_inner_texts()[:2]
    assert first.casefold() < second.casefold()


def test_the_copied_link_leads_back(page: Page, address: str, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[0]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/{LEDGER}?theme={claim.theme}")
    page.get_by_role("button", name="Copy link to this view").click()
    expect(page.locator("#ledger-share")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{LEDGER}?theme={claim.theme}")
    expect(page.locator("#ledger-share")).to_have_text("Copy link to this view")


def test_a_row_is_one_stop_of_the_tab_key_until_the_focus_is_in_it(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    stops = "row => [...row.querySelectorAll('a, button')].filter(link => link.tabIndex >= 0).length"
    row = page.locator(SHOWN).filter(has=page.locator(".passage-ref")).first
    assert row.evaluate(stops) == 1
    row.locator("a").first.focus()
    assert row.evaluate(stops) == row.locator("a").count() > 1
    page.locator("#ledger-q").focus()
    assert row.evaluate(stops) == 1


def download(page: Page, folder: Path) -> list[dict[str, str]]:
    """Return the rows that the ledger's page saves."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    target = folder / "quotations.csv"
    saved.value.save_as(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_download_has_a_row_for_every_quotation_that_is_shown(
    page: Page, address: str, shipped: Layout, tmp_path: Path
) -> None:
    ledger = open_ledger(shipped)
    theme = ledger.standing[0].theme
    shown = in_id_order(claim.id for claim in ledger.standing if claim.theme == theme)
    claims = [ledger.claim_by_id[name] for name in shown]
    page.goto(f"{address}/{LEDGER}?theme={theme}")
    rows = download(page, tmp_path)
    expected = [(c.id, c.statement, " ".join(e.exact.split())) for c in claims for e in c.evidence]
    assert [(row["id"], row["statement"], row["quote"]) for row in rows] == expected
    assert rows[0]["address"].endswith(f"claims/{claims[0].id}.html#{claims[0].id}-1")
    assert all(row[name] for row in rows for name in ("theme", "kind", "bears on", "article", "said by", "origins"))


def test_a_formula_in_a_cell_is_downloaded_as_text(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/{LEDGER}")
    row = page.locator(SHOWN).first.get_attribute("id")
    script = f'window.briefingLedgerRows={{columns:["id","quote","address"],rows:{{{row}:[["{row}","＝1+1","a"]]}}}};'
    page.route("**/ledger-rows.js*", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(f"{address}/{LEDGER}")
    assert download(page, tmp_path)[0]["quote"] == "'＝1+1"


def test_the_download_works_from_the_file_system(browser: Browser, site: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto((site / LEDGER).as_uri())
    assert not download(page, tmp_path)[0]["address"].startswith("file:")
    page.close()


def test_claims_of_both_articles_or_of_one_alone_can_be_asked_for(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    page.goto(f"{address}/{LEDGER}")
    unfold(page)
    stands = page.get_by_label("Stands in")
    for reach, claims in by_reach(ledger, ledger.standing).items():
        if claims and reach is Reach.ALL:
            stands.select_option(label=every_article(ledger))
            expect(page.locator(SHOWN)).to_have_count(len(claims))
    for article, claims in made_by_one(ledger, ledger.standing).items():
        if claims:
            stands.select_option(label=f"only {article_name(ledger, article)}")
            expect(page.locator(SHOWN)).to_have_count(len(claims))


def test_a_filter_that_offers_one_choice_is_not_offered(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    others = page.locator(".ledger-controls select:not([name=origins])")
    choices = others.evaluate_all("all => all.map(one => one.options.length)")
    assert min(choices) > len(("any", "the only one"))


def test_the_claims_of_one_origin_can_be_asked_for(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    unfold(page)
    page.get_by_label("Origins").select_option(label="one origin")
    expect(page).to_have_url(re.compile(r"\?origins=1"))
    assert {row.get_attribute("data-origins") for row in page.locator("tr[data-origins]:visible").all()} == {"1"}


def test_a_word_in_the_address_that_the_ledger_does_not_have_is_told(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}?theme=xyzzy")
    expect(page.locator("#ledger-notice")).to_contain_text("theme “xyzzy”")
    expect(page.locator("#ledger-count")).to_contain_text("All")


def test_a_link_to_a_row_shows_it_even_when_the_filter_hides_it(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    theme = ledger.standing[0].theme
    other = next(claim for claim in ledger.standing if claim.theme != theme)
    page.goto(f"{address}/{LEDGER}?theme={theme}#{other.id}")
    expect(page.locator(f"tr#{other.id}")).to_be_in_viewport()


def test_withdrawn_claims_are_left_out_until_they_are_asked_for(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    gone = [claim.id for claim in ledger.claims if claim.withdrawn]
    if not gone:
        pytest.skip("no claim is withdrawn")
    page.goto(f"{address}/{LEDGER}")
    expect(page.locator("#ledger-count")).to_have_text(f"All {len(ledger.standing)} claims")
    expect(page.locator(f"tr#{gone[0]}")).to_have_count(0)
    page.get_by_label("Withdrawn too").check()
    expect(page.locator("#ledger-count")).to_have_text(f"All {len(ledger.claims)} claims")
    expect(page.locator(f"tr#{gone[0]}")).to_be_visible()
    expect(page).to_have_url(re.compile("withdrawn=yes"))
    page.goto(f"{address}/{LEDGER}#{gone[-1]}")
    expect(page.locator(f"tr#{gone[-1]}")).to_be_in_viewport()
    expect(page.get_by_label("Withdrawn too")).to_be_checked()


def test_where_no_claim_matches_it_is_said_and_all_can_be_shown(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}?q=xyzzyxyzzy")
    told = page.locator(".no-match")
    expect(told).to_contain_text("No claim matches.")
    told.get_by_role("button", name="Show all").click()
    expect(told).to_be_hidden()
    expect(page.locator("#ledger-count")).to_contain_text("All")


def test_filters_are_kept_in_the_address_of_a_file_too(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / LEDGER).as_uri())
    page.locator("#ledger-article").select_option(index=1)
    expect(page).to_have_url(re.compile("article="))
    shown = page.locator(SHOWN).count()
    page.reload()
    expect(page.locator(SHOWN)).to_have_count(shown)
    page.close()


def test_rows_that_come_later_are_found_filtered_and_turned_to(page: Page, address: str) -> None:
    rows = [
        f'<tr role="row" id="C{n}" data-theme="t"><td><a href="#">C{n}</a></td><th>Later {n}</th></tr>'
        for n in range(9000, 9250)
    ]

    def cut(route: Route) -> None:
        answer = route.fetch()
        more = 'data-total="350" data-page="100" data-chunks="../rows/2.js ../rows/3.js"'
        kept = re.sub(r"(<tbody[^>]*>)(.*)(</tbody>)", _hundred, answer.text(), flags=re.DOTALL)
        route.fulfill(response=answer, body=kept.replace("<table", f"<table {more}", 1))

    def chunk(route: Route) -> None:
        half = rows[:100] if route.request.url.endswith("2.js") else rows[100:]
        route.fulfill(body=f"briefing.ledgerRows({json.dumps(''.join(half))});", content_type="text/javascript")

    page.route(re.compile(rf"/{LEDGER}(\?|$)"), cut)
    page.route("**/rows/*.js", chunk)
    page.goto(f"{address}/{LEDGER}?withdrawn=yes")
    expect(page.locator("#ledger-count")).to_have_text(re.compile(r"350 claims$"))
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("#ledger-pager span")).to_have_text(re.compile("Page 2 of"))
    page.goto(f"{address}/{LEDGER}#C9249")
    expect(page.locator("tr#C9249")).to_be_in_viewport()


def _hundred(found: re.Match[str]) -> str:
    return found[1] + "".join(re.findall(r"<tr.*?</tr>", found[2], flags=re.DOTALL)[:100]) + found[3]


@pytest.mark.parametrize("width", [360, 1440])
def test_a_link_to_a_row_lands_on_that_row_whoever_reads(
    browser: Browser, address: str, shipped: Layout, width: int
) -> None:
    ids = [claim.id for claim in open_ledger(shipped).claims]
    chosen = [*ids[:: len(ids) // 5], ids[-1]]
    missed = {}
    for script in (True, False):
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        for claim in chosen:
            page = context.new_page()
            page.goto(f"{address}/{LEDGER}#{claim}")
            page.wait_for_timeout(300)
            box = page.locator(f"tr#{claim}").bounding_box()
            assert box is not None
            at_the_end = claim == ids[-1]
            if not (40 <= box["y"] <= (800 if at_the_end else 120)):
                missed[claim, script] = box["y"]
            page.close()
        context.close()
    assert missed == {}
