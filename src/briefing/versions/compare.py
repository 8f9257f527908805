"""What changed between two ledgers, record by record, as a pure function of both.

Every difference is reported: what is not in the changes is the same in both. The order of the records in a file is
no difference; that of the words in a field is. How a change is put into words stands in `wording`, how much it weighs
in `numbering`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Literal, get_args

from pydantic import Field, JsonValue, StringConstraints
from rapidfuzz import fuzz

from briefing.model.base import Located, Record, grouped
from briefing.model.digest import canonical_json
from briefing.model.fields import coded_fields
from briefing.model.ledger import KINDS, Ledger
from briefing.model.ledger import Kind as RecordKind
from briefing.model.records import Correction
from briefing.reading.profile import origin_count

# Below this likeness of two quotes (0 to 100) a reader sees two quotes, not one cut differently.
# Too low pairs strangers, too high calls a longer cut of the same words a loss and a gain.
ALIKE = 60.0

Dump = Mapping[str, Any]
#: The collections that a change can be in, in the order in which readers meet them.
GROUPS = ("ledger", *(kind.collection for kind in KINDS), "vocabulary")
#: The group and the id of a change of what is written beside the evidence: it is one, whatever it changed.
CHAPTERS = "chapters"
#: The field by which readers know a record of a collection; the words of a vocabulary have none.
SAYS = {"ledger": "title", "vocabulary": "", CHAPTERS: ""} | {kind.collection: kind.says for kind in KINDS}
#: Those whose records have no id, by which a changed one could be looked up.
NAMELESS = frozenset(kind.collection for kind in KINDS if not kind.has_id)

Kind = Literal[
    "added", "removed", "withdrawn", "reinstated", "moved", "merged", "reworded", "re-coded", "evidence gained",
    "evidence lost", "requoted", "renumbered",
]  # fmt: skip
#: What a change of a field of a piece of evidence is; of every other field, it was read differently.
_OF_EVIDENCE: dict[str, Kind] = {
    "exact": "requoted", "prefix": "requoted", "suffix": "requoted", "note": "reworded", "outside": "reworded",
}  # fmt: skip


class Change(Record):
    """One difference: which record, which field, from what, to what."""

    group: str = Field(description="The collection of the ledger that holds the record.")
    id: str = Field(description="The record's id; of a passage without one, its article and words.")
    kind: Kind = Field(description="What happened to it.")
    field: str = Field(default="", description="The field that changed; empty when the whole record did.")
    part: str = Field(default="", description="The evidence key, when one piece of evidence changed.")
    before: JsonValue = Field(default=None, description="What it was; null when it was not there.")
    after: JsonValue = Field(default=None, description="What it is; null when it is gone.")
    subject: str = Field(default="", description="The record in its own words: a statement, a title, a question.")
    touches: tuple[str, ...] = Field(default=(), description="Key judgements that rest on, or are challenged by, it.")


class Changes(Record):
    """All differences between two ledgers, in the order of the collections; false when there are none."""

    changes: tuple[Change, ...] = ()
    before: Mapping[str, int] = Field(default={}, description="How much there was: `measure` of the earlier ledger.")
    after: Mapping[str, int] = Field(default={}, description="How much there is.")

    def __bool__(self) -> bool:
        return bool(self.changes)

    @cached_property
    def by_id(self) -> Mapping[str, Sequence[Change]]:
        """The changes of each record, in their order."""
        return grouped((change.id, change) for change in self.changes)

    def of(self, *kinds: Kind, group: str | None = None) -> tuple[Change, ...]:
        """Return the changes of the given kinds, of one collection when it is named."""
        return tuple(c for c in self.changes if c.kind in kinds and group in (None, c.group))

    def new_corrections(self, ledger: Ledger) -> tuple[Correction, ...]:
        """Return the corrections of the later ledger that the earlier one did not hold."""
        new = {change.id for change in self.of("added", group="corrections")}
        return tuple(correction for correction in ledger.corrections if correction.id in new)


def compare(a: Ledger, b: Ledger) -> Changes:
    """Return every difference between an earlier ledger `a` and a later one `b`.

    Line numbers, spans and the articles' text are not compared; a changed text shows in its sha256.
    Raises `ValueError` when an id occurs twice in one collection.
    """
    left, right = _by_group(a), _by_group(b)
    # An origin that is gone, while an article that went back to it is still there, is now one with another.
    followed = {origin for article in a.articles if article.id in b.article_by_id for origin in a.roots_of(article.id)}
    changes: list[Change] = []
    for group in GROUPS:
        before, after = left[group], right[group]
        for key in [*(key for key in before if key not in after), *after]:
            old, new = before.get(key), after.get(key)
            if old is None or new is None:
                gone: Kind = "merged" if group == "origins" and key in followed else "removed"
                found = [Change(group=group, id=key, kind="added" if old is None else gone, before=old, after=new)]
            else:
                found = list(_field_changes(group, key, old, new)) if old != new else []
            if found:
                said = {} if found[0].field and group in NAMELESS else new or old or {}
                known = {"subject": str(said.get(SAYS[group], "")), "touches": _touched(group, key, a, b)}
                changes += (change.model_copy(update=known) for change in found)
    return Changes(changes=tuple(changes), before=measure(a), after=measure(b))


def measure(ledger: Ledger) -> dict[str, int]:
    """Count what a ledger holds, withdrawn claims and judgements left out."""
    return {
        "articles": len(ledger.articles),
        "origins": origin_count(ledger, ledger.article_by_id),
        "claims": len(ledger.standing),
        "judgements": len(ledger.standing_judgements),
        "quoted": len({(e.article, e.exact, e.prefix) for claim in ledger.standing for e in claim.evidence}),
        "waived": len(ledger.waivers),
    }


def keyed(kind: RecordKind, dumps: Sequence[Dump]) -> dict[str, Dump]:
    """Return the records of a collection by id; a passage, which may have none, by its article and words."""
    records, times = dict[str, Dump](), Counter[str]()
    for dump in dumps if kind.has_id else sorted(dumps, key=canonical_json):
        key = str(dump["id"]) if kind.has_id else f"{dump['article']}: {dump['prefix']}[{dump['exact']}]"
        times[key] += 1
        if times[key] > 1 and kind.has_id:
            message = f"{kind.collection}: the id {key} occurs twice"
            raise ValueError(message)
        records[key if times[key] == 1 else f"{key} ({times[key]})"] = dump
    return records


def _by_group(ledger: Ledger) -> dict[str, Mapping[str, Dump]]:
    dump = ledger.model_dump(mode="json")
    records = {kind.collection: keyed(kind, dump[kind.collection]) for kind in KINDS}
    return {"ledger": {"title": {"title": dump["title"]}}, **records, "vocabulary": dump["vocabulary"]}


def _field_changes(group: str, key: str, old: Dump, new: Dump) -> Iterator[Change]:
    """Yield each field of a record that differs."""
    for field in dict.fromkeys([*new, *old]):
        before, after = old.get(field), new.get(field)
        if before != after and (group, field) == ("claims", "evidence"):
            yield from _evidence_changes(key, old[field], new[field])
        elif before != after:
            kind: Kind = "reworded" if group == "vocabulary" or field in TEXTS[group] else "re-coded"
            if None in (before, after) and (group == "vocabulary" or field == "withdrawn"):
                came: tuple[Kind, Kind] = ("added", "removed") if group == "vocabulary" else ("withdrawn", "reinstated")
                kind = came[after is None]
            elif (group, field) == ("judgements", "confidence"):
                kind = "moved"
            yield Change(group=group, id=key, kind=kind, field=field, before=before, after=after)


def _evidence_changes(claim: str, left: Sequence[Dump], right: Sequence[Dump]) -> Iterator[Change]:
    """Yield what turned the evidence `left` of a claim into `right`: quotes gained, lost, cut or read differently.

    A piece of evidence has no id of its own, so the two lists are matched first, the surest pairs first. A lost piece
    carries its key in the earlier ledger, every other its key in the later one.
    """
    likeness = sorted((-_likeness(old, new), i, j) for i, old in enumerate(left) for j, new in enumerate(right))
    pairs: dict[int, int] = {}
    for score, i, j in likeness:
        if -score >= ALIKE and j not in pairs and i not in pairs.values():
            pairs[j] = i
    keys = [f"{claim}-{position}" for position in range(1, max(len(left), len(right)) + 1)]  # as `Evidence.key`
    change = partial(Change, group="claims", id=claim)
    for i, dump in enumerate(left):
        if i not in pairs.values():
            yield change(kind="evidence lost", part=keys[i], before=dump)
    for j, dump in enumerate(right):
        if j not in pairs:
            yield change(kind="evidence gained", part=keys[j], after=dump)
            continue
        before = left[pairs[j]]
        if pairs[j] != j:
            yield change(kind="renumbered", part=keys[j], before=keys[pairs[j]], after=keys[j])
        for field in (field for field in dump if before[field] != dump[field]):
            kind = _OF_EVIDENCE.get(field, "re-coded")
            yield change(kind=kind, part=keys[j], field=field, before=before[field], after=dump[field])


def _likeness(old: Dump, new: Dump) -> float:
    """Return how surely two pieces of evidence are one: 300 the same, 200 the same words, 100 a cut of it."""
    before, after = old["exact"], new["exact"]
    if old["article"] != new["article"]:
        return 0.0
    if before == after:
        return 300.0 if old == new else 200.0
    return 100.0 if before in after or after in before else fuzz.ratio(before, after)


def _touched(group: str, key: str, a: Ledger, b: Ledger) -> tuple[str, ...]:
    """Return the judgements that a record touches: itself, or those of a claim that stand."""
    if group == "judgements":
        return (key,)
    on = (j.id for ledger in (b, a) for j in ledger.judgements_on(key)) if group == "claims" else ()
    standing = {judgement.id for judgement in b.standing_judgements}
    return tuple(dict.fromkeys(name for name in on if name in standing))


def texts(record: type[Located]) -> frozenset[str]:
    """Return the fields of a record that hold sentences or names, in somebody's words; not codes, ids or addresses."""
    coded = {declared.name for declared in coded_fields(record)}
    found = set()
    for name, field in record.model_fields.items():
        inner = (c for arg in get_args(field.annotation) for c in getattr(arg, "__metadata__", ()))
        constraints = [c for c in (*field.metadata, *inner) if isinstance(c, StringConstraints)]
        if name not in coded and any(c.strip_whitespace and not c.pattern for c in constraints):
            found.add(name)
    return frozenset(found)


TEXTS = {"ledger": frozenset({"title"})} | {kind.collection: texts(kind.record) for kind in KINDS}
