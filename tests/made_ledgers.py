"""Ledgers made by hypothesis, by chance and by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from briefing.model.base import Span
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence, Judgement, Term
from briefing.model.sources import Article, Origin

SHA = "0" * 64
# Words that a careless writer would take for markup, a formula, a line's end or an escape.
NASTY = (
    "=1+1",
    "'=x",
    "a\nb",
    'say "so"',
    "x,y",
    "<b>&amp;",
    "[a](b)",
    "@home",
    "\ttab",
    "né—“q”",
    "人工智能",
    "-3",
    "''",
)
PLAIN = ("one model", "two models and a half", "many companies reach it", "few reach it")
words = st.sampled_from(("one", "two", "three"))
texts = st.sampled_from(PLAIN) | st.sampled_from(NASTY).map(str.strip) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8
).filter(str.strip).map(str.strip)  # fmt: skip
verbatim = texts | st.sampled_from(NASTY)
dates = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)).map(dt.date.isoformat)
article_ids = ("alpha", "beta", "gamma")
claim_ids = ("C01", "C02", "C03", "C04")
judgement_ids = ("J1", "J2")
withdrawals = st.none() | st.fixed_dictionaries({"because": texts, "replaced_by": st.lists(words, max_size=2)})


def _fixed(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


def _records(
    ids: tuple[str, ...], record: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    chosen = st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))
    return chosen.flatmap(
        lambda keys: st.tuples(*(record.map(lambda r, k=key: r | {"id": k}) for key in keys)).map(list)
    )


def _some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=len(values))


passage = {"exact": verbatim, "prefix": st.just("") | verbatim, "suffix": st.just("") | verbatim}
evidence = _fixed(
    **passage, article=st.sampled_from(article_ids), voice=_some(("x", "y")), quantity=words, certainty=words,
    form=words, note=st.none() | texts,
)  # fmt: skip
claims = _fixed(
    statement=texts, kind=words, bears_on=words, actors=_some(("x", "y")),
    facets=st.dictionaries(words, words, max_size=2), evidence=st.lists(evidence, max_size=3), withdrawn=withdrawals,
    theme=words,
)  # fmt: skip
judgements = _fixed(
    statement=texts, confidence=words, because=texts, supported_by=_some(claim_ids, 1), challenged_by=_some(claim_ids),
    would_change=texts, withdrawn=withdrawals,
)  # fmt: skip
articles = _fixed(
    title=texts, publisher=texts, url=st.just("https://example.org/a"), published=dates, published_basis=texts,
    language=st.just("en"), sha256=st.just(SHA), derives_from=_some(("wire", "radio")),
    derives_certainty=st.none() | words, derives_basis=st.none() | texts, description=texts, rights=texts,
    furniture=st.lists(_fixed(**passage, reason=texts), max_size=2),
)  # fmt: skip
origins = _fixed(
    publisher=texts, author=st.none() | texts, dateline=st.none() | texts, title=texts, published=dates,
    held=st.booleans(), note=texts,
)  # fmt: skip
actors = _fixed(name=texts, kind=words, side=words, aliases=st.lists(texts, max_size=2), note=st.none() | texts)
corrections = _fixed(
    concerns=_some(claim_ids, 1), wrong=texts, since=st.just("1.0.0"), corrected_in=st.just("1.1.0"), affects=texts,
    because=texts,
)  # fmt: skip
terms = _fixed(label=texts, meaning=texts, rank=st.none() | st.integers(0, 5))
ledgers = _fixed(
    title=texts,
    articles=_records(article_ids, articles),
    origins=_records(("wire", "radio"), origins),
    actors=_records(("x", "y"), actors),
    claims=_records(claim_ids, claims),
    judgements=_records(judgement_ids, judgements),
    waivers=st.lists(_fixed(**passage, article=st.sampled_from(article_ids), kind=words, reason=texts), max_size=3),
    gaps=_records(("G1", "G2"), _fixed(question=texts, silence=texts, touches=_some(claim_ids, 1))),
    conflicts=_records(("X1",), _fixed(statement=texts, between=_some(claim_ids, 2), treatment=texts)),
    indicators=_records(("I1",), _fixed(observe=texts, moves=_some(judgement_ids, 1), direction=words)),
    corrections=_records(("K1",), corrections),
    vocabulary=st.dictionaries(words, st.dictionaries(words, terms, max_size=3), max_size=2),
).map(Ledger.model_validate)  # fmt: skip

SOUND: dict[str, Any] = {
    "title": "How many birds nest on the island?",
    "articles": [
        {
            "id": article, "title": f"Birds of {article}", "publisher": "The Gazette",
            "url": f"https://example.org/{article}",
            "published": published, "published_basis": "the date in the address", "sha256": SHA,
            "derives_from": ["wire"], "derives_certainty": "stated", "derives_basis": "its last line",
            "description": "A daily.", "rights": "third-party text",
        }
        for article, published in (("alpha", "2024-05-09"), ("beta", None))
    ],
    "origins": [
        {"id": "wire", "publisher": "The Wire", "title": "Birds", "published": "2024-05-09", "held": False, "note": "x"}
    ],
    "actors": [{"id": "warden", "name": "The warden", "kind": "person", "side": "island"}],
    "claims": [
        {
            "id": "C01", "statement": "Many terns nest on the island.", "kind": "fact", "bears_on": "more",
            "actors": ["warden"], "facets": {"place": "shore"}, "theme": "birds",
            "evidence": [
                {"article": "alpha", "exact": "many terns nest", "voice": ["warden"], "quantity": "many",
                 "certainty": "asserted"},
                {"article": "beta", "exact": "terns nest", "voice": [], "quantity": "unstated", "certainty": "hedged"},
            ],
        },
        {
            "id": "C02", "statement": "Gulls left the island.", "kind": "fact", "bears_on": "fewer", "actors": [],
            "theme": "birds",
            "evidence": [{"article": "alpha", "exact": "gulls left", "voice": [], "quantity": "unstated",
                          "certainty": "asserted"}],
        },
    ],
    "judgements": [
        {
            "id": "J1", "statement": "The island is busy.", "confidence": "low", "because": "One origin.",
            "supported_by": ["C01"], "challenged_by": ["C02"], "would_change": "A count.",
        }
    ],
    "waivers": [{"article": "beta", "exact": "It rained.", "kind": "off-topic", "reason": "weather"}],
    "gaps": [{"id": "G1", "question": "How many?", "silence": "No number.", "touches": ["C01"]}],
    "conflicts": [{"id": "X1", "statement": "More or fewer?", "between": ["C01", "C02"], "treatment": "Both shown."}],
    "indicators": [{"id": "I1", "observe": "A count.", "moves": ["J1"], "direction": "strengthens"}],
    "corrections": [],
    "vocabulary": {
        "confidence": {
            "low": {"label": "low", "meaning": "one origin", "rank": 1},
            "moderate": {"label": "moderate", "meaning": "two origins", "rank": 2},
        },
        "certainty": {"asserted": {"label": "asserted", "meaning": "said flatly", "rank": 2}},
    },
}  # fmt: skip


def sound(**changed: Any) -> Ledger:
    """Return the small sound ledger with some collections replaced."""
    return Ledger.model_validate(SOUND | changed)


def altered(group: str, key: str, **fields: Any) -> Ledger:
    """Return the small sound ledger with some fields of one record replaced."""
    records = [r | fields if r["id"] == key else r for r in SOUND[group]]
    return sound(**{group: records})


@st.composite
def revisions(draw: st.DrawFn) -> tuple[Ledger, Ledger]:
    """Return a ledger and a revision of it: records dropped, added and put in another order, fields changed."""
    before, other = draw(ledgers), draw(ledgers)
    dump, source = before.model_dump(mode="json"), other.model_dump(mode="json")
    for group, records in dump.items():
        if not isinstance(records, list):
            continue
        ids = {r.get("id") for r in records}
        kept = [r for r in records if draw(st.integers(0, 4))] + [r for r in source[group] if r.get("id") not in ids]
        dump[group] = draw(st.permutations(kept)) if draw(st.booleans()) else kept
        others = {r["id"]: r for r in source[group] if "id" in r}
        for record in dump[group]:
            for field, value in record.items():
                if record.get("id") in others and draw(st.booleans()):
                    record[field] = others[record["id"]][field]
                    continue
                if isinstance(value, list) and value and draw(st.booleans()):
                    record[field] = draw(st.permutations(value))
    return before, Ledger.model_validate(dump)


def made_ledger(quotes: Sequence[str], statements: Sequence[str] | None = None, language: str = "en") -> Ledger:
    """Return a ledger of one article that holds the quotes, a line each, and a claim a quote."""
    text = "\n".join(quotes) + "\n"
    claims, start = [], 0
    for number, quote in enumerate(quotes, start=1):
        evidence = Evidence(
            article="gazette", exact=quote, voice=(), quantity="many", certainty="asserted",
            span=Span(start, start + len(quote)),
        )  # fmt: skip
        statement = statements[number - 1] if statements else f"Statement {number} on the bridge."
        claims.append(
            Claim(id=f"C{number:02}", statement=statement, kind="fact", bears_on="state", actors=(), theme="state",
                  evidence=(evidence,))
        )  # fmt: skip
        start += len(quote) + 1
    article = Article(
        id="gazette", title="The bridge", publisher="Gazette", url="https://example.org/a/b", language=language,
        published_basis="no date is given", sha256="0" * 64, derives_from=("notice",), description="A paper.",
        rights="third-party", text=text,
    )  # fmt: skip
    origin = Origin(id="notice", publisher="Council", title="Notice", held=False, note="Named at the end.")
    judgement = Judgement(
        id="J1", statement="The bridge is old.", confidence="low", because="b", supported_by=("C01",), would_change="w"
    )
    terms = {"kind": {"fact": Term(label="fact", meaning="Something that is so.")}}
    return Ledger(
        title="Bridges", articles=(article,), origins=(origin,), claims=tuple(claims), judgements=(judgement,),
        vocabulary=terms,
    )  # fmt: skip


def many_articles(count: int, seed: int) -> Ledger:
    """Return a ledger of so many articles in which everything hangs together; a seed gives the same one again.

    Publishers repeat, some articles are undated, some go back to origins, to earlier articles, or perhaps to one of
    two; claims stand in all of them, some, one or none; each piece of evidence has words of its own.
    """
    chance = Random(seed)  # noqa: S311 - no secret
    origins = [f"wire-{n}" for n in range(chance.randint(0, 3))]
    articles = [_one_article(chance, n, origins) for n in range(count)]
    names = [a["id"] for a in articles]
    claims = [_one_claim(chance, n, names) for n in range(1, chance.randint(0, 9) + 1)]
    standing = [c["id"] for c in claims if not c["withdrawn"]]
    judgements = [_one_judgement(chance, n, standing) for n in range(1, chance.randint(0, 4) + 1) if standing]
    held = [j["id"] for j in judgements if not j["withdrawn"]]
    numbered = range(1, chance.randint(0, 4))
    made: dict[str, Any] = {
        "articles": articles,
        "origins": [
            {"id": o, "publisher": chance.choice(("The Wire", "Radio")), "title": "Birds", "note": "x",
             "held": chance.random() < 0.5}
            for o in origins
        ],
        "actors": [{"id": a, "name": a.title(), "kind": "person", "side": "island"} for a in ("warden", "poet", "fox")],
        "claims": claims,
        "judgements": judgements,
        "parallels": [_one_parallel(chance, n, names, standing) for n in numbered if names],
        "gaps": [
            {"id": f"G{n}", "question": "How many?", "silence": "No number.", "touches": _sample(chance, standing),
             "settles": _sample(chance, held)}
            for n in numbered
        ],
        "conflicts": [
            {"id": f"X{n}", "statement": "?", "between": standing[:2], "treatment": "Both."}
            for n in numbered if len(standing) > 1
        ],
        "indicators": [
            {"id": f"I{n}", "observe": "A count.", "moves": held[:1], "direction": "weakens"}
            for n in numbered if held
        ],
        "waivers": [
            {"article": name, "exact": f"set aside by {name}", "kind": chance.choice(("heading", "credit line")),
             "reason": "r"}
            for name in _sample(chance, names)
        ],
        "vocabulary": {
            name: {word: {"label": word, "meaning": "m", "rank": n} for n, word in enumerate(terms)}
            for name, terms in VOCABULARY.items()
        },
    }  # fmt: skip
    return Ledger.model_validate(made)


VOCABULARY = {
    "theme": ("birds", "boats"), "kind": ("fact", "opinion"), "bears_on": ("more", "fewer"),
    "quantity": ("some", "many"), "certainty": ("hedged", "asserted"), "form": ("statement", "passive"),
    "confidence": ("low", "moderate", "high"), "change": ("kept", "dropped", "firmer"),
    "actor_kind": ("person",), "side": ("island",), "direction": ("weakens",),
    "waiver": ("heading", "credit line"), "derives_certainty": ("stated", "inferred"),
}  # fmt: skip


def _sample(chance: Random, values: Sequence[str], least: int = 0) -> list[str]:
    return chance.sample(values, chance.randint(min(least, len(values)), len(values)))


def _one_article(chance: Random, number: int, origins: list[str]) -> dict[str, Any]:
    earlier = [f"a{n}" for n in range(number)][-2:]
    possible = _sample(chance, [*origins, *earlier])
    certain, maybe = possible[:1], possible[1:] if chance.random() < 0.5 else []
    return {
        "id": f"a{number}", "title": f"Birds {number}", "publisher": chance.choice(("Gazette", "Digest", "Echo")),
        "url": "https://example.org/a", "sha256": SHA, "description": "A daily.", "rights": "r",
        "published": chance.choice((None, "2023-05-09", "2024-05-09")), "published_basis": "b",
        "derives_from": certain, "may_derive_from": maybe,
        "derives_certainty": chance.choice(("stated", "inferred")) if possible else None,
    }  # fmt: skip


def _one_claim(chance: Random, number: int, articles: list[str]) -> dict[str, Any]:
    name = f"C{number:02d}"
    makers = chance.choice((articles, articles[:1], articles[-1:], articles[:2], _sample(chance, articles), []))
    return {
        "id": name, "statement": f"Statement {number}.", "kind": chance.choice(VOCABULARY["kind"]),
        "bears_on": chance.choice(VOCABULARY["bears_on"]), "theme": chance.choice(VOCABULARY["theme"]),
        "actors": _sample(chance, ["warden", "poet"]),
        "evidence": [
            {"article": article, "exact": f"{article} says {name} in its own words",
             "voice": _sample(chance, ["warden", "poet"]), "quantity": chance.choice(VOCABULARY["quantity"]),
             "certainty": chance.choice(VOCABULARY["certainty"]), "form": chance.choice(VOCABULARY["form"])}
            for article in makers
        ],
        "withdrawn": {"because": "It was wrong.", "replaced_by": ["C01"]} if chance.random() < 0.15 else None,
    }  # fmt: skip


def _one_judgement(chance: Random, number: int, claims: list[str]) -> dict[str, Any]:
    support = _sample(chance, claims, 1)
    return {
        "id": f"J{number}", "statement": f"Judgement {number}.", "confidence": chance.choice(VOCABULARY["confidence"]),
        "because": "b", "would_change": "w", "supported_by": support, "decisive": support[:1],
        "challenged_by": [c for c in claims if c not in support][:1],
        "withdrawn": {"because": "It was wrong."} if chance.random() < 0.2 else None,
    }  # fmt: skip


def _one_parallel(chance: Random, number: int, articles: list[str], claims: list[str]) -> dict[str, Any]:
    sides = chance.sample(articles, min(len(articles), chance.randint(1, 2)))
    return {
        "id": f"P{number}", "change": _sample(chance, VOCABULARY["change"], 1), "note": "It means less.",
        "sides": [{"article": a, "exact": f"{a} has passage {number}"} for a in sides], "claims": claims[:1],
    }  # fmt: skip
