"""Every node that print knows, by the name of its class."""

from __future__ import annotations

from briefing.sphinx_ext.typst import blocks, evidence, figures, inline, tables
from briefing.sphinx_ext.typst.translator import Handler

HANDLERS: dict[str, Handler] = {
    **inline.HANDLERS,
    **blocks.HANDLERS,
    **tables.HANDLERS,
    **figures.HANDLERS,
    **evidence.HANDLERS,
}
