"""One way for a finding: a reader returns it beside its value, and what a file gives depends on nothing else."""

import ast
import dataclasses
from pathlib import Path, PurePosixPath

import pytest
from signpost_builder import read
from signpost_builder.diagnostics import Read, Span
from signpost_builder.formats.course_file import course_file
from signpost_builder.model import CourseWords
from signpost_builder.read.context import Audiences, Context, Facts, Helplines, LocalContacts, ModuleContent, Sites
from signpost_builder.read.facts import read_facts, read_helplines
from signpost_builder.read.media import Media
from signpost_builder.read.module import read_module
from signpost_builder.read.named_sets import NamedSets
from signpost_builder.read.question_set import read_question_set
from signpost_builder.read.sites import SiteRules, read_sites
from signpost_builder.source.files import Project
from signpost_builder.source.yaml_nodes import load

from tests.source_projects import AS_OF, FILES, FRONT, PNG, a_project, findings

BUILDER = Path(read.__file__).parent.parent
MODULE = PurePosixPath("modules/one/module.md")
READERS = sorted(path for folder in ("read", "source", "fairness") for path in (BUILDER / folder).glob("*.py"))


def handed_on(tree: ast.AST) -> list[str]:
    """Functions that take a list into which they could put findings."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        function.name
        for function in functions
        for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        if argument.annotation
        and any(each in ast.unparse(argument.annotation) for each in ("list[Diagnostic]", "Findings"))
    ]


def test_what_is_looked_for_is_seen():
    """The test below can fail."""
    assert handed_on(ast.parse("def one(found: list[Diagnostic]): ...\ndef two(*, into: Findings): ...")) == [
        "one",
        "two",
    ]


@pytest.mark.parametrize("module", READERS, ids=lambda path: path.relative_to(BUILDER).as_posix())
def test_no_reader_hands_a_list_of_findings_on(module):
    """What was found is returned."""
    assert handed_on(ast.parse(module.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("value", [Context, Audiences, Facts, Helplines, Sites, ModuleContent])
def test_what_a_reader_knows_does_not_change(value):
    """And what it returns neither."""
    for field in dataclasses.fields(value):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(object.__new__(value), field.name, None)


def a_context(folder, **changes) -> Context:
    project = Project(folder)
    course = course_file().model_validate(
        load(FILES["course/demo/course.yaml"], PurePosixPath("course.yaml")).value.value
    )
    audiences = Audiences(("staff", "carer"))
    helplines = read_helplines(FILES["modules/helplines.yaml"], audiences, AS_OF).value
    context = Context(
        project=project,
        folder=PurePosixPath("course/demo"),
        media=Media(project),
        course=course,
        audiences=audiences,
        facts=read_facts(FILES["modules/facts.yaml"], AS_OF).value,
        helplines=helplines,
        local_contacts=LocalContacts(),
        words=CourseWords(),
        sites=Sites(),
        as_of=AS_OF,
    )
    return dataclasses.replace(context, **changes)


TEXT = f"""{FRONT}
{{fact:NRM-01}} and {{fact:NO-01}}, see [what comes next](page:one.next) and ![A girl at a bus stop](picture.png).

::: quiz ref=asked
:::

## Next

{{contact:childline}}
"""


def module_of(folder, text: str, **changes) -> Read[ModuleContent]:
    context = a_context(folder, **changes)
    return read_module(text, MODULE, context, NamedSets(context))


def test_a_module_is_a_function_of_its_text_and_the_context(tmp_path):
    """Read again, with another module read between, it gives the same: so it can be remembered by its content."""
    folder = a_project(tmp_path, **{"modules/one/picture.png": PNG}).parent.parent
    context = a_context(folder)
    sets = NamedSets(context)
    first = read_module(TEXT, MODULE, context, sets)
    read_module(TEXT.replace("NO-01", "NO-02"), MODULE, context, sets)

    assert read_module(TEXT, MODULE, context, sets) == first == module_of(folder, TEXT)
    assert {finding.code for finding in first.findings} == {"unknown-fact"}
    assert [link.target for link in first.value.links] == ["one.next"]
    assert {*first.value.pages} == {"one.start", "one.next"} and {*first.value.used_facts} == {"NRM-01"}


def test_other_files_are_functions_of_their_text_too(tmp_path):
    """Facts, helplines, sites and question sets."""
    context = a_context(a_project(tmp_path).parent.parent)
    quiz = PurePosixPath("quizzes/asked.yaml")

    for reader in (
        lambda: read_facts(FILES["modules/facts.yaml"] + "BAD-01: {}\n", AS_OF),
        lambda: read_helplines(FILES["modules/helplines.yaml"], context.audiences, AS_OF),
        lambda: read_question_set(FILES["quizzes/asked.yaml"], quiz, context),
        lambda: read_sites(
            "id,name\nhill,Hill\n", PurePosixPath("sites.csv"), SiteRules(context.course, (), "site", AS_OF, False)
        ),
    ):
        assert reader() == reader()


def test_a_full_run_reads_no_more_signs(tmp_path):
    """A run with findings enough says so at each further file, once."""
    folder = a_project(tmp_path).parent.parent

    assert [finding.code for finding in module_of(folder, TEXT, is_full=True).findings] == ["too-many-findings"]


def test_a_broken_picture_is_broken_wherever_it_is_used(tmp_path):
    """The second place does not say that there is no such file."""
    twice = "![A girl at a bus stop](picture.png)\n\n![A boy at a bus stop](picture.png)\n"
    folder = a_project(tmp_path, **{"modules/one/module.md": FRONT + twice, "modules/one/picture.png": b"x"})

    assert [finding.code for finding in findings(folder)] == ["broken-media"]


def test_a_set_is_judged_whole_where_a_directive_is_left_open(tmp_path):
    """What hides behind an open line is in the module, never in the file of the set."""
    folder = a_project(
        tmp_path,
        **{
            "modules/one/module.md": FRONT + "::: quiz ref=known\n",
            "quizzes/known.yaml": "id: known\ntitle: K\nkind: knowledge\nquestions:\n  - {id: K1, type: single, stem: Who?, choices: [{text: A}, {text: B}]}\n",
        },
    )

    assert {finding.code for finding in findings(folder)} == {"unclosed-directive", "question-without-key"}


def test_a_place_is_no_part_of_a_remembered_set(tmp_path):
    """An unknown set is told at each place that names it."""
    context = a_context(a_project(tmp_path).parent.parent)
    sets = NamedSets(context)
    places = [Span(MODULE, line, 1) for line in (3, 9)]

    assert [finding.span for place in places for finding in sets.get("none", place).findings] == places
