"""A chapter's prose as sentences with their roles and lines: what a reader reads, without code, options and markup.

MyST is read with the parser that MyST itself is built on; directives that hold prose are read as prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from briefing.model.base import Span
from briefing.reading.text import Lines, sentences

# Directives whose body is not prose. What is not listed is read as prose: nothing is passed over in silence.
NOT_PROSE = frozenset({
    "code-cell", "math", "image", "toctree", "tableofcontents",
    "contents", "bibliography", "glue", "glue:figure",
    "briefing-table", "briefing-chart", "source-text", "side-by-side",
})  # fmt: skip
# Directives that put words on a page past everything that reads prose here.
RAW = frozenset({
    "raw", "html", "eval-rst", "include", "literalinclude", "csv-table", "list-table", "parsed-literal", "only",
})  # fmt: skip
CODE = frozenset({"code", "code-block", "sourcecode", "highlight"})
GUIDE = "guide"
_DIRECTIVE = re.compile(r"\{(?P<name>[^}\s]+)\}")
_OPTION = re.compile(r"\s*:[\w-]+:")
_STAND_IN = "Ref"  # a role in the running text: a word, so that sentences split as they read
_TITLED = re.compile(r"(?s).+?<(?P<target>[^<>]+)>\s*")

Kind = Literal["prose", "heading", "table", "raw", "code"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role such as {claim}`C04,C05`, and where its stand-in is in the text of its block."""

    name: str
    content: str
    span: Span

    @property
    def targets(self) -> tuple[str, ...]:
        """What it names: several with commas, or one in `words <C04>`."""
        titled = _TITLED.fullmatch(self.content)
        listed = [titled["target"]] if titled else self.content.split(",")
        return tuple(part.strip() for part in listed)


@dataclass
class Block:
    """A paragraph, list item, heading or table cell as running text; or what is not read, only named."""

    kind: Kind
    line: int
    in_guide: bool = False
    text: str = ""
    unread: str = ""  # what a block of raw content or of code is
    roles: list[Role] = field(default_factory=list)
    hidden: list[Span] = field(default_factory=list)  # roles and code: not the author's own words
    links: list[Span] = field(default_factory=list)
    line_ends: list[int] = field(default_factory=list)

    def line_of(self, offset: int) -> int:
        """Return the line of the file that a character of the text stands on."""
        return self.line + sum(end <= offset for end in self.line_ends)

    @cached_property
    def sentences(self) -> list[Span]:
        return sentences(self.text)

    def roles_in(self, span: Span) -> list[Role]:
        return [role for role in self.roles if role.span.overlaps(span)]

    def words(self, *, links: bool) -> str:
        """Return the text with roles and code blanked out, and links too unless they are wanted."""
        return _blanked(self.text, self.hidden if links else [*self.hidden, *self.links])


@dataclass(frozen=True, slots=True)
class Prose:
    """A chapter: its YAML front matter as text, and its blocks in order."""

    front_matter: str
    blocks: tuple[Block, ...]


def read_prose(text: str) -> Prose:
    """Return the blocks of a MyST text, lines counted from 1."""
    tokens = _parser().parse(text)
    front = next((token.content for token in tokens if token.type == "front_matter"), "")
    return Prose(front, tuple(_blocks(tokens, 0, in_guide=False)))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (front_matter_plugin, myst_role_plugin, myst_block_plugin, colon_fence_plugin, deflist_plugin):
        parser.use(plugin)
    return parser


def _blocks(tokens: list[Token], above: int, *, in_guide: bool) -> Iterator[Block]:
    """Read tokens whose first line is line `above + 1` of the file."""
    kind: Kind = "prose"
    for token in tokens:
        start = above + (token.map[0] if token.map else 0)
        if token.type in {"heading_open", "dt_open"}:
            kind = "heading"
        elif token.type == "table_open":
            kind = "table"
        elif token.type in {"heading_close", "table_close", "dt_close"}:
            kind = "prose"
        elif token.type == "inline":
            block = _block(token, kind, start + 1, in_guide=in_guide)
            yield block
            if any(child.type == "html_inline" for child in token.children or []):
                yield Block("raw", block.line, in_guide, unread="HTML")
        elif token.type == "html_block":
            yield Block("raw", start + 1, in_guide, unread="HTML")
        elif token.type == "code_block":
            yield Block("code", start + 1, in_guide, unread="an indented block")
        elif token.type in {"fence", "colon_fence"}:
            yield from _directive(token, start, in_guide=in_guide)


def _directive(token: Token, start: int, *, in_guide: bool) -> Iterator[Block]:
    named = _DIRECTIVE.match(token.info.strip())
    if named is None or named["name"] in CODE:
        yield Block("code", start + 1, in_guide, unread="a block of code")
        return
    if named["name"] in RAW:
        yield Block("raw", start + 1, in_guide, unread=f"the directive {named['name']}")
    if named["name"] in NOT_PROSE | RAW:
        return
    lines = token.content.split("\n")
    skipped = _option_lines(lines)
    body = "\n".join(lines[skipped:])
    guide = in_guide or named["name"] == GUIDE
    yield from _blocks(_parser().parse("\n" + body), start + skipped, in_guide=guide)


def _option_lines(lines: list[str]) -> int:
    """Return how many lines at the head of a directive are options, not prose."""
    if lines and lines[0].strip() == "---":
        ends = [number for number, line in enumerate(lines[1:], 2) if line.strip() == "---"]
        return ends[0] if ends else len(lines)
    count = 0
    while count < len(lines) and _OPTION.match(lines[count]):
        count += 1
    return count


def _block(inline: Token, kind: Kind, line: int, *, in_guide: bool) -> Block:
    block = Block(kind, line, in_guide)
    link_starts: list[int] = []
    for token in inline.children or []:
        start = len(block.text)
        if token.type == "text":
            block.text += token.content
        elif token.type == "softbreak":
            block.text += " "
            block.line_ends.append(len(block.text))
        elif token.type == "hardbreak":
            block.text += "\n"
            block.line_ends.append(len(block.text))
        elif token.type in {"myst_role", "code_inline"}:
            block.text += _STAND_IN
            block.hidden.append(Span(start, len(block.text)))
            if token.type == "myst_role":
                name = str(token.meta["name"]).removeprefix("briefing:")
                block.roles.append(Role(name, token.content, block.hidden[-1]))
        elif token.type == "link_open":
            link_starts.append(start)
        elif token.type == "link_close" and link_starts:
            block.links.append(Span(link_starts.pop(), start))
    return block


def _blanked(text: str, spans: list[Span]) -> str:
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


def front_matter_line(text: str, key: str) -> int:
    """Return the line on which a key of the front matter stands, or 1."""
    found = re.search(rf"(?m)^{re.escape(key)}:", text)
    return Lines(text).number(found.start()) if found else 1
