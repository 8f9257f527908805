from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from briefing.commands.cli import main
from briefing.model.layout import Layout
from briefing.reading.releases import read_releases
from briefing.versions.make import complete, plan_release
from briefing.versions.site import SiteError, make_site, tree_digest
from briefing.versions.store import publish
from briefing.versions.tagging import continue_release
from repositories import git
from tiny_books import made_once, replace

pytestmark = pytest.mark.slow  # git, for every test
# Stands in for a tag's own build: a page that names the version, and the canonical ledger.
FAKE = """
import json, pathlib
release = max(pathlib.Path("data/releases").glob("*.json"), key=lambda p: p.stem)
record = json.loads(release.read_text("utf-8"))
html = pathlib.Path("_build/html")
(html / "downloads/data").mkdir(parents=True)
(html / "claims").mkdir()
(html / "claims/C08.html").write_text("claim", "utf-8")
(html / "index.html").write_text(record["version"], "utf-8")
ledger = json.dumps({"schema": 2, **record["ledger"]}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
(html / "downloads/data/ledger.json").write_text(ledger, "utf-8")
"""


def release(layout: Layout, day: dt.date, **reasons: str) -> None:
    git(layout.root, "commit", "-qam", "Edit", "--allow-empty")
    made = complete(layout, plan_release(layout, reasons), day)
    publish(layout, made)
    continue_release(layout)


@pytest.fixture
def tagged(repository: Layout, shared: Path) -> Layout:
    """The tiny briefing with two tagged versions: a judgement moved from the first to the second."""

    def make(folder: Path) -> None:
        layout = Layout(shutil.copytree(repository.root, folder / "tiny"))
        release(layout, dt.date(2026, 1, 2))
        replace(layout.data / "judgements.yml", "confidence: moderate", "confidence: low")
        release(layout, dt.date(2026, 2, 3), J2="One notice only.")

    made = made_once(shared, "tagged", make) / "tiny"
    shutil.rmtree(repository.root)
    shutil.copytree(made, repository.root)
    return repository


@pytest.fixture
def builder(tmp_path: Path) -> tuple[str, ...]:
    script = tmp_path / "fake.py"
    script.write_text(FAKE, "utf-8")
    return (sys.executable, str(script))


NO_BUILDER = (sys.executable, "-c", "raise SystemExit('must not be built')")


def made(layout: Layout, out: Path, builder: tuple[str, ...]) -> Path:
    make_site(layout, out, builder=builder, say=lambda _: None)
    return out


def script(folder: Path) -> dict[str, object]:
    text = (folder / "_static/versions.js").read_text("utf-8")
    found = re.fullmatch(r"window\.BRIEFING_VERSIONS = (.*);\n", text)
    assert found
    body: dict[str, object] = json.loads(found[1])
    return body


def test_every_version_has_its_folder_and_the_root_shows_the_newest(
    tagged: Layout, tmp_path: Path, builder: tuple[str, ...]
) -> None:
    out = made(tagged, tmp_path / "site", builder)
    assert [(out / p / "index.html").read_text() for p in ("v1.0.0", "v2.0.0", "")] == ["1.0.0", "2.0.0", "2.0.0"]
    assert (out / "v1.0.0/claims/C08.html").exists()
    listed = json.loads((out / "versions.json").read_bytes())
    assert [(v["version"], v["path"]) for v in listed] == [("2.0.0", "v2.0.0/"), ("1.0.0", "v1.0.0/")]
    assert not list(tmp_path.glob(".site*"))
    assert len(git(tagged.root, "worktree", "list").splitlines()) == 1


def test_an_old_version_learns_that_it_is_old_and_what_changed_since(
    tagged: Layout, tmp_path: Path, builder: tuple[str, ...]
) -> None:
    out = made(tagged, tmp_path / "site", builder)
    old = script(out / "v1.0.0")
    assert (old["current"], old["latest"]) == ("1.0.0", "2.0.0")
    assert set(old["since"]) == {"J2"}  # type: ignore[call-overload]
    assert old["since"]["J2"][0]["why"] == "One notice only."  # type: ignore[index]
    assert script(out / "v2.0.0")["since"] == {}
    for folder in (out, out / "v1.0.0"):
        for version in script(folder)["versions"]:  # type: ignore[attr-defined]
            assert (folder / version["path"] / "index.html").read_text() == version["version"]


def test_what_is_on_the_site_or_in_the_archive_is_not_built_again(
    tagged: Layout, tmp_path: Path, builder: tuple[str, ...]
) -> None:
    out = made(tagged, tmp_path / "site", builder)
    before = {v: tree_digest(out / v) for v in ("v1.0.0", "v2.0.0")}
    made(tagged, out, NO_BUILDER)
    assert {v: tree_digest(out / v) for v in before} == before
    make_site(tagged, tmp_path / "other", archive=out, builder=NO_BUILDER, say=lambda _: None)
    assert (tmp_path / "other/v1.0.0/index.html").read_text() == "1.0.0"


def test_an_old_version_with_other_files_or_other_evidence_is_refused_and_the_site_stays(
    tagged: Layout, tmp_path: Path, builder: tuple[str, ...]
) -> None:
    out = made(tagged, tmp_path / "site", builder)
    (out / "v1.0.0/index.html").write_text("rewritten", "utf-8")
    before = tree_digest(out)
    with pytest.raises(SiteError, match=r"v1\.0\.0: its files are not those that were published"):
        made(tagged, out, builder)
    archive = tmp_path / "archive"
    shutil.copytree(out, archive)
    (archive / "v1.0.0/downloads/data/ledger.json").write_text("{}", "utf-8")
    with pytest.raises(SiteError, match=r"v1\.0\.0: its evidence digest is"):
        make_site(tagged, tmp_path / "new", archive=archive, builder=builder, say=lambda _: None)
    assert tree_digest(out) == before
    assert not (tmp_path / "new").exists()


def test_a_build_that_fails_changes_nothing(tagged: Layout, tmp_path: Path, builder: tuple[str, ...]) -> None:
    with pytest.raises(SiteError, match=r"v1\.0\.0: .* ended with 1 and left no _build/html"):
        made(tagged, tmp_path / "site", NO_BUILDER)
    assert not (tmp_path / "site").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear", "utf-8")
    with pytest.raises(SiteError, match="no site of this kind"):
        made(tagged, tmp_path / "mine", builder)
    assert (tmp_path / "mine/letter.txt").exists()


def test_a_tag_that_holds_another_release_is_refused(tagged: Layout, tmp_path: Path, builder: tuple[str, ...]) -> None:
    git(tagged.root, "tag", "--force", "v1.0.0", "HEAD~3")
    with pytest.raises(SiteError, match="holds another file"):
        made(tagged, tmp_path / "site", builder)


def test_a_version_without_a_tag_is_a_page_of_what_its_release_file_holds(
    tagged: Layout, tmp_path: Path, builder: tuple[str, ...]
) -> None:
    git(tagged.root, "tag", "-d", "v1.0.0")
    out = made(tagged, tmp_path / "site", builder)
    page = (out / "v1.0.0/index.html").read_text("utf-8")
    first = read_releases(tagged)[0]
    assert "The pages of this version were not kept." in page
    for claim in first.ledger.claims:
        assert f'<dt id="{claim.id}">' in page
    assert "moderate confidence" in page
    assert (out / "index.html").read_text("utf-8") == "2.0.0"
    made(tagged, out, NO_BUILDER)
    assert (out / "v1.0.0/index.html").read_text("utf-8") == page


@pytest.mark.parametrize("content", [b"{", b"[1]", b"[{}]", b"{}", b"[]", b"\xe9", b'[{"version": "../x"}]'])
def test_an_odd_list_of_versions_is_refused_in_one_line_and_never_written_anew(
    tagged: Layout, tmp_path: Path, builder: tuple[str, ...], content: bytes
) -> None:
    out = made(tagged, tmp_path / "site", builder)
    (out / "v1.0.0/index.html").write_text("FORGED", "utf-8")
    (out / "versions.json").write_bytes(content)
    with pytest.raises(SiteError) as error:
        made(tagged, out, builder)
    assert "\n" not in str(error.value)
    assert (out / "versions.json").read_bytes() == content


def test_a_run_that_was_killed_between_the_two_renames_loses_no_original(
    tagged: Layout, tmp_path: Path, builder: tuple[str, ...]
) -> None:
    out, old = made(tagged, tmp_path / "site", builder), tmp_path / ".site.old"
    (out / "v1.0.0/claims/C08.html").chmod(0o600)
    out.rename(old)  # killed here: the site is away, and beside it
    made(tagged, out, NO_BUILDER)
    assert (out / "v1.0.0/index.html").read_text() == "1.0.0"
    assert not old.exists()
    shutil.copytree(out, old)  # killed before the old one was removed
    made(tagged, out, NO_BUILDER)
    assert not old.exists()
    shutil.copytree(out, old)
    (old / "v0.9.0").mkdir()
    with pytest.raises(SiteError, match=r"holds v0\.9\.0"):
        made(tagged, out, NO_BUILDER)
    assert (old / "v0.9.0").is_dir()


def test_an_archive_that_is_no_folder_is_told(tagged: Layout, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="is no folder"):
        make_site(tagged, tmp_path / "site", archive=tmp_path / "none", builder=NO_BUILDER, say=lambda _: None)


def test_the_command_says_in_one_line_why_there_is_no_site(
    tiny: Layout, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tiny.root, "init", "-q")
    assert main(["site", str(tmp_path / "site")]) == 1
    assert capsys.readouterr().err == "nothing has been released yet: run `briefing release --tag` first\n"
