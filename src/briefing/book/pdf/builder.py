"""The Sphinx builder `typst`: `briefing.pdf` from the whole book, `brief.pdf` and `brief.docx` from one chapter of it.

It reads the doctrees of the run that made the other outputs, so that no chapter is executed for it.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sphinx.builders import Builder
from sphinx.config import Config

from briefing.book.core.printed import WRITTEN
from briefing.book.core.state import get_edition, get_layout, get_ledger
from briefing.book.pdf import BOOK, BRIEF, TypstError
from briefing.book.pdf.book import book_body, print_order
from briefing.book.pdf.brief import brief_body, brief_page, fitted, word_file
from briefing.book.pdf.compiler import Page, compile_pdf, finish, read_pages, report, require_letterforms
from briefing.book.pdf.literals import Code, call, value
from briefing.book.pdf.translator import Volume
from briefing.exports.sheet_files import LICENCE, csv_bytes
from briefing.exports.sheets import sheets
from briefing.model.digest import bytes_digest, ledger_json
from briefing.model.ledger import Ledger
from briefing.model.words import counted, sentence
from briefing.reading.files import WRITING, digest_of, files_in
from briefing.reading.git import commit_time
from briefing.reading.profile import origin_count
from briefing.versions.edition import NO_TIME, Edition
from briefing.versions.verify import LEDGER_NAME, keywords

WORD = "brief.docx"
RIGHTS = f"Words and codes of the project: {LICENCE['title']}, {LICENCE['path']}. Articles: as said of each."
#: What the templates take from the edition as it is.
SAID = ("title", "subtitle", "stamp", "digest", "commit", "author", "site", "language")
ATTACHED = {
    "claims.csv": ("text/csv", "The claims, one row each"),
    LEDGER_NAME: ("application/json", "The evidence ledger; its SHA-256 is the evidence digest"),
}


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

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002 -- as Sphinx calls it
        """Return how a reference to a document is written until its label is known."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:  # noqa: ARG002 -- as Sphinx calls it
        """Return the same from everywhere, because all documents become one."""
        return self.get_target_uri(to, typ)

    def write(self, *_: object, **__: object) -> None:
        """Write the PDFs."""
        wanted, docname = tuple(self.config.briefing_pdfs), str(self.config.briefing_brief_doc)
        self.ledger, self.edition = get_ledger(self.app), get_edition(self.app)
        self.imprint = imprint(self.edition, self.ledger, self.config)
        if BOOK in wanted:
            self._write_book()
        if BRIEF in wanted and docname not in self.env.found_docs:
            self.app.emit(WRITTEN, f"{BRIEF}: there is no {docname} to make it from")
        elif BRIEF in wanted:
            self._write_brief(docname)

    def _write_book(self) -> None:
        order = print_order(self.env)
        volume = self._volume(order)
        source = source_of("book", self.imprint, book_body(order, volume, self.env.toc_fignumbers))
        pdf, pages = self._compile("briefing", source, volume)
        most = int(self.config.briefing_pdf_pages)
        if most and len(pages) > most:
            message = (
                f"{BOOK} has {report(pages)}. Its budget is {most} (briefing_pdf_pages in _config.yml). Leave out of "
                "print what stands twice: `.web_only()` on a table or figure, or a block `:::{only} html`."
            )
            raise TypstError(message)
        self._save(BOOK, pdf, report(pages))

    def _write_brief(self, docname: str) -> None:
        volume = self._volume([docname])
        page = brief_page(volume, docname)
        body = brief_body(page, docname, volume)
        printed = self.imprint | {"title": f"{self.edition.title} The brief"}

        def made(size: float) -> tuple[bytes, list[Page]]:
            return self._compile(
                f"brief-{size}", source_of("brief", printed | {"size": Code(f"{size}pt")}, body), volume
            )

        pdf, pages = fitted(docname, made)
        self._save(BRIEF, pdf, report(pages))
        self._save(WORD, word_file(page, printed), "as the brief")

    def _volume(self, docnames: Iterable[str]) -> Volume:
        doctrees = {docname: self.env.get_doctree(docname) for docname in docnames}
        for docname, doctree in doctrees.items():
            self.env.apply_post_transforms(doctree, docname)
        return Volume(self.ledger, self.config, doctrees, Path(self.srcdir), attachments(self.ledger))

    def _compile(self, name: str, source: str, volume: Volume) -> tuple[bytes, list[Page]]:
        """Return the finished PDF of a source, and its pages.

        What was made is kept beside the doctrees, under a digest of all that went into it, and not made again.
        """
        pictures = [data.decode() for path, data in volume.files.items() if path.endswith(".svg")]
        require_letterforms([source, *pictures], self.ledger, volume.doctrees)
        layout, folder, main = get_layout(self.app), Path(self.doctreedir) / "typst", f"{name}.main.typ"
        made = commit_time(layout, self.edition.commit) or NO_TIME
        said = {"author": self.edition.author, "rights": RIGHTS, "address": self.edition.site}
        software = f"{self.config.briefing_code_digest} {digest_of(layout, files_in(*WRITING))}"
        made_from = repr((software, source, volume.row_headers, made, said, sorted(volume.files.items())))
        kept = folder / "made" / f"{main}.{bytes_digest(made_from.encode())}"
        with suppress(OSError, ValueError, TypeError):
            told, _, pdf = kept.read_bytes().partition(b"\n")
            return pdf, [Page(*page) for page in json.loads(told)]
        pdf = finish(compile_pdf(folder, main, source, volume.files, made), volume.row_headers, **said)
        pages = read_pages(pdf)
        for path in kept.parent.glob(f"{main}.*"):
            path.unlink()
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(json.dumps(pages).encode() + b"\n" + pdf)
        return pdf, pages

    def _save(self, name: str, content: bytes, told: str) -> None:
        target = Path(self.outdir) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.app.emit(WRITTEN, f"{name}: {told}")


def attachments(ledger: Ledger) -> dict[str, bytes]:
    """Return the data that goes with the pages: the claims as in the data exports, the whole ledger as digested."""
    claims = next(sheet for sheet in sheets() if sheet.name == "claims")
    whole = ledger_json(ledger).encode("utf-8", "surrogatepass")
    return dict(zip(ATTACHED, (csv_bytes(claims, ledger), whole), strict=True))


def source_of(template: str, imprint: Mapping[str, object], body: Iterable[str]) -> str:
    """Return the Typst source of a PDF: its template, what it says of itself, the data attached, and its body."""
    lines = [
        f'#import "{template}.typ": *\n#import "look.typ": *',
        f"#let edition = {value(imprint)}",
        f"#show: body => {template}(edition, body)",
        *(f"#{call('attached', name, *what)}" for name, what in ATTACHED.items()),
        *(f"#{part}" for part in body),
    ]
    return "\n".join([*lines, ""])


def imprint(edition: Edition, ledger: Ledger, config: Config) -> dict[str, Any]:
    """Return what the whole book says of itself, as values for its template."""
    contact = str(config.briefing_contact)
    origins = origin_count(ledger, {article for claim in ledger.standing for article in claim.articles})
    counts = {"claim": len(ledger.standing), "article": len(ledger.articles), "origin": origins}
    return {
        **{name: getattr(edition, name) for name in SAID},
        "articles": sentence(edition.as_of),
        "as-of": f"Articles {edition.as_of}; not updated since",
        "rests-on": ", ".join(counted(number, noun) for noun, number in counts.items()),
        "contact": contact,
        # A contact that begins with the author says both.
        "signed": contact if contact.startswith(edition.author) else ". ".join(filter(None, (edition.author, contact))),
        "rights": RIGHTS,
        "paper": str(config.briefing_paper),
        "description": f"{edition.stamp}. Articles {edition.as_of}. {RIGHTS}",
        "keywords": keywords(edition),
    }
