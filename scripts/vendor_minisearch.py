"""Say where `minisearch.js` comes from, and prove it: the pinned npm package, minified by a pinned esbuild.

Takes both with the ordinary npm client, so it needs npm and a registry; building the book needs neither.
`python scripts/vendor_minisearch.py` compares; with `--write` it writes the file anew. Exit code 1: it differs.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).resolve().parent.parent / "src" / "briefing" / "book" / "html" / "theme" / "briefing" / "static"
VENDORED = STATIC / "minisearch.js"
BANNER = "/*! MiniSearch 7.2.0, MIT, see minisearch-LICENSE.txt */\n"


class Package(NamedTuple):
    """A package of npm, and the SHA-256 of its archive."""

    name: str
    sha256: str


MINISEARCH = Package("minisearch@7.2.0", "cb3b8126a3ea65d6b387787294f0792b0ea4a40b70f8f37688066a5638e0218a")
ESBUILD = Package("@esbuild/linux-x64@0.27.2", "4ac0a36a8573ef6b612263661e7c77343a38789485344e1875cf33a498292310")


def unpack(package: Package, folder: Path) -> Path:
    """Fetch a package into `folder` and return the folder of its files; a wrong digest ends the program."""
    folder.mkdir()
    subprocess.run(["npm", "pack", "--silent", package.name], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != package.sha256:
        sys.exit(f"{package.name}: its archive has the SHA-256 {digest}, and {package.sha256} was expected.")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder / "package"


def minified() -> str:
    """Return the text of the file as it is made from the packages."""
    with tempfile.TemporaryDirectory() as name:
        library = unpack(MINISEARCH, Path(name, "minisearch"))
        tool = unpack(ESBUILD, Path(name, "esbuild")) / "bin" / "esbuild"
        command = [str(tool), "--minify", str(library / "dist" / "umd" / "index.js")]
        return BANNER + subprocess.run(command, capture_output=True, check=True).stdout.decode()


def main() -> None:
    """Compare, or write."""
    text = minified()
    if "--write" in sys.argv[1:]:
        VENDORED.write_text(text, "utf-8", newline="\n")
    elif VENDORED.read_text("utf-8") != text:
        sys.exit(f"{VENDORED.name} is not what {MINISEARCH.name} gives. Write it anew with --write.")
    print(f"{VENDORED.name}: {MINISEARCH.name}, minified by {ESBUILD.name}")


if __name__ == "__main__":
    main()
