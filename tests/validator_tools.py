"""The environment that holds the validators: made once from requirements-validators.txt, outside the book's own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements-validators.txt"
FOLDER = ROOT / ".venv-validators"
SCRIPTS = Path(__file__).parent / "validators"
#: A lock older than this, in seconds, was left behind by a run that was killed.
STALE = 600


def validators() -> Path:
    """Return the folder of the environment's programs; `BRIEFING_VALIDATORS` names another environment."""
    named = os.environ.get("BRIEFING_VALIDATORS")
    if named:
        return Path(named) / "bin"
    stamp, wanted = FOLDER / "made-from", hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    with _one_at_a_time():
        if not stamp.is_file() or stamp.read_text() != wanted:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
            (FOLDER / ".gitignore").write_text("*\n")
            pip = [str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)
            stamp.write_text(wanted)
    return FOLDER / "bin"


def run_script(name: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts of `tests/validators` in the validators' environment."""
    command = [str(validators() / "python"), str(SCRIPTS / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def cff_errors(path: Path) -> int:
    """Return 0 where `cffconvert` finds a citation file valid."""
    command = [str(validators() / "cffconvert"), "--validate", "-i", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one process of several that test at once make the environment, and the others wait for it."""
    lock = FOLDER.with_name(f"{FOLDER.name}.lock")
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError:
            with suppress(FileNotFoundError):
                if time.time() - lock.stat().st_mtime > STALE:
                    lock.rmdir()
            time.sleep(0.1)
    try:
        yield
    finally:
        lock.rmdir()
