"""A coded file comes back in: a REFI-QDA project or a workbook becomes proposals for the second reading.

What was coded is found again by its *words*, since programs move positions; a position only says which words. Nothing
is guessed: what has no one place in an article, or no code, is said, and a person decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from briefing.intake.packed import ExchangeError, Packed, worksheets
from briefing.model.fields import coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import SecondCoding
from briefing.reading.anchoring import find_quote
from briefing.reading.articles import Page
from briefing.reading.nearest import nearest_passage
from briefing.reading.normalisation import normalise

#: So much of the text around the words, in code points, tells apart two places where they stand.
AROUND = 40
CODED = {field.name: field for field in coded_fields(SecondCoding)}
#: Worksheets that hold codings: the first that has rows is read.
CODINGS = ("second_reading", "evidence")
_NAMED_WORD = re.compile(r"\[(\w+): ([^\]]+)\]$")
_CLAIM = re.compile(r"C[0-9]{2,}")


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
    """Return the proposals of a `.qdpx` or `.xlsx` file. Raises `ExchangeError` when it is neither."""
    readers = {".qdpx": read_qdpx, ".xlsx": read_workbook}
    if path.suffix.lower() not in readers:
        message = f"{path.name} is neither a .qdpx nor a .xlsx file. Save the coded project as one of them."
        raise ExchangeError(message)
    return readers[path.suffix.lower()](path, ledger)


def read_qdpx(path: Path, ledger: Ledger) -> tuple[Proposal, ...]:
    """Return a proposal for every claim code of every selection in the texts of a REFI-QDA project."""
    packed = Packed(path)
    described = next((name for name in packed.sizes if name.endswith(".qde")), None)
    if described is None:
        message = f"{path.name} holds no project.qde: it is no REFI-QDA project."
        raise ExchangeError(message)
    root, desk = packed.xml(described), _Desk(ledger)
    codes = {code.get("guid", ""): code for code in root.iterfind(".//{*}Code")}
    groups = {child.get("guid", ""): code for code in codes.values() for child in code.iterfind("{*}Code")}
    found: list[Proposal] = []
    for source in root.iterfind(".//{*}TextSource"):
        text = _text_of(source, packed)
        for element in source.iterfind("{*}PlainTextSelection"):
            targets = [ref.get("targetGUID", "") for ref in element.iterfind("{*}Coding/{*}CodeRef")]
            stated, coded = desk.codes([(codes[t], groups.get(t)) for t in targets if t in codes])
            selection = desk.words(element, source.get("name", ""), text)
            found += [desk.proposal(selection, {"statement": statement, **coded}) for statement in stated or [""]]
    return tuple(found)


def read_workbook(path: Path, ledger: Ledger) -> tuple[Proposal, ...]:
    """Return a proposal for every row of the first worksheet of codings that has any."""
    sheets, desk = worksheets(path), _Desk(ledger)
    name = next((name for name in CODINGS if sheets.get(name)), None)
    if name is None:
        message = f"{path.name} has no rows in a worksheet {' or '.join(CODINGS)}, with the columns article and exact."
        raise ExchangeError(message)
    standing = {claim.id for claim in ledger.standing}
    rows = (row for row in sheets[name] if any(row.values()) and ("claim" not in row or row["claim"] in standing))
    return tuple(desk.row(row) for row in rows)


class _Desk:
    """Turns what was read into proposals, with the articles made ready for searching."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.pages = {article.id: Page.of(article) for article in ledger.articles if article.text}

    def proposal(self, selection: _Selection, coded: Mapping[str, Any]) -> Proposal:
        """Return the words at their one place, with their codes; without such a place, what is in the way."""
        places = [(page, span) for page in self.likely(selection.source) for span in self.spans(selection, page)]
        blank = [name for name in ("statement", *CODED) if not coded.get(name)]
        uncoded = f"Not coded: {', '.join(blank)}." if blank else ""
        if len(places) != 1:
            return Proposal(
                {"exact": selection.words, **coded}, f"{self.misplaced(selection, len(places))} {uncoded}".strip()
            )
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

    def spans(self, selection: _Selection, page: Page) -> list[Any]:
        spans = find_quote(selection.words, page) if selection.words.strip() else []
        if len(spans) > 1:
            spans = find_quote(selection.words, page, selection.before, selection.after)
        return spans

    def misplaced(self, selection: _Selection, places: int) -> str:
        if places:
            return f"The words stand in {places} places."
        pages = self.likely(selection.source)
        near = nearest_passage(selection.words, pages[0]) if pages and selection.words.strip() else None
        return f"No article has these words. Nearest: “{near.exact}”." if near else "No article has these words."

    def words(self, element: ET.Element, source: str, text: str) -> _Selection:
        """Return the words of a selection: what its positions say, read in the way that agrees with its name."""
        start, end = (int(element.get(edge, "0") or 0) for edge in ("startPosition", "endPosition"))
        name, ways = (element.get("name") or "").strip(), (text, text.replace("\r\n", "\n"))
        begins = normalise(name.removesuffix("…").removesuffix("...")).text.strip()
        cuts = [_Selection(source, way[start:end], way[:start][-AROUND:], way[end:][:AROUND]) for way in ways]
        cuts.append(_utf_16(source, text, start, end))
        agreeing = [cut for cut in cuts if begins and normalise(cut.words).text.strip().startswith(begins)]
        if not agreeing and any(self.spans(_Selection(source, name), page) for page in self.likely(source)):
            return _Selection(source, name)
        return next(filter(_is_whole, agreeing), (agreeing or cuts)[0])

    def codes(self, codes: list[tuple[ET.Element, ET.Element | None]]) -> tuple[list[str], dict[str, str]]:
        """Return the statements that were coded, and the words of the coded fields."""
        statements, coded = [], {}
        for code, group in codes:
            name, about = code.get("name", ""), (code.findtext("{*}Description") or "").strip()
            heading = (group.get("name", "") if group is not None else "").casefold()
            field = next((f for f in CODED.values() if heading in (f.heading.casefold(), f.name)), None)
            named = _NAMED_WORD.search(about)
            if named:
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

    def row(self, row: Mapping[str, str]) -> Proposal:
        claim = self.ledger.claim_by_id.get(row.get("claim", ""))
        of_claim = {"statement": claim.statement, "kind": claim.kind, "bears_on": claim.bears_on} if claim else {}
        own = {name: self.word(name, row[name]) for name in CODED if row.get(name)}
        said = {"statement": row["statement"]} if row.get("statement") else {}
        selection = _Selection(
            row.get("article", ""), row.get("exact", ""), row.get("prefix", ""), row.get("suffix", "")
        )
        return self.proposal(selection, {**of_claim, **said, **own, "voice": _list(row.get("voice", ""))})


def _text_of(source: ET.Element, packed: Packed) -> str:
    inline = source.findtext("{*}PlainTextContent")
    if inline is not None:
        return inline
    name = source.get("plainTextPath", "").rpartition("/")[2]
    member = next((member for member in packed.sizes if name and member.endswith(f"/{name}")), None)
    return packed.read(member).decode("utf-8-sig", "replace") if member else ""


def _utf_16(source: str, text: str, start: int, end: int) -> _Selection:
    """Return the words when the program counted in UTF-16, as JavaScript and Windows do."""
    units = text.encode("utf-16-le", "surrogatepass")
    words, before, after = units[2 * start : 2 * end], units[: 2 * start], units[2 * end :]
    parts = (part.decode("utf-16-le", "replace") for part in (words, before, after))
    return _Selection(source, next(parts), next(parts)[-AROUND:], next(parts)[:AROUND])


def _is_whole(cut: _Selection) -> bool:
    """Tell whether a selection cuts no word, and no blank hangs on it: a sign that positions were counted so."""
    edges = ((cut.before[-1:], cut.words[:1]), (cut.words[-1:], cut.after[:1]))
    return cut.words == cut.words.strip() and not any(left.isalnum() and right.isalnum() for left, right in edges)


def _list(cell: str) -> list[str]:
    """Return what a cell lists, as JSON or with semicolons."""
    try:
        read = json.loads(cell) if cell.startswith("[") else cell.split(";")
    except ValueError:
        read = cell.split(";")
    return [str(item).strip() for item in read if str(item).strip()]


def to_yaml(proposals: tuple[Proposal, ...]) -> Iterator[str]:
    """Yield the proposals as entries of `second_reading.yml`, what is wrong with each in a comment above it."""
    for proposal in proposals:
        if proposal.problem:
            yield f"# {' '.join(proposal.problem.split())}"
        lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in proposal.values.items())
        yield "- " + "\n  ".join(lines)
