"""Claims as rows: the whole ledger, one theme with the articles side by side, and who speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.exhibits.display import Column, Table
from briefing.exhibits.quoting import every_claim, quotes
from briefing.exhibits.tables.rows import claim_ids, frame, in_id_order
from briefing.model.ledger import Ledger
from briefing.model.naming import voice_name
from briefing.model.reach import every_article
from briefing.model.records import Claim
from briefing.model.words import listing, number_word, plural, sentence


def claim_ledger(ledger: Ledger) -> Table:
    """Return every claim in the order of ids, withdrawn ones too: one row a claim, its id as the row's anchor."""
    columns = (
        Column("id", "Claim", "claims"),
        Column("statement", "Statement", "head"),
        Column("codes", "Coded as"),
        Column("evidence", "Evidence", "quotes"),
        Column("judgements", "Judgements", "judgements"),
    )
    claims = [ledger.claim_by_id[i] for i in in_id_order(ledger.claim_by_id)]
    rows = [
        {
            "id": (claim.id,),
            "statement": claim.statement,
            "codes": _codes(ledger, claim),
            "evidence": quotes(ledger, claim.evidence),
            "judgements": tuple(j.id for j in ledger.judgements_on(claim.id)),
        }
        for claim in claims
    ]
    quoted = sum(len(c.evidence) for c in ledger.standing)
    caption = (
        f"The {plural(len(ledger.standing), 'claim')} of the ledger rest on {plural(quoted, 'quotation')} from "
        f"{plural(len(ledger.articles), 'article')}."
    )
    ids = claim_ids(claims)
    return Table("claim_ledger", caption, frame(rows, columns), columns, layout="ledger", row_ids=ids)


def _codes(ledger: Ledger, claim: Claim) -> str:
    origins = len(ledger.origins_of([claim.id]))
    parts = [
        ledger.label("theme", claim.theme),
        ledger.label("kind", claim.kind),
        f"bears on {ledger.label('bears_on', claim.bears_on).lower()}",
        plural(origins, "origin"),
    ]
    if claim.withdrawn:
        parts.append(f"withdrawn: {claim.withdrawn.because}")
    return " · ".join(parts)


def theme_claims(ledger: Ledger, theme: str, bears_on: str | None = None) -> Table:
    """Return one theme's standing claims with what each article says, its words beside the other's.

    Columns: `id`, `statement`, then one a article in reading order. `bears_on` keeps one bearing.
    """
    articles = ledger.reading_order
    chosen = [c for c in ledger.standing if c.theme == theme and bears_on in (None, c.bears_on)]
    chosen.sort(key=lambda c: (-len(c.articles), [a.id for a in articles].index(c.articles[0])))
    columns = (
        Column("id", "Claim", "claims"),
        Column("statement", "Statement", "head"),
        *(Column(a.id, a.publisher, "quotes") for a in articles),
    )
    rows = [
        {"id": (c.id,), "statement": c.statement} | {a.id: quotes(ledger, c.in_article(a.id)) for a in articles}
        for c in chosen
    ]
    name = "_".join(["claims", theme.replace("-", "_"), *([bears_on] if bears_on else [])])
    return Table(name, _theme_caption(ledger, chosen, theme, bears_on), frame(rows, columns), columns)


def _theme_caption(ledger: Ledger, chosen: list[Claim], theme: str, bears_on: str | None) -> str:
    label = ledger.label("theme", theme)
    about = f"{label}, {ledger.label('bears_on', bears_on).lower()}" if bears_on else label
    shared = sum(len(c.articles) == len(ledger.articles) for c in chosen)
    rest = [
        f"{number_word(count)} in {a.publisher} alone"
        for a in ledger.reading_order
        if (count := sum(c.articles == (a.id,) for c in chosen))
    ]
    return f"{about}: {plural(len(chosen), 'claim')}, {_none(shared)} in {every_article(ledger)}, {listing(rest)}."


def deeds_and_plans(ledger: Ledger, theme: str, bears_on: str) -> Table:
    """Return a theme's claims of one bearing, by the kind of actor that acts (downwards) and of claim (across)."""
    chosen = [c for c in ledger.standing if c.theme == theme and c.bears_on == bears_on]
    kinds = [k for k in ledger.vocabulary["kind"] if any(c.kind == k for c in chosen)]
    columns = (
        Column("actor_kind", "Who acts", "head"),
        *(Column(kind, ledger.label("kind", kind), "claims") for kind in kinds),
    )
    rows: list[dict[str, object]] = []
    for word, term in ledger.vocabulary["actor_kind"].items():
        own = [c for c in chosen if ledger.actor_by_id[c.actors[0]].kind == word]
        if own:
            rows.append({"actor_kind": term.label} | {k: claim_ids(c for c in own if c.kind == k) for k in kinds})
    told = [f"{sentence(str(row['actor_kind']))}: {_counted(ledger, row, kinds)}." for row in rows]
    name = f"deeds_and_plans_{theme.replace('-', '_')}"
    return Table(name, " ".join(told), frame(rows, columns), columns, claim_ids(chosen))


def _counted(ledger: Ledger, row: Mapping[str, object], kinds: Sequence[str]) -> str:
    counts = {ledger.label("kind", kind).lower(): len(ids) for kind in kinds if isinstance(ids := row[kind], tuple)}
    return listing([plural(n, f"claim of {kind}", f"claims of {kind}") for kind, n in counts.items() if n])


def voices(ledger: Ledger) -> Table:
    """Return who speaks: one row a voice, one column a article, with the number of quotations.

    The first row is the articles' own voice; the others are voice chains, nearest speaker first.
    """
    articles = ledger.reading_order
    columns = (
        Column("voice", "Voice", "head"),
        *(Column(a.id, a.publisher, "number") for a in articles),
        Column("total", "All", "number"),
    )
    evidence = [e for c in ledger.standing for e in c.evidence]
    chains = sorted({e.voice for e in evidence}, key=lambda v: (bool(v), -sum(e.voice == v for e in evidence), v))
    rows = []
    for chain in chains:
        name = voice_name(ledger, chain)
        counts = {a.id: sum(e.voice == chain and e.article == a.id for e in evidence) for a in articles}
        rows.append({"voice": sentence(name), **counts, "total": sum(counts.values())})
    own = sum(not e.voice for e in evidence)
    named = [f"{_none(sum(bool(e.voice) for e in evidence if e.article == a.id))} of {a.publisher}’s" for a in articles]
    caption = (
        f"Of {len(evidence)} quotations, {own} are in the article’s own voice; "
        f"words are given to somebody else, named or not, in {listing(named)}."
    )
    return Table("voices", caption, frame(rows, columns), columns, every_claim(ledger))


def _none(count: int) -> str:
    return number_word(count) if count else "none"
