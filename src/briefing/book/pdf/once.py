"""A PDF is made once of the same: what was made is kept beside the doctrees, by a digest of all that went into it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from briefing.book.pdf.compiler import Page

Made = tuple[bytes, list[Page]]


class Once:
    """The PDFs of the last build and of this one, in a folder; `made` is called for a PDF that is not among them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: dict[str, set[str]] = {}

    def get(self, main: str, made_from: Iterable[bytes | str], make: Callable[[], Made]) -> Made:
        """Return a PDF and its pages, made anew unless they were made from the same before."""
        digest = hashlib.sha256()
        for part in made_from:
            content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(f"{len(content)} ".encode())
            digest.update(content)
        name = f"{main}.{digest.hexdigest()}"
        self._used.setdefault(main, set()).update({f"{name}.pdf", f"{name}.json"})
        pdf, pages = self._folder / f"{name}.pdf", self._folder / f"{name}.json"
        try:
            return pdf.read_bytes(), [Page(*page) for page in json.loads(pages.read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            made = make()
        self._folder.mkdir(parents=True, exist_ok=True)
        pdf.write_bytes(made[0])
        pages.write_text(json.dumps(made[1]), "utf-8", "surrogatepass")
        return made

    def forget_others(self) -> None:
        """Drop what was kept of a main file and is not used any more."""
        for main, used in self._used.items():
            for path in self._folder.glob(f"{main}.*"):
                if path.name not in used:
                    path.unlink()
