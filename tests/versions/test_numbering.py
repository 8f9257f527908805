from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.ledger import Ledger
from briefing.versions.compare import Changes, compare
from briefing.versions.numbering import level, most_important, needs_reason, parts, propose_version
from made_ledgers import SOUND, altered, ledgers, sound

versions = st.tuples(*[st.integers(0, 20)] * 3).map(lambda v: ".".join(map(str, v)))


@settings(deadline=None)
@given(versions, ledgers, ledgers, st.data())
def test_more_changes_never_propose_a_lower_number(previous: str, a: Ledger, b: Ledger, data: st.DataObject) -> None:
    every = compare(a, b)
    some = Changes(changes=tuple(c for c in every.changes if data.draw(st.booleans())))
    fewer, more = parts(propose_version(previous, some)), parts(propose_version(previous, every))
    assert parts(previous) <= fewer <= more
    assert (fewer == parts(previous)) == (not some)


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


def test_a_moved_judgement_comes_before_a_withdrawn_claim_and_that_before_a_new_word() -> None:
    later = sound(
        judgements=[SOUND["judgements"][0] | {"confidence": "moderate", "because": "More."}],
        claims=[SOUND["claims"][0] | {"withdrawn": WITHDRAWN}, SOUND["claims"][1]],
        vocabulary={},
    )
    top = most_important(compare(sound(), later), 3)
    assert [(c.group, c.id) for c in top] == [("judgements", "J1"), ("claims", "C01"), ("vocabulary", "certainty")]
    assert top[0].kind == "moved"
    assert most_important(compare(sound(), later), 1) == top[:1]


def test_a_published_error_comes_before_a_new_wording_of_a_judgement() -> None:
    correction = {
        "id": "K1", "concerns": ["C02"], "wrong": "Gulls stayed.", "since": "1.0.0", "corrected_in": "1.0.1",
        "affects": "Ornithologists.", "because": "A slip.",
    }  # fmt: skip
    later = sound(judgements=[SOUND["judgements"][0] | {"statement": "Quiet."}], corrections=[correction])
    assert [c.group for c in most_important(compare(sound(), later))] == ["corrections", "judgements"]


def test_a_reason_is_asked_for_what_changed_or_went_and_not_for_what_came() -> None:
    later = sound(claims=[SOUND["claims"][0] | {"kind": "opinion"}, NEW_CLAIM])
    asked = {c.id for c in compare(sound(), later).changes if needs_reason(c)}
    assert asked == {"C01", "C02"}
    assert level(compare(sound(), later).changes[0]) == "minor"
