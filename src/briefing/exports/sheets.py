"""The ledger as flat sheets: what the CSV files, the workbook and the data dictionary have in common.

Columns, their types and their descriptions come from the records themselves. A list or a mapping
stands in its cell as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from briefing.model.base import Record
from briefing.model.ledger import Ledger
from briefing.model.records import Actor, Claim, Conflict, Correction, Evidence, Gap, Indicator, Judgement, Term, Waiver
from briefing.model.sources import Article, Furniture, Origin, Passage

Cell = str | int | bool | None
Kind = Literal["string", "integer", "boolean", "date", "array", "object"]
OWN = "third-party words, see `rights` in articles.csv"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, type and meaning, and what its cells may hold."""

    name: str
    kind: Kind
    description: str
    required: bool = True
    pattern: str | None = None
    vocabulary: str | None = None
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One flat table of the ledger, rows in the ledger's order."""

    name: str
    description: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How one kind of record becomes a sheet: its fields without `without`, after those of `before`."""

    name: str
    model: type[Record]
    key: tuple[str, ...] = ("id",)
    before: tuple[Field, ...] = ()
    after: tuple[Field, ...] = ()
    without: tuple[str, ...] = ()
    refers: Mapping[str, str] | None = None
    quotes: bool = False


NUMBER = Field("number", "integer", "Its place, counted from 1.")
SPAN = (
    Field("start", "integer", "First code point of the quote in the article's file, from 0.", required=False),
    Field("end", "integer", "The code point after its last (W3C TextPositionSelector).", required=False),
)
PLANS = (
    Plan("claims", Claim, without=("evidence",)),
    Plan(
        "evidence",
        Evidence,
        key=("key",),
        before=(
            Field("key", "string", "Claim and number: the anchor of the quote in the source texts."),
            Field("claim", "string", "The claim that the words carry.", refers="claims"),
            NUMBER,
        ),
        after=SPAN,
        refers={"article": "articles"},
        quotes=True,
    ),
    Plan("judgements", Judgement),
    Plan(
        "judgement_claims",
        Record,
        key=("judgement", "claim", "relation"),
        before=(
            Field("judgement", "string", "The key judgement.", refers="judgements"),
            Field("claim", "string", "A claim it rests on or must answer.", refers="claims"),
            Field("relation", "string", "`supported_by` or `challenged_by`."),
        ),
    ),
    Plan("articles", Article, without=("furniture",)),
    Plan(
        "furniture",
        Furniture,
        key=("article", "number"),
        before=(Field("article", "string", "The article's file it stands in.", refers="articles"), NUMBER),
        after=SPAN,
        quotes=True,
    ),
    Plan("origins", Origin),
    Plan("actors", Actor),
    Plan("waivers", Waiver, key=("number",), before=(NUMBER,), after=SPAN, refers={"article": "articles"}, quotes=True),
    Plan("gaps", Gap),
    Plan("conflicts", Conflict),
    Plan("indicators", Indicator),
    Plan("corrections", Correction),
    Plan(
        "vocabulary",
        Term,
        key=("vocabulary", "word"),
        before=(
            Field("vocabulary", "string", "The name of the vocabulary."),
            Field("word", "string", "The word that records use."),
        ),
    ),
)


def sheets(ledger: Ledger) -> tuple[Sheet, ...]:
    """Return every sheet of a ledger, those without rows included."""
    return tuple(
        Sheet(
            name=plan.name,
            description=_sentence(plan),
            key=plan.key,
            fields=(fields := plan_fields(plan)),
            rows=tuple(tuple(_cell(row.get(field.name)) for field in fields) for row in _rows(plan, ledger)),
            quotes=plan.quotes,
        )
        for plan in PLANS
    )


def plan_fields(plan: Plan) -> tuple[Field, ...]:
    """Return the columns of a sheet."""
    schema = plan.model.model_json_schema(mode="serialization") if plan.model is not Record else {}
    own = [
        _field(name, shape, set(schema.get("required", ())), plan)
        for name, shape in schema.get("properties", {}).items()
        if name not in plan.without and not is_excluded(plan.model, name)
    ]
    return (*plan.before, *own, *plan.after)


def is_excluded(model: type[Record], name: str) -> bool:
    """Tell whether a field is about where a record was read, and so never leaves the house."""
    return bool(model.model_fields[name].exclude)


def _sentence(plan: Plan) -> str:
    if plan.model is Record:
        return "Which claims each key judgement rests on, and which speak against it."
    return (plan.model.__doc__ or "").split("\n")[0]


def _field(name: str, shape: Mapping[str, Any], required: set[str], plan: Plan) -> Field:
    options = shape.get("anyOf", [shape])
    real = next(option for option in options if option.get("type") != "null")
    kind: Kind = "object" if "$ref" in real else "date" if real.get("format") == "date" else real["type"]
    always = kind in ("array", "object", "boolean", "integer") or real.get("minLength", 0) > 0 or "pattern" in real
    return Field(
        name=name,
        kind=kind,
        description=shape.get("description", ""),
        required=len(options) == 1 and (always or (kind == "date" and name in required)),
        pattern=real.get("pattern"),
        vocabulary=shape.get("coded", {}).get("vocabulary"),
        refers=(plan.refers or {}).get(name),
    )


def _rows(plan: Plan, ledger: Ledger) -> Iterable[dict[str, Any]]:
    match plan.name:
        case "evidence":
            pieces = ledger.evidence_by_key.values()
            return ({"key": e.key, "claim": e.claim, "number": e.number} | _passage(e) for e in pieces)
        case "furniture":
            marks = ((a, n, f) for a in ledger.articles for n, f in enumerate(a.furniture, 1))
            return ({"article": a.id, "number": n} | _passage(f) for a, n, f in marks)
        case "waivers":
            return ({"number": n} | _passage(w) for n, w in enumerate(ledger.waivers, 1))
        case "vocabulary":
            words = ((v, w, term) for v, terms in sorted(ledger.vocabulary.items()) for w, term in terms.items())
            return ({"vocabulary": v, "word": w} | term.model_dump(mode="json") for v, w, term in words)
        case "judgement_claims":
            return _links(ledger)
        case _:
            return (record.model_dump(mode="json") for record in getattr(ledger, plan.name))


def _links(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for judgement in ledger.judgements:
        for relation in ("supported_by", "challenged_by"):
            for claim in dict.fromkeys(getattr(judgement, relation)):
                yield {"judgement": judgement.id, "claim": claim, "relation": relation}


def _passage(passage: Passage) -> dict[str, Any]:
    span = passage.span
    return passage.model_dump(mode="json") | ({"start": span.start, "end": span.end} if span else {})


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | bool):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
