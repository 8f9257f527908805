"""A page's prose as sentences with their roles and lines: what a reader reads, without code, options and markup.

A chapter is read with MyST's own parser and the book's own settings. The page that is printed becomes the same
blocks (`briefing.book.core.printed`), so that one set of rules reads both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from briefing.model.base import Span
from briefing.reading.text import sentences

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CODE_CELL, GUIDE, ONLY = "code-cell", "guide", "only"
#: What a chapter may hold beside prose. A directive that is not here could print words that no rule reads.
DIRECTIVES = (CODE_CELL, GUIDE, "bibliography", ONLY)
#: What may stand beside the name of a cell.
PYTHON = ("", "python", "python3", "ipython3")
#: What `only` may name: the web, and print.
OUTPUTS = ("html", "typst")
#: How many directives may stand inside each other, and how many other blocks: a list and its item are two.
MOST_INSIDE, DEEPEST = 20, 16
#: The longest paragraph that is parsed: beyond it, a parser of Markdown may take minutes.
LONGEST_PARAGRAPH = 10_000
_DIRECTIVE = re.compile(r"\{(?P<name>[^}]*)\}\s*(?P<argument>.*)", re.DOTALL)
STAND_IN = "Record"  # a role in the running text: a word, and no abbreviation, so that sentences split as they read
_TITLED = re.compile(r"(?s)(?P<title>.+?)\s*<(?P<target>[^<>]+)>\s*")
_NOWHERE = Span(0, 0)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_WORD = re.compile(r"\w[\w.,'’-]*")

#: prose, heading (or term), table (a cell); link: where one leads; name: what is defined; unread: only named.
Kind = Literal["prose", "heading", "table", "link", "name", "cell", "unread"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role such as {claim}`C04,C05`, and where its words or their stand-in are in the text of its block."""

    name: str
    content: str
    span: Span = _NOWHERE

    @property
    def title(self) -> str:
        """The words that are printed in place of the target's own."""
        titled = _TITLED.fullmatch(self.content)
        return titled["title"] if titled else ""

    @property
    def targets(self) -> tuple[str, ...]:
        """What it names: several with commas, or one in `words <C04>`."""
        titled = _TITLED.fullmatch(self.content)
        return tuple(part.strip() for part in ([titled["target"]] if titled else self.content.split(",")))


@dataclass
class Block:
    """A paragraph, list item, heading or table cell as running text; or what is no prose, and is only named."""

    kind: Kind
    line: int
    in_guide: bool = False
    text: str = ""
    roles: list[Role] = field(default_factory=list)
    hidden: list[Span] = field(default_factory=list)  # roles that print their target's words, not the author's
    code: list[Span] = field(default_factory=list)
    links: list[Span] = field(default_factory=list)
    line_ends: list[int] = field(default_factory=list)
    level: int = 0  # of a heading, 1 for the title; 0 where it is not known

    def line_of(self, offset: int) -> int:
        """Return the line of the file that a character of the text stands on."""
        return self.line + sum(end <= offset for end in self.line_ends)

    @cached_property
    def sentences(self) -> list[Span]:
        return list(sentences(self.text))

    def roles_in(self, span: Span) -> list[Role]:
        return [role for role in self.roles if role.span.overlaps(span)]

    def words(self, *blanks: list[Span]) -> str:
        """Return the text with the author's own words only, and with some spans of them blanked out too."""
        characters = list(self.text)
        for span in (span for spans in (self.hidden, *blanks) for span in spans):
            characters[span.start : span.end] = " " * (span.end - span.start)
        return "".join(characters)

    @property
    def printed(self) -> bool:
        """Whether a reader reads its text as prose, a heading or a table."""
        return self.kind in {"prose", "heading", "table"}


class Prose(NamedTuple):
    """A chapter: its YAML front matter as text, and its blocks in order."""

    front_matter: str
    blocks: tuple[Block, ...]


@lru_cache(maxsize=64)  # several rules read the same page
def read_prose(text: str, extensions: tuple[str, ...] = ("colon_fence", "deflist")) -> Prose:
    """Return the blocks of a MyST text, lines counted from 1, read with these extensions of MyST."""
    reader = _Reader(extensions)
    blocks = tuple(reader.read(text, 0))
    return Prose(reader.front_matter, blocks)


def count_words(text: str) -> int:
    """Return how many words a text has; a number is one, and so is `21.Stone`."""
    return len(_WORD.findall(text))


def too_long(text: str) -> int:
    """Return the line of a paragraph that is too long to be parsed in good time, or 0."""
    ends = [0, *(match.end() for match in _PARAGRAPH_END.finditer(text)), len(text)]
    starts = (start for start, end in pairwise(ends) if end - start > LONGEST_PARAGRAPH)
    return next((text.count("\n", 0, start) + 1 for start in starts), 0)


@cache
def _parser(extensions: tuple[str, ...]) -> MarkdownIt:
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    return create_md_parser(MdParserConfig(enable_extensions=set(extensions)), RendererHTML)


@dataclass
class _Reader:
    """Reads tokens as blocks."""

    extensions: tuple[str, ...]
    in_guide: bool = False
    depth: int = 0
    front_matter: str = ""
    defined: dict[str, Any] = field(default_factory=dict)  # what the parser knows of the whole page, such as links

    def read(self, text: str, above: int) -> Iterator[Block]:
        """Read a text whose first line is line `above + 1` of the file."""
        tokens = _parser(self.extensions).parse(text, self.defined)
        for again in self.defined.pop("duplicate_refs", ()):
            for link in (self.defined["references"][again["label"]], again):
                yield Block("name", above + link["map"][0] + 1, text=f"the link {again['label'].lower()}")
        yield from self.blocks(tokens, above)

    def blocks(self, tokens: list[Token], above: int) -> Iterator[Block]:
        """Read tokens whose first line is line `above + 1` of the file."""
        kind: Kind = "prose"
        level = 0
        for token in tokens:
            line = above + (token.map[0] if token.map else 0) + 1
            if token.level == DEEPEST and token.nesting == 1:  # somewhat deeper, the parser drops what stands there
                yield self.unread(line, "a block inside too many others")
            if token.type in _TURNS:
                kind, level = _TURNS[token.type], int(token.tag[1:]) if token.type == "heading_open" else 0
            elif token.type == "inline":
                yield from self.inline(token, kind, line, level)
            elif token.type in {"fence", "colon_fence"}:
                yield from self.directive(token, line)
            elif token.type in _DEFINES:
                yield Block("name", line, text=f"{_DEFINES[token.type]} {token.content or token.meta['label']}")
            elif token.type == "front_matter":
                self.front_matter = token.content
            elif token.type in _UNREAD and (token.type != _BREAK or not _BARE.fullmatch(token.content)):
                yield self.unread(line, _UNREAD[token.type])

    def directive(self, token: Token, line: int) -> Iterator[Block]:
        named = _DIRECTIVE.fullmatch(token.info.strip())
        if named is None:
            yield self.unread(line, "a block of code")
        elif self.depth > MOST_INSIDE:
            yield self.unread(line, "a block inside too many others")
        elif named["name"] == CODE_CELL and named["argument"] in PYTHON and token.level == 0 and not self.in_guide:
            yield Block("cell", line, text=token.content)
        elif named["name"] == GUIDE:  # what stands beside its name is its first line
            within = replace(self, in_guide=True, depth=self.depth + 1)
            yield from within.read(f"{named['argument']}\n{token.content}", line - 1)
        elif named["name"] == ONLY and named["argument"] in OUTPUTS:
            yield from replace(self, depth=self.depth + 1).read(token.content, line)
        elif named["name"] not in DIRECTIVES:
            yield self.unread(line, f"the directive {named['name']}")
        elif named["argument"] or named["name"] == CODE_CELL or token.content.strip():
            yield self.unread(line, f"{named['name']} in another block, or with other words beside its name")

    def unread(self, line: int, what: str) -> Block:
        return Block("unread", line, self.in_guide, text=what)

    def inline(self, inline: Token, kind: Kind, line: int, level: int) -> Iterator[Block]:
        """Yield the running text; then where its links lead, the titles of links, and what no rule reads."""
        block = Block(kind, line, self.in_guide, level=level)
        besides: list[Block] = []
        link_starts: list[int] = []
        for token in inline.children or []:
            start = len(block.text)
            if token.attrs.keys() - _ATTRIBUTES.get(token.type, set()):
                besides.append(self.unread(block.line_of(start), "a text with attributes in braces"))
            if token.type in {"text", "text_special"}:
                block.text += token.content
            elif token.type in {"softbreak", "hardbreak"}:
                block.text += " " if token.type == "softbreak" else "\n"
                block.line_ends.append(len(block.text))
            elif token.type == "code_inline":
                block.text += token.content
                block.code.append(Span(start, len(block.text)))
            elif token.type == "myst_role":
                add_role(block, str(token.meta["name"]).removeprefix("briefing:"), token.content)
            elif token.type == "link_open":
                link_starts.append(start)
                besides.append(Block("link", block.line_of(start), text=str(token.attrGet("href") or "")))
                besides.append(Block("prose", block.line_of(start), self.in_guide, str(token.attrGet("title") or "")))
            elif token.type == "link_close" and link_starts:
                block.links.append(Span(link_starts.pop(), start))
            elif token.type in _UNREAD:
                besides.append(self.unread(block.line_of(start), _UNREAD[token.type]))
        yield block
        yield from (beside for beside in besides if beside.text)


#: Tokens after which running text is of another kind; the names of a table's columns are headings.
_TURNS: dict[str, Kind] = {
    **dict.fromkeys(("heading_open", "dt_open", "thead_open"), "heading"),
    **dict.fromkeys(("table_open", "thead_close"), "table"),
    **dict.fromkeys(("heading_close", "table_close", "dt_close"), "prose"),
}
#: Tokens of what no rule can read, and how they are named.
_BREAK = "myst_block_break"
_UNREAD = {
    _BREAK: "a block break with words beside it",
    "html_block": "HTML",
    "html_inline": "HTML",
    "code_block": "an indented block of code",
    "image": "an image that no cell prints",
    "math_inline": "mathematics",
    "math_block": "mathematics",
    "substitution_inline": "a substitution",
    "substitution_block": "a substitution",
}


#: Tokens that define something which a build knows by its name.
_DEFINES = {"myst_target": "the target", "footnote_reference_open": "the footnote"}
#: Attributes that are read, or told of in other words.
_ATTRIBUTES = {"link_open": {"href", "title"}, "image": {"src", "alt", "title"}}
#: What a notebook editor writes beside a block break.
_BARE = re.compile(r"\s*(?:\{.*\}\s*)?")


def add_role(block: Block, name: str, content: str) -> None:
    """Add a role to the running text: the words it prints in place of the target's own, or a stand-in."""
    start = len(block.text)
    block.text += Role(name, content).title or STAND_IN
    role = Role(name, content, Span(start, len(block.text)))
    block.roles.append(role)
    if not role.title:
        block.hidden.append(role.span)
