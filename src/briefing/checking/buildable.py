"""What would stop a build though every word is in order, told before one is made; and what did stop the last one."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress

from briefing.checking.chapters import read_chapters
from briefing.checking.rules import Material, about, inside, rule
from briefing.model.base import Issue, Place
from briefing.model.layout import Layout
from briefing.reading.files import REFUSED, all_in, built_from, is_device, left_by_earlier
from briefing.reading.letterforms import disguised, named, without_form

#: What the pages of a book share; a footnote or a link is known on its page alone.
_SHARED = "the target "
#: Targets that every book has.
_MADE = ("genindex", "modindex", "search")
_PLACED = re.compile(r"(?P<file>[\w.-]+(?:/[\w.-]+)*\.(?:md|yml|bib)):(?P<line>\d+): (?:\w+: )?(?P<got>.+)")
#: Lines of what a build said that are told at most.
MOST = 20


@rule("defined-twice", "A target, a footnote or a link has two definitions; a build takes one.", stage="pages")
def defined_once(material: Material) -> Iterator[Issue]:
    """Each target is defined once in the book, each footnote and each link once on its page."""
    seen = {("", f"{_SHARED}{name}"): "every book has" for name in _MADE}
    for chapter in read_chapters(material):
        for block in (block for block in chapter.blocks if block.kind == "name"):
            key = ("" if block.text.startswith(_SHARED) else chapter.file, " ".join(block.text.casefold().split()))
            if first := seen.get(key):
                yield chapter.issue(block.line, "defined-twice", f"{block.text} is one that {first}.", "Rename one.")
            seen.setdefault(key, f"{chapter.file}:{block.line} defines")


@rule("letterless", "A character stands in a record or on a page that no font of the PDFs has.", stage="pages")
def characters_printable(material: Material) -> Iterator[Issue]:
    lacking = "the PDF has no letterform for {}."
    mend = "Write it in other letters, or add a font that has it to scripts/subset_fonts.py."
    told = [(r, inside(r.model_dump(mode="json", exclude={"text"}))) for _, r in material.ledger.records()]
    said = [(record, "\n".join(text for _, text in values if isinstance(text, str))) for record, values in told]
    chapters = read_chapters(material)
    pages = [(chapter, block) for chapter in chapters for block in chapter.blocks if block.printed]
    everything = "".join([*(text for _, text in said), *(block.text for _, block in pages)])
    if not without_form(everything):  # to ask once takes less than to ask of each
        return
    for record, text in said:
        for character in without_form(text):
            yield about(record, "letterless", lacking.format(named(character)), mend)
    for chapter, block in pages:
        if not disguised(block.text):
            for character in without_form(block.text):
                line, got = block.line_of(block.text.index(character)), lacking.format(named(character))
                yield chapter.issue(line, "letterless", got, mend)


@rule("file-unholdable", "A file has a name that Windows has for a device, or that Python would take for a module.",
      stage="book")  # fmt: skip
def files_holdable(material: Material) -> Iterator[Issue]:
    layout = material.layout
    for path in all_in(layout.chapters, layout.data):
        if is_device(path.name):
            got = f"{path.name} is the name of a device on Windows."
            yield Issue(Place(layout.relative(path)), "file", "file-unholdable", got, "Give it another name.")
    modules = {*sys.stdlib_module_names, "briefing", "pandas", "numpy", "matplotlib", "sphinx", "docutils", "yaml"}
    for path in sorted(path for folder in (layout.root, layout.chapters) for path in folder.glob("*.py")):
        if path.stem in modules:
            got = f"Python would run it for the module {path.stem}."
            yield Issue(Place(layout.relative(path)), "file", "file-unholdable", got, "Move it to another folder.")


@rule("build-refused", "A build of what there is now was stopped, and nothing has changed since.", stage="built")
def last_build_went_through(material: Material) -> Iterator[Issue]:
    layout = material.layout
    left = left_by_earlier(layout.build / REFUSED)
    if left and left.get("of") == built_from(layout):
        for said in str(left.get("said")).splitlines()[:MOST]:
            found = _PLACED.fullmatch(said)
            known = found is not None and (layout.root / found["file"]).is_file()
            place = Place(found["file"], int(found["line"])) if found and known else Place()
            got = f"the last build stopped at this: {found['got'] if found and known else said}"
            yield Issue(place, "build", "build-refused", f"{got.rstrip('.')}.", "Mend it, and build.")


def note_refusal(layout: Layout, product: str, said: str) -> None:
    """Leave for the next check what stopped a build, unless it cannot be written."""
    left = {"of": built_from(layout), "product": product, "said": said.replace(f"{layout.root}/", "")}
    with suppress(OSError):
        (layout.build / REFUSED).write_text(json.dumps(left), "utf-8")


def forget_refusal(layout: Layout, product: str) -> None:
    """Forget what stopped an earlier build of a product, when all or the same was built since."""
    if product in {"all", left_by_earlier(layout.build / REFUSED).get("product")}:
        (layout.build / REFUSED).unlink(missing_ok=True)
