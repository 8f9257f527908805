"""Set a CSL-JSON bibliography with a citation processor: `check_csl.py FILE`; warnings are errors."""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON


def main(path: Path) -> int:
    """Print each reference as the style sets it."""
    items = json.loads(path.read_bytes())
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    warnings.simplefilter("error")
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    for entry in bibliography.bibliography():
        sys.stdout.write(f"{entry}\n")
    return 0 if len(bibliography.bibliography()) == len(items) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
