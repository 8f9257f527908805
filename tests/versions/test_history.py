from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from lxml import etree

from briefing.exhibits import tables
from briefing.exhibits.display import Marked
from briefing.model.ledger import Ledger, Release
from briefing.versions.edition import Edition
from briefing.versions.history import feed_bytes, histories, steps
from briefing.versions.store import build_release
from made_ledgers import SOUND, altered, sound

CORRECTED = {
    "id": "K1", "concerns": ["C02"], "wrong": "Gulls stayed.", "since": "1.0.0", "corrected_in": "1.1.0",
    "affects": "Ornithologists.", "because": "A slip.",
}  # fmt: skip
FIRST = sound()
SECOND = sound(
    claims=[SOUND["claims"][0], SOUND["claims"][1] | {"withdrawn": {"because": "They came back."}}],
    corrections=[CORRECTED],
)
THIRD = sound(
    claims=[
        SOUND["claims"][0] | {"kind": "opinion"},
        SOUND["claims"][1] | {"withdrawn": {"because": "They came back."}},
    ],
    judgements=[SOUND["judgements"][0] | {"confidence": "moderate"}],
    corrections=[CORRECTED],
)
EDITION = Edition("2.0.0", "0" * 64, "unknown", "dated to 9 May 2024", "Birds?", "", "release")


def chain(*ledgers: Ledger) -> tuple[Release, ...]:
    releases: list[Release] = []
    for ledger, version, month in zip(ledgers, ("1.0.0", "1.1.0", "2.0.0"), (1, 2, 3), strict=False):
        why = {"1.1.0": {"C02": "They came back."}, "2.0.0": {"C01": "Read again.", "J1": "A second count."}}
        day, before = dt.date(2026, month, 1), releases[-1] if releases else None
        releases.append(build_release(ledger, before, version, day, reasons=why.get(version, {}), inputs={}))
    return tuple(releases)


ALL = chain(FIRST, SECOND, THIRD)


def shown(table: object) -> list[dict[str, object]]:
    return table.frame.to_dict("records")  # type: ignore[attr-defined, no-any-return]


def test_the_history_of_a_claim_says_in_which_version_what_happened_and_why() -> None:
    assert [(e.version, e.what, e.why) for e in histories(ALL, THIRD)["C02"]] == [
        ("1.1.0", "Withdrawn: Gulls left the island.", "They came back."),
        ("1.1.0", "Correction K1: Gulls stayed. Since 1.0.0.", "A slip."),
        ("1.0.0", "First published.", ""),
    ]
    assert histories(ALL, THIRD)["J1"][0].why == "A second count."
    assert histories(ALL, THIRD).keys() == THIRD.record_by_id.keys() >= {"C01", "J1", "G1", "K1", "alpha"}


def test_all_that_happened_to_a_record_in_one_version_is_one_event_with_its_words_marked() -> None:
    later = altered("judgements", "J1", statement="The island is loud.", because="Two origins.", confidence="moderate")
    event, _ = histories(chain(FIRST), later)["J1"]
    assert event.what == (
        "The island is loud. Before: The island is busy. Held with moderate confidence. Before: Held with low "
        "confidence. The account: Two origins. Before: The account: One origin."
    )
    assert [p.text for p in event.pieces if p.op == "added"] == ["loud", "moderate", "Two origins"]


def test_a_ledger_that_differs_from_the_last_release_is_a_draft_on_top() -> None:
    assert [s.version for s in steps(THIRD, ALL)] == ["2.0.0", "1.1.0", "1.0.0"]
    assert [s.version for s in steps(FIRST, ALL)] == ["draft", "2.0.0", "1.1.0", "1.0.0"]
    assert [s.version for s in steps(FIRST, ())] == ["draft"]


def test_a_version_in_which_only_the_chapters_changed_says_so_and_why() -> None:
    told = "No record changed; the chapters did."
    assert [s.version for s in steps(FIRST, chain(FIRST), as_released=False)] == ["draft", "1.0.0"]
    again = build_release(
        FIRST, chain(FIRST)[0], "1.0.1", dt.date(2026, 2, 1), reasons={"chapters": "Read aloud."}, inputs={}
    )
    releases = (*chain(FIRST), again)
    table = tables.changes_since(FIRST, releases=releases)
    assert table.caption == "Version 1.0.1: no record changed since version 1.0.0, and the chapters did."
    assert [row["what"] for row in shown(table)] == [f"{told} Read aloud."]
    assert str(shown(tables.release_history(FIRST, releases))[0]["what"]).startswith(f"{told} Read aloud. It holds")
    assert f"{told} Read aloud.".encode() in feed_bytes(FIRST, EDITION, releases)


def test_a_first_version_says_that_there_is_nothing_to_compare() -> None:
    for releases in ((), chain(FIRST)):
        table = tables.changes_since(FIRST, releases=releases)
        assert table.caption == "First version: there is nothing to compare it with."
        assert [row["what"] for row in shown(table)] == [
            "All of it is new: two articles, two claims and one key judgement."
        ]
    assert tables.release_history(FIRST, chain(FIRST)).caption == "One version has been released."
    assert tables.release_history(FIRST, ()).caption == "No version has been released yet."
    assert tables.corrections(FIRST).frame.empty


def test_the_chapter_shows_versions_newest_first_with_what_moved() -> None:
    rows = shown(tables.release_history(THIRD, ALL))
    assert [row["version"] for row in rows] == ["2.0.0", "1.1.0", "1.0.0"]
    assert rows[0]["released"] == "1 March 2026"
    assert str(rows[0]["what"]).startswith("One judgement changed and one claim changed. It holds two articles")
    assert str(rows[1]["what"]).startswith("One claim withdrawn. ")


def marked(cell: object) -> str:
    """Return the parts of a cell as text, what went in [-…-], what came in {+…+}."""
    parts = cell if isinstance(cell, tuple) else (cell,)
    marks = {"ins": "{{+{}+}}", "del": "[-{}-]"}
    return "".join(marks[p.op].format(p.words) if isinstance(p, Marked) else str(p) for p in parts)


def test_a_reader_of_the_first_version_sees_what_no_longer_holds_and_why() -> None:
    table = tables.changes_since(THIRD, "1.0.0", ALL)
    assert [(str(r["record"]), marked(r["what"]), r["why"]) for r in shown(table)] == [
        ("J1", "Held with [-low -]{+moderate+} confidence.", "A second count."),
        ("C01", "Kind: [-fact -]{+opinion+}.", "Read again."),
        ("Withdrawn", "C02", "They came back."),
    ]
    assert "% of the words of the records changed since version 1.0.0, in two steps." in table.caption
    assert marked(shown(tables.changes_since(THIRD, "2.0.0", ALL))[0]["what"]) == "No judgement and no claim changed."
    with pytest.raises(ValueError, match=r"9\.0\.0 was never released"):
        tables.changes_since(THIRD, "9.0.0", ALL)


def test_where_only_the_coders_notes_changed_the_caption_and_the_row_say_of_how_many() -> None:
    evidence = SOUND["claims"][0]["evidence"]
    noted = altered("claims", "C01", evidence=[evidence[0] | {"note": "Read twice."}, *evidence[1:]])
    table = tables.changes_since(noted, releases=chain(FIRST))
    told = "No judgement and no claim is worded anew; of one claim the coders’ notes changed."
    assert table.caption == f"This draft: 0 % of the words of the records changed since version 1.0.0. {told}"
    assert [row["what"] for row in shown(table)] == [told]


def test_a_row_says_what_is_said_now_and_how_surely_and_no_more() -> None:
    later = altered("judgements", "J1", statement="The island is loud.", because="Two origins.")
    (row,) = shown(tables.changes_since(later, releases=chain(FIRST)))
    assert (marked(row["what"]), row["why"]) == ("The island is [-busy -]{+loud+}.", "No reason was recorded.")


def test_a_judgement_that_says_the_same_as_surely_says_that_its_account_is_new() -> None:
    later = altered("judgements", "J1", because="Two origins.", so_what="Count again.")
    (row,) = shown(tables.changes_since(later, releases=chain(FIRST)))
    assert marked(row["what"]) == "Stands as it was; parts of its account are new."


def test_what_came_beside_judgements_and_claims_has_a_row_and_is_counted_and_told_in_the_feed() -> None:
    article = SOUND["articles"][0] | {"id": "gamma", "publisher": "The Echo", "derives_from": ["radio"]}
    later = sound(
        articles=[*SOUND["articles"], article],
        origins=[*SOUND["origins"], SOUND["origins"][0] | {"id": "radio", "publisher": "The Radio"}],
        conflicts=[*SOUND["conflicts"], SOUND["conflicts"][0] | {"id": "X2", "statement": "Many or few?"}],
        gaps=[SOUND["gaps"][0] | {"withdrawn": {"because": "It was counted."}}],
    )
    table = tables.changes_since(later, releases=chain(FIRST))
    assert "One article new, one origin new, one conflict new and one gap withdrawn." in table.caption
    assert {str(row["record"]): (marked(row["what"]), row["why"]) for row in shown(table)} == {
        "The Echo": ("New: {+Birds of alpha+}.", ""),
        "The Radio": ("New: {+Birds+}.", ""),
        "X2": ("New: {+Many or few?+}", ""),
        "G1": ("Withdrawn: [-How many?-]", "It was counted."),
    }
    feed = feed_bytes(later, EDITION, chain(FIRST, later)).decode()
    assert all(name in feed for name in ("The Echo: New", "The Radio: New", "X2: New", "G1: Withdrawn"))


def test_a_judgement_that_is_inferred_now_says_so_and_one_that_was_only_looked_at_again_does_too() -> None:
    stated = altered("judgements", "J1", directness="stated-by-all")
    inferred = altered("judgements", "J1", directness="inferred")
    (row,) = shown(tables.changes_since(inferred, releases=chain(stated)))
    assert marked(row["what"]) == "Stated or inferred: [-stated by all -]{+inferred+}."
    looked = altered("judgements", "J1", reviewed={"version": "1.1.0", "outcome": "It stands.", "saw": "abcdefgh"})
    (row,) = shown(tables.changes_since(looked, releases=chain(FIRST)))
    assert marked(row["what"]) == "Was looked at again, and stands as it was."
    assert "abcdefgh" not in feed_bytes(looked, EDITION, chain(FIRST, looked)).decode()


def test_no_row_names_a_field_or_a_key_and_every_row_has_a_reason() -> None:
    later = sound(
        claims=[{**SOUND["claims"][0], "bears_on": "fewer", "facets": {"place": "sea"}, "actors": []},
                {**SOUND["claims"][1], "evidence": []}, {**SOUND["claims"][1], "id": "C03"}],
        judgements=[SOUND["judgements"][0] | {"would_change": "Two.", "so_what": "Go.", "supported_by": ["C03"]}],
        gaps=[], vocabulary={},
    )  # fmt: skip
    rows = shown(tables.changes_since(later, releases=chain(FIRST)))
    said = " ".join(f"{marked(row['what'])} {row['record']}" for row in rows)
    assert "_" not in said
    assert "No longer quotes The Gazette (2024): “[-gulls left-]”." in said
    assert {str(row["record"]) for row in rows} == {"J1", "C01", "C02", "C03", "G1"}
    assert all(row["why"] or str(row["record"]) == "G1" for row in rows)  # of what is no claim, no reason is asked for


def test_corrections_are_shown_with_whom_they_concern() -> None:
    (row,) = shown(tables.corrections(SECOND))
    concerned = [str(link) for link in row["concerns"]]  # type: ignore[attr-defined]
    assert (str(row["id"]), concerned, row["affects"]) == ("K1", ["C02"], "Ornithologists.")


def test_of_corrections_those_of_the_version_that_corrected_last_are_shown() -> None:
    older = CORRECTED | {"id": "K2", "corrected_in": "1.9.0"}
    newer = CORRECTED | {"id": "K3", "corrected_in": "1.10.0"}
    both = tables.corrections(sound(corrections=[older, newer]))
    assert [str(row["id"]) for row in shown(both)] == ["K3"]
    assert both.caption == "One error was corrected in version 1.10.0, and one before it."


# RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must hold, as a closed RELAX NG schema.
SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start><element name="feed"><interleave>
 <ref name="common"/><element name="author"><element name="name"><text/></element></element>
 <zeroOrMore><element name="entry"><interleave><ref name="common"/>
 <element name="content"><attribute name="type"><value>xhtml</value></attribute><ref name="div"/></element>
 </interleave></element></zeroOrMore></interleave></element></start>
 <define name="common"><interleave><element name="id"><data type="anyURI"/></element>
 <element name="title"><data type="string"><param name="minLength">1</param></data></element>
 <element name="updated"><data type="dateTime"/></element><zeroOrMore><element name="link">
 <attribute name="rel"/><attribute name="type"/><attribute name="href"><data type="anyURI"/></attribute>
 </element></zeroOrMore></interleave></define>
 <define name="div"><element name="div" ns="http://www.w3.org/1999/xhtml"><choice><element name="p"><text/></element>
 <element name="ul"><oneOrMore><ref name="item"/></oneOrMore></element></choice></element></define>
 <define name="item"><element name="li" ns="http://www.w3.org/1999/xhtml"><mixed><zeroOrMore><choice>
 <element name="ins" ns="http://www.w3.org/1999/xhtml"><text/></element>
 <element name="del" ns="http://www.w3.org/1999/xhtml"><text/></element></choice></zeroOrMore></mixed></element></define>
</grammar>"""


def feed_errors(content: bytes) -> str:
    schema = etree.RelaxNG(etree.fromstring(SCHEMA))
    return "" if schema.validate(etree.fromstring(content)) else str(schema.error_log)


@pytest.mark.parametrize("site", ["", "https://example.org/b"])
def test_the_feed_is_valid_atom_and_a_broken_one_is_not(site: str) -> None:
    content = feed_bytes(THIRD, replace(EDITION, site=site), ALL)
    assert feed_errors(content) == ""
    assert feed_errors(content.replace(b"<updated>2026-03-01T00:00:00Z</updated>", b"", 1))
    assert feed_errors(content.replace(b"T00:00:00Z", b"", 1))
    assert feed_errors(feed_bytes(FIRST, replace(EDITION, site=site), ())) == ""


def test_the_feed_has_an_entry_a_release_newest_first_and_keeps_drafts_to_itself() -> None:
    content = feed_bytes(FIRST, EDITION, ALL)
    tree = etree.fromstring(content)
    titles = [e.findtext("{*}title") for e in tree.iter("{*}entry")]
    assert titles == ["Version 2.0.0", "Version 1.1.0", "Version 1.0.0"]
    assert "".join(tree.itertext()).count("They came back.") >= 1
    assert feed_bytes(FIRST, EDITION, ALL) == content
    assert len({e.findtext("{*}id") for e in tree.iter("{*}entry")}) == 3


def test_what_a_title_or_a_statement_holds_is_text_in_the_feed_whatever_ran_before() -> None:
    nasty = "</title><script>alert(1)</script>&\x00 Gulls \x1b[2J"
    later = altered("claims", "C02", statement=nasty)
    edition = replace(EDITION, title=nasty, author=nasty)
    content = feed_bytes(later, edition, chain(FIRST, later))
    assert feed_errors(content) == ""
    assert b"<script>" not in content
    ET.register_namespace("atomic", "http://www.w3.org/2005/Atom")
    assert feed_bytes(later, edition, chain(FIRST, later)) == content
