"""The type of the `break_file` fixture, in a module of its own: two folders have a conftest."""

from collections.abc import Callable
from pathlib import Path

BreakFile = Callable[[str, str, str], Path]
