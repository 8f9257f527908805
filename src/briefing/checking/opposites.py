"""Whether a sentence says the opposite of what it cites, as far as lists of words can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from briefing.checking.chapters import Page
from briefing.checking.citations import sentences_of
from briefing.checking.quotations import QUOTED
from briefing.checking.registry import rule
from briefing.model.base import Issue
from briefing.model.ledger import Ledger
from briefing.model.words import listing
from briefing.reading.languages import Language, whole_words

STEM = 5  # letters by which a word is known again in another form
DENYING = 3  # words before another that may deny it


@rule("sentence-turned", "A sentence says the opposite of what the records that it cites say.", stage="page")
def sentences_not_turned(page: Page, ledger: Ledger) -> Iterator[Issue]:
    """A sentence has no word of which its records say only the opposite; nor does it deny, or call done, what they say.

    What is denied without a record that denies anything is left to a gap, which says what is not said.
    """
    names, mend = whole_words(ledger.actor_names), "Say it as the record does, or cite the one that does."
    for sentence in sentences_of(page, ledger) if page.language.prose else ():
        own = QUOTED.sub(" ", sentence.text)
        if sentence.words and (told := opposed(own, sentence.words, page.language, names)):
            got = f"“{told[0]}” is said, and of the two the records that the sentence cites say “{told[1]}”."
            yield page.issue(sentence.line, "sentence-turned", got, mend)
        stated = [claim.statement for claim in sentence.claims] if sentence.nouns == {"claim"} else []
        if stated and (word := reversed_by(own, stated, page.language)):
            got = f"it says “{word}”, and none of {listing([claim.id for claim in sentence.claims])} does."
            yield page.issue(sentence.line, "sentence-turned", got, mend)


def reversed_by(text: str, sources: Sequence[str], language: Language) -> str:
    """Return by which word a text ends or denies what its sources say, or calls done what each only calls meant."""
    own, said = text.replace("’", "'"), [source.replace("’", "'") for source in sources]
    negations, ended, intended = (language.phrases(name) for name in ("negations", "ended", "intended"))
    if not any(map(negations.search, said)):
        turned = negated(own, language) & {stem for source in said for stem in stems(source)}
        if found := ended.search(own):
            return found[0]
        if turned:
            return f"not {min(turned)}…"
    return "" if intended.search(own) or not (said and all(map(intended.search, said))) else "as done what is meant"


def negated(text: str, language: Language) -> set[str]:
    """Return the stems of the words that follow a negation at once, small words passed over."""
    after = (text[found.end() :].split() for found in language.phrases("negations").finditer(text))
    content = ([word for word in words if word.lower() not in language.function][:1] for words in after)
    return {stem for words in content for stem in stems(" ".join(words))}


def stems(text: str) -> set[str]:
    """Return the beginnings of a text's words, by which a word is known again in another form."""
    return {word[:STEM].lower() for word in regex.findall(r"\w+", text)}


def opposed(text: str, sources: Sequence[str], language: Language, names: regex.Pattern[str]) -> tuple[str, str] | None:
    """Return a word of a text and one of its opposites, where its sources have, of the two sides, only the opposite.

    Said of another name, the opposite may mean the same: where the names before the two have no word in common.
    """
    of_no_texts = language.phrases("of_no_texts")

    def sides(said: str) -> list[tuple[int, bool, str, set[str]]]:
        straight = of_no_texts.sub(" ", said.replace("’", "'"))
        return _sides(straight, language.prose.get("opposites", ()), language.phrases("negations"), names)

    own = sides(text)
    theirs = [told for source in sources for told in sides(source)] if own else []
    for pair, side, word, of in own:
        others = [(told[2], told[3]) for told in theirs if told[:2] == (pair, not side)]
        if others and not any(told[0] == pair and told[1] == side for told in theirs):
            same = [other for other, whom in others if not of or not whom or of & whom]
            if same and (pair, not side) not in {told[:2] for told in own}:
                return word, same[0]
    return None


@lru_cache(maxsize=5_000)  # the words of one record are held to those of many sentences
def _sides(
    text: str, listed: tuple[str, ...], negations: regex.Pattern[str], names: regex.Pattern[str]
) -> list[tuple[int, bool, str, set[str]]]:
    """Return pair, side, word, and the words of the name before it, of each opposite; a denied one is of the other."""
    told: list[tuple[int, bool, str, set[str]]] = []
    words, pairs = _opposites(listed)
    for found in words.finditer(text):
        before = regex.split("[.,;:]", text[: found.start()])[-1]
        denied = negations.search(" ".join(before.split()[-DENYING:])) is not None
        of = [name[0].lower().split() for name in names.finditer(text, 0, found.start())]
        for pair, side in pairs[found[0].lower()]:
            told.append((pair, side != denied, found[0], set(of[-1]) if of else set()))
    return told


@lru_cache
def _opposites(listed: tuple[str, ...]) -> tuple[regex.Pattern[str], dict[str, list[tuple[int, bool]]]]:
    """Return what finds any word that has an opposite, and the pairs that each is of, with its side of them."""
    pairs: dict[str, list[tuple[int, bool]]] = {}
    for number, pair in enumerate(listed):
        for side, words in enumerate(pair.split("/")):
            for word in words.strip().split("|"):
                pairs.setdefault(word, []).append((number, bool(side)))
    either = "|".join(sorted(pairs, key=len, reverse=True)) or "(?!)"
    return regex.compile(rf"(?i)(?<![\w-])(?:{either})(?![\w-])"), pairs
