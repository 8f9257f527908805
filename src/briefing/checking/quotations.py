"""Whether words in quotation marks are those of a passage, and whether words say the opposite of others."""

from collections.abc import Sequence
from functools import lru_cache

import regex

from briefing.model.base import Span
from briefing.reading.boundaries import cut_word
from briefing.reading.languages import Language, any_of
from briefing.reading.normalisation import normalise

NOT_IN = "is in no passage that the sentence cites"
_LEFT_OUT = regex.compile(r"…|\.\.\.|\[…\]|\[\.\.\.\]")
_INSERTED = regex.compile(r"\[[^\]]*\]")
QUOTED = regex.compile(r"“([^“”]*)”")
_ONE_LETTER = regex.compile(r"\[(\p{L})\]")
_ENDS = " .,;:!?，。；：！？"
_HAN = "[〇零一二三四五六七八九十百千万萬亿億两兩]"
#: Numbers in Han signs, which count before a word of measure or where they are several, though `一个` is "a" and
#: `第二` no number of things; and in Roman letters, where things follow and no name goes before, as in `War II`.
COUNTS = regex.compile(
    rf"(?<!第|{_HAN})(?!一(?!{_HAN}))(?:{_HAN}+(?=[个個家篇种種项項名次份位部台套座间間件条條年月日号號倍成人])|{_HAN}{{2,}})"
    r"|(?<![\w.’'-])(?=[MDCLXVI]{4})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w’'-])"
    r"|(?<![\w.’'-]|[^.!?]\s\p{Lu}\w*\s)(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?=\s+\p{Ll}{3})"
)
_BEFORE = 2  # words before a quotation in which a negation would be its own
_PIECE = 80  # letters of a pattern that are looked for as one
STEM = 5  # letters by which a word is known again in another form
_DENYING = 3  # words before another that may deny it


def misquoted(quoted: str, passage: str, language: Language) -> str:
    """Return what is wrong with a quotation from a passage in a language, to be said after its words; else nothing.

    Marks at its ends and the case of its first letter are free, and one letter in square brackets is a changed case.
    Between `…` are parts that the passage has in this order, with no negation, hedge or quantity between them.
    """
    if inserted := [i for i in _INSERTED.findall(quoted) if not (_ONE_LETTER.fullmatch(i) or _LEFT_OUT.fullmatch(i))]:
        return f"has {inserted[0]} in it, which is not the article's"
    held, start, left_out = _compared(passage), 0, list[str]()
    typed = _LEFT_OUT.split(_ONE_LETTER.sub(r"\1", quoted))
    parts = [part for words in typed if (part := normalise(words).text.strip(_ENDS))]
    for number, part in enumerate(parts):
        place = _place(part, held, start, language)
        if place is None:
            return NOT_IN
        if number:
            left_out += any_of(language.qualifiers).findall(held[start : place.start])
        elif before := _negation(held[: place.start], language):
            return f"leaves out “{before}”, which stands before it"
        start = place.end
    return f"leaves out “{left_out[0]}”" if left_out else ""


def unquoted(text: str) -> str:
    """Return a text with blanks in place of what stands in quotation marks, so that all else keeps its place."""
    return QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)


@lru_cache(maxsize=64)
def _compared(passage: str) -> str:
    """Return a passage as it is compared; many quotations are held to the same."""
    return normalise(passage).text


def says_word(text: str, word: str) -> bool:
    """Whether a text has a word or number, whole and in any case; some scripts leave no blanks between words."""
    if regex.match(r"\p{Han}", word):
        return word in text
    return regex.search(rf"(?i)(?<![\w.,-]){_literal(word)}(?![\w-]|[.,]\w)", text) is not None


def _literal(words: str) -> str:
    """Return the pattern of just these words, in pieces: of a long whole, `regex` prepares the cube of its length."""
    pieces = [regex.escape(words[at : at + _PIECE], special_only=True) for at in range(0, len(words), _PIECE)]
    return pieces[0] if len(pieces) == 1 else "".join(f"(?>{piece})" for piece in pieces)


def _negation(before: str, language: Language) -> str:
    """Return a negation that ends a text, or stands a word before its end."""
    last = [word.strip(_ENDS) for word in before.split()[-_BEFORE:]]
    negations = language.phrases("negations")
    return next((words for words in (*reversed(last), " ".join(last)) if negations.fullmatch(words)), "")


def _place(part: str, held: str, start: int, language: Language) -> Span | None:
    """Return where a passage has a part of a quotation, whole words and numbers only."""
    first = rf"(?i:{regex.escape(part[0], special_only=True)})"
    for found in regex.finditer(first + _literal(part[1:]), held, pos=start):
        edges = ((found.start(), False), (found.end(), True))
        if not any(cut_word(held, edge, language, is_end=is_end) for edge, is_end in edges):
            return Span(*found.span())
    return None


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


def denies(before: str, negations: regex.Pattern[str]) -> bool:
    """Whether a negation is among the last words of a clause, and so denies what follows them."""
    clause = regex.split("[.,;:]", before)[-1]
    return negations.search(" ".join(clause.split()[-_DENYING:])) is not None


def denied_at_once(before: str, negations: regex.Pattern[str]) -> bool:
    """Whether the last word before something is a negation: `not every`."""
    return any(negations.fullmatch(word) for word in before.split()[-1:])


def stems(text: str) -> set[str]:
    """Return the beginnings of a text's words, by which a word is known again in another form."""
    return {word[:STEM].lower() for word in regex.findall(r"\w+", text)}


def opposed(text: str, sources: Sequence[str], language: Language, names: regex.Pattern[str]) -> tuple[str, str] | None:
    """Return a word of a text and one of its opposites, where its sources have, of the two sides, only the opposite.

    Said of another name, the opposite may mean the same: where the names before the two have no word in common. Of a
    comparison that names none before it, it is the name after it: `behind B` is of B, which is ahead.
    """
    of_no_texts, compared = language.phrases("of_no_texts"), language.phrases("compared")
    grounds = [noun for kind in ("text", "origin", "grounds") for noun in language.prose.get(kind, ())]
    of_evidence = language.phrases("of_evidence", text=grounds)
    denying = (language.phrases("negations"), language.phrases("denials"))

    def sides(said: str) -> list[tuple[int, bool, str, set[str]]]:
        straight = of_evidence.sub(" ", of_no_texts.sub(" ", said.replace("’", "'")))
        return _sides(straight, language.prose.get("opposites", ()), denying, names, compared)

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
    text: str,
    listed: tuple[str, ...],
    denying: tuple[regex.Pattern[str], regex.Pattern[str]],
    names: regex.Pattern[str],
    compared: regex.Pattern[str],
) -> list[tuple[int, bool, str, set[str]]]:
    """Return pair, side, word, and the words of the name before it, of each opposite; a denied one is of the other."""
    told: list[tuple[int, bool, str, set[str]]] = []
    words, pairs = _opposites(listed)
    for found in words.finditer(text):
        clause = regex.split("[.,;:]", text[: found.start()])[-1]
        whole = denying[1].search(clause)
        denied = denies(clause, denying[0]) or (whole is not None and not denies(clause[: whole.start()], denying[0]))
        of = [name[0].lower().split() for name in names.finditer(text, 0, found.start())]
        if not of and (beside := compared.match(text, found.start())):
            of = [name[0].lower().split() for name in names.finditer(text, beside.end())][:1]
        for pair, side in pairs[found[0].lower()]:
            told.append((pair, side != denied, "not " * denied + found[0], set(of[-1]) if of else set()))
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
