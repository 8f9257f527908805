"""What is printed without a record, headings and guides, and the words that it may be said in.

A heading and a guide name what there is. A word that no record, title or label has says something more.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from briefing.checking.chapters import Chapter, Page
from briefing.checking.citations import CITING, all_known, cited_words
from briefing.checking.descent import publications
from briefing.checking.findings import shown
from briefing.checking.quotations import STEM
from briefing.checking.rules import Material, rule
from briefing.model.base import Issue
from briefing.model.ledger import Ledger
from briefing.reading.languages import Language, whole_words

#: What a page of the book itself does not cite: more than what an article says.
_FOUND = CITING - {"claim", "passage"}
_SHORT = 3  # letters: words of no more say nothing of a subject
_TITLED = 4  # letters by which a word that a citation prints is known again: `closure` of what is closed


@rule("guide-asserts", "A guide, or a page about the book, speaks of the subject and cites no record.", stage="page")
def guides_speak_of_the_book(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """What carries no record is about the book: it names a part of it, and says in no clause what the claims are of."""
    language, names = page.language, whole_words(ledger.actor_names)
    book, verbs, joins = (language.phrases(name) for name in ("of_the_book", "verbs", "joins"))
    if not language.prose:
        return
    statements = (*(claim.statement for claim in ledger.claims), *(j.statement for j in ledger.judgements))
    subject = {word for said in statements for word in words_of(said)} - (language.function | language.reporting)
    plain, headings = _plain(page), [block.text for block in page.blocks if block.kind == "heading"]
    labels, of_records = _stems([*headings, *_labels(ledger)]), _of_records(ledger)
    for block in page.blocks:
        of_the_book = block.kind == "prose" and (block.in_guide or not page.findings)
        words = block.words(block.code)
        for sentence in block.sentences if of_the_book else ():
            said = words[slice(*sentence)]
            sourced = any(role.name in CITING for role in block.roles_in(sentence))
            asks = said.rstrip().endswith("?")
            if sourced or (asks and not page.findings) or names.search(said):  # an actor has a rule of its own
                continue
            known = labels | of_records if asks else labels
            new = [word for word in plain(said) if word[:STEM] not in known] if page.findings else []
            of_the_subject = {word for word in words_of(said) if word in subject and not book.fullmatch(word)}
            joined = {word for clause in joins.split(said)[1:] for word in words_of(clause)}
            if asks:
                asserts = False
            elif book.search(said):
                asserts = page.findings and not of_the_subject.isdisjoint(joined)
            else:
                asserts = bool(of_the_subject) or (block.in_guide and verbs.search(said) is not None)
            if asserts or new:
                what = f"says “{new[0]}”, a word of no title or label" if new else "speaks of the subject"
                got = f"“{shown(block, sentence)}” {what}, and carries no claim."
                mend = "Put {claim}`…` or {judgement}`…` before its full stop, or say what of the book it is about."
                yield page.issue(block.line_of(sentence.start), "guide-asserts", got, mend)


@rule("apparatus-finds", "A page that is to speak of the book alone is where findings begin, or cites what was found.",
      stage="chapter")  # fmt: skip
def apparatus_finds_nothing(chapter: Chapter, _: Material) -> Iterator[Issue]:
    brief = chapter.settings.sphinx("briefing_brief_doc", "chapters/brief")
    leading = {"index", brief, *list(chapter.settings.pages)[:1]}
    told = [(1, "findings begin on this page.")] if chapter.file.removesuffix(".md") in leading else []
    for block in chapter.blocks:
        roles = [role for role in block.roles if role.name in _FOUND]
        told += [(block.line_of(role.span.start), f"it cites {role.name} {role.targets[0]}.") for role in roles]
    for line, got in told[:1] if not chapter.findings else ():
        mend = "Take the page out of sphinx: config: briefing_apparatus in _config.yml."
        yield chapter.issue(line, "apparatus-finds", got, mend)


@rule("title-unfounded", "A citation prints words that are none of what it cites.", stage="page")
def titles_founded(page: Page, ledger: Ledger) -> Iterator[Issue]:
    plain = _plain(page)
    for block in page.blocks if page.findings else ():
        for role in (role for role in block.roles if role.title and role.name in CITING and all_known([role], ledger)):
            held = {word[:_TITLED] for text in cited_words([role], ledger) for word in words_of(text)}
            new = [word for word in plain(role.title) if word[:_TITLED] not in held]
            if new:
                got = f"“{role.title}” says “{new[0]}”, a word of none of what it cites."
                mend = "Say it in words of the record, or outside the citation."
                yield page.issue(block.line_of(role.span.start), "title-unfounded", got, mend)


@rule("heading-asserts", "A heading of a page of findings says something and cites no record.", stage="page")
def headings_ask(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """It asks, or names what follows, in words of the records and plain ones such as `what`, `make` and `change`."""
    sourced = {block.line for block in page.blocks if any(role.name in CITING for role in block.roles)}
    plain, of_records = _plain(page), _of_records(ledger)
    for block in page.blocks if page.findings else ():
        if block.kind == "heading" and block.line not in sourced:
            verb = asserting(block.text.strip(), ledger, page.language)
            new = [word for word in plain(block.words(block.code)) if word[:STEM] not in of_records]
            if verb or new:
                told = f"something (“{verb}”)" if verb else f"“{new[0]}”, a word of no record,"
                got = f"“{block.text}” says {told} and carries no claim."
                made = "Make it a question or a name for what follows" if verb else "Use words of the records"
                mend = f"{made}, or put {{claim}}`…` at its end."
                yield page.issue(block.line, "heading-asserts", got, mend)


def asserting(heading: str, ledger: Ledger, language: Language) -> str:
    """Return the word by which a heading asserts something, or nothing.

    It does when it ends with no question mark and, unless it asks, holds a verb of the list, or holds an actor's name
    followed by something other than punctuation, `and`, `of` and their like.
    """
    if heading.endswith("?"):
        return ""
    straight, idle = heading.replace("’", "'"), language.phrases("after_a_name")
    free = {found.end() + 1 for found in language.phrases("relatives").finditer(straight)}
    asks = language.phrases("questions").match(heading)
    for verb in () if asks else language.phrases("verbs").finditer(straight):
        if verb.start() not in free:
            return heading[slice(*verb.span())]
    for name in whole_words([*ledger.actor_names, *publications(ledger)]).finditer(heading):
        rest = straight[name.end() :].strip() if name[0] in ledger.actor_names else ""
        if rest and rest[0] not in ",;:()–—?" and not idle.match(rest):
            return name[0]
    return ""


@lru_cache(maxsize=50_000)  # each page asks for the words of every record
def words_of(text: str) -> frozenset[str]:
    """Return the words of a text that are more than a few letters, in lower case."""
    found = (word.lower().removesuffix("’s") for word in re.findall(r"[^\W\d_][\w’-]*", text))
    return frozenset(word for word in found if len(word) > _SHORT)


def _plain(page: Page) -> Callable[[str], list[str]]:
    """Return what gives the words of a text that are neither small nor plain nor of the book; none without lists."""
    language = page.language
    lists = [language.phrases(name) for name in ("of_the_book", "plain", "verbs", "questions", "relatives", "counts")]
    small = language.function | language.reporting

    def others(text: str) -> list[str]:
        words = sorted(words_of(text) - small) if language.prose else []
        return [word for word in words if not any(known.fullmatch(word) for known in lists)]

    return others


def _labels(ledger: Ledger) -> list[str]:
    return [term.label for terms in ledger.vocabulary.values() for term in terms.values()]


@lru_cache(maxsize=4)
def _of_records(ledger: Ledger) -> frozenset[str]:
    """Return the stems of the words of records that a heading may use."""
    said = [*(claim.statement for claim in ledger.claims), *(judgement.statement for judgement in ledger.judgements)]
    said += [evidence.words for claim in ledger.claims for evidence in claim.evidence]
    said += [*(gap.question for gap in ledger.gaps), *(article.title for article in ledger.articles)]
    said += [*(article.publisher for article in ledger.articles), *(origin.publisher for origin in ledger.origins)]
    return _stems([*said, *ledger.actor_names, *_labels(ledger)])


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:STEM] for text in texts for word in words_of(text))
