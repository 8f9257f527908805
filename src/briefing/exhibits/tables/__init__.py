"""Records to tables: what a chapter calls to show rows. One function a published table.

Each returns a `Table`, whose `.frame` is the DataFrame and whose caption states the finding. A table is declared by
`@table` above its function, in any module of this folder; nothing is listed here.
"""

from briefing.exhibits.frames import glue_numbers, numbers, statements
from briefing.exhibits.registry import TABLES, Exhibit, find, load

load(__name__, __path__)
globals().update(TABLES)  # a table may be called as its module is

__all__ = ["glue_numbers", "numbers", "statements"]


def __getattr__(name: str) -> Exhibit:
    return find(TABLES, name)
