"""Imports inside builder/ go down the floors only, formats stand apart, and the repository names no machine."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from signpost_builder.formats import FORMATS, families

ROOT = Path(__file__).parent.parent
FLOORS = (
    ("__init__", "diagnostics", "model", "same", "values"),
    (
        "charts",
        "diagnostic_text",
        "explanations",
        "forgetting",
        "marks",
        "own_members",
        "package",
        "plain_words",
        "last_check",
        "sarif",
        "printing",
        "proof",
        "schema",
        "serving",
        "own_members",
        "shortening",
        "source",
        "titles",
        "tool",
        "typography",
        "whole_file",
    ),
    ("lint.archive", "lint.report"),
    ("formats.__init__", "formats.course_file", "formats.format"),  # the table, and what a format is
    (
        "answering_time",
        "editions",
        "forms",
        "minutes",
        "page",
        "places",
        "read",
        "reading_grade",
        "records",
        "resolving",
        "scoring",
        "sites_template",
        "state",
    ),
    ("fairness", "lint", "restricted_forms", "reviewing", "simulated", "upkeep"),
    ("writing",),
    ("comparing",),
    ("formats",),
    (
        "build",
        "checking",
        "index_page",
        "judging",
        "listing",
        "making",
        "preview",
        "room",
        "whole_course",
    ),
    ("beginnings", "language"),
    ("cli", "commands"),
    ("entry",),
)
PLACED = {name for names in FLOORS for name in names}
PACKAGE = ROOT / "builder/signpost_builder"
MODULES = sorted(PACKAGE.rglob("*.py"))
# The script for a page is linked with one of the player's adapters (lms-scorm12.js …), which are called like formats.
NAMES_ADAPTERS = {f"signpost_builder.{name}" for name in ("page.document", "page.script", "lint.answers")}

# For the type checker alone: a format's declaration says what its writer gets.
TYPES_ONLY = {("formats.format", "page")}

# `::: trainer` is older than the format that prints it; a question has `trainer` too. A survey has its campaigns.
NAMES_A_DIRECTIVE = {
    *(
        (f"signpost_builder.{name}", "trainer")
        for name in ("read.page_blocks", "read.question_set", "resolving", "source.directives", "writing.pieces")
    ),
    *((f"signpost_builder.{name}", "campaign") for name in ("read.survey", "read.drafts", "commands.building")),
}


def dotted(module: Path) -> str:
    return ".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts)


def unit(name: str) -> str:
    """The part of builder/ that the dotted name of a module belongs to: the longest that has a floor."""
    inside = name.split(".")[1:] or ["__init__"]
    return next(
        (part for size in (2, 1) if (part := ".".join(inside[:size])) in PLACED),
        inside[0],
    )


def floor(part: str) -> int:
    """Which floor a part stands on; a part that nobody placed is an error."""
    (found,) = [number for number, names in enumerate(FLOORS) if part in names]
    return found


def modules_named(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The dotted names of the modules that a statement imports, packages by their `__init__`."""
    if isinstance(node, ast.Import):
        names = {alias.name for alias in node.names}
    else:
        names = {f"{node.module}.{alias.name}" for alias in node.names}
    return {known for name in names if (known := as_module(name) or as_module(name.rpartition(".")[0]))}


def as_module(name: str) -> str:
    place = PACKAGE.parent.joinpath(*name.split("."))
    if not name.startswith(PACKAGE.name):
        return ""
    return f"{name}.__init__" if place.is_dir() else name if place.with_suffix(".py").is_file() else ""


def imported(module: Path) -> set[str]:
    """The dotted names of the modules of builder/ that one imports, wherever in it."""
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    return {name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for name in modules_named(node)}


def imports(module: Path) -> set[str]:
    return {unit(name) for name in imported(module)}


def family(name: str) -> str:
    """The folder of formats that a module belongs to; none for the table and for all else."""
    inside = name.split(".")[1:]
    return inside[1] if unit(name) == "formats" else ""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_imports_go_down(module):
    """Nothing imports from a floor above its own."""
    own = unit(dotted(module))
    upward = {name for name in imports(module) if floor(name) > floor(own)}

    assert upward - {up for declared, up in TYPES_ONLY if declared == own} == set()


def test_no_circles_within_a_floor():
    """Parts of one floor may use each other, but never in a circle."""
    uses: dict[str, set[str]] = {}
    for module in MODULES:
        own = unit(dotted(module))
        types = {up for declared, up in TYPES_ONLY if declared == own}
        uses.setdefault(own, set()).update(imports(module) - {own} - types)

    while free := [part for part, used in uses.items() if not used & uses.keys()]:
        for part in free:
            del uses[part]

    assert uses == {}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_a_format_is_imported_by_itself_alone(module):
    """No format imports another, and nothing else imports one: what it is stands in the table, which names modules."""
    own = family(dotted(module))

    assert {name for name in imported(module) if family(name) not in ("", own)} == set()


def test_only_the_table_names_a_format():
    """No module outside its folder has the name of a format or of its family as a text: whoever needs one asks the table."""
    names = {*FORMATS, *(options.key for options in families())}
    named = {
        (dotted(module), node.value)
        for module in MODULES
        if not family(dotted(module))
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    }

    assert {one for one in named if one not in NAMES_A_DIRECTIVE and one[0] not in NAMES_ADAPTERS} == set()


def test_the_table_loads_no_writer():
    """Who builds one format does not wait for the others, and who builds none for no one."""
    code = "import sys, signpost_builder.formats as formats; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "signpost_builder.formats.format" in loaded
    assert {name for name in loaded if name.startswith("signpost_builder.formats.") and name.count(".") > 2} == set()


def test_the_command_starts_without_a_course():
    """Who asks for help, or checks what was checked before, waits neither for the model nor for what authors may type."""
    code = "import sys, signpost_builder.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "signpost_builder.commands.check" in loaded
    assert {"pydantic", "signpost_builder.model", "signpost_builder.package"} & {*loaded} == set()


def test_a_check_of_sources_renders_and_packs_nothing():
    """What is asked of whole courses imports no page, no writer and none of the libraries that only these need."""
    judges = ("whole_course", "formats.h5p.judging", "formats.openedx.judging", "formats.trainer.judging")
    code = "import sys, " + ", ".join(f"signpost_builder.{name}" for name in judges) + "; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "signpost_builder.judging" in loaded
    assert {"jinja2", "signpost_builder.build", "signpost_builder.page.rendered", "signpost_builder.records"} & {
        *loaded
    } == set()


def test_no_file_names_a_machine():
    """No absolute path of a developer's computer, and no package registry, stands in the repository."""
    machine = re.compile(
        rb"(?<![\w.])/(?:work|home|Users)/[a-z]\w*/|\.\./shared\b|registry\.npmjs\.org|pypi\.org", re.IGNORECASE
    )
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]
    own = Path(__file__)

    assert files
    assert [
        file.relative_to(ROOT).as_posix() for file in files if file != own and machine.search(file.read_bytes())
    ] == []
