"""What both blocks have in common: what they hold, how they are shown, how they go to OLX and back."""

import html
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, ClassVar

from lxml import etree
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Dict, List, Scope, String
from xblock.utils.studio_editable import StudioEditableXBlockMixin
from xblock.validation import Validation, ValidationMessage

from signpost_xblocks import markup, olx
from signpost_xblocks.bodies import answer
from signpost_xblocks.content import Content, body_html, content_of, document
from signpost_xblocks.texts import mark as _


@XBlock.needs("i18n")
@XBlock.wants("replace_urls", "settings", "studio_user_permissions", "user")
class SignpostBlock(StudioEditableXBlockMixin, CompletableXBlockMixin, XBlock):
    """A document of Signpost in a frame of its own: own ids, own style, the player of the other formats.

    Studio's form comes from XBlock's own mixin, which imports Django; every Open edX platform has it.
    """

    has_author_view = True
    show_in_read_only_mode = False  # as another learner, staff see that they cannot see this

    kind: ClassVar[str]
    attributes: ClassVar[Mapping[str, olx.Convert]] = {
        "display_name": str,
        "language": olx.language,
        "direction": olx.one_of("ltr", "rtl"),
    }

    display_name = String(
        display_name=_("Title"), help=_("Shown above the unit and in the outline."), scope=Scope.settings
    )
    language = String(default="en", scope=Scope.content)
    direction = String(default="ltr", scope=Scope.content)
    frame = String(default="", scope=Scope.content)
    pages = List(default=[], scope=Scope.content)
    data = Dict(default={}, scope=Scope.content)

    # ---------------------------------------------------------------- shown

    @XBlock.supports("multi_device")
    def student_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        if self.is_studio:
            return self.shown(tracked=True, mode="browse")
        return self.shown(tracked=True, survey=True)

    @XBlock.supports("multi_device")
    def public_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        """For people who are not signed in: everything to read and try, nothing kept, nothing sent."""
        return self.shown(tracked=False)

    def author_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        """What is in it, for the unit page of Studio: nothing runs."""
        rows = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in self.outline())
        pages = "".join(f"<li>{html.escape(page['title'])}</li>" for page in self.pages)
        note = self._("This comes from a course made with Signpost. Its text is changed there and imported again.")
        return Fragment(f"<h3>{html.escape(self.title)}</h3><p>{html.escape(note)}</p><ol>{pages}</ol><dl>{rows}</dl>")

    def student_view_data(self, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """For apps: the same for every learner, no question and no answer."""
        return {
            "title": self.title,
            "language": self.language,
            "pages": [{"id": page["id"], "title": page["title"]} for page in self.pages],
        }

    def index_dictionary(self) -> dict[str, Any]:
        """For the search: words to read; questions with their answers stay out."""
        return {"content": {"display_name": self.title, **self.searchable()}, "content_type": self._(self.kind)}

    def shown(self, *, tracked: bool, mode: str = "normal", survey: bool = False) -> Fragment:
        """The frame with its document. `tracked`: what the learner does is kept; `survey`: the learner may be asked for it."""
        if not self.pages:
            return self.sentence(self._("This component is empty. Import the course that it belongs to."))
        content = self.content(survey=survey)
        if not self.has_something_in(content):
            if tracked:
                self.complete()  # nobody can come to an end of nothing
            return self.sentence(self._("There is nothing to answer here. Carry on with the next part."))
        urls = self.runtime.service(self, "replace_urls")
        body = body_html(content)
        page = document(
            content,
            title=self.title,
            language=self.language,
            direction=self.direction,
            style=self.runtime.local_resource_url(self, "public/player.css"),
            script=self.runtime.local_resource_url(self, f"public/{self.script}"),
            body=urls.replace_urls(body) if urls else body,
        )
        return self.framed(page, {"tracked": tracked, "mode": mode, **self.held()})

    def framed(self, page: str, held: Mapping[str, Any]) -> Fragment:
        """The whole document stands in an attribute until host.js makes the frame: no runtime touches it there."""
        fragment = Fragment(
            f'<div class="signpost-block" data-title="{html.escape(self.title)}" data-document="{html.escape(page)}">'
            f'<p class="signpost-said" role="status"></p></div>'
        )
        fragment.add_javascript_url(self.runtime.local_resource_url(self, "public/host.js"))
        fragment.initialize_js("SignpostBlock", {"held": dict(held)})
        return fragment

    def sentence(self, words: str) -> Fragment:
        return Fragment(f"<p>{html.escape(words)}</p>")

    @property
    def title(self) -> str:
        return self.display_name or self._(self.kind)

    # --------------------------------------------- what the two differ in

    @property
    def script(self) -> str:
        """The player's script for this document, in public/."""
        raise NotImplementedError

    def content(self, *, survey: bool = False) -> Content:
        """What this learner is shown."""
        edition = f"{self.data.get('edition', '')}.{self.scope_ids.usage_id}"
        return content_of(self.frame, self.pages, self.data).with_data(edition=edition)

    def has_something_in(self, content: Content) -> bool:
        return True

    def held(self) -> dict[str, Any]:
        """What the player is told about the learner when it opens."""
        raise NotImplementedError

    def outline(self) -> list[tuple[str, str]]:
        raise NotImplementedError

    def searchable(self) -> dict[str, str]:
        raise NotImplementedError

    # ------------------------------------------------------------- platform

    @property
    def is_studio(self) -> bool:
        """Studio's runtimes say so in one of two ways, by release."""
        permissions = self.runtime.service(self, "studio_user_permissions")
        return permissions is not None or bool(getattr(self.runtime, "is_author_mode", False))

    @property
    def counts_here(self) -> bool:
        """Grades and completion mean something in a course run; a content library has none."""
        context = getattr(self.scope_ids.usage_id, "context_key", None)
        return not self.is_studio and getattr(context, "is_course", True)

    def complete(self) -> None:
        if self.counts_here:
            self.emit_completion(1.0)

    def __repr__(self) -> str:
        """For logs: XBlock's own would print every field, the right answers and the learner's state among them."""
        return f"<{type(self).__name__} {self.scope_ids.usage_id}>"

    def _(self, text: str) -> str:
        return self.runtime.service(self, "i18n").gettext(text)

    # ------------------------------------------------------------------ OLX

    @classmethod
    def parse_xml(cls, node: etree._Element, runtime: Any, keys: Any) -> "SignpostBlock":
        block = runtime.construct_xblock_from_class(cls, keys)
        for name, value in {**olx.read_attributes(node, cls.attributes), **olx.read_children(node)}.items():
            setattr(block, name, value)
        return block

    def add_xml_to_node(self, node: etree._Element) -> None:
        node.tag = self.scope_ids.block_type
        node.set("xblock-family", self.entry_point)
        for name in self.attributes:
            if self.fields[name].is_set_on(self):
                node.set(name, self.written(name))
        if self.pages:
            olx.write_children(node, content_of(self.frame, self.pages, self.data).as_dict())

    def written(self, name: str) -> str:
        value = getattr(self, name)
        return f"{value:g}" if isinstance(value, float) else str(value)

    # --------------------------------------------------------------- Studio

    @XBlock.handler
    def submit_studio_edits(self, request: Request, suffix: str = "") -> Response:
        """The mixin trusts its own form; a body of another shape is refused instead of raising."""
        try:
            return super().submit_studio_edits(request, suffix)
        except (AttributeError, KeyError, TypeError, ValueError):
            return answer(400, {"error": self._("These settings cannot be read.")})

    def validate_field_data(self, validation: Validation, data: Any) -> None:
        """The same rules as for OLX."""
        for name in self.editable_fields:
            value = getattr(data, name)
            if value is None:
                continue
            try:
                self.attributes[name](self._as_text(value))
            except ValueError as expected:
                label = self._(self.fields[name].display_name)
                validation.add(ValidationMessage(ValidationMessage.ERROR, f"{label}: {expected}"))

    @staticmethod
    def _as_text(value: Any) -> str:
        return f"{value:g}" if isinstance(value, float) else str(value)

    # -------------------------------------------------------------- scenarios

    @classmethod
    def scenario(cls, name: str) -> str:
        return (files("signpost_xblocks") / "scenarios" / f"{name}.xml").read_text("utf-8")


def words_to_read(block: SignpostBlock) -> str:
    return markup.plain(page["html"] for page in block.pages)
