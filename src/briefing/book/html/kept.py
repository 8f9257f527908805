"""Which pages of the last build still stand, and are not written anew.

A page is known by what it was made from: its document with what is told of the records that it names, or what is
handed to its template. Beside that every page shows the edition and the titles of others: when any of these has
changed, all are written. Version, day, evidence digest and commit alone, which every page prints, are set anew in the
pages that stand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from briefing.book.core.printed import word_counts
from briefing.book.core.state import get_edition, get_layout, get_ledger, has_record_pages
from briefing.book.html.assets import part
from briefing.book.html.catalogue import get_catalogue
from briefing.book.html.ledger_rows import row_words
from briefing.book.html.noted import noted
from briefing.exports.citation import cite_briefing, cite_record
from briefing.model.digest import bytes_digest
from briefing.model.ledger import Ledger
from briefing.reading.files import WRITING, digest_of, files_in, left_by_earlier, settings_files
from briefing.versions.edition import Edition

#: Where a build leaves, beside the doctrees, what it has written; each name with its key, and the digest of each file.
NAME = "written.json"
EDITION = TypeAdapter(Edition)
#: Stands between the pieces that a template writes; the shortest piece of a digest that a page prints.
BETWEEN, SHORTEST = "\f", 8
#: Collections of which pages show no more than what is told of each record.
TOLD = {"claims", "judgements", "relations", "parallels", "gaps", "conflicts", "indicators", "corrections"}
_kept: WeakKeyDictionary[Sphinx, Kept] = WeakKeyDictionary()


class Kept:
    """The pages of the last build, and those of this one, by name: what each was made from."""

    def __init__(self, app: Sphinx) -> None:
        self._outdir = Path(app.outdir)
        path = Path(app.doctreedir, NAME)
        self._before = left_by_earlier(path)
        self.words: dict[str, int] = self._before.get("words", {})
        path.unlink(missing_ok=True)  # a build that is interrupted leaves nothing that the next could trust
        self._base = ""
        self._editions: tuple[Edition, ...] = ()
        self._pieces: list[tuple[str, str]] = []  # of every page, as the last build printed them, and as they are now
        self._now: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._digests: dict[str, str] = {}  # of the files that stand

    def begin(self, base: str, edition: Edition, ledger: Ledger) -> None:
        """Keep nothing when what all pages show has changed, the edition aside."""
        self._base, self._ledger = base, ledger
        if self._before.get("base") != base:
            self.drop()
        else:
            self._editions = EDITION.validate_python(self._before["edition"]), edition
            self._pieces = [pair for pair in self._both() if pair[0] != pair[1]]

    def drop(self) -> None:
        """Remove what the last build has written: none of it stands."""
        for name in [*self._before.get("pages", {})]:
            self._remove(name)
        self._before = {}

    def _remove(self, name: str) -> None:
        """Remove the files of what does not stand, so that all that lies there in the end is of this build."""
        _, written = self._before.get("pages", {}).pop(name, ("", {}))
        for file in written:
            (self._outdir / file).unlink(missing_ok=True)
            self._digests.pop(file, None)

    def holds(self, name: str, key: str, *files: str) -> bool:
        """Tell whether what has that name still stands; its key and its files are noted either way.

        Documents have no files yet: `write` finds them. What has an empty key never stands.
        """
        self._now[name] = (key, files)
        before, written = self._before.get("pages", {}).get(name, ("", {}))
        stands = bool(key and before == key and written and all(self._stands(*told) for told in written.items()))
        if not stands:
            self._remove(name)
        return stands

    def _stands(self, file: str, digest: str) -> bool:
        """Tell whether a file lies as it was written; a page prints today's edition from now on."""
        path = self._outdir / file
        content = path.read_bytes() if path.is_file() else None
        if content is None or bytes_digest(content) != digest:
            return False
        if self._pieces and file.endswith(".html"):
            times, text = path.stat(), self._reprinted(content.decode(), file.rpartition("/")[2].removesuffix(".html"))
            if text is None:
                return False
            path.write_bytes(text.encode())
            digest = bytes_digest(text.encode())
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # by which Sphinx tells what is outdated
        self._digests[file] = digest
        return True

    def _reprinted(self, text: str, record: str) -> str | None:
        """Return a page with today's edition; nothing where a piece stands twice, or the last edition is left."""
        own = [pair for pair in self._citations.get(record, ()) if pair[0] != pair[1]]
        for before, after in (*own, *self._pieces):
            if text.count(before) > 1:
                return None
            text = text.replace(before, after)
        last, now = (edition.digest[:SHORTEST] for edition in self._editions)
        return None if last != now and last in text else text

    def _both(self, records: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Return the pieces of the edition that pages print, or records' pages beside, as printed then and as now."""
        both = []
        for edition in self._editions:
            own = [("own-citation", cite_record(edition, self._ledger, record)) for record in records]
            given = {"edition": None if own else edition, "references": own or [("citation", cite_briefing(edition))]}
            both.append(str(part("edition.html", between=BETWEEN, **given)).split(BETWEEN)[:-1])
        return list(zip(*both, strict=True))

    @cached_property
    def _citations(self) -> dict[str, list[tuple[str, str]]]:
        """The pieces of each record's citation: as text and as BibTeX, all written by one call of the template."""
        records = list(self._ledger.kind_by_id)
        pieces = self._both(records)
        return {record: pieces[2 * number : 2 * number + 2] for number, record in enumerate(records)}

    def write(self, app: Sphinx) -> None:
        """Leave for the next build what this one has written, and nothing of what it has no page for."""
        for name in self._before.get("pages", {}).keys() - self._now.keys():
            self._remove(name)
        pages = {
            name: (key, {
                file: self._digests.get(file) or bytes_digest((self._outdir / file).read_bytes())
                for file in files or _files(app, name)
            })
            for name, (key, files) in self._now.items()
        }  # fmt: skip
        edition = EDITION.dump_python(get_edition(app), mode="json")
        told = {"base": self._base, "edition": edition, "words": word_counts.get(app, {}), "pages": pages}
        Path(app.doctreedir, NAME).write_text(json.dumps(told), "utf-8")


def files_written(path: Path) -> list[str]:
    """Return the files that the next build may keep, relative to the folder of the output."""
    return [file for _, files in left_by_earlier(path).get("pages", {}).values() for file in files]


def holds(app: Sphinx, name: str, made_from: object, *files: str) -> bool:
    """Tell whether a page or file beside the documents still stands as it was written by the last build.

    `made_from` is what it shows, in words that `repr` tells, beside what every page may show.
    """
    kept = _kept.get(app)
    key = bytes_digest(repr(made_from).encode("utf-8", "surrogatepass"))
    return kept is not None and kept.holds(name, key, *(files or (f"{name}.html",)))


def _begin(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder) and app.builder.name == "html":
        kept = Kept(app)
        if has_record_pages(app):
            _kept[app] = kept
        else:
            kept.drop()


def _outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the documents whose pages are to be written: at least the front page, so that the rest is written."""
    kept = _kept.get(app)
    if kept is None:
        return sorted(env.found_docs)
    kept.begin(_base(app, env), get_edition(app), get_ledger(app))
    written = []
    pictured = {name for names, _ in env.images.values() for name in names}  # Sphinx copies those of pages it writes
    for name in sorted(env.found_docs):
        if kept.holds(name, "" if name in pictured else _made_from(app, name)):
            word_counts.setdefault(app, {})[name] = kept.words[name]
        else:
            written.append(name)
    return written or [str(app.config.root_doc)]


def _made_from(app: Sphinx, name: str) -> str:
    """Return a digest of a document and of what its page shows of records: what a link to each or its row may say.

    The rules that a page is held to once more read more of them; the check has held its source to these.
    """
    ledger, catalogue, shown = get_ledger(app), get_catalogue(app), noted(app.env, name)
    claims = ((ledger.evidence_by_key[one].claim if one in ledger.evidence_by_key else one) for one in shown.named)
    names = ledger.record_by_id if shown.whole else (one for one in claims if one in ledger.record_by_id)
    told = [
        (view.line, view.withdrawn, view.confidence, row_words(catalogue, view.id) if shown.whole else {})
        for view in map(catalogue.view, names)
    ]
    document = bytes_digest(Path(app.doctreedir, f"{name}.doctree").read_bytes())
    return bytes_digest(repr((document, told, get_edition(app) if shown.edition else "")).encode())


def _files(app: Sphinx, name: str) -> list[str]:
    """Return the files that a document was written to."""
    rows = ["rows/*.js"] if name == app.config.briefing_ledger_doc else []
    patterns = [f"{name}.html", f"{name}.html.md", f"_sources/{name}.md*", *rows]
    return sorted(path.relative_to(app.outdir).as_posix() for glob in patterns for path in Path(app.outdir).glob(glob))


def _base(app: Sphinx, env: BuildEnvironment) -> str:
    """Return a digest of all that any page may show of what is not its own."""
    layout, edition = get_layout(app), get_edition(app)
    said = get_ledger(app).model_dump(mode="json", exclude=TOLD)
    standard = env.domaindata["std"]
    glued = sorted(Path(app.outdir).parent.glob("jupyter_execute/**/*.glue.json"))
    parts = [
        edition.as_of, edition.title, edition.subtitle, edition.site, edition.author, edition.language,
        said, app.config.briefing_code_digest,
        digest_of(layout, files_in(*WRITING)), digest_of(layout, settings_files(layout)),
        *(sorted((name, title.pformat()) for name, title in titles.items()) for titles in (env.titles, env.longtitles)),
        *(sorted(map(repr, found.items())) for found in (
            env.toctree_includes, env.toc_secnumbers, env.toc_fignumbers, standard["labels"], standard["anonlabels"],
            standard["objects"], standard["terms"],
        )),
        [(one.citation_id, one.key) for one in env.domaindata.get("cite", {}).get("citations", ())],
        [bytes_digest(path.read_bytes()) for path in glued],
    ]  # fmt: skip
    return bytes_digest(repr(parts).encode("utf-8", "surrogatepass"))


def _finish(app: Sphinx, error: Exception | None) -> None:
    if app in _kept and error is None and not app._warncount:  # noqa: SLF001  Sphinx has no public count of its warnings
        _kept[app].write(app)


def setup(app: Sphinx) -> None:
    """Register the keeping of pages; what is outdated is asked for last, when all numbers have been given."""
    app.connect("builder-inited", _begin)
    app.connect("env-get-updated", _outdated, priority=900)
    app.connect("build-finished", _finish, priority=800)
