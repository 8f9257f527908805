"""The Sphinx builder `typst`: `briefing.pdf` from the whole book, `brief.pdf` and `brief.docx` from one chapter of it.

It reads the doctrees of the run that made the other outputs, so that no chapter is executed for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from docutils import nodes
from sphinx.builders import Builder

from briefing.book.core.printed import WRITTEN
from briefing.book.core.state import get_edition, get_layout, get_ledger
from briefing.book.pdf import BOOK, BRIEF
from briefing.book.pdf.book import book_body, print_order
from briefing.book.pdf.brief import brief_body, brief_page, fitted
from briefing.book.pdf.compiler import Page, compile_pdf, finish, read_pages, report
from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.fonts import require_letterforms
from briefing.book.pdf.imprint import RIGHTS, attachments, imprint, source_of
from briefing.book.pdf.literals import Code
from briefing.book.pdf.once import Once
from briefing.book.pdf.volume import Volume
from briefing.book.pdf.word import word_file
from briefing.reading.files import WRITING, digest_of, files_in
from briefing.reading.git import commit_time
from briefing.versions.edition import NO_TIME

WORD = "brief.docx"


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
        self.ledger, self.edition = get_ledger(self.app), get_edition(self.app)
        self.imprint = imprint(self.edition, self.ledger, self.config)
        layout = get_layout(self.app)
        self._software = f"{self.config.briefing_code_digest} {digest_of(layout, files_in(*WRITING))}"
        self._once = Once(Path(self.doctreedir) / "typst" / "made")
        if BOOK in wanted:
            self._write_book()
        docname = str(self.config.briefing_brief_doc)
        if BRIEF in wanted and docname not in self.env.found_docs:
            self.app.emit(WRITTEN, f"{BRIEF}: there is no {docname} to make it from")
        elif BRIEF in wanted:
            self._write_brief(docname)
        self._once.forget_others()

    def _write_book(self) -> None:
        order = print_order(self.env)
        doctrees = {docname: self._resolved(docname) for docname in order}
        volume = self._volume(doctrees)
        source = source_of("book", self.imprint, book_body(order, doctrees, volume))
        pdf, pages = self._compile("briefing.main.typ", source, volume, doctrees)
        most = int(self.config.briefing_pdf_pages)
        if most and len(pages) > most:
            message = (
                f"{BOOK} has {report(pages)}. Its budget is {most} (briefing_pdf_pages in _config.yml). Leave out of "
                "print what stands twice: `.web_only()` on a table or figure, or a block `:::{only} html`."
            )
            raise TypstError(message)
        self._save(BOOK, pdf, report(pages))

    def _write_brief(self, docname: str) -> None:
        doctrees = {docname: self._resolved(docname)}
        page, volume = brief_page(doctrees[docname], docname, self.ledger), self._volume(doctrees)
        body = brief_body(page, docname, volume)
        printed = self.imprint | {"title": f"{self.edition.title} The brief"}

        def made(size: float) -> tuple[bytes, list[Page]]:
            source = source_of("brief", printed | {"size": Code(f"{size}pt")}, body)
            return self._compile("brief.main.typ", source, volume, doctrees)

        pdf, pages = fitted(docname, made)
        self._save(BRIEF, pdf, report(pages))
        self._save(WORD, word_file(page, printed), "as the brief")

    def _volume(self, doctrees: Mapping[str, nodes.document]) -> Volume:
        return Volume(self.ledger, self.config, doctrees, self._image, attachments(self.ledger))

    def _compile(
        self, main: str, source: str, volume: Volume, doctrees: Mapping[str, nodes.document]
    ) -> tuple[bytes, list[Page]]:
        """Return the finished PDF of a source, and its pages; made once of the same."""
        pictures = [data.decode() for name, data in volume.files.items() if name.endswith(".svg")]
        require_letterforms([source, *pictures], self.ledger, doctrees)
        made = commit_time(get_layout(self.app), self.edition.commit) or NO_TIME
        said = {"author": self.edition.author, "rights": RIGHTS, "address": self.edition.site}

        def make() -> tuple[bytes, list[Page]]:
            pdf = compile_pdf(Path(self.doctreedir) / "typst", main, source, volume.files, made)
            pdf = finish(pdf, volume.row_headers, **said)
            return pdf, read_pages(pdf)

        files = (part for name, data in sorted(volume.files.items()) for part in (name, data))
        made_from = (self._software, source, repr((volume.row_headers, made, said)), *files)
        return self._once.get(main, made_from, make)

    def _resolved(self, docname: str) -> nodes.document:
        doctree = self.env.get_doctree(docname)
        self.env.apply_post_transforms(doctree, docname)
        return doctree

    def _image(self, uri: str) -> bytes:
        return (Path(self.srcdir) / uri).read_bytes()

    def _save(self, name: str, content: bytes, told: str) -> None:
        target = Path(self.outdir) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.app.emit(WRITTEN, f"{name}: {told}")
