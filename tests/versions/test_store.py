from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from breaking import BreakFile
from briefing.commands.cli import main
from briefing.model.digest import said
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.reading.releases import ReleaseError, against_history, has_history, load_releases, read_releases
from briefing.versions import store as module
from briefing.versions.edition import read_edition
from briefing.versions.make import Plan, complete, plan_release, skeleton
from briefing.versions.store import build_release, input_digests, publish, release_bytes
from briefing.versions.tagging import continue_release, git_commands, preflight, refuse_unfinished
from made_ledgers import altered, sound
from repositories import git

DAY = dt.date(2026, 1, 2)
POINTS = ("open", "fsync", "close", "replace", "unlink")


def released(ledger: Ledger, version: str = "1.0.0", previous: Release | None = None) -> Release:
    return build_release(ledger, previous, version, DAY, reasons={}, inputs={})


@pytest.fixture
def two(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path)
    first = released(sound())
    publish(layout, first)
    publish(layout, released(altered("claims", "C01", kind="opinion"), "1.0.1", first))
    return layout


def codes(layout: Layout) -> list[str]:
    return sorted({issue.code for issue in (*load_releases(layout)[1], *against_history(layout))})


def test_a_published_release_is_read_back_whole_and_in_order(two: Layout) -> None:
    first, second = read_releases(two)
    assert first == released(sound())
    assert (second.previous, second.previous_seal) == ("1.0.0", first.seal)
    assert codes(two) == []


def test_versions_sort_as_numbers(two: Layout) -> None:
    last = read_releases(two)[-1]
    for version in ("1.9.0", "1.10.0"):
        last = released(sound(), version, last)
        publish(two, last)
    assert [r.version for r in read_releases(two)] == ["1.0.0", "1.0.1", "1.9.0", "1.10.0"]


def test_nothing_released_is_no_release_and_no_error(tmp_path: Path) -> None:
    assert read_releases(Layout(tmp_path)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Many terns nest", "Some terns nest"),
        ('"released": "2026-01-02"', '"released": "2026-01-03"'),
        ('"reasons": {}', '"reasons": {"C01": "x"}'),
        ('\n "version"', '\n  "version"'),
    ],
)
def test_a_release_changed_afterwards_is_found(two: Layout, old: str, new: str) -> None:
    path = two.releases / "1.0.1.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert "release-changed" in codes(two)
    with pytest.raises(ReleaseError, match=r"1\.0\.1\.json.*release-changed"):
        read_releases(two)


def test_a_release_resealed_after_a_change_still_breaks_the_chain(two: Layout) -> None:
    path = two.releases / "1.0.0.json"
    path.write_bytes(release_bytes(released(altered("claims", "C01", kind="opinion"))))
    assert codes(two) == ["release-chain-broken"]


def test_a_missing_renamed_or_unreadable_release_is_found(two: Layout) -> None:
    first = two.releases / "1.0.0.json"
    content = first.read_bytes()
    first.unlink()
    assert codes(two) == ["release-chain-broken"]
    (two.releases / "1.0.9.json").write_bytes(content)
    assert "release-changed" in codes(two)
    first.write_bytes(content[:-50])
    assert "release-unreadable" in codes(two)


def test_a_version_is_never_written_twice(two: Layout) -> None:
    before = (two.releases / "1.0.1.json").read_bytes()
    with pytest.raises(ReleaseError, match="never written twice"):
        publish(two, released(sound(), "1.0.1"))
    assert (two.releases / "1.0.1.json").read_bytes() == before


def _killed_at(point: int, layout: Layout, release: Release) -> None:
    """Publish, and die without a word at the given system call, with half a file where it is flushed."""
    calls = 0

    def wrap(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == point:
                if name == "fsync" and not (layout.releases / f"{release.version}.json").exists():
                    os.truncate(arguments[0], 100)  # type: ignore[arg-type]
                os._exit(9)
            return real(*arguments, **named)

        return call

    for name in POINTS:
        setattr(module.os, name, wrap(name, getattr(os, name)))
    publish(layout, release)


def test_a_release_killed_at_any_system_call_leaves_the_tree_as_before_or_as_after(two: Layout) -> None:
    last = read_releases(two)[-1]
    release = released(sound(), "1.1.0", last)
    fork, path = multiprocessing.get_context("fork"), two.releases / "1.1.0.json"
    outcomes = []
    for point in range(1, 100):
        child = fork.Process(target=_killed_at, args=(point, two, release))
        child.start()
        child.join()
        assert codes(two) == []
        outcomes.append(path.read_bytes() if path.exists() else None)
        if child.exitcode == 0:
            break
        path.unlink(missing_ok=True)
    assert set(outcomes) == {None, release_bytes(release)}
    assert len(outcomes) > len(POINTS)
    assert [p.name for p in sorted(two.releases.iterdir())] == ["1.0.0.json", "1.0.1.json", "1.1.0.json"]


def test_the_bytes_reach_the_disk_before_the_rename_publishes_them(
    two: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def watched(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            calls.append(name)
            if len(calls) == 1:
                assert os.stat(arguments[0]).st_size == len(release_bytes(release))  # type: ignore[arg-type]  # noqa: PTH116
            return real(*arguments)

        return call

    release = released(sound(), "1.1.0", read_releases(two)[-1])
    for name in ("fsync", "replace"):
        monkeypatch.setattr(module.os, name, watched(name, getattr(os, name)))
    publish(two, release)
    assert calls == ["fsync", "replace", "fsync"]


def first_release(layout: Layout) -> Release:
    release = complete(layout, plan_release(layout), DAY)
    publish(layout, release)
    return release


def test_templates_and_tables_of_the_package_are_inputs_and_what_python_compiles_is_none(tiny: Layout) -> None:
    for name in ("page.html", "words.toml", "page.cpython-311.pyc"):
        path = tiny.root / "src" / "briefing" / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1")
    mine = [name for name in input_digests(tiny) if name.startswith("src/")]
    assert mine == ["src/briefing/book/page.html", "src/briefing/book/words.toml"]


def test_the_first_release_is_one_asks_nothing_and_lists_its_inputs(tiny: Layout) -> None:
    assert plan_release(tiny).unexplained == {}
    release = first_release(tiny)
    assert (release.version, release.previous, release.reasons) == (
        "1.0.0",
        None,
        {"C09": "The words were read again."},
    )
    assert "data/articles/gazette-2021.txt" in release.inputs
    assert release.inputs == input_digests(tiny)
    assert json.loads((tiny.releases / "1.0.0.json").read_bytes())["ledger"] == said(release.ledger)


def test_nothing_is_released_while_a_check_fails_or_nothing_changed(tiny: Layout, break_file: BreakFile) -> None:
    first_release(tiny)
    with pytest.raises(ReleaseError, match=r"Nothing changed since 1\.0\.0"):
        plan_release(tiny)
    break_file("data/claims/bridge.yml", "will be widened by frost", "will be closed by frost")
    with pytest.raises(ReleaseError, match="quote-not-found"):
        plan_release(tiny)


def changed(tiny: Layout, break_file: BreakFile, **given: str) -> Plan:
    first_release(tiny)
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    break_file("data/claims/bridge.yml", "  statement: Walkers have to go round.", "  statement: Walkers go round.")
    return plan_release(tiny, given)


def test_every_change_without_a_reason_is_named_at_once(tiny: Layout, break_file: BreakFile) -> None:
    plan = changed(tiny, break_file)
    assert plan.version == "2.0.0"
    with pytest.raises(ReleaseError) as error:
        complete(tiny, plan, DAY)
    assert [str(issue).split(":")[0] for issue in error.value.issues] == ["J2", "C08"]
    assert not (tiny.releases / "2.0.0.json").exists()


def test_words_of_chapters_alone_are_a_patch_release_with_one_reason_for_all_of_them(
    tiny: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    first_release(tiny)
    for page in ("index.md", "chapters/one.md"):
        path = tiny.root / page
        path.write_text(path.read_text("utf-8") + "\n:::{guide}\nMore.\n:::\n", "utf-8")
    assert main(["release", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "Would release 1.0.1 after 1.0.0." in told
    assert "of the words of the chapters changed" in told
    assert [line for line in told.splitlines() if line.endswith(":") and line[0] not in "#T"] == ["chapters:"]
    assert main(["release"]) == 1
    assert capsys.readouterr().err.startswith("chapters: no reason given. Chapters: ")
    plan = plan_release(tiny, {"chapters": "Said more plainly."})
    publish(tiny, complete(tiny, plan, DAY))
    first, second = read_releases(tiny)
    assert (second.version, second.digest, second.reasons) == (
        "1.0.1", first.digest, {"chapters": "Said more plainly."},
    )  # fmt: skip
    edition = read_edition(tiny, plan.ledger)
    assert (edition.version, edition.status) == ("1.0.1", "release")
    assert main(["diff", "1.0.0", "1.0.1"]) == 0
    assert "Reason: Said more plainly." in capsys.readouterr().out


def test_a_withdrawal_and_a_correction_bring_their_own_reasons(tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/vocabulary.yml", "waiver:\n", "waiver:\n  aside: {label: aside, meaning: It bears on nothing.}\n")
    first_release(tiny)
    break_file("chapters/one.md", "- Walkers have to go round {claim}`C08`.\n", "")
    old = "      certainty: asserted\n- id: C09"
    break_file("data/claims/bridge.yml", old, old.replace("- id", "  withdrawn: {because: Not so.}\n- id"))
    break_file("data/claims/ferry.yml", "The ferry runs at night again.", "The ferry sails at night again.")
    waiver = '- article: digest-2021\n  exact: "Walkers have to go round."\n  kind: aside\n  reason: not so\n'
    text = (tiny.data / "waivers.yml").read_text("utf-8")
    (tiny.data / "waivers.yml").write_text(text + waiver, "utf-8")
    corrections = (tiny.data / "corrections.yml").read_text("utf-8")
    new = (
        "- {id: K2, concerns: [C10], wrong: x, since: 1.0.0, corrected_in: 1.1.0, affects: all, because: Read again.}\n"
    )
    (tiny.data / "corrections.yml").write_text(corrections + new, "utf-8")
    assert plan_release(tiny).unexplained.keys() == {"chapters"}
    plan = plan_release(tiny, {"chapters": "They follow."})
    assert (plan.version, plan.unexplained) == ("1.1.0", {})
    assert complete(tiny, plan, DAY).reasons == {"C08": "Not so.", "C10": "Read again.", "chapters": "They follow."}
    with pytest.raises(ReleaseError, match=r"K2: corrected_in is 1\.1\.0, and this is 1\.2\.0"):
        plan_release(tiny, version="1.2.0")


def test_a_number_below_the_rule_a_day_before_the_last_and_an_idle_reason_are_refused(
    tiny: Layout, break_file: BreakFile
) -> None:
    plan = changed(tiny, break_file, J2="x", C08="y")
    with pytest.raises(ReleaseError, match=r"1\.0\.1 is lower than 2\.0\.0"):
        plan_release(tiny, {"J2": "x"}, "1.0.1")
    with pytest.raises(ReleaseError, match="C01: a reason is given, but it did not change"):
        plan_release(tiny, {"C01": "x"})
    with pytest.raises(ReleaseError, match="was released later"):
        complete(tiny, plan, dt.date(2025, 1, 1))


def test_a_release_is_carried_on_from_wherever_it_stopped(repository: Layout) -> None:
    release = first_release(repository)
    assert preflight(repository, "1.0.1", tag=True)[1:] == ["?? data/releases/"]
    with pytest.raises(ReleaseError, match="is not committed"):
        refuse_unfinished(repository)
    add, commit, tag = git_commands(repository, release)
    assert add[3:] == ("data", "chapters", "_config.yml", "_toc.yml", "references.bib", "index.md")
    lock = repository.root / ".git" / "index.lock"
    lock.touch()
    with pytest.raises(ReleaseError, match="Mend this, and run: briefing release --continue"):
        continue_release(repository)
    lock.unlink()
    git(repository.root, *add[1:])
    git(repository.root, *commit[1:])
    git(repository.root, "commit", "-q", "--allow-empty", "-m", "later")
    continue_release(repository)
    assert git(repository.root, "show", "--format=", "--name-only", "v1.0.0^{}").split() == ["data/releases/1.0.0.json"]
    assert release.digest in git(repository.root, "tag", "-n9")
    assert tag[3] == "v1.0.0"
    refuse_unfinished(repository)
    assert continue_release(repository) == "1.0.0: committed and tagged already, nothing was left to do."


def committed(layout: Layout, number: int) -> Release:
    """Write a release of the ledger at hand, and commit it by hand, without a tag."""
    releases = read_releases(layout)
    ledger, before = plan_release(layout).ledger if not releases else releases[-1].ledger, releases[-1:]
    made_of = {"reasons": {}, "inputs": input_digests(layout)}
    release = build_release(ledger, before[0] if before else None, f"1.0.{number}", DAY, **made_of)
    publish(layout, release)
    git(layout.root, "add", "data")
    git(layout.root, "commit", "-qm", release.version)
    return release


def test_a_clone_that_does_not_hold_the_commit_of_a_release_tags_no_other(
    repository: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(repository, 0)
    git(repository.root, "commit", "-qm", "later", "--allow-empty")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.root.as_uri(), "clone")
    monkeypatch.chdir(clone)
    monkeypatch.setenv("BRIEFING_ROOT", str(clone))
    assert main(["release", "--continue"]) == 1
    assert "does not hold the commit of 1.0.0: git fetch --unshallow --tags" in capsys.readouterr().err
    assert git(clone, "tag") == ""
    assert not has_history(Layout(clone))


def test_where_no_release_is_tagged_none_is_tagged_unasked_and_what_is_done_is_said(
    repository: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(repository, 0)
    at = git(repository.root, "rev-parse", "HEAD")
    committed(repository, 1)
    assert main(["release", "--continue"]) == 1
    told = capsys.readouterr().err
    assert "Bring them with git fetch --tags" in told
    assert "git tag -a v1.0.1 -m 'Evidence digest" in told
    assert git(repository.root, "tag") == ""
    git(repository.root, "reset", "-q", "--hard", at)
    assert main(["release", "--continue"]) == 0
    assert f"1.0.0: tagged v1.0.0 at commit {at[:12]}." in capsys.readouterr().out
    assert git(repository.root, "rev-parse", "v1.0.0^{commit}") == at


def test_outside_a_repository_there_is_nothing_to_continue(tiny: Layout) -> None:
    first_release(tiny)
    with pytest.raises(ReleaseError, match="no git repository tracks this briefing"):
        continue_release(tiny)


def test_a_release_that_is_not_committed_can_be_taken_back(repository: Layout) -> None:
    first_release(repository)
    with pytest.raises(ReleaseError, match=r"to take it back, remove data/releases/1\.0\.0\.json$"):
        refuse_unfinished(repository)


@pytest.mark.parametrize(
    ("file", "old", "new", "asked"),
    [
        ("data/gaps.yml", "How many stones", "How many big stones", "G1"),
        ("data/waivers.yml", "reason: ", "reason: Again, ", "waivers"),
        ("data/actors.yml", "name: ", "name: The ", "actors"),
    ],
)
def test_whatever_changed_a_release_asks_why(tiny: Layout, file: str, old: str, new: str, asked: str) -> None:
    first_release(tiny)
    path = tiny.root / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    plan = plan_release(tiny)
    assert plan.version == "1.0.1"
    (name,) = plan.unexplained
    assert name == asked or plan.unexplained[name][0].group == asked
    with pytest.raises(ReleaseError, match=f"{name}: no reason given"):
        complete(tiny, plan, DAY)
    assert complete(tiny, plan_release(tiny, {name: "Said better."}), DAY).reasons == {name: "Said better."}


def test_a_dry_run_refuses_the_day_that_the_release_would_refuse(
    tiny: Layout, break_file: BreakFile, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(tiny, break_file)
    assert main(["release", "--dry-run", "--date", "1970-01-01"]) == 1
    assert capsys.readouterr().err == "1970-01-01: 1.0.0 was released later, on 2026-01-02.\n"


def test_a_release_whose_data_changed_since_is_not_carried_on(repository: Layout, break_file: BreakFile) -> None:
    first_release(repository)
    break_file("data/judgements.yml", "confidence: moderate", "confidence: low")
    with pytest.raises(ReleaseError, match=r"data/judgements\.yml has changed since 1\.0\.0 was written"):
        continue_release(repository)


def test_a_release_whose_chapters_changed_or_came_since_is_not_carried_on(
    repository: Layout, break_file: BreakFile
) -> None:
    first_release(repository)
    (repository.chapters / "new.md").write_text("# New\n\nWords.\n", "utf-8")
    index = (repository.root / "index.md").read_text("utf-8")
    break_file("index.md", index, f"{index}\nMore.\n")
    with pytest.raises(ReleaseError, match=r"chapters/new\.md, index\.md have changed since 1\.0\.0 was written"):
        continue_release(repository)
    assert git(repository.root, "tag") == ""


def test_a_commit_that_does_not_hold_all_of_a_release_is_not_tagged(repository: Layout, break_file: BreakFile) -> None:
    index = (repository.root / "index.md").read_text("utf-8")
    break_file("index.md", index, f"{index}\n:::{{guide}}\nMore.\n:::\n")
    release = first_release(repository)
    git(repository.root, "add", "data")
    git(repository.root, "commit", "-qm", "by hand, without the front page")
    with pytest.raises(ReleaseError, match=r"the commit [0-9a-f]{12}, which holds 1\.0\.0, does not hold index\.md as"):
        continue_release(repository)
    assert git(repository.root, "tag") == ""
    assert release.inputs["index.md"]


def test_all_that_would_refuse_is_told_before_anything_is_written(repository: Layout) -> None:
    for name in ("reasons.yml", "Gründe für „2“.yml", "notes/reasons.yml", "[r]*.yml"):
        reasons = repository.root / name
        reasons.parent.mkdir(exist_ok=True)
        reasons.touch()
        assert preflight(repository, "1.0.0", tag=True, but=reasons) == [], name
        assert preflight(repository, "1.0.0", tag=True, but=repository.root.parent / name)[1:], name
        reasons.unlink()
    git(repository.root, "tag", "v1.0.0")
    for name in ("user.name", "user.email"):
        git(repository.root, "config", name, "")
    hook = repository.root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    told = preflight(repository, "1.0.0", tag=True)
    for part in ("the tag v1.0.0 exists already", "who you are", "not today"):
        assert any(part in problem for problem in told), part
    first_release(repository)
    with pytest.raises(ReleaseError, match=r"1\.0\.0 was written and is not committed"):
        refuse_unfinished(repository)
    hook.unlink()
    (repository.root / ".git" / "index.lock").touch()
    assert "another git is at work" in " ".join(preflight(repository, "1.0.1", tag=True))


@pytest.mark.parametrize("number", ["02.0.1", "2.0.01", "٣.0.0", "2.0", "2.0." + "1" * 5000, "2.0.0\n"])
def test_a_number_is_three_ascii_numbers_without_zeros_in_front(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["release", "--version", number])
    assert "no version number" in capsys.readouterr().err


def test_without_a_repository_there_is_nothing_to_tag(tiny: Layout) -> None:
    assert preflight(tiny, "1.0.0", tag=False) == []
    assert "leave out --tag" in preflight(tiny, "1.0.0", tag=True)[0]


def test_a_release_that_git_holds_may_not_go_nor_be_sealed_anew(repository: Layout) -> None:
    release = first_release(repository)
    continue_release(repository)
    path = repository.releases / "1.0.0.json"
    assert codes(repository) == []
    content = path.read_bytes()
    path.write_bytes(content.replace(b"\n", b"\r\n"))
    assert codes(repository) == []
    forged = release.ledger.model_copy(update={"title": "Another question?"})
    path.write_bytes(release_bytes(build_release(forged, None, "1.0.0", DAY, reasons={}, inputs={})))
    assert codes(repository) == ["release-changed"]
    path.unlink()
    assert codes(repository) == ["release-missing"]
    git(repository.root, "rm", "-q", "--cached", "data/releases/1.0.0.json")
    git(repository.root, "commit", "-qm", "Forget it")
    assert codes(repository) == ["release-missing"]


def test_a_release_that_only_a_tag_holds_is_missed(repository: Layout) -> None:
    first_release(repository)
    continue_release(repository)
    git(repository.root, "reset", "-q", "--hard", "HEAD~1")
    assert codes(repository) == ["release-missing"]


def test_a_reason_may_stand_for_several_records_or_an_articles_claims(tiny: Layout, break_file: BreakFile) -> None:
    plan = changed(tiny, break_file)
    assert skeleton(plan).splitlines()[2:] == [
        "# J2: Held with low confidence. Before: Held with moderate confidence.",
        "J2:",
        "# C08: Walkers go round. Before: Walkers have to go round.",
        "C08:",
    ]
    assert plan_release(tiny, {"J2, C08": "Read again."}).reasons == {"J2": "Read again.", "C08": "Read again."}
    article = plan.ledger.claim_by_id["C08"].articles[0]
    assert plan_release(tiny, {article: "Shorter.", "J2": "x"}).reasons == {"J2": "x", "C08": "Shorter."}
    assert plan_release(tiny, {article: "Shorter.", "C08": "Mine."}).reasons == {"C08": "Mine."}
    with pytest.raises(ReleaseError, match="J2: the reason says nothing"):
        plan_release(tiny, {"J2": "\u200b"})
