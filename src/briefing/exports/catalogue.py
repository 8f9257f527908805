"""Every exported file, declared once where it is made: its name, its media type, what it is, and the function.

A module of this package that declares an export is found by itself; writing the folder, its README and the RO-Crate
are loops over the declarations. The same ledger gives the same bytes.
"""

import io
import json
import pkgutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from briefing.model.digest import bytes_digest
from briefing.model.ledger import Ledger, Release
from briefing.versions.edition import NO_TIME, Edition, slug

Written = bytes | str | Mapping[str, Any] | Sequence[Any]
Writer = Callable[["Exporting"], Written]
W = TypeVar("W", bound=Writer)


class Export(NamedTuple):
    """A file of the data folder: its name, media type, what it is, and what makes it."""

    name: str
    media: str
    about: str
    write: Writer


_DECLARED: dict[str, Export] = {}


def export(name: str, *, media: str, about: str) -> Callable[[W], W]:
    """Declare a function as the writer of the file `name`; a value that is neither bytes nor text becomes JSON."""

    def declare(write: W) -> W:
        if name in _DECLARED:
            message = f"the export {name} is declared twice: {_DECLARED[name].write}, {write}"
            raise ValueError(message)
        _DECLARED[name] = Export(name, media, about, write)
        return write

    return declare


@cache
def catalogue() -> tuple[Export, ...]:
    """Return every export, sorted by name."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        import_module(f"{__package__}.{module.name}")
    return tuple(_DECLARED[name] for name in sorted(_DECLARED))


@dataclass
class Exporting:
    """What the writers read: a ledger, its edition, the releases so far, and the files that have been `made`."""

    ledger: Ledger
    edition: Edition
    releases: Sequence[Release] = ()
    made: dict[str, bytes] = field(default_factory=dict)

    def content(self, name: str) -> bytes:
        """Return a file's bytes, made when they are first asked for. Raises `StopIteration` for no such file."""
        if name not in self.made:
            written = next(entry for entry in catalogue() if entry.name == name).write(self)
            if not isinstance(written, bytes | str):
                written = json.dumps(written, indent=1, ensure_ascii=False) + "\n"
            self.made[name] = written if isinstance(written, bytes) else written.encode("utf-8", "surrogatepass")
        return self.made[name]


def write_all(ledger: Ledger, edition: Edition, folder: Path, releases: Sequence[Release] = ()) -> None:
    """Write every export into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in export_files(ledger, edition, releases).items():
        (folder / name).write_bytes(content)


def export_files(ledger: Ledger, edition: Edition, releases: Sequence[Release] = ()) -> dict[str, bytes]:
    """Return every file by name."""
    exporting = Exporting(ledger, edition, releases)
    return {entry.name: exporting.content(entry.name) for entry in catalogue()}


def filled(template: str, values: Mapping[str, Any], **settings: Any) -> str:  # noqa: ANN401 -- settings of Jinja's
    """Return a template of this folder with its values filled in; what a template names must be given."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, **settings)  # noqa: S701 -- those that write XML ask for it
    return environment.get_template(template).render(values)


def filled_json(template: str, exporting: Exporting, **values: Any) -> dict[str, Any]:  # noqa: ANN401 -- of any type
    """Return the document of a JSON template, in which every expression becomes the JSON of its value."""
    known = {"ledger": exporting.ledger, "edition": exporting.edition, "content": exporting.content}
    known |= {"digest": bytes_digest, "name": slug(exporting.edition.title)}
    document: dict[str, Any] = json.loads(filled(template, known | values, finalize=json.dumps))
    return document


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of the members, in their order, each of no day and open to read for everybody.

    The same members give the same bytes whenever they are packed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
