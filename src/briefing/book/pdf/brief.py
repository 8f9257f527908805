"""The two-page brief: one chapter of the book, set tighter, with a key to the claims it cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from docutils import nodes

from briefing.book.pdf.book import BOTTOM_LINE
from briefing.book.pdf.errors import TypstError
from briefing.book.pdf.handlers import HANDLERS
from briefing.book.pdf.imprint import attach
from briefing.book.pdf.literals import array, string, words
from briefing.book.pdf.targets import BRIEF_WIDTH, BriefTargets, dangling, key_label
from briefing.book.pdf.translator import Assets, Translator
from briefing.exhibits.tables.rows import in_id_order
from briefing.model.ledger import Ledger
from briefing.model.naming import article_name
from briefing.model.records import Claim

#: Sizes of the body in points, from comfortable to the smallest that is still put before a reader.
SIZES_PT = (10.4, 10.1, 9.8, 9.5, 9.2, 8.9)
#: Shares of its width that a figure may be set at, likewise.
PICTURE_SHARES = (1.0, 0.9, 0.8)
PAGES = 2
GUTTER_PT = 20.0
#: What a heading takes, in characters of text, and the least share of the width that a column is given.
HEADING_LENGTH = 120
LEAST_SHARE = 0.44


def sizes() -> Iterator[str]:
    """Yield the sizes to try, the best first: of the body, whether the figure precedes the columns, of the figure."""
    for size, first, share in product(SIZES_PT, ("true", "false"), PICTURE_SHARES):
        yield f"#let size = {size}pt\n#let figure-first = {first}\n#let picture-share = {share}\n"


def brief_source(doctree: nodes.document, docname: str, ledger: Ledger, edition: str, assets: Assets) -> str:
    """Return the source of the brief; the sizes are in `size.typ`, written when they are known."""
    page = next(iter(doctree.findall(nodes.section)), None)
    if page is None:
        message = f"{docname}: the brief has no heading."
        raise TypstError(message)
    own = frozenset(name for node in page.findall(nodes.Element) for name in node.get("ids", ()))
    targets = BriefTargets(docname, str(doctree.settings.env.config.briefing_ledger_doc), own)
    translator = Translator(docname, HANDLERS, targets, assets, anchors={docname})
    opening, sections = _parts(page)
    wide, narrow = _split(sections)
    lead = translator.block(opening)
    upper = [_section(translator, section) for section in wide]
    targets.widths_pt = ((BRIEF_WIDTH - GUTTER_PT) / 2,)
    lower = [_section(translator, section) for section in narrow]
    lengths = [len(section.astext()) + HEADING_LENGTH for section in narrow]
    left = _balance(lengths)
    share = min(max(sum(lengths[n] for n in left) / (sum(lengths) or 1), LEAST_SHARE), 1 - LEAST_SHARE)
    columns = [array([part for n, part in enumerate(lower) if (n in left) is first]) for first in (True, False)]
    key = [_key_entry(ledger, ledger.claim_by_id[claim]) for claim in in_id_order(targets.cited)]
    broken = dangling(translator.links, translator.anchors | {key_label(claim) for claim in targets.cited})
    if broken:
        raise TypstError("\n".join(broken))
    return "\n".join(
        [
            '#import "brief.typ": *',
            '#import "look.typ": *',
            '#import "size.typ": figure-first, picture-share, size',
            "#let vector = vector.with(share: picture-share)",
            f"#let edition = {edition}",
            "#show: body => brief(edition, size, body)",
            attach(),
            f"#masthead(edition, {lead})",
            *(f"#{part}" for part in upper[:-1]),
            f"#let shown = {upper[-1] if upper else 'none'}",
            f"#let columns = two-columns({share:.3f},{columns[0]},{columns[1]})",
            "#if figure-first { shown; columns } else { columns; shown }",
            f"#claim-key({array(key)})",
            "",
        ]
    )


def _parts(page: nodes.section) -> tuple[list[nodes.Node], list[nodes.section]]:
    sections = [child for child in page.children if isinstance(child, nodes.section)]
    opening = [c for c in page.children if not isinstance(c, nodes.section | nodes.title)]
    return opening, sections


def _split(sections: Sequence[nodes.section]) -> tuple[list[nodes.section], list[nodes.section]]:
    """Part the sections that take the whole width from those in two columns: up to the first figure, or two."""
    shown = next((n + 1 for n, section in enumerate(sections) if any(section.findall(nodes.figure))), 2)
    return list(sections[:shown]), list(sections[shown:])


def _section(translator: Translator, section: nodes.section) -> str:
    translator.level = 0
    function = "answer" if BOTTOM_LINE in section.get("ids", ()) else ""
    return f"{function}({{{translator.render(section)}}})"


def _balance(lengths: Sequence[int]) -> frozenset[int]:
    """Return which sections go to the left column, the first among them, so that the two are as even as can be."""
    others = range(1, len(lengths))
    choices = (frozenset({0, *some}) for count in range(len(lengths)) for some in combinations(others, count))
    return min(choices, key=lambda left: abs(sum(lengths) - 2 * sum(lengths[n] for n in left)), default=frozenset())


def _key_entry(ledger: Ledger, claim: Claim) -> str:
    publishers = ", ".join(article_name(ledger, article) for article in claim.articles)
    parts = (string(key_label(claim.id)), string(claim.id), f"{{{words(claim.statement)}}}", f"{{{words(publishers)}}}")
    return f"key-entry({','.join(parts)})"
