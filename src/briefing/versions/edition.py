"""Which edition of the briefing this is: version, evidence digest, commit, information cut-off.

All of it follows from the ledger, the releases and the commit; none of it from the clock.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from packaging.version import Version

from briefing.model.digest import evidence_digest
from briefing.model.layout import Layout, find_layout
from briefing.model.ledger import Ledger

UNKNOWN = "unknown"
#: Named here, because the standard library would name them in the language of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page of every output carries."""

    version: str
    digest: str
    commit: str
    cutoff: str
    title: str
    subtitle: str
    status: Literal["release", "draft"]


def read_edition(layout: Layout, ledger: Ledger) -> Edition:
    """Return the edition of a ledger: a release when its digest is that of the last release, else a draft."""
    digest = evidence_digest(ledger)
    version, released = _last_release(layout.releases)
    status: Literal["release", "draft"] = "release" if digest == released else "draft"
    return Edition(
        version=version if status == "release" else f"{version}+draft",
        digest=digest,
        commit=commit(layout.root),
        cutoff=cutoff(ledger),
        title=ledger.title,
        subtitle=_subtitle(layout.config),
        status=status,
    )


def open_edition(ledger: Ledger) -> Edition:
    """Return the edition of the briefing that the working directory lies in; what chapters call."""
    return read_edition(find_layout(), ledger)


def cutoff(ledger: Ledger) -> str:
    """Return month and year of the latest known date of publication, as `May 2024`."""
    articles = [article.published for article in ledger.articles]
    origins = [origin.published for origin in ledger.origins]
    dates = [date for date in (*articles, *origins) if date]
    if not dates:
        return UNKNOWN
    last = max(dates)
    return f"{MONTHS[last.month - 1]} {last.year}"


def edition_day(layout: Layout, ledger: Ledger, edition: Edition) -> dt.date:
    """Return the day of an edition: of a release its own, of a draft that of the commit.

    Outside a repository, a draft is dated by its newest article.
    """
    if edition.status == "release":
        record = json.loads((layout.releases / f"{edition.version}.json").read_bytes())
        return dt.date.fromisoformat(record["released"])
    committed = _git(layout.root, "show", "--no-patch", "--format=%cs", "HEAD")
    if committed:
        return dt.date.fromisoformat(committed)
    return max((article.published for article in ledger.articles if article.published), default=dt.date.min)


def commit(root: Path) -> str:
    """Return the commit that `root` stands at, with `-dirty` when a tracked file differs from it."""
    head = _git(root, "rev-parse", "HEAD")
    if head is None:
        return UNKNOWN
    return head if _git(root, "diff", "--quiet", "HEAD", "--", ".") is not None else f"{head}-dirty"


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git says, or nothing when it fails or there is no git."""
    command = ["git", "--no-optional-locks", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _last_release(folder: Path) -> tuple[str, str | None]:
    """Return the version of the highest release, and the digest of its ledger as it is taken today."""
    versions = [path.stem for path in folder.glob("*.json")]
    if not versions:
        return "0.0.0", None
    last = max(versions, key=Version)
    record: dict[str, Any] = json.loads((folder / f"{last}.json").read_bytes())
    return last, evidence_digest(Ledger.model_validate(record["ledger"]))


def _subtitle(config: Path) -> str:
    settings: dict[str, Any] = yaml.safe_load(config.read_bytes()) or {}
    return str(((settings.get("sphinx") or {}).get("config") or {}).get("briefing_subtitle", ""))
