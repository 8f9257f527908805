"""One model for every kind of record: words, state, what it names, where it is used."""

from __future__ import annotations

import inspect
import re

import pytest
from markupsafe import escape

from book_records import catalogue_of
from briefing import open_ledger
from briefing.book.html.assets import THEME, part
from briefing.book.html.records import Catalogue, RecordView
from briefing.model.fields import field_words
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.records import Correction, Withdrawal


@pytest.fixture
def ledger(tiny: Layout) -> Ledger:
    return open_ledger(tiny)


@pytest.fixture
def catalogue(ledger: Ledger) -> Catalogue:
    return catalogue_of(ledger)


def card_of(view: RecordView) -> str:
    documents = {"sources_doc": "sources", "ledger_doc": "ledger", "judgements_doc": "confidence"}
    return part("card.html", record=view, has_account=True, terms={}, pathto=lambda page: page, **documents)


def withdraw(ledger: Ledger, judgement: str, *replaced_by: str) -> Ledger:
    gone = Withdrawal(because="It was wrong.", replaced_by=replaced_by)
    judgements = (j.model_copy(update={"withdrawn": gone}) if j.id == judgement else j for j in ledger.judgements)
    return ledger.model_copy(update={"judgements": tuple(judgements)})


def test_every_record_has_a_view_in_words(catalogue: Catalogue) -> None:
    for name, kind in catalogue.ledger.kind_by_id.items():
        record = catalogue.view(name)
        assert record.says == getattr(catalogue.ledger.record_by_id[name], kind.says)
        assert record.kind == kind
        assert record.page.endswith(f"/{name}")


def test_what_no_article_says_twice_stands_once_and_under_a_word_of_its_own(catalogue: Catalogue) -> None:
    for name, kind in catalogue.ledger.kind_by_id.items():
        record = catalogue.view(name)
        declared = {
            field_words("page")[field] for field in type(record.record).model_fields if field in field_words("page")
        }
        assert {part.heading for part in record.sections} <= declared
        if kind.says == "exact":  # a passage: its words are quoted, and no more
            assert card_of(record).count(str(escape(record.says))) == 1
            assert record.says not in {part.text for part in record.sections}


def test_records_that_have_numbers_stand_in_their_order(ledger: Ledger) -> None:
    claims = [
        claim.model_copy(update={"id": name})
        for claim, name in zip(ledger.claims, ("C100", "C20", "C03"), strict=False)
    ]
    ordered = catalogue_of(ledger.model_copy(update={"claims": tuple(claims)})).ids
    assert next([*ids] for kind, ids in ordered.items() if kind.noun == "claim") == ["C03", "C20", "C100"]


def test_published_addresses_are_kept(catalogue: Catalogue) -> None:
    assert catalogue.view("C01").page == "claims/C01"
    assert catalogue.view("J1").page == "claims/J1"
    assert catalogue.view("G1").page == "records/G1"


def test_a_record_that_is_named_says_by_whom(catalogue: Catalogue) -> None:
    for judgement in catalogue.ledger.judgements:
        for claim in judgement.claims:
            used = {line.id for part in catalogue.view(claim).used for line in part.lines}
            assert judgement.id in used
    for gap in catalogue.ledger.gaps:
        for claim in gap.touches:
            assert gap.id in {line.id for part in catalogue.view(claim).used for line in part.lines}


def test_a_claim_that_speaks_against_a_judgement_says_so(catalogue: Catalogue) -> None:
    judgement = next(j for j in catalogue.ledger.judgements if j.challenged_by)
    used = [line for part in catalogue.view(judgement.challenged_by[0]).used for line in part.lines]
    assert next(line.remark for line in used if line.id == judgement.id) == "it speaks against this"


def test_a_judgement_shows_its_claims_in_words_the_decisive_first(ledger: Ledger) -> None:
    judgement = max(ledger.judgements, key=lambda j: len(j.supported_by))
    last = judgement.supported_by[-1]
    changed = judgement.model_copy(update={"decisive": (last,)})
    judgements = tuple(changed if j.id == judgement.id else j for j in ledger.judgements)
    view = catalogue_of(ledger.model_copy(update={"judgements": judgements})).view(judgement.id)
    lines = next(part.lines for part in view.sections if part.heading == "What it rests on")
    assert (lines[0].id, lines[0].remark) == (last, "decisive")
    assert {line.id: line.says for line in lines} == {
        c: ledger.claim_by_id[c].statement for c in judgement.supported_by
    }


def test_a_judgement_quotes_one_passage_of_each_claim_that_it_hangs_on(ledger: Ledger) -> None:
    catalogue = catalogue_of(ledger)
    for judgement in ledger.judgements:
        keys = [passage.key for passage in catalogue.view(judgement.id).decisive_words]
        assert tuple(ledger.evidence_by_key[key].claim for key in keys) == judgement.decisive
    card = card_of(catalogue.view("J2"))
    for passage in catalogue.view("J2").decisive_words:
        assert f"“{escape(passage.quote)}”" in card
        assert f'href="sources#{passage.key}"' in card
    assert "Made by" not in card


def test_a_withdrawn_judgement_has_no_confidence_and_is_marked_wherever_it_is_named(ledger: Ledger) -> None:
    gone = catalogue_of(withdraw(ledger, "J1", "J2"))
    view = gone.view("J1")
    assert view.confidence == ("", "")
    assert view.states[0] == ("withdrawn", "withdrawn")
    assert [line.id for line in view.replaced] == ["J2"]
    claim = ledger.judgement_by_id["J1"].supported_by[0]
    lines = [line for part in gone.view(claim).used for line in part.lines if line.id == "J1"]
    assert all(line.withdrawn for line in lines)
    assert lines


def test_a_corrected_record_names_its_correction(ledger: Ledger) -> None:
    correction = Correction(
        id="K9", concerns=("C01",), wrong="w", since="1.0.0", corrected_in="1.1.0", affects="a", because="b"
    )
    corrected = catalogue_of(ledger.model_copy(update={"corrections": (correction,)}))
    assert ("corrected", "corrected: K9") in corrected.view("C01").states
    assert ("corrected", "corrected: K9") not in corrected.view("C02").states
    card = card_of(corrected.view("C01"))
    assert 'href="records/K9"' in card


def test_an_origin_is_inferred_only_where_no_article_states_it(ledger: Ledger) -> None:
    def with_descent(certainty: str) -> Catalogue:
        articles = (a.model_copy(update={"derives_certainty": certainty}) for a in ledger.articles)
        return catalogue_of(ledger.model_copy(update={"articles": tuple(articles)}))

    claim = next(c for c in ledger.standing if len(c.articles) > 1)
    mark = ("inferred", "origin inferred")
    assert mark not in with_descent("stated").view(claim.id).states
    inferred = with_descent("inferred")
    assert mark in inferred.view(claim.id).states
    assert "(inferred)" in inferred.view(claim.id).origins
    one, *others = claim.articles
    articles = (
        a.model_copy(update={"derives_certainty": "stated" if a.id == one else "inferred"}) for a in ledger.articles
    )
    assert others
    assert mark not in catalogue_of(ledger.model_copy(update={"articles": tuple(articles)})).view(claim.id).states


def test_a_parallel_and_an_actor_show_the_words_they_quote(catalogue: Catalogue) -> None:
    parallel = catalogue.ledger.parallels[0]
    assert [passage.quote for passage in catalogue.view(parallel.id).passages] == [s.exact for s in parallel.sides]
    claim = next(c for c in catalogue.ledger.standing if len(c.evidence) > 1)
    first = catalogue.view(claim.id).passages[0]
    assert f"{first.before}{first.quote}{first.after}" in catalogue.ledger.article_by_id[claim.evidence[0].article].text
    assert [heading for heading, _ in first.codes][:3] == ["Said by", "How many", "How sure"]


def test_a_claim_says_what_the_second_reader_made_of_its_words(catalogue: Catalogue) -> None:
    ledger = catalogue.ledger
    said = {passage.key: passage.second for claim in ledger.claims for passage in catalogue.view(claim.id).passages}
    unit = next(u for u in ledger.second_reading if u.exact == "All of the stones in the north pier are loose")
    evidence = next(e for e in ledger.evidence_by_key.values() if e.exact == unit.exact)
    claim = ledger.claim_by_id[evidence.claim]
    alike = (claim.kind, claim.bears_on, evidence.quantity, evidence.certainty) == (
        unit.kind, unit.bears_on, unit.quantity, unit.certainty,
    )  # fmt: skip
    expected = "coded it alike" if alike else "as "
    assert expected in said[evidence.key]
    assert "took these words for no claim" in " ".join(said.values())
    assert catalogue_of(ledger.model_copy(update={"second_reading": ()})).view(claim.id).passages[0].second == ""


def test_a_record_is_told_to_the_log_in_a_word(catalogue: Catalogue) -> None:
    # Sphinx tells its log the context of every page, asked or not: whole ledgers in it were three quarters of the work.
    assert all(len(repr(catalogue.view(name))) < 100 for name in catalogue.ledger.kind_by_id)
    assert len(repr(catalogue)) < 100


def test_what_a_page_and_a_card_print_of_a_record_is_in_the_digest_by_which_they_stand() -> None:
    templates = [(THEME / name).read_text("utf-8") for name in ("record.html", "card.html")]
    lines = (THEME / "macros.html").read_text("utf-8").partition("macro line(")[2].partition("endmacro")[0]
    told = inspect.getsource(RecordView.__dict__["told"].func)
    line = inspect.getsource(RecordView.__dict__["line"].fget)
    printed = {name for text in templates for name in re.findall(r"\brecord\.(\w+)", text)}
    assert len(printed) > 15
    assert {name for name in printed if f"self.{name}" not in told + line} == set()
    assert {name for name in re.findall(r"\bit\.(\w+)", lines) if f"self.{name}" not in line} == set()


def test_a_passage_that_is_no_evidence_leads_to_the_sentence_that_evidence_marks(ledger: Ledger) -> None:
    catalogue = catalogue_of(ledger)
    anchors = {name: [one.anchor for one in catalogue.view(name).passages] for name in ("R1", "P1", "C02")}
    assert anchors == {"R1": ["C01-1"], "P1": ["C03-1", "C03-2"], "C02": ["C02-1", "C02-2"]}
    assert 'href="sources#C03-2"' in card_of(catalogue.view("P1"))
    unquoted = catalogue_of(ledger.model_copy(update={"claims": ()}))
    assert [one.anchor for one in unquoted.view("R1").passages] == ["article-gazette-2021"]
