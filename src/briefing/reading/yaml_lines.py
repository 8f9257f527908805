"""A YAML file as plain values, with the line of every value: what is wrong with the file becomes Issues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from briefing.model.base import Issue, Place

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT_TAG = "tag:yaml.org,2002:str"
_TOO_DEEP = "it is nested too deeply"
_NOT_AN_ENTRY = "what stands here is no entry of the list"
_ENTRY = re.compile(r"^- ", re.MULTILINE)
_KEY_AND_VALUE = re.compile(r"^[ -]*(\w+):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_ID = re.compile(r"^- id:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
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


def read_yaml(path: Path, file: str) -> Document:
    """Read a YAML file; a folder, or a link that leads nowhere, in its place is an issue like any other."""
    try:
        return parse_yaml(path.read_bytes(), file)
    except OSError as error:
        return Document(file, issues=[unreadable(file, error)])


def unreadable(file: str, error: OSError) -> Issue:
    """Return the issue of a file that is there and cannot be read."""
    got = f"it cannot be read as a file: {error.strerror or 'unknown reason'}."
    return Issue(Place(file), "file", "not-a-file", got, "Put the file itself in its place.")


def parse_yaml(raw: bytes, file: str) -> Document:
    """Read one YAML document; what cannot be read is left out, and `issues` says why.

    Of a list, the entries that can be read are. Aliases are refused: in data that people read and compare,
    each record says what it says.
    """
    document = Document(file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        got = f"byte {error.start} is not UTF-8."
        document.issues.append(Issue(Place(file, line), "file", "not-utf8", got, "Save the file as UTF-8."))
        return document
    try:
        document.value = _read(document, text, (), 0)
    except yaml.YAMLError as error:
        entries = [match.start() for match in _ENTRY.finditer(text)]
        if entries:
            document.value = list(_read_entries(document, text, entries))
        else:
            document.issues.append(_syntax_issue(error, text, Place(file)))
    return document


def _read(document: Document, text: str, path: KeyPath, above: int) -> Any:  # noqa: ANN401 -- whatever the text holds
    try:
        node = yaml.compose(text, Loader=_Loader)
        return None if node is None else _Reader(document, above).value(node, path)
    except RecursionError:
        raise yaml.YAMLError(_TOO_DEEP) from None


def _read_entries(document: Document, text: str, starts: list[int]) -> Iterator[Any]:
    """Read each entry of a list by itself, so that one with bad syntax does not take the others with it."""
    document.lines[()] = 1
    index = 0
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True):
        piece, above = text[start:end], text.count("\n", 0, start)
        try:
            value = _read_entry(document, piece, above)
        except yaml.YAMLError as error:
            document.issues.append(_syntax_issue(error, piece, Place(document.file, above)))
            document.unread.append(_guessed(piece))
            continue
        document.lines.update({(index, *path[1:]): line for path, line in document.lines.items() if path[:1] == (0,)})
        yield from value
        index += 1


def _read_entry(document: Document, piece: str, above: int) -> list[Any]:
    value = _read(document, piece, (), above)
    if not isinstance(value, list):
        raise yaml.YAMLError(_NOT_AN_ENTRY)
    return value


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
    if "quoted scalar" in str(getattr(error, "context", "")):  # found at the end of the text, begun further up
        mark, problem = error.context_mark, "a quotation mark opens here and is not closed"
    byte = getattr(error, "position", None)  # of a character that YAML does not allow
    line = mark.line if mark else text.encode()[:byte].count(b"\n") if isinstance(byte, int) else 0
    mend = 'Mend the YAML; a value with ": " or " #" in it, or that starts with a sign, goes in quotes.'
    place = Place(above.file, above.line + line + 1)
    return Issue(place, "file", "yaml-syntax", f"{problem}.", mend)


class _Reader:
    """Turns composed nodes into values, noting lines, duplicate keys and aliases."""

    def __init__(self, document: Document, above: int) -> None:
        self.document = document
        self.above = above  # lines of the file before what is read
        self.seen: set[int] = set()
        self.constructor = yaml.constructor.SafeConstructor()

    def value(self, node: Any, path: KeyPath) -> Any:  # noqa: ANN401 -- whatever the file holds
        self.document.lines[path] = self.above + node.start_mark.line + 1
        if id(node) in self.seen:
            mend = "Write the value out; aliases are not read."
            self.document.report(path, "file", "yaml-syntax", "an alias stands here.", mend)
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        return self.scalar(node, path)

    def mapping(self, node: Any, path: KeyPath) -> dict[str, Any]:  # noqa: ANN401 -- a PyYAML node
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in found:
                first = self.document.lines[*path, key]
                got = f"the key {key!r} stands here and on line {first}."
                here = Place(self.document.file, self.above + key_node.start_mark.line + 1)
                self.document.issues.append(Issue(here, "file", "duplicate-key", got, "Keep one of the two."))
                continue
            found[key] = self.value(value_node, (*path, key))
            self.document.lines[*path, key] = self.above + key_node.start_mark.line + 1
        return found

    def scalar(self, node: Any, path: KeyPath) -> Any:  # noqa: ANN401 -- a YAML scalar of any type
        if node.tag == _TEXT_TAG:
            return node.value
        try:
            return self.constructor.construct_object(node)
        except (ValueError, yaml.YAMLError):
            got = f"{node.value!r} cannot be read as {node.tag.rpartition(':')[2]}."
            self.document.report(path, "file", "yaml-syntax", got, "Mend the value, or put it in quotes if it is text.")
            return None
