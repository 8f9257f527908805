"""A coded file comes back in: a REFI-QDA project or a workbook becomes proposals for the second reading.

What was coded is found again by its *words*, since programs move positions; a position only says which words. Nothing
is guessed: what has no one place in an article, or no code, is said, and a person decides. Both are foreign zip files,
which are read with bounds.
"""

from __future__ import annotations

import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pandas as pd
from python_calamine import CalamineError

from briefing.model.base import Span
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import SecondCoding
from briefing.reading.anchoring import find_quote, nearest_passage
from briefing.reading.data_files import Page
from briefing.reading.files import read_file
from briefing.reading.normalisation import normalise

#: So much of the text around the words, in code points, tells apart two places where they stand.
AROUND = 40
CODED = {field.name: field for field in coded_fields(SecondCoding)}
#: Worksheets that hold codings: the first that has rows is read.
CODINGS = ("second_reading", "evidence")
#: In bytes, unpacked: more than any coded project of articles, less than a zip made to fill a disk.
LARGEST = 64_000_000
_NAMED_WORD = re.compile(r"\[(\w+): ([^\]]+)\]$")
_CLAIM = re.compile(r"C[0-9]{2,}")
_CUT = re.compile(r"[^\W_]{2}")  # a word, at the edges of what was coded: positions were counted in another way
#: What `zipfile` raises of a zip file that is damaged.
_UNPACKING = (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, EOFError, OSError, ValueError,
              OverflowError, zlib.error, lzma.LZMAError, struct.error)  # fmt: skip


class ExchangeError(ValueError):
    """Raised when a file cannot be read; the message says what it is and what to do."""


class Proposal(NamedTuple):
    """Values of a second coding, and what is wrong with them; empty when nothing is."""

    values: dict[str, Any]
    problem: str = ""


class _Selection(NamedTuple):
    """What somebody coded: the words, what stands around them, and where they were read."""

    source: str
    words: str
    before: str = ""
    after: str = ""


def read_exchange(path: Path, ledger: Ledger) -> tuple[Proposal, ...]:
    """Return the proposals of a coded file. Raises `ExchangeError` when it is neither a `.qdpx` nor a `.xlsx` file.

    Of a project it is one for every claim code of every selection, of a workbook one for every row of codings.
    """
    readers = {".qdpx": _read_qdpx, ".xlsx": _read_workbook}
    if path.suffix.lower() not in readers:
        message = f"{path.name} is neither a .qdpx nor a .xlsx file. Save the coded project as one of them."
        raise ExchangeError(message)
    return tuple(readers[path.suffix.lower()](path, _Desk(ledger)))


def _read_qdpx(path: Path, desk: _Desk) -> Iterator[Proposal]:
    members = _unpacked(path)
    described = next((name for name in members if name.endswith(".qde")), None)
    if described is None:
        message = f"{path.name} holds no project.qde: it is no REFI-QDA project."
        raise ExchangeError(message)
    with _refused(f"{path.name}: {described} is no XML that can be read", ET.ParseError, ValueError, LookupError):
        root = ET.fromstring(members[described])  # noqa: S314 -- expat limits what entities may grow to
    codes = {code.get("guid", ""): code for code in root.iterfind(".//{*}Code")}
    groups = {child.get("guid", ""): code for code in codes.values() for child in code.iterfind("{*}Code")}
    for source in root.iterfind(".//{*}TextSource"):
        text = source.findtext("{*}PlainTextContent")
        if text is None:
            file = source.get("plainTextPath", "").rpartition("/")[2]
            held = (content for name, content in members.items() if file and name.endswith(f"/{file}"))
            text = next(held, b"").decode("utf-8-sig", "replace")
        for element in source.iterfind("{*}PlainTextSelection"):
            targets = [ref.get("targetGUID", "") for ref in element.iterfind("{*}Coding/{*}CodeRef")]
            stated, coded = desk.codes([(codes[t], groups.get(t)) for t in targets if t in codes])
            selection = desk.words(element, source.get("name", ""), text)
            yield from (desk.proposal(selection, {"statement": statement, **coded}) for statement in stated or [""])


def _read_workbook(path: Path, desk: _Desk) -> Iterator[Proposal]:
    sheets = worksheets(path)
    name = next((name for name in CODINGS if sheets.get(name)), None)
    if name is None:
        message = f"{path.name} has no rows in a worksheet {' or '.join(CODINGS)}, with the columns article and exact."
        raise ExchangeError(message)
    standing = {claim.id: claim for claim in desk.ledger.standing}
    for row in sheets[name]:
        if any(row.values()) and ("claim" not in row or row["claim"] in standing):
            claim = standing.get(row.get("claim", ""))
            coded = {"statement": claim.statement, "kind": claim.kind, "bears_on": claim.bears_on} if claim else {}
            coded |= {"statement": row["statement"]} if row.get("statement") else {}
            coded |= {name: desk.word(name, row[name]) for name in CODED if row.get(name)}
            quoted = _Selection(*(row.get(name, "") for name in ("article", "exact", "prefix", "suffix")))
            yield desk.proposal(quoted, {**coded, "voice": _list(row.get("voice", ""))})


class _Desk:
    """Turns what was read into proposals, with the articles made ready for searching."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.pages = {article.id: Page.of(article) for article in ledger.articles if article.text}

    def proposal(self, selection: _Selection, coded: Mapping[str, Any]) -> Proposal:
        """Return the words at their one place, with their codes; without such a place, what is in the way."""
        places = self.places(selection)
        blank = [name for name in ("statement", *CODED) if not coded.get(name)]
        uncoded = f"Not coded: {', '.join(blank)}." if blank else ""
        if len(places) != 1:
            pages = self.likely(selection.source)
            near = nearest_passage(selection.words, pages[0]) if pages and selection.words.strip() else None
            nowhere = f"No article has these words.{f' Nearest: “{near.exact}”.' if near else ''}"
            told = f"The words stand in {len(places)} places." if places else nowhere
            return Proposal({"exact": selection.words, **coded}, f"{told} {uncoded}".strip())
        page, span = places[0]
        text = page.article.text
        values: dict[str, Any] = {"article": page.article.id, "exact": text[span.start : span.end]}
        if len(find_quote(values["exact"], page)) > 1:
            values |= {"prefix": text[: span.start][-AROUND:], "suffix": text[span.end :][:AROUND]}
        codes = {name: coded.get(name) for name in ("statement", *CODED)}
        return Proposal(values | codes | ({"voice": coded["voice"]} if coded.get("voice") else {}), uncoded)

    def likely(self, source: str) -> list[Page]:
        """Return the article that a source is named after, or, when no article is, all of them."""
        named = [page for name, page in self.pages.items() if name in (source, Path(source).stem)]
        return named or list(self.pages.values())

    def places(self, selection: _Selection) -> list[tuple[Page, Span]]:
        """Return where the words stand in the likely articles; what is around them counts where they stand twice."""
        found: list[tuple[Page, Span]] = []
        for page in self.likely(selection.source) if selection.words.strip() else ():
            spans = find_quote(selection.words, page)
            if len(spans) > 1:
                spans = find_quote(selection.words, page, selection.before, selection.after)
            found += [(page, span) for span in spans]
        return found

    def words(self, element: ET.Element, source: str, text: str) -> _Selection:
        """Return the words of a selection: what its positions say, read in the way that agrees with its name."""
        start, end = (int(element.get(edge, "0") or 0) for edge in ("startPosition", "endPosition"))
        name = (element.get("name") or "").strip()
        begins = normalise(name.removesuffix("…").removesuffix("...")).text.strip()
        units = text.encode("utf-16-le", "surrogatepass")
        # Programs change line ends, and count in UTF-16, as JavaScript and Windows do.
        wide = [len(units[: 2 * edge].decode("utf-16-le", "replace")) for edge in (start, end)]
        ways = ((text, start, end), (text.replace("\r\n", "\n"), start, end), (text, wide[0], wide[1]))
        cuts = [_Selection(source, t[s:e], t[:s][-AROUND:], t[e:][:AROUND]) for t, s, e in ways]
        agreeing = [cut for cut in cuts if begins and normalise(cut.words).text.strip().startswith(begins)]
        if not agreeing and self.places(_Selection(source, name)):
            return _Selection(source, name)
        edges = {cut: f"{cut.before[-1:]}{cut.words[:1]} {cut.words[-1:]}{cut.after[:1]}" for cut in agreeing}
        whole = [cut for cut in agreeing if cut.words == cut.words.strip() and not _CUT.search(edges[cut])]
        return (whole or agreeing or cuts)[0]

    def codes(self, codes: list[tuple[ET.Element, ET.Element | None]]) -> tuple[list[str], dict[str, str]]:
        """Return the statements that were coded, and the words of the coded fields."""
        statements, coded = [], {}
        for code, group in codes:
            name, about = code.get("name", ""), (code.findtext("{*}Description") or "").strip()
            heading = (group.get("name", "") if group is not None else "").casefold()
            field = next((f for f in CODED.values() if heading in (f.heading.casefold(), f.name)), None)
            if named := _NAMED_WORD.search(about):
                coded[named[1]] = named[2]
            elif field:
                coded[field.name] = self.word(field.name, name)
            else:
                claim = self.ledger.claim_by_id.get(match[0]) if (match := _CLAIM.match(name)) else None
                statements.append(claim.statement if claim else name)
        return statements, {name: word for name, word in coded.items() if name in CODED}

    def word(self, field: str, written: str) -> str:
        """Return the word of a vocabulary that somebody wrote, or whose label; anything else as it was written."""
        terms = self.ledger.vocabulary.get(CODED[field].vocabulary, {})
        by_label = {term.label.casefold(): word for word, term in terms.items()}
        return written if written in terms else by_label.get(written.casefold(), written)


def _list(cell: str) -> list[str]:
    """Return what a cell lists, as JSON or with semicolons."""
    read: Any = cell.split(";")
    if cell.startswith("["):
        with suppress(ValueError):
            read = json.loads(cell)
    return [str(item).strip() for item in read if str(item).strip()]


def to_yaml(proposals: tuple[Proposal, ...]) -> Iterator[str]:
    """Yield the proposals as entries of `second_reading.yml`, what is wrong with each in a comment above it."""
    for values, problem in proposals:
        if problem:
            yield f"# {' '.join(problem.split())}"
        lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
        yield "- " + "\n  ".join(lines)


@contextmanager
def _refused(message: str, *errors: type[Exception]) -> Iterator[None]:
    try:
        yield
    except errors as error:
        told = f"{message}: {getattr(error, 'strerror', None) or error}."
        raise ExchangeError(told) from error


def _unpacked(path: Path) -> dict[str, bytes]:
    """Return the members of a zip file, none longer than it declares. Raises `ExchangeError` when it is none."""
    with _refused(f"{path.name} cannot be read", OSError):
        raw = io.BytesIO(read_file(path))
    with _refused(f"{path.name} is no zip file that can be unpacked, as .qdpx and .xlsx are", *_UNPACKING):
        packed = zipfile.ZipFile(raw)
        members = packed.infolist()
        if sum(member.file_size for member in members) <= LARGEST:
            return {member.filename: packed.open(member).read(member.file_size + 1) for member in members}
    message = f"{path.name} unpacks to more than {LARGEST // 1_000_000} MB. Leave out what is not text."
    raise ExchangeError(message)


def worksheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every worksheet, each cell as text under the heading of its column."""
    _unpacked(path)
    with _refused(f"{path.name} is no workbook that can be read", CalamineError, ValueError, OSError):
        sheets = pd.read_excel(path, sheet_name=None, dtype=str, na_filter=False, engine="calamine")
    rows = {name: frame.to_dict("records") for name, frame in sheets.items()}
    return {str(name): [{str(head): str(cell) for head, cell in row.items()} for row in rows[name]] for name in rows}
