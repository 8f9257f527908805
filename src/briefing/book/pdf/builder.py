"""The Sphinx builder `typst`: `briefing.pdf` from the whole book, `brief.pdf` from one chapter of it.

It reads the doctrees of the run that made the other outputs, so that no chapter is executed for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util import logging

from briefing.book.core.state import get_edition, get_layout, get_ledger
from briefing.book.pdf import brief
from briefing.book.pdf.book import book_source, toc_order
from briefing.book.pdf.compiler import NO_DATE, compile_pdf, page_count, write_folder
from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.imprint import attachments, imprint
from briefing.book.pdf.translator import Assets
from briefing.reading.git import commit_time

logger = logging.getLogger(__name__)

BOOK, BRIEF = "briefing.pdf", "brief.pdf"


class TypstBuilder(Builder):
    """Writes the PDFs named in `briefing_pdfs` to the output folder, and their Typst source beside the doctrees."""

    name = "typst"
    format = "typst"
    epilog = "The PDFs are in %(outdir)s."
    allow_parallel = True
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]  # noqa: RUF012  as Sphinx declares it

    def get_outdated_docs(self) -> str:
        """Say what is written: always all of it."""
        return "the PDFs"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return how a reference to a document is written until its label is known."""
        del typ
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same from everywhere, because all documents become one."""
        del from_
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare nothing."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing for one document alone."""

    def write(self, build_docnames: object, updated_docnames: object, method: str = "update") -> None:
        """Write the PDFs."""
        del build_docnames, updated_docnames, method
        wanted = tuple(self.config.briefing_pdfs)
        ledger, edition = get_ledger(self.app), get_edition(self.app)
        printed = imprint(edition, ledger, str(self.config.language or "en"))
        folder = Path(self.doctreedir) / "typst"
        made = commit_time(get_layout(self.app), edition.commit) or NO_DATE
        docnames = [docname for docname, _ in toc_order(self.env)]
        assets = Assets(files=dict(attachments(ledger)), images=self._image)
        if BOOK in wanted:
            doctrees = {docname: self._resolved(docname) for docname in docnames}
            source = book_source(self.env, doctrees, ledger, printed, assets)
            write_folder(folder, {"briefing.main.typ": source}, assets.files)
            self._save(BOOK, compile_pdf(folder, "briefing.main.typ", made))
        docname = str(self.config.briefing_brief_doc)
        if BRIEF in wanted and docname not in self.env.found_docs:
            logger.info("%s: there is no %s to make it from", BRIEF, docname)
        elif BRIEF in wanted:
            source = brief.brief_source(self._resolved(docname), docname, ledger, printed, assets)
            self._save(BRIEF, self._fitted(folder, source, assets, made))

    def _fitted(self, folder: Path, source: str, assets: Assets, made: dt.datetime) -> bytes:
        """Return the brief in the largest size that keeps to its pages, or stop the build."""
        write_folder(folder, {"brief.main.typ": source}, assets.files)
        pages = 0
        for sizes in brief.sizes():
            (folder / "size.typ").write_text(sizes, encoding="utf-8")
            pdf = compile_pdf(folder, "brief.main.typ", made)
            pages = page_count(pdf)
            if pages <= brief.PAGES:
                break
        if pages == brief.PAGES:
            return pdf
        more = "Cut words" if pages > brief.PAGES else "Say more"
        message = f"{self.config.briefing_brief_doc}: the brief takes {pages} pages, not {brief.PAGES}. {more}."
        raise TypstError(message)

    def _resolved(self, docname: str) -> nodes.document:
        doctree = self.env.get_doctree(docname)
        self.env.apply_post_transforms(doctree, docname)
        return doctree

    def _image(self, uri: str) -> bytes:
        return (Path(self.srcdir) / uri).read_bytes()

    def _save(self, name: str, pdf: bytes) -> None:
        target = Path(self.outdir) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(pdf)
        logger.info("%s: %d pages", name, page_count(pdf))


def setup(app: Sphinx) -> None:
    """Register the builder and what a book may set."""
    app.add_builder(TypstBuilder)
    app.add_config_value("briefing_pdfs", [BOOK, BRIEF], "", (list, tuple))
    app.add_config_value("briefing_brief_doc", "chapters/brief", "", (str,))
