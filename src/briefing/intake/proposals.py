"""Add an article: copy it byte for byte, and propose its sidecar and what there is to code.

Everything proposed is for a person to decide. Scores rank the nearest claims and never say that one
fits; what a person must say is left empty in the sidecar, and `briefing check` names it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from briefing.model.canonical import bytes_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.normalisation import normalise
from briefing.reading.text import sentences

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
NEAREST = 3
# Words of the forms and buttons that sites put around an article.
_FORMS = re.compile(
    r"\b(advertisement|all rights reserved|comments?|cookies?|copyright|e-?mail address|follow(ing)? us|leave a reply|"
    r"log ?in|newsletter|privacy|read more|related (posts|articles)|required fields|save my name|share this|sign up|"
    r"skip to|spread the love|subscrib(e|ing)|tags?:|tweet)\b",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
# A label of a menu or a button has few words; a heading of an article mostly has more. Asked for at the edges only.
LABEL_WORDS = 3
# Longer lines that name a newsletter or a comment are more likely the article's own.
FORM_WORDS = 30


class AddError(ValueError):
    """Raised when an article cannot be added; nothing was written."""


def add_article(layout: Layout, name: str, source: Path, known: Mapping[str, str], ledger: Ledger) -> tuple[Path, ...]:
    """Copy `source` to data/articles and write the proposals; return the files written.

    `known` holds title, publisher, url and, when known, published. All files appear or none does. Raises `AddError`
    when the id is no id or is taken, the address is none of the web, or the file is not an article in UTF-8.
    """
    text, raw = _read(source)
    paths = {
        layout.articles / f"{name}.yml": propose_sidecar(text, raw, known).encode(),
        layout.root / "proposals" / f"{name}.yml": propose_coding(name, text, ledger).encode(),
        layout.articles / f"{name}.txt": raw,
    }
    if not ID.fullmatch(name):
        message = f"{name!r} is no id: lower-case letters, digits and hyphens, as in gazette-2021."
        raise AddError(message)
    if not WEB_ADDRESS.fullmatch(known["url"]):
        message = f"{known['url']!r} is no address of the web: it starts with http:// or https://."
        raise AddError(message)
    _undo_killed_run(layout, name, tuple(paths))
    taken = [layout.relative(path) for path in paths if path.exists()]
    if taken:
        message = f"{', '.join(taken)}: there already. Nothing is overwritten; give the article another id."
        raise AddError(message)
    _write_all(layout, name, paths)
    return tuple(paths)


def propose_sidecar(text: str, raw: bytes, known: Mapping[str, str]) -> str:
    """Return a sidecar: what is known, what a person must say left empty, furniture as comments to be judged."""
    fields = {"title": known["title"], "publisher": known["publisher"], "url": known["url"]}
    lines = [f"{key}: {_quoted(value)}" for key, value in fields.items()]
    if known.get("published"):
        lines.append(f"published: {known['published']}")
    lines += [
        "published_basis: ''  # on what ground the date is given, or why there is none",
        f"sha256: {bytes_digest(raw)}",
        "# derives_from: []  # origins it goes back to, with derives_certainty and derives_basis",
        "description: ''  # source descriptor: access, possible bias, currency",
        "rights: ''  # who holds the rights, and on what terms the text is kept",
    ]
    suggested = list(suggest_furniture(text))
    if suggested:
        lines += ["# Perhaps no part of the article. Keep what is furniture, without the # signs, and say what it is.",
                  "# furniture:"]  # fmt: skip
        for exact in suggested:
            lines += [f"#   - exact: {_quoted(exact)}", "#     reason: ''"]
    return "\n".join(lines) + "\n"


def propose_coding(name: str, text: str, ledger: Ledger) -> str:
    """Return every sentence that a claim or a waiver has to cover, each with the claims nearest to it in wording."""
    furniture = set(suggest_furniture(text))
    body = []
    for span in sentences(text):
        exact = text[span.start : span.end]
        near = [dict(zip(("claim", "score", "statement"), n, strict=True)) for n in nearest_claims(exact, ledger)]
        perhaps = {"perhaps_furniture": True} if exact in furniture else {}
        body.append({"exact": exact, **perhaps, "nearest_claims": near})
    head = (
        f"# What {name} states, sentence by sentence: a proposal, read by no program.\n"
        "# For each, a person decides: evidence for a claim there is, evidence for a new claim, or a waiver with its\n"
        "# reason. The score (0 to 100) compares wording only: a contradiction can score above a restatement.\n"
    )
    return head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110)


def nearest_claims(sentence: str, ledger: Ledger, limit: int = NEAREST) -> list[tuple[str, int, str]]:
    """Return (claim, score, statement) of the claims whose statement or quotes are nearest in wording."""
    choices = {
        (claim.id, n): normalise(words).text
        for claim in ledger.standing
        for n, words in enumerate((claim.statement, *(e.exact for e in claim.evidence)))
    }
    found: dict[str, int] = {}
    for _, score, (claim, _) in process.extract(
        normalise(sentence).text, choices, scorer=fuzz.token_set_ratio, limit=None
    ):
        found.setdefault(claim, round(score))
    return [(claim, score, ledger.claim_by_id[claim].statement) for claim, score in list(found.items())[:limit]]


def suggest_furniture(text: str) -> Iterator[str]:
    """Yield lines that look like menus, buttons or forms: repeated, worded like a form, or labels at the edges."""
    lines = [line.strip() for line in text.splitlines()]
    counted = Counter(line for line in lines if line)
    prose = [n for n, line in enumerate(lines) if _ENDS_SENTENCE.search(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    seen: set[str] = set()
    for number, line in enumerate(lines):
        is_label = not _ENDS_SENTENCE.search(line) and len(line.split()) <= LABEL_WORDS
        at_edge = number < first or number > last
        if line and line not in seen and (counted[line] > 1 or _is_form(line) or (is_label and at_edge)):
            seen.add(line)
            yield line


def _is_form(line: str) -> bool:
    return len(line.split()) <= FORM_WORDS and _FORMS.search(line) is not None


def _read(source: Path) -> tuple[str, bytes]:
    raw = source.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{source}: not UTF-8 at byte {error.start}. Save the article as UTF-8 text."
        raise AddError(message) from error
    if "\0" in text or not any(map(str.isalnum, text)):
        message = f"{source}: holds no text of an article."
        raise AddError(message)
    return text, raw


def _write_all(layout: Layout, name: str, files: Mapping[Path, bytes]) -> None:
    """Write everything into a folder beside the articles, then link each into place; on any failure, none stays."""
    staging = _staging(layout, name)
    made: list[Path] = []
    try:
        staging.mkdir(parents=True)
        for number, content in enumerate(files.values()):
            (staging / str(number)).write_bytes(content)
        for number, path in enumerate(files):
            path.parent.mkdir(parents=True, exist_ok=True)
            os.link(staging / str(number), path)
            made.append(path)
    except BaseException:
        for path in made:
            path.unlink()
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _undo_killed_run(layout: Layout, name: str, paths: tuple[Path, ...]) -> None:
    """Take away what a killed run left: files in place that are the very ones in its folder."""
    staging = _staging(layout, name)
    for number, path in enumerate(paths):
        with suppress(FileNotFoundError):
            if path.samefile(staging / str(number)):
                path.unlink()
    shutil.rmtree(staging, ignore_errors=True)


def _staging(layout: Layout, name: str) -> Path:
    return layout.articles / f".{name}.partial"


def _quoted(text: str) -> str:
    return yaml.safe_dump(text, allow_unicode=True, default_style='"', width=10**6).strip()
