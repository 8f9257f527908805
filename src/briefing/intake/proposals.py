"""Add an article: copy it byte for byte, and propose its sidecar and what there is to code.

Everything proposed is for a person to decide. Scores rank the nearest claims and never say that one
fits; what a person must say is left empty in the sidecar, and `briefing check` names it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader
from rapidfuzz import fuzz, process

from briefing.checking.own_words import records_differ
from briefing.checking.rules import Material
from briefing.checking.sources import dates_possible
from briefing.model.base import Issue, Span
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.sources import Article
from briefing.reading.anchoring import find_quote
from briefing.reading.data_files import ARTICLE_LIMIT, Page, Reading, article_text, stand_in
from briefing.reading.files import is_device, read_file
from briefing.reading.letterforms import likely_language
from briefing.reading.normalisation import normalise
from briefing.reading.text import sentences
from briefing.reading.validation import read_record
from briefing.reading.yaml_lines import parse_yaml

LEFT_EMPTY = ("published_basis", "description", "rights")  # what a person has to say
NEAREST = 3
CANDIDATES = 12  # wordings compared, among which several may be of one claim
# What the forms and buttons that sites put around an article say; and what they speak of as an article may. A sentence
# that does is theirs when it speaks to the reader, or for the site.
_FORMS = re.compile(
    r"\b(all rights reserved|e-?mail address|follow(ing)? us|leave a (reply|comment)|log ?in|read more|"
    r"related (posts|articles)|required fields|save my name|share this|sign up|skip to|spread the love|"
    r"subscrib(e|ing))\b|\btags?:",
    re.IGNORECASE,
)
_OF_FORMS = re.compile(r"\b(advertisement|comments?|cookies?|copyright|newsletter|privacy|tweet)\b|©", re.IGNORECASE)
_TO_READERS = re.compile(r"\b(you|your|we|us|our|my|please)\b|©|\d{4}\W*$", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
# A label of a menu or a button has few words; a heading of an article mostly has more. Asked for at the edges only.
LABEL_WORDS = 3
# Longer lines that name a newsletter or a comment are more likely the article's own.
FORM_WORDS = 30
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class AddError(ValueError):
    """Raised when an article cannot be added; nothing was written."""


def add_article(layout: Layout, name: str, source: Path, known: Mapping[str, str], ledger: Ledger) -> tuple[Path, ...]:
    """Copy `source` to data/articles and write the proposals; return the files written.

    `known` holds title, publisher, url and, when known, published. All files appear or none does; what a run that was
    cut off has left, the same command completes. Raises `AddError` when the id or the text is held, the file is no
    article in UTF-8, or `briefing check` would refuse what is known.
    """
    try:
        raw = read_file(source, limit=ARTICLE_LIMIT)
    except OSError as error:
        message = f"{source}: {error.strerror}."
        raise AddError(message) from error
    text = article_text(raw, str(source), "article")
    if isinstance(text, Issue):
        message = f"{text.place}: {text.got} {text.mend}"
        raise AddError(message)
    sidecar = propose_sidecar(text, raw, known)
    for objection in _objections(layout, name, text, sidecar, ledger):
        raise AddError(objection)
    paths = {
        layout.articles / f"{name}.yml": sidecar.encode(),
        layout.root / "proposals" / f"{name}.yml": propose_coding(name, text, ledger).encode(),
        layout.articles / f"{name}.txt": raw,
    }
    there = {path: path.read_bytes() for path in paths if path.exists()}
    begun = all(content.startswith(there.get(path, b"")) for path, content in paths.items())
    if there and (there == paths or not begun):
        taken = ", ".join(layout.relative(path) for path in there)
        message = (
            f"{taken}: there already. Nothing is overwritten; give the article another id. "
            "If an earlier run was cut off, say the same as then and it goes on, or remove these files first."
        )
        raise AddError(message)
    try:
        for path, content in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    return tuple(paths)


def _objections(layout: Layout, name: str, text: str, sidecar: str, ledger: Ledger) -> Iterator[str]:
    """Yield why an article cannot be added: what would be an issue at once, but for what a person has to say."""
    if is_device(name):
        yield f"{name!r} is the name of a device on Windows, which can hold no such file. Give the article another id."
    document = parse_yaml(sidecar.encode("utf-8", "surrogatepass"), layout.relative(layout.articles / f"{name}.yml"))
    (document.value or {}).update(dict.fromkeys(LEFT_EMPTY, "for a person to say"))
    article = read_record(document, Article, (), f"article {name}", id=name, text=text)
    yield from (f"{issue.got} {issue.mend}" for issue in document.issues)
    if article:
        others = [held for held in ledger.articles if held.id != name]
        with_it = ledger.model_copy(update={"articles": (*others, article)})
        material = Material(layout, with_it, Reading(with_it, ()), ())
        found = [issue for rule in (dates_possible, records_differ) for issue in rule(material)]
        of_it = [issue for issue in found if document.file in f"{issue.place} {issue.got}"]
        yield from (f"{issue.subject}: {issue.got} {issue.mend}" for issue in of_it)


def propose_sidecar(text: str, raw: bytes, known: Mapping[str, str]) -> str:
    """Return a sidecar: what is known, what a person must say left empty, furniture as comments to be judged."""
    counted = Counter(line.strip() for line in text.splitlines())
    furniture = [(exact, counted[exact] > 1) for exact in suggest_furniture(text)]
    return _filled_in("sidecar", **known, language=likely_language(text), sha256=bytes_digest(raw), furniture=furniture)


def propose_coding(name: str, text: str, ledger: Ledger) -> str:
    """Return every sentence that a claim or a waiver has to cover, each with the claims nearest to it in wording.

    Where the words of a held article's evidence stand in it too, the evidence is written out, to be judged and pasted.
    """
    furniture, choices, shared = {*suggest_furniture(text)}, wordings(ledger), list(_shared(name, text, ledger))
    body: list[dict[str, Any]] = []
    for span in sentences(text):
        entry: dict[str, Any] = {"exact": text[slice(*span)]}
        entry |= {"perhaps_furniture": True} if entry["exact"] in furniture else {}
        if same := [evidence for place, evidence in shared if place.overlaps(span)]:
            entry["same_words_as"] = same
        near = nearest_claims(entry["exact"], choices)
        stated = {claim: ledger.claim_by_id[claim].statement for claim, _ in near}
        entry["nearest_claims"] = [{"claim": c, "score": score, "statement": stated[c]} for c, score in near]
        body.append(entry)
    listed = yaml.dump(body, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return _filled_in("coding", name=name, sentences=listed.rstrip("\n"))


def _shared(name: str, text: str, ledger: Ledger) -> Iterator[tuple[Span, dict[str, Any]]]:
    """Yield where the words of standing evidence stand once in a new article, and the evidence to be pasted."""
    page = Page.of(stand_in(name, text))
    for claim in ledger.standing:
        placed = [(evidence, find_quote(evidence.exact, page)) for evidence in claim.evidence]
        first = {spans[0]: evidence for evidence, spans in reversed(placed) if len(spans) == 1}
        for span, evidence in sorted(first.items()):
            coded = evidence.model_dump(mode="json", exclude_defaults=True, exclude={"prefix", "suffix", "note"})
            pasted = coded | {"article": name, "exact": text[slice(*span)]}
            yield span, {"claim": claim.id, "statement": claim.statement, "evidence": [pasted]}


def wordings(ledger: Ledger) -> dict[tuple[str, int], str]:
    """Return the statement and the quotes of each standing claim, by its id and their number, made for comparing."""
    said = {claim.id: (claim.statement, *(e.exact for e in claim.evidence)) for claim in ledger.standing}
    return {(claim, n): normalise(words).text for claim, every in said.items() for n, words in enumerate(every)}


def nearest_claims(sentence: str, choices: Mapping[tuple[str, int], str]) -> list[tuple[str, int]]:
    """Return (claim, score) of the claims whose statement or quotes are nearest in wording, the nearest first."""
    near = process.extract(normalise(sentence).text, choices, scorer=fuzz.token_set_ratio, limit=CANDIDATES)
    best: dict[str, int] = {}
    for _, score, (claim, _number) in near:
        best.setdefault(claim, round(score))
    return list(best.items())[:NEAREST]


def suggest_furniture(text: str) -> Iterator[str]:
    """Yield lines that look like menus, buttons or forms: repeated, worded like a form, or labels at the edges."""
    lines = [line.strip() for line in text.splitlines()]
    prose = [n for n, line in enumerate(lines) if _ENDS_SENTENCE.search(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    edges = {*lines[:first], *lines[last + 1 :]}
    for line, count in Counter(filter(None, lines)).items():
        words = len(line.split())
        addressed = _TO_READERS.search(line) or not _ENDS_SENTENCE.search(line)
        is_form = words <= FORM_WORDS and (_FORMS.search(line) or (_OF_FORMS.search(line) and addressed))
        is_label = line in edges and words <= LABEL_WORDS and not _ENDS_SENTENCE.search(line)
        if count > 1 or is_form or is_label:
            yield line


def _filled_in(template: str, **values: Any) -> str:  # noqa: ANN401 -- whatever the template prints
    found = PackageLoader("briefing.intake")
    environment = Environment(loader=found, autoescape=False, trim_blocks=True, keep_trailing_newline=True)  # noqa: S701 -- YAML
    environment.filters["quoted"] = partial(yaml.safe_dump, allow_unicode=True, default_style='"', width=10**6)
    return environment.get_template(f"{template}.yml.jinja").render(values)
