"""`signpost preview` without a browser: what is told at each save, what is given out and to whom, and what the editor is started with."""

import contextlib
import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.diagnostics import NOWHERE as NOWHERE_IN_FILES
from signpost_builder.diagnostics import SourceError, error
from signpost_builder.editions import edition
from signpost_builder.forgetting import FORGET_AFTER
from signpost_builder.page.document import site_files
from signpost_builder.page.rendered import render
from signpost_builder.preview.choice import NO_SITE, Choice, Frame
from signpost_builder.preview.desk import Desk
from signpost_builder.preview.editor import CannotOpen, command, source_file
from signpost_builder.preview.pages import review_page
from signpost_builder.preview.parts import Parts, marks, taken_apart, without_same
from signpost_builder.preview.reading import Reading
from signpost_builder.preview.showing import INDEX, Change, Showing, unsent
from signpost_builder.preview.watching import PATIENCE_SECONDS, is_source
from signpost_builder.serving.running import listening, port_of

from testing.children import end
from tests import own_loop
from tests.preview_program import States, previewing
from tests.source_projects import AS_OF, FILES, PNG, a_project, a_read_course
from tests.test_forms import surveyed

MODULE = "modules/one/module.md"
NOWHERE = "http://127.0.0.1:1/token/nowhere"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("previewed")
    a_project(root)
    second = FILES["course/demo/course.yaml"].replace("id: demo", "id: second").replace("title: Demo", "title: Second")
    (root / "course/second").mkdir()
    (root / "course/second/course.yaml").write_text(second)
    (root / "secret.txt").write_text("not for an editor")
    return root


@pytest.fixture(scope="module")
def program(project, tmp_path_factory):
    """One program for all tests that only ask. The editor writes down what it is started with."""
    noted = tmp_path_factory.mktemp("editor")
    script = noted / "editor.py"
    script.write_text(f"import json, sys; open({str(noted / 'said')!r}, 'a').write(json.dumps(sys.argv[1:]) + chr(10))")
    with previewing(project, VISUAL=f"{sys.executable} {script}") as running:
        running.noted = noted / "said"
        yield running


@pytest.fixture
def states(program):
    with contextlib.closing(States(program, "demo")) as told:
        yield told


def _says(text):
    return lambda state: state["good"] and text in state["title"]


def _retitled(project, title):
    file = project / "course/demo/course.yaml"
    file.write_text(FILES["course/demo/course.yaml"].replace("title: Demo", f"title: {title}"))


# ------------------------------------------------------------------------------ at each save


def test_a_save_is_told_and_a_broken_one_leaves_the_last_good_version(program, project, states):
    first = states.next()

    assert (first["good"], first["findings"], first["courses"]) == (True, [], ["demo", "second"])

    (project / MODULE).write_text(FILES[MODULE] + "\n::: qestion\n:::\n")
    broken = states.until(lambda state: not state["good"])
    (finding,) = broken["findings"]

    assert (broken["version"], broken["title"]) == (first["version"], "Demo")
    assert (finding["path"], finding["line"], finding["column"]) == (MODULE, 10, 1)
    assert finding["source"] == "::: qestion"
    assert "question" in finding["hint"]
    assert finding["explanation"]

    (project / MODULE).write_text(FILES[MODULE] + "\nMore.\n")
    mended = states.until(lambda state: state["good"])

    assert mended["version"] == first["version"] + 1

    (project / MODULE).write_text(FILES[MODULE])


def test_an_editor_that_saves_by_renaming(program, project, states):
    """vim, VS Code with atomic saves, and Word processors write a neighbour and rename it; their backups are not sources."""
    states.next()
    course = project / "course/demo/course.yaml"
    course.with_name("course.yaml~").write_text("backup")
    course.with_name(".course.yaml.swp").write_bytes(b"\0")
    course.with_name(".tmp-new").write_text(FILES["course/demo/course.yaml"].replace("title: Demo", "title: Renamed"))
    course.with_name(".tmp-new").replace(course)

    assert states.until(_says("Renamed"))["findings"] == []

    course.with_name("course.yaml~").unlink()
    _retitled(project, "Demo")


def test_a_file_that_is_emptied_while_it_is_saved_is_no_error(program, project, states):
    states.next()
    course = project / "course/demo/course.yaml"
    course.write_text("")
    time.sleep(PATIENCE_SECONDS / 20)
    _retitled(project, "Whole again")
    states.until(_says("Whole again"))

    # The saves of other tests may still be on their way; none of them is an error either.
    assert all(state["good"] for state in states.passed)

    _retitled(project, "Demo")


def test_two_saves_in_five_milliseconds_end_with_the_second(program, project, states):
    states.next()
    _retitled(project, "The first")
    time.sleep(0.003)
    _retitled(project, "The second")

    assert states.until(_says("The second"))["title"] == "The second"

    _retitled(project, "Demo")


def test_a_read_in_the_middle_of_a_save_is_not_told(tmp_path, monkeypatch):
    """The file was emptied after the watch had looked and before it was read."""
    folder = a_project(tmp_path)
    module = tmp_path / MODULE
    desk, told = Desk(tmp_path, Showing(NOWHERE, "x")), []

    def reads(reading):
        if len(told) == 1:
            module.write_text("")
        told.append(read(reading))
        module.write_text(FILES[MODULE] + f"\nSave {len(told)}.\n")

    async def run():
        reading = await desk.reading(folder.name)
        stream = (await desk.events(folder.name)).stream()
        await anext(stream)
        await desk.changed()
        return reading, json.loads((await anext(stream)).removeprefix(b"data: "))

    read = Reading.read
    monkeypatch.setattr(Reading, "read", reads)
    reading, state = own_loop.run(run())

    assert len(told) == 3
    assert state["good"]
    assert reading.is_good


def test_a_deleted_file_and_a_renamed_folder_are_told_and_come_back(program, project, states):
    states.next()
    (project / MODULE).unlink()
    gone = states.until(lambda state: not state["good"])

    assert {finding["code"] for finding in gone["findings"]} == {"unknown-module"}

    (project / MODULE).write_text(FILES[MODULE])
    states.until(lambda state: state["good"])
    (project / "modules").rename(project / "moved")
    moved = states.until(lambda state: not state["good"])

    assert moved["title"] == "Demo"

    (project / "moved").rename(project / "modules")
    states.until(lambda state: state["good"])
    (project / MODULE).write_text(FILES[MODULE] + "\nThe watch goes on in the folder that came back.\n")
    later = states.until(lambda state: state["version"] > moved["version"])

    assert later["good"]

    (project / MODULE).write_text(FILES[MODULE])


@pytest.mark.parametrize("place", ["our pictures/gate.png", "gate.png"])
def test_a_picture_beside_the_sources_is_watched_from_when_it_is_shown(program, project, states, place):
    """As `signpost check` reads it: a broken one is told, and a whole one again."""
    states.next()
    picture = project / place
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(PNG)
    (project / MODULE).write_text(FILES[MODULE] + f"\n![A gate](<../../{place}>)\n")
    shown = states.until(lambda state: state["good"] and state["version"] > 1)
    picture.write_bytes(b"none")
    broken = states.until(lambda state: not state["good"])
    picture.write_bytes(PNG)
    again = states.until(lambda state: state["good"])

    assert {finding["code"] for finding in broken["findings"]} == {"broken-media"}
    assert again["version"] >= shown["version"]

    (project / MODULE).write_text(FILES[MODULE])
    states.until(lambda state: state["version"] > again["version"])
    picture.unlink()


def test_the_folder_of_the_course_itself_is_renamed(tmp_path):
    """The page goes on asking for the course that it shows: without it among its choices it asked for none, and heard no more."""
    folder = a_project(tmp_path)
    reading = Reading(folder, lambda: AS_OF)
    reading.read()
    folder.rename(folder.with_name("other"))
    reading.read()
    state = reading.state()

    assert (state["course"], state["courses"], state["good"]) == ("demo", ["demo", "other"], False)


def test_fifty_saves_in_a_second_are_read_as_few_and_end_with_the_last(program, project, states):
    """Saves that come while one is read are one save: the page never falls behind."""
    first = states.next()
    for number in range(50):
        _retitled(project, f"Number {number}")
        time.sleep(0.02)
    last = states.until(_says("Number 49"))

    assert last["version"] - first["version"] <= 50

    _retitled(project, "Demo")


@pytest.mark.parametrize("save", [b"\xef\xbb\xbf", b"\r\n"])
def test_a_byte_order_mark_and_carriage_returns_are_read(program, project, states, save):
    before = states.next()["version"]
    text = (FILES[MODULE] + f"\nSaved so: {len(save)}.\n").encode()
    (project / MODULE).write_bytes(save + text if len(save) == 3 else text.replace(b"\n", save))

    assert states.until(lambda state: state["version"] > before)["findings"] == []

    (project / MODULE).write_text(FILES[MODULE])


def test_what_is_not_utf_8_and_what_is_no_file_is_said(program, project, states):
    states.next()
    (project / MODULE).write_bytes(FILES[MODULE].encode() + b"\nCaf\xe9.\n")
    (finding,) = states.until(lambda state: not state["good"])["findings"]

    assert (finding["code"], finding["line"], finding["column"]) == ("not-utf-8", 10, 4)

    (project / MODULE).unlink()
    (project / MODULE).mkdir()
    states.until(lambda state: state["findings"][0]["code"] == "unknown-module")
    (project / MODULE).rmdir()
    (project / MODULE).write_text(FILES[MODULE])
    states.until(lambda state: state["good"])


def test_a_project_that_is_moved_away_is_waited_for(tmp_path):
    root = tmp_path / "project"
    a_project(root)
    with previewing(root) as running, contextlib.closing(States(running, "demo")) as told:
        first = told.next()
        root.rename(tmp_path / "away")
        told.until(lambda state: not state["good"])
        (tmp_path / "away").rename(root)
        told.until(lambda state: state["good"])
        (root / MODULE).write_text(FILES[MODULE] + "\nHere again.\n")

        assert told.until(lambda state: state["version"] > first["version"])["good"]


def test_two_previews_of_one_project_do_not_know_of_each_other(program, project, states):
    states.next()
    with previewing(project) as other, contextlib.closing(States(other, "demo")) as told:
        told.next()
        _retitled(project, "For both")

        assert states.until(_says("For both")) and told.until(_says("For both"))
        assert other.ask(f"/{program.token}/")[0] == 403

    _retitled(project, "Demo")


def test_a_second_course_is_told_to_whoever_looks_at_it(program, project, states):
    states.next()
    with contextlib.closing(States(program, "second")) as others:
        assert others.next()["title"] == "Second"

        file = project / "course/second/course.yaml"
        file.write_text(file.read_text().replace("title: Second", "title: Another"))

        assert others.until(_says("Another"))["course"] == "second"


def test_windows_with_other_views_are_told_the_page_that_each_shows(program, project):
    with (
        contextlib.closing(States(program, "page/demo/staff/-/en-GB")) as staff,
        contextlib.closing(States(program, "page/demo/carer/-/en-GB")) as carer,
        contextlib.closing(States(program, "h5p/demo/staff/-/en-GB")) as text,
    ):
        windows = (staff, carer, text)
        first = [each.next() for each in windows]
        (project / MODULE).write_text(FILES[MODULE] + "\n::: for carer\nFor carers.\n:::\n")
        version = first[0]["version"]
        told = [each.until(lambda state: state["version"] > version)["page"] for each in windows]

        assert [each["known"] for each in told] == [first[0]["page"]["now"], first[1]["page"]["now"], ""]
        assert ["For carers." in each["text"] for each in told] == [False, True, False]
        assert told[2]["now"] == first[2]["page"]["now"]  # nothing of it has changed: it is not loaded anew

    (project / MODULE).write_text(FILES[MODULE])


def test_what_editors_leave_behind_is_no_source():
    left = [
        "module.md~",
        ".module.md.swp",
        "#module.md#",
        ".#module.md",
        "4913",
        "module.md.tmp",
        "a.tmp.123",
        ".DS_Store",
    ]

    assert [name for name in left if is_source(f"/project/modules/one/{name}")] == []
    assert is_source("/project/modules/one/module.md")


# ------------------------------------------------------------------------------ who gets what


def test_the_page_around_and_the_course_have_ports_and_tokens_of_their_own(program):
    port, token = program.course()
    page = f"/{token}/page/demo/staff/-/en-GB/"

    assert port != program.port
    assert token != program.token
    assert program.ask(page, port=port)[0] == 200
    assert program.ask(f"/{program.token}/", port=port)[0] == 403
    assert program.ask(page)[0] == 403
    assert program.ask("/")[0] == program.ask("/wrong/")[0] == 403
    assert program.own("", Host="evil.example")[0] == 403
    assert program.own("", Origin=f"http://127.0.0.1:{port}")[0] == 403


def test_no_address_leads_to_files_that_are_not_shown(program):
    port, token = program.course()
    for name in ("../../../../../../etc/passwd", "..%2f..%2fsecret.txt", "module.md", "player.py", "%00"):
        assert program.ask(f"/{token}/page/demo/staff/-/en-GB/{name}", port=port)[0] == 404
    for name in ("../server.py", "..%2fserver.py", "none.js"):
        assert program.own(f"-/{name}")[0] == 404
    assert program.own("events/none")[0] == 404
    assert program.own("html/page/demo/nobody/-/en-GB")[0] == 404
    assert program.own("html/nothing/demo/staff/-/en-GB")[0] == 404


def test_the_page_names_no_other_host(program):
    """Works offline: what a browser would load is of this computer."""
    _, shell = program.own("")

    assert "//" not in shell.replace("<!doctype", "")
    for name in (
        "shell.js",
        "dom.js",
        "shell.css",
        "frame-box.js",
        "findings.js",
        "choices.js",
        "panel.js",
        "review.js",
        "edit.js",
    ):
        status, text = program.own(f"-/{name}")
        code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("//", "*", "/*")))

        assert status == 200
        assert "http" not in code.replace("http://127.0.0.1:${port}", "")


def _open(program, path, method="POST", **headers):
    return program.own("open", method, json.dumps({"path": path, "line": 7, "column": 3}), **headers)


def test_a_source_opens_in_the_editor_and_nothing_else_does(program, project):
    (project / "modules/one/out.md").symlink_to(project / "secret.txt")
    refused = [
        "secret.txt",
        "../secret.txt",
        "/etc/passwd",
        str(project / "secret.txt"),
        "modules",
        "",
        "modules/one/out.md",
        "a\0b",
    ]
    refused += ["modules/../secret.txt", "--version", "modules/one/none.md"]
    answers = [_open(program, path) for path in refused]
    (project / "modules/one/out.md").unlink()

    assert {status for status, _ in answers} == {409}
    assert not program.noted.exists()

    assert _open(program, MODULE)[0] == 200

    until = time.monotonic() + 20
    while not (program.noted.exists() and program.noted.read_text().endswith("\n")) and time.monotonic() < until:
        time.sleep(0.02)

    assert json.loads(program.noted.read_text()) == [str((project / MODULE).resolve())]


ODD = [
    {"path": "modules/" + "x" * 300, "line": 1, "column": 1},
    {"path": "modules/" + "x/" * 9000, "line": 1, "column": 1},
    {"path": "modules/\ud800", "line": 1, "column": 1},
    {"path": [MODULE], "line": 1, "column": 1},
    {"path": MODULE, "line": float("inf"), "column": 1},
    {"path": MODULE, "line": None, "column": 1},
]


@pytest.mark.parametrize("asked", [*map(json.dumps, ODD), "[" * 30_000, "[]", '"x"'], ids=range(9))
def test_whatever_is_asked_of_the_editor_has_an_answer_in_words(program, asked):
    status, said = program.own("open", "POST", asked)

    assert status in (400, 409) and json.loads(said)["said"]


@pytest.mark.parametrize("name", ["a;touch x.md", "$(touch x).md", "`x`.md", "two\nlines.md", "-rf.md", "a b'\".md"])
def test_a_name_is_one_argument_whatever_it_is(tmp_path, name):
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / name).write_text("")
    file = source_file(tmp_path, f"modules/{name}")

    assert command(file, 1, 1, {"VISUAL": "something --wait"}) == ["something", "--wait", str(file)]


def test_only_the_own_page_may_ask_for_the_editor(program):
    port, token = program.course()

    assert _open(program, MODULE, Origin=f"http://127.0.0.1:{port}")[0] == 403
    assert _open(program, MODULE, Origin="https://evil.example")[0] == 403
    assert _open(program, MODULE, Origin="null")[0] == 403
    assert program.ask(f"/{program.token}/open", "POST", "{}")[0] == 403
    assert program.ask("/open", "POST", "{}", Origin=f"http://127.0.0.1:{program.port}")[0] == 403
    assert program.own("open")[0] == 405
    assert program.own("open", "PUT", "{}")[0] == 405
    assert program.ask(f"/{token}/open", "POST", "{}", port=port, Origin=f"http://127.0.0.1:{port}")[0] in (404, 405)
    assert program.own("open", "POST", "not json")[0] == 400
    assert program.own("open", "POST", "x" * 100_000)[0] == 403


def test_survey_answers_are_taken_and_dropped(program, tmp_path):
    port, token = program.course()
    here = f"http://127.0.0.1:{port}"
    course = replace(a_read_course(tmp_path), survey=surveyed(group="", stratum=""))
    rendered = render(edition(course))

    assert program.ask(f"/{token}/nowhere/v1/forms/f/records", "POST", "sealed", port=port, Origin=here) == (204, "")
    assert rendered.endpoint.startswith("https://")
    assert unsent(rendered, NOWHERE).endpoint == NOWHERE
    assert rendered.endpoint not in Showing(NOWHERE, "/-").files(_staff(), course)[INDEX].decode()


def test_ctrl_c_ends_it_with_a_page_that_listens(project):
    with previewing(project) as running:
        with contextlib.closing(States(running, "demo")) as told:
            told.next()
            running.process.send_signal(signal.SIGINT)
            end(running.process)

        assert running.process.returncode == 0
        assert running.process.stdout.read().endswith("The preview has ended.\n")
        assert running.process.stderr.read() == ""


def test_a_taken_port_is_said_in_one_sentence(project, monkeypatch):
    monkeypatch.chdir(project)
    with contextlib.closing(listening()) as taken:
        result = CliRunner().invoke(main, ["preview", "demo", "--port", str(port_of(taken))])

    assert result.exit_code == 1
    assert "another program listens on port" in result.output


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "watchfiles"])
def test_what_has_to_be_installed_is_said(project, missing):
    """In a process of its own: what is imported once stays."""
    code = f"import sys; sys.modules['{missing}'] = None; from signpost_builder.entry import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "preview", "demo"], cwd=project, capture_output=True, text=True, timeout=60
    )

    assert result.returncode == 2
    assert "pip install 'signpost-builder[author]'" in result.stderr
    assert "Traceback" not in result.stderr


# --------------------------------------------------------------------------------- the editor


@pytest.mark.parametrize(
    ("visual", "arguments"),
    [
        ("code", ["code", "--goto", "/p/a.md:7:3"]),
        ("/usr/bin/code -w", ["/usr/bin/code", "-w", "--goto", "/p/a.md:7:3"]),
        ("subl", ["subl", "/p/a.md:7:3"]),
        ("kate", ["kate", "--line", "7", "--column", "3", "/p/a.md"]),
        ("emacsclient -n", ["emacsclient", "-n", "+7", "/p/a.md"]),
        ("something", ["something", "/p/a.md"]),
        ("x; rm -rf /", ["x;", "rm", "-rf", "/", "/p/a.md"]),  # no shell: words
    ],
)
def test_the_arguments_of_editors(visual, arguments):
    assert command(Path("/p/a.md"), 7, 3, {"VISUAL": visual, "EDITOR": "vim"}) == arguments


def test_an_editor_that_needs_a_terminal_and_none_at_all_are_said():
    with pytest.raises(CannotOpen, match="needs a terminal"):
        command(Path("/p/a.md"), 1, 1, {"EDITOR": "/usr/bin/vim"})
    with pytest.raises(CannotOpen, match="not written as a command"):
        command(Path("/p/a.md"), 1, 1, {"VISUAL": "code 'half"})
    with pytest.raises(CannotOpen, match="set VISUAL"):
        command(Path("/p/a.md"), 1, 1, {"PATH": "/nowhere"})


def test_a_project_behind_a_link_opens_its_own_files(tmp_path):
    a_project(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert source_file(tmp_path / "link", MODULE) == (tmp_path / "real" / MODULE).resolve()


# ------------------------------------------------------------------------- what is shown of it


def _staff(kind="page", **other):
    return Frame(kind, Choice(**{"course": "demo", "audience": "staff", "site": NO_SITE, "language": "en-GB", **other}))


def test_the_page_is_what_is_packed_with_one_script_more(tmp_path):
    course = a_read_course(tmp_path)
    shown = Showing(NOWHERE, "/t/-").files(_staff(), course)
    packed = site_files(render(edition(course)), "none")
    line = re.compile(rb'<script type="module" src="/t/-/helper.js" data-page="\w+" data-beside="\w+"></script>\n')

    assert {**shown, INDEX: line.sub(b"", shown[INDEX], count=1)} == packed
    assert b"connect-src 'none'" in shown[INDEX]


def test_a_change_has_only_the_sections_that_are_not_the_same(tmp_path):
    showing, before = Showing(NOWHERE, "x"), "Welcome.\n\n## Kept\n\nKept words.\n\n## Edited\n\n"
    first = showing.change(_staff(), a_read_course(tmp_path / "1", body=before + "Old words."))
    second = showing.change(_staff(), a_read_course(tmp_path / "2", body=before + "New words."))

    assert first.known == "" and "Kept words." in first.text and "Old words." in first.text
    assert second.known == first.now != second.now
    assert "New words." in second.text and "Kept words." not in second.text
    assert '<section class="page" id="one.kept" data-same></section>' in second.text
    assert showing.change(_staff(), a_read_course(tmp_path / "2", body=before + "New words.")) == Change(
        second.now, second.now
    )


def test_another_colour_is_another_page_though_its_text_is_the_same(tmp_path):
    """The style stands in a file beside it, so the page says which one it belongs to, and is loaded anew."""
    course = a_read_course(tmp_path)
    other = replace(course, look=replace(course.look, colour="#123456", dark="#abcdef"))
    beside = [
        re.search('data-beside="(.*?)"', Showing(NOWHERE, "x").change(_staff(), each).text)[1]
        for each in (course, other)
    ]

    assert beside[0] != beside[1]


def test_a_page_is_taken_apart_without_loss(tmp_path):
    """A section in a section, and its end on a line of its own, are a part of it."""
    page = Showing(NOWHERE, "x").files(_staff(), a_read_course(tmp_path))[INDEX]
    page = page.replace(b"<h2>", b'<section class="sensitive">\n</section>\n<h2>')
    parts = taken_apart(page)

    assert without_same(parts, frozenset()) == page
    assert without_same(parts, marks(parts)).count(b" data-same></section>") == page.count(b'<section class="page') > 5
    assert taken_apart(b"Refused.") == Parts(b"Refused.", ())


def test_what_a_frame_cannot_show_is_told_as_another_page(tmp_path, monkeypatch):
    """It ends nothing: the frame is loaded anew, and says it."""
    showing, course = Showing(NOWHERE, "x"), a_read_course(tmp_path)
    fault = SourceError([error(NOWHERE_IN_FILES, "x", "no")])
    for raised in (fault, KeyError("a slip of ours")):
        with monkeypatch.context() as broken:
            broken.setattr(
                "signpost_builder.preview.showing.render", lambda _, raised=raised: (_ for _ in ()).throw(raised)
            )
            told = showing.change(_staff(), replace(course))

        assert told.now and not told.text

    assert showing.change(_staff(audience="nobody"), course) == Change(now="")
    assert showing.change(_staff(), course).text


def test_an_edition_that_is_gone_is_none(tmp_path):
    showing, course = Showing(NOWHERE, "x"), a_read_course(tmp_path)

    assert showing.files(_staff(audience="nobody"), course) is None
    assert showing.files(_staff(site="nowhere"), course) is None
    assert showing.files(_staff(language="fr"), course) is None


def test_what_was_shown_is_kept_for_a_few_and_not_for_all(tmp_path):
    showing, course = Showing(NOWHERE, "x"), a_read_course(tmp_path)
    first = showing.files(_staff(), course)

    assert showing.files(_staff(), course) is first

    for number in range(20):
        showing.files(_staff(), replace(course, title=f"T{number}"))

    assert len(showing._made) == 1


def test_a_day_of_saves_leaves_no_more_objects_than_an_hour(tmp_path):
    """Every save leaves pages, blocks and sentences that nobody asks for again (`FORGET_AFTER`)."""
    folder, showing = a_project(tmp_path), Showing(NOWHERE, "x")
    reading = Reading(folder, lambda: AS_OF)

    def objects_after(saves):
        for number in range(saves):
            (tmp_path / MODULE).write_text(FILES[MODULE] + f"\nSave {number} of {saves}.\n")
            reading.read()
            showing.change(_staff(), reading.course)
            showing.rest()
        gc.collect()
        return len(gc.get_objects())

    objects_after(FORGET_AFTER)
    first = objects_after(FORGET_AFTER)

    assert objects_after(3 * FORGET_AFTER) <= first + 100


@pytest.mark.parametrize("kind", ["slides", "h5p"])
def test_other_formats_are_shown_too(tmp_path, kind):
    if kind == "slides":
        pytest.importorskip("segno", reason="the extra 'trainer' is not installed")
    made = Showing(NOWHERE, "x").files(_staff(kind), a_read_course(tmp_path))[INDEX].decode()

    assert "Welcome." in made if kind == "h5p" else "Demo" in made


def test_the_right_answer_of_h5p_stands_in_a_box_of_its_own(tmp_path):
    """A heading above all answers would name none of them."""
    body = "Welcome.\n\n## A page\n\n::: question id=one-1\nWho reads what you wrote down?\n\n- [ ] The driver\n  Tell.\n- [x] The nurse\n  Yes.\n:::\n"
    made = Showing(NOWHERE, "x").files(_staff("h5p"), a_read_course(tmp_path, body=body))[INDEX].decode()

    right = "".join(re.findall("<div class='right'>(.*?)</div>", made, re.DOTALL))
    assert "The nurse" in right and "The driver" not in right and "The driver" in made


def test_the_review_lists_keys_facts_notes_and_grades_as_text(tmp_path):
    long = "The lead writes down what the child said, and tells nobody else. " * 12
    body = f"""Welcome.

## A page

{long} {{fact:NRM-01}}

::: question id=one-1
Whom do you tell, A & B?

- [x] The lead
  They know.
- [ ] Nobody
  Tell somebody.
:::

::: trainer
Ask the room.
:::
"""
    course = a_read_course(tmp_path, body=body)
    text = review_page(edition(course))

    assert "Whom do you tell, A &amp; B?" in text
    assert "<strong>Right:</strong> The lead" in text
    assert "NRM-01" in text
    assert "Checked 2026-11-22, review by <strong>2027-03-31</strong>" in text
    assert "Ask the room." in text
    assert "grade " in text
    assert f'data-path="{MODULE}"' in text
    assert "<script" not in text


def test_a_course_that_never_could_be_read_has_findings_and_no_version(tmp_path):
    reading = Reading(a_project(tmp_path, body="::: qestion\n:::\n"))
    reading.read()
    state = reading.state()

    assert (state["version"], state["good"]) == (0, False)
    assert state["findings"][0]["code"] == "unknown-directive"
    assert "title" not in state


def test_a_fault_of_ours_is_told_on_the_page_and_ends_nothing(tmp_path, monkeypatch):
    """The last good version stays, and the next save is read."""
    a_project(tmp_path)
    shown = Reading(tmp_path / "course/demo", lambda: AS_OF)
    shown.read()
    with monkeypatch.context() as broken:
        broken.setattr("signpost_builder.preview.reading.read_course", lambda *_, **__: {}["a slip of ours"])
        shown.read()
    (finding,) = shown.state()["findings"]

    assert (shown.is_good, shown.version, finding["code"]) == (False, 1, "fault-of-signpost")
    assert "(KeyError)" in finding["message"] and finding["explanation"]

    shown.read()

    assert shown.is_good and shown.state()["findings"] == []


def test_a_thousand_findings_are_capped(tmp_path):
    reading = Reading(a_project(tmp_path, body="## P\n\n" + "{fact:NRM-99}\n\n" * 500))
    reading.read()

    assert len(reading.findings) == 500
    assert len(reading.state()["findings"]) == 101


def test_a_course_that_is_deleted_keeps_its_last_version(tmp_path):
    folder = a_project(tmp_path)
    reading = Reading(folder)
    reading.read()
    shutil.rmtree(folder)
    reading.read()

    assert (reading.is_good, reading.version) == (False, 1)
    assert reading.findings[0].code == "missing-file"
    assert os.path.lexists(tmp_path / "modules")


def test_an_address_without_its_last_stroke_leads_to_the_page(program):
    status, _ = program.ask(f"/{program.token}")

    assert status in (200, 307)
