"""Briefings of any size, on the piers of a bridge: made to measure how time and memory grow, and in order."""

from __future__ import annotations

import hashlib
import shutil
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import yaml

TINY = Path(__file__).resolve().parent.parent / "tests" / "tiny"
#: Every fifth claim stands in two articles.
SHARED = 5
#: Claims a judgement rests on, and claims for each judgement there is.
SUPPORT, CLAIMS_A_JUDGEMENT = 3, 20
HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
CELL = """
```{code-cell} ipython3
:tags: [hide-input]

from briefing import open_ledger, tables

ledger = open_ledger()
CALL
```
"""
#: Every kind of chapter but the findings: its heading, a sentence, and what it shows.
APPARATUS = {
    "confidence": (
        "Confidence",
        "Each judgement is held on the ground that is given with it.",
        "tables.accounts(ledger)",
    ),
    "ledger": ("Claim ledger", "Every claim stands here with its words.", "tables.claim_ledger(ledger)"),
    "sources": ("Source texts", "Each article stands here whole.", "tables.source_texts(ledger)"),
}


def made_book(root: Path, claims: int = 60, chapters: int = 9, articles: int = 2) -> Path:
    """Write a briefing of so many claims, articles, and chapters, the front page not counted, into a new folder."""
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("_build", "data", "chapters", "index.md", "_toc.yml"))
    for folder in ("data/articles", "data/claims", "chapters"):
        (root / folder).mkdir(parents=True)
    themes = [f"stretch-{letters}" for letters in names(chapters - len(APPARATUS))]
    said: list[list[str]] = [[] for _ in range(articles)]
    coded: dict[str, list[dict[str, object]]] = {theme: [] for theme in themes}
    for number in range(1, claims + 1):
        makers = {number % articles, (number + number % SHARED // (SHARED - 1)) % articles}
        sentence = f"Pier {number} of the bridge is loose, the council said"
        for maker in makers:
            said[maker].append(f"{sentence}.")
        coded[themes[number % len(themes)]].append(claim(number, sentence, [f"paper-{maker}" for maker in makers]))
    for number, sentences in enumerate(said):
        write_article(root / "data" / "articles", number, sentences)
    for theme, records in coded.items():
        write(root / "data" / "claims" / f"{theme}.yml", records)
    write_rest(root, claims, themes)
    write_chapters(root, {theme: str(records[0]["id"]) for theme, records in coded.items() if records})
    return root


def names(count: int) -> list[str]:
    """Return so many names without a figure or a word in them, since a heading would have to cite what it says."""
    return ["".join(("x", *pair)) for pair in product(ascii_lowercase, repeat=2)][:count]


def claim(number: int, sentence: str, articles: list[str]) -> dict[str, object]:
    """Return a claim that some articles make in the same words."""
    codes = {"exact": sentence, "voice": ["town-council"], "quantity": "named", "certainty": "reported"}
    return {
        "id": f"C{number:02}", "statement": f"Pier {number} is loose.", "kind": "fact", "bears_on": "repair",
        "actors": ["town-council"], "evidence": [{"article": article, **codes} for article in articles],
    }  # fmt: skip


def write_article(folder: Path, number: int, sentences: list[str]) -> None:
    """Write an article and its sidecar."""
    text = "\n\n".join(sentences or ["Nothing new."]) + "\n"
    (folder / f"paper-{number}.txt").write_text(text, "utf-8")
    publisher = f"Paper {names(number + 1)[-1]}"
    record = {
        "title": f"On the bridge, part {number}", "publisher": publisher, "about": f"{publisher} is made up.",
        "url": f"https://example.org/{number}", "published": f"20{21 + number % 5}-01-12",
        "published_basis": "the date on the page", "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "derives_from": ["council-2021"], "derives_certainty": "stated", "derives_basis": "it names the council",
        "description": "A paper.", "rights": "made for measuring",
    }  # fmt: skip
    write(folder / f"paper-{number}.yml", record)


def write_rest(root: Path, claims: int, themes: list[str]) -> None:
    """Write the judgements, and of the tiny briefing what every briefing has."""
    data = root / "data"
    shutil.copy(TINY / "data" / "origins.yml", data / "origins.yml")
    write(data / "actors.yml", yaml.safe_load((TINY / "data" / "actors.yml").read_text("utf-8"))[:1])
    for name in ("conflicts", "corrections", "gaps", "indicators", "waivers"):
        (data / f"{name}.yml").touch()
    vocabulary = yaml.safe_load((TINY / "data" / "vocabulary.yml").read_text("utf-8"))
    vocabulary["theme"] = {theme: {"label": theme.title(), "meaning": f"What is said of {theme}."} for theme in themes}
    write(data / "vocabulary.yml", vocabulary)
    judgements = [
        {
            "id": f"J{number}", "statement": f"Pier {start} is not sound.", "confidence": "low",
            "because": "All of it goes back to one notice that is not held.",
            "supported_by": (support := [f"C{start + n:02}" for n in range(SUPPORT)]), "decisive": support[:1],
            "directness": "stated-by-some", "alternative": "The piers were made ready for repair.",
            "so_what": "It cannot carry a load.", "would_change": "A survey that finds the piers sound.",
            "reviewed": {"version": "0.1.0", "outcome": "It stands."},
        }
        for number, start in enumerate(range(1, claims - SUPPORT, CLAIMS_A_JUDGEMENT), start=1)
    ]  # fmt: skip
    write(data / "judgements.yml", judgements)


def write_chapters(root: Path, first: dict[str, str]) -> None:
    """Write the front page, a chapter a theme, which cites that theme's first claim, and the apparatus."""
    words = "A pier is not sound {judgement}`J1`.\n"
    write_page(root / "index.md", "Is the bridge sound?", words, "tables.key_judgements(ledger)")
    for theme, name in first.items():
        words = f"One of its piers is loose {{claim}}`{name}`.\n"
        call = f"tables.theme_evidence(ledger, {theme!r})"
        write_page(root / "chapters" / f"{theme}.md", theme.title(), words, call)
    for name, (heading, words, call) in APPARATUS.items():
        write_page(root / "chapters" / f"{name}.md", heading, f":::{{guide}}\n{words}\n:::\n", call)
    files = [{"file": f"chapters/{name}"} for name in (*first, *APPARATUS)]
    write(root / "_toc.yml", {"format": "jb-book", "root": "index", "chapters": files})


def write_page(path: Path, heading: str, words: str, call: str) -> None:
    """Write a chapter of some words and a cell."""
    path.write_text(f"{HEAD}# {heading}\n\n{words}{CELL.replace('CALL', call)}", "utf-8")


def write(path: Path, content: object) -> None:
    """Write a data file."""
    path.write_text(yaml.dump(content, Dumper=Plain, sort_keys=False, allow_unicode=True, width=1000), "utf-8")


class Plain(yaml.SafeDumper):
    """Writes what stands twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        """Answer that nothing is written as an alias, which the book's reader refuses."""
        del data
        return True
