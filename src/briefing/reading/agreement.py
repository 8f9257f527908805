"""How far two readings of the same articles agree: which passages both took for claims, and how both coded them.

Krippendorff's alpha: K. Krippendorff, Content Analysis, chapter 11; A. F. Hayes and K. Krippendorff, "Answering the
call for a standard reliability measure for coding data", Communication Methods and Measures 1 (2007), 77-89.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence, SecondCoding

Level = Literal["nominal", "ordinal", "interval"]
#: Of the voice, only whether somebody is named can be compared: the second reader names speakers in free words.
VOICES = ("own voice", "a speaker")
#: The codes that both readings give: the first gives some to the claim, and the others to its evidence.
CODES = ("kind", "bears_on", "quantity", "certainty", "voice")
RESAMPLES, SEED, CONFIDENCE = 2000, 2007, (2.5, 97.5)


class Agreement(NamedTuple):
    """The agreement of two readings on one code: alpha, 1 for full and 0 for chance, with its 95 % interval.

    alpha and the interval are None where every unit has the same word, which leaves nothing to agree on.
    """

    code: str
    level: Level
    units: int
    alike: int
    alpha: float | None
    interval: tuple[float, float] | None


class Match(NamedTuple):
    """A passage that both readings took for a claim."""

    claim: Claim
    evidence: Evidence
    second: SecondCoding


class Recall(NamedTuple):
    """How many of the first reading's passages the second also took for a claim, and the other way round."""

    first: int
    first_also_second: int
    second: int
    second_also_first: int


def alpha(units: Sequence[Sequence[float | None]], level: Level = "nominal") -> float | None:
    """Return Krippendorff's alpha of units, each with one value a coder, None where a coder gave none.

    Nominal values may be any numbers; ordinal ones are compared by their order, interval ones by their distance.
    None when fewer than two values were paired, or all that were are alike.
    """
    return next(iter(_alphas(units, level, [slice(None)])), None)


def bootstrap(units: Sequence[Sequence[float | None]], level: Level = "nominal") -> tuple[float, float] | None:
    """Return the 95 % interval of alpha over units drawn anew with replacement; the same for the same units."""
    import numpy as np  # noqa: PLC0415 -- the rules match passages, and count nothing

    random = np.random.default_rng(SEED)
    draws = (random.integers(0, len(units), len(units)) for _ in range(RESAMPLES)) if units else ()
    alphas = _alphas(units, level, draws)
    if not alphas:
        return None
    low, high = np.percentile(alphas, CONFIDENCE)
    return float(low), float(high)


def _alphas(units: Sequence[Sequence[float | None]], level: Level, draws: Iterable[Any]) -> list[float]:
    """Return alpha of each draw of the units, which is given by their places; without those that have none."""
    import numpy as np  # noqa: PLC0415

    kinds = {unit: place for place, unit in enumerate(dict.fromkeys(map(tuple, units)))}
    kind_of = np.array([kinds[tuple(unit)] for unit in units], dtype=int)
    values = [[v for v in unit if v is not None] for unit in kinds]
    ladder = sorted({value for several in values if len(several) > 1 for value in several})
    pairs = np.zeros((len(kinds), len(ladder), len(ladder)))  # of each kind, how often each value was paired with each
    for place, several in enumerate(values):
        if len(several) > 1:
            counts = np.array([several.count(value) for value in ladder], dtype=float)
            pairs[place] = (np.outer(counts, counts) - np.diag(counts)) / (len(several) - 1)
    drawn = np.array([np.bincount(kind_of[draw], minlength=len(kinds)) for draw in draws])
    if not drawn.size or not ladder:
        return []
    coincidences = np.tensordot(drawn, pairs, 1)  # of each draw
    totals = coincidences.sum(axis=1)
    # Ordinal: two values are as far apart as there are values given from the one to the other, half of each end.
    scale = np.array([ladder]) if level != "ordinal" else np.cumsum(totals, axis=1) - totals / 2
    differences = scale[:, :, None] - scale[:, None, :]
    distance = (differences != 0) if level == "nominal" else differences**2
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    paired = expected > 0
    alphas: list[float] = (1 - (totals.sum(axis=1)[paired] - 1) * observed[paired] / expected[paired]).tolist()
    return alphas


def matches(ledger: Ledger) -> tuple[Match, ...]:
    """Return the passages of both readings that overlap, one to one, those that overlap most first."""
    pairs = [
        (overlap, Match(claim, evidence, second))
        for claim in ledger.standing
        for evidence in claim.evidence
        for second in ledger.second_reading
        if (overlap := _overlap(evidence, second))
    ]
    found: list[Match] = []
    used: set[object] = set()
    for _, match in sorted(pairs, key=lambda pair: -pair[0]):
        names = {match.evidence.key, id(match.second)}
        if not names & used:
            found.append(match)
            used |= names
    return tuple(found)


def _overlap(evidence: Evidence, second: SecondCoding) -> float:
    """Return the share of the two passages' characters that lies in both, from 0 to 1."""
    if evidence.article != second.article or evidence.span is None or second.span is None:
        return 0
    (start, end), (other_start, other_end) = evidence.span, second.span
    return max(0, min(end, other_end) - max(start, other_start)) / (max(end, other_end) - min(start, other_start))


def recall(ledger: Ledger) -> Recall:
    """Return how far the two readings took the same passages for claims, in part or whole."""
    passages = list({(e.article, e.span): e for claim in ledger.standing for e in claim.evidence}.values())
    seconds = ledger.second_reading
    return Recall(
        len(passages),
        sum(any(_overlap(e, unit) for unit in seconds) for e in passages),
        len(seconds),
        sum(any(_overlap(e, unit) for e in passages) for unit in seconds),
    )


def agreements(ledger: Ledger) -> tuple[Agreement, ...]:
    """Return the agreement on each code, over the passages that both readings took for claims."""
    matched, found = matches(ledger), list[Agreement]()
    for code in CODES:
        words = [_words(match, code) for match in matched]
        used = {word for pair in words for word in pair}
        ranks = {word: term.rank for word, term in ledger.vocabulary.get(code, {}).items() if term.rank is not None}
        level: Level = "ordinal" if used and used <= set(ranks) else "nominal"
        numbers = ranks if level == "ordinal" else {word: place for place, word in enumerate(sorted(used))}
        units = [[numbers[first], numbers[second]] for first, second in words]
        alike = sum(first == second for first, second in units)
        found.append(Agreement(code, level, len(units), alike, alpha(units, level), bootstrap(units, level)))
    return tuple(found)


def _words(match: Match, code: str) -> tuple[str, str]:
    first = match.claim if code in Claim.model_fields else match.evidence
    words = getattr(first, code), getattr(match.second, code)
    return words if code != "voice" else (VOICES[bool(words[0])], VOICES[bool(words[1])])


def second_look(found: Iterable[Match], claim: Claim) -> dict[str, dict[str, tuple[str, str]] | None]:
    """Return, for each piece of a claim's evidence, each code as the first and the second reader gave it.

    `found` are the matches of the ledger, which are found once for all its claims. None for evidence of which the
    second reader made no unit of its own.
    """
    matched = {match.evidence.key: match for match in found if match.claim.id == claim.id}
    return {
        e.key: {code: _words(matched[e.key], code) for code in CODES} if e.key in matched else None
        for e in claim.evidence
    }


def read_twice(ledger: Ledger, claim: Claim) -> bool:
    """Tell whether the second reading has a unit that overlaps some of a claim's evidence."""
    return any(_overlap(evidence, unit) for evidence in claim.evidence for unit in ledger.second_reading)
