"""A platform of dictionaries: XBlock's own runtime with what a platform adds, and everything it was told."""

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from lxml import etree
from signpost_xblocks.module import SignpostModule
from signpost_xblocks.quiz import SignpostQuiz
from webob import Request, Response
from xblock.core import XBlock
from xblock.fields import ScopeIds
from xblock.runtime import DictKeyValueStore, KvsFieldData, MemoryIdManager, Runtime

CLASSES = {"signpost_module": SignpostModule, "signpost_quiz": SignpostQuiz}
STORE = "https://survey.example.org"


class Settings:
    def __init__(self, bucket: Any) -> None:
        self.bucket = bucket

    def get_settings_bucket(self, block: Any, default: Any = None) -> Any:
        assert block.block_settings_key == "signpost_quiz"
        return self.bucket


class User:
    def __init__(self, **opt_attrs: Any) -> None:
        self.opt_attrs = {f"edx-platform.{name}": value for name, value in opt_attrs.items()}

    def get_current_user(self) -> SimpleNamespace:
        return SimpleNamespace(opt_attrs=self.opt_attrs)


class ReplaceUrls:
    """As the platform's: `/static/…` between double quotes becomes the course's file."""

    def replace_urls(self, text: str) -> str:
        return text.replace('"/static/', '"/asset-v1:Org+Num+Run+type@asset+block@').replace(
            '"/jump_to_id/', '"/courses/x/jump_to_id/'
        )


class Platform(Runtime):
    """`published`: what the platform was told, as (event, content). `store`: every field that was kept."""

    def __init__(self, student: str = "ada", store: dict[Any, Any] | None = None, **services: Any) -> None:
        self.keys = MemoryIdManager()
        self.kept = DictKeyValueStore(store)
        super().__init__(self.keys, self.keys, services={"field-data": KvsFieldData(self.kept), **services}, mixins=())
        self.student = student
        self.published: list[tuple[str, Mapping[str, Any]]] = []

    @property
    def stored(self) -> dict[Any, Any]:
        return self.kept.db_dict

    def handler_url(
        self, block: XBlock, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        return f"/handler/{handler_name}"

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """As production has it: hashed names under /static."""
        name, _, kind = uri.rpartition(".")
        return f"/static/xblock/resources/signpost_xblocks/{name}.0123456789ab.{kind}"

    def resource_url(self, resource: str) -> str:
        return f"/static/{resource}"

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        self.published.append((event_type, dict(event_data)))

    def parse(self, node: etree._Element | str) -> Any:
        """The block of an element, under the id that its url_name gives it, as the platform does."""
        node = etree.fromstring(node) if isinstance(node, str) else node
        keys = ScopeIds(self.student, node.tag, f"def.{node.get('url_name')}", f"use.{node.get('url_name')}")
        block = CLASSES[node.tag].parse_xml(node, self, keys)
        block.save()
        return block


def learner_fields(platform: Platform) -> dict[str, Any]:
    """Everything that is kept of any learner, by name."""
    return {key.field_name: value for key, value in platform.stored.items() if key.user_id is not None}


def exported(block: XBlock) -> etree._Element:
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    return node


def post(block: XBlock, handler: str, body: Any = None, **more: Any) -> Response:
    """A handler as the platform calls it: fields are saved afterwards. `body`: a value for JSON, or bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = Request.blank("/", **{"method": "POST", "content_type": "application/json", "body": content, **more})
    return block.runtime.handle(block, handler, request)
