"""Tells of a PDF which edition it is, and whether the copy in the hand is the one that was released.

A PDF names version and evidence digest in its keywords and carries the ledger whole. The digest is taken
anew from what is attached, so that neither can be changed without the other. That the pages are those that were
released can be told where the digests of the released PDFs are recorded (`briefing release --seal`).
"""

import logging
import re
from collections.abc import Sequence
from enum import IntEnum
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, NoReturn

from pypdf import PdfReader
from pypdf.errors import DependencyError

from briefing.checking.check import LedgerError, open_ledger
from briefing.model.digest import bytes_digest, evidence_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Release
from briefing.model.words import counted
from briefing.reading import git
from briefing.reading.files import read_file
from briefing.reading.releases import NO_HISTORY, VERSION, ReleaseError, against_history, has_history, read_releases
from briefing.versions.edition import BEFORE_ALL, DRAFT, Edition
from briefing.versions.store import write_once

#: The digests of a release's PDFs, in the form of `sha256sum`, stand beside its file. They are committed after it: a
#: PDF names the commit that it was built from, so its digest cannot stand in that commit.
DIGESTS = ".sha256"
LEDGER_NAME = "ledger.json"
PDF_LIMIT = 200_000_000  # bytes
SHOWN = 12
_FORMS = {
    "version": re.compile(rf"{VERSION.pattern}(?:{re.escape(DRAFT)})?"),
    "evidence": re.compile(r"[0-9a-f]{64}"),
    "commit": re.compile(r"unknown|[0-9a-f]{40,64}(?:-dirty)?"),
}


class VerificationError(ValueError):
    """Raised when a file cannot be verified; the message says why."""


class Outcome(IntEnum):
    """What a PDF turned out to be; the exit code of `briefing verify`. 2 stands for a misused command."""

    THIS_FILE = 0
    NOT_OURS = 1
    OTHER_PAGES = 3
    SUPERSEDED = 4


class Imprint(NamedTuple):
    """What a PDF says of itself, the digest of the ledger it carries, and that of the whole file."""

    version: str
    digest: str
    commit: str
    attached: str
    file: str


class Verdict(NamedTuple):
    """What came of comparing a PDF with a checkout, and the sentences that say so."""

    outcome: Outcome
    sentences: tuple[str, ...]


def keywords(edition: Edition) -> list[str]:
    """Return the keywords by which a PDF can be verified."""
    return [f"version={edition.version}", f"evidence={edition.digest}", f"commit={edition.commit}"]


def read_imprint(path: Path) -> Imprint:
    """Return what a PDF says of itself.

    Raises `VerificationError` when the file is no PDF, is encrypted, or no briefing of this kind.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said once, by us
    try:
        raw = read_file(path, limit=PDF_LIMIT)
        reader = PdfReader(BytesIO(raw), strict=False)
        if reader.is_encrypted:
            raise DependencyError  # noqa: TRY301 -- what `pypdf` itself raises where it lacks the means to decrypt
        written = str(reader.metadata.get("/Keywords", "")) if reader.metadata else ""
        attached = list(reader.attachments.get(LEDGER_NAME, [])) if "=" in written else []
    except FileNotFoundError as error:
        _refuse(path, "there is no such file.", error)
    except DependencyError as error:
        _refuse(path, "this PDF is encrypted; save a copy without a password, and verify that.", error)
    except Exception as error:  # noqa: BLE001  of a broken file, `pypdf` raises anything
        _refuse(path, f"this is not a PDF that can be read ({getattr(error, 'strerror', None) or error}).", error)
    pairs = [word.strip(" ").partition("=")[::2] for word in written.split(",")]
    named = {"commit": git.UNKNOWN} | dict(pairs)
    if not named.get("version") or not named.get("evidence") or not attached:
        _refuse(path, "this PDF carries no edition and no ledger; it is not a briefing, or they were removed.")
    said = [name for name, _ in pairs]
    odd = [name for name, form in _FORMS.items() if said.count(name) > 1 or not form.fullmatch(named[name])]
    if odd or len(attached) > 1:
        what = f"names an odd {odd[0]}" if odd else f"carries {len(attached)} ledgers"
        _refuse(path, f"this PDF {what}: the file was changed.")
    return Imprint(named["version"], named["evidence"], named["commit"], bytes_digest(attached[0]), bytes_digest(raw))


def _refuse(path: Path, why: str, error: Exception | None = None) -> NoReturn:
    message = f"{path.name}: {why}"
    raise VerificationError(message) from error


def verify(path: Path, layout: Layout) -> Verdict:
    """Compare a PDF with a checkout and its releases, and these with what git holds of them.

    Raises `VerificationError` as `read_imprint` does, `ReleaseError` when the releases cannot be trusted.
    """
    imprint, releases = read_imprint(path), read_releases(layout)
    if changed := tuple(against_history(layout)):
        raise ReleaseError(changed)
    said = [f"{path.name}: version {imprint.version}, evidence {imprint.digest[:SHOWN]}, commit {imprint.commit}."]
    said += [] if has_history(layout) or not releases else [f"Not checked: {NO_HISTORY}"]
    return Verdict(_outcome(imprint, releases, layout, said), tuple(said))


def _outcome(imprint: Imprint, releases: Sequence[Release], layout: Layout, said: list[str]) -> Outcome:
    """Compare the evidence, then the version, then the file itself with what was recorded; tell it in `said`."""
    if imprint.attached != imprint.digest:
        said.append(f"The attached ledger has the digest {imprint.attached[:SHOWN]} instead: the file was changed.")
        return Outcome.NOT_OURS
    try:
        here = evidence_digest(open_ledger(layout))
        ours = f"This checkout has the evidence {here[:SHOWN]}."
    except LedgerError as error:
        here, number = "", counted(len(error.issues), "issue")
        ours = f"The evidence of this checkout is not in order ({number}): run briefing check."
    mine = [release.version for release in releases if release.digest == imprint.digest]
    said += [
        "It is the evidence of this checkout." if here == imprint.digest else ours,
        f"It is the evidence of release {mine[-1]}." if mine else "It is that of no release known here.",
    ]
    if here != imprint.digest and not mine:
        return Outcome.NOT_OURS
    drafts = {f"{version}{DRAFT}" for version in (BEFORE_ALL, *(release.version for release in releases))}
    if imprint.version not in drafts.union(mine):
        said.append(f"But the file calls itself version {imprint.version}: the file was changed.")
        return Outcome.NOT_OURS
    recorded = _recorded(layout)
    same = recorded.get(imprint.file) == imprint.version
    if same:
        said.append(f"It is, byte for byte, a file of release {imprint.version}.")
    elif imprint.version in recorded.values():
        said.append("Its pages are not those that were released: it was printed again, or changed.")
    else:
        said.append("The digests of this version's PDFs are not recorded here: the pages were not compared.")
    if mine and (releases[-1].version not in mine or imprint.version in mine[:-1]):
        said.append(f"Release {releases[-1].version} has superseded it.")
        return Outcome.SUPERSEDED
    return Outcome.THIS_FILE if same else Outcome.OTHER_PAGES


def seal_pdfs(layout: Layout) -> Path:
    """Record the digests of the last release's PDFs, as they lie in `_build/pdf`, and return the file.

    Raises `ReleaseError` when they are not what was built from the commit of the release, or are recorded already.
    """
    releases = read_releases(layout)
    pdfs = sorted((layout.build / "pdf").glob("*.pdf"))
    if not releases or not pdfs:
        raise ReleaseError(["there is nothing to seal: release first, then build the book of that commit."])
    last, problems, lines = releases[-1], [], ""
    at = git.ask_git(layout.root, "rev-parse", f"v{last.version}^{{commit}}") or git.commit(layout)
    for path in pdfs:
        imprint = read_imprint(path)
        lines += f"{imprint.file}  {path.name}\n"
        if (imprint.version, imprint.digest, imprint.attached) != (last.version, last.digest, last.digest):
            problems.append(f"{path.name} is version {imprint.version}, not release {last.version}: build the book.")
        elif imprint.commit != at:
            problems.append(f"{path.name} was built at {imprint.commit}, and the release is {at}: build that commit.")
    if problems:
        raise ReleaseError(problems)
    return write_once(layout, f"{last.version}{DIGESTS}", lines.encode())


def _recorded(layout: Layout) -> dict[str, str]:
    """Return the digest of every PDF that was recorded, and the version it belongs to."""
    files = sorted(layout.releases.glob(f"*{DIGESTS}"))
    lines = ((path, line) for path in files for line in path.read_text("utf-8", errors="replace").splitlines())
    return {line.split()[0]: path.name.removesuffix(DIGESTS) for path, line in lines if line.strip()}
