"""What the wheel holds: the builder's files as they are now, catalogues that work, and nothing that it would have to ask for."""

import ast
import gettext
import io
import runpy
import subprocess
import sys
import zipfile
from importlib.metadata import entry_points, requires
from pathlib import Path

import pytest
from catalogue import ENGLISH, catalogue, texts
from lms import Platform
from rendered import module_element
from signpost_builder.page.script import player_script
from signpost_builder.page.stylesheet import stylesheet
from xblock.core import XBlock

from tests.subject_words import of_no_tree

HERE = Path(__file__).parents[1]
ROOT = HERE.parent
PACKAGE = HERE / "signpost_xblocks"
SETUP = runpy.run_path(str(HERE / "setup.py"))


def test_the_files_in_the_package_are_the_builders_own():
    """One source: whoever changed the player runs `make xblocks/.venv/.installed` and has the same files here."""
    expected = {
        **{f"public/{name}.js": player_script("xblock", without) for name, without in SETUP["WITHOUT"].items()},
        "public/player.css": stylesheet(),
        "marks.py": (ROOT / "builder/signpost_builder/marks.py").read_bytes(),
    }

    assert {name for name in expected if (PACKAGE / name).read_bytes() != expected[name]} == set()


def test_what_is_made_is_not_kept():
    """Git holds sources only."""
    listed = subprocess.run(
        ["git", "ls-files", "--", "signpost_xblocks/public"], cwd=HERE, capture_output=True, check=True, text=True
    )

    assert listed.stdout.split() == ["signpost_xblocks/public/host.js"]


def test_it_asks_for_xblock_alone():
    assert [one for one in requires("signpost-xblocks") or () if "extra" not in one] == ["XBlock>=5"]
    assert {one.name for one in entry_points(group="xblock.v1") if one.value.startswith("signpost")} == {
        "signpost_module",
        "signpost_quiz",
    }
    assert {XBlock.load_class(name).__name__ for name in ("signpost_module", "signpost_quiz")} == {
        "SignpostModule",
        "SignpostQuiz",
    }


def test_it_imports_nothing_that_a_platform_may_lack():
    """XBlock's own dependencies and the standard library; above all nothing of the builder."""
    allowed = {"lxml", "web_fragments", "webob", "xblock", "signpost_xblocks", *sys.stdlib_module_names}
    found = set()
    for file in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])

    assert found <= allowed


def test_the_host_needs_no_library():
    """No jQuery, no module syntax, one global name: a plain function with the three parameters that runtimes count."""
    host = (PACKAGE / "public/host.js").read_text("utf-8")

    assert "$" not in host.replace("${", "")
    assert "import " not in host and "export " not in host
    assert [line for line in host.splitlines() if line and line[0] not in " /}"] == [
        "function SignpostBlock(runtime, element, args) {"
    ]


def test_every_text_is_in_the_catalogue():
    """Run `python tests/catalogue.py` after a change."""
    assert len(list(texts())) > 20
    assert ENGLISH.read_text("utf-8") == catalogue()


def test_a_translation_reaches_the_screen():
    """A catalogue compiled by setup.py, read by gettext as a platform does."""
    po = catalogue().replace('msgid "Checks"\nmsgstr ""', 'msgid "Checks"\nmsgstr "Ĉekoj “ĉ”"')
    translated = gettext.GNUTranslations(io.BytesIO(SETUP["catalogue"](po)))
    block = Platform(i18n=translated).parse(module_element("crossing"))

    assert "Ĉekoj “ĉ”" in block.render("author_view").content
    assert block.index_dictionary()["content_type"] == "Training module"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--wheel-dir",
        folder,
        HERE,
    ]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        yield {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_what_the_checkout_holds(wheel):
    names = {name for name in wheel if not name.startswith("signpost_xblocks-")}
    expected = {
        file.relative_to(HERE).as_posix()
        for file in PACKAGE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }

    assert names == expected
    assert all(wheel[name] == (HERE / name).read_bytes() for name in names)
    assert sum(map(len, wheel.values())) < 500_000


def test_no_file_has_a_word_of_safeguarding(wheel):
    """What the blocks say of a course comes with the course: neither their texts nor the scenarios know a subject."""
    found = {name: of_no_tree(content) for name, content in wheel.items()}

    assert {name: words for name, words in found.items() if words} == {}
