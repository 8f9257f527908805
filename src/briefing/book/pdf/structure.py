"""What Typst cannot yet say in a PDF and is added to it afterwards: row headers, where links lead, rights.

Typst has row headers behind a switch that its Python package does not offer (`a11y-extras`, Typst 0.15).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from briefing.book.pdf.errors import TypstError


def finish(pdf: bytes, row_headers: Sequence[int | None], *, author: str, rights: str, address: str) -> bytes:
    """Return the PDF with its row headers tagged, given their column by table, and with rights and address.

    Raises `TypstError` when the file has not as many tables as are given: then tags would go astray.
    """
    with pikepdf.open(BytesIO(pdf)) as file:
        tables = [node for node in _elements(file.Root.StructTreeRoot) if node.get("/S") == "/Table"]
        if len(tables) != len(row_headers):
            message = f"{len(tables)} tables are tagged in the PDF, and {len(row_headers)} were printed."
            raise TypstError(message)
        for table, column in zip(tables, row_headers, strict=True):
            if column is not None:
                _tag_row_headers(table, column)
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:rights"] = rights
            if author:
                metadata["dc:publisher"] = {author}
            if address:
                metadata["dc:source"] = address
        finished = BytesIO()
        # Streams stay as they are, so that the same book is the same file whatever compresses them.
        file.save(
            finished, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve
        )
    return finished.getvalue()


def _tag_row_headers(table: pikepdf.Dictionary, column: int) -> None:
    for body in _children(table):
        if body.get("/S") != "/TBody":
            continue
        for row in _children(body):
            cells = list(_children(row))
            if column < len(cells):
                cells[column].S = pikepdf.Name.TH
                cells[column].A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the elements of a structure tree in their order."""
    for child in _children(node):
        yield child
        yield from _elements(child)


def _children(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids: Any = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
