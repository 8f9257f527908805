"""What the book's pages offer for download: the PDFs, the data, and the notebooks with what they need to run."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing.exports.catalogue import packed
from briefing.model.layout import Layout
from briefing.reading.files import NEEDED, PASSED_OVER
from briefing.reading.git import tracked_files

#: What the archive of notebooks says of itself.
README = """# The notebooks of this briefing

Each notebook shows what a chapter of the book shows, and runs on the data and the package beside it:

    python -m venv .venv
    .venv/bin/python -m pip install --requirement requirements.txt jupyterlab
    .venv/bin/jupyter lab

On Windows it is `.venv\\Scripts\\python` and `.venv\\Scripts\\jupyter`. Open a notebook in `chapters/` and run
all cells. The articles in `data/articles/` are third-party work under their owners' rights; see LICENSE.
"""


def copy_downloads(layout: Layout, book: Path, products: Iterable[Path]) -> None:
    """Copy the finished products into `downloads/` of the HTML book, and pack the data and the notebooks."""
    target = book / "downloads"
    for product in products:
        name = product.name.strip(".").removesuffix(".new")
        shutil.copytree(product, target if name == "pdf" else target / name, dirs_exist_ok=True)
    data, notebooks = (_tree(target / name, target / name) for name in ("data", "notebooks"))
    needed = {name: path.read_bytes() for name, path in (*notebooks, *_needed(layout))} | {"README.md": README.encode()}
    (target / "data.zip").write_bytes(packed(dict(sorted((name, path.read_bytes()) for name, path in data))))
    (target / "notebooks.zip").write_bytes(packed(dict(sorted(needed.items()))))


def _needed(layout: Layout) -> Iterator[tuple[str, Path]]:
    """Yield what the notebooks need: what the repository tracks, or, outside one, what looks like no private file."""
    tracked = tracked_files(layout)
    for name in NEEDED:
        for path, file in _tree(layout.root / name, layout.root):
            private = file.name.startswith(".") or file.name.endswith(("~", ".swp"))
            if path in tracked if tracked is not None else not private:
                yield path, file


def _tree(start: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the regular files below `start`, or itself, with their paths below `root`; links lead out of it."""
    for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
        inside = path.relative_to(root)
        regular = path.is_file() and not any((root / part).is_symlink() for part in (inside, *inside.parents))
        if regular and not any(part in PASSED_OVER or part.endswith(".egg-info") for part in inside.parts):
            yield inside.as_posix(), path
