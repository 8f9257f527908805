"""The ledger for programs of qualitative analysis: a REFI-QDA project and a codebook (version 1.5 of the standard).

Sources are the articles as plain text; codes are the claims, grouped by theme, and the words of every coded field;
selections are the pieces of evidence. Positions are Unicode code points of the text, as the standard asks, and the
words stand in the name of each selection, since programs move positions. The same ledger gives the same bytes.
"""

import re
import uuid
from functools import partial
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

from briefing.exports.catalogue import Exporting, export, filled, packed
from briefing.model.fields import coded_fields
from briefing.model.records import Claim, Evidence
from briefing.model.words import voice_name

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0 has no way to write them


@export(
    "ledger.qdpx",
    media="application/zip",
    about="A REFI-QDA project for NVivo, MAXQDA, ATLAS.ti, QualCoder and others: articles, codes, coded quotations.",
)
def qda_project(exporting: Exporting) -> bytes:
    """Return the project: the XML that describes it, and, where the standard keeps them, the texts of the articles."""
    held = {_guid(exporting, "article", a.id): a.text for a in exporting.ledger.articles if a.text}
    texts = {f"sources/{guid}.txt": text.encode() for guid, text in held.items()}
    return packed({"project.qde": _xml(exporting)} | texts)


def _xml(exporting: Exporting, codebook: str = "") -> bytes:
    """Return the project, or one of its codebooks: the `whole` one, or the `blind` one."""
    ledger = exporting.ledger
    standing = {claim.id for claim in ledger.standing}
    values = {
        "codebook": codebook,
        "ledger": ledger,
        "edition": exporting.edition,
        "author": exporting.edition.signed_by,
        "guid": partial(_guid, exporting),
        "attribute": lambda text: Markup(quoteattr(text)),  # noqa: S704 -- quoted for XML
        "voice_name": voice_name,
        # A theme is a group of claims.
        "fields": [[f for f in coded_fields(model) if f.name != "theme"] for model in (Claim, Evidence)],
        "selections": [(claim, e) for claim in ledger.standing for e in claim.evidence if e.span],
        "relations": [r for r in ledger.relations if {r.first, r.second} <= standing],
    }
    text = filled("qda.xml.jinja", values, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return _NOT_XML.sub("\ufffd", text).encode()


for _name, _codebook, _about in (
    ("codebook.qdc", "whole", "The codes alone, as a REFI-QDA codebook."),
    # A second reader does not see what the first took for claims.
    ("codebook-blind.qdc", "blind", "The codebook without the claims, for a blind reader."),
):
    export(_name, media="application/xml", about=_about)(partial(_xml, codebook=_codebook))


def _guid(exporting: Exporting, *names: str) -> str:
    """Return what a thing is called in every version."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("urn:briefing", exporting.edition.title, *names))))
