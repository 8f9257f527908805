"""A YAML file as plain values, with the line of every value: what is wrong with the file becomes Issues.

It is built from the parser's events, never deeper than `DEPTH`, and in two stages: plain values here, records in
`validation`. Aliases and tags are refused: in data that people read and compare, each record says what it says.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from briefing.model.base import Issue, Place
from briefing.model.layout import Layout
from briefing.reading.files import decoded, read_file, unreadable

DEPTH = 40  # how deep values may lie inside each other
_TOO_DEEP = "it is nested too deeply"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()
_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_MarkedError: Any = yaml.MarkedYAMLError
Event = Any  # of PyYAML's parser
Value = Any  # whatever a file holds
_TEXT_TAG = "tag:yaml.org,2002:str"
_QUOTES = 'Mend the YAML; a value with ": " or " #" in it, or that starts with a sign, goes in quotes.'
_ENTRY = re.compile(r"^- ", re.MULTILINE)
_KEY_AND_VALUE = re.compile(r"^[ -]*(\w+):[ \t]*[\"']?(.*)$", re.MULTILINE)
_ID = re.compile(r"^- (?:\{ *)?id:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
_CUTS = re.compile(r"[ \t]+#[^\s#]")  # a sign that begins a comment, though it looks like a part of the value
KeyPath = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """A YAML file as plain values, with the line of each value by its path."""

    file: str
    value: Value = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)  # what can be guessed of entries with bad syntax

    def place(self, path: KeyPath = ()) -> Place:
        """Return where the value at `path` stands; the nearest value around it when it is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))

    def at(self, path: KeyPath) -> Value:
        """Return the value at a path that exists."""
        value = self.value
        for step in path:
            value = value[step]
        return value

    def report(self, path: KeyPath, subject: str, code: str, got: str, mend: str) -> None:
        """Add an issue at the line of the value at `path`."""
        self.issues.append(Issue(self.place(path), subject, code, got, mend))


def read_yaml(path: Path, file: str, root: Path | None = None) -> Document:
    """Read a YAML file; a folder, a pipe, or a link that leads nowhere in its place is an issue like any other."""
    try:
        return parse_yaml(read_file(path, root), file)
    except OSError as error:
        return Document(file, issues=[unreadable(file, error)])


def read_optional(path: Path, layout: Layout) -> Document:
    """Read a YAML file of the briefing as `read_yaml` does; one that is not there is empty."""
    file = layout.relative(path)
    return read_yaml(path, file, layout.root) if os.path.lexists(path) else Document(file)


def parse_yaml(raw: bytes, file: str) -> Document:
    """Read one YAML document; what cannot be read is left out, and `issues` says why. Of a list, each entry counts."""
    document = Document(file)
    text = decoded(raw, file, "file", "Save the file as UTF-8.", "utf-8-sig")
    if isinstance(text, Issue):
        document.issues.append(text)
        return document
    try:
        document.value = _Builder(document, text).document_value()
    except yaml.YAMLError as error:
        starts = [match.start() for match in _ENTRY.finditer(text)]
        document = Document(file)
        if starts:
            _read_entries(document, text, starts)
        else:
            document.issues.append(_syntax_issue(error, text, Place(file)))
    return document


def _read_entries(document: Document, text: str, starts: list[int]) -> None:
    """Read each entry of a list by itself, so that one with bad syntax does not take the others with it."""
    document.value = []
    above = 0
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True):
        piece, part = text[start:end], Document(document.file)
        try:
            value = _Builder(part, piece, above, first=len(document.value)).document_value()
            if not isinstance(value, list):
                raise _MarkedError(problem="what stands here is no entry of the list")
        except yaml.YAMLError as error:
            document.issues.append(_syntax_issue(error, piece, Place(document.file, above)))
            document.unread.append(_guessed(piece))
        else:
            document.value += value
            document.issues += part.issues
            document.lines |= part.lines
        above += piece.count("\n")
    document.lines[()] = 1


def _guessed(piece: str) -> dict[str, Any]:
    """Return what an entry seems to hold, so that what it holds is not reported as missing."""
    article, quotes = "", []
    for key, value in _KEY_AND_VALUE.findall(piece):
        said = re.sub("[\"']$", "", value.rstrip(" \t"))
        if key == "article":
            article = said
        elif key == "exact":
            quotes.append({"article": article, "exact": said})
    name = _ID.search(piece)
    return {"id": name[1] if name else "", "quotes": quotes, "words": re.findall(r"[\w-]+", piece)}


def _syntax_issue(error: Any, text: str, above: Place) -> Issue:  # noqa: ANN401 -- a YAMLError
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).split("\n")[0]
    mend = _QUOTES
    if "nesting" in problem:  # said by some versions of the parser, before any event
        problem = _TOO_DEEP
    elif "escape" in problem or "hexdecimal" in problem:
        problem = "a backslash stands in a value in double quotes, and what follows it is no escape"
        mend = r"Write \\ for a backslash, or put the value in single quotes."
    elif "quoted scalar" in str(getattr(error, "context", "")):  # found at the end of the text, begun further up
        mark, problem = error.context_mark, "a quotation mark opens here and is not closed"
    byte = getattr(error, "position", None)  # of a character that YAML does not allow
    line = mark.line if mark else text.encode()[:byte].count(b"\n") if isinstance(byte, int) else 0
    return Issue(Place(above.file, above.line + line + 1), "file", "yaml-syntax", f"{problem}.", mend)


class _Builder:
    """Turns the parser's events into values, noting lines, duplicate keys, aliases, tags, and values that # cuts.

    `above` counts the lines of the file before the text, `first` the entries of the file's list before it.
    """

    def __init__(self, document: Document, text: str, above: int = 0, first: int = 0) -> None:
        self.document, self.above, self.first = document, above, first
        self.text_lines = text.split("\n")
        self.events: Iterator[Event] = yaml.parse(text, Loader=_Loader)

    def document_value(self) -> Value:
        """Return the value of the one document in the text. Raises `yaml.YAMLError`."""
        result, begun = None, False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if begun:
                    raise _MarkedError(problem="a second document begins here", problem_mark=event.start_mark)
                begun = True
            elif isinstance(event, yaml.NodeEvent):
                result = self.value(event, ())
        return result

    def value(self, event: Event, path: KeyPath) -> Value:
        self.document.lines.setdefault(path, self.line(event))
        if isinstance(event, yaml.AliasEvent):
            self.issue(event, "yaml-syntax", "an alias stands here.", "Write the value out; aliases are not read.")
            return None
        tagged = event.tag not in {None, "", "!", _TEXT_TAG}
        if tagged:
            got = f"the tag {event.tag.replace('tag:yaml.org,2002:', '!!')} stands here."
            self.issue(event, "yaml-syntax", got, "Leave the tag out; tags are not read.")
        if isinstance(event, yaml.ScalarEvent):
            return None if tagged else self.scalar(event)
        if len(path) >= DEPTH:
            raise _MarkedError(problem=_TOO_DEEP, problem_mark=event.start_mark)
        inner = takewhile(lambda event: not isinstance(event, yaml.CollectionEndEvent), self.events)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(inner, path)
        return [self.value(entry, (*path, at)) for at, entry in enumerate(inner, 0 if path else self.first)]

    def mapping(self, inner: Iterator[Event], path: KeyPath) -> dict[str, Value]:
        """Read keys and values; a key that stands twice keeps its first value."""
        found: dict[str, Value] = {}
        for key in inner:
            if not isinstance(key, yaml.ScalarEvent):
                raise _MarkedError(problem="what stands here is no key", problem_mark=key.start_mark)
            here = (*path, key.value)
            if key.value in found:
                got = f"the key {key.value!r} stands here and on line {self.document.lines[here]}."
                self.issue(key, "duplicate-key", got, "Keep one of the two.")
            else:
                self.document.lines[here] = self.line(key)
            found.setdefault(key.value, self.value(next(self.events), here))
        return found

    def scalar(self, event: Event) -> Value:
        """Read a value; tell of one that ends where a # begins a comment that does not look like one."""
        mark = event.end_mark
        line = self.text_lines[mark.line] if mark.line < len(self.text_lines) else ""
        if event.value and not event.style and _CUTS.match(line, mark.column):
            got = f"the value ends before “{line[mark.column :].strip()[:20]}”: after a space, # begins a comment."
            self.issue(event, "value-cut", got, "Put the value in quotes; if it is a comment, put a space after the #.")
        tag = _TEXT_TAG if event.style else _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False))
        if tag == _TEXT_TAG:
            return event.value
        try:
            return _CONSTRUCTOR.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, yaml.YAMLError):
            kind = {"timestamp": "a date"}.get(name := tag.rpartition(":")[2], name)
            got = f"{event.value[:40]!r} cannot be read as {kind}."
            self.issue(event, "yaml-syntax", got, "Mend the value, or put it in quotes if it is text.")
            return None

    def line(self, event: Event) -> int:
        return self.above + int(event.start_mark.line) + 1

    def issue(self, event: Event, code: str, got: str, mend: str) -> None:
        self.document.issues.append(Issue(Place(self.document.file, self.line(event)), "file", code, got, mend))
