"""The environment that holds the validators: made once from requirements-validators.txt, outside the book's own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements-validators.txt"
FOLDER = ROOT / ".venv-validators"
SCRIPTS = Path(__file__).parent / "validators"


def validators() -> Path:
    """Return the folder of the environment's programs; `BRIEFING_VALIDATORS` names another environment."""
    named = os.environ.get("BRIEFING_VALIDATORS")
    if named:
        return Path(named) / "bin"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / ".gitignore").write_text("*\n")
    stamp, wanted = FOLDER / "made-from", hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    with FileLock(FOLDER / "made-from.lock"):  # not `.lock`, which is that of uv itself
        if not stamp.is_file() or stamp.read_text() != wanted:
            _uv("venv", "--allow-existing", "--python", sys.executable, str(FOLDER))
            _uv("pip", "sync", "--python", str(FOLDER / "bin" / "python"), str(REQUIREMENTS))
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


def _uv(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "uv", *arguments, "--quiet"], check=True)
