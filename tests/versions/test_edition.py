"""Which edition a build prints follows from ledger, releases and commit alone."""

from __future__ import annotations

import datetime as dt
import json
import locale
import subprocess
from pathlib import Path

import pytest

from briefing.checking.check import open_ledger
from briefing.model.digest import evidence_digest, said
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.versions.edition import commit, cutoff, edition_day, read_edition


@pytest.fixture
def ledger(tiny: Layout) -> Ledger:
    return open_ledger(tiny)


def release(layout: Layout, version: str, ledger: Ledger, released: str = "2024-06-01") -> None:
    layout.releases.mkdir(exist_ok=True)
    record = {"version": version, "released": released, "ledger": said(ledger)}
    (layout.releases / f"{version}.json").write_text(json.dumps(record))


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(tiny: Layout) -> Layout:
    git(tiny.root, "init", "--quiet")
    git(tiny.root, "add", ".")
    git(tiny.root, "commit", "--quiet", "--message", "one", "--date", "2024-05-09T10:00:00Z")
    return tiny


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


def test_the_cut_off_is_the_newest_known_date_of_articles_and_origins(ledger: Ledger) -> None:
    later = ledger.origins[0].model_copy(update={"published": dt.date(2031, 2, 28)})
    assert cutoff(ledger.model_copy(update={"origins": (later,)})) == "February 2031"
    assert cutoff(Ledger()) == "unknown"


def test_the_cut_off_is_in_english_on_every_machine(ledger: Ledger) -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "C")
        plain = cutoff(ledger)
        locale.setlocale(locale.LC_TIME, "")
        assert cutoff(ledger) == plain
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_outside_a_repository_the_commit_is_unknown(tiny: Layout) -> None:
    assert commit(tiny.root) == "unknown"


def test_the_commit_is_that_of_the_checkout(repository: Layout) -> None:
    assert commit(repository.root) == git(repository.root, "rev-parse", "HEAD")


def test_a_changed_tracked_file_makes_the_commit_dirty_and_an_untracked_one_does_not(repository: Layout) -> None:
    (repository.root / "notes.txt").write_text("mine")
    assert not commit(repository.root).endswith("-dirty")
    (repository.root / "index.md").write_text("changed")
    assert commit(repository.root) == git(repository.root, "rev-parse", "HEAD") + "-dirty"


def test_a_release_has_its_own_day_and_a_draft_that_of_its_commit(
    repository: Layout, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-05-12T10:00:00Z")
    git(repository.root, "commit", "--quiet", "--amend", "--no-edit")
    assert edition_day(repository, ledger, read_edition(repository, ledger)) == dt.date(2024, 5, 12)
    release(repository, "1.0.0", ledger, "2024-06-01")
    assert edition_day(repository, ledger, read_edition(repository, ledger)) == dt.date(2024, 6, 1)


def test_outside_a_repository_a_draft_is_dated_by_its_newest_article(tiny: Layout, ledger: Ledger) -> None:
    newest = max(article.published for article in ledger.articles if article.published)
    assert edition_day(tiny, ledger, read_edition(tiny, ledger)) == newest
