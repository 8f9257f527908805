"""The records themselves."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from briefing.model.base import Issue, Place, Span
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Withdrawal
from briefing.model.sources import Article, Origin


def claim(number: int, **more: object) -> Claim:
    fields = {"id": f"C{number:02d}", "statement": "s", "kind": "fact", "bears_on": "x", "actors": ()}
    return Claim.model_validate(fields | more)


def test_a_copy_does_not_remember_what_was_computed_before() -> None:
    before = Ledger(claims=(claim(1), claim(2)))
    assert len(before.standing) == 2
    assert len(before.model_copy(update={"claims": (claim(1),)}).standing) == 1


def test_a_withdrawn_claim_stands_no_longer_and_keeps_its_id() -> None:
    ledger = Ledger(claims=(claim(1, withdrawn=Withdrawal(because="it was wrong")), claim(2)))
    assert [c.id for c in ledger.standing] == ["C02"]
    assert "C01" in ledger.claim_by_id


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        claim(1).statement = "another"  # type: ignore[misc]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="confidense"):
        claim(1, confidense="high")


def test_the_place_of_a_record_is_not_exported() -> None:
    assert "place" not in claim(1, place=Place("a.yml", 3)).model_dump()


def test_half_open_spans_that_touch_do_not_overlap() -> None:
    assert not Span(0, 2).overlaps(Span(2, 4))
    assert Span(0, 3).overlaps(Span(2, 4))
    assert Span(2, 4).overlaps(Span(0, 3))


def test_an_issue_reads_where_what_got_mend() -> None:
    issue = Issue(Place("data/a.yml", 14), "claim C04", "quote-not-found", "It is not there.", "Copy it.")
    assert str(issue) == "data/a.yml:14: claim C04: quote-not-found: It is not there. Copy it."


def article(name: str, **more: object) -> Article:
    fields = {"title": name, "publisher": name, "url": "https://a.org", "published_basis": "b", "sha256": "0" * 64}
    return Article.model_validate({"id": name, "description": "d", "rights": "r", **fields, **more})


def order(*articles: Article, origins: tuple[Origin, ...] = ()) -> list[str]:
    return [a.id for a in Ledger(articles=articles, origins=origins).reading_order]


def test_a_parent_is_read_before_its_child_whatever_its_date() -> None:
    child = article("child", published="2024-01-01", may_derive_from=["parent"])
    assert order(child, article("parent", published="2024-02-02")) == ["parent", "child"]


def test_the_article_that_holds_an_origin_is_read_before_what_goes_back_to_it() -> None:
    wire = Origin(id="wire", publisher="w", title="t", held=True, held_as="text", note="n")
    text, child = (
        article("text", derives_from=["wire"]),
        article("child", derives_from=["wire"], published="2024-01-01"),
    )
    assert order(child, text, origins=(wire,)) == ["text", "child"]


def test_articles_that_derive_from_each_other_in_a_circle_are_all_read() -> None:
    assert order(article("b", derives_from=["a"]), article("a", derives_from=["b"])) == ["a", "b"]
