"""Templates are compiled once; what is kept of them never outlives its source, and never stands in the way."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FunctionLoader
from signpost_builder.page.templates import OPTIONS, Compiled, environment


def rendered(folder: Path, source: str) -> str:
    """By a process of its own, as far as Jinja can tell."""
    environment = Environment(**OPTIONS, loader=FunctionLoader(lambda _: source), bytecode_cache=Compiled(folder))
    return environment.get_template("page").render(text="<b>")


@pytest.fixture
def compilations(monkeypatch) -> list[str]:
    made: list[str] = []
    compiled = Environment.compile

    def counted(self, source, *arguments, **named):
        made.append(source)
        return compiled(self, source, *arguments, **named)

    monkeypatch.setattr(Environment, "compile", counted)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return made


def test_a_template_is_compiled_once_for_each_of_its_sources(tmp_path, compilations):
    folder = tmp_path / "__pycache__"

    assert rendered(folder, "{{ text }}") == rendered(folder, "{{ text }}") == "&lt;b&gt;"
    assert rendered(folder, "New {{ text }}") == "New &lt;b&gt;"
    assert compilations == ["{{ text }}", "New {{ text }}"]


@pytest.mark.parametrize("content", [b"", b"damaged", None])
def test_what_is_kept_may_be_damaged(tmp_path, compilations, content):
    rendered(tmp_path, "{{ text }}")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-9] if content is None else content)

    assert rendered(tmp_path, "{{ text }}") == "&lt;b&gt;" and len(compilations) == 2


def test_where_nothing_can_be_written_it_compiles_each_time(tmp_path, compilations):
    """A file stands where the folder would: not even root may write into it."""
    place = tmp_path / "taken"
    place.touch()

    assert rendered(place, "{{ text }}") == rendered(place, "{{ text }}") == "&lt;b&gt;"
    assert len(compilations) == 2 and place.read_bytes() == b""


def test_other_options_share_nothing(tmp_path, monkeypatch):
    before = Compiled(tmp_path).pattern
    monkeypatch.setitem(OPTIONS, "autoescape", False)

    assert Compiled(tmp_path).pattern != before


def test_a_method_of_a_dictionary_is_no_text():
    """`t["keys"]` where no text is called so: Jinja finds the method, whose address is another in every run."""
    template = environment().from_string('{{ t["keys"] }}')

    assert template.render(t={"keys": "Keys"}) == "Keys"
    with pytest.raises(TypeError, match="no text"):
        template.render(t={})
