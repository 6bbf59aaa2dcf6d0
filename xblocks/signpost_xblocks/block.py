"""What both blocks have in common: what they hold, how they are shown, how they go to OLX and back."""

import html
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, ClassVar

from lxml import etree
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Scope
from xblock.utils.studio_editable import StudioEditableXBlockMixin
from xblock.validation import Validation, ValidationMessage

from signpost_xblocks import fields, markup, olx
from signpost_xblocks.bodies import answer
from signpost_xblocks.content import PAGES_HERE, Content, body_html, content_of, document
from signpost_xblocks.texts import EMPTY, in_language
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
    attributes: ClassVar[Mapping[str, str]] = {name: name for name in ("display_name", "language", "direction")}
    """Attribute in OLX -> field."""

    display_name = fields.Text(
        fields.title,
        display_name=_("Title"),
        help=_("Shown above the unit and in the outline."),
        scope=Scope.settings,
    )
    language = fields.Text(fields.language, default="en", scope=Scope.content)
    direction = fields.Text(fields.one_of("ltr", "rtl"), default="ltr", scope=Scope.content)
    frame = fields.Text(fields.text, default="", scope=Scope.content)
    pages = fields.Items(olx.pages, default=[], scope=Scope.content)
    course_data = fields.Record(olx.course_data, default={}, scope=Scope.content)
    data = fields.OldName(default="", scope=Scope.content)
    """What `course_data` was called once. Studio's own pages take a field of this name for text."""

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
        if not self.is_whole:
            return self.sentence(self.said(EMPTY))
        content = self.content(survey=survey)
        if not self.has_something_in(content):
            if tracked:
                self.complete()  # nobody can come to an end of nothing
            return self.sentence(self.said(NOTHING_TO_ANSWER))
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
        language, direction = html.escape(self.language), html.escape(self.direction)
        return Fragment(f'<p lang="{language}" dir="{direction}">{html.escape(words)}</p>')

    @property
    def title(self) -> str:
        return self.display_name or self.said(self.kind)

    @property
    def is_whole(self) -> bool:
        """There is something to show, and its parts belong together."""
        ids = [page["id"] for page in self.course_data.get("pages", ())]
        return bool(ids) and ids == [page["id"] for page in self.pages] and PAGES_HERE in self.frame

    def given(self, name: str) -> Any:
        """What holds for a field where nobody has set it: the course's own settings, and what once had another name."""
        if name == "course_data":
            return type(self).data.stored(self)
        return fields.settings_of(self.course_data).get(name) if name in self.editable_fields else None

    # --------------------------------------------- what the two differ in

    @property
    def script(self) -> str:
        """The player's script for this document, in public/."""
        raise NotImplementedError

    def content(self, *, survey: bool = False) -> Content:
        """What this learner is shown."""
        edition = f"{self.course_data.get('edition', '')}.{self.scope_ids.usage_id}"
        return content_of(self.frame, self.pages, self.course_data).with_data(edition=edition)

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

    def said(self, text: str) -> str:
        """To learners: in the language of what they read."""
        return in_language(text, self.language)

    def _(self, text: str) -> str:
        """To the course team: in the language of their Studio."""
        return str(self.runtime.service(self, "i18n").gettext(text))

    # ------------------------------------------------------------------ OLX

    @classmethod
    def parse_xml(cls, node: etree._Element, runtime: Any, keys: Any) -> "SignpostBlock":
        block: SignpostBlock = runtime.construct_xblock_from_class(cls, keys)
        readers = {name: cls.fields[field].read for name, field in cls.attributes.items()}
        for name, value in olx.read_attributes(node, readers).items():
            setattr(block, cls.attributes[name], value)
        for name, value in olx.read_children(node).items():
            setattr(block, name, value)
        return block

    def add_xml_to_node(self, node: etree._Element) -> None:
        node.tag = self.scope_ids.block_type
        node.set("xblock-family", self.entry_point)
        for name, field in self.attributes.items():
            if self.fields[field].is_set_on(self) and not self.fields[field].fault(self):
                node.set(name, written(getattr(self, field)))
        if self.pages:
            olx.write_children(node, content_of(self.frame, self.pages, self.course_data).as_dict())

    # --------------------------------------------------------------- Studio

    @XBlock.handler
    def submit_studio_edits(self, request: Request, suffix: str = "") -> Response:
        """Studio's form: {"values": {field: value}, "defaults": [field]}. All of it is saved, or nothing.

        The mixin's own would take null for an emptied number, and 2 for 2.5.
        """
        try:
            body = json.loads(request.body.decode("utf-8"))
            values = {name: value for name, value in dict(body["values"]).items() if name in self.editable_fields}
            cleared = [name for name in self.editable_fields if name in list(body["defaults"]) and name not in values]
        except (KeyError, RecursionError, TypeError, ValueError):
            return answer(400, {"error": self._("These settings cannot be read.")})
        read, faults = self.read_settings(values)
        if faults:
            return answer(400, {"error": {"messages": [{"type": "error", "text": fault} for fault in faults]}})
        for name, value in read.items():
            setattr(self, name, value)
        for name in cleared:
            self.fields[name].delete_from(self)
        return answer(200, {"result": "success"})

    def read_settings(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The values as they are kept, and in words what cannot be."""
        read: dict[str, Any] = {}
        faults: list[str] = []
        for name, value in values.items():
            try:
                read[name] = self.fields[name].read(value)
            except ValueError as wanted:
                faults.append(f"{self._(self.fields[name].display_name)}: {wanted}")
        return read, faults

    def _make_field_info(self, field_name: str, field: fields.Guarded) -> dict[str, Any]:
        """For the form: "Clear" shows what it goes back to, and no box cuts a number to a whole one before we see it."""
        info = super()._make_field_info(field_name, field)
        number = {"type": "float"} if info["type"] == "integer" else {}
        return {**info, **number, "default": field.instead(self)}

    def validate_field_data(self, validation: Validation, data: Any) -> None:
        """For Studio's unit page: what is stored and cannot be used."""
        for name in self.editable_fields:
            if wanted := self.fields[name].fault(self):
                words = self._("{setting}: what is stored is not {wanted}. Until it is changed, {value} holds.")
                label = self._(self.fields[name].display_name)
                said = words.format(setting=label, wanted=wanted, value=written(getattr(self, name)))
                validation.add(ValidationMessage(ValidationMessage.WARNING, said))

    # -------------------------------------------------------------- scenarios

    @classmethod
    def scenario(cls, name: str) -> str:
        return (files("signpost_xblocks") / "scenarios" / f"{name}.xml").read_text("utf-8")


NOTHING_TO_ANSWER = _("There is nothing to answer here. Carry on with the next part.")


def written(value: Any) -> str:
    """As OLX has it, to the last digit."""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def words_to_read(block: SignpostBlock) -> str:
    return markup.plain(page["html"] for page in block.pages)
