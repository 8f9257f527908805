"""An exhibit is declared once, where it is written: `@table` or `@figure` above the function that builds it.

The name of the function is the exhibit's. Each returns a `Table`, an `Embedded` or a `Chart` whose caption is a true
sentence of any ledger: it counts what the exhibit shows, and names articles by id, never by position. Here is also what
every table is built with: records to rows, evidence as readers see it, and words that a caller may name.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules
from typing import Any, TypeVar

import pandas as pd
import regex

from briefing.exhibits.display import Chart, Column, Embedded, Link, Quote, Table
from briefing.model.base import Record
from briefing.model.fields import Surface, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Evidence
from briefing.model.words import article_name, counted, record_name, voice_name

Exhibit = Callable[..., Table | Embedded | Chart]
_Exhibit = TypeVar("_Exhibit", bound=Exhibit)

TABLES: dict[str, Exhibit] = {}
FIGURES: dict[str, Exhibit] = {}
# A character of a script without blanks, an abbreviation with its points, or letters up to a hyphen or an apostrophe.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]"
_WORD = regex.compile(rf"{_UNSPACED}|(?:\p{{L}}\.){{2,}}|[\w--{_UNSPACED}]+", regex.V1)


def _declaring(exhibits: dict[str, Exhibit]) -> Callable[[_Exhibit], _Exhibit]:
    def declare(build: _Exhibit) -> _Exhibit:
        if build.__name__ in exhibits:
            message = f"two exhibits are called {build.__name__}"
            raise ValueError(message)
        exhibits[build.__name__] = build
        return build

    return declare


#: Declare a function of a ledger as one of the tables, or figures, that chapters may call.
table, figure = _declaring(TABLES), _declaring(FIGURES)


def load(package: str, paths: Sequence[str]) -> None:
    """Import every module of a package, so that what they declare is known."""
    for module in iter_modules(paths):
        import_module(f"{package}.{module.name}")


def find(exhibits: dict[str, Exhibit], name: str) -> Exhibit:
    """Return the exhibit of a name, in whichever folder it is declared.

    Raises `AttributeError`, which names those that there are.
    """
    for folder in ("tables", "figures") if name not in exhibits and not name.startswith("_") else ():
        import_module(f"{__package__}.{folder}")
    if name not in exhibits:
        message = f"there is no {name!r}; there are {', '.join(sorted(exhibits))}"
        raise AttributeError(message)
    return exhibits[name]


def tabulate(
    name: str,
    caption: str,
    columns: Sequence[Column],
    records: Iterable[Any],
    alike: Collection[str] = (),
    **settings: Any,  # noqa: ANN401 -- what `Table` says beside its rows
) -> Table:
    """Return a row a record: a tuple of cells in the columns' order, or what has fields of the columns' names.

    A column of words or ids in which no row says anything is left out. So is one whose key is in `alike` and in which
    several rows say the same: the caption says it of all.
    """
    rows = []
    for record in records:
        cells = record if type(record) is tuple else [c.of(record) if c.of else getattr(record, c.key) for c in columns]
        rows.append(["" if cell is None else cell for cell in cells])
    kept = []
    for place, column in enumerate(columns):
        values = [row[place] for row in rows]
        if column.key in alike and len(set(map(str, values))) == 1 < len(rows) and values[0] not in ("", ()):
            caption += f" {column.heading}, of all: {str(values[0]).rstrip('.')}."
        elif not rows or column.kind in ("head", "quotes") or any(value not in ("", ()) for value in values):
            kept.append(column)
    frame = pd.DataFrame.from_records(rows, columns=[column.key for column in columns])
    frame = frame[[column.key for column in kept]]
    return Table(name.replace("-", "_"), caption, frame, tuple(kept), **settings)


def known(kind: str, name: str, among: Iterable[str]) -> str:
    """Return a name that a caller gave. Raises `ValueError`, which names those that there are, for another."""
    there = list(among)
    if name not in there:
        message = f"there is no {kind} {name!r}; there are: {', '.join(there) or 'none'}"
        raise ValueError(message)
    return name


def record_link(ledger: Ledger, name: str) -> Link:
    """Return the link to a record that has an id. Raises `KeyError` when the ledger holds none such."""
    return Link(ledger.kind_by_id[name].noun, name, record_name(ledger, name))


def record_links(ledger: Ledger, names: Iterable[str]) -> tuple[Link, ...]:
    """Return the links to several records, in their order."""
    return tuple(record_link(ledger, name) for name in names)


def every_claim(ledger: Ledger) -> tuple[str | Link, ...]:
    """Return what a caption cites that rests on all standing claims: one link for them all."""
    standing = ledger.standing
    if len(standing) > 1:
        return (Link("ledger", "all", f"all {counted(len(standing), 'claim')}"),)
    return tuple(claim.id for claim in standing)


def quotes(ledger: Ledger, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
    """Return each piece of evidence as its words, with the article that leads to the passage, and a speaker's name."""
    found = []
    for e in evidence:
        source = Link("passage", e.key, article_name(ledger, e.article))
        said_by = f"said by {voice_name(ledger, e.voice)}" if e.voice else ""
        found.append(Quote(e.words, source, ledger.article_by_id[e.article].language, said_by))
    return tuple(found)


def codes_on(ledger: Ledger, record: Record, *surfaces: Surface) -> Iterator[tuple[str, str]]:
    """Yield heading and label of every coded field that one of the surfaces shows and that the record fills."""
    for coded in coded_fields(type(record)):
        word = getattr(record, coded.name)
        if word and any(map(coded.shows_on, surfaces)):
            yield coded.heading, ledger.label(coded.vocabulary, word)


def shared_words(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges of a text, in code points, whose words the other has too, in order.

    Words are compared as strings, without case and points: `a.m.` is `am`. Neighbours are one range.
    """

    def word(found: str) -> str:
        return found.replace(".", "").casefold()

    theirs = set(map(word, _WORD.findall(other)))
    runs = groupby(_WORD.finditer(text), key=lambda found: word(found.group()) in theirs)
    both = (list(run) for is_shared, run in runs if is_shared)
    return tuple((run[0].start(), run[-1].end()) for run in both)
