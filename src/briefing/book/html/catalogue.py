"""The catalogue of one build: every record, its past, and the chapters that cite it."""

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from briefing.book.core.domain import RECORD_ROLES
from briefing.book.core.state import get_edition, get_layout, get_ledger, has_record_pages
from briefing.book.html.noted import Citing, noted
from briefing.book.html.records import Catalogue
from briefing.model.ledger import Ledger
from briefing.reading.releases import read_releases
from briefing.versions.history import Event, histories

_catalogues: WeakKeyDictionary[Sphinx, Catalogue] = WeakKeyDictionary()
_pasts: WeakKeyDictionary[Sphinx, Mapping[str, Sequence[Event]]] = WeakKeyDictionary()


def get_catalogue(app: Sphinx) -> Catalogue:
    """Return the catalogue; made once a build, when every chapter has been read."""
    if app not in _catalogues:
        renew_catalogue(app, _citing_sections(app.env, get_ledger(app)))
    return _catalogues[app]


def renew_catalogue(app: Sphinx, cited: Mapping[str, Sequence[Citing]] | None = None) -> None:
    """Make the catalogue, of another ledger with the citations that are known: only records’ own pages show them."""
    ledger = get_ledger(app)
    past = _pasts.pop(app, None) or _look_back(app)
    _catalogues[app] = Catalogue(ledger, get_edition(app), past, get_catalogue(app).cited if cited is None else cited)


def _look_back(app: Sphinx) -> Mapping[str, Sequence[Event]]:
    return histories(read_releases(get_layout(app)), get_ledger(app))


def _look_back_early(app: Sphinx, _env: BuildEnvironment, documents: list[str]) -> None:
    """Look back while chapters are being executed in processes of their own, and this one would wait for them."""
    if documents and has_record_pages(app) and app not in _catalogues:
        _pasts[app] = _look_back(app)


def setup(app: Sphinx) -> None:
    """Begin the catalogue when the chapters have begun."""
    app.connect("env-before-read-docs", _look_back_early, priority=900)


def chapters(env: BuildEnvironment) -> list[str]:
    """Return the documents in reading order, without the ledger and the sources, which name every claim."""
    registers = {env.config.briefing_ledger_doc, env.config.briefing_sources_doc}
    return [name for name in reading_order(env) if name not in registers]


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return the documents as the table of contents has them, then those that it leaves out."""
    ordered, ahead = [], [env.config.root_doc]
    while ahead:
        name = ahead.pop(0)
        if name in env.found_docs and name not in ordered:
            ordered.append(name)
            ahead = [*env.toctree_includes.get(name, ()), *ahead]
    return [*ordered, *sorted(env.found_docs - set(ordered))]


def _citing_sections(env: BuildEnvironment, ledger: Ledger) -> Mapping[str, tuple[Citing, ...]]:
    """Return, for each record, the sections of the chapters that cite it, each section once."""
    citing: dict[str, dict[Citing, None]] = {}
    for document in chapters(env):
        chapter = env.titles[document].astext() if document in env.titles else document
        for role, target, anchor, section in noted(env, document).citations:
            passage = ledger.evidence_by_key.get(target) if role == "passage" else None
            name = passage.claim if passage else target
            if role in {*RECORD_ROLES, "passage"}:
                citing.setdefault(name, {})[Citing(document, anchor, chapter, section or chapter)] = None
    return {name: tuple(sections) for name, sections in citing.items()}
