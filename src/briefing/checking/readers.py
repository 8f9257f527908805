"""What the readers of files, records and quotes report, declared here: they lie on a floor that knows no rules."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue
from briefing.reading.releases import against_history


@rule("file-missing", "A file or folder the briefing needs is not there.")
@rule("stray-file", "A file that would be passed over in silence lies in a data folder.")
@rule("not-a-file", "A folder, pipe, oversized file, or link that leads nowhere or out lies where a file is expected.")
@rule("not-utf8", "A file is not UTF-8.")
@rule(
    "control-character",
    "A text holds a character that no reader can see or read: a control, one that turns the direction, or none.",
)
@rule("article-empty", "An article holds no words.")
@rule("article-missing", "A sidecar has no article beside it.")
@rule("sidecar-missing", "An article has no sidecar beside it.")
@rule("digest-changed", "An article is not the file that its sidecar's digest was taken from.")
@rule("yaml-syntax", "A YAML file cannot be read at this line.")
@rule("value-cut", "A value ends at a #, which begins a comment after a space.")
@rule("duplicate-key", "A key stands twice in one record.")
@rule("missing-field", "A record lacks a field it must have.")
@rule("unknown-key", "A record has a key that no field has.")
@rule("wrong-type", "A value is of another type than its field.")
@rule("not-a-list", "A value that must be a list is none.")
@rule("not-a-mapping", "A value that must be keys and values is something else.")
@rule("bad-format", "A value, such as an id, is not written in its form.")
@rule("empty-field", "A value that must say something is empty.")
@rule("text-too-long", "A text of a record is longer than an output can hold.")
@rule("too-few", "A list has fewer entries than it must have.")
@rule("quote-not-found", "A quote does not stand in its article.")
@rule("quote-ambiguous", "A quote stands in its article more than once, and nothing says which is meant.")
@rule("quote-cuts-word", "A quote begins or ends inside a word or number, which can turn its sense around.")
@rule("quote-spans-furniture", "A quote runs into a part of the file that is not the article.")
def data_readable(material: Material) -> Iterator[Issue]:
    """Every file, record and quote of the data can be read."""
    yield from material.issues


@rule("release-unreadable", "A release file cannot be read.", stage="book")
@rule("release-changed", "A release file is not what it was when it was released.", stage="book")
@rule("release-missing", "A release that git holds is gone.", stage="book")
@rule("release-chain-broken", "A release does not follow the one before it.", stage="book")
def releases_intact(material: Material) -> Iterator[Issue]:
    """What was released is what it was when it was released."""
    yield from material.release_files[1]
    yield from against_history(material.layout)
