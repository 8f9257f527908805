"""All rules over all data in one run: what is wrong with a briefing, and the ledger when nothing is.

The rules are declared where they are written, in the modules beside this one; here, what the readers of files, records
and quotes report, since these lie on a floor that knows no rules.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from briefing.checking.remembered import Memory
from briefing.checking.rules import Material, Recall, Stage, checks, find_anew, gather, rule
from briefing.model.base import Issue, grouped
from briefing.model.layout import Layout, find_layout
from briefing.model.ledger import Ledger
from briefing.model.words import listing
from briefing.reading.languages import Language, language_of
from briefing.reading.releases import NO_HISTORY, against_history, has_history

MANY, SHOWN = 4, 5  # places at which one and the same fault is told once, and of which so many are named


class LedgerError(ValueError):
    """Raised when the evidence cannot be trusted; the message holds every issue, one a line."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        super().__init__("\n".join(map(str, issues)))


@dataclass(frozen=True, slots=True)
class Report:
    """The anchored ledger, all issues, causes first and then by files and lines, and how many sentences there are.

    Sentences are what the articles state: bullets and headings included, furniture left out. `unchecked` says what no
    rule could look for, since the package has no list of words of a language.
    """

    ledger: Ledger
    issues: tuple[Issue, ...]
    sentences: int
    unchecked: tuple[str, ...] = ()


def check(layout: Layout, *stages: Stage, recall: Recall = find_anew) -> Report:
    """Run every rule over the data, the chapters and the released versions of a briefing, and of further stages."""
    material = gather(layout, recall)
    sentences, issues = sum(map(len, material.sentences.values())), _issues(material, "data", "book", "pages", *stages)
    return Report(material.ledger, issues, sentences, tuple(_unchecked(material)))


def check_again(layout: Layout) -> Report:
    """Check a briefing as `check` does, and find again at once what is found in what has not changed since."""
    memory = Memory(layout)
    report = check(layout, recall=memory.recall)
    memory.keep()
    return report


def open_ledger(layout: Layout | None = None) -> Ledger:
    """Return the ledger of the briefing around the working directory, every quote anchored.

    Raises `LedgerError` when any rule of the data is broken; chapters are not read, since they call this.
    """
    material = gather(layout or find_layout())
    issues = _issues(material, "data")
    if issues:
        raise LedgerError(issues)
    return material.ledger


def _issues(material: Material, *stages: Stage) -> tuple[Issue, ...]:
    """Return what the rules find: what could not be read first, since the rest may follow from it; by file and line."""

    def find(*stages: Stage) -> Iterator[Issue]:
        return (issue for check in checks(*stages) for issue in check(material))

    lasting = [stage for stage in stages if stage in {"data", "book"}]
    others = [stage for stage in stages if stage not in lasting]
    found = dict.fromkeys([*material.recall(" ".join(lasting), lambda: find(*lasting)), *find(*others)])
    unread = set(material.reading.issues)
    told = [issue for issue in found if issue.code not in material.follows]
    told.sort(key=lambda issue: (issue not in unread, issue.place, issue.subject, issue.code))
    issues: list[Issue] = []
    for first, *rest in grouped(((issue.code, issue.got, issue.mend), issue) for issue in told).values():
        if len(rest) >= MANY:  # as one, which names the places of the others
            more = f", and {len(rest) - SHOWN} more" if len(rest) > SHOWN else ""
            places = ", ".join(f"{issue.place} ({issue.subject})" for issue in rest[:SHOWN])
            issues.append(first._replace(got=f"{first.got} So too at {places}{more}."))
        else:
            issues += [first, *rest]
    return tuple(issues)


def _unchecked(material: Material) -> Iterator[str]:
    """Yield what is not looked for: a language without a list of words is told, and never passed over in silence."""
    articles = sorted(material.ledger.articles, key=lambda article: article.language)
    unknown = "no words of {!r} are known. For a reader to look at: {}.".format
    for tag, group in groupby(articles, key=lambda article: article.language):
        if language_of(tag) == Language():
            yield unknown(tag, f"what stands outside the quotes of {listing([article.id for article in group])}")
    if any(material.layout.releases.glob("*.json")) and not has_history(material.layout):
        yield NO_HISTORY
    if not material.language.prose:
        prose = "counts, degrees, exclusives and likelihood in the book's prose, and what headings and guides say"
        yield unknown(material.settings.language, prose)


def data_readable(material: Material) -> Iterator[Issue]:
    """Every file, record and quote of the data can be read."""
    yield from material.issues


for _code, _meaning in tomllib.loads(files(__package__).joinpath("readers.toml").read_text("utf-8")).items():
    rule(_code, _meaning)(data_readable)


@rule("release-unreadable", "A release file cannot be read.", stage="book")
@rule("release-changed", "A release file is not what it was when it was released.", stage="book")
@rule("release-missing", "A release that git holds is gone.", stage="book")
@rule("release-chain-broken", "A release does not follow the one before it.", stage="book")
def releases_intact(material: Material) -> Iterator[Issue]:
    yield from material.release_files[1]
    yield from against_history(material.layout)
