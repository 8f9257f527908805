"""How to cite the briefing, one record of it, or an article: as text, as BibTeX, as CITATION.cff.

An address is given when `_config.yml` names the site. Names and titles stand in BibTeX in two pairs of braces, so that
no style changes their capitals or takes an organisation for a person.
"""

import datetime as dt
import re
from typing import NamedTuple
from urllib.parse import quote

import yaml

from briefing.exports.catalogue import Exporting, export
from briefing.model.base import date_parts
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.model.words import date_words
from briefing.versions.edition import Edition, identifier, slug

SHORT = 12
UNDATED = "n.d."
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # BibTeX's own macros
_NAMED = {"\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum"}
_TEX = str.maketrans({c: rf"\text{name}{{}}" for c, name in _NAMED.items()} | {c: f"\\{c}" for c in "$&%#_"})
#: What an address may hold (RFC 3986); anything else, a brace for one, is percent-encoded.
_OF_AN_ADDRESS = "!#$%&'()*+,/:;=?@[]~"


class Reference(NamedTuple):
    """What is cited, by whom, where it stands and when it was published; `is_person` tells a person from a body."""

    key: str
    author: str
    title: str
    day: dt.date | None
    where: str = ""
    note: str = ""
    url: str = ""
    version: str = ""
    is_person: bool = False

    @property
    def text(self) -> str:
        """The reference as one line of plain text."""
        when = date_words(self.day) if self.day else UNDATED
        parts = (f"{self.author} ({when}).", _ended(self.title), _ended(self.where), _ended(self.note), self.url)
        return " ".join(filter(None, parts))

    @property
    def bibtex(self) -> str:
        """The reference as a `misc` entry: of all types the one in which every style prints author, place and note."""
        undated = "" if self.day else UNDATED
        fields = {
            "author": tex(self.author) if self.is_person else f"{{{tex(self.author)}}}",
            "title": f"{{{tex(self.title)}}}",
            "howpublished": f"{{{tex(self.where)}}}" if self.where else "",
            "year": str(self.day.year) if self.day else "",
            "version": tex(self.version),
            "note": tex(" ".join(filter(None, (undated, self.note)))),
            "url": quote(self.url, safe=_OF_AN_ADDRESS),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        lines += [f"  month = {_MONTHS[self.day.month - 1]},"] if self.day and len(date_parts(self.day)) > 1 else []
        return "\n".join([f"@misc{{{self.key},", *lines, "}"]) + "\n"


def cite_record(edition: Edition, ledger: Ledger, name: str) -> Reference:
    """Return the citation of one record in this version, which says so when it was withdrawn; of an article, its own.

    Raises `KeyError` when the ledger holds no record of that id.
    """
    record, kind = ledger.record_by_id[name], ledger.kind_by_id[name]
    if isinstance(record, Article | Origin):
        return _published(record)
    whole, noun = cite_briefing(edition), kind.noun
    withdrawn = getattr(record, "withdrawn", None)
    return whole._replace(
        key=f"{whole.key}-{name}",
        title=f"“{_ended(str(getattr(record, kind.says)))}”",
        where=f"{noun.capitalize()} {name} in: {_ended(edition.title)}",
        note=f"{'Withdrawn. ' if withdrawn else ''}{whole.note}",
        url=whole.url and identifier(edition, noun, name),
    )


@export("CITATION.cff", media="application/yaml", about="How to cite this version.")
def citation_file(exporting: Exporting) -> str:
    """Return a CITATION.cff (1.2.0) of the edition; the one at the root is of the briefing, whatever its version."""
    edition = exporting.edition
    fields = {
        "cff-version": "1.2.0",
        "message": "To cite this version of the briefing, use these data.",
        "type": "dataset",
        "title": edition.title,
        "authors": [{"name": edition.signed_by}],
        "license": "CC-BY-4.0",
        "version": edition.version,
        "abstract": f"Articles {edition.as_of}.",
        "identifiers": [{"type": "other", "value": f"sha256:{edition.digest}", "description": "Evidence digest"}],
        "commit": edition.commit if re.fullmatch(r"[0-9a-f]{7,40}", edition.commit or "") else None,
        "date-released": edition.released,
        "url": f"{edition.site}/" if edition.site else None,
    }
    said = {name: value for name, value in fields.items() if value is not None}
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=1000)


@export("references.bib", media="application/x-bibtex", about="The briefing, its articles and origins as BibTeX.")
def references_bib(exporting: Exporting) -> str:
    """Return a BibTeX file: the briefing first, then its articles, then the origins they go back to."""
    ledger = exporting.ledger
    references = [cite_briefing(exporting.edition), *map(_published, ledger.articles), *map(_published, ledger.origins)]
    return "\n".join(reference.bibtex for reference in references)


def tex(text: str) -> str:
    """Return `text` as TeX prints it."""
    return " ".join(text.split()).translate(_TEX)


def cite_briefing(edition: Edition) -> Reference:
    """Return the citation of this version of the briefing."""
    version = f"Version {edition.version}" if edition.released else f"Version {edition.version}, not released"
    note = f"{version}, evidence digest {edition.digest[:SHORT]}, articles {edition.as_of}."
    url = identifier(edition, "briefing") if edition.site else ""
    cited = Reference(slug(edition.title), edition.signed_by, edition.title, edition.released, edition.subtitle)
    return cited._replace(note=note, url=url, version=edition.version)


def _published(record: Article | Origin) -> Reference:
    """Return the reference of an article or an origin; where nobody signed it, its publisher is its author."""
    author = getattr(record, "author", None)
    cited = Reference(record.id, author or record.publisher, record.title, record.published, url=record.url or "")
    return cited._replace(where=record.publisher, is_person=True) if author else cited


def _ended(text: str) -> str:
    return text if not text or text.rstrip("”’\"'").endswith((".", "?", "!", "…")) else f"{text}."
