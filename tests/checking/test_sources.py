"""Articles and origins: who they are, what they go back to, and how sure that lets a judgement be."""

from __future__ import annotations

import hashlib
import re

import pytest

from breaking import BreakFile
from briefing.model.layout import Layout
from checked import check

A, V, ORIGINS = "data/articles/gazette-2021.yml", "data/vocabulary.yml", "data/origins.yml"
FERRY, BRIDGE = "data/articles/ferry-2020.yml", "https://example.org/gazette/old-bridge"
HELD = "  held: false"
TWICE = f"""{HELD}
  url: https://example.org/notice
  note: n
- {{id: o, publisher: P, title: T, url: https://example.org/notice/, held: false, note: n}}
- id: p
  publisher: P
  title: U
{HELD}"""
FERRYS_GROUND = "derives_basis: it names no source, and quotes the owner itself\n"
BROKEN = {
    "descent-unclear": (A, "derives_certainty: stated\n", "", f"{A}:1"),
    "source-unlike": (FERRY, "publisher: Harbour News", "publisher: The Courier", f"{FERRY}:1"),
    "state-undated": ("data/indicators.yml", "- id: I1", "- id: I1\n  state: observed", "data/indicators.yml:1"),
    "origin-text-unclear": (ORIGINS, "held: false", "held: true", f"{ORIGINS}:1"),
    "duplicate-publication": (ORIGINS, HELD, TWICE, f"{ORIGINS}:9"),
    "ladder-unclear": (V, "low, meaning: One article alone says it., rank: 0", "low, meaning: m., rank: 9", f"{V}:27"),
}


@pytest.mark.parametrize(
    "ranks", [(None, None, None), (0, None, None), (1, 1, 1), (9, 1, 0), (0, 1, 1), (None, 0, 1)], ids=str
)
def test_a_ladder_of_confidence_without_a_clear_order_is_told_and_caps_nothing_by_guess(
    tiny: Layout, break_file: BreakFile, ranks: tuple[int | None, ...]
) -> None:
    text = (tiny.root / V).read_text("utf-8")
    ladder = text[text.index("  low: {") : text.index("waiver:")]
    lines = ladder.splitlines()
    bare = [line.split(", rank")[0] for line in lines]
    ranked = [f"{line}}}" if r is None else f"{line}, rank: {r}}}" for line, r in zip(bare, ranks, strict=True)]
    break_file(V, ladder, "\n".join(ranked) + "\n")
    break_file("data/judgements.yml", "confidence: low", "confidence: high")
    assert [issue.code for issue in check(tiny).issues] == ["ladder-unclear"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (ORIGINS, "held: false", "held: true\n  held_as: nothing", "origin-text-unclear"),
        (ORIGINS, "held: false", "held: false\n  held_as: gazette-2021", "origin-text-unclear"),
        (ORIGINS, "published: 2021-01-11", "published: 2021-01-13", "date-impossible"),
        (ORIGINS, "published: 2021-01-11", "published: 2021-02", "date-impossible"),
        (A, "published_basis", "taken: 2021-01-11\npublished_basis", "date-impossible"),
        (A, "derives_from: [council-2021]", "may_derive_from: [council-2021]", "descent-unclear"),
        ("data/articles/ferry-2020.yml", FERRYS_GROUND, "", "descent-unclear"),
        (A, "derives_from: [council-2021]\n", "", "descent-unclear"),
        (A, "derives_from: [council-2021]", "derives_from: [council-2021]\nmay_derive_from: [council-2021, ferry-2020]",
         "duplicate-entry"),
        (FERRY, "https://example.org/harbour/ferry", f"{BRIDGE}/", "duplicate-publication"),
        (ORIGINS, HELD, f"  url: {BRIDGE}\n{HELD}", "duplicate-publication"),
        (ORIGINS, "  held: false", "  url: 'https://?x'\n  held: false", "bad-format"),
        (ORIGINS, "  held: false", "  url: 'https://example.org/},note={x'\n  held: false", "bad-format"),
        (ORIGINS, "publisher: Town council", "publisher: '...'", "empty-field"),
    ],
)  # fmt: skip
def test_an_article_or_origin_that_cannot_be_so_is_told(  # noqa: PLR0913, PLR0917 -- file, words, code
    tiny: Layout, break_file: BreakFile, file: str, old: str, new: str, code: str
) -> None:
    break_file(file, old, new)
    assert code in {issue.code for issue in check(tiny).issues}


@pytest.mark.parametrize("published", ["2021-01-12", "2021-01", "2021"])
def test_an_origin_may_be_of_the_day_month_or_year_of_its_article(
    tiny: Layout, break_file: BreakFile, published: str
) -> None:
    break_file(ORIGINS, "published: 2021-01-11", f"published: {published}")
    assert check(tiny).issues == ()


def test_the_text_of_an_origin_may_be_held_as_an_article(tiny: Layout, break_file: BreakFile) -> None:
    held = "held: true\n  held_as: ferry-2020\n  url: https://example.org/harbour/ferry"
    break_file(ORIGINS, "  published: 2021-01-11\n  held: false", f"  {held}")
    break_file("data/judgements.yml", " that is not held", "")
    assert check(tiny).issues == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: Notice", "title: A notice", "its publisher is Harbour News, and it stands at"),
        ("publisher: Town council\n", "publisher: Harbour News\n", "it is of another date"),
        ("held_as: ferry-2020", "held_as: gazette-2021", "it derives from it"),
    ],
)
def test_a_retelling_is_not_the_text_of_an_origin(
    tiny: Layout, break_file: BreakFile, old: str, new: str, told: str
) -> None:
    break_file(ORIGINS, "held: false", "held: true\n  held_as: ferry-2020")
    break_file(ORIGINS, old, new)
    (issue,) = [issue for issue in check(tiny).issues if issue.code == "origin-text-unclear"]
    assert told in issue.got


@pytest.mark.parametrize(
    ("words", "parent", "basis", "clear"),
    [
        ("The Town council said so.", "", "", False),
        ("The Town council said so.", "derives_from: [council-2021]", "", True),
        ("The Town council said so.", "", "it asked the Town council itself", True),
        ("See: Notice on the Old Bridge", "", "the Notice on the Old Bridge is named in passing", False),
        ("See: Notice on the Old Bridge", "may_derive_from: [council-2021, gazette-2021]", "", True),
        ("As the Lune Gazette told.", "", "", False),
        ("As the Lune Gazette told.", "derives_from: [digest-2021]", "", False),
    ],
)
def test_what_an_article_names_it_goes_back_to_or_says_why_not(
    tiny: Layout,
    words: str,
    parent: str,
    basis: str,
    clear: bool,  # noqa: FBT001
) -> None:
    text = (tiny.articles / "ferry-2020.txt").read_bytes() + f"\n\n{words}\n".encode()
    (tiny.articles / "ferry-2020.txt").write_bytes(text)
    sidecar = (tiny.root / FERRY).read_text("utf-8").replace("it names no source, and", f"{basis}; it")
    sidecar = re.sub("(?m)^sha256: .*$", f"sha256: {hashlib.sha256(text).hexdigest()}", sidecar)
    (tiny.root / FERRY).write_text(f"{sidecar}{parent}\n" + "derives_certainty: stated\n" * bool(parent), "utf-8")
    assert ("descent-unclear" not in {issue.code for issue in check(tiny).issues}) == clear


def test_two_origins_of_one_publisher_and_day_are_told_apart_by_their_bases(
    tiny: Layout, break_file: BreakFile
) -> None:
    other = "- {id: b, publisher: Town council, title: T, published: 2021-01-11, held: false, note: n, basis: one}\n"
    path = tiny.root / ORIGINS
    path.write_text(path.read_text("utf-8") + other, "utf-8")
    assert "duplicate-publication" in {issue.code for issue in check(tiny).issues}
    break_file(ORIGINS, "dateline: Lancaster", "basis: another")
    assert "duplicate-publication" not in {issue.code for issue in check(tiny).issues}


@pytest.mark.parametrize(
    ("old", "new", "known"),
    [
        ("Ferry runs at night again", "Ferry runs again", True),
        ("Ferry runs at night again", "Markets rally in spring", False),
        ("publisher: Harbour News", "publisher: The Courier\nabout: It calls itself The Courier.", True),
        ("publisher: Harbour News", "publisher: Lune Crossings", True),
        ("publisher: Harbour News", "publisher: New Herald", False),
    ],
)
def test_an_article_has_the_title_and_publisher_of_its_text(
    tiny: Layout,
    break_file: BreakFile,
    old: str,
    new: str,
    known: bool,  # noqa: FBT001
) -> None:
    break_file(FERRY, old, new)
    assert ("source-unlike" not in {issue.code for issue in check(tiny).issues}) == known


@pytest.mark.parametrize(
    ("old", "new", "clear"),
    [
        ("low: {label: low", "low: {label: high confidence", False),
        ("low: {label: low", "low: {label: rather low", True),
        ("meaning: Two origins say it.", "meaning: One article alone says it.", False),
        ("inferred: {label: inferred,", "inferred: {label: inferred by all of us,", True),
        ("inferred: {label: inferred,", "inferred: {label: stated by all,", False),
        ("many: {label: many,", "many: {label: not all,", True),  # no word that judgements are coded in
    ],
)
def test_a_word_of_a_judgement_is_printed_as_no_other(
    tiny: Layout,
    old: str,
    new: str,
    clear: bool,  # noqa: FBT001
) -> None:
    text = (tiny.root / V).read_text("utf-8")
    start = text.index(
        "quantity:" if old.startswith("many") else "confidence:" if "low" in old or "Two" in old else "directness:"
    )
    (tiny.root / V).write_text(text[:start] + text[start:].replace(old, new, 1), "utf-8")
    assert ("label-shared" not in {issue.code for issue in check(tiny).issues}) == clear
