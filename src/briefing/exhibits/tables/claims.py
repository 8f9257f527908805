"""Claims as rows, each with the words it rests on: the whole ledger, or one theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.exhibits.display import Cell, Column, Link, Part, Quote, Table
from briefing.exhibits.quoting import codes_on, quotes, withdrawal
from briefing.exhibits.registry import table
from briefing.exhibits.tables.rows import known, tabulate
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name, in_id_order, voice_name
from briefing.model.reach import reach_words, spread_words
from briefing.model.records import Claim
from briefing.model.words import all_of, listing, number_word, plural, sentence
from briefing.reading.profile import origin_count


@table
def claim_ledger(ledger: Ledger) -> Table:
    """Return every claim in the order of ids, one row a claim, its id as the row's anchor.

    How the words are coded stands on the claim's own page; so does all that a withdrawn claim said, and why it fell.
    In how many articles it stands is seen from its quotations.
    """

    def statement(claim: Claim) -> Cell:
        return withdrawal(ledger, claim.withdrawn, briefly=True) or claim.statement

    def coded(claim: Claim) -> str:
        return " · ".join(label for _, label in codes_on(ledger, claim, "row"))

    def words(claim: Claim) -> tuple[Quote, ...]:
        return () if claim.withdrawn else quotes(ledger, claim.evidence)

    def judgements(claim: Claim) -> tuple[str, ...]:
        return tuple(j.id for j in ledger.judgements_on(claim.id) if not (claim.withdrawn or j.withdrawn))

    columns = (
        Column("id", "Claim", "claims", of=lambda c: (c.id,)),
        Column("statement", "Statement", "head", of=statement),
        Column("codes", "Coded as", of=lambda c: "" if c.withdrawn else coded(c)),
        Column("evidence", "Evidence", "quotes", of=words),
        Column("judgements", "Judgements", "judgements", of=lambda c: () if c.withdrawn else judgements(c)),
    )
    names = in_id_order(ledger.claim_by_id)
    claims = [ledger.claim_by_id[name] for name in names]
    return tabulate("claim_ledger", _rested(ledger), columns, claims, layout="ledger", row_ids=names)


def _rested(ledger: Ledger) -> str:
    standing, gone = len(ledger.standing), len(ledger.claims) - len(ledger.standing)
    quoted = plural(sum(len(c.evidence) for c in ledger.standing), "quotation")
    makers = tuple({a: a for c in ledger.standing for a in c.articles})
    articles = f"{plural(len(makers), 'article')} of {plural(origin_count(ledger, makers), 'origin')}"
    told = plural(standing, "claim of the ledger rests", "claims of the ledger rest")
    more = f"; {number_word(gone)} more {'is' if gone == 1 else 'are'} withdrawn" if gone else ""
    return f"{sentence(told)} on {quoted} from {articles}{more}." if standing else f"No claim stands{more}."


@table
def theme_evidence(ledger: Ledger, theme: str) -> Table:
    """Return a theme's standing claims, those that most articles make first, each with who says it.

    An article leads to its passage, where the words stand marked; the claim's card and the ledger have them too.
    Raises `ValueError` for a theme that there is not.
    """
    label = ledger.label("theme", known("theme", theme, ledger.vocabulary.get("theme", {})))
    columns = (
        Column("id", "Claim", "claims", of=lambda c: (c.id,)),
        Column("statement", "Statement", "head"),
        Column("said", "Who says it", of=lambda c: tuple(_sayers(ledger, c))),
    )
    chosen = sorted((c for c in ledger.standing if c.theme == theme), key=lambda c: -len(c.articles))
    return tabulate(f"theme_evidence_{theme}", _spread(ledger, chosen, label), columns, chosen)


def _sayers(ledger: Ledger, claim: Claim) -> Iterator[Part]:
    """Yield the articles that make a claim, in reading order, each with the speakers of all its words or of a part."""
    makers = [a.id for a in ledger.reading_order if a.id in claim.articles]
    for position, article in enumerate(makers):
        evidence = claim.in_article(article)
        speakers = dict.fromkeys(voice_name(ledger, e.voice) for e in evidence if e.voice)
        yield from ("; ",) if position else ()
        yield Link("passage", evidence[0].key, article_name(ledger, article))
        part = "in part " if len({e.voice for e in evidence}) > 1 else ""
        yield f", {part}as said by {listing(list(speakers))}" if speakers else ""


def _spread(ledger: Ledger, claims: Sequence[Claim], label: str) -> str:
    places = {reach_words(ledger, c.articles) for c in claims}
    if len(places) > 1:
        return f"Of {plural(len(claims), 'claim')} under “{label}”, {spread_words(ledger, claims)}."
    if not claims:
        return f"No claim stands under “{label}”."
    stand = "stands" if len(claims) == 1 else "stand"
    return f"{sentence(all_of(len(claims), 'claim'))} under “{label}” {stand} {places.pop()}."
