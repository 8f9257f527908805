"""Works cited, listed under the names and years that the text cites them by, in place of codes such as `[LSM13]`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from string import ascii_lowercase

import pybtex.plugin
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style as UnsortedStyle
from pybtex.style.labels import BaseLabelStyle
from sphinx.application import Sphinx
from sphinx.config import Config

from briefing.model.words import listing

NAME = "author_year"
NAMED = 2  # authors, one by one


class AuthorYearLabels(BaseLabelStyle):  # type: ignore[misc]  # pybtex has no types
    """Labels such as `Lewin et al., 2018`; works of the same authors and year are told apart by letters."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """Yield the label of each entry in turn."""
        labels = [_label(entry) for entry in sorted_entries]
        counts, seen = Counter(labels), Counter[str]()
        for label in labels:
            seen[label] += 1
            yield label + (ascii_lowercase[(seen[label] - 1) % 26] if counts[label] > 1 else "")


class AuthorYearStyle(UnsortedStyle):  # type: ignore[misc]
    """Entries in the order of their labels."""

    default_sorting_style = "author_year_title"
    default_label_style = NAME


def _label(entry: Entry) -> str:
    persons = entry.persons.get("author") or entry.persons.get("editor") or ()
    names = [" ".join(person.last_names).strip("{}") for person in persons]
    who = listing(names) if len(names) <= NAMED else f"{names[0]} et al."
    return f"{who or entry.fields.get('title', entry.key)}, {entry.fields.get('year', 'n.d.')}"


def choose_style(_app: Sphinx, config: Config) -> None:
    """Take our style where the book names none, and `sphinxcontrib.bibtex` so its own."""
    if "bibtex_default_style" in config and config.bibtex_default_style == "alpha":
        config.bibtex_default_style = NAME


def forget_works(app: Sphinx) -> None:
    """Have bibliographies be parsed anew: `sphinxcontrib.bibtex` would go by their dates."""
    if cite := app.env.domaindata.get("cite"):
        cite["bibdata"] = cite["bibdata"]._replace(encoding="")


def setup(app: Sphinx) -> None:
    """Register the style."""
    pybtex.plugin.entry_points = entry_points().select  # it looks through all packages for each of its dozen parts
    register_plugin("pybtex.style.labels", NAME, AuthorYearLabels)
    register_plugin("pybtex.style.formatting", NAME, AuthorYearStyle)
    app.connect("config-inited", choose_style)
    app.connect("builder-inited", forget_works, priority=400)  # before they are looked at
