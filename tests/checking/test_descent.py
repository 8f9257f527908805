"""What articles are called, what they go back to, and what becomes of judgements without them is as it is said."""

import datetime as dt
import re

import pytest

from breaking import BreakFile
from briefing.checking.attribution import outcomes_as_computed
from briefing.checking.chapters import Page
from briefing.checking.descent import Descents
from briefing.checking.evidence import cited_by
from briefing.checking.prose import read_prose
from briefing.checking.released import seen
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.words import article_name, listing, origin_name
from briefing.reading.data_files import read_data
from briefing.reading.languages import language_of
from briefing.reading.profile import origin_count
from briefing.reading.stress import Outcome, effects, without
from briefing.versions.store import build_release, publish
from checked import check
from made_ledgers import many_articles

ONE, GAZETTE, FERRY = "chapters/one.md", "data/articles/gazette-2021.yml", "data/articles/ferry-2020.yml"
BROKEN = {
    "article-misnamed": (FERRY, "publisher: Harbour News", "publisher: Lune Gazette", ""),
    "outcome-misstated": (
        ONE,
        "- Walkers",
        "- Without Harbour News, it falls {judgement}`J1`.\n- Walkers",
        f"{ONE}:21",
    ),
}


def told(layout: Layout, sentence: str, code: str) -> list[str]:
    """Return what is told by a code of a sentence at the end of a page."""
    page = layout.root / ONE
    text = page.read_text("utf-8")
    page.write_text(f"{text}\n{sentence}\n", "utf-8")
    found = [issue.got for issue in check(layout).issues if issue.code == code]
    page.write_text(text, "utf-8")
    return found


@pytest.mark.parametrize(
    ("said", "got"),
    [
        ("Lune Gazette and Town Digest go back to a single notice story", ""),
        ("Lune Gazette and Harbour News go back, as far as can be told, to a single story", "two independent origins"),
        ("All three articles are traced to one report", "two independent origins"),
        ("Every article goes back to Town council", "Harbour News does not"),
        ("Every article but Harbour News goes back to Town council", ""),
        ("All articles except the Harbour News and Town Digest go back to Town council", ""),
        ("All articles except Town Digest go back to Town council", "Harbour News does not"),
        ("Lune Gazette, unlike Harbour News, goes back to Town council", ""),
        ("Unlike Lune Gazette and Town Digest, Harbour News goes back to Town council", "Harbour News does not"),
        ("Lune Gazette and Harbour News have one origin each", ""),
        ("Lune Gazette and Town Digest go back to Town council", ""),
        ("Lune Gazette says more, and Harbour News goes back to Town council", "Harbour News does not"),
        ("Harbour News does not go back to Town council", ""),
        ("The articles go back to a single story", "two independent origins"),
        ("What is held goes back to one town story", "two independent origins"),
        ("The articles rest on a single origin", "two independent origins"),
        ("The articles do not rest on a single origin", ""),
        ("The articles that tell of walkers go back to a single story", ""),
        ("Lune Gazette and Harbour News have a common source", "two independent origins"),
        ("Lune Gazette and Harbour News share one and the same town report", "two independent origins"),
        ("Where Harbour News says the same as Lune Gazette, it counts as no second source", "two independent origins"),
        ("Where Town Digest says the same as Lune Gazette, it counts as no second source", ""),
        ("What Town council said is not held", ""),
        ("Town council is not held with high confidence", ""),
    ],
)
def test_a_descent_that_a_page_tells_is_that_of_the_lineage(tiny: Layout, said: str, got: str) -> None:
    found = told(tiny, f"{said} {{claim}}`C01`.", "articles-miscounted")
    assert len(found) == bool(got)
    assert not got or got in found[0]


@pytest.mark.parametrize(
    ("old", "new", "got"),
    [
        (
            "Known only through",
            "The notice that each article goes back to. Known only through",
            "Harbour News does not",
        ),
        ("Known only through", "It is the origin of all the articles. Known only through", "Harbour News does not"),
        ("Known only through", "The articles go back to a single story. Known only through", "two independent origins"),
        ("Known only through", "What two articles go back to. Known only through", "there are three"),
        ("held: false\n", "held: true\n  held_as: gazette-2021\n", "Town council is held"),
    ],
)
def test_what_a_record_says_of_descent_is_that_of_the_lineage(
    tiny: Layout, break_file: BreakFile, old: str, new: str, got: str
) -> None:
    assert check(tiny).issues == ()
    break_file("data/origins.yml", old, new)
    assert got in " ".join(i.got for i in check(tiny).issues if i.code == "record-miscounts")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Without Lune Gazette, the bridge is closed all the same, and that stands {judgement}`J1`.", False),
        ("Without Town Digest, it no longer stands {judgement}`J1`.", True),
        ("Without Harbour News, it no longer stands as written {judgement}`J2`.", False),
        ("Without Harbour News, it falls {judgement}`J2`.", True),
        ("Without Harbour News, it stands {judgement}`J2`.", True),
        ("Without the Town Digest, it is less sure {judgement}`J1`.", True),
        ("Without Lune Gazette and Town Digest, it falls {judgement}`J1`.", False),
        ("Without Town council, it falls {judgement}`J1`.", False),
        ("Leave Town council out, and the one falls while the other stands {judgement}`J1,J2`.", False),
        ("But for Harbour News it holds {judgement}`J2`.", True),
        ("It stands without Harbour News {judgement}`J2`.", True),
        ("It does not stand without Harbour News {judgement}`J2`.", False),
        ("It falls without the Lune Gazette {judgement}`J1`.", True),
        ("It stands without Town Digest, and no longer stands without Harbour News {judgement}`J2`.", False),
        ("It no longer stands without Town Digest, and stands without Harbour News {judgement}`J2`.", True),
        ("Without a pier, it falls {judgement}`J1`.", False),
        ("Without Harbour News, it does not fall {judgement}`J1`.", False),
        ("Without Lune Gazette and Town Digest, it does not fall {judgement}`J1`.", True),
        ("Without Harbour News, it is no less sure and stands {judgement}`J1`.", False),
        ("Without Harbour News, it doesn’t survive {judgement}`J1`.", True),
        ("Neither without Lune Gazette nor without Town Digest does it fall {judgement}`J1`.", False),
        ("Without Harbour News, all that remains is one crossing {judgement}`J2`.", False),
        ("Without Harbour News, nothing falls {judgement}`J1`.", False),
        ("Without Harbour News, no judgement on the pier and its stones falls {judgement}`J1`.", False),
        ("Without Town council, no judgement on the pier and its stones falls {judgement}`J1`.", True),
        ("Without Harbour News it never falls {judgement}`J1`.", False),
        ("The judgement on ferries survives without Harbour News {judgement}`J2`.", True),
        ("The judgement on ferries does not survive without Harbour News {judgement}`J2`.", False),
        ("The judgement on ferries stands, but not without Harbour News {judgement}`J2`.", False),
        ("No judgement on the pier survives without Town council {judgement}`J1`.", False),
        ("It stands without Harbour News and falls without Town council {judgement}`J1`.", False),
        ("It falls without Harbour News and stands without Town council {judgement}`J1`.", True),
        ("Without Harbour News, it loses a claim {judgement}`J1`.", False),
        ("Without Harbour News, it loses a decisive claim {judgement}`J1`.", True),
    ],
)
def test_what_becomes_of_a_judgement_without_an_article_is_as_computed(tiny: Layout, said: str, wrong: bool) -> None:  # noqa: FBT001
    assert bool(told(tiny, said, "outcome-misstated")) == wrong


def test_a_judgement_stands_without_an_origin_that_nothing_goes_back_to(tiny: Layout, break_file: BreakFile) -> None:
    mill = "- {id: mill, publisher: Mill Post, title: On the mill, held: false, note: Said by the gazette.}"
    break_file("data/origins.yml", "- id: council", f"{mill}\n- id: council")
    assert told(tiny, "Without Mill Post, it stands {judgement}`J1`.", "outcome-misstated") == []
    assert len(told(tiny, "Without Mill Post, it falls {judgement}`J1`.", "outcome-misstated")) == 1


def test_what_the_account_of_a_judgement_says_is_not_of_the_world(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/judgements.yml", "Two crossings were", "It stands in Harbour News alone. Two crossings were")
    assert len(told(tiny, "Every judgement stands without Harbour News {judgement}`J2`.", "outcome-misstated")) == 1
    assert told(tiny, "No judgement stands without Harbour News {judgement}`J2`.", "outcome-misstated") == []


def test_what_the_evidence_says_of_the_world_is_not_said_of_a_judgement(tiny: Layout, break_file: BreakFile) -> None:
    said = "Without Town Digest, Lune Gazette says that stones fall {judgement}`J1`."
    assert len(told(tiny, said, "outcome-misstated")) == 1
    break_file("data/judgements.yml", "pier is not sound.", "pier is not sound and stones fall.")
    assert told(tiny, said, "outcome-misstated") == []


def test_confidence_that_is_low_for_want_of_origins_could_be_no_higher(tiny: Layout, break_file: BreakFile) -> None:
    said = "Every confidence is low, because all is traced to a single story {judgement}`J1`."
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")  # J2, of an origin that is held
    (got,) = told(tiny, said, "confidence-misstated")
    assert "J2 may be surer" in got
    assert told(tiny, said.replace("Every confidence", "Confidence"), "confidence-misstated") == []  # of J1 alone
    assert told(tiny, "Every confidence is low {judgement}`J1`.", "confidence-misstated") == []
    # An article that is not held is told as such, and counts as no origin of which a judgement could be surer.
    for path in tiny.articles.glob("digest-2021.*"):
        path.unlink()
    assert told(tiny, said.replace("Every confidence", "Confidence"), "confidence-misstated") == []


def test_a_name_that_two_articles_share_is_told_wherever_it_is_written(tiny: Layout, break_file: BreakFile) -> None:
    break_file(ONE, "Walkers have", "By Lune Gazette (2021) and Lune Gazette, walkers have")
    break_file("data/judgements.yml", "The gazette and the digest", "Lune Gazette and the digest")
    assert [i.code for i in check(tiny).issues if "misname" in i.code] == []
    break_file(FERRY, "publisher: Harbour News", "publisher: Lune Gazette")
    issues = check(tiny).issues
    page = [issue for issue in issues if issue.code == "article-misnamed"]
    assert [(str(i.place), i.got) for i in page] == [
        (f"{ONE}:21", "“Lune Gazette” is said, which is the publisher of Lune Gazette (2020) and Lune Gazette (2021).")
    ]
    records = [i for i in issues if i.code == "record-miscounts"]
    assert ["“Lune Gazette” is said" in i.got for i in records if i.subject == "judgement J1"] == [True]
    assert "number-not-computed" not in [issue.code for issue in issues]  # 2021 is in the name of an article


def test_a_name_that_an_article_had_when_it_was_released_is_told(
    tiny: Layout, opened: Ledger, break_file: BreakFile
) -> None:
    publish(tiny, build_release(opened, None, "1.0.0", dt.date(2024, 1, 1), reasons={}, inputs={}))
    break_file(ONE, "Walkers have", "By Town Digest, walkers have")
    assert "article-misnamed" not in [i.code for i in check(tiny).issues]
    break_file("data/articles/digest-2021.yml", "publisher: Town Digest", "publisher: Town Digests")
    got = [i.got for i in check(tiny).issues if i.code == "article-misnamed"]
    assert got == ["“Town Digest” is said, and no article or origin is called so."]


def test_a_name_that_passes_from_one_article_to_another_is_told_where_it_stands_as_it_was_released(
    tiny: Layout, break_file: BreakFile
) -> None:
    for file, day in ((FERRY, "2021-01-01"), (GAZETTE, "2021-01-12")):  # (2021a) and (2021b), by their days
        text = (tiny.root / file).read_text("utf-8").replace("publisher: Harbour News", "publisher: Lune Gazette")
        (tiny.root / file).write_text(re.sub("(?m)^published: .*$", f"published: {day}", text), "utf-8")
    break_file(ONE, "Walkers have", "By Lune Gazette (2021b), walkers have")
    ledger, page = read_data(tiny).ledger, (tiny.root / ONE).read_text("utf-8")
    publish(tiny, build_release(ledger, None, "1.0.0", dt.date(2024, 1, 1), reasons={}, inputs={}, pages={ONE: page}))
    assert "article-misnamed" not in [i.code for i in check(tiny).issues]
    break_file(FERRY, "published: 2021-01-01", "published: 2021-03-01")
    got = [i.got for i in check(tiny).issues if i.code == "article-misnamed"]
    assert got == ["“Lune Gazette (2021b)” is said as it was of gazette-2021, and is ferry-2020 now."]
    break_file(ONE, "By Lune Gazette (2021b)", "By Lune Gazette (2021a)")
    assert "article-misnamed" not in [i.code for i in check(tiny).issues]


def test_of_two_articles_that_both_say_it_neither_is_not_said(tiny: Layout) -> None:
    for said in ("Neither Lune Gazette nor the Town Digest", "Neither the Lune Gazette nor Town Digest"):
        assert len(told(tiny, f"{said} says that it is closed {{claim}}`C01`.", "reach-wrong")) == 1


def test_of_articles_that_are_listed_alone_each_counts(tiny: Layout) -> None:
    for said, wrong in (
        ("Lune Gazette and Town Digest alone tell of walkers {claim}`C01`.", False),
        ("Lune Gazette and Harbour News alone tell of walkers {claim}`C01`.", True),
        ("Only in Lune Gazette and in Town Digest is it told {claim}`C01`.", False),
        ("Only in Lune Gazette and in Harbour News is it told {claim}`C01`.", True),
        ("Town Digest alone tells of walkers {claim}`C01`.", True),
        ("Town Digest stands alone with its walkers {claim}`C01`.", True),
        ("Town Digest stands alone with its walkers {claim}`C08`.", False),
    ):
        assert bool(told(tiny, said, "reach-wrong")) == wrong, said


def test_what_every_article_goes_back_to_needs_no_claim(tiny: Layout) -> None:
    for said, code in (
        ("Not every article goes back to Town council {gap}`G1`.", ""),
        ("Every article goes back to Town council {gap}`G1`.", "articles-miscounted"),
        ("Every article but Harbour News goes back to Town council {gap}`G1`.", ""),
        ("Not every article says that it is closed {claim}`C01`.", ""),
        ("Every article says that it is closed {claim}`C01`.", "reach-wrong"),
        ("Not all articles say that it is closed {claim}`C01`.", ""),
    ):
        assert [c for c in ("articles-miscounted", "reach-wrong") if told(tiny, said, c)] == ([code] if code else []), (
            said
        )


def test_a_name_inside_an_article_s_name_is_not_the_actor_s(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/actors.yml", "  aliases: [Crossings]", "  aliases: [Crossings, Digest]")
    for said, names in (
        ("Lune Gazette and Town Digest were read.", []),
        ("Lune Gazette and Digest were read.", ["names Digest"]),
        ("Town Digest was read, and Digest was.", ["names Digest"]),
    ):
        found = told(tiny, f":::{{guide}}\n{said}\n:::", "actor-without-claim")
        assert [name for name in names if name in found[0]] == names if found else names == []


def test_several_origins_are_those_of_the_claims_cited(tiny: Layout, break_file: BreakFile) -> None:
    said = "More than one independent origin carries it {claim}`C01`."
    assert len(told(tiny, said, "reach-wrong")) == 1
    for true in (
        "No more than one independent origin carries it {claim}`C01`.",
        "It would be surer if more than one independent origin carried it {claim}`C01`.",
    ):
        assert told(tiny, true, "reach-wrong") == []
    break_file("data/articles/digest-2021.yml", "derives_from: [council-2021]\nderives_certainty: inferred\n", "")
    assert told(tiny, said, "reach-wrong") == []


def test_a_word_for_what_nobody_speaks_of_is_coded_of_no_claim(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/vocabulary.yml", "People on foot.", "The articles are silent on it.")
    (got,) = [i.got for i in check(tiny).issues if i.code == "record-miscounts"]
    assert got == "meaning: “silent” is said, and C01 and C08 are coded so."


@pytest.mark.parametrize("count", [2, 3, 5, 20])
def test_of_any_number_of_articles_a_single_origin_is_said_of_those_that_have_one(count: int) -> None:
    """Of any articles that are named, and of all: of a ledger that is generated."""
    for seed in range(40):
        ledger = many_articles(count, seed)
        names = {a.id: article_name(ledger, a.id) for a in ledger.articles}
        if {*names.values()} & {origin_name(ledger, o.id) for o in ledger.origins}:
            continue
        finds = Descents(ledger, language_of("en"))
        for some in (list(names)[:2], list(names)[-2:], list(names)):
            said = f"{listing([names[a] for a in some])} go back to a single story."
            assert bool(list(finds(said))) == (origin_count(ledger, some) > 1), said
        assert bool(list(finds("All articles go back to one story."))) == (origin_count(ledger, names) > 1)
        for origin in ledger.origins:
            said = f"article goes back to {origin_name(ledger, origin.id)}."
            assert bool(list(finds(f"Every {said}"))) != bool(list(finds(f"Not every {said}")))


@pytest.mark.parametrize("count", [2, 3, 5, 12])
def test_of_any_number_of_articles_what_stands_without_one_is_what_the_stress_test_finds(count: int) -> None:
    english = language_of("en")
    for seed in range(12):
        ledger = many_articles(count, seed)
        for article in ledger.articles[:4]:
            becoming = effects(ledger, without(ledger, article.id))
            said = {
                f"Without {article_name(ledger, article.id)}, it {verb} {{judgement}}`{e.judgement}`.": agrees
                for e in becoming
                for verb, agrees in (
                    ("stands", e.outcome in {Outcome.STANDS, Outcome.LESS_SURE}),
                    ("falls", e.outcome is Outcome.FALLS),
                    ("no longer stands", e.outcome in {Outcome.FALLS, Outcome.LOSES_DECISIVE}),
                )
            }
            page = Page("a.md", findings=True, blocks=read_prose("\n\n".join(said)).blocks, language=english)
            told = {(issue.place.line + 1) // 2 for issue in outcomes_as_computed(page, ledger)}
            assert told == {number for number, agrees in enumerate(said.values(), 1) if not agrees}


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_of_any_number_of_articles_a_review_saw_them_all_and_the_evidence_that_it_is_of(count: int) -> None:
    for seed in range(20):
        ledger = many_articles(count, seed)
        records = [r for name in ("judgements", "gaps", "conflicts", "indicators") for r in ledger.standing_of(name)]
        marks = {record.id: seen(ledger, record) for record in records}
        fewer = ledger.model_copy(update={"articles": ledger.articles[1:]})
        assert all(seen(fewer, record) != marks[record.id] for record in records)
        for claim in (claim for claim in ledger.standing if claim.evidence):
            again = claim.model_copy(update={"evidence": claim.evidence[1:]})
            changed = tuple(again if each is claim else each for each in ledger.claims)
            later = ledger.model_copy(update={"claims": changed})
            moved = {record.id for record in records if seen(later, record) != marks[record.id]}
            assert moved == {r.id for r in records if claim.id in cited_by(r)}
