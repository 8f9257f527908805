"""The rows of the ledger and of the comparison: what they can be filtered by, and where they stand.

Of a ledger of thousands of claims the first rows stand in its page. The others are pages of their own for who reads
without scripts, and scripts that a page with scripts takes them from, as it does the quotations that readers download.
All are scripts because a script, unlike a fetch, also works when the book is opened from the file system.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from briefing.book.core.state import get_ledger
from briefing.book.html.assets import LEDGER_ROWS, part, write_script, write_text
from briefing.book.html.records import Catalogue
from briefing.book.html.views import SAID_BY, passage_view
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence, Parallel
from briefing.model.words import Reach, article_name, every_article, origin_name, reach_of, voice_name
from briefing.reading.profile import origin_count

OWN_VOICE, NO_JUDGEMENT = "own", "none"
#: Coded fields that the rows can be filtered by, of the claim and of its evidence; each is a filter of its name.
CODES: tuple[CodedField, ...] = tuple(
    code for model in (Claim, Evidence) for code in coded_fields(model) if code.shows_on("filter")
)
#: Filter and heading, in the order of the form.
OF_CLAIMS = {
    **{code.name: code.heading for code in CODES[:1]},
    "article": "Article", "stands": "Stands in", "actor": "Actor", "voice": "Who says it",
    **{code.name: code.heading for code in CODES[1:]},
    "judgement": "Judgement", "changed": "New or changed in", "state": "State", "origins": "Origins",
}  # fmt: skip
OF_PARALLELS = {"change": "What became of it", "theme": "Theme", "actor": "Who is in it"}

FOLDER = "rows"
#: So many rows make a page; a ledger that is little longer stays whole.
PAGE = 100
CALL = "briefing.ledgerRows({});\n"
CLAIM_CODES = tuple(code for code in coded_fields(Claim) if code.on)
EVIDENCE_CODES = (SAID_BY, *(code.heading for code in coded_fields(Evidence)))
#: Of the quotations; the address comes last: the page puts its own place in the web before it.
COLUMNS = (
    "id", "statement", *(code.heading.lower() for code in CLAIM_CODES), "article", "quote",
    *(heading.lower() for heading in EVIDENCE_CODES), "origins", "withdrawn", "address",
)  # fmt: skip


class Filter(NamedTuple):
    """A filter: its name, its heading, and its choices as (word, label)."""

    name: str
    heading: str
    choices: Sequence[tuple[str, str]]


def row_attributes(catalogue: Catalogue, name: str) -> dict[str, str]:
    """Return the `data-` attributes of a record's row; several words in one are set apart by spaces."""
    words = row_words(catalogue, name)
    return {f"data-{key.replace('_', '-')}": " ".join(several) for key, several in words.items() if several}


def filters(catalogue: Catalogue, names: Iterable[str], headings: Mapping[str, str]) -> list[Filter]:
    """Return the filters with the choices that the rows use, in the vocabularies' order or the alphabet's.

    A filter with a single choice would show the same with and without it, and is left out; but not that of origins,
    where a single choice is the answer to a reader's question.
    """
    used: dict[str, dict[str, None]] = {}
    for name in names:
        for key, words in row_words(catalogue, name).items():
            used.setdefault(key, {}).update(dict.fromkeys(words))
    made = (
        Filter(key, heading, _choices(catalogue.ledger, key, [*used.get(key, ())])) for key, heading in headings.items()
    )
    return [one for one in made if len(one.choices) > (one.name != "origins")]


def row_words(catalogue: Catalogue, name: str) -> Mapping[str, list[str]]:
    """Return under each filter's name the words that a claim or a parallel is found by; nothing for another row."""
    ledger = catalogue.ledger
    record = ledger.record_by_id.get(name)
    if isinstance(record, Claim):
        reach = reach_of(ledger, record.articles)
        words = {code.name: [getattr(one, code.name, None) for one in (record, *record.evidence)] for code in CODES} | {
            "article": record.articles,
            "stands": {Reach.NONE: [], Reach.ONE: [f"only-{article}" for article in record.articles]}.get(
                reach, [reach]
            ),
            "actor": _actors(record),
            "voice": [voice for evidence in record.evidence for voice in (evidence.voice or (OWN_VOICE,))],
            "judgement": [judgement.id for judgement in ledger.judgements_on(name)] or [NO_JUDGEMENT],
            "changed": [event.version for event in catalogue.view(name).history],
            "origins": [str(origin_count(ledger, record.articles))],
            "state": [state for state, _ in catalogue.view(name).states],
        }
    elif isinstance(record, Parallel):
        claims = [ledger.claim_by_id[claim] for claim in record.claims if claim in ledger.claim_by_id]
        words = {
            "change": record.change,
            "theme": [claim.theme for claim in claims],
            "actor": [actor for claim in claims for actor in _actors(claim)],
        }
    else:
        return {}
    return {key: list(dict.fromkeys(filter(None, several))) for key, several in words.items()}


def _actors(claim: Claim) -> list[str]:
    return [*claim.actors, *(name for evidence in claim.evidence for name in evidence.names)]


def _age(version: str) -> list[float]:
    """Return what sorts versions, the newest first, a draft before all."""
    return [-float(part) if part.isdigit() else -inf for part in version.split(".")]


def _choices(ledger: Ledger, name: str, used: list[str]) -> list[tuple[str, str]]:
    """Return the choices of a filter in order; where the order is neither a list's nor that of use, the alphabet's."""
    listed: dict[str, dict[str, str]] = {
        "article": {article.id: article_name(ledger, article.id) for article in ledger.articles},
        "stands": {
            str(Reach.ALL): every_article(ledger),
            str(Reach.SEVERAL): "more than one article, not all",
            **{f"only-{article.id}": f"only {article_name(ledger, article.id)}" for article in ledger.articles},
        },
        "judgement": {judgement.id: judgement.id for judgement in ledger.judgements} | {NO_JUDGEMENT: "no judgement"},
        "origins": {
            word: "one origin" if word == "1" else f"{word} origins"
            for word in sorted(used, key=lambda word: (len(word), word))
        },
        "changed": {word: word for word in sorted(used, key=_age)},
    }
    if name in listed:
        return [(word, label) for word, label in listed[name].items() if word in used]
    if name in {"actor", "voice"}:
        named = {word: voice_name(ledger, () if word == OWN_VOICE else (word,)) for word in used}
        return sorted(named.items(), key=lambda choice: (choice[0] != OWN_VOICE, choice[1].casefold()))
    vocabulary = {code.name: code.vocabulary for code in CODES}.get(name, name)
    terms = list(ledger.vocabulary.get(vocabulary, {}))
    if not terms:
        return [(word, word) for word in used]
    order = sorted(used, key=lambda word: (terms.index(word) if word in terms else len(terms), word))
    return [(word, ledger.label(vocabulary, word)) for word in order]


class RowPages:
    """Takes the rows of one ledger as they are written; `take` returns what of each stands in the page itself."""

    def __init__(self, builder: StandaloneHTMLBuilder, total: int) -> None:
        self._builder = builder
        self._total = total
        self._rows: list[str] = []
        self._count = 1 if total <= 2 * PAGE else -(-total // PAGE)

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the table by which a script finds the rest of its rows."""
        root = self._builder.get_relative_uri(self._builder.current_docname, "index").removesuffix("index.html")
        chunks = " ".join(f"{root}{FOLDER}/{number}.js" for number in range(2, self._count + 1))
        more = {"data-total": str(self._total), "data-page": str(PAGE), "data-chunks": chunks}
        return more if self._count > 1 else {}

    def take(self, row: str) -> list[str]:
        """Take a row; return it when it stands in the page."""
        self._rows.append(row)
        return [row] if self._count == 1 or len(self._rows) <= PAGE else []

    def finish(self) -> str:
        """Write the scripts of the further rows, and return the links to their pages."""
        for number in range(2, self._count + 1):
            html = "".join(self._rows[(number - 1) * PAGE : number * PAGE])
            script = CALL.format(json.dumps(html, ensure_ascii=False))
            write_text(Path(self._builder.outdir, FOLDER, f"{number}.js"), script)
        stem = self._builder.current_docname.rpartition("/")[2]
        return part("row-pages.html", stem=stem, count=self._count, current=1) if self._count > 1 else ""


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the script of the quotations, and yield the further pages of the ledger as (name, context, template)."""
    ledger = get_ledger(app)
    rows = {claim.id: list(_quotations(ledger, claim)) for claim in ledger.claims}
    write_script(Path(app.outdir, "_static", LEDGER_ROWS), "briefingLedgerRows", {"columns": COLUMNS, "rows": rows})
    document = app.config.briefing_ledger_doc
    scripts = {int(path.stem): path for path in Path(app.outdir, FOLDER).glob("*.js")}
    before, after = CALL.split("{}")
    for number, path in sorted(scripts.items()):
        context = {
            "title": f"Claim ledger, page {number}",
            "rows": json.loads(path.read_text("utf-8").removeprefix(before).removesuffix(after)),
            "stem": document.rpartition("/")[2],
            "count": len(scripts) + 1,
            "current": number,
        }
        yield f"{document}-{number}", context, "ledger-rows.html"


def _quotations(ledger: Ledger, claim: Claim) -> Iterator[tuple[str, ...]]:
    """Yield a row for each quotation of a claim; a claim without one has a row that says so by its blanks."""
    codes = [ledger.label(code.vocabulary, getattr(claim, code.name)) for code in CLAIM_CODES]
    origins = "; ".join(origin_name(ledger, origin) for origin in ledger.origins_of([claim.id]))
    withdrawn = claim.withdrawn.because if claim.withdrawn else ""
    quotes = [passage_view(ledger, evidence) for evidence in claim.evidence]
    said = [((e.article, e.quote, *(label for _, label in e.codes)), f"#{e.key}") for e in quotes]
    for words, anchor in said or [(("",) * (2 + len(EVIDENCE_CODES)), "")]:
        yield (claim.id, claim.statement, *codes, *words, origins, withdrawn, f"claims/{claim.id}.html{anchor}")
