from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.checking.check import check, open_ledger
from briefing.commands.cli import main
from briefing.intake.proposals import nearest_claims, suggest_furniture, wordings
from briefing.model.layout import Layout
from briefing.model.records import Evidence
from briefing.model.sources import Article
from briefing.reading.data_files import read_data

ARTICLE = (
    "Menu\nHome\n\nPier of the Old Bridge repaired\n\nMasons repaired the north pier of the Old Bridge.  \r\n"
    "It rained: “all day”.\n\nLeave a Reply\nYour email address will not be published.\nShare\n"
)
KNOWN = ["--title", 'The "pier": repaired', "--publisher", "P", "--url", "https://example.org/p"]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in.txt"
    path.write_bytes(ARTICLE.encode())
    return path


def files(layout: Layout) -> set[str]:
    return {p.relative_to(layout.root).as_posix() for p in layout.root.rglob("*") if p.is_file()}


def test_an_article_is_copied_byte_for_byte_and_what_a_person_must_say_is_asked_for_by_the_check(
    tiny: Layout, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "pier-2022", *KNOWN, "--published", "2022-03-04", str(article)]) == 0
    assert (tiny.articles / "pier-2022.txt").read_bytes() == ARTICLE.encode()
    assert "wrote proposals/pier-2022.yml" in capsys.readouterr().out
    sidecar = yaml.safe_load((tiny.articles / "pier-2022.yml").read_text("utf-8"))
    assert (sidecar["title"], str(sidecar["published"])) == ('The "pier": repaired', "2022-03-04")
    codes = {(i.place.file, i.code) for i in check(tiny).issues}
    assert codes == {("data/articles/pier-2022.yml", "empty-field")}


def test_a_filled_in_sidecar_leaves_only_the_sentences_to_be_coded_and_a_second_reader(
    tiny: Layout, article: Path
) -> None:
    main(["add", "pier-2022", *KNOWN, str(article)])
    path = tiny.articles / "pier-2022.yml"
    text = path.read_text("utf-8").replace("# furniture:", "furniture:").replace("#   - exact", "  - exact")
    text = text.replace(
        "# derives_from: []", "derives_certainty: stated\nderives_basis: y\nderives_from: [council-2021]"
    )
    path.write_text(text.replace("#     reason: ''", "    reason: x").replace(": ''", ": y"), "utf-8")
    codes = [i.code for i in check(tiny).issues]
    assert codes.count("sentence-uncovered") == 3
    assert set(codes) <= {"sentence-uncovered", "second-reading-missing"}


def test_an_address_that_is_not_of_the_web_is_refused_and_nothing_is_written(tiny: Layout, article: Path) -> None:
    before = files(tiny)
    assert main(["add", "pier-2022", *KNOWN[:-1], "javascript:alert(1)", str(article)]) != 0
    assert files(tiny) == before


def test_every_sentence_is_listed_with_the_claims_nearest_in_wording(tiny: Layout, article: Path) -> None:
    main(["add", "pier-2022", *KNOWN, str(article)])
    listed = yaml.safe_load((tiny.root / "proposals/pier-2022.yml").read_text("utf-8"))
    (masons,) = [entry for entry in listed if entry["exact"].startswith("Masons")]
    assert masons["nearest_claims"][0]["claim"] == "C02"
    assert "perhaps_furniture" not in masons
    assert {e["exact"] for e in listed if e.get("perhaps_furniture")} >= {"Menu", "Home", "Leave a Reply", "Share"}
    assert len(listed) == 8


def test_withdrawn_claims_are_not_near(tiny: Layout) -> None:
    choices = wordings(open_ledger(tiny))
    assert {claim for claim, _ in choices} == {claim.id for claim in open_ledger(tiny).standing}
    assert "C09" not in dict(nearest_claims("The whole bridge is loose.", choices))


@pytest.mark.parametrize("name", ["gazette-2021", "No Id", "../x"])
def test_what_is_there_is_never_overwritten_and_an_id_is_an_id(
    tiny: Layout, article: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before = files(tiny)
    assert main(["add", name, *KNOWN, str(article)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert files(tiny) == before


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b", b" \n"])
def test_what_is_no_text_is_refused(tiny: Layout, tmp_path: Path, content: bytes) -> None:
    before = files(tiny)
    (tmp_path / "bad.txt").write_bytes(content)
    assert main(["add", "x", *KNOWN, str(tmp_path / "bad.txt")]) == 1
    assert files(tiny) == before


@pytest.mark.parametrize(
    ("name", "changed", "reason"),
    [
        ("survey", {}, "actor survey at data/actors.yml:6 has this id."),
        (
            "council-2021",
            {},
            "origin council-2021: article council-2021 at data/articles/council-2021.yml:1 has this id.",
        ),
        ("pier-2022", {"--published": "2999-12-31"}, "published is 2999-12-31, a day still to come. Mend the date."),
        ("pier-2022", {"--published": "86400"}, "Write a day as"),
        ("pier-2022", {"--title": "a\u202eb"}, "no reader sees"),
    ],
)
def test_what_would_be_an_issue_at_once_is_refused(  # noqa: PLR0913, PLR0917
    tiny: Layout, article: Path, capsys: pytest.CaptureFixture[str], name: str, changed: dict[str, str], reason: str
) -> None:
    before = files(tiny)
    options = dict(zip(KNOWN[::2], KNOWN[1::2], strict=True)) | changed
    assert main(["add", name, *(word for option in options.items() for word in option), str(article)]) == 1
    assert reason in capsys.readouterr().err
    assert files(tiny) == before


def test_a_text_that_is_held_is_not_added_again(
    tiny: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = (tiny.articles / "ferry-2020.txt").read_bytes()
    (tmp_path / "copy.txt").write_bytes(held.replace(b"\n", b"\r\n"))
    assert main(["add", "pier-2022", *KNOWN, str(tmp_path / "copy.txt")]) == 1
    assert (
        "article ferry-2020 at data/articles/ferry-2020.yml:1 holds the same text. "
        "Keep one; a copy elsewhere is named in its description." in capsys.readouterr().err
    )


def test_a_month_of_publication_is_kept_as_it_is(tiny: Layout, article: Path) -> None:
    main(["add", "pier-2022", *KNOWN, "--published", "2022-03", str(article)])
    assert "\npublished: 2022-03\n" in (tiny.articles / "pier-2022.yml").read_text("utf-8")


def test_a_button_on_several_lines_is_proposed_once(tiny: Layout, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Share\n\nMasons came.\n\nShare\n", "utf-8")
    main(["add", "pier-2022", *KNOWN, str(tmp_path / "in.txt")])
    sidecar = (tiny.articles / "pier-2022.yml").read_text("utf-8")
    assert sidecar.count('exact: "Share"\n#     repeats: true\n') == 1


def test_evidence_in_the_same_words_is_written_out_to_be_pasted(tiny: Layout, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Buses go over the New Bridge.\nIts own words.\n", "utf-8")
    main(["add", "pier-2022", *KNOWN, str(tmp_path / "in.txt")])
    buses, own = yaml.safe_load((tiny.root / "proposals/pier-2022.yml").read_text("utf-8"))
    assert "same_words_as" not in own
    (same,) = buses["same_words_as"]
    assert same["claim"] == "C07"
    (pasted,) = same["evidence"]
    assert Evidence.model_validate(pasted).article == "pier-2022"
    assert (pasted["exact"], pasted["quantity"]) == ("Buses go over the New Bridge.", "unstated")


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_failure_on_the_way_leaves_nothing(
    tiny: Layout, article: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    real, calls, before = Path.open, [0], files(tiny)

    def fail(path: Path, mode: str = "r", *args: Any, **named: Any) -> Any:
        calls[0] += mode == "wb"
        if mode == "wb" and calls[0] == nth:
            raise OSError(28, "No space left on device")
        return real(path, mode, *args, **named)

    monkeypatch.setattr(Path, "open", fail)
    assert main(["add", "pier-2022", *KNOWN, str(article)]) == 1
    assert (calls[0], files(tiny)) == (nth, before)


def test_the_suggestions_find_the_furniture_that_editors_found_by_hand(shipped: Layout) -> None:
    ledger = read_data(shipped).ledger
    for article in ledger.articles:
        assert {f.exact for f in article.furniture} <= set(suggest_furniture(article.text))
        assert len(list(suggest_furniture(article.text))) <= 2 * len(article.furniture)


@pytest.mark.parametrize("left", [("sidecar",), ("sidecar", "text"), ("coding",), ("sidecar", "coding")])
def test_what_a_run_that_was_cut_off_has_left_the_same_command_completes(
    tiny: Layout, article: Path, left: tuple[str, ...]
) -> None:
    """A kill may fall between two files, or in the middle of one."""
    command = ["add", "pier-2022", *KNOWN, str(article)]
    paths = {
        "sidecar": tiny.articles / "pier-2022.yml",
        "coding": tiny.root / "proposals/pier-2022.yml",
        "text": tiny.articles / "pier-2022.txt",
    }
    assert main(command) == 0
    whole = {path: path.read_bytes() for path in paths.values()}
    for name, path in paths.items():
        path.unlink()
        if name in left:
            path.write_bytes(whole[path][: len(whole[path]) // (2 if name == left[-1] else 1)])
    assert main(command) == 0
    assert {path: path.read_bytes() for path in paths.values()} == whole


def test_what_is_left_of_another_run_stays_and_it_is_said_how_to_go_on(
    tiny: Layout, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "pier-2022", *KNOWN, str(article)]) == 0
    (tiny.articles / "pier-2022.txt").unlink()
    before = files(tiny)
    assert main(["add", "pier-2022", *KNOWN[:1], "Another title", *KNOWN[2:], str(article)]) == 1
    assert "say the same as then and it goes on, or remove these files first" in capsys.readouterr().err
    assert files(tiny) == before


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("Some companies still use its models. Nobody there could be reached for comment.", False),
        ("The law of copyright and of privacy is silent.", False),
        ("She wrote a newsletter on pasta.", False),
        ("Please leave a comment below.", True),
        ("We use cookies to improve your visit.", True),
        ("Copyright Hornby Times 2024.", True),
        ("3 comments", True),
        ("Tags: bridges, ferries and other ways over the water", True),
        ("Her subscribers were told.", False),
    ],
)
def test_a_sentence_that_speaks_of_a_comment_is_the_articles_unless_it_speaks_to_its_readers(
    line: str,
    furniture: bool,  # noqa: FBT001
) -> None:
    text = f"Masons came to mend the pier.\n\n{line}\n\nIt rained all day.\n"
    assert (line in suggest_furniture(text)) == furniture


def test_a_sidecar_has_a_place_for_whatever_may_be_said_of_an_article(
    tiny: Layout, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", "pier-2022", *KNOWN, str(article)])
    sidecar = (tiny.articles / "pier-2022.yml").read_text("utf-8")
    asked = {name for name in Article.model_fields if f"\n{name}:" in sidecar or f"# {name}:" in sidecar}
    free = {"id", "text", "title", "place", "published"}  # what the command is told, or what stands elsewhere
    assert set(Article.model_fields) - free - asked == set()
    assert "wrote proposals/pier-2022.yml, kept for you alone\n" in capsys.readouterr().out
