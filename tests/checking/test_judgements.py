"""Judgements: about the world, complete, and no surer than their weakest decisive claim allows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.model.layout import Layout
from checked import check

BreakFile = Callable[[str, str, str], Path]
A, J, V = "data/articles/", "data/judgements.yml", "data/vocabulary.yml"
STATEMENT = "The Old Bridge is closed because its north pier is not sound."
S = "data/second_reading.yml"
READ_OF_FERRY = """- article: ferry-2020
  exact: The ferry at Glasson runs at night again after a summer of repairs to its engine.
  statement: The ferry runs at night once more, its engine repaired.
  kind: fact
  bears_on: closure
  quantity: named
  certainty: asserted
"""
BROKEN = {
    "second-reading-missing": (S, READ_OF_FERRY, "", "data/articles/ferry-2020.yml:1"),
    "confidence-exceeds-origins": (J, "confidence: low", "confidence: moderate", f"{J}:1"),
    "likelihood-in-confidence": (J, "because: Two", "because: It is very likely, since two", f"{J}:13"),
    "decisive-unsupported": (J, "decisive: [C03]", "decisive: [C03, C07]", f"{J}:1"),
    "judgement-incomplete": (J, "  so_what: A repair is a reason to plan another way.\n", "", f"{J}:13"),
    "likelihood-not-inferred": (J, "directness: inferred", "directness: stated-by-some", f"{J}:13"),
    "directness-overstated": (J, "directness: stated-by-some", "directness: stated-by-all", f"{J}:1"),
    "judgement-about-texts": (J, STATEMENT, "Both articles say that the bridge is closed.", f"{J}:1"),
    "only-one-reading": (J, "decisive: [C03]", "decisive: [C01, C03]", f"{J}:1"),
    "record-withdrawn": ("", None, "", ""),  # see test_what_was_missed
}


def codes(layout: Layout) -> list[str]:
    return [issue.code for issue in check(layout).issues]


def test_one_weak_decisive_claim_caps_the_judgement_though_others_are_strong(
    tiny: Layout, break_file: BreakFile
) -> None:
    break_file(J, "decisive: [C10, C12]", "decisive: [C01, C10, C12]")
    told = {issue.code: issue for issue in check(tiny).issues}
    assert told["confidence-exceeds-origins"].got == "confidence is 'moderate', and C01 has 1 origin that is not held."
    assert told["confidence-exceeds-origins"].mend.startswith("Lower it to 'low'")


def test_a_second_article_of_the_same_origin_adds_nothing(tiny: Layout, break_file: BreakFile) -> None:
    break_file(J, "confidence: low", "confidence: high")
    (issue,) = check(tiny).issues
    assert issue.code == "confidence-exceeds-origins"


def test_an_origin_that_is_held_allows_the_middle_word_and_no_more(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/origins.yml", "held: false", "held: true\n  held_as: gazette-2021")
    break_file("data/origins.yml", "publisher: Town council", "publisher: Lune Gazette")
    break_file("data/origins.yml", "published: 2021-01-11", "published: 2021-01")
    break_file(
        "data/articles/gazette-2021.yml", "derives_from: [council-2021]\nderives_certainty: stated\nderives", "derives"
    )
    break_file(J, "confidence: low", "confidence: moderate")
    assert codes(tiny) == ["record-miscounts"]  # the account of the judgement still says that it is not held
    break_file(J, " that is not held", "")
    assert codes(tiny) == []
    break_file(J, "confidence: moderate\n  because: The gazette", "confidence: high\n  because: The gazette")
    assert codes(tiny) == ["confidence-exceeds-origins"]


def test_without_decisive_claims_a_judgement_hangs_on_all_that_support_it(tiny: Layout, break_file: BreakFile) -> None:
    break_file(V, "directness:\n", "directly:\n")
    text = (tiny.root / J).read_text("utf-8")
    for line in ("  decisive: [C03]\n", "  directness: stated-by-some\n", "  directness: inferred\n"):
        text = text.replace(line, "")
    (tiny.root / J).write_text(text, "utf-8")
    assert codes(tiny) == []
    break_file(J, "confidence: low", "confidence: moderate")
    (issue,) = check(tiny).issues
    assert issue.got == "confidence is 'moderate', and C01, C02 and C03 have 1 origin that is not held."


def test_a_small_topic_need_not_code_directness_and_is_asked_for_nothing_more(
    tiny: Layout, break_file: BreakFile
) -> None:
    break_file(V, "directness:\n", "directly:\n")
    text = (tiny.root / J).read_text("utf-8")
    text = text.replace("  directness: stated-by-some\n", "").replace("  directness: inferred\n", "")
    (tiny.root / J).write_text(text.replace("  so_what: A repair is a reason to plan another way.\n", ""), "utf-8")
    break_file(J, STATEMENT, "The articles say that the bridge is closed.")
    assert codes(tiny) == []


@pytest.mark.parametrize(
    "words",
    ["Both governments", "neither measures", "the articles", "reportedly", "is reported", "two sources say so",
     "according to", "use is not said", "the text", "an unreported step", "no model is mentioned"],
)  # fmt: skip
def test_words_of_texts_are_known(tiny: Layout, break_file: BreakFile, words: str) -> None:
    break_file(J, "statement: Crossings", f"statement: With {words}, crossings")
    assert "judgement-about-texts" in codes(tiny)


@pytest.mark.parametrize(
    "words",
    ["open-source models", "open source", "closed-source models", "a source of income", "source code",
     "text-to-image models", "another particle", "a contextual clue"],
)  # fmt: skip
def test_the_same_words_of_the_world_are_left_alone(tiny: Layout, break_file: BreakFile, words: str) -> None:
    break_file(J, "statement: Crossings", f"statement: With {words}, crossings")
    assert codes(tiny) == []


@pytest.mark.parametrize("name", ["Town Digest", "digest-2021", "council-2021", "the Town council"])
def test_a_statement_names_no_article_and_no_origin(tiny: Layout, break_file: BreakFile, name: str) -> None:
    break_file(J, "statement: Crossings", f"statement: As {name} has it, crossings")
    break_file(J, "supported_by: [C01, C10, C12]", "supported_by: [C10, C12]")
    assert "judgement-about-texts" in codes(tiny)


def test_a_publisher_that_acts_in_the_claims_is_part_of_the_world(tiny: Layout, break_file: BreakFile) -> None:
    break_file(J, "statement: The Old", "statement: The town council holds that the Old")
    assert codes(tiny) == []


def test_without_a_second_reading_nothing_is_asked_of_it(tiny: Layout, break_file: BreakFile) -> None:
    break_file(J, "decisive: [C03]", "decisive: [C01, C03]")
    assert codes(tiny) == ["only-one-reading"]
    (tiny.root / "data/second_reading.yml").write_text("[]\n", "utf-8")
    (tiny.root / "data/settlements.yml").write_text("[]\n", "utf-8")
    assert codes(tiny) == []


def test_a_slip_in_the_second_reading_does_not_set_off_the_judgements(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/second_reading.yml", "exact: All of the stones in", "exact: All of the stnes in")
    assert codes(tiny) == ["quote-not-found"]


CITED = {
    "judgement-unknown": ("data/gaps.yml", "touches: [C03]", "touches: [C03]\n  settles: [J9]"),
    "claim-withdrawn": ("data/relations.yml", "second: C02", "second: C09"),
}


@pytest.mark.parametrize("code", CITED)
def test_what_a_gap_or_a_relation_cites_stands(tiny: Layout, break_file: BreakFile, code: str) -> None:
    break_file(*CITED[code])
    assert codes(tiny) == [code]


@pytest.mark.parametrize(
    ("file", "old"), [("data/parallels.yml", "[C05]"), ("data/settlements.yml", "[C03]"), (J, "decisive: [C03]")]
)
def test_what_any_other_record_cites_is_there(tiny: Layout, break_file: BreakFile, file: str, old: str) -> None:
    break_file(file, old, old.replace("C0", "C9"))
    assert "claim-unknown" in codes(tiny)


def test_what_was_withdrawn_may_cite_what_was_withdrawn(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/gaps.yml", "touches: [C03]", "touches: [C09]\n  withdrawn: {because: C09 fell.}")
    assert codes(tiny) == []


@pytest.mark.parametrize("words", ["It is likely so", "most probably", "almost certainly", "the odds", "a 60 % chance",
                                   "an even chance", "highly improbable", "Unlikely", "the probability",
                                   "a good chance", "Perhaps", "possibly", "may well", "doubtful", "60%",
                                   "60 per cent"])  # fmt: skip
def test_words_of_likelihood_are_known(tiny: Layout, break_file: BreakFile, words: str) -> None:
    break_file(J, "because: Two", f"because: Of {words}; two")
    assert set(codes(tiny)) - {"record-number"} == {"likelihood-in-confidence"}


@pytest.mark.parametrize(
    "words", ["a remote village", "certain companies", "the chance meeting", "likewise", "it may be"]
)
def test_words_with_another_sense_are_left_alone(tiny: Layout, break_file: BreakFile, words: str) -> None:
    break_file(J, "because: Two", f"because: Of {words}; two")
    assert codes(tiny) == []


@pytest.mark.parametrize(
    ("decisive", "told"),
    [("[C03]", "and C03 is not made by"), ("[C01, C03]", "and C01 and C03 are not made by")],
)
def test_one_claim_is_and_several_are_not_made_by_every_article(
    tiny: Layout, break_file: BreakFile, decisive: str, told: str
) -> None:
    break_file(J, "directness: stated-by-some", "directness: stated-by-all")
    break_file(J, "decisive: [C03]", f"decisive: {decisive}")
    (got,) = [issue.got for issue in check(tiny).issues if issue.code == "directness-overstated"]
    assert told in got


def test_several_claims_are_decisive_and_are_added(tiny: Layout, break_file: BreakFile) -> None:
    break_file(J, "decisive: [C03]", "decisive: [C03, C08, C10]")
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "decisive-unsupported"]
    assert issue.got == "C08 and C10 are decisive and not in supported_by."
    assert issue.mend == "Add them to supported_by, or take them out of decisive."


def test_a_record_of_the_second_reading_is_called_as_readers_are_told(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/second_reading.yml", "quantity: all", "quantity: every")
    (subject,) = [issue.subject for issue in check(tiny).issues if issue.code == "unknown-word"]
    assert subject == "second coding in digest-2021"
