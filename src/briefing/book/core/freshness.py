"""What makes chapters outdated: digests of everything that a chapter's words are computed from.

Sphinx reads every chapter anew when a configuration value of kind `env` differs from the last build's; so does a change
of the package. Of the data, a chapter is outdated by what it has read: its cells by `briefing.book.execution`, and
whatever asked for the ledger while it was read by what is noted here.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from briefing.book.core.state import READERS
from briefing.book.execution import CAN_FORK
from briefing.model.layout import Layout
from briefing.reading.files import code_files, digest_of, files_in, installed

#: Where the environment keeps the digests of the chapters as they were read, and that of the data.
CHAPTERS = "briefing_chapter_digests"
DATA = "briefing_data_digest"


def note_inputs(app: Sphinx, config: Config) -> None:
    """Put the digests of the inputs into the configuration, where Sphinx compares them."""
    layout = Layout(Path(app.srcdir))
    config.briefing_code_digest = f"{digest_of(layout, code_files())} {installed()}"
    if not (CAN_FORK and config.nb_execution_mode == "force"):  # nobody records what the cells read
        config.briefing_evidence_digest = digest_of(layout, files_in(layout.data))


def changed_chapters(app: Sphinx, env: BuildEnvironment, *_documents: set[str]) -> set[str]:
    """Return the chapters whose words, or whose ledger, differ from those last read; Sphinx itself goes by dates."""
    layout = Layout(Path(app.srcdir))
    now = {name: digest_of(layout, [Path(env.doc2path(name))]) for name in env.found_docs}
    data = digest_of(layout, files_in(layout.data))
    before: dict[str, str] = getattr(env, CHAPTERS, {})
    readers: set[str] = getattr(env, READERS, set()) if getattr(env, DATA, data) != data else set()
    setattr(env, CHAPTERS, now)
    setattr(env, DATA, data)
    return {name for name in now if name in before and now[name] != before[name]} | readers & set(now)


def forget_reader(app: Sphinx, env: BuildEnvironment, document: str) -> None:
    """Forget that a chapter, which is read anew or has gone, has asked for the ledger."""
    del app
    getattr(env, READERS, set()).discard(document)


def forget_when_warned(app: Sphinx, error: Exception | None) -> None:
    """Drop what was read when anything was warned of, so that the next build reads it and warns again."""
    if error is None and app._warncount:  # noqa: SLF001  Sphinx has no public count of its warnings
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Register the digests."""
    app.add_config_value("briefing_code_digest", "", "env", (str,))
    app.add_config_value("briefing_evidence_digest", "", "env", (str,))
    app.connect("env-get-outdated", changed_chapters)
    app.connect("env-purge-doc", forget_reader)
    app.connect("config-inited", note_inputs)
    app.connect("build-finished", forget_when_warned, priority=900)
