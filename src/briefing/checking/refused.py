"""What a build alone can see, such as how many pages print takes, told by a check once a build has seen it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue, Place
from briefing.model.layout import Layout
from briefing.reading.files import REFUSED, built_from, left_by_earlier

_PLACED = re.compile(r"(?P<file>[\w.-]+(?:/[\w.-]+)*\.(?:md|yml|bib)):(?P<line>\d+): (?:\w+: )?(?P<got>.+)")
#: Lines of what a build said that are told at most.
MOST = 20


@rule("build-refused", "A build of what there is now was stopped, and nothing has changed since.", stage="built")
def last_build_went_through(material: Material) -> Iterator[Issue]:
    """No build was stopped that was made from the same files and packages."""
    layout = material.layout
    left = left_by_earlier(layout.build / REFUSED)
    if left and left.get("of") == built_from(layout):
        for said in str(left.get("said")).splitlines()[:MOST]:
            found = _PLACED.fullmatch(said)
            known = found is not None and (layout.root / found["file"]).is_file()
            place = Place(found["file"], int(found["line"])) if found and known else Place()
            got = found["got"] if found and known else said
            yield Issue(
                place, "build", "build-refused", f"the last build stopped at this: {got}", "Mend it, and build."
            )


def note_refusal(layout: Layout, product: str, said: str) -> None:
    """Leave for the next check what stopped a build, unless it cannot be written."""
    left = {"of": built_from(layout), "product": product, "said": said.replace(f"{layout.root}/", "")}
    with suppress(OSError):
        (layout.build / REFUSED).write_text(json.dumps(left), "utf-8")


def forget_refusal(layout: Layout, product: str) -> None:
    """Forget what stopped an earlier build of a product, when all or the same was built since."""
    if product in {"all", left_by_earlier(layout.build / REFUSED).get("product")}:
        (layout.build / REFUSED).unlink(missing_ok=True)
