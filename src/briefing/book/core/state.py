"""What a build knows beside its pages, the ledger and the edition being printed; and what makes chapters outdated.

Sphinx reads every chapter anew when a configuration value of kind `env` differs from the last build's; so does a change
of the package. Of the data, a chapter is outdated by what it has read: its cells by `briefing.book.execution`, and
whatever asked for the ledger while it was read by what is noted here.
"""

from pathlib import Path
from weakref import WeakKeyDictionary

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.build_phase import BuildPhase

from briefing.book.execution import CAN_FORK
from briefing.checking.check import LedgerError, open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.files import code_files, digest_now, digest_of, files_in, installed
from briefing.versions.edition import Edition, is_as_released, read_edition

#: The theme whose templates lay out cards, record pages and the search.
THEME = "briefing"
#: What Sphinx keeps of a chapter, until it is read anew or has gone, that asked for the ledger while it was read.
READER = "briefing_ledger_reader"
#: Where the environment keeps the digests of the chapters as they were read, of the data, and of the table of contents.
CHAPTERS = "briefing_chapter_digests"
DATA = "briefing_data_digest"
CONTENTS = "briefing_contents_digest"
_ledgers: WeakKeyDictionary[Sphinx, Ledger] = WeakKeyDictionary()
_editions: WeakKeyDictionary[Sphinx, Edition] = WeakKeyDictionary()


def get_layout(app: Sphinx) -> Layout:
    """Return the layout of the briefing that is being built."""
    return Layout(Path(app.srcdir))


def get_ledger(app: Sphinx) -> Ledger:
    """Return the ledger, read once a build; a fault in it stops the build with every issue named."""
    document = app.env.temp_data.get("docname") if app.phase is BuildPhase.READING and hasattr(app, "env") else None
    if document:
        app.env.metadata[document][READER] = True
    if app not in _ledgers:
        try:
            _ledgers[app] = open_ledger(get_layout(app))
        except LedgerError as error:
            message = f"the ledger does not hold together\n{error}"
            raise ExtensionError(message) from error
    return _ledgers[app]


def get_edition(app: Sphinx) -> Edition:
    """Return the edition that this build prints."""
    if app not in _editions:
        _editions[app] = read_edition(get_layout(app), get_ledger(app))
    return _editions[app]


def set_ledger(app: Sphinx, ledger: Ledger, edition: Edition | None = None) -> None:
    """Use `ledger`, and its edition where that is known, instead of reading what is on disk."""
    _ledgers[app] = ledger
    if edition:
        _editions[app] = edition


def forget(app: Sphinx, *, data_changed: bool) -> None:
    """Have the edition be read anew, and the ledger where data changed."""
    _editions.pop(app, None)
    if data_changed:
        _ledgers.pop(app, None)


def has_record_pages(app: Sphinx) -> bool:
    """Tell whether this build writes a page for each record: in HTML, with the theme of the package."""
    return app.builder.format == "html" and app.config.html_theme == THEME


def note_inputs(app: Sphinx, config: Config) -> None:
    """Put the digests of the inputs into the configuration, where Sphinx compares them."""
    layout = Layout(Path(app.srcdir))
    config.briefing_code_digest = f"{digest_of(layout, code_files())} {installed()}"
    if not (CAN_FORK and config.nb_execution_mode == "force"):  # nobody records what the cells read
        config.briefing_evidence_digest = f"{digest_of(layout, files_in(layout.data))} {is_as_released(layout)}"


def changed_chapters(app: Sphinx, env: BuildEnvironment, *_documents: set[str]) -> set[str]:
    """Return the chapters whose words, ledger or entries differ from those last read; Sphinx itself goes by dates."""
    layout = Layout(Path(app.srcdir))
    now = {name: digest_now(Path(env.doc2path(name))) for name in env.found_docs}
    before: dict[str, str] = getattr(env, CHAPTERS, {})
    setattr(env, CHAPTERS, now)
    found = {name for name in now if name in before and now[name] != before[name]}
    # What asked for the ledger while it was read, and what holds entries of the table of contents.
    asked = {document for document, known in env.metadata.items() if READER in known}
    parents = {app.config.root_doc, *env.toctree_includes}
    for name, file, readers in ((DATA, layout.data, asked), (CONTENTS, layout.toc, parents)):
        digest = digest_of(layout, files_in(file))
        found |= readers if getattr(env, name, digest) != digest else set()
        setattr(env, name, digest)
    return found & set(now)


def forget_when_warned(app: Sphinx, error: Exception | None) -> None:
    """Drop what was read when anything was warned of, so that the next build reads it and warns again."""
    if error is None and app._warncount:  # noqa: SLF001  Sphinx has no public count of its warnings
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Register the digests."""
    app.add_config_value("briefing_code_digest", "", "env", (str,))
    app.add_config_value("briefing_evidence_digest", "", "env", (str,))
    app.connect("env-get-outdated", changed_chapters)
    app.connect("config-inited", note_inputs)
    app.connect("build-finished", forget_when_warned, priority=900)
