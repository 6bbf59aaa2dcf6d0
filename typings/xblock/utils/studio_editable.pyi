from typing import Any

from xblock.validation import Validation

class StudioEditableXBlockMixin:
    editable_fields: tuple[str, ...]
    def _make_field_info(self, field_name: str, field: Any) -> dict[str, Any]: ...
    def validate_field_data(self, validation: Validation, data: Any) -> None: ...
