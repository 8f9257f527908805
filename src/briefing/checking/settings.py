"""The book's settings and its table of contents: read, and in an order in which the book can be built."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from myst_parser.config.main import MdParserConfig
from sphinx.config import Config
from sphinx_external_toc.parsing import TOCTREE_OPTIONS, MalformedError, parse_toc_data

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue, Place
from briefing.model.layout import Layout
from briefing.reading.validation import nearest
from briefing.reading.yaml_lines import Document, KeyPath, read_yaml

#: Settings that name pages the book cannot do without, and the pages they name when they are not set.
NAMED_PAGES = {
    "briefing_ledger_doc": "chapters/ledger",
    "briefing_sources_doc": "chapters/sources",
    "briefing_judgements_doc": "chapters/confidence",
}
#: The setting that lists the pages which speak of the book and not of its subject. All others are findings.
APPARATUS = "briefing_apparatus"
JUPYTER_BOOK_EXTENSIONS = ("colon_fence", "dollarmath", "linkify", "substitution", "tasklist")
#: Sphinx and its extensions declare settings of these families when they are loaded, which is not done here.
_FAMILIES = ("briefing_", "html_", "latex_", "nb_", "bibtex_", "linkcheck_", "text_", "external_toc_", "comments_")
_FREE = {("sphinx", "config"), ("sphinx", "local_extensions"), ("latex", "latex_documents")}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "number": (int, float), "array": list, "object": dict, "null": type(None),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """`_config.yml` and `_toc.yml` as plain values, with the line of each."""

    config: Document
    toc: Document

    def sphinx(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 -- whatever the file holds
        """Return a setting under `sphinx: config:`."""
        config = self.config.value if isinstance(self.config.value, dict) else {}
        sphinx = config.get("sphinx")
        values = sphinx.get("config") if isinstance(sphinx, dict) else None
        return values.get(name, default) if isinstance(values, dict) else default

    @property
    def extensions(self) -> tuple[str, ...]:
        """The extensions of MyST that chapters are read with."""
        named = self.named_extensions
        return JUPYTER_BOOK_EXTENSIONS if named is None else tuple(name for name in named if is_extension(name))

    @property
    def named_extensions(self) -> tuple[str, ...] | None:
        """The extensions of MyST that the configuration names, whether there are such or not."""
        parse = self.config.value.get("parse") if isinstance(self.config.value, dict) else None
        named = parse.get("myst_enable_extensions") if isinstance(parse, dict) else None
        return tuple(map(str, named)) if isinstance(named, list) else None

    @property
    def apparatus(self) -> tuple[str, ...]:
        """The pages that speak of the book itself, without `.md`."""
        named = self.sphinx(APPARATUS, [])
        return tuple(map(str, named)) if isinstance(named, list) else ()

    @property
    def bibliographies(self) -> tuple[str, ...]:
        """The files of references."""
        named = self.config.value.get("bibtex_bibfiles") if isinstance(self.config.value, dict) else None
        return tuple(map(str, named)) if isinstance(named, list) else ()

    @property
    def pages(self) -> dict[str, int]:
        """The pages that the table of contents names, in its order, and the line of each."""
        pages: dict[str, int] = {}
        for path, line in self.toc.lines.items():
            if path and path[-1] in {"root", "file"} and isinstance(value := self.toc.at(path), str):
                pages.setdefault(value.removesuffix(".md"), line)
        return pages


def read_settings(layout: Layout) -> Settings:
    """Read both files; one that is missing is empty."""
    documents = [
        read_yaml(path, layout.relative(path)) if path.is_file() else Document(layout.relative(path))
        for path in (layout.config, layout.toc)
    ]
    return Settings(*documents)


@rule("setting-unknown", "A setting of the book has a name that Jupyter Book or Sphinx does not know.", stage="book")
@rule("setting-wrong", "A setting of the book has a value that it cannot have.", stage="book")
def settings_known(material: Material) -> Iterator[Issue]:
    """Every setting is one that exists, and has a value of its kind."""
    settings = read_settings(material.layout)
    config = settings.config
    if isinstance(config.value, dict):
        yield from _checked(config, (), config.value, _jupyter_book_schema())
        yield from _sphinx_settings(config, settings)
        for name in (name for name in settings.named_extensions or () if not is_extension(name)):
            place, got = config.place(("parse", "myst_enable_extensions")), f"MyST has no extension {name!r}."
            yield Issue(place, "settings", "setting-wrong", got, "Leave it out, or write its name as MyST does.")


@cache
def is_extension(name: str) -> bool:
    """Whether MyST has an extension of this name."""
    try:
        MdParserConfig(enable_extensions={name})
    except (TypeError, ValueError):
        return False
    return True


def _checked(config: Document, path: KeyPath, values: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Issue]:
    known = schema["properties"]
    for key, value in values.items():
        here = (*path, key)
        if key not in known:
            got = f"{'.'.join(map(str, here))} is not known.{nearest(key, known)}"
            yield Issue(config.place(here), "settings", "setting-unknown", got, f"Known here: {', '.join(known)}.")
            continue
        kinds, words = known[key].get("type") or [], known[key].get("enum")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if words and value not in words:
            got, mend = f"{key} is {value!r}.", f"Write one of {', '.join(map(str, words))}."
            yield Issue(config.place(here), "settings", "setting-wrong", got, mend)
        elif kinds and not any(_is(value, kind) for kind in kinds):
            got, mend = f"{key} is {value!r}.", f"Write it as {' or '.join(kinds)}."
            yield Issue(config.place(here), "settings", "setting-wrong", got, mend)
        elif isinstance(value, dict) and here not in _FREE and "properties" in known[key]:
            yield from _checked(config, here, value, known[key])


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _jupyter_book_schema() -> dict[str, Any]:
    """Return Jupyter Book's own schema with the keys of its list of defaults, which the schema lacks in part.

    The files are read as they lie: importing its module takes as long as all of `check`.
    """
    spec = find_spec("jupyter_book")
    (folder,) = (spec.submodule_search_locations if spec else None) or [""]
    schema = json.loads(Path(folder, "config_schema.json").read_text("utf-8"))
    _merge(schema, yaml.safe_load(Path(folder, "default_config.yml").read_text("utf-8")))
    return dict(schema)


def _merge(schema: dict[str, Any], defaults: Mapping[str, Any]) -> None:
    for key, value in defaults.items():
        inner = schema.setdefault("properties", {}).setdefault(key, {})
        if isinstance(value, Mapping):
            _merge(inner, value)
        elif isinstance(value, bool) and "type" not in inner and "enum" not in inner:
            inner["type"] = "boolean"


def _sphinx_settings(config: Document, settings: Settings) -> Iterator[Issue]:
    values = config.value.get("sphinx")
    values = values.get("config") if isinstance(values, dict) else None
    known = [*Config.config_values, "extensions", *(f"myst_{name}" for name in MdParserConfig.__dataclass_fields__)]
    for name in values if isinstance(values, dict) else ():
        if name not in known and not name.startswith(_FAMILIES):
            got = f"Sphinx knows no {name}.{nearest(name, known)}"
            yield Issue(config.place(("sphinx", "config", name)), "settings", "setting-unknown", got, "Remove it.")
    if not settings.pages:
        return
    here = config.place(("sphinx", "config", APPARATUS))
    named = settings.sphinx(APPARATUS, [])
    for name in named if isinstance(named, list) else [named]:
        if name not in settings.pages:
            got = f"{APPARATUS} names {name!r}, which is no page of the book.{nearest(str(name), settings.pages)}"
            yield Issue(here, "settings", "setting-wrong", got, "Write a list of pages as _toc.yml names them.")
    for name, default in NAMED_PAGES.items():
        page = settings.sphinx(name, default)
        if page not in settings.pages:
            got = f"the book needs the page {page!r}, and {settings.toc.file} does not name it."
            mend = f"Add it, or name another under sphinx: config: {name}:"
            yield Issue(config.place(("sphinx", "config", name)), "settings", "setting-wrong", got, mend)


@rule("contents-malformed", "The table of contents is not in Jupyter Book's form.", stage="book")
def contents_well_formed(material: Material) -> Iterator[Issue]:
    """The table of contents is one that Jupyter Book reads, and has no key that it passes over."""
    toc = read_settings(material.layout).toc
    yield from toc.issues
    if toc.issues or toc.value is None:
        return
    mend = "Write `format: jb-book`, `root:`, and `parts:` with `caption:` and `chapters:`, each a `- file:`."
    try:
        parse_toc_data(toc.value)
    except MalformedError as error:
        path, message = _explained(str(error), toc)
        yield Issue(toc.place(path), "contents", "contents-malformed", f"{message}.", mend)
        return
    known = {*TOCTREE_OPTIONS, "chapters", "sections", "entries"}
    for path, line in toc.lines.items():
        if len(path) == _OF_A_PART and path[0] in {"parts", "subtrees"} and path[-1] not in known:
            got = f"{path[-1]!r} is not known.{nearest(str(path[-1]), known)}"
            yield Issue(Place(toc.file, line), "contents", "contents-malformed", got, mend)


_OF_A_PART = 3  # parts, the number of one, a key of it


def _explained(message: str, toc: Document) -> tuple[KeyPath, str]:
    """Return where a message of Sphinx's reader of contents points, and the message in words that do not vary."""
    words, _, where = message.partition(" @ ")
    words = re.sub(r"[{]([^}]*)[}]", lambda found: ", ".join(sorted(found[1].split(", "))), words)
    path: KeyPath = tuple(int(part) if part.isdecimal() else part for part in where.strip("'").split("/") if part)
    if not where and "multiple times" in words:
        name = words.rsplit("'", 2)[1]
        path = [path for path in toc.lines if path and path[-1] == "file" and toc.at(path) == name][-1]
    return path or (("format",) if "format" in words else ()), words
