"""A ZIP archive of the same bytes whenever it is packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from briefing.versions.edition import NO_TIME


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return the archive of the members, in their order, each of no day and open to read for everybody."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
