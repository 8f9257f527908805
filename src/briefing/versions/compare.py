"""What changed between two ledgers, record by record, as a pure function of both.

`compare` finds it, `apply` plays it back, so nothing can be lost on the way: for any two ledgers
`apply(a, compare(a, b))` is `b`. How a change is put into words stands in `change_text`, how much
it weighs in `versioning`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefing.model.ledger import Ledger
from briefing.versions.change import Change, Changes, Kind, Measure
from briefing.versions.compare_evidence import EvidenceEdit, edit_evidence, evidence_edits

__all__ = ["GROUPS", "Change", "Changes", "Measure", "apply", "compare", "measure"]

Dump = Mapping[str, Any]

SUBJECTS = {
    "articles": "title",
    "origins": "title",
    "actors": "name",
    "claims": "statement",
    "judgements": "statement",
    "waivers": "exact",
    "gaps": "question",
    "conflicts": "statement",
    "indicators": "observe",
    "corrections": "wrong",
}
GROUPS = ("ledger", *SUBJECTS, "vocabulary")
PROSE_WORDS = """affects because derives_basis description meaning name note observe published_basis question reason
rights silence statement title treatment withdrawn would_change wrong"""
PROSE = frozenset(PROSE_WORDS.split())


def compare(a: Ledger, b: Ledger) -> Changes:
    """Return every difference between an earlier ledger `a` and a later one `b`.

    Line numbers, spans and the articles' text are not compared; a changed text shows in its sha256.
    Raises `ValueError` when an id occurs twice in one collection.
    """
    left, right = a.model_dump(mode="json"), b.model_dump(mode="json")
    found: list[Change] = []
    if left["title"] != right["title"]:
        found.append(
            Change(group="ledger", id="title", kind="reworded", field="title", before=left["title"],
                   after=right["title"], subject=right["title"])
        )  # fmt: skip
    for group in SUBJECTS:
        found.extend(_compare_group(group, keyed(group, left[group]), keyed(group, right[group])))
    found.extend(_compare_vocabulary(left["vocabulary"], right["vocabulary"]))
    merged = _merged_origins(a, b)
    return Changes(
        changes=tuple(_finish(change, a, b, merged) for change in found), before=measure(a), after=measure(b)
    )


def apply(ledger: Ledger, changes: Changes) -> Ledger:
    """Return the ledger that `changes` lead to from `ledger`, without line numbers, spans and texts."""
    dump = ledger.model_dump(mode="json")
    for change in changes.changes:
        if change.group == "ledger":
            dump[change.field] = change.after
    for group in SUBJECTS:
        mine = [c for c in changes.changes if c.group == group]
        dump[group] = list(_apply_group(keyed(group, dump[group]), mine).values())
    words = {name: dict(terms) for name, terms in dump["vocabulary"].items()}
    _apply_vocabulary(words, [c for c in changes.changes if c.group == "vocabulary"])
    return Ledger.model_validate(dump | {"vocabulary": words})


def measure(ledger: Ledger) -> Measure:
    """Count what a ledger holds, withdrawn claims and judgements left out."""
    return Measure(
        articles=len(ledger.articles),
        origins=len({origin for article in ledger.articles for origin in ledger.roots_of(article.id)}),
        claims=len(ledger.standing),
        judgements=len(ledger.standing_judgements),
        quoted=len({(e.article, e.exact, e.prefix) for claim in ledger.standing for e in claim.evidence}),
        waived=len(ledger.waivers),
    )


def keyed(group: str, dumps: Sequence[Dump]) -> dict[str, dict[str, Any]]:
    """Return the records of a collection by id; a waiver, which has none, by its article and words."""
    found: dict[str, dict[str, Any]] = {}
    for dump in dumps:
        key = dump["id"] if group != "waivers" else f"{dump['article']}: {dump['prefix']}[{dump['exact']}]"
        if key in found and group == "waivers":
            key = next(k for n in range(2, len(dumps) + 2) if (k := f"{key} ({n})") not in found)
        if key in found:
            message = f"{group}: the id {key} occurs twice"
            raise ValueError(message)
        found[key] = dict(dump)
    return found


def _compare_group(group: str, left: Mapping[str, Dump], right: Mapping[str, Dump]) -> Iterator[Change]:
    order = list(right)
    for key in left:
        if key not in right:
            yield Change(group=group, id=key, kind="removed", before=dict(left[key]))
    for at, key in enumerate(order):
        if key not in left:
            follows = order[at - 1] if at else ""
            yield Change(group=group, id=key, kind="added", after=dict(right[key]), follows=follows)
        else:
            yield from _compare_record(group, key, left[key], right[key])
    placed = _place([key for key in left if key in right], [k for k in order if k not in left], order)
    if placed != order:
        yield Change(group=group, id="", kind="reordered", after=list(order))


def _compare_record(group: str, key: str, left: Dump, right: Dump) -> Iterator[Change]:
    for field in right:
        if left[field] == right[field]:
            continue
        if field == "evidence":
            for edit in evidence_edits(key, left[field], right[field]):
                yield Change(group=group, id=key, **edit.model_dump())
        else:
            kind = _kind(group, field, left[field], right[field])
            yield Change(group=group, id=key, kind=kind, field=field, before=left[field], after=right[field])


def _kind(group: str, field: str, before: object, after: object) -> Kind:
    if field == "withdrawn" and before is None:
        return "withdrawn"
    if field == "withdrawn" and after is None:
        return "reinstated"
    if (group, field) == ("judgements", "confidence"):
        return "moved"
    return "reworded" if field in PROSE else "re-coded"


def _compare_vocabulary(left: Mapping[str, Dump], right: Mapping[str, Dump]) -> Iterator[Change]:
    for name in sorted(left.keys() | right.keys()):
        if name not in right:
            yield Change(group="vocabulary", id=name, kind="removed", before=dict(left[name]))
        elif name not in left:
            yield Change(group="vocabulary", id=name, kind="added", after=dict(right[name]))
        else:
            for word in sorted(left[name].keys() | right[name].keys()):
                before, after = left[name].get(word), right[name].get(word)
                if before != after:
                    kind: Kind = "added" if before is None else "removed" if after is None else "reworded"
                    yield Change(group="vocabulary", id=name, kind=kind, field=word, before=before, after=after)


def _finish(change: Change, a: Ledger, b: Ledger, merged: frozenset[str]) -> Change:
    """Add what a reader needs: the record in its own words and the judgements that it touches."""
    if change.kind == "removed" and change.group == "origins" and change.id in merged:
        change = change.model_copy(update={"kind": "merged"})
    whole = next((d for d in (change.after, change.before) if isinstance(d, dict)), {}) if not change.field else {}
    field = SUBJECTS.get(change.group, "")
    subject = change.subject or str(whole.get(field, ""))
    for ledger in (b, a):
        if not subject and change.id and change.group in SUBJECTS:
            records = {getattr(r, "id", None): r for r in getattr(ledger, change.group)}
            subject = str(getattr(records.get(change.id), field, ""))
    return change.model_copy(update={"subject": subject, "touches": _touched(change, a, b)})


def _touched(change: Change, a: Ledger, b: Ledger) -> tuple[str, ...]:
    if change.group == "judgements":
        return (change.id,) if change.id else ()
    if change.group != "claims":
        return ()
    standing = {j.id for j in b.standing_judgements}
    return tuple(dict.fromkeys(j.id for ledger in (b, a) for j in ledger.judgements_on(change.id) if j.id in standing))


def _merged_origins(a: Ledger, b: Ledger) -> frozenset[str]:
    """Origins that are gone from `b`, the articles that went back to them now going back to others."""
    gone = {o.id for o in a.origins} - {o.id for o in b.origins}
    moved = {o for article in a.articles if article.id in b.article_by_id for o in a.roots_of(article.id)}
    return frozenset(gone & moved)


def _place(kept: Sequence[str], added: Sequence[str], order: Sequence[str]) -> list[str]:
    """Put each added id right after the one before it in `order`; what is kept stays in its own order."""
    placed = list(kept)
    follows = dict(zip(order[1:], order, strict=False))
    for key in added:
        placed.insert(placed.index(follows[key]) + 1 if key in follows else 0, key)
    return placed


def _apply_group(records: dict[str, dict[str, Any]], changes: Sequence[Change]) -> dict[str, dict[str, Any]]:
    gone = {c.id for c in changes if c.kind in ("removed", "merged")}
    order = [key for key in records if key not in gone]
    for change in changes:
        if change.kind == "added":
            order.insert(order.index(change.follows) + 1 if change.follows else 0, change.id)
            records[change.id] = dict(change.after)  # type: ignore[arg-type]
        elif change.kind == "reordered" and not change.id:
            order = list(change.after)  # type: ignore[arg-type]
        elif change.field and not change.part and change.kind != "reordered":
            records[change.id][change.field] = change.after
    for key in order:
        edits = [EvidenceEdit.of(c) for c in changes if c.id == key and (c.part or c.field == "evidence")]
        if edits:
            records[key]["evidence"] = edit_evidence(records[key]["evidence"], edits)
    return {key: records[key] for key in order}


def _apply_vocabulary(words: dict[str, dict[str, Any]], changes: Sequence[Change]) -> None:
    for change in changes:
        holder, key = (words[change.id], change.field) if change.field else (words, change.id)
        if change.after is None:
            del holder[key]
        else:
            holder[key] = change.after  # type: ignore[assignment]
