"""A quote begins and ends between whole words, numbers and characters, whatever normalising did."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.base import Span
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from briefing.model.sources import Article
from briefing.reading.anchoring import anchor
from briefing.reading.normalisation import SPACES, ZERO_WIDTH

# Pieces that words, numbers and characters are made of, thick with what normalising changes.
PIECES = st.sampled_from(
    [*"’'t-‑–—3.5%$, \n\re\u0301éﬁ👩🏽💻🇨🇳模型Ａ()sA…“1\u00ad\u200b\u200d\u2028\u00a0", "can", "un", "-\n", "bn"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=25).map("".join)


def anchored(text: str, exact: str, language: str = "en") -> tuple[list[str], Span | None]:
    """Return the codes of what is wrong with a quote, and where it stands."""
    article = Article(
        id="a", title="t", publisher="p", url="https://example.org/a", published_basis="b", sha256="0" * 64,
        description="d", rights="r", text=text, language=language,
    )  # fmt: skip
    quote = Evidence(article="a", exact=exact, voice=(), quantity="q", certainty="c")
    claim = Claim(id="C01", statement="s", kind="k", bears_on="b", actors=(), evidence=(quote,))
    ledger, issues = anchor(Ledger(articles=(article,), claims=(claim,)))
    return [issue.code for issue in issues], ledger.claims[0].evidence[0].span


CUT = [
    ("Walkers can’t cross at all.", "Walkers can"),
    ("They didn't cross.", "They didn"),
    ("Costs rose by 3.5 percent.", "Costs rose by 3"),
    ("Costs rose by 3.5 percent.", "Costs rose by 3.5"),
    ("Costs fell by -5 percent.", "5 percent"),
    ("It is .5 of it.", "5 of it"),
    ("The non-Chinese firms rely on it.", "Chinese firms"),
    ("An anti‑American mood", "American mood"),
    ("A self–made firm", "made firm"),
    ("It is un\u00adavailable here", "available here"),
    ("It is un\u200bavailable here", "available here"),
    ("It cost $1,200 then", "It cost $1"),
    ("It cost $1 billion then", "It cost $1"),
    ("It cost US$5 then", "5 then"),
    ("It cost 5 € then", "It cost 5"),
    ("It cost 1\u00a0200 then", "200 then"),
    ("About 10% of it", "About 10"),
    ("About 10 % of it", "About 10"),
    ("Use open-source AI models", "source AI models"),
    ("Use open-\nsource AI models", "source AI models"),
    ("Team 👩🏽‍💻 is here", "Team 👩"),
    ("Team 👩🏽‍💻 is here", "💻 is here"),
    ("Flag 🇨🇳 is here", "Flag 🇨"),
    ("A ❤️ is", "A ❤"),
    ("हिन्दी is", "हिन"),
    ("ذهبَ is", "ذهب"),
    ("The ofﬁce is", "The of"),
    ("Labs like 01.AI have it", "AI have it"),
    ("Written in C++ then", "Written in C"),
    ("AT&T has it", "T has it"),
    ("It’s so", "It"),
    ("An (un)available thing", "available thing"),
    ("アメリカの", "アメリ"),
    ("From 2019–2023 on", "2023 on"),
    ("It holds 40 000 firms", "000 firms"),
    ("Its U.S.-China trade", "China trade"),
    ("They can´t go", "They can"),
    ("A “un”available thing", "available thing"),
    ("It is 5 km away", "It is 5"),
    ("the ’90s were", "90s were"),
    ("file C:\\data is", "file C:"),
    ("> 100 firms", "100 firms"),
    ("RMB 5m then", "5m then"),
    ("It cost 5 USD then", "It cost 5"),
    ("It costs 500 yuan then", "It costs 500"),
    ("in(ter)national law", "national law"),
    (".NET code", "NET code"),
    ("$AAPL fell", "AAPL fell"),
    ("p<0.05 is", "p"),
    ("Llama-3.1-405B model", "Llama-3.1"),
    ("x²+1 is", "x"),
    ("3×10⁸ m", "3"),
    ("C# code", "C"),
    ("can’\u200bt go", "can"),
    ("dis-\r\nagree with", "agree with"),
    ("क्षत्रिय", "क्ष"),
    ("한국어는", "한국"),
    ("½ is 3½ of it", "½ of it"),
]
WHOLE = [
    ("In Xi Jinping’s words", "Xi Jinping"),
    ("It is unavailable.", "is unavailable"),
    ("It ended.Then it began.", "It ended."),
    ("It ended.Then it began.", "Then it began"),
    ("on US models.1 The end", "on US models."),
    ("on US models.1 The end", "The end"),
    ("They rely on it—but not here", "They rely on it"),
    ("它用的模型是好的", "模型"),
    ("它用AI模型", "模型"),
    ("The U.S. Army left", "The U.S."),
    ("networks (VPN) to", "networks"),
    ("“local conditions,” it said", "local conditions"),
    ("firms’ models", "firms"),
    ("So it is [1] here", "So it is"),
    ("Flag 🇨🇳🇺🇸 here", "🇨🇳"),
    ("A stray\u200d joiner", "A stray"),
    ("US- and China-based firms", "China-based firms"),
    ("Zhang San(张三)said", "Zhang San"),
    ("well - known", "known"),
    ("word...next", "next"),
    ("No. 1 firm", "No. 1"),
    ("the boss's car", "the boss"),
    ("0.5%of it", "0.5%"),
    ("un\nable to", "able to"),
    ("東京タワー", "タワー"),
    ("(can’t go) ‘don’t go’", "can’t go"),
    ("(can’t go) ‘don’t go’", "don’t go"),
]


@pytest.mark.parametrize(
    ("text", "exact", "language"),
    [
        ("在约3万家企业中", "在约3", "zh"),
        ("在约3万家企业中", "万家企业中", "zh"),
        ("在 ٣٫٥ مليون شركة", "مليون شركة", "ar"),
    ],
)
def test_a_number_keeps_its_unit_in_a_script_of_its_own(text: str, exact: str, language: str) -> None:
    assert anchored(text, exact, language)[0] == ["quote-cuts-word"]


@pytest.mark.parametrize(("text", "exact"), CUT)
def test_a_word_a_number_or_a_character_is_not_cut(text: str, exact: str) -> None:
    assert anchored(text, exact)[0] == ["quote-cuts-word"]


@pytest.mark.parametrize(("text", "exact"), WHOLE)
def test_whole_words_pass(text: str, exact: str) -> None:
    assert anchored(text, exact)[0] == []


def test_a_letter_without_its_combining_accent_is_not_in_the_article() -> None:
    assert anchored("The cafe\u0301 is open", "The cafe")[0] == ["quote-not-found"]


def test_a_possessive_is_left_off_only_where_the_language_has_one() -> None:
    assert anchored("Xi Jinping’s words", "Xi Jinping", "fr")[0] == ["quote-cuts-word"]


#: One character, and forms of it that mean the same: damaged by extraction, or with what no reader sees beside it.
DAMAGE = {
    "fi": "\ufb01",
    "ff": "\ufb00",
    "é": "e\u0301",
    "A": "\uff21",
    "3": "\uff13",
    ".": "\uff0e",
    "%": "\uff05",
    "'": "’",
}
UNSEEN = ("", "\u00ad", "\u200b", "\u2060", "\ufeff")


@given(
    st.lists(
        st.sampled_from(
            ["office", "can't", "café", "3", ".", "5", "%", " ", "-", "A", "I", "$", ",", "'s", "of", "(", ")"]
        ),
        min_size=1,
    ).map("".join),
    st.data(),
)
def test_damage_moves_no_boundary(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    exact = text[start : data.draw(st.integers(start + 1, len(text)))]
    pieces = regex.findall(r"fi|ff|.", text)
    damaged = "".join(
        data.draw(st.sampled_from([piece, DAMAGE.get(piece, piece)])) + data.draw(st.sampled_from(UNSEEN))
        for piece in pieces
    )
    assert anchored(damaged, exact)[0] == anchored(text, exact)[0]


@given(TEXTS, st.data())
def test_whatever_passes_ends_at_whole_characters_and_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    exact = text[start : data.draw(st.integers(start + 1, len(text)))]
    codes, span = anchored(text, exact)
    if codes or span is None:
        return
    graphemes = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    invisible = set(ZERO_WIDTH)
    for edge in span:
        assert edge in graphemes
        before = next((c for c in reversed(text[:edge]) if c not in invisible), " ")
        after = next((c for c in text[edge:] if c not in invisible), " ")
        spaced = {c for c in before + after if c.isalnum() and c.isascii()}
        assert len(before + after) == 2
        # Two letters or digits that touch, but for a sentence that begins right after another.
        assert not (before.isalnum() and after.isalnum() and len(spaced) == 2 and before not in SPACES)
        assert not (before == "$" and after.isdigit())
        assert not (before.isdigit() and after == "%")
