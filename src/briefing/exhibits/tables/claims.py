"""Claims as rows, each with the words it rests on: the whole ledger, or one theme."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.exhibits.display import Column, Link, Table
from briefing.exhibits.quoting import quotes, withdrawal
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import claim_ids, known, tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import in_id_order
from briefing.model.reach import reach_words, spread_words
from briefing.model.records import Claim, Evidence
from briefing.model.words import all_of, number_word, plural, sentence
from briefing.reading.profile import origin_count


@table
def claim_ledger(ledger: Ledger) -> Table:
    """Return every claim in the order of ids, one row a claim, its id as the row's anchor.

    A withdrawn one says why and what took its place; its words stand on its own page.
    """
    columns = (
        Column("id", "Claim", "claims"),
        Column("statement", "Statement", "head"),
        Column("codes", "Coded as"),
        Column("evidence", "Evidence", "quotes"),
        Column("judgements", "Judgements", "judgements"),
    )
    claims = [ledger.claim_by_id[name] for name in in_id_order(ledger.claim_by_id)]
    rows = [
        {
            "id": (claim.id,),
            "statement": claim.statement,
            "codes": tuple(_codes(ledger, claim)),
            "evidence": () if claim.withdrawn else quotes(ledger, claim.evidence),
            "judgements": () if claim.withdrawn else tuple(j.id for j in ledger.judgements_on(claim.id)),
        }
        for claim in claims
    ]
    return tabulate("claim_ledger", _rested(ledger), columns, rows, layout="ledger", row_ids=claim_ids(claims))


def _rested(ledger: Ledger) -> str:
    standing, gone = len(ledger.standing), len(ledger.claims) - len(ledger.standing)
    quoted = plural(sum(len(c.evidence) for c in ledger.standing), "quotation")
    articles = plural(len({a for c in ledger.standing for a in c.articles}), "article")
    told = plural(standing, "claim of the ledger rests", "claims of the ledger rest")
    more = f"; {number_word(gone)} more {'is' if gone == 1 else 'are'} withdrawn" if gone else ""
    return f"{sentence(told)} on {quoted} from {articles}{more}." if standing else f"No claim stands{more}."


def _codes(ledger: Ledger, claim: Claim) -> Iterator[str | Link]:
    if claim.withdrawn:
        yield from ("withdrawn: ", *withdrawal(ledger, claim.withdrawn))
        return
    labels = [
        f"{coded.heading}: {ledger.label(coded.vocabulary, getattr(claim, coded.name))}"
        for coded in coded_fields(Claim)
        if coded.shows_on("row")
    ]
    origins = plural(origin_count(ledger, claim.articles), "origin")
    yield " · ".join([*labels, reach_words(ledger, claim.articles), origins])


@table
def theme_evidence(ledger: Ledger, theme: str) -> Table:
    """Return a theme's standing claims, those that most articles make first, each with who says it in what words.

    Raises `ValueError` for a theme that there is not.
    """
    label = ledger.label("theme", known(ledger, "theme", theme))
    chosen = [c for c in ledger.standing if c.theme == theme]
    chosen.sort(key=lambda c: -len(c.articles))
    columns = (
        Column("id", "Claim", "claims"),
        Column("statement", "Statement", "head"),
        Column("reach", "Stands"),
        Column("evidence", "Who says it, in what words", "quotes"),
    )
    rows = [
        {
            "id": (c.id,),
            "statement": c.statement,
            "reach": reach_words(ledger, c.articles),
            "evidence": quotes(ledger, _in_reading_order(ledger, c)),
        }
        for c in chosen
    ]
    caption = _spread(ledger, chosen, label)
    return tabulate(f"theme_evidence_{theme.replace('-', '_')}", caption, columns, rows)


def _spread(ledger: Ledger, claims: list[Claim], label: str) -> str:
    places = {reach_words(ledger, c.articles) for c in claims}
    if len(places) > 1:
        return f"Of {plural(len(claims), 'claim')} under “{label}”, {spread_words(ledger, claims)}."
    if not claims:
        return f"No claim stands under “{label}”."
    stand = "stands" if len(claims) == 1 else "stand"
    return f"{sentence(all_of(len(claims), 'claim'))} under “{label}” {stand} {places.pop()}."


def _in_reading_order(ledger: Ledger, claim: Claim) -> list[Evidence]:
    return [e for article in ledger.reading_order for e in claim.in_article(article.id)]
