"""How the words of the book changed: by chapter, by record, and in the words of a command."""

from __future__ import annotations

import datetime as dt

import pytest

from breaking import BreakFile
from briefing.commands.cli import main
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.releases import read_releases
from briefing.versions.make import complete, plan_release
from briefing.versions.redline import (
    chapter_redlines,
    record_redlines,
    redline_words,
    released_pages,
    share,
    written_pages,
)
from briefing.versions.store import build_release, input_digests, publish
from made_ledgers import altered, sound
from repositories import git

DAY = dt.date(2026, 1, 2)
OLD = "# The bridge\n\nTerns nest here {claim}`C01`.\n\n```{code-cell}\nhidden()\n```\n\n- one\n- two\n"
NEW = "# The bridge\n\nGulls nest here {claim}`C02`, now.\n\n- one\n- two\n"


def test_a_chapter_is_compared_by_what_a_reader_reads_of_it() -> None:
    (part,) = chapter_redlines({"a.md": OLD}, {"a.md": NEW})
    assert (part.name, part.before) == ("The bridge", "The bridge\nTerns nest here.\none\ntwo")
    # Before: The bridge Terns nest here one two, 7 words; one goes, two come: 3 of 2 * 6 + 3.
    assert part.words == (6, 1, 2)
    assert share([part]) == "20 %"
    assert [(p.op, p.text.strip()) for p in part.pieces if p.op != "same"][:2] == [
        ("removed", "Terns"),
        ("added", "Gulls"),
    ]


def test_chapters_that_came_or_went_are_named_as_such_and_unchanged_ones_are_not() -> None:
    same = "# Same\n\nAs it was."
    parts = chapter_redlines({"a.md": OLD, "same.md": same}, {"b.md": NEW, "same.md": same})
    assert [str(part) for part in parts] == ["The bridge new", "Same 0 %", "The bridge no longer there"]
    # 8 words came, 7 went, 4 stayed: 15 of 23.
    assert redline_words(parts) == (
        "65 % of the words of the chapters changed: The bridge new, The bridge no longer there"
    )


def test_a_share_that_rounds_to_nothing_is_not_called_nothing() -> None:
    long = "# Long\n\n" + "word " * 300
    parts = chapter_redlines({"a.md": long}, {"a.md": f"{long} more"})
    assert redline_words(parts) == "Less than 1 % of the words of the chapters changed: Long less than 1 %"
    assert share(chapter_redlines({"a.md": long}, {"a.md": long})) == share([]) == "0 %"


def test_the_words_of_records_are_counted_that_only_one_of_two_versions_has() -> None:
    # The judgement's texts hold 4 + 2 + 2 words; two of them go and two come: 4 of 16.
    parts = record_redlines(sound(), altered("judgements", "J1", statement="The island rests quietly."))
    (judgement,) = [part for part in parts if part.before != part.after]
    assert (judgement.name, judgement.words, share([judgement])) == ("J1", (6, 2, 2), "25 %")
    assert 0 < int(share(parts).removesuffix(" %")) < 25
    assert share(record_redlines(sound(), sound())) == "0 %"
    assert share(record_redlines(Ledger(), sound())) == "100 %"
    assert share(record_redlines(Ledger(), Ledger())) == "0 %"


def test_a_release_keeps_its_chapters_as_they_were_written(tiny: Layout, break_file: BreakFile) -> None:
    pages = written_pages(tiny)
    assert next(iter(pages)) == "index.md"
    publish(tiny, complete(tiny, plan_release(tiny), DAY))
    break_file("chapters/one.md", pages["chapters/one.md"], "# Another\n\nOther words.\n")
    (release,) = read_releases(tiny)
    assert released_pages(tiny, release) == pages


def test_chapters_that_a_release_does_not_keep_are_taken_from_git_if_they_are_the_ones(
    tiny: Layout, break_file: BreakFile
) -> None:
    pages = written_pages(tiny)
    ledger = plan_release(tiny).ledger
    release = build_release(ledger, None, "1.0.0", DAY, reasons={}, inputs=input_digests(tiny))
    publish(tiny, release)
    assert released_pages(tiny, release) == {}  # neither kept nor in a history
    git(tiny.root, "init", "-q")
    git(tiny.root, "add", ".")
    git(tiny.root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "x")
    break_file("chapters/one.md", pages["chapters/one.md"], "# Another\n\nOther words.\n")
    assert dict(released_pages(tiny, release)) == pages
    other = release.model_copy(update={"inputs": {**release.inputs, "chapters/one.md": "0" * 64}})
    assert released_pages(tiny, other) == {}


def test_the_command_says_how_much_of_each_chapter_changed_and_shows_the_words(
    tiny: Layout, break_file: BreakFile, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tiny, complete(tiny, plan_release(tiny), DAY))
    before = written_pages(tiny)["chapters/one.md"]
    break_file("chapters/one.md", before, f"{before}\nBoats wait.\n")
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    assert main(["diff", "1.0.0", ".", "--prose"]) == 0
    said = capsys.readouterr().out
    assert "% of the words of the records changed." in said
    title = next(line for line in before.splitlines() if line.startswith("# ")).removeprefix("# ")
    assert f"% of the words of the chapters changed: {title} " in said
    assert "{+Boats wait.+}" in said
    assert main(["diff", "1.0.0", "."]) == 0
    assert "Boats wait" not in capsys.readouterr().out


MORE = "\n:::{guide}\nBoats wait here for the day.\n:::\n"


@pytest.mark.parametrize(
    ("file", "added", "told"),
    [
        ("chapters/one.md", MORE, "% of the words of the chapters changed: The bridge "),
        ("chapters/one.md", "\n% a comment\n", "No word of the chapters changed, but chapters/one.md did."),
        ("_toc.yml", "# a comment\n", "No word of the chapters changed, but _toc.yml did."),
    ],
)
def test_where_no_record_changed_one_sentence_says_what_did(
    tiny: Layout, capsys: pytest.CaptureFixture[str], file: str, added: str, told: str
) -> None:
    publish(tiny, complete(tiny, plan_release(tiny), DAY))
    assert main(["diff"]) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"
    path = tiny.root / file
    path.write_text(path.read_text("utf-8") + added, "utf-8")
    for more, begins in (((), "No record changed."), (("--format", "json"), "{")):
        assert main(["diff", *more]) == 0
        said = capsys.readouterr().out
        assert said.startswith(begins)
        assert told in said
    assert main(["diff", ".", "1.0.0"]) == 0
    assert told in capsys.readouterr().out


def test_what_cannot_be_compared_is_said(
    tiny: Layout, break_file: BreakFile, capsys: pytest.CaptureFixture[str]
) -> None:
    release = complete(tiny, plan_release(tiny), DAY)
    publish(tiny, build_release(release.ledger, None, "1.0.0", DAY, reasons={}, inputs=release.inputs))
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    assert main(["diff"]) == 0
    assert "The chapters were not compared" in capsys.readouterr().out


def test_a_chapter_that_cannot_be_read_or_parsed_is_told_in_one_line_and_at_once(
    tiny: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tiny, complete(tiny, plan_release(tiny), DAY))
    page = tiny.chapters / "one.md"
    page.write_bytes(b"# T\n\n\xff" + b"*a" * 50_000 + b"\n")
    assert main(["diff"]) == 0
    capsys.readouterr()
    page.unlink()
    page.mkdir()
    assert main(["diff"]) == 1
    said = capsys.readouterr().err
    assert "chapters/one.md" in said
    assert said.count("\n") == 1
