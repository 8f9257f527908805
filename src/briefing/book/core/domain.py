"""The domain `briefing`: roles that link to a record of any kind, or to a quoted passage.

Each role also works without the domain's name, so that prose reads {claim}`C04`. A reference to a
record that the ledger does not hold is a warning that names it, and so fails the build.
"""

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import make_refnode
from sphinx.util.typing import RoleFunction
from typing_extensions import override

from briefing.book.core.state import get_edition, get_ledger, has_record_pages
from briefing.checking.citations import EDITION_FIELDS
from briefing.checking.prose import Role
from briefing.model.ledger import KINDS, Ledger
from briefing.model.words import record_name
from briefing.reading.settings import APPARATUS, NAMED_PAGES
from briefing.versions.edition import record_page

logger = logging.getLogger(__name__)

#: Role, which is what one record of the kind is called, and the kind.
RECORD_ROLES = {kind.noun: kind for kind in KINDS if kind.has_id}
ROLES = (*RECORD_ROLES, "passage", "edition")
#: Reference type -> the configuration value that names the document it leads to; others lead to a record's own page,
#: and so do judgements where they have pages, since what a chapter tells of each may be for print alone.
DOCUMENTS = {
    "claim": "briefing_ledger_doc",
    "ledger": "briefing_ledger_doc",
    "judgement": "briefing_judgements_doc",
    "passage": "briefing_sources_doc",
    "article": "briefing_sources_doc",
}


class RecordRole(SphinxRole):
    """A role that links to one or more records: `C04`, or `C04,C05`, or `words <C04>`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        role = Role(self.name.rpartition(":")[2], self.text)
        return references(self, role.name, role.targets, role.title), []


def references(
    place: SphinxRole | SphinxDirective, reftype: str, targets: Iterable[str], title: str = ""
) -> list[nodes.Node]:
    """Return one unresolved reference a target, with commas between them; each knows its page and line."""
    found: list[nodes.Node] = []
    for target in targets:
        told = {"reftype": reftype, "reftarget": target, "refexplicit": bool(title), "refdoc": place.env.docname}
        node = pending_xref("", nodes.inline("", title or target), refdomain="briefing", refwarn=True, **told)
        place.set_source_info(node)
        found += [nodes.Text(", "), node] if found else [node]
    return found


class BriefingDomain(Domain):
    """Resolves references to the records of the ledger."""

    name = "briefing"
    label = "Briefing"
    roles: dict[str, RoleFunction | XRefRole] = {name: RecordRole() for name in ROLES}  # noqa: RUF012
    dangling_warnings = {  # noqa: RUF012
        **{role: f"unknown {role}: %(target)s" for role in RECORD_ROLES},
        "passage": "unknown passage: %(target)s",
        "edition": f"unknown field of the edition: %(target)s; it has {', '.join(EDITION_FIELDS)}",
    }

    @override
    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """Return the link, or nothing when the ledger holds no such record."""
        if typ == "edition":
            known = target in EDITION_FIELDS
            return nodes.inline("", str(getattr(get_edition(env.app), target)), classes=["edition"]) if known else None
        described = _describe(get_ledger(env.app), typ, target)
        if described is None:
            return None
        anchor, title, attributes = described
        content = nodes.Text(contnode.astext() if node["refexplicit"] else title)
        has_pages = has_record_pages(env.app)
        if typ not in DOCUMENTS or (typ == "judgement" and has_pages):
            if not has_pages:
                return nodes.inline("", "", content, classes=attributes["classes"])
            address = builder.get_relative_uri(fromdocname, record_page(get_ledger(env.app), target))
            return nodes.reference("", "", content, internal=True, refuri=address, **attributes)
        document = str(getattr(env.config, DOCUMENTS[typ]))
        if document not in env.found_docs:
            logger.warning("%s leads to a page that is not in the book: %s", target, document, location=node)
            return nodes.inline("", "", content)
        link = make_refnode(builder, fromdocname, document, anchor, content)
        link.update_all_atts(attributes, and_source=True)
        return link

    @override
    def resolve_any_xref(self, *_arguments: Any, **_named: Any) -> list[tuple[str, nodes.Element]]:
        return []  # a record is only ever named by its own role


def _describe(ledger: Ledger, typ: str, target: str) -> tuple[str, str, dict[str, Any]] | None:
    """Return anchor, printed words and attributes of the link to a record, if there is one."""
    if typ == "ledger":
        return "", f"all {len(ledger.standing)} claims", {"classes": ["ledger-ref"]}
    if typ in RECORD_ROLES and ledger.kind_by_id.get(target) == RECORD_ROLES[typ]:
        anchor = f"article-{target}" if typ == "article" else target
        attributes = {"classes": [f"{typ}-ref"], "record_id": target, f"{typ}_id": target}
        return anchor, record_name(ledger, target), attributes
    if typ == "passage" and (evidence := ledger.evidence_by_key.get(target)):
        attributes = {"classes": ["passage-ref"], "evidence_key": target, "article_id": evidence.article}
        return target, target, attributes
    return None


def setup(app: Sphinx) -> None:
    """Register the domain, its roles without the domain's name, and where its references lead."""
    for name, page in NAMED_PAGES.items():
        app.add_config_value(name, page, "env", (str,))
    app.add_config_value(APPARATUS, [], "env", (list,))
    app.add_config_value("briefing_subtitle", "", "html", (str,))
    app.add_domain(BriefingDomain)
    for name, role in BriefingDomain.roles.items():
        app.add_role(name, role)
