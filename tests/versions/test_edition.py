"""Which edition a build prints follows from ledger, releases and commit alone."""

from __future__ import annotations

import datetime as dt

import pytest

from briefing.checking.check import open_ledger
from briefing.model.digest import evidence_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.git import commit, has_repository, standing
from briefing.versions.edition import as_of, read_edition
from briefing.versions.make import complete, plan_release
from briefing.versions.store import build_release, publish
from made_ledgers import sound
from repositories import git


def release(layout: Layout, version: str, ledger: Ledger, released: str = "2024-06-01") -> None:
    day = dt.date.fromisoformat(released)
    publish(layout, build_release(ledger, None, version, day, reasons={}, inputs={}))


def test_without_a_release_the_edition_is_a_first_draft(tiny: Layout, ledger: Ledger) -> None:
    edition = read_edition(tiny, ledger)
    assert (edition.version, edition.status) == ("0.0.0+draft", "draft")
    assert edition.digest == evidence_digest(ledger)
    assert edition.title == "Why is the Old Bridge closed?"


def test_the_evidence_of_the_highest_release_is_that_release(tiny: Layout, ledger: Ledger) -> None:
    release(tiny, "1.9.0", Ledger())
    release(tiny, "1.10.0", ledger)
    edition = read_edition(tiny, ledger)
    assert (edition.version, edition.status) == ("1.10.0", "release")


def test_other_evidence_than_the_highest_releases_is_a_draft_after_it(tiny: Layout, ledger: Ledger) -> None:
    release(tiny, "1.9.0", ledger)
    release(tiny, "1.10.0", Ledger())
    edition = read_edition(tiny, ledger)
    assert (edition.version, edition.status) == ("1.10.0+draft", "draft")


EDITS = ("chapters/one.md", "index.md", "_toc.yml", "_config.yml", "references.bib")


@pytest.mark.parametrize("name", EDITS)
def test_what_the_book_prints_and_was_not_released_makes_a_draft_of_the_same_evidence(tiny: Layout, name: str) -> None:
    publish(tiny, complete(tiny, plan_release(tiny), dt.date(2026, 1, 2)))
    ledger, path = open_ledger(tiny), tiny.root / name
    before = path.read_bytes()
    released = read_edition(tiny, ledger)
    assert (released.version, released.stamp) == ("1.0.0", "Version 1.0.0, released 2 January 2026")
    path.write_bytes(before + b"\n")
    edition = read_edition(tiny, ledger)
    assert (edition.version, edition.status, edition.stamp) == (
        "1.0.0+draft", "draft", "Version 1.0.0+draft, not released",
    )  # fmt: skip
    assert edition.digest == released.digest
    path.write_bytes(before.replace(b"\n", b"\r\n"))  # what a clone may do to a file is no edit of it
    assert read_edition(tiny, ledger).version == "1.0.0"


def test_a_page_that_came_or_went_since_the_release_makes_a_draft(tiny: Layout) -> None:
    publish(tiny, complete(tiny, plan_release(tiny), dt.date(2026, 1, 2)))
    ledger, new = open_ledger(tiny), tiny.chapters / "new.md"
    new.write_text("# New\n", "utf-8")
    assert read_edition(tiny, ledger).status == "draft"
    new.unlink()
    assert read_edition(tiny, ledger).status == "release"
    (tiny.chapters / "one.md").unlink()
    assert read_edition(tiny, ledger).status == "draft"


def dated(*days: str | None) -> Ledger:
    first = sound().articles[0]
    return Ledger(
        articles=tuple(
            first.model_copy(update={"id": f"a{n}", "published": dt.date.fromisoformat(day) if day else None})
            for n, day in enumerate(days)
        )
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "none yet"),
        (["2024-05-09"], "dated to 9 May 2024"),
        ([None], "undated"),
        (["2024-05-09", None], "dated to 9 May 2024; one article is undated"),
        (["2023-12-31", "2024-05-09", None, None], "dated to 9 May 2024; two articles are undated"),
        ([None] * 3, "undated"),
        (["2024-05-09"] * 49 + [None], "dated to 9 May 2024; one article is undated"),
    ],
)
def test_how_far_the_articles_go_is_true_of_any_number_of_them(days: list[str | None], words: str) -> None:
    assert as_of(dated(*days)) == words


def test_a_repository_around_the_briefing_that_does_not_track_it_is_not_its_own(tiny: Layout) -> None:
    above = tiny.root.parent
    git(above, "init", "--quiet")
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    git(above, *identity, "commit", "--quiet", "--allow-empty", "--message", "other")
    assert commit(tiny) == "unknown"
    assert not has_repository(tiny)


def test_outside_a_repository_the_commit_is_unknown(tiny: Layout) -> None:
    assert commit(tiny) == "unknown"


def test_the_commit_is_that_of_the_checkout(repository: Layout) -> None:
    assert commit(repository) == git(repository.root, "rev-parse", "HEAD")


def test_a_changed_tracked_file_makes_the_commit_dirty_and_an_untracked_one_does_not(repository: Layout) -> None:
    (repository.root / "notes.txt").write_text("mine")
    assert not commit(repository).endswith("-dirty")
    (repository.root / "index.md").write_text("changed")
    assert commit(repository) == git(repository.root, "rev-parse", "HEAD") + "-dirty"


def test_a_release_has_its_own_day_and_a_draft_that_of_its_commit(
    repository: Layout, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-05-11T23:30:00-04:00")
    git(repository.root, "commit", "--quiet", "--amend", "--no-edit")
    draft = read_edition(repository, ledger)
    assert (draft.day, draft.released, draft.stamp) == (
        dt.date(2024, 5, 12), None, "Version 0.0.0+draft, not released",
    )  # fmt: skip
    release(repository, "1.0.0", ledger, "2024-06-01")
    edition = read_edition(repository, ledger)
    assert edition.day == edition.released == dt.date(2024, 6, 1)
    assert edition.stamp == "Version 1.0.0, released 1 June 2024"


def test_outside_a_repository_a_draft_is_dated_by_its_newest_article(tiny: Layout, ledger: Ledger) -> None:
    newest = max(article.published for article in ledger.articles if article.published)
    assert read_edition(tiny, ledger).day == newest


def test_a_release_prints_its_own_commit_also_when_digests_were_recorded_after_it(
    repository: Layout, ledger: Ledger
) -> None:
    release(repository, "1.0.0", ledger)
    git(repository.root, "add", ".")
    git(repository.root, "commit", "--quiet", "--message", "Release 1.0.0")
    tagged = commit(repository)
    git(repository.root, "tag", "v1.0.0")
    (repository.releases / "1.0.0.sha256").write_text("0  briefing.pdf")
    git(repository.root, "add", ".")
    git(repository.root, "commit", "--quiet", "--message", "Record digests")
    assert read_edition(repository, ledger).commit == tagged
    (repository.root / "index.md").write_text("changed")
    git(repository.root, "commit", "--quiet", "--all", "--message", "Change a chapter")
    assert read_edition(repository, ledger).commit == commit(repository) != tagged


def test_what_builds_ask_of_git_differs_whenever_another_commit_would_be_printed(
    repository: Layout, ledger: Ledger
) -> None:
    """Also between two states that both differ from the last commit, of which one is as it was released."""
    readme = repository.root / "README.md"
    readme.write_text("as released")
    release(repository, "1.0.0", ledger)
    for message, words in (("Release 1.0.0", "as released"), ("Say more", "more")):
        readme.write_text(words)
        git(repository.root, "add", ".")
        git(repository.root, "commit", "--quiet", "--message", message)
        if message.startswith("Release"):
            git(repository.root, "tag", "v1.0.0")
    told = {}
    for words in ("as released", "other", "more"):
        readme.write_text(words)
        told[standing(repository)] = read_edition(repository, ledger).commit
    assert len(set(told.values())) == len(told) == 3
