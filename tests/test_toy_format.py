"""A new format is one file and one line: tests/toy_format/toy.py, put into a copy of the builder, is seen by everything.

The copy is run as it is, by its own interpreter: nothing is patched, so nothing but the table can have told them.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_course import write_course

ROOT = Path(__file__).parent.parent
LINE = '    "signpost_builder.formats.toy:TOY",\n'


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A builder with the toy, the documents, and a project with one course."""
    home = tmp_path_factory.mktemp("with-toy")
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "builder/signpost_builder", home / "builder/signpost_builder", ignore=left_out)
    shutil.copytree(ROOT / "docs", home / "docs")
    (home / "tests").mkdir()
    shutil.copy(ROOT / "tests/test_docs.py", home / "tests")
    shutil.copy(ROOT / "tests/toy_format/toy.py", home / "builder/signpost_builder/formats/toy.py")
    table = home / "builder/signpost_builder/formats/__init__.py"
    before, last, after = table.read_text(encoding="utf-8").partition('    "signpost_builder.formats.web:WEB",\n')
    table.write_text(f"{before}{last}{LINE}{after}", encoding="utf-8")
    write_course(home)
    return home


def run(home: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bytecode = {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
    }  # compiled once, not at every run
    given = {**os.environ, "PYTHONPATH": str(home / "builder"), **bytecode, **environment}
    return subprocess.run(
        [sys.executable, *command], cwd=home, env=given, capture_output=True, text=True, timeout=60, check=False
    )


def signpost(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(home, "-c", "from signpost_builder.entry import main; main()", *arguments, **environment)


def with_line(home: Path, line: str) -> None:
    """The course with that line at its end, in place of what an earlier test put there."""
    write_course(home)
    with (home / "course/first/course.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


AS_OF = ("--as-of", "2026-11-28")


def test_help_and_completion_offer_it(home):
    """Among the names, and its option among those of its family."""
    shown = signpost(home, "build", "--help").stdout
    words = {"COMP_WORDS": "signpost build --format to", "COMP_CWORD": "3", "_SIGNPOST_COMPLETE": "bash_complete"}
    code = "from signpost_builder.cli import main; main(prog_name='signpost')"

    assert "web or toy" in " ".join(shown.split()) and "--toy-greeting" in shown
    assert run(home, "-c", code, **words).stdout == "plain,toy\n"


def test_a_course_names_it_and_is_built_and_checked(home):
    """From course.yaml to a package, and back to `check`; the command line comes before the file."""
    with_line(home, "toy: {greeting: Good morning}")
    file = home / "course/first/course.yaml"
    file.write_text(file.read_text().replace("formats: [scorm12, web]", "formats: [scorm12, toy]"), encoding="utf-8")

    made = signpost(home, "build", *AS_OF)
    package = home / "output/first/1.0.0/general/first.toy"
    assert (made.returncode, package.read_text()) == (0, "Good morning, First & last\n"), made.stderr
    judged = signpost(home, "check", str(package))
    assert (judged.returncode, judged.stdout) == (0, f"{package}  toy  1 files  nothing wrong\n")
    assert signpost(home, "build", *AS_OF, "--toy-greeting", "Hi").returncode == 0
    assert package.read_text() == "Hi, First & last\n"
    package.write_bytes(b"")
    assert "toy-empty" in signpost(home, "check", str(package)).stderr


def test_what_course_yaml_says_of_it_is_judged(home):
    """By the model that it declares, and by what it finds itself; a name near its own leads to it."""
    with_line(home, "toy: {greetings: Hello}")
    assert "'greetings' is not a field of the toy section" in signpost(home, "check", *AS_OF).stderr
    with_line(home, "toy: {greeting: Oi}")
    assert "course/first/course.yaml:14:17: error[toy-rude]" in signpost(home, "check", *AS_OF).stderr
    assert "did you mean 'toy'?" in signpost(home, "build", "--format", "toi").stderr


def test_an_editor_knows_it(home):
    """Its name and its key, in the JSON Schema."""
    assert signpost(home, "schema", "schemas").returncode == 0
    schema = json.loads((home / "schemas/course.schema.json").read_text(encoding="utf-8"))

    assert "toy" in schema["properties"]["formats"]["items"]["enum"]
    assert "ToyEntry" in json.dumps(schema["properties"]["toy"])


def test_it_may_need_what_is_not_installed(home):
    """Then a build says what to install; nothing else is the poorer for it."""
    write_course(home)

    refused = signpost(home, "build", "--format", "toy", *AS_OF, TOY_NEEDS="no_such_module")

    assert refused.returncode == 2 and "pip install 'signpost-builder[toys]'" in refused.stderr
    assert signpost(home, "build", "--format", "web", *AS_OF, TOY_NEEDS="no_such_module").returncode == 0


def test_a_package_of_nobody_is_told_of_it(home):
    (home / "table.xlsx").write_bytes(b"table")

    assert "a .toy file" in signpost(home, "check", "table.xlsx").stderr


def test_it_must_be_documented(home):
    """The test of the documents fails until its page names it."""
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_docs.py", "-k", "format")
    page = home / "docs/lms.md"

    refused = run(home, *command, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    page.write_text(
        page.read_text(encoding="utf-8") + "\nThe format `toy` is a toy: `--toy-greeting`.\n", encoding="utf-8"
    )

    assert refused.returncode == 1 and "'toy'" in refused.stdout, refused.stdout + refused.stderr
    assert run(home, *command, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1").returncode == 0
