from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from briefing.model.ledger import Ledger
from briefing.versions.compare import Changes, compare
from briefing.versions.numbering import by_record, level, needs_reason, propose_version
from made_ledgers import SOUND, altered, ledgers, sound

versions = st.tuples(*[st.integers(0, 20)] * 3).map(lambda v: ".".join(map(str, v)))


@settings(max_examples=50)
@given(versions, ledgers, ledgers, st.data())
def test_more_changes_never_propose_a_lower_number(previous: str, a: Ledger, b: Ledger, data: st.DataObject) -> None:
    every = compare(a, b)
    some = Changes(changes=tuple(c for c in every.changes if data.draw(st.booleans())))
    fewer, more = Version(propose_version(previous, some)), Version(propose_version(previous, every))
    assert Version(previous) <= fewer <= more
    assert (fewer == Version(previous)) == (not some)


def proposed(later: Ledger) -> str:
    return propose_version("1.4.2", compare(sound(), later))


WITHDRAWN = {"because": "misread"}
NEW_CLAIM = {**SOUND["claims"][1], "id": "C03"}
NEW_ARTICLE = {**SOUND["articles"][0], "id": "gamma"}
NEW_JUDGEMENT = {**SOUND["judgements"][0], "id": "J2"}


@pytest.mark.parametrize(
    ("later", "number"),
    [
        (altered("judgements", "J1", statement="Quiet."), "2.0.0"),
        (altered("judgements", "J1", confidence="moderate"), "2.0.0"),
        (altered("judgements", "J1", withdrawn=WITHDRAWN), "2.0.0"),
        (sound(judgements=[]), "2.0.0"),
        (sound(claims=[*SOUND["claims"], NEW_CLAIM]), "1.5.0"),
        (sound(articles=[*SOUND["articles"], NEW_ARTICLE]), "1.5.0"),
        (sound(judgements=[*SOUND["judgements"], NEW_JUDGEMENT]), "1.5.0"),
        (altered("claims", "C02", withdrawn=WITHDRAWN), "1.5.0"),
        (altered("articles", "alpha", derives_from=[]), "1.5.0"),
        (altered("claims", "C02", statement="The gulls left."), "1.4.3"),
        (altered("claims", "C02", kind="opinion"), "1.4.3"),
        (altered("judgements", "J1", because="One origin only."), "1.4.3"),
        (sound(), "1.4.2"),
    ],
)
def test_the_number_follows_the_heaviest_change(later: Ledger, number: str) -> None:
    assert proposed(later) == number


def test_the_first_version_is_one() -> None:
    assert propose_version(None, compare(sound(), sound())) == "1.0.0"


def test_a_moved_judgement_comes_before_a_withdrawn_claim_and_a_register_is_no_news_to_readers() -> None:
    later = sound(
        judgements=[SOUND["judgements"][0] | {"confidence": "moderate", "because": "More."}],
        claims=[SOUND["claims"][0] | {"withdrawn": WITHDRAWN}, SOUND["claims"][1]],
        vocabulary={},
    )
    records = by_record(compare(sound(), later))
    assert [(changes[0].group, changes[0].id) for changes in records] == [("judgements", "J1"), ("claims", "C01")]
    assert [change.kind for change in records[0]] == ["moved", "reworded"]


def test_a_published_error_comes_before_a_new_wording_of_a_judgement() -> None:
    correction = {
        "id": "K1", "concerns": ["C02"], "wrong": "Gulls stayed.", "since": "1.0.0", "corrected_in": "1.0.1",
        "affects": "Ornithologists.", "because": "A slip.",
    }  # fmt: skip
    later = sound(judgements=[SOUND["judgements"][0] | {"statement": "Quiet."}], corrections=[correction])
    assert [changes[0].group for changes in by_record(compare(sound(), later))] == ["corrections", "judgements"]


def test_a_coders_note_and_the_number_of_a_quote_are_no_news_to_readers() -> None:
    first, second = SOUND["claims"][0]["evidence"]
    later = altered("claims", "C01", evidence=[second, first | {"note": "Read twice.", "prefix": "The"}])
    assert len(compare(sound(), later).changes) == 4
    assert by_record(compare(sound(), later)) == ()


def test_a_reason_is_asked_for_every_claim_that_came_changed_or_went_and_for_whatever_is_withdrawn() -> None:
    later = sound(
        claims=[SOUND["claims"][0] | {"kind": "opinion"}, NEW_CLAIM],
        gaps=[SOUND["gaps"][0] | {"withdrawn": WITHDRAWN}],
        vocabulary={},
    )
    asked = {c.id for c in compare(sound(), later).changes if needs_reason(c)}
    assert asked == {"C01", "C02", "C03", "G1"}
    assert level(compare(sound(), later).of("removed", group="claims")[0]) == "minor"
