"""`_config.yml` and `_toc.yml`, read in one place: what the package and the rules take from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from briefing.model.layout import Layout
from briefing.reading.yaml_lines import Document, read_optional

#: Settings that name pages the book cannot do without, and the pages they name when they are not set.
NAMED_PAGES = {
    "briefing_ledger_doc": "chapters/ledger",
    "briefing_sources_doc": "chapters/sources",
    "briefing_judgements_doc": "chapters/confidence",
}
#: The setting that lists the pages which speak of the book and not of its subject. All others are findings.
APPARATUS = "briefing_apparatus"
T = TypeVar("T")


class _Text:
    """A setting that is text, as one line and without what it may not end in; what is of another form is not set."""

    def __init__(self, *path: str, default: str = "", end: str = "") -> None:
        self.path, self.default, self.end = path, default, end

    def __get__(self, settings: Settings, _: object = None) -> str:
        return " ".join(settings.of(str, *self.path).split()).rstrip(self.end) or self.default


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """Both files as plain values, with the line of each; what is missing or of another form stands at its default."""

    title = _Text("title")
    author = _Text("author")
    subtitle = _Text("sphinx", "config", "briefing_subtitle")
    language = _Text("sphinx", "config", "language", default="en")
    site = _Text("sphinx", "config", "briefing_site_url", end="/")  # the one address that every output names
    config: Document = field(default_factory=lambda: Document("_config.yml"))
    toc: Document = field(default_factory=lambda: Document("_toc.yml"))

    def of(self, form: type[T], *path: str) -> T:
        """Return the value at a path of `_config.yml`, or the empty value of its form."""
        value = self.config.value
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value if isinstance(value, form) else form()

    def sphinx(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 -- whatever the file holds
        """Return a setting under `sphinx: config:`."""
        return self.of(dict, "sphinx", "config").get(name, default)

    @property
    def redirects(self) -> Mapping[str, str]:
        """Addresses of pages that moved, and where they are now, as in `chapters/gap.html`."""
        moved = self.of(dict, "sphinx", "config", "briefing_redirects")
        return {str(old): str(new) for old, new in moved.items()}

    @property
    def apparatus(self) -> tuple[str, ...]:
        """The pages that speak of the book itself, without `.md`."""
        return tuple(map(str, self.of(list, "sphinx", "config", APPARATUS)))

    @property
    def bibliographies(self) -> tuple[str, ...]:
        """The files of references."""
        return tuple(map(str, self.of(list, "bibtex_bibfiles")))

    @property
    def pages(self) -> dict[str, int]:
        """The pages that the table of contents names, in its order, and the line of each."""
        pages: dict[str, int] = {}
        if self.toc.issues:
            return pages
        for path, line in self.toc.lines.items():
            if path and path[-1] in {"root", "file"} and isinstance(value := self.toc.at(path), str):
                pages.setdefault(value.removesuffix(".md"), line)
        return pages


def read_settings(layout: Layout) -> Settings:
    """Read both files; one that is missing is empty."""
    documents = (read_optional(path, layout) for path in (layout.config, layout.toc))
    return Settings(*documents)
