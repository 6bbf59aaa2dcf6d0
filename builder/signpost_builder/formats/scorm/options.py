"""How SCORM packages are made: whether they carry the official schemas."""

from dataclasses import field
from typing import TYPE_CHECKING

from signpost_builder.values import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signpost_builder.package import Tree


@frozen(kw_only=True)
class Scorm:
    """`control_documents`: by format, the XSDs and DTDs that its packages carry (profile `strict`); `lean` ones carry none."""

    control_documents: "Mapping[str, Tree]" = field(default_factory=dict)

    def carried(self, format: str) -> "Tree":
        return self.control_documents.get(format, {})
