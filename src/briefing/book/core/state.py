"""What a build knows beside its pages: the ledger, and the edition being printed."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.build_phase import BuildPhase

from briefing.checking.check import LedgerError, open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.versions.edition import Edition, read_edition

#: The theme whose templates lay out cards, record pages and the search.
THEME = "briefing"
#: Where the environment keeps which chapters asked for the ledger while they were read.
READERS = "briefing_ledger_readers"
_ledgers: WeakKeyDictionary[Sphinx, Ledger] = WeakKeyDictionary()
_editions: WeakKeyDictionary[Sphinx, Edition] = WeakKeyDictionary()


def get_layout(app: Sphinx) -> Layout:
    """Return the layout of the briefing that is being built."""
    return Layout(Path(app.srcdir))


def get_ledger(app: Sphinx) -> Ledger:
    """Return the ledger, read once a build; a fault in it stops the build with every issue named."""
    _note_reader(app)
    if app not in _ledgers:
        try:
            _ledgers[app] = open_ledger(get_layout(app))
        except LedgerError as error:
            message = f"the ledger does not hold together\n{error}"
            raise ExtensionError(message) from error
    return _ledgers[app]


def _note_reader(app: Sphinx) -> None:
    document = app.env.temp_data.get("docname") if app.phase is BuildPhase.READING and hasattr(app, "env") else None
    if document:
        app.env.__dict__.setdefault(READERS, set()).add(document)


def get_edition(app: Sphinx) -> Edition:
    """Return the edition that this build prints."""
    if app not in _editions:
        _editions[app] = read_edition(get_layout(app), get_ledger(app))
    return _editions[app]


def set_ledger(app: Sphinx, ledger: Ledger) -> None:
    """Use `ledger` instead of reading the one on disk."""
    _ledgers[app] = ledger


def forget_ledger(app: Sphinx) -> None:
    """Have ledger and edition be read anew."""
    _ledgers.pop(app, None)
    _editions.pop(app, None)


def has_record_pages(app: Sphinx) -> bool:
    """Tell whether this build writes a page for each record: in HTML, with the theme of the package."""
    return app.builder.format == "html" and app.config.html_theme == THEME
