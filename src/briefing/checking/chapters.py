"""The book's pages as the rules read them: which there are, of what kind each is, and that rules can read all of it."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from briefing.checking.prose import LONGEST_PARAGRAPH, Block, read_prose, too_long
from briefing.checking.rules import Material, checks, rule
from briefing.checking.settings import extensions
from briefing.model.base import Issue, Place
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.files import all_in, decoded, read_file, unreadable
from briefing.reading.languages import Language, language_of
from briefing.reading.letterforms import disguised
from briefing.reading.settings import Settings
from briefing.reading.validation import nearest
from briefing.reading.yaml_lines import Document, parse_yaml

#: What JupyterLab keeps when it saves a chapter; whatever else stands there is lost, or speaks to a reader.
FRONT_MATTER = ("jupytext", "kernelspec")
#: What makes a page a notebook, where its head says anything of it.
_NOTEBOOK = {
    ("jupytext", "text_representation", "extension"): ".md",
    ("jupytext", "text_representation", "format_name"): "myst",
    ("kernelspec", "name"): "python3",
}
#: Settings beside the title that readers see on every page.
PRINTED_SETTINGS = ("briefing_subtitle", "nb_code_prompt_show", "nb_code_prompt_hide")
_WEB_ADDRESS = re.compile(r"(?:https?|mailto):")


@dataclass(frozen=True, eq=False)
class Page:
    """A page as it is typed or printed. `findings` speak of the subject, other pages of the book itself."""

    file: str
    findings: bool
    blocks: tuple[Block, ...]
    language: Language

    @property
    def asserting(self) -> list[Block]:
        """The blocks of a page of findings that stand in no guide."""
        return [block for block in self.blocks if self.findings and block.printed and not block.in_guide]

    def issue(self, line: int, code: str, got: str, mend: str) -> Issue:
        """Return an issue at a line of this page."""
        return Issue(Place(self.file, line), "chapter", code, got, mend)


@dataclass(frozen=True, eq=False)
class Chapter(Page):
    """A page as it is typed: also the whole of its text, its front matter, and the book's settings."""

    text: str
    front_matter: Document
    settings: Settings


@rule("page-too-long", "A chapter holds a paragraph that takes too long to parse.", stage="pages")
def chapters_sound(material: Material) -> Iterator[Issue]:
    """Every rule of chapters and of pages holds of the front page and of each chapter."""
    settings = material.settings
    if settings.config.issues or settings.config.value is None:  # without them nobody knows which pages are findings
        return
    for read in read_pages(material.layout, settings):
        if isinstance(read, Issue):
            yield read
        else:
            yield from material.recall(f"{read.file}\n{read.text}", partial(_held_to_rules, read, material))
    # The titles and captions that the table of contents and the settings print are headings of findings.
    for document, keys in ((settings.toc, {"title", "caption"}), (settings.config, {"title", *PRINTED_SETTINGS})):
        named = [(line, path) for path, line in document.lines.items() if path and path[-1] in keys]
        blocks = tuple(Block("heading", line, text=str(document.at(path))) for line, path in named)
        page = Page(document.file, findings=True, blocks=blocks, language=language_of(settings.language))
        yield from material.recall(page.file, partial(_held_to_rules, page, material))


def _held_to_rules(page: Page, material: Material) -> Iterator[Issue]:
    for check in checks("chapter") if isinstance(page, Chapter) else ():
        yield from check(page, material)
    for check in checks("page"):
        yield from check(page, material.ledger)


def read_chapters(material: Material) -> list[Chapter]:
    """Return every page that can be read, as it is typed."""
    return [read for read in read_pages(material.layout, material.settings) if isinstance(read, Chapter)]


@lru_cache(maxsize=1)  # several rules read all pages
def read_pages(layout: Layout, settings: Settings) -> list[Chapter | Issue]:
    """Return every page as it is typed, or why it cannot be read."""
    return [read_chapter(layout, path, settings) for path in chapter_files(layout, settings)]


def chapter_files(layout: Layout, settings: Settings) -> list[Path]:
    """Return the front page, the chapters, and every other page that the table of contents names."""
    named = [layout.root / f"{page}.md" for page in ("index", *settings.pages)]
    there = (path for path in named if os.path.lexists(path))
    return list(dict.fromkeys([*there, *(path for path in all_in(layout.chapters) if path.match("*.md"))]))


def read_chapter(layout: Layout, path: Path, settings: Settings) -> Chapter | Issue:
    """Return a page as it is typed, or why it cannot be read."""
    file = layout.relative(path)
    try:
        text = decoded(read_file(path, layout.root), file, "chapter", "Save the file as UTF-8.", "utf-8-sig")
    except OSError as error:
        return unreadable(file, error)
    if isinstance(text, Issue):
        return text
    if line := too_long(text):
        got = f"a paragraph of more than {LONGEST_PARAGRAPH:,} characters begins here."
        return Issue(Place(file, line), "chapter", "page-too-long", got, "Put an empty line between paragraphs.")
    prose = read_prose(text, extensions(settings))
    findings = layout.relative(path.with_suffix("")) not in settings.apparatus
    front = parse_yaml(f"\n{prose.front_matter}".encode("utf-8", "surrogatepass"), file)  # below its three hyphens
    return Chapter(file, findings, prose.blocks, language_of(settings.language), text, front, settings)


@rule("front-matter-wrong", "The head of a page makes it no notebook of Python in MyST.", stage="chapter")
@rule("front-matter-unknown", "The head of a page holds a key that no chapter needs.", stage="chapter")
def front_matter_known(chapter: Chapter, _: Material) -> Iterator[Issue]:
    yield from (issue._replace(subject="chapter") for issue in chapter.front_matter.issues)
    value, lines = chapter.front_matter.value, chapter.front_matter.lines
    for key in value if isinstance(value, Mapping) else ():
        if key not in FRONT_MATTER:
            got = f"{key!r} stands in the front matter.{nearest(key, FRONT_MATTER)}"
            mend = "Remove it; which pages are no findings, _config.yml says under sphinx: config: briefing_apparatus."
            yield chapter.issue(lines[key,], "front-matter-unknown", got, mend)
    cells = any(block.kind == "cell" for block in chapter.blocks)
    for path, wanted in _NOTEBOOK.items():
        held = [chapter.front_matter.at(path[:end]) for end in range(1, len(path) + 1) if path[:end] in lines]
        if held and (held[-1] != wanted if len(held) == len(path) else not isinstance(held[-1], Mapping)):
            got = f"{'.'.join(path[: len(held)])} is {held[-1]!r}."
            mend = f"Write {path[-1]}: {wanted} under {'.'.join(path[:-1])}, or nothing of it."
            yield chapter.issue(lines[path[: len(held)]], "front-matter-wrong", got, mend)
        elif cells and len(held) < len(path) and path[-1] != "extension":
            got = f"the page has cells, and its head lacks {'.'.join(path)}."
            yield chapter.issue(1, "front-matter-wrong", got, f"Write there {path[-1]}: {wanted}.")


@rule("raw-content", "A page holds HTML, code, an image or an output that no rule of prose reads.", stage="page")
def everything_read(page: Page, _: Ledger) -> Iterator[Issue]:
    """Nothing stands on a page that no rule reads; code stands where the book speaks of itself."""
    for block in page.blocks:
        if block.kind == "unread" and (page.findings or block.text != "a block of code"):
            mend = "Write it as prose, a table in pipes, or a comment (%), or let a cell show an exhibit."
            yield page.issue(block.line, "raw-content", f"{block.text} stands here, which no rule reads.", mend)


@rule("heading-level", "A page has a second title, or a heading skips a level.", stage="chapter")
def headings_in_order(chapter: Chapter, _: Material) -> Iterator[Issue]:
    above = 0
    for block in (block for block in chapter.blocks if block.level):
        if (block.level == 1 and above) or block.level > above + 1:
            got = f"“{block.text}” is of level {block.level}, after one of level {above}."
            yield chapter.issue(block.line, "heading-level", got, "Write ## below the title, and ### below that.")
        above = max(block.level, 1)


@rule(
    "page-unseen", "A page holds a character that no reader sees, or a word in two kinds of letters.", stage="chapter"
)
def characters_seen(chapter: Chapter, _: Material) -> Iterator[Issue]:
    for block in chapter.blocks:
        if found := disguised(block.text):
            got, mend = f"here stands {found[1]}.", "Take it out, or type it in plain letters."
            yield chapter.issue(block.line_of(found[0]), "page-unseen", got, mend)


@rule("page-empty", "A page has no title, or nothing below it.", stage="chapter")
@rule("jinja", "A page holds a template expression, which a builder might run.", stage="chapter")
@rule("link-local", "A link leads to a file, which a build would publish, or to no page of the book.", stage="chapter")
def contents_shown(chapter: Chapter, material: Material) -> Iterator[Issue]:
    printed = [block for block in chapter.blocks if block.kind not in {"link", "name"}]
    first = printed[0] if printed else None
    if first is None or not first.level or len(printed) == 1:
        got = "it does not begin with a title." if first and not first.level else "it holds nothing to read."
        yield chapter.issue(first.line if first else 1, "page-empty", got, "Begin with `# Title`, and write below it.")
    for block in chapter.blocks:
        targets = [block.text] if block.kind == "link" else []
        for target in [*targets, *(role.targets[0] for role in block.roles if role.name == "doc")]:
            page = material.layout.relative((material.layout.root / chapter.file).parent / target).removesuffix(".md")
            if not _WEB_ADDRESS.match(target) and page not in chapter.settings.pages:
                mend = "Link to a web address, or to a page of the book as a whole."
                yield chapter.issue(block.line, "link-local", f"a link leads to {target!r}.", mend)
        if block.kind != "cell" and (found := re.search(r"\{\{|\{%", block.text)):
            got = f"{found[0]} stands in the text."
            yield chapter.issue(block.line_of(found.start()), "jinja", got, "Glue what is computed: {glue:text}`…`.")
