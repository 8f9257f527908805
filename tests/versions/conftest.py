"""Repositories of the tiny briefing: made once for all tests, and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefing.model.layout import Layout
from repositories import git
from tiny_books import copy_tiny, made_once

IDENTITY = (("user.name", "a"), ("user.email", "a@example.org"), ("commit.gpgsign", "false"))


@pytest.fixture
def repository(tiny: Layout, shared: Path) -> Layout:
    """The tiny briefing in a repository with one commit."""

    def make(folder: Path) -> None:
        root = copy_tiny(folder)
        git(root, "init", "--quiet")
        for setting in IDENTITY:
            git(root, "config", *setting)
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", "one", "--date", "2024-05-09T10:00:00Z")

    shutil.copytree(made_once(shared, "repository", make) / "tiny" / ".git", tiny.root / ".git")
    return tiny
