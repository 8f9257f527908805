"""Tells of a PDF which edition it is, and whether the evidence it carries is that of a checkout or a release.

A PDF names version and evidence digest in its keywords and carries the ledger whole. The digest is taken
anew from what is attached, so that neither can be changed without the other.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from briefing.checking.check import LedgerError, open_ledger
from briefing.model.digest import evidence_digest
from briefing.model.layout import Layout
from briefing.reading.releases import read_releases
from briefing.versions.edition import Edition

LEDGER_NAME = "ledger.json"
SHOWN = 12
#: What is printed between two releases ends so; it names the release before.
DRAFT = "+draft"


class VerificationError(ValueError):
    """Raised when a file cannot be verified; the message says why."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a PDF says of itself, and the digest of the ledger it carries."""

    version: str
    digest: str
    commit: str
    attached: str

    @property
    def whole(self) -> bool:
        """Tell whether the attached ledger is the one that the keywords name."""
        return self.digest == self.attached


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of comparing a PDF with a checkout: whether it is in order, and the sentences that say so."""

    in_order: bool
    sentences: tuple[str, ...]


def keywords(edition: Edition) -> list[str]:
    """Return the keywords by which a PDF can be verified."""
    return [f"version={edition.version}", f"evidence={edition.digest}", f"commit={edition.commit}"]


def read_imprint(path: Path) -> Imprint:
    """Return what a PDF says of itself.

    Raises `VerificationError` when the file is no PDF, or no briefing of this kind.
    """
    if not path.is_file():
        message = f"{path.name}: there is no such file."
        raise VerificationError(message)
    try:
        with _quiet():
            reader = PdfReader(path, strict=False)
            written = str(reader.metadata.get("/Keywords", "")) if reader.metadata else ""
            attached = reader.attachments.get(LEDGER_NAME, []) if "=" in written else []
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        message = f"{path.name}: this is not a PDF that can be read ({error})."
        raise VerificationError(message) from error
    named = dict(word.strip().partition("=")[::2] for word in written.split(","))
    if not named.get("version") or not named.get("evidence") or not attached:
        message = f"{path.name}: this PDF carries no edition and no ledger; it is not a briefing, or they were removed."
        raise VerificationError(message)
    digest = hashlib.sha256(attached[0]).hexdigest()
    return Imprint(named["version"], named["evidence"], named.get("commit", "unknown"), digest)


def verify(path: Path, layout: Layout) -> Verdict:
    """Compare a PDF with a checkout and its releases. Raises `VerificationError` as `read_imprint` does."""
    imprint = read_imprint(path)
    said = [f"{path.name}: version {imprint.version}, evidence {imprint.digest[:SHOWN]}, commit {imprint.commit}."]
    if not imprint.whole:
        said.append(f"The attached ledger has the digest {imprint.attached[:SHOWN]} instead: the file was changed.")
        return Verdict(in_order=False, sentences=tuple(said))
    said.append("The attached ledger has that digest. The pages themselves are not compared.")
    here = _is_here(imprint.digest, layout, said)
    releases = [release.version for release in read_releases(layout) if release.digest == imprint.digest]
    if releases:
        said.append(f"It is the evidence of release {releases[-1]}.")
    if releases and imprint.version not in releases and not imprint.version.endswith(DRAFT):
        said.append(f"But the file calls itself version {imprint.version}: the file was changed.")
        return Verdict(in_order=False, sentences=tuple(said))
    if not here and not releases:
        said.append("It is that of no release known here.")
    return Verdict(in_order=here or bool(releases), sentences=tuple(said))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the reader from printing what it makes of a broken file: the message says it once."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _is_here(digest: str, layout: Layout, said: list[str]) -> bool:
    try:
        here = evidence_digest(open_ledger(layout))
    except LedgerError as error:
        said.append(f"The evidence of this checkout is not in order ({len(error.issues)} found): run briefing check.")
        return False
    same = here == digest
    said.append("It is the evidence of this checkout." if same else f"This checkout has the evidence {here[:SHOWN]}.")
    return same
