"""A YAML file as plain values, with the line of every value: what is wrong with the file becomes Issues.

It is built from the parser's events, without recursion, and in two stages: plain values here, records in
`validation`. Aliases and tags are refused: in data that people read and compare, each record says what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from briefing.model.base import Issue, Place
from briefing.reading.files import decoded, read_file, unreadable

DEPTH = 40  # how deep values may lie inside each other
_TOO_DEEP = "it is nested too deeply"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()
_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_MarkedError: Any = yaml.MarkedYAMLError
_TEXT_TAG = "tag:yaml.org,2002:str"
_QUOTES = 'Mend the YAML; a value with ": " or " #" in it, or that starts with a sign, goes in quotes.'
_ENTRY = re.compile(r"^- ", re.MULTILINE)
_KEY_AND_VALUE = re.compile(r"^[ -]*(\w+):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_ID = re.compile(r"^- (?:\{ *)?id:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
_CUTS = re.compile(r"[ \t]+#[^\s#]")  # a sign that begins a comment, though it looks like a part of the value
KeyPath = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """A YAML file as plain values, with the line of each value by its path."""

    file: str
    value: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)  # what can be guessed of entries with bad syntax

    def place(self, path: KeyPath = ()) -> Place:
        """Return where the value at `path` stands; the nearest value around it when it is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))

    def at(self, path: KeyPath) -> Any:  # noqa: ANN401 -- whatever the file holds
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
    except (OSError, RuntimeError) as error:
        return Document(file, issues=[unreadable(file, error)])


def parse_yaml(raw: bytes, file: str) -> Document:
    """Read one YAML document; what cannot be read is left out, and `issues` says why. Of a list, each entry counts."""
    document = Document(file)
    text = decoded(raw, file, "file", "Save the file as UTF-8.", "utf-8-sig")
    if isinstance(text, Issue):
        document.issues.append(text)
        return document
    try:
        document.value = _Builder(document, text, 0).value(())
    except yaml.YAMLError as error:
        entries = [match.start() for match in _ENTRY.finditer(text)]
        document.lines.clear()
        document.issues.clear()
        if entries:
            document.value = list(_read_entries(document, text, entries))
        else:
            document.issues.append(_syntax_issue(error, text, Place(file)))
    return document


def _read_entries(document: Document, text: str, starts: list[int]) -> Iterator[Any]:
    """Read each entry of a list by itself, so that one with bad syntax does not take the others with it."""
    document.lines[()] = 1
    index = above = 0
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True):
        piece = text[start:end]
        kept, lines = len(document.issues), dict(document.lines)
        try:
            value = _Builder(document, piece, above, first=index).value(())
            if not isinstance(value, list):
                raise _NotAnEntryError
        except yaml.YAMLError as error:
            del document.issues[kept:]
            document.lines.clear()
            document.lines.update(lines)
            document.issues.append(_syntax_issue(error, piece, Place(document.file, above)))
            document.unread.append(_guessed(piece))
        else:
            index += len(value)
            yield from value
        above += piece.count("\n")


def _guessed(piece: str) -> dict[str, Any]:
    """Return what an entry seems to hold, so that what it holds is not reported as missing."""
    article = ""
    quotes = []
    for key, value in _KEY_AND_VALUE.findall(piece):
        if key == "article":
            article = value
        elif key == "exact":
            quotes.append({"article": article, "exact": value})
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


class _NotAnEntryError(yaml.YAMLError):
    reason = "what stands here is no entry of the list"


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `key` is where its next value goes, None when a key comes next."""

    value: list[Any] | dict[str, Any]
    path: KeyPath
    key: str | int | None = None
    dropped: bool = False  # its next value stands under a key that cannot be used


class _Builder:
    """Turns the parser's events into values, noting lines, duplicate keys, aliases, tags, and values that # cuts."""

    def __init__(self, document: Document, text: str, above: int, first: int = 0) -> None:
        self.document = document
        self.text_lines = text.split("\n")
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self.above = above  # lines of the file before what is read
        self.first = first  # the place of the first entry in the file's list
        self.open: list[_Open] = []

    def value(self, path: KeyPath) -> Any:  # noqa: ANN401 -- whatever the text holds
        """Return the value of the one document in the text. Raises `yaml.YAMLError`."""
        result: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _MarkedError(problem="a second document begins here", problem_mark=event.start_mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                closed = self.open.pop()
                result = self.put(closed.value) if self.open else closed.value
            elif isinstance(event, yaml.NodeEvent):
                result = self.node(event, path)
        return result

    def node(self, event: Any, path: KeyPath) -> Any:  # noqa: ANN401 -- an event of PyYAML's
        inside = self.open[-1] if self.open else None
        if inside and isinstance(inside.value, dict) and inside.key is None:
            return self.key(inside, event)
        here = path if inside is None or inside.key is None else (*inside.path, inside.key)
        line = self.above + event.start_mark.line + 1
        self.document.lines.setdefault(here, line)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self.open) >= DEPTH:
                raise _MarkedError(problem=_TOO_DEEP, problem_mark=event.start_mark)
            self.tagged(event, here)
            is_list = isinstance(event, yaml.SequenceStartEvent)
            first = self.first if is_list and not self.open else 0
            self.open.append(_Open([] if is_list else {}, here, first if is_list else None))
            return None
        return self.put(self.scalar(event, here))

    def key(self, inside: _Open, event: Any) -> None:  # noqa: ANN401 -- an event of PyYAML's
        """Note the key that comes before a value; one that stands twice keeps its first value."""
        if not isinstance(event, yaml.ScalarEvent):
            raise _MarkedError(problem="what stands here is no key", problem_mark=event.start_mark)
        scalar: Any = event
        name, line = scalar.value, self.above + scalar.start_mark.line + 1
        inside.key, inside.dropped = name, name in inside.value
        if inside.dropped:
            got = f"the key {name!r} stands here and on line {self.document.lines[*inside.path, name]}."
            self.issue(line, "duplicate-key", got, "Keep one of the two.")
        else:
            self.document.lines[*inside.path, name] = line

    def put(self, value: Any) -> Any:  # noqa: ANN401 -- whatever the text holds
        """Put a finished value where it belongs; return it when it is the whole document."""
        if not self.open:
            return value
        inside = self.open[-1]
        if isinstance(inside.value, list):
            inside.value.append(value)
            inside.key = self.first + len(inside.value) if len(self.open) == 1 else len(inside.value)
        elif inside.key is not None:
            if not inside.dropped:
                inside.value[str(inside.key)] = value
            inside.key, inside.dropped = None, False
        return None

    def scalar(self, event: Any, path: KeyPath) -> Any:  # noqa: ANN401 -- a YAML scalar of any type
        line = self.above + event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self.issue(line, "yaml-syntax", "an alias stands here.", "Write the value out; aliases are not read.")
            return None
        if self.tagged(event, path):
            return None
        if event.style:
            return event.value
        self.cut(event, line)
        tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False))
        if tag == _TEXT_TAG:
            return event.value
        try:
            return _CONSTRUCTOR.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, yaml.YAMLError):
            kind = {"timestamp": "a date"}.get(name := tag.rpartition(":")[2], name)
            got = f"{event.value[:40]!r} cannot be read as {kind}."
            self.issue(line, "yaml-syntax", got, "Mend the value, or put it in quotes if it is text.")
            return None

    def tagged(self, event: Any, path: KeyPath) -> bool:  # noqa: ANN401 -- an event of PyYAML's
        """Report an explicit tag."""
        if event.tag in {None, "", "!", _TEXT_TAG}:
            return False
        got = f"the tag {event.tag.replace('tag:yaml.org,2002:', '!!')} stands here."
        self.issue(self.document.place(path).line, "yaml-syntax", got, "Leave the tag out; tags are not read.")
        return True

    def cut(self, event: Any, line: int) -> None:  # noqa: ANN401 -- an event of PyYAML's
        """Report a value that ends where a # begins a comment that does not look like one."""
        mark: Any = event.end_mark
        rest = self.text_lines[mark.line][mark.column :] if mark.line < len(self.text_lines) else ""
        if event.value and _CUTS.match(rest):
            got = f"the value ends before “{rest.strip()[:20]}”: after a space, # begins a comment."
            self.issue(line, "value-cut", got, "Put the value in quotes; if it is a comment, put a space after the #.")

    def issue(self, line: int, code: str, got: str, mend: str) -> None:
        self.document.issues.append(Issue(Place(self.document.file, line), "file", code, got, mend))
