"""The tables that carry the answer: judgements, and how the claims lie over themes and articles."""

from __future__ import annotations

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim
from briefing.exhibits.tables.rows import claim_ids, frame
from briefing.model.ledger import Ledger
from briefing.model.reach import every_article
from briefing.model.records import Judgement
from briefing.model.words import listing, number_word, plural, sentence
from briefing.reading.lineage import claims_in_all, claims_only_in

BOTH = "both"


def key_judgements(ledger: Ledger, *, count_claims: bool = True) -> Table:
    """Return one row a standing judgement: id, statement, confidence, claims and origins it rests on.

    `claims` holds ids, `n_claims` and `n_origins` counts; without `count_claims` the first count is left to the eye.
    """
    columns: tuple[Column, ...] = (
        Column("id", "No.", "judgements"),
        Column("statement", "Judgement", "head"),
        Column("confidence", "Confidence"),
        Column("n_claims", "Claims", "number"),
        Column("n_origins", "Origins", "number"),
        Column("claims", "Rests on", "claims"),
    )
    columns = tuple(column for column in columns if count_claims or column.key != "n_claims")
    rows = [
        {
            "id": (j.id,),
            "statement": j.statement,
            "confidence": ledger.label("confidence", j.confidence),
            "n_claims": len(j.supported_by),
            "n_origins": len(ledger.origins_of(j.supported_by)),
            "claims": j.supported_by,
        }
        for j in ledger.standing_judgements
    ]
    return Table("key_judgements", _judgements_caption(ledger), frame(rows, columns), columns, layout="judgements")


def _judgements_caption(ledger: Ledger) -> str:
    judgements = ledger.standing_judgements
    origins = [len(ledger.origins_of(j.supported_by)) for j in judgements]
    counts = [
        f"{number_word(n)} {ledger.label('confidence', word)}"
        for word in reversed(list(ledger.vocabulary.get("confidence", {})))
        if (n := sum(j.confidence == word for j in judgements))
    ]
    told = "each on" if len(set(origins)) == 1 else "none on more than"
    most = plural(max(origins, default=0), "origin")
    return f"{sentence(plural(len(judgements), 'key judgement'))}, {listing(counts)}, {told} {most}."


def claim_matrix(ledger: Ledger) -> Table:
    """Return one row a theme: the claims every article makes, and those only one article makes.

    Columns: `theme`, `both`, then one a article in reading order, named by its id; cells hold claim ids.
    """
    articles = ledger.reading_order
    columns = (
        Column("theme", "Theme", "head"),
        Column(BOTH, "In both" if len(articles) == 2 else "In all", "claims"),  # noqa: PLR2004
        *(Column(a.id, f"{a.publisher} only", "claims") for a in articles),
    )
    shared = set(claim_ids(claims_in_all(ledger)))
    rows = []
    for theme, term in ledger.vocabulary.get("theme", {}).items():
        claims = [c for c in ledger.standing if c.theme == theme]
        row: dict[str, object] = {"theme": term.label, BOTH: tuple(c.id for c in claims if c.id in shared)}
        for article in articles:
            only = claims_only_in(ledger, article.id)
            row[article.id] = tuple(c.id for c in only if c.theme == theme)
        rows.append(row)
    return Table("claim_matrix", _matrix_caption(ledger), frame(rows, columns), columns, every_claim(ledger))


def _matrix_caption(ledger: Ledger) -> str:
    total, shared = len(ledger.standing), len(claims_in_all(ledger))
    only = [
        f"{number_word(len(claims_only_in(ledger, a.id)))} stand in {a.publisher} alone" for a in ledger.reading_order
    ]
    origins = len(ledger.origins_of(claim_ids(ledger.standing)))
    return (
        f"Of {plural(total, 'claim')}, {plural(shared, 'is', 'are')} made by {every_article(ledger)}; {listing(only)}. "
        f"All of them are counted under {plural(origins, 'origin')}."
    )


def bearing_by_theme(ledger: Ledger) -> Table:
    """Return one row a theme, one column a bearing, with the number of standing claims, and a total."""
    bearings = ledger.vocabulary.get("bears_on", {})
    columns = (
        Column("theme", "Theme", "head"),
        *(Column(word, term.label, "number") for word, term in bearings.items()),
        Column("total", "All", "number"),
    )
    rows = []
    for theme, term in ledger.vocabulary.get("theme", {}).items():
        claims = [c for c in ledger.standing if c.theme == theme]
        counts = {word: sum(c.bears_on == word for c in claims) for word in bearings}
        rows.append({"theme": term.label, **counts, "total": len(claims)})
    totals = {word: sum(c.bears_on == word for c in ledger.standing) for word in bearings}
    parts = [f"{count} on {bearings[word].label.lower()}" for word, count in totals.items() if count]
    caption = f"Of {len(ledger.standing)} claims, {listing(parts)}."
    return Table("bearing_by_theme", caption, frame(rows, columns), columns, every_claim(ledger))


def judgement_support(ledger: Ledger) -> Table:
    """Return one row a judgement: the claims for it in every article, for it in one only, and against it."""
    columns = (
        Column("id", "Judgement", "judgements"),
        Column("confidence", "Confidence"),
        Column("for_all", f"For it, in {every_article(ledger)}", "claims"),
        Column("for_one", "For it, in one article", "claims"),
        Column("against", "Against it", "claims"),
    )
    rows = [_support_row(ledger, j) for j in ledger.standing_judgements]
    unchallenged = [j.id for j in ledger.standing_judgements if not j.challenged_by]
    told = (
        f"only {listing(unchallenged)} has no challenger" if unchallenged else "each has claims that count against it"
    )
    filled = f"Filled tiles stand in {every_article(ledger)}, open ones in one."
    caption = f"No judgement stands on support alone: {told}. {filled}"
    cited = claim_ids(c for c in ledger.standing if any(c.id in j.claims for j in ledger.standing_judgements))
    return Table("judgement_support", caption, frame(rows, columns), columns, cited)


def _support_row(ledger: Ledger, judgement: Judgement) -> dict[str, object]:
    shared = set(claim_ids(claims_in_all(ledger)))
    return {
        "id": (judgement.id,),
        "confidence": ledger.label("confidence", judgement.confidence),
        "for_all": tuple(c for c in judgement.supported_by if c in shared),
        "for_one": tuple(c for c in judgement.supported_by if c not in shared),
        "against": judgement.challenged_by,
    }
