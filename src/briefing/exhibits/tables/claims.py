"""Claims as rows, each with the words it rests on: the whole ledger, or one theme; and who is named in them."""

from collections.abc import Iterator

from briefing.exhibits import frames
from briefing.exhibits.display import Column, Link, Part, Quote, Table
from briefing.exhibits.registry import codes_on, known, quotes, record_link, record_links, table, tabulate
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Actor, Claim, Description
from briefing.model.words import (
    all_of,
    article_name,
    in_id_order,
    listing,
    number_word,
    plural,
    reach_words,
    sentence,
    spread_words,
    voice_name,
)
from briefing.reading.profile import origin_count

#: So many actors share the first place in a caption; so many claims about one are shown in words, the others by ids.
MOST_NAMED = 3
CLAIMS = 2


@table
def claim_ledger(ledger: Ledger) -> Table:
    """Return every claim in the order of ids, one row a claim, its id as the row's anchor.

    How the words are coded stands on the claim's own page; so does all that a withdrawn claim said, and why it fell.
    In how many articles it stands is seen from its quotations.
    """

    def statement(claim: Claim) -> str | tuple[Part, ...]:
        if claim.withdrawn is None:
            return claim.statement
        successors = [name for name in claim.withdrawn.replaced_by if name in ledger.kind_by_id]
        return ("Replaced by ", *record_links(ledger, successors)) if successors else (claim.withdrawn.because,)

    def judgements(claim: Claim) -> tuple[str, ...]:
        return () if claim.withdrawn else tuple(j.id for j in ledger.judgements_on(claim.id) if not j.withdrawn)

    def codes(claim: Claim) -> str:
        return "" if claim.withdrawn else " · ".join(label for _, label in codes_on(ledger, claim, "row"))

    columns = (
        Column("id", "Claim", "claims", of=lambda c: (c.id,)),
        Column("statement", "Statement", "head", of=statement),
        Column("codes", "Coded as", of=codes),
        Column("evidence", "Evidence", "quotes", of=lambda c: () if c.withdrawn else quotes(ledger, c.evidence)),
        Column("judgements", "Judgements", "judgements", of=judgements),
    )
    standing, gone = len(ledger.standing), len(ledger.claims) - len(ledger.standing)
    quoted = plural(sum(len(c.evidence) for c in ledger.standing), "quotation")
    makers = dict.fromkeys(a for c in ledger.standing for a in c.articles)
    articles = f"{plural(len(makers), 'article')} of {plural(origin_count(ledger, makers), 'origin')}"
    told = sentence(plural(standing, "claim of the ledger rests", "claims of the ledger rest"))
    caption = f"{told} on {quoted} from {articles}" if standing else "No claim stands"
    caption += f"; {plural(gone, 'more is', 'more are')} withdrawn." if gone else "."
    names = in_id_order(ledger.claim_by_id)
    claims = [ledger.claim_by_id[name] for name in names]
    return tabulate("claim_ledger", caption, columns, claims, layout="ledger", row_ids=names)


@table
def theme_evidence(ledger: Ledger, theme: str) -> Table:
    """Return a theme's standing claims, those that most articles make first, each with who says it.

    An article leads to its passage, where the words stand marked; the claim's card and the ledger have them too.
    Raises `ValueError` for a theme that there is not.
    """
    label = ledger.label("theme", known("theme", theme, ledger.vocabulary.get("theme", {})))

    def sayers(claim: Claim) -> tuple[Part, ...]:
        """Return the articles that make a claim, each with the speakers of all its words or of a part."""
        said: list[Part] = []
        for article in (a.id for a in ledger.reading_order if a.id in claim.articles):
            evidence = claim.in_article(article)
            speakers = list(dict.fromkeys(voice_name(ledger, e.voice) for e in evidence if e.voice))
            part = "in part " if len({e.voice for e in evidence}) > 1 else ""
            by = f", {part}as said by {listing(speakers)}" if speakers else ""
            said += ["; ", Link("passage", evidence[0].key, article_name(ledger, article)), by]
        return tuple(said[1:])

    columns = (
        Column("id", "Claim", "claims", of=lambda c: (c.id,)),
        Column("statement", "Statement", "head"),
        Column("said", "Who says it", of=sayers),
    )
    chosen = sorted((c for c in ledger.standing if c.theme == theme), key=lambda c: -len(c.articles))
    places = {reach_words(ledger, c.articles) for c in chosen}
    caption = f"No claim stands under “{label}”."
    if len(places) > 1:
        caption = f"Of {plural(len(chosen), 'claim')} under “{label}”, {spread_words(ledger, chosen)}."
    elif chosen:
        told, stand = sentence(all_of(len(chosen), "claim")), "stands" if len(chosen) == 1 else "stand"
        caption = f"{told} under “{label}” {stand} {places.pop()}."
    return tabulate(f"theme_evidence_{theme}", caption, columns, chosen)


@table
def named_actors(ledger: Ledger, kind: str | None = None, side: str | None = None) -> Table:
    """Return who is named, of one kind or side or of all: for what, in whose words, and who it is said to be.

    The actors of the most claims come first. Raises `ValueError` for a kind or side that there is not.
    """
    wanted = {name: word for name, word in (("kind", kind), ("side", side)) if word is not None}
    fields = {field.name: field.vocabulary for field in coded_fields(Actor)}
    for name, word in wanted.items():
        known(fields[name], word, ledger.vocabulary.get(fields[name], {}))
    counts = frames.actors(ledger).groupby("actor")["claim"].nunique().to_dict()
    fitting = [a for a in ledger.actors if a.id in counts and wanted.items() <= dict(a).items()]
    chosen = sorted(fitting, key=lambda a: (-counts[a.id], a.name.casefold()))

    def labels(actor: Actor) -> str:
        others = {name: vocabulary for name, vocabulary in fields.items() if name not in wanted}
        return " · ".join(ledger.label(vocabulary, getattr(actor, name)) for name, vocabulary in others.items())

    def quoted(d: Description) -> Quote:
        return Quote(d.words, record_link(ledger, d.article), ledger.article_by_id[d.article].language)

    def described(actor: Actor) -> tuple[Part, ...]:
        return tuple(part for d in actor.described for part in (d.says, quoted(d)))

    columns = (
        Column("name", "Actor", "head", of=lambda a: Link("actor", a.id, sentence(a.name))),
        Column("is", "Is", of=labels),
        Column("described", "Said in passing of who it is", of=described),
        Column("said", "Named for, by whom", of=lambda a: tuple(_said(ledger, a))),
        Column("also", "Also in", "claims", of=lambda a: tuple(c.id for c in _weighty(ledger, a)[CLAIMS:])),
    )
    of = [f"{name} “{ledger.label(fields[name], word)}”" for name, word in wanted.items()]
    among = f"of the {listing(of)}, " if of else ""
    most = [sentence(a.name) for a in chosen if counts[a.id] == counts[chosen[0].id]]
    told = sentence(among + plural(len(chosen), "actor is", "actors are")) + " named or spoken of"
    if not chosen:
        told = sentence(f"{among}nobody is named")
    elif len(chosen) > 1 and len(most) <= MOST_NAMED:
        each = " each" if len(most) > 1 else ""
        told += f", {listing(most)} in the most claims: {number_word(counts[chosen[0].id])}{each}"
    return tabulate("_".join(["named_actors", *wanted.values()]), f"{told}.", columns, chosen, layout="cards")


def _weighty(ledger: Ledger, actor: Actor) -> list[Claim]:
    """Return an actor's claims: those that judgements rest on, then those of more articles, then of fewer actors."""
    mine = (c for c in ledger.standing if any(actor.id in (*c.actors, *e.names, *e.voice) for e in c.evidence))
    return sorted(mine, key=lambda c: (-len(ledger.judgements_on(c.id)), -len(c.articles), len(c.actors)))


def _said(ledger: Ledger, actor: Actor) -> Iterator[Part]:
    """Yield each claim in words with a quotation of each article; what stands under another claim is not repeated."""
    told: set[tuple[str, str]] = set()
    for claim in _weighty(ledger, actor)[:CLAIMS]:
        mine = [e for e in claim.evidence if actor.id in (*claim.actors, *e.names, *e.voice)]
        fresh = [e for e in mine if (e.article, e.words) not in told]
        evidence = list({e.article: e for e in reversed(fresh)}.values())[::-1]
        told |= {(e.article, e.words) for e in evidence}
        yield from (f"{claim.statement} ", Link("claim", claim.id, claim.id))
        yield from quotes(ledger, evidence)
        if not evidence:
            yield " (in the words above). "
