"""What changed between two ledgers, record by record, as a pure function of both.

Every difference is reported: what is not in the changes is the same in both. The order of the records in a file is
no difference; that of the words in a field is. How a change is put into words stands in `wording`, how much it weighs
in `numbering`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any, Literal, get_args

from pydantic import Field, JsonValue, StringConstraints
from rapidfuzz import fuzz

from briefing.model.base import Located, Record, grouped
from briefing.model.digest import canonical_json
from briefing.model.fields import coded_fields
from briefing.model.ledger import KINDS, Ledger
from briefing.model.ledger import Kind as RecordKind
from briefing.reading.profile import origin_count

# Below this likeness of two quotes (0 to 100) a reader sees two quotes, not one cut differently.
# Too low pairs strangers, too high calls a longer cut of the same words a loss and a gain.
ALIKE = 60.0
QUOTED = frozenset({"exact", "prefix", "suffix"})
WORDED = frozenset({"note", "outside"})

Dump = Mapping[str, Any]
#: The collections that a change can be in, in the order in which readers meet them.
GROUPS = ("ledger", *(kind.collection for kind in KINDS), "vocabulary")

Kind = Literal[
    "added", "removed", "withdrawn", "reinstated", "moved", "merged", "reworded", "re-coded", "evidence gained",
    "evidence lost", "requoted", "renumbered",
]  # fmt: skip


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


def compare(a: Ledger, b: Ledger) -> Changes:
    """Return every difference between an earlier ledger `a` and a later one `b`.

    Line numbers, spans and the articles' text are not compared; a changed text shows in its sha256.
    Raises `ValueError` when an id occurs twice in one collection.
    """
    left, right = a.model_dump(mode="json"), b.model_dump(mode="json")
    old, new = ({"title": {"title": dump["title"]}} for dump in (left, right))
    changes = list(_compare_records("ledger", old, new, lambda *_: "reworded"))
    for kind in KINDS:
        old, new = (keyed(kind, dumps[kind.collection]) for dumps in (left, right))
        changes.extend(_compare_records(kind.collection, old, new, partial(_field_kind, kind)))
    changes.extend(_compare_records("vocabulary", left["vocabulary"], right["vocabulary"], _word_kind))
    merged = _merged_origins(a, b)
    standing = frozenset(judgement.id for judgement in b.standing_judgements)
    finished = tuple(_finish(change, a, b, merged, standing) for change in changes)
    return Changes(changes=finished, before=measure(a), after=measure(b))


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


def keyed(kind: RecordKind, dumps: Sequence[Dump]) -> dict[str, dict[str, Any]]:
    """Return the records of a collection by id; a passage, which may have none, by its article and words."""
    records: dict[str, dict[str, Any]] = {}
    for dump in dumps if kind.has_id else sorted(dumps, key=canonical_json):
        key = str(dump["id"]) if kind.has_id else f"{dump['article']}: {dump['prefix']}[{dump['exact']}]"
        if key in records and not kind.has_id:
            key = next(k for n in range(2, len(dumps) + 2) if (k := f"{key} ({n})") not in records)
        if key in records:
            message = f"{kind.collection}: the id {key} occurs twice"
            raise ValueError(message)
        records[key] = dict(dump)
    return records


def _compare_records(
    group: str, left: Mapping[str, Dump], right: Mapping[str, Dump], kind_of: Callable[[str, object, object], Kind]
) -> Iterator[Change]:
    """Yield what came, what went, and each field that differs, whose kind of change `kind_of` tells."""
    for key in [key for key in left if key not in right]:
        yield Change(group=group, id=key, kind="removed", before=dict(left[key]))
    for key, after in right.items():
        before = left.get(key)
        if before is None:
            yield Change(group=group, id=key, kind="added", after=dict(after))
            continue
        for field in dict.fromkeys([*after, *before]):
            old, new = before.get(field), after.get(field)
            if old != new and (group, field) == ("claims", "evidence"):
                yield from _evidence_changes(key, before[field], after[field])
            elif old != new:
                kind = kind_of(field, old, new)
                yield Change(group=group, id=key, kind=kind, field=field, before=old, after=new)


def _evidence_changes(claim: str, left: Sequence[Dump], right: Sequence[Dump]) -> Iterator[Change]:
    """Yield what turned the evidence `left` of a claim into `right`: quotes gained, lost, cut or read differently.

    A piece of evidence has no id of its own, so the two lists are matched first. A lost piece carries its key in the
    earlier ledger, every other its key in the later one.
    """
    pairs = _match(left, right)
    change = partial(Change, group="claims", id=claim)
    keys = [f"{claim}-{position}" for position in range(1, max(len(left), len(right)) + 1)]  # as `Evidence.key`
    for i, dump in enumerate(left):
        if i not in pairs.values():
            yield change(kind="evidence lost", part=keys[i], before=dict(dump))
    for j, dump in enumerate(right):
        part = keys[j]
        if j not in pairs:
            yield change(kind="evidence gained", part=part, after=dict(dump))
            continue
        before = left[pairs[j]]
        if pairs[j] != j:
            yield change(kind="renumbered", part=part, before=keys[pairs[j]], after=part)
        for field in dump:
            if before[field] != dump[field]:
                kind: Kind = "requoted" if field in QUOTED else "reworded" if field in WORDED else "re-coded"
                yield change(kind=kind, field=field, part=part, before=before[field], after=dump[field])


def _match(left: Sequence[Dump], right: Sequence[Dump]) -> dict[int, int]:
    """Return, for each piece of `right` that was there before, which of `left` it was; the surest pairs first."""
    pairs: dict[int, int] = {}
    scored = ((-_likeness(old, new), i, j) for i, old in enumerate(left) for j, new in enumerate(right))
    for score, i, j in sorted(scored):
        if -score >= ALIKE and j not in pairs and i not in pairs.values():
            pairs[j] = i
    return pairs


def _likeness(old: Dump, new: Dump) -> float:
    """Return how surely two pieces of evidence are one: 300 the same, 200 the same words, 100 a cut of it."""
    if old == new:
        return 300.0
    if old["article"] != new["article"]:
        return 0.0
    before, after = old["exact"], new["exact"]
    if before == after:
        return 200.0
    return 100.0 if before in after or after in before else fuzz.ratio(before, after)


def _field_kind(kind: RecordKind, field: str, before: object, after: object) -> Kind:
    if field == "withdrawn" and None in (before, after):
        return "withdrawn" if before is None else "reinstated"
    if (kind.collection, field) == ("judgements", "confidence"):
        return "moved"
    return "reworded" if field in texts(kind.record) else "re-coded"


def _word_kind(_word: str, before: object, after: object) -> Kind:
    return "added" if before is None else "removed" if after is None else "reworded"


@cache
def texts(record: type[Located]) -> frozenset[str]:
    """Return the fields of a record that hold sentences or names, in somebody's words; not codes, ids or addresses."""
    coded = {declared.name for declared in coded_fields(record)}

    def is_text(name: str) -> bool:
        field = record.model_fields[name]
        inner = (c for arg in get_args(field.annotation) for c in getattr(arg, "__metadata__", ()))
        own = [c for c in (*field.metadata, *inner) if isinstance(c, StringConstraints)]
        return any(c.strip_whitespace and not c.pattern for c in own)

    return frozenset(name for name in record.model_fields if name not in coded and is_text(name))


def _finish(change: Change, a: Ledger, b: Ledger, merged: frozenset[str], standing: frozenset[str]) -> Change:
    """Add what a reader needs: the record in its own words and the judgements that it touches."""
    known = {"subject": _subject(change, a, b), "touches": _touched(change, a, b, standing)}
    if change.kind == "removed" and change.group == "origins" and change.id in merged:
        known["kind"] = "merged"
    return change.model_copy(update=known)


def _subject(change: Change, a: Ledger, b: Ledger) -> str:
    kind = next((kind for kind in KINDS if kind.collection == change.group), None)
    if kind is None:
        return b.title if change.group == "ledger" else ""
    whole = change.after or change.before
    if not change.field and not change.part and isinstance(whole, dict):
        return str(whole.get(kind.says, ""))
    records = (ledger.record_by_id.get(change.id) for ledger in (b, a))
    return next((str(getattr(r, kind.says)) for r in records if isinstance(r, kind.record)), "")


def _touched(change: Change, a: Ledger, b: Ledger, standing: frozenset[str]) -> tuple[str, ...]:
    if change.group == "judgements":
        return (change.id,)
    if change.group != "claims":
        return ()
    return tuple(dict.fromkeys(j.id for ledger in (b, a) for j in ledger.judgements_on(change.id) if j.id in standing))


def _merged_origins(a: Ledger, b: Ledger) -> frozenset[str]:
    """Origins that are gone from `b`, the articles that went back to them now going back to others."""
    gone = {o.id for o in a.origins} - {o.id for o in b.origins}
    moved = {o for article in a.articles if article.id in b.article_by_id for o in a.roots_of(article.id)}
    return frozenset(gone & moved)
