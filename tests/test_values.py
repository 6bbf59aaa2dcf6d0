"""A frozen value behaves as a frozen dataclass of the standard library does."""

from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest
from signpost_builder.values import frozen

STANDARD = (dataclass(frozen=True, slots=True), dataclass(frozen=True, slots=True, kw_only=True))
OURS = (frozen, frozen(kw_only=True))


def declared(in_order, by_name):
    """Three classes: taken in order, by name, and the child of one."""

    @in_order
    class Point:
        x: int
        y: int = 0

    @by_name
    class Word:
        """A word."""

        text: str
        said: list = field(default_factory=list)
        at: int = field(default=0, compare=False, repr=False)

    @by_name
    class Name(Word):
        of: str

    return Point, Word, Name


@pytest.mark.parametrize("classes", [declared(*STANDARD), declared(*OURS)], ids=["the library", "ours"])
def test_a_value(classes):
    """Equal by what counts, known by its own class, shown without its place."""
    Point, Word, Name = classes

    assert (Point(1).y, Point(1, y=2).y) == (0, 2)
    assert Word(text="a", at=1) == Word(text="a", at=2) != Word(text="b")
    assert Name(text="a", of="b") != Word(text="a")
    assert Point(1) != (1, 0)
    assert len({Point(1), Point(1, 0), Point(2)}) == 2
    assert repr(Word(text="a", at=3)).endswith("Word(text='a', said=[])")
    assert Word(text="a").said is not Word(text="a").said
    assert replace(Name(text="a", of="b"), of="c") == Name(text="a", of="c")
    assert [each.name for each in fields(Name)] == ["text", "said", "at", "of"]
    assert (Point.__match_args__, Word.__match_args__) == (("x", "y"), ())


@pytest.mark.parametrize("classes", [declared(*STANDARD), declared(*OURS)], ids=["the library", "ours"])
def test_nothing_changes_it(classes):
    """Neither set nor taken away nor added; nor made without what it needs."""
    Point, Word, _ = classes

    for change in (lambda: setattr(Point(1), "x", 2), lambda: delattr(Point(1), "x")):
        with pytest.raises(FrozenInstanceError):
            change()
    with pytest.raises((AttributeError, TypeError)):
        Point(1).z = 1
    for make in (Point, Word, lambda: Point(1, 2, 3), lambda: Word("a"), lambda: Point(1, z=2)):
        with pytest.raises(TypeError):
            make()
