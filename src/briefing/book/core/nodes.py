"""The nodes that a chapter's tables, charts and source texts become, for every builder to write; and what is around."""

# docutils names its nodes in lower case
from docutils import nodes
from sphinx.util.nodes import traverse_parent


class chart_image(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801
    """A picture: `name` (its stem), `svg` (the text), `alt`, `width_px`, `height_px`."""


class chart_data(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801
    """The table that a picture was drawn from; `figure_id` names the figure right before it."""


class source_text(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801
    """An article, whole: `article_id`, `lang`; its children are `source_block`."""


class source_block(nodes.General, nodes.TextElement):  # type: ignore[misc]  # noqa: N801
    """A line of an article: `role` (title, heading, paragraph, bullet, line) and `furniture`."""


class mark(nodes.Inline, nodes.TextElement):  # type: ignore[misc]  # noqa: N801
    """A run of an article's words under one coding.

    `status` is claimed, waived, furniture or plain; `evidence_keys` and `claim_ids` say which claims quote it, `reason`
    why it is waived or furniture. The first mark of a quoted passage carries the passage's evidence key in `ids`, and
    in `starting` the claims that quote it from here on.
    """


class guide(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801
    """Sentences about the page itself, not about its subject."""


def line_of(node: nodes.Element) -> int:
    """Return the line of a node, or of the nearest node around it that knows its line; zero without one."""
    return next((one.line for one in traverse_parent(node) if one.line), 0)
