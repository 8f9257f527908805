"""What makes pages outdated: digests of everything that a page is computed from.

Sphinx re-reads, and so MyST-NB re-executes, every page when a configuration value of kind `env`
differs from the last build's, and rewrites every page when one of kind `html` does. Both digests
are such values, so any command that builds the book sees a changed input.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

import briefing
from briefing.model.layout import Layout
from briefing.reading.git import commit

PACKAGE = Path(briefing.__file__).parent
#: Where the environment keeps the digests of the chapters as they were read.
CHAPTERS = "briefing_chapter_digests"
#: Parts of the package that change how pages are written, not what they say.
WRITING = (PACKAGE / "book" / "html" / "theme", PACKAGE / "book" / "pdf")


def evidence_inputs(layout: Layout) -> list[Path]:
    """Return the files that what a page says is computed from."""
    data = _files(layout.data)
    code = [path for path in _files(PACKAGE) if not any(path.is_relative_to(folder) for folder in WRITING)]
    return [*data, *code]


def page_inputs(layout: Layout) -> list[Path]:
    """Return the files that pages are made of beside the evidence: chapters, settings, bibliography, theme."""
    pages = [path for pattern in ("index.md", "_*.yml", "*.bib") for path in sorted(layout.root.glob(pattern))]
    return [*pages, *_files(layout.chapters), *(path for folder in WRITING for path in _files(folder))]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def note_inputs(app: Sphinx, config: Config) -> None:
    """Put the digests of the inputs into the configuration, where Sphinx compares them."""
    layout = Layout(Path(app.srcdir))
    config.briefing_evidence_digest = _digest(layout, evidence_inputs(layout))
    written = [path for folder in WRITING for path in _files(folder)]
    config.briefing_writing_digest = f"{_digest(layout, written)} {commit(layout)}"


def _digest(layout: Layout, paths: Iterable[Path]) -> str:
    """Return a digest that is the same wherever project and package lie."""
    digest = hashlib.sha256()
    for path in paths:
        folder = PACKAGE if path.is_relative_to(PACKAGE) else layout.root
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def changed_chapters(app: Sphinx, env: BuildEnvironment, *_documents: set[str]) -> set[str]:
    """Return the chapters whose words differ from those last read; Sphinx itself goes by the date of the file."""
    now = {name: _digest(Layout(Path(app.srcdir)), [Path(env.doc2path(name))]) for name in env.found_docs}
    before: dict[str, str] = getattr(env, CHAPTERS, {})
    setattr(env, CHAPTERS, now)
    return {name for name in now if name in before and now[name] != before[name]}


def forget_when_warned(app: Sphinx, error: Exception | None) -> None:
    """Drop what was read when anything was warned of, so that the next build reads it and warns again."""
    if error is None and app._warncount:  # noqa: SLF001  Sphinx has no public count of its warnings
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Register the digests."""
    app.add_config_value("briefing_evidence_digest", "", "env", (str,))
    app.add_config_value("briefing_writing_digest", "", "html", (str,))
    app.connect("env-get-outdated", changed_chapters)
    app.connect("config-inited", note_inputs)
    app.connect("build-finished", forget_when_warned, priority=900)
