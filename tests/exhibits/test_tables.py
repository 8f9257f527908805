"""Tables on the tiny briefing: what a reader would count on."""

from __future__ import annotations

import pytest

from briefing import open_edition
from briefing.exhibits import tables
from briefing.exhibits.display import Link, Quote, Table
from briefing.exhibits.registry import TABLES, table
from briefing.model.ledger import Ledger
from briefing.model.records import Parallel, ParallelSide, Withdrawal
from briefing.reading.stress import without


def text(shown: Table) -> list[list[str]]:
    """Return the rows as readers see them."""
    return [["".join(map(str, cell)) for cell in row] for row in shown.rows()]


def column(shown: Table, key: str) -> list[str]:
    position = [c.key for c in shown.columns].index(key)
    return [row[position] for row in text(shown)]


def test_a_theme_shows_who_says_each_claim_and_leads_to_the_words(ledger: Ledger) -> None:
    shown = tables.theme_evidence(ledger, "bridge")
    assert [c.key for c in shown.columns] == ["id", "statement", "said"]
    assert text(shown)[0][2] == "Lune Gazette, as said by Town council; Town Digest"
    links = [part for part in next(iter(shown.rows()))[2] if isinstance(part, Link)]
    assert [(link.role, link.target) for link in links] == [("passage", "C01-1"), ("passage", "C01-2")]


def test_a_speaker_of_some_of_an_articles_words_is_named_for_a_part_alone(ledger: Ledger) -> None:
    first = ledger.claim_by_id["C01"].evidence[0]
    own = first.model_copy(update={"key": "C01-3", "voice": ()})
    claims = (c.model_copy(update={"evidence": (*c.evidence, own)}) if c.id == "C01" else c for c in ledger.claims)
    shown = tables.theme_evidence(ledger.model_copy(update={"claims": tuple(claims)}), "bridge")
    assert text(shown)[0][2] == "Lune Gazette, in part as said by Town council; Town Digest"


def test_claims_of_more_articles_come_first(ledger: Ledger) -> None:
    makers = [len(ledger.claim_by_id[c].articles) for c in column(tables.theme_evidence(ledger, "bridge"), "id")]
    assert makers == sorted(makers, reverse=True)


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("theme_evidence", ("brigde",), "no theme 'brigde'; there are: bridge, ferry"),
        ("named_actors", ("ghost",), "no actor_kind 'ghost'; there are: government, company"),
        ("comparison", ("gazette-2021", "gazette-2021"), "not of 'gazette-2021' and 'gazette-2021'; held: "),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    ledger: Ledger, name: str, arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        TABLES[name](ledger, *arguments)


def test_a_comparison_sets_passages_beside_each_other_and_marks_what_both_have(ledger: Ledger) -> None:
    shown = tables.comparison(ledger, "gazette-2021", "digest-2021")
    assert [c.heading for c in shown.columns][1:3] == ["Lune Gazette", "Town Digest"]
    told = "Two passages of Lune Gazette and Town Digest: one in both and one in Lune Gazette alone."
    assert shown.caption == f"{told} Words that both have are marked."
    assert shown.row_ids == ("P1", "P2")
    assert column(shown, "change") == ["P1 speaker lost, widened", "P2 dropped"]
    (own,) = next(iter(shown.rows()))[2]
    assert isinstance(own, Quote)
    assert [words for words, apart in own.pieces() if apart] == ["of the stones in the north pier", "loose"]
    assert text(shown)[1][2] == "nothing"


def test_an_article_of_another_origin_has_dropped_nothing(ledger: Ledger) -> None:
    assert text(tables.comparison(ledger, "gazette-2021", "ferry-2020")) == []


def test_what_one_article_adds_stands_after_what_stands_before_it_there(ledger: Ledger) -> None:
    def side(article: str, exact: str) -> ParallelSide:
        start = ledger.article_by_id[article].text.index(exact)
        return ParallelSide.model_validate({"article": article, "exact": exact, "span": (start, start + len(exact))})

    pairs = {
        "P1": (side("digest-2021", "Walkers have to go round."),),
        "P2": (side("gazette-2021", "Buses go over the New Bridge"), side("digest-2021", "Buses go over the New")),
        "P3": (side("gazette-2021", "a survey quoted"), side("digest-2021", "All of the stones")),
    }
    parallels = tuple(Parallel(id=i, change=("dropped",), sides=sides, note="n") for i, sides in pairs.items())
    changed = ledger.model_copy(update={"parallels": parallels})
    assert tables.comparison(changed, "gazette-2021", "digest-2021").row_ids == ("P3", "P2", "P1")
    assert tables.comparison(changed, "digest-2021", "gazette-2021").row_ids == ("P3", "P2", "P1")


def test_changes_are_counted_by_kind_and_by_article(ledger: Ledger) -> None:
    assert [row[:3] for row in text(tables.changes_made(ledger))] == [
        ["speaker lost", "Lune Gazette and Town Digest", "1"],
        ["widened", "Lune Gazette and Town Digest", "1"],
        ["dropped", "Lune Gazette alone", "1"],
    ]
    told = "Two passages are compared between articles. Of some, several of these words are true."
    assert tables.changes_made(ledger).caption == told  # P1 has two of the three words


def test_an_actor_is_named_for_something_in_somebodys_words(ledger: Ledger) -> None:
    shown = tables.named_actors(ledger, "person")
    assert column(shown, "name") == ["Mara Holt"]
    words = "“Dr. Mara Holt of 21.Stone compared the pier to “a wall of wet sugar.”” (Lune Gazette)"
    assert column(shown, "said") == [f"Mara Holt likens the pier to wet sugar. C05{words}"]
    assert shown.caption == "Of the kind “person”, one actor is named or spoken of."


def test_an_actors_words_stand_once_and_a_second_claim_of_them_says_so(ledger: Ledger) -> None:
    first = ledger.claim_by_id["C05"]
    second = first.model_copy(update={"id": "C99", "statement": "The pier is wet."})
    shown = tables.named_actors(ledger.model_copy(update={"claims": (*ledger.claims, second)}), "person")
    (said,) = column(shown, "said")
    assert said.count("wet sugar.”") == 1
    assert said.endswith("The pier is wet. C99 (in the words above). ")


def test_a_withdrawn_judgement_has_no_account_and_is_counted(ledger: Ledger) -> None:
    gone = Withdrawal(because="It was wrong.", replaced_by=("J2",))
    first = ledger.judgements[0].model_copy(update={"withdrawn": gone})
    changed = ledger.model_copy(update={"judgements": (first, *ledger.judgements[1:])})
    shown = tables.accounts(changed)
    assert shown.row_ids == ("J2",)
    assert shown.caption == "One judgement stands, each with its account; one more is withdrawn."


def test_a_possible_parent_is_not_told_as_a_certain_one(ledger: Ledger) -> None:
    digest = ledger.article_by_id["digest-2021"]
    perhaps = digest.model_copy(update={"derives_from": (), "may_derive_from": ("council-2021", "gazette-2021")})
    others = tuple(a for a in ledger.articles if a.id != digest.id)
    shown = tables.descents(ledger.model_copy(update={"articles": (*others, perhaps)}))
    assert column(shown, "parents") == [
        "nothing known: it counts as an origin of its own",
        "Town council",
        "one of Town council, Lune Gazette: which is not known",
    ]


def test_coverage_leaves_nothing_out_and_says_so_when_it_does(ledger: Ledger) -> None:
    frame = tables.coverage(ledger).frame
    assert list(frame["open"]) == [0, 0, 0]
    assert (frame[["claimed", "waived", "furniture", "open"]].sum(axis=1) == frame["sentences"]).all()
    bare = ledger.model_copy(update={"claims": tuple(c.model_copy(update={"evidence": ()}) for c in ledger.claims)})
    assert tables.coverage(bare).frame["open"].sum() > 0
    assert "left out" in tables.coverage(bare).caption


def test_the_edition_is_told(ledger: Ledger) -> None:
    assert column(tables.edition(open_edition(ledger)), "what") == ["Version", "Articles", "Evidence digest"]


def test_a_table_with_no_rows_keeps_its_columns() -> None:
    frame = tables.conflicts(Ledger()).frame
    assert list(frame.columns) == ["id", "statement", "between", "treatment"]
    assert frame.empty


def test_two_exhibits_of_one_name_are_refused() -> None:
    def gaps(ledger: Ledger) -> Table:
        raise NotImplementedError

    with pytest.raises(ValueError, match="two exhibits are called gaps"):
        table(gaps)


def test_a_table_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(AttributeError, match="there is no 'claim_matrix'; there are accounts, "):
        tables.claim_matrix  # noqa: B018


def test_a_statement_is_quoted_as_it_stands_but_for_its_full_stop(ledger: Ledger) -> None:
    found = tables.statements(ledger)
    assert {f"{words}." for words in found.values()} == {j.statement for j in ledger.standing_judgements}
    assert set(found) == {f"statement_{j.id}" for j in ledger.standing_judgements}


def test_a_state_that_all_indicators_share_stands_in_the_caption_alone(ledger: Ledger) -> None:
    first = ledger.indicators[0].model_copy(update={"state": "not-looked-for", "as_of": None})
    other = first.model_copy(update={"id": "I99", "state": "observed"})
    label = ledger.label("indicator_state", "not-looked-for")
    alike = tables.indicators(ledger.model_copy(update={"indicators": (first, first.model_copy(update={"id": "I98"}))}))
    assert alike.caption.endswith(f" So far, of all: {label}.")
    assert "So far" not in [c.heading for c in alike.columns]
    apart = tables.indicators(ledger.model_copy(update={"indicators": (first, other)}))
    assert "So far" not in apart.caption
    assert column(apart, "state") == [label, ledger.label("indicator_state", "observed")]


def test_what_to_collect_stands_with_the_silence_that_it_would_end(ledger: Ledger) -> None:
    gap = ledger.gaps[0].model_copy(update={"silence": "Nothing is said.", "collect": "The log."})
    shown = tables.gaps(ledger.model_copy(update={"gaps": (gap, gap.model_copy(update={"id": "G99", "collect": ""}))}))
    assert column(shown, "silence") == ["Nothing is said. The log.", "Nothing is said."]


def test_a_correction_of_what_a_ledger_no_longer_holds_names_it_without_a_link(ledger: Ledger) -> None:
    (correction,) = ledger.corrections
    both = correction.model_copy(update={"concerns": ("C03", "C08", "C01")})
    shown = tables.corrections(without(ledger.model_copy(update={"corrections": (both,)}), "C03", "C08"))
    (parts,) = (row[-1] for row in shown.rows())
    assert "".join(map(str, parts)) == "C01, C03, C08"
    assert [part.target for part in parts if isinstance(part, Link)] == ["C01"]
