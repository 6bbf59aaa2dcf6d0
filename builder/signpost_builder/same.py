"""A value as the key of a cache: that very one, and no other that is equal to it."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """What no condition or contact touches is one object in every edition: comparing its contents would cost more.

    It is kept as long as the key is, so nothing else can come to have its `id`.
    """

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value
