"""A chapter's prose as a notebook shows it: roles in words, numbers as numbers, guidance as a quotation.

The book resolves MyST; Jupyter shows it raw. What is replaced here is what the chapters of a briefing may hold; the
rest is Markdown that both read alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.book.core.domain import RECORD_ROLES
from briefing.checking.prose import Role
from briefing.model.ledger import Ledger
from briefing.model.naming import record_name
from briefing.versions.edition import Edition, record_page

_ROLE = re.compile(r"\{(?P<role>[a-z:]+)\}`(?P<body>[^`]+)`")
_GUIDE = re.compile(r"(?ms)^:{3,}\{guide\}[^\n]*\n(?P<body>.*?)^:{3,}[ \t]*$")
_FENCE = re.compile(r"(?ms)^(?P<fence>`{3,}|:{3,})\{[a-z-]+\}[^\n]*\n.*?^(?P=fence)[ \t]*$\n?")
_TEXT = re.compile(r">[^<>]*\$[^<>]*<")


@dataclass(slots=True)
class NotebookProse:
    """Turns the prose of one edition's chapters into plain Markdown; `glued` are the numbers its cells have glued."""

    ledger: Ledger
    edition: Edition
    glued: Mapping[str, str]
    _named: dict[str, None] = field(default_factory=dict, init=False)

    def cell(self, source: str) -> str:
        """Return a cell's MyST as Markdown, with a list of the records that it names, in words."""
        self._named.clear()
        text = _GUIDE.sub(lambda guide: _quoted(guide["body"]), source)
        text = _FENCE.sub("", text).replace("$", r"\$")
        text = _ROLE.sub(self._role, text).strip()
        said = [f"- **{name}** {self._says(name)}" for name in self._named]
        return "\n".join([text, "", *said]) if said else text

    def _role(self, found: re.Match[str]) -> str:
        role = Role(found["role"], found["body"])
        if role.name == "glue:text":
            return self.glued.get(role.content.strip(), role.content)
        if role.name == "edition":
            return str(getattr(self.edition, role.content.strip(), role.content))
        if role.name not in RECORD_ROLES:
            return role.title or role.content
        return ", ".join(self._linked(name, role.title) for name in role.targets)

    def _linked(self, name: str, title: str) -> str:
        if name not in self.ledger.record_by_id:
            return title or name
        if not title:
            self._named.setdefault(name)
        shown = title or record_name(self.ledger, name)
        site = self.edition.site
        return f"[{shown}]({site}/{record_page(self.ledger, name)}.html)" if site else shown

    def _says(self, name: str) -> str:
        return str(getattr(self.ledger.record_by_id[name], self.ledger.kind_by_id[name].says)).replace("$", r"\$")


def dollars_kept(html: str) -> str:
    """Return HTML in which no two dollar signs of the text become a formula when Jupyter shows it."""
    return _TEXT.sub(lambda text: text[0].replace("$", '<span class="tex2jax_ignore">$</span>'), html)


def _quoted(body: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in body.strip().splitlines())
