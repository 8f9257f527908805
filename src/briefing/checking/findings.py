"""What must be true of the sentences on a page, as they are typed and as they are printed.

Every finding carries a record, every number is computed, a heading asserts nothing, and what stands between quotation
marks is what the cited articles say.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from briefing.checking.chapters import Page
from briefing.checking.citations import CITING, all_known, cited, cited_words, claims_under, evidence_of, sentences_of
from briefing.checking.descent import publications
from briefing.checking.prose import STAND_IN, Block
from briefing.checking.quotations import COUNTS, NOT_IN, QUOTED, misquoted, says_word, stems
from briefing.checking.quoting import NUMBER
from briefing.checking.rules import rule
from briefing.model.base import Issue, Span
from briefing.model.ledger import Ledger
from briefing.model.records import Gap
from briefing.reading.languages import whole_words

# 3rd, 1990s, 10k, CA$5, 12-fold: letters, and still numbers
_SCALED = re.compile(r"\W*+(?:[A-Z]{1,3}[$€£¥])?[\d.,]*\d(?:st|nd|rd|th|s|x|k|m|bn|tn)?(?:[-‑–][a-z]+)*\W*")
_JOINED = re.compile(r"\w+(?:[-‑.]\w+)*")
#: Every mark by which a text could be put in quotation marks that are not the book's own.
_OTHER_MARKS = re.compile("[\"'`´«»‹›„‟‚‛‘「」『』《》〈〉〝〞〟＂＇″′“”]")
_CAPITALISED = regex.compile(r"(?<![\w’-])[A-Z](?:[a-z]{2}|[A-Z]{3})\w*(?![\w\p{Cf}])")
_RIDER = re.compile(r"[;:–—]\s*[^\W\d].*|,\s+\w+\s+\w+\s+\w.*")  # what goes on after a sentence's last citation
_SHOWN = 90
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
#: Phrases of how many articles say it, which `reach-wrong` tells.
OF_ARTICLES = ("no_degrees", "in_some", "in_most", "in_all", "in_one")
_WORDS_OF_A_NUMBER = 3  # "9 May 2024"


@rule("finding-without-claim", "A sentence of the book cites no record.", stage="page")
@rule("actor-without-claim", "A sentence of guidance names an actor and cites no record.", stage="page")
def sentences_sourced(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """A row of a table is sourced by any record in it, and told once."""
    actors, names = ledger.actor_names, whole_words([*ledger.actor_names, *publications(ledger)])
    put = "Put {claim}`…` or {judgement}`…` before its full stop, or"
    rows = [block for block in page.blocks if block.kind == "table"]
    done = {row.line for row in rows if any(role.name in CITING for role in row.roles)}
    for block in (block for block in page.blocks if block.kind in {"prose", "table"}):
        words, finding = block.words(block.code), page.findings and not block.in_guide
        for sentence in block.sentences:
            citing = [role for role in block.roles_in(sentence) if role.name in CITING]
            said = block.kind == "prose" or any(map(str.isalpha, block.text[slice(*sentence)]))
            rider = _RIDER.search(words[: sentence.end], citing[-1].span.end) if citing else None
            if block.kind == "table" and block.line in done:
                break
            if rider and finding:
                got = f"“{rider[0].strip(' ;:,–—')}” stands after what the sentence cites, and carries no claim."
                yield page.issue(block.line_of(rider.start()), "finding-without-claim", got, "Cite what it rests on.")
            elif said and finding and not citing:
                done |= {block.line} if block.kind == "table" else set()
                got, mend = f"“{shown(block, sentence)}” carries no claim.", f"{put} move it into a :::{{guide}} block."
                yield page.issue(block.line_of(sentence.start), "finding-without-claim", got, mend)
            elif (
                said
                and not (citing or finding)
                and (named := next((name for name in names.finditer(words, *sentence) if name[0] in actors), None))
            ):
                got = f"“{shown(block, sentence)}” names {named[0]} and carries no claim."
                yield page.issue(block.line_of(named.start()), "actor-without-claim", got, f"{put} leave the name out.")


def shown(block: Block, sentence: Span) -> str:
    """Return a sentence for a message, cut where it is long."""
    words = block.text[sentence.start : sentence.end]
    return words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"


@rule("number-not-computed", "A number is typed into prose.", stage="page")
def numbers_computed(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """One that is typed is wrong as soon as the evidence changes.

    On pages of findings, numbers in words, in links and in code count too, and every word with a digit that is in no
    name of the ledger. What stands between quotation marks is an article's, and has a rule of its own.
    """
    counts, names = page.language.phrases("counts"), _names_with_digits(ledger) if page.findings else None
    called = whole_words(name for name in publications(ledger) if any(map(str.isdigit, name)))
    for block in (block for block in page.blocks if block.printed):
        named = [Span(*found.span()) for found in called.finditer(block.text)]
        words = block.words(named, _quotations(block), *([] if page.findings else [block.links, block.code]))
        figures = [(token.start(), token[0]) for token in re.finditer(r"\S+", words) if _is_number(token[0], names)]
        if page.findings and not block.in_guide:
            figures += [(count.start(), count[0]) for way in (counts, COUNTS) for count in way.finditer(words)]
        for start, figure in sorted(figures):
            got = f"{figure.strip('().,;:')} is typed."
            yield page.issue(block.line_of(start), "number-not-computed", got, "Glue a computed number.")
        for role in block.roles:  # as typed it names a number; as printed it is one
            if role.name == "glue:text" and len(role.content.split()) > _WORDS_OF_A_NUMBER:
                got, mend = f"“{role.content}” is glued, which is no number.", "Write it as prose that cites a record."
                yield page.issue(block.line_of(role.span.start), "number-not-computed", got, mend)


def _quotations(block: Block) -> list[Span]:
    return [Span(*found.span()) for found in QUOTED.finditer(block.text)]


@lru_cache(maxsize=4)
def _names_with_digits(ledger: Ledger) -> frozenset[str]:
    """Return the words with digits in them, such as AB-4, that the ledger's records and quotes have."""
    texts = [claim.statement for claim in ledger.claims] + [*ledger.actor_names]
    texts += [evidence.words for claim in ledger.claims for evidence in claim.evidence]
    return frozenset(word for text in texts for word in _with_digits(text) if not _is_number(word, None))


def _with_digits(text: str) -> list[str]:
    return [word for word in _JOINED.findall(text) if any(map(str.isdigit, word))]


def _is_number(token: str, names: frozenset[str] | None) -> bool:
    """Whether a token is a figure, and not a name with digits in it; which names there are may be known."""
    if not any(map(str.isalpha, token)):
        return any(map(str.isnumeric, token))
    if names is not None:
        return any(word not in names for word in _with_digits(token))
    return bool(_SCALED.fullmatch(token))


@rule("degree-unfounded", "A word says how many or how sure, and no record that the sentence cites does.", stage="page")
def degrees_founded(page: Page, ledger: Ledger) -> Iterator[Issue]:
    language = page.language
    degrees, texts = language.phrases("degrees", actor=ledger.actor_names), language.prose.get("text", ())
    counted = [language.phrases(name, text=texts) for name in OF_ARTICLES]
    for block in page.asserting:
        of_texts = [Span(*found.span()) for phrase in counted for found in phrase.finditer(block.text)]
        words = block.words(_quotations(block), of_texts)
        for sentence, found in ((s, found) for s in block.sentences for found in degrees.finditer(words, *s)):
            roles = block.roles_in(sentence)
            if all_known(roles, ledger) and not any(says_word(text, found[0]) for text in cited_words(roles, ledger)):
                got = f"“{found[0]}” is said, and no record that the sentence cites says it."
                mend = "Say it as the record does, or cite the one that does."
                yield page.issue(block.line_of(found.start()), "degree-unfounded", got, mend)
    yield from _figures_denied(page, ledger)


def _figures_denied(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """Yield where no figure is said to be given, and a claim that is cited or touched gives one; a gap may say so."""
    denied, listed = (page.language.phrases(kind) for kind in ("no_figure", "no_figure_left"))
    for sentence in sentences_of(page, ledger, clauses=True):
        found = denied.search(QUOTED.sub(" ", sentence.text))
        silences = [record.silence for record in sentence.records if isinstance(record, Gap)]
        if found and not any(way.search(silence) for way in (denied, listed) for silence in silences):
            under = [claim for record in sentence.records for claim in claims_under(record, ledger)]
            for claim in dict.fromkeys(c.id for c in (*sentence.claims, *under)):
                numbers = NUMBER.findall(ledger.claim_by_id[claim].statement)
                if given := [number for number in numbers if not _YEAR.fullmatch(number)]:
                    got = f"“{found[0]}” is said, and {claim} gives {given[0]}."
                    mend = "Say of what there is none, and cite the gap that says so."
                    yield page.issue(sentence.line, "degree-unfounded", got, mend)


@rule("name-unheard", "A name stands in a sentence, and no record and no article has it.", stage="page")
def names_heard(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """Every capitalised word is one of the ledger's or the articles', or begins a sentence as a word of theirs."""
    known, begun = ledger.words | {STAND_IN}, _beginnings(ledger.words) | page.language.function | page.language.listed
    beginnings = page.language.phrases("beginnings")
    sourced = (sentence for sentence in sentences_of(page, ledger) if sentence.nouns and page.language.prose)
    for sentence in sourced:
        for found in _CAPITALISED.finditer(QUOTED.sub(" ", sentence.text)):
            begins = not any(map(str.isalnum, re.split("[:;“(]", found.string[: found.start()])[-1]))
            plain = ({found[0].lower()} | stems(found[0])) & begun or beginnings.fullmatch(found[0])
            if found[0] not in known and not (begins and plain):
                mend = "Name who is named in the records, or take the name out."
                yield page.issue(sentence.line, "name-unheard", f"{found[0]} is named, and no record has it.", mend)


@lru_cache(maxsize=4)
def _beginnings(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stems(" ".join(words)))


@rule("quotation-unfounded", "Words in quotation marks are not those of what the sentence cites.", stage="page")
@rule("straight-mark", "A quotation mark is not one that the book prints, or lacks its other half.", stage="page")
def quotations_founded(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """Quotation marks are typed as they are printed, in pairs, and so all quotations can be told."""
    for block in (block for block in page.blocks if block.printed):
        if found := _OTHER_MARKS.search(block.words(block.code, _quotations(block))):
            got = f"{found[0]} stands without its other half." if found[0] in "“”" else f"{found[0]} is typed."
            yield page.issue(block.line_of(found.start()), "straight-mark", got, "Type “ and ”, and ’ in words.")
        for quoted in QUOTED.finditer(block.text) if page.findings and not block.in_guide else ():
            beside = [sentence for sentence in block.sentences if sentence.overlaps(Span(*quoted.span()))]
            roles = [role for sentence in beside for role in block.roles_in(sentence)]
            held = [told for record in cited(roles, ledger) for told in evidence_of(record, ledger)]
            faults = [misquoted(quoted[1], words, language) for words, language in held]
            if all(faults) and all_known(roles, ledger):
                got = f"“{quoted[1]}” {min(faults, default=NOT_IN, key=lambda told: told == NOT_IN)}."
                mend = "Copy the article's words and cite their claim, or take the quotation marks away."
                yield page.issue(block.line_of(quoted.start()), "quotation-unfounded", got, mend)
