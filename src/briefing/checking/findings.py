"""What must be true of the sentences on a page, as they are typed and as they are printed.

Every finding carries a record, every number is computed, a heading asserts nothing, and what stands between quotation
marks is what the cited articles say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.checking.chapters import Page
from briefing.checking.citations import CITING, cited_evidence
from briefing.checking.prose import Block
from briefing.checking.registry import rule
from briefing.model.base import Issue, Span
from briefing.model.ledger import Ledger
from briefing.reading.languages import Language
from briefing.reading.normalisation import normalise

# 3rd, 1990s, 10k, CA$5, 12-fold: letters, and still numbers
_SCALED = re.compile(r"\W*(?:[A-Z]{1,3}[$€£¥])?[\d.,]*\d(?:st|nd|rd|th|s|x|k|m|bn|tn)?(?:-[a-z]+)*\W*")
_QUOTED = re.compile(r"“([^”]*)”")
_LEFT_OUT = re.compile(r"…|\[[^\]]*\]")
_STRAIGHT = re.compile(r"[\"']")
_SHOWN = 90
_WORDS_OF_A_NUMBER = 3  # "9 May 2024"


@rule("finding-without-claim", "A sentence of the book cites no record.", stage="page")
@rule("actor-without-claim", "A sentence of guidance names an actor and cites no record.", stage="page")
def sentences_sourced(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """Each sentence of findings carries a record; so does each of guides and of the apparatus that names an actor."""
    names = _actor_names(ledger)
    tables = [block for block in page.blocks if block.kind == "table"]
    sourced_rows = {block.line for block in tables if any(role.name in CITING for role in block.roles)}
    for block in page.blocks:
        if block.kind not in {"prose", "table"} or (block.kind == "table" and block.line in sourced_rows):
            continue
        words = block.words(block.code)
        for sentence in block.sentences:
            if any(role.name in CITING for role in block.roles_in(sentence)):
                continue
            finding = page.findings and not block.in_guide and (block.kind == "prose" or _is_full(block, sentence))
            about_actors = block.kind == "table" or block.in_guide or not page.findings
            if finding:
                got = f"“{shown(block, sentence)}” carries no claim."
                mend = "Put {claim}`…` or {judgement}`…` before its full stop, or move it into a :::{guide} block."
                yield page.issue(block.line_of(sentence.start), "finding-without-claim", got, mend)
            if about_actors and (named := names.search(words, sentence.start, sentence.end)):
                got = f"“{shown(block, sentence)}” names {named[0]} and carries no claim."
                mend = "Put {claim}`…` or {judgement}`…` before its full stop, or leave the name out."
                yield page.issue(block.line_of(named.start()), "actor-without-claim", got, mend)


@rule("heading-asserts", "A heading of a page of findings says something and cites no record.", stage="page")
def headings_ask(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """A heading on a page of findings is a question or a name for what follows, or it cites what it rests on."""
    for block in page.blocks:
        if page.findings and block.kind == "heading" and not any(role.name in CITING for role in block.roles):
            verb = asserting(block.text.strip(), ledger, page.language)
            if verb:
                got = f"“{block.text}” says something (“{verb}”) and carries no claim."
                mend = "Make it a question or a name for what follows, or put {claim}`…` at its end."
                yield page.issue(block.line, "heading-asserts", got, mend)


def asserting(heading: str, ledger: Ledger, language: Language) -> str:
    """Return the word by which a heading asserts something, or nothing.

    It does when it is no question, and holds a verb of the list, or an actor's name followed by something other than
    punctuation, `and`, `of` and their like.
    """
    if language.phrases("questions").match(heading) or heading.endswith("?"):
        return ""
    straight = heading.replace("’", "'")
    verbs = language.phrases("verbs").finditer(straight)
    after = language.phrases("relatives").finditer(straight)
    free = {found.end() + 1 for found in after}
    for verb in (verb for verb in verbs if verb.start() not in free):
        return heading[slice(*verb.span())]
    idle = language.phrases("after_a_name")
    for name in _actor_names(ledger).finditer(heading):
        rest = straight[name.end() :].strip()
        if rest and rest[0] not in ",;:()–—?" and not idle.match(rest):
            return name[0]
    return ""


@rule("number-not-computed", "A number is typed into prose.", stage="page")
def numbers_computed(page: Page, _: Ledger) -> Iterator[Issue]:
    """No number is typed: one that is typed is wrong as soon as the evidence changes.

    On pages of findings, numbers in words, in links and in code count too. What stands between quotation marks is an
    article's, and has a rule of its own.
    """
    counts = page.language.phrases("counts")
    for block in (block for block in page.blocks if block.printed):
        words = block.words(_quotations(block), *([] if page.findings else [block.links, block.code]))
        figures = [(token.start(), token[0]) for token in re.finditer(r"\S+", words) if _is_number(token[0])]
        if page.findings and not block.in_guide:
            figures += [(count.start(), count[0]) for count in counts.finditer(words)]
        for start, figure in sorted(figures):
            got = f"{figure.strip('().,;:')} is typed."
            yield page.issue(block.line_of(start), "number-not-computed", got, "Glue a computed number.")
        for role in block.roles:  # as typed it names a number; as printed it is one
            if role.name == "glue:text" and len(role.content.split()) > _WORDS_OF_A_NUMBER:
                got, mend = f"“{role.content}” is glued, which is no number.", "Write it as prose that cites a record."
                yield page.issue(block.line_of(role.span.start), "number-not-computed", got, mend)


@rule("quotation-unfounded", "Words in quotation marks are not those of what the sentence cites.", stage="page")
def quotations_founded(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """What a page of findings puts in quotation marks, the evidence of a record cited in the sentence says."""
    for block, sentence in page.asserted():
        evidence = cited_evidence(block.roles_in(sentence), ledger)
        for quoted in _QUOTED.finditer(block.text, sentence.start, sentence.end):
            if not any(_says(passage, quoted[1]) for passage in evidence):
                got = f"“{quoted[1]}” is in no passage that the sentence cites."
                mend = "Copy the article's words and cite their claim, or take the quotation marks away."
                yield page.issue(block.line_of(quoted.start()), "quotation-unfounded", got, mend)


@rule("straight-mark", "A straight quotation mark or apostrophe is typed into prose.", stage="page")
def marks_curly(page: Page, _: Ledger) -> Iterator[Issue]:
    """Quotation marks and apostrophes are typed as they are printed, and so all quotations can be told."""
    for block in page.blocks:
        found = _STRAIGHT.search(block.words(block.code)) if block.printed else None
        if found:
            yield page.issue(block.line_of(found.start()), "straight-mark", f"{found[0]} is typed.", "Type “ ” or ’.")


def shown(block: Block, sentence: Span) -> str:
    """Return a sentence for a message, cut where it is long."""
    words = block.text[sentence.start : sentence.end]
    return words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _says(passage: str, quoted: str) -> bool:
    """Whether a passage has these words, whole; marks at their ends and the case of their first letter are free.

    What stands between `…` or square brackets are parts, each of which the passage must have.
    """
    held = normalise(passage).text
    parts = [part.strip(" .,;:!?") for part in _LEFT_OUT.split(normalise(quoted).text)]
    return all(
        re.search(rf"(?<!\w)(?i:{re.escape(part[0])}){re.escape(part[1:])}(?!\w)", held) for part in parts if part
    )


def _quotations(block: Block) -> list[Span]:
    return [Span(*found.span()) for found in _QUOTED.finditer(block.text)]


def _actor_names(ledger: Ledger) -> re.Pattern[str]:
    names = {name for actor in ledger.actors for name in (actor.name, *actor.aliases)}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")


def _is_full(block: Block, sentence: Span) -> bool:
    """Whether what stands in a cell of a table is a sentence."""
    return block.text[sentence.start : sentence.end].rstrip("\"'”’)").endswith((".", "!", "?", "…"))


def _is_number(token: str) -> bool:
    """Whether a token is a figure, and not a name with digits in it such as C04 or 21.Stone."""
    has_letters = any(map(str.isalpha, token))
    return bool(_SCALED.fullmatch(token)) if has_letters else any(map(str.isnumeric, token))
