from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])
Class = TypeVar("Class", bound=type)

class XBlock:
    entry_point: ClassVar[str]
    fields: ClassVar[dict[str, Any]]
    runtime: Any
    scope_ids: Any
    @classmethod
    def handler(cls, func: Handler) -> Handler: ...
    @classmethod
    def supports(cls, *functionalities: str) -> Callable[[Handler], Handler]: ...
    @classmethod
    def needs(cls, *service_names: str) -> Callable[[Class], Class]: ...
    @classmethod
    def wants(cls, *service_names: str) -> Callable[[Class], Class]: ...
