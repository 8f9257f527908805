"""Every table on made ledgers of no, one, two, three, five and fifty articles: complete, true, and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from random import Random
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import figures
from briefing.book.html.views import profile_words
from briefing.exhibits import tables
from briefing.exhibits.display import Embedded, Link, Part, Quote, Table
from briefing.exhibits.registry import TABLES
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Term
from briefing.model.words import article_name, date_words, reach_words
from briefing.reading.profile import hops_to_origin, origin_count, profile
from briefing.reading.stress import Outcome, effects, left_out, without
from made_ledgers import many_articles

COUNTS = (0, 1, 2, 3, 5, 50)
WORDS = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
         "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
NUMBER = rf"(?:{'|'.join(WORDS)}|\d+)"
SVG = "{http://www.w3.org/2000/svg}"
#: Tables that are not made of the ledger alone are tested where versions are.
VERSIONED = {"changes_since", "corrections", "edition", "release_history"}
#: The facets of the dependence map, and their words.
MAP = {
    "layer": ("shore", "cliff", "pond", "reef"), "dependent": ("gulls", "terns"), "lever": ("warden", "fox"),
    "act": ("fenced", "opened", "none-reported"), "place": ("bay", "cape"),
}  # fmt: skip
MAP_ROW = ("layer", "lever", "act")
SPOKEN = (None, "", "spoken of, no step told")  # no act


def mapped(count: int, seed: int) -> Ledger:
    """Return a ledger of so many articles whose claims have some of the facets of the dependence map, or none."""
    chance, ledger = Random(seed), many_articles(count, seed)  # noqa: S311 - no secret

    def facets() -> dict[str, tuple[str, ...]]:
        chosen = {name: tuple(chance.sample(words, chance.randint(0, 2))) for name, words in MAP.items()}
        return {name: words for name, words in chosen.items() if words}

    terms = {name: {word: Term(label=f"{word}s", meaning="m") for word in words} for name, words in MAP.items()}
    claims = tuple(claim.model_copy(update={"facets": facets()}) for claim in ledger.claims)
    return ledger.model_copy(update={"claims": claims, "vocabulary": {**ledger.vocabulary, **terms}})


ledgers = st.builds(mapped, st.sampled_from(COUNTS), st.integers(0, 100_000))
some = settings(max_examples=60)


def every_table(ledger: Ledger) -> Iterator[Table]:
    """Yield every table of a ledger, each in every way that it can be asked for."""
    articles = [a.id for a in ledger.reading_order]
    asked = {
        "theme_evidence": [(theme,) for theme in ledger.vocabulary["theme"]],
        "comparison": [(a, b) for a in articles[:3] for b in articles[:3] if a != b],
        "named_actors": [(), ("person",), (None, "island")],
    }
    for name in sorted(set(TABLES) - VERSIONED):
        for arguments in asked.get(name, [()]):
            made = TABLES[name](ledger, *arguments)
            if not isinstance(made, Embedded):
                assert isinstance(made, Table)
                assert made.name.startswith(name)
                yield made


def parts(table: Table) -> Iterator[Part]:
    for row in table.rows():
        for cell in row:
            yield from cell


@some
@given(ledgers)
def test_every_claim_that_stands_is_in_the_ledgers_table_and_under_its_theme_once(ledger: Ledger) -> None:
    whole = [row[0][0] for row in tables.claim_ledger(ledger).rows()]
    assert [str(link) for link in whole] == [c.id for c in ledger.claims]
    themed = [str(row[0][0]) for t in ledger.vocabulary["theme"] for row in tables.theme_evidence(ledger, t).rows()]
    assert sorted(themed) == sorted(c.id for c in ledger.standing)


@some
@given(ledgers)
def test_the_evidence_of_a_claim_is_all_shown_whoever_gives_it(ledger: Ledger) -> None:
    for row in tables.claim_ledger(ledger).rows():
        claim = ledger.claim_by_id[str(row[0][0])]
        quoted = [part.words for cell in row for part in cell if isinstance(part, Quote)]
        assert sorted(quoted) == sorted(e.exact for e in claim.evidence if not claim.withdrawn)


@some
@given(ledgers)
def test_a_theme_names_every_article_that_makes_a_claim_once(ledger: Ledger) -> None:
    for theme in ledger.vocabulary["theme"]:
        for row in tables.theme_evidence(ledger, theme).rows():
            claim = ledger.claim_by_id[str(row[0][0])]
            led = [ledger.evidence_by_key[part.target] for cell in row[2:] for part in cell if isinstance(part, Link)]
            assert sorted(e.article for e in led) == sorted(claim.articles)
            assert {e.claim for e in led} <= {claim.id}


@some
@given(ledgers)
def test_no_cell_gives_an_article_words_that_are_not_its_own(ledger: Ledger) -> None:
    own: dict[str, set[str]] = {a.id: set() for a in ledger.articles}
    for e in ledger.evidence_by_key.values():
        own[e.article].add(e.exact)
    for record in (*ledger.waivers, *(side for p in ledger.parallels for side in p.sides)):
        own[record.article].add(record.exact)
    for table in every_table(ledger):
        for quote in (part for part in parts(table) if isinstance(part, Quote)):
            link = quote.source
            evidence = ledger.evidence_by_key.get(link.target)
            article = evidence.article if evidence else link.target
            assert quote.words in own[article]
            assert link.words == article_name(ledger, article)
            assert evidence is None or evidence.exact == quote.words


@some
@given(ledgers)
def test_no_words_run_into_an_id_or_a_count_before_them(ledger: Ledger) -> None:
    for table in every_table(ledger):
        for cell in (cell for row in table.rows() for cell in row):
            for before, after in pairwise(cell):
                beside = isinstance(before, (Link, str)) and isinstance(after, str)
                assert not beside or re.search(r"\w\|\w", f"{before}|{after}") is None, (table.name, before, after)


@some
@given(ledgers)
def test_every_link_leads_to_a_record_and_no_cell_prints_a_key(ledger: Ledger) -> None:
    for table in every_table(ledger):
        for part in (*parts(table), *table.claims):
            if isinstance(part, Link) and part.role == "passage":
                assert part.target in ledger.evidence_by_key
            elif isinstance(part, Link) and part.role != "ledger":
                assert part.target in ledger.kind_by_id
                assert ledger.kind_by_id[part.target].noun == part.role
            assert not re.search(r"C\d\d-\d", str(part))


@pytest.mark.parametrize("count", COUNTS)
def test_a_table_has_no_column_an_article(count: int) -> None:
    for seed in range(5):
        ledger = many_articles(count, seed)
        for table in every_table(ledger):
            names = {article_name(ledger, a.id) for a in ledger.articles}
            headed = [column.heading for column in table.columns if column.heading in names]
            assert len(headed) == (2 if table.layout == "comparison" else 0), table.name
            assert len(table.columns) <= 9 or table.layout == "cards", table.name


NOUNS = "claim|article|origin|quotation|passage|actor|judgement|question|thing|place|word|time|descent|sentence|bullet"
ONE, MANY = "is|has|stands|goes|rests|bears", "are|have|stand|go|rest|bear"
FEW = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|\d\d+)"
#: What no caption may hold, and why.
FAULTS = {
    "it does not begin as a sentence": r"^[^A-Z0-9“]",
    "it does not end as a sentence": r"(?:[.,;:\s]\.|[^.])$",
    "a stray space": r"  | [,.;:]",
    "a listing of nothing": r"[:,;]{2}|\band[.,;]|“”|, and",
    "something that was not told": r"\b(?:None|nan)\b|[{}]",
    "a verb for one with several": rf"\b{FEW} (?:{ONE})\b|\b(?:{NOUNS})s (?:{ONE})\b",
    "a verb for several with one": rf"\b(?:one|1|no) (?:{MANY})\b|\b(?:{NOUNS}) (?:{MANY})\b",
    "one noun in the plural": rf"\b(?:one|1) (?:[a-z]+ )?(?:{NOUNS})s\b",
    "several of a noun in the singular": rf"\b{FEW} (?:{NOUNS})\b(?! or)",
}


@some
@given(ledgers)
def test_every_caption_is_a_sentence(ledger: Ledger) -> None:
    for table in every_table(ledger):
        faults = [fault for fault, pattern in FAULTS.items() if re.search(pattern, table.caption)]
        assert faults == [], table.caption


def numbers_of(text: str) -> list[int]:
    """Return the numbers of a text, in words or digits, in order; not those of names in quotation marks."""
    found = re.findall(rf"\b{NUMBER}\b", re.sub("“[^”]*”", "", text.lower()))
    return [WORDS[word] if word in WORDS else int(word) for word in found]


def more(count: int) -> list[int]:
    return [count] if count else []


@some
@given(ledgers)
def test_every_number_of_a_caption_is_a_count_of_the_ledger(ledger: Ledger) -> None:
    standing = [c for c in ledger.claims if c.withdrawn is None]
    quoted = [e for c in standing for e in c.evidence]
    makers = {e.article for e in quoted}
    held = [j for j in ledger.judgements if j.withdrawn is None]
    children = [a for a in ledger.articles if a.derives_from or a.may_derive_from]
    expected = {
        "claim_ledger": [
            len(standing),
            *([len(quoted), len(makers), origin_count(ledger, makers)] if standing else []),
            *more(len(ledger.claims) - len(standing)),
        ],
        "accounts": [len(held), *more(len(ledger.judgements) - len(held))],
        "conflicts": [len(ledger.conflicts)],
        "gaps": [len(ledger.gaps)],
        "indicators": [len(ledger.indicators), *more(len({j for i in ledger.indicators for j in i.moves}))],
        "descents": [
            len(children),
            *(len([a for a in children if a.derives_certainty == word])
              for word in dict.fromkeys(a.derives_certainty for a in children)),
        ],
    }  # fmt: skip
    for name, numbers in expected.items():
        assert numbers_of(TABLES[name](ledger).caption) == numbers, name


@some
@given(ledgers)
def test_a_theme_is_told_by_where_its_claims_stand(ledger: Ledger) -> None:
    for theme in ledger.vocabulary["theme"]:
        claims = [c for c in ledger.standing if c.theme == theme]
        made_by = [len({e.article for e in c.evidence}) for c in claims]
        caption = tables.theme_evidence(ledger, theme).caption
        total, *parts_told = re.split(r"”[, ]*(?:stands?)?", caption, maxsplit=1)
        assert numbers_of(total.replace("Both", "two") + "”") == [len(claims)]
        for count, where in re.findall(rf"({NUMBER})(?: stands?)? (in [^,.]*?)(?:,| and |\.$)", parts_told[0]):
            expected = {
                "in several": sum(1 < n < len(ledger.articles) for n in made_by),
                "in all": made_by.count(len(ledger.articles)),
                "in both": made_by.count(2),
                "in one article alone": made_by.count(1),
                "in no article": made_by.count(0),
                "in the one article": made_by.count(1),
            }
            place = next((p for p in expected if where.startswith(p)), None)
            alone = [c for c in claims if len(c.articles) == 1]
            number = expected[place] if place else sum(article_name(ledger, c.articles[0]) in where for c in alone)
            assert numbers_of(count) == [number], caption


@some
@given(ledgers)
def test_numbers_for_prose_are_counted_by_article(ledger: Ledger) -> None:
    numbers = tables.numbers(ledger)
    for article in ledger.articles:
        makers = [{e.article for e in c.evidence} for c in ledger.standing]
        assert numbers[f"n_only_{article.id}"] == str(makers.count({article.id}))
        assert numbers[f"n_claims_{article.id}"] == str(sum(article.id in m for m in makers))
    where = ("n_in_all", "n_in_several", "n_in_one")
    without = sum(not c.evidence for c in ledger.standing)
    assert sum(int(numbers[name]) for name in where) + without == len(ledger.standing)


@some
@given(ledgers)
def test_the_sources_follow_the_articles_by_themselves(ledger: Ledger) -> None:
    order = [a.id for a in ledger.reading_order]
    assert list(tables.source_texts(ledger).arguments) == order
    for name in ("articles", "descents"):
        assert [str(row[0][0]) for row in TABLES[name](ledger).rows()] == [article_name(ledger, a) for a in order]


def told_by(ledger: Ledger, names: Iterable[str]) -> str:
    """Return where the evidence of some claims stands."""
    by_id = {c.id: c for c in ledger.claims}
    return reach_words(ledger, {e.article for name in names for e in by_id[name].evidence}).removeprefix("in ")


@some
@given(ledgers)
def test_every_act_on_the_map_is_told_by_those_alone_whose_claims_have_it(ledger: Ledger) -> None:
    def labels(claim: Claim, facet: str) -> list[str]:
        none = SPOKEN[-1] if facet == "act" and "lever" in claim.facets else ""
        return [f"{word}s" for word in claim.facets.get(facet, ())] or [none]

    rows = tables.dependence_map(ledger).frame.to_dict("records")
    # A column in which no row says anything is left out.
    found = {(row["layer"].lower(), row.get("lever", ""), row.get("act", "")): row for row in rows}
    assert len(found) == len(rows)
    for key, row in found.items():
        having = {c.id for c in ledger.standing if all(k in labels(c, f) for f, k in zip(MAP_ROW, key, strict=True))}
        somebody = row.get("lever") or row.get("act")
        silence = row.get("act") == "none-reporteds"
        assert set(row.get("claims", ())) == having or not somebody
        assert row.get("reach", "") == (told_by(ledger, having) if somebody and not silence else "")
        places = {c.facets.get("place", ()) for c in ledger.standing if c.id in having and row.get("act") not in SPOKEN}
        (one,) = places if len(places) == 1 else ((),)
        assert row.get("where", "") == (f"{one[0]}s" if len(one) == 1 else "")
    for claim in ledger.standing:
        for layer in claim.facets.get("layer", ()):
            for hand in claim.facets.get("lever", ()):
                for act in labels(claim, "act"):
                    assert claim.id in found[f"{layer}s", f"{hand}s", act]["claims"]


@some
@given(ledgers)
def test_the_caption_of_the_map_is_short_and_counts_each_layer_once(ledger: Ledger) -> None:
    caption = tables.dependence_map(ledger).caption
    stepped = {word for c in ledger.standing if set(c.facets.get("act", ())) - {"none-reported"}
               for word in c.facets.get("layer", ())}  # fmt: skip
    spoken = {word for c in ledger.standing for word in c.facets.get("layer", ())}
    silent = len(MAP["layer"]) - len(spoken)
    assert len(caption.split()) <= 30
    assert caption.lower().startswith("steps or aims are told on") == bool(stepped)
    assert ("there is silence" in caption) == bool(silent)
    assert {f"{word}s" for word in spoken} <= set(re.findall(r"[a-z]+", caption))
    if silent and spoken:
        assert numbers_of(re.findall(r"on (\w+) there is silence", caption)[0]) == [silent]


@pytest.mark.parametrize("count", COUNTS)
def test_what_is_drawn_beside_an_act_claims_no_more_articles_than_the_claims_it_leads_to(count: int) -> None:
    made = (mapped(count, seed) for seed in range(50))
    ledger = next(
        ledger for ledger in made if sum({"layer", "lever", "act"} <= set(c.facets) for c in ledger.standing) > 1
    )
    chart = figures.dependence_map(ledger)
    reaches = {row["claims"]: row["reach"] for row in chart.table.frame.to_dict("records") if row.get("reach")}
    assert reaches
    for picture in (chart.svg, chart.svg_narrow):
        drawn: dict[tuple[str, ...], str] = {}
        for anchor in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}a"):  # noqa: S314 - our own output
            link = anchor.attrib["{http://www.w3.org/1999/xlink}href"].removeprefix("record:")
            names = tuple(link.split(","))
            drawn[names] = " ".join([drawn.get(names, ""), *"".join(anchor.itertext()).split()])
        assert all(reach in drawn[names] for names, reach in reaches.items())
        for names, text in drawn.items():
            told = set(
                re.findall(r"both articles|all \d+ articles|\d+ of \d+ articles|no article|the one article", text)
            )
            assert told <= {told_by(ledger, names)}, text


@some
@given(ledgers)
def test_every_judgement_that_is_harmed_is_drawn_so_and_no_other(ledger: Ledger) -> None:
    """Four of five things left out may take no claim away, and one of them all the same its second origin."""
    told = [e for kind, name in left_out(ledger) if kind != "claim" for e in effects(ledger, without(ledger, name))]
    chart = figures.stress(ledger)
    drawn = [" ".join("".join(t.itertext()).split()) for t in ET.fromstring(chart.svg).iter(f"{SVG}text")]  # noqa: S314
    if len(told) <= 4 * len(ledger.standing_judgements):  # in the narrow cells of the matrix words take several lines
        return
    assert drawn.count("Is less sure") == sum(e.outcome is Outcome.LESS_SURE for e in told)
    assert drawn.count("Falls") == sum(e.outcome is Outcome.FALLS for e in told)
    assert sum(w.startswith("Loses ") for w in drawn) == sum(e.outcome is Outcome.LOSES_DECISIVE for e in told)
    assert sum(w.startswith("Stands, loses") for w in drawn) == sum(
        e.outcome is Outcome.STANDS and bool(e.lost) for e in told
    )


@some
@given(ledgers)
def test_steps_and_dates_of_a_judgement_are_told_as_what_lies_between_them(ledger: Ledger) -> None:
    for judgement in ledger.standing_judgements:
        told, articles = dict(profile_words(ledger, judgement)), profile(ledger, judgement).articles
        steps = {step for article in articles for step in hops_to_origin(ledger, article)} or {0}
        between = " or " if max(steps) - min(steps) == 1 else " to "
        assert told["Steps from the origin"] == between.join(map(str, dict.fromkeys((min(steps), max(steps)))))
        days = sorted(a.published for a in ledger.articles if a.id in articles and a.published)
        span = " to ".join(dict.fromkeys(map(date_words, days[:1] + days[-1:])))
        assert told["Dated"].startswith(span)
        undated = [article_name(ledger, a) for a in articles if not ledger.article_by_id[a].published]
        assert all(f"{name} undated" in told["Dated"] for name in undated)


@some
@given(ledgers)
def test_the_origins_that_are_listed_are_all_that_the_articles_go_back_to(ledger: Ledger) -> None:
    caption = tables.origins(ledger).caption
    every = {root for article in ledger.articles for root in ledger.roots_of(article.id)}
    rows = [str(row[0][0]) for row in tables.origins(ledger).rows()]
    assert {article_name(ledger, root) for root in every & set(ledger.article_by_id)} <= set(rows)
    counts = numbers_of(caption.replace("Both", "two"))
    assert counts[0] == len(rows)
    independent = origin_count(ledger, ledger.article_by_id)
    assert "independent" not in caption or counts[-1] == independent
    assert independent in counts
