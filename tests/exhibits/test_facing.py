from __future__ import annotations

import pytest

from briefing import open_ledger
from briefing.exhibits.facing import compare_words, face, faced_claims, mostly_own, only_in
from briefing.model.layout import Layout


def own(text: str, *others: str) -> list[str]:
    return [piece.text for piece in compare_words(text, others) if not piece.shared]


def test_words_that_no_other_article_has_are_told_apart() -> None:
    assert own("All of the stones are loose", "many of the stones have been found to be loose") == ["All", "are"]


def test_the_pieces_put_together_are_the_quote_letter_for_letter() -> None:
    text = "  “Stones”, said the council’s own survey – are loose.\n"
    assert "".join(piece.text for piece in compare_words(text, ["stones are loose"])) == text


def test_case_and_punctuation_make_no_difference() -> None:
    assert own("Masons repair its north pier.", "masons repair its north pier") == []


def test_little_words_alone_are_nothing_shared() -> None:
    assert own("of the pier in it", "in the ferry of it") == ["of the pier in it"]


def test_a_text_without_words_is_one_piece() -> None:
    assert [(piece.text, piece.shared) for piece in compare_words("— …", ["any"])] == [("— …", True)]


@pytest.mark.parametrize(
    ("text", "mostly"), [("stones are old", True), ("stones are loose", False), ("are loose", False)]
)
def test_a_passage_is_mostly_its_own_when_more_than_half_its_words_are(text: str, *, mostly: bool) -> None:
    assert mostly_own(compare_words(text, ["stones: loose"])) is mostly


def test_a_lost_speaker_a_hedge_and_a_quantity_show_as_differing_codes(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    assert face(ledger, "C01").differing == {"voice", "certainty"}
    assert face(ledger, "C03").differing == {"voice", "quantity", "certainty"}


def test_each_side_carries_its_own_evidence_keys(tiny: Layout) -> None:
    facing = face(open_ledger(tiny), "C01")
    assert [(side.article, side.keys) for side in facing.sides] == [
        ("gazette-2021", ("C01-1",)),
        ("digest-2021", ("C01-2",)),
    ]


def test_a_claim_of_one_article_has_nothing_to_face(tiny: Layout) -> None:
    with pytest.raises(ValueError, match="nothing to set beside it"):
        face(open_ledger(tiny), "C10")


def test_a_claim_is_either_faced_or_in_one_article_only(tiny: Layout) -> None:
    ledger = open_ledger(tiny)
    alone = [claim for claims in only_in(ledger).values() for claim in claims]
    assert sorted([*faced_claims(ledger), *alone]) == sorted(claim.id for claim in ledger.standing)
    assert set(only_in(ledger)) == {article.id for article in ledger.articles}
