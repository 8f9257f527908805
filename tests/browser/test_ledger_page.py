"""The claim ledger: search, filter, sort, share, cite, download; and the same with thousands of claims."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from briefing import open_ledger
from briefing.exhibits.tables.rows import in_id_order
from briefing.model.layout import Layout

pytestmark = pytest.mark.browser
LEDGER = "chapters/ledger.html"
SHOWN = "table.layout-ledger tbody tr:not([hidden])"
MANY = 5000
#: A longer wait for the answer to a key is felt as one (Nielsen's limit is 100 ms; the margin is for slow machines).


def test_a_filter_stays_in_the_address_and_a_reload_shows_the_same(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    theme = ledger.standing[0].theme
    expected = [claim.id for claim in ledger.claims if claim.theme == theme]
    page.goto(f"{address}/{LEDGER}")
    page.locator("#ledger-theme").select_option(theme)
    expect(page.locator(SHOWN)).to_have_count(len(expected))
    expect(page.locator("#ledger-count")).to_have_text(f"{len(expected)} of {len(ledger.claims)} claims")
    assert f"theme={theme}" in page.url
    page.reload()
    expect(page.locator(SHOWN)).to_have_count(len(expected))
    expect(page.locator("#ledger-theme")).to_have_value(theme)


@pytest.mark.parametrize("name", ["article", "stands", "actor", "kind", "bearing", "certainty"])
def test_every_filter_shows_only_what_it_names(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    choice = page.locator(f"#ledger-{name} option").nth(1).get_attribute("value") or ""
    page.locator(f"#ledger-{name}").select_option(choice)
    expect(page).to_have_url(re.compile(f"{name}="))
    shown = page.locator(SHOWN).evaluate_all("(rows, name) => rows.map(row => row.dataset[name].split(' '))", name)
    assert shown
    assert all(choice in words for words in shown)


def test_typing_narrows_the_ledger_and_reset_brings_it_back(page: Page, address: str, shipped: Layout) -> None:
    claim = max(open_ledger(shipped).standing, key=lambda claim: len(claim.statement))
    page.goto(f"{address}/{LEDGER}")
    page.locator("#ledger-q").press_sequentially(claim.statement.upper())
    expect(page.locator(SHOWN)).to_have_count(1)
    expect(page.locator(SHOWN)).to_have_id(claim.id)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#ledger-count")).to_contain_text("All")
    assert "q=" not in page.url


def test_sorting_by_statement_orders_the_rows(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    page.locator("#ledger-sort").select_option("statement")
    expect(page).to_have_url(re.compile("sort=statement"))
    first, second = page.locator(f"{SHOWN} th").all_inner_texts()[:2]
    assert first.casefold() < second.casefold()


def test_the_copied_link_and_the_copied_citation_lead_back(page: Page, address: str, shipped: Layout) -> None:
    claim = open_ledger(shipped).standing[0]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/{LEDGER}?theme={claim.theme}")
    page.get_by_role("button", name="Copy link to this view").click()
    expect(page.locator("#ledger-share")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/{LEDGER}?theme={claim.theme}"
    expect(page.locator("#ledger-share")).to_have_text("Copy link to this view")
    page.get_by_role("button", name=f"Cite {claim.id}", exact=True).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert claim.statement.rstrip(".") in copied
    assert copied.endswith(f"{address}/claims/{claim.id}.html")
    assert "evidence digest" in copied


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
    shown = in_id_order(claim.id for claim in ledger.claims if claim.theme == theme)
    claims = [ledger.claim_by_id[name] for name in shown]
    page.goto(f"{address}/{LEDGER}?theme={theme}")
    rows = download(page, tmp_path)
    expected = [(c.id, c.statement, " ".join(e.exact.split())) for c in claims for e in c.evidence]
    assert [(row["id"], row["statement"], row["quote"]) for row in rows] == expected
    assert rows[0]["address"] == f"{address}/claims/{claims[0].id}.html#{claims[0].id}-1"
    assert all(row[name] for row in rows for name in ("theme", "kind", "bears on", "article", "voice", "origins"))


def test_a_formula_in_a_cell_is_downloaded_as_text(page: Page, address: str, tmp_path: Path) -> None:
    script = 'window.briefingLedgerRows={columns:["id","quote","address"],rows:{C01:[["C01","=1+1","a"]]}};'
    page.route("**/ledger-rows.js*", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(f"{address}/{LEDGER}")
    assert download(page, tmp_path)[0]["quote"] == "'=1+1"


def test_the_download_works_from_the_file_system(browser: Browser, site: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto((site / LEDGER).as_uri())
    assert download(page, tmp_path)[0]["address"].startswith(site.as_uri())
    page.close()


def test_claims_of_both_articles_or_of_one_alone_can_be_asked_for(page: Page, address: str, shipped: Layout) -> None:
    ledger = open_ledger(shipped)
    page.goto(f"{address}/{LEDGER}")
    stands = page.get_by_label("Stands in")
    for article in ledger.articles:
        stands.select_option(label=f"only {article.publisher}")
        expect(page.locator(SHOWN)).to_have_count(sum(claim.articles == (article.id,) for claim in ledger.claims))
    stands.select_option(label="both articles")
    expect(page.locator(SHOWN)).to_have_count(sum(len(set(claim.articles)) > 1 for claim in ledger.claims))


def test_a_filter_that_offers_one_choice_is_not_offered(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}")
    others = page.locator(".ledger-controls select:not([name=origins])")
    choices = others.evaluate_all("all => all.map(one => one.options.length)")
    assert min(choices) > len(("any", "the only one"))


def test_the_claims_of_one_origin_can_be_asked_for(page: Page, address: str) -> None:
    page.goto(f"{address}/{LEDGER}")
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


def test_filters_are_kept_in_the_address_of_a_file_too(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / LEDGER).as_uri())
    page.locator("#ledger-article").select_option(index=1)
    expect(page).to_have_url(re.compile("article="))
    shown = page.locator(SHOWN).count()
    page.reload()
    expect(page.locator(SHOWN)).to_have_count(shown)
    page.close()


def test_a_ledger_of_thousands_can_be_filtered(page: Page, address: str) -> None:
    def multiply(route: Route) -> None:
        answer = route.fetch()
        head, rest = answer.text().split("<tbody", 1)
        opening, body = rest.split(">", 1)
        rows, foot = body.split("</tbody>", 1)
        copies = MANY // rows.count("<tr") + 1
        renamed = (re.sub(r' id="(C\d+)"', rf' id="\g<1>x{n}"', rows) for n in range(copies))
        route.fulfill(response=answer, body=f"{head}<tbody{opening}>{''.join(renamed)}</tbody>{foot}")

    page.route(f"**/{LEDGER}", multiply)
    page.goto(f"{address}/{LEDGER}")
    assert page.locator("table.layout-ledger tbody tr").count() >= MANY
    total = page.locator(SHOWN).count()
    page.get_by_label("Kind").select_option(index=1)
    page.wait_for_function("() => / of /.test(document.getElementById('ledger-count').textContent)")
    assert 0 < page.locator(SHOWN).count() < total


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
            if not (0 <= box["y"] <= (800 if at_the_end else 48)):
                missed[claim, script] = box["y"]
            page.close()
        context.close()
    assert missed == {}
