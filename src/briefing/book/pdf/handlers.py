"""Every node that print knows, by the name of its class."""

from __future__ import annotations

from briefing.book.pdf import blocks, evidence, figures, inline, tables
from briefing.book.pdf.translator import Handler

HANDLERS: dict[str, Handler] = {
    **inline.HANDLERS,
    **blocks.HANDLERS,
    **tables.HANDLERS,
    **figures.HANDLERS,
    **evidence.HANDLERS,
}
