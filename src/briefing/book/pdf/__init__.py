"""The PDFs: a Sphinx builder that writes Typst and compiles it, with nothing but what pip installs."""

from briefing.book.pdf.builder import BOOK, BRIEF, TypstBuilder, setup

__all__ = ["BOOK", "BRIEF", "TypstBuilder", "setup"]
