"""The server as real editors treat it: raw messages, none of them kind."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.language.editor import Editor, Failed
from tests.source_projects import FILES, FRONT, a_project

BODY = "Welcome.\n"


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    """One server for the tests that leave nothing behind; two projects in its folder, one with two courses."""
    root = tmp_path_factory.mktemp("work space é")
    for name in ("first", "second"):
        a_project(root / name)
    second = FILES["course/demo/course.yaml"].replace("id: demo", "id: more").replace("staff, title", "extra, title")
    more = root / "second/course/more/course.yaml"
    more.parent.mkdir()
    more.write_text(second.replace("staff: {before", "extra: {before"))
    with Editor(root) as running:
        running.root = root
        yield running


def module(editor, project="first") -> Path:
    return editor.root / project / "modules/one/module.md"


def mended(editor, uri):
    return editor.until(lambda: (editor.codes(uri) == [] and uri in editor.marks) or None)


def test_what_is_wrong_and_that_it_is_mended(editor):
    """The mark stands under the word, behind an emoji too; whole texts and parts of them; Windows' ends of lines."""
    text = (FRONT + "😀😀 {fact:NRM-1}\n").replace("\n", "\r\n")
    uri = editor.open(module(editor), text)
    editor.until(lambda: editor.codes(uri))
    (mark,) = editor.marks[uri]

    assert mark["code"] == "unknown-fact" and "did you mean 'NRM-01'?" in mark["message"]
    assert mark["range"] == {"start": {"line": 7, "character": 11}, "end": {"line": 7, "character": 16}}

    place = {"start": {"line": 7, "character": 15}, "end": {"line": 7, "character": 16}}
    editor.change(uri, 2, {"range": place, "text": "01"})
    mended(editor, uri)
    editor.type(uri, 3, FRONT + "::: qestion\n:::\n")
    editor.until(lambda: editor.codes(uri) == ["unknown-directive"])
    editor.close(uri)
    mended(editor, uri)


def test_faults_in_files_that_are_not_open(editor):
    """A fact that is taken away in one file is missed in the others, of every course."""
    facts = editor.root / "first/modules/facts.yaml"
    asked = (editor.root / "first/quizzes/asked.yaml").as_uri()
    body = FILES["quizzes/asked.yaml"]
    (editor.root / "first/quizzes/asked.yaml").write_text(
        body.replace("    stem:", "    facts: [NRM-01]\n    stem:", 1)
    )
    uri = editor.open(facts, facts.read_text().replace("NRM-01", "NRM-02"))
    editor.until(lambda: "unknown-fact" in editor.codes(asked))
    editor.close(uri)
    editor.until(lambda: "unknown-fact" not in editor.codes(asked))
    editor.until(lambda: "choice-lengths" in editor.codes(asked))  # of whole courses, when the typing has paused longer


def test_an_edit_of_the_wording_alone(editor):
    """It says what is advised about all texts of a course, none of which is another."""
    wording, uri = editor.root / "first/course/wording.yaml", module(editor).as_uri()
    at = editor.open(wording, "avoid:\n  - {avoid: [welcome], say: hello, why: It is shorter.}\n")
    editor.until(lambda: "avoided-word" in editor.codes(uri))
    editor.type(at, 2, "avoid:\n  - {avoid: [welcom], say: hello, why: It is shorter.}\n")
    editor.until(lambda: "avoided-word" not in editor.codes(uri))
    editor.type(at, 3, "avoid:\n  - {avoid: [welcome], say: hello}\n")
    editor.until(lambda: editor.codes(at) == ["missing-key"])
    editor.close(at)
    mended(editor, at)


def test_projects_and_courses_stand_apart(editor):
    """A module may name an audience of the second course in its project, not one of another project."""
    first, second = editor.open(module(editor)), editor.open(module(editor, "second"))
    front = FRONT.replace("[staff, carer]", "[staff, carer, extra]")
    editor.type(first, 2, front + BODY)
    editor.type(second, 2, front + BODY)

    editor.until(lambda: editor.codes(first) == ["unknown-audience"])
    assert editor.codes(second) == []
    for uri in (first, second):
        editor.close(uri)
    mended(editor, first)


def test_what_belongs_to_no_project(editor, tmp_path):
    """A new window, an old version in Git, a note elsewhere: every question has an answer, and it is nothing."""
    (tmp_path / "note.md").write_text("::: qestion\n:::\n")
    for uri in ("untitled:Untitled-1", "git:/a/module.md?{}", "file:///nowhere/at%20all/module.md"):
        item = {"uri": uri, "languageId": "markdown", "version": 1, "text": "::: qestion\n"}
        editor.notify("textDocument/didOpen", {"textDocument": item})
        assert editor.at("hover", uri, 0, 5) is None and editor.at("completion", uri, 0, 5) == []
        assert editor.at("documentSymbol", uri, 0, 0) == [] and editor.at("rename", uri, 0, 5, newName="x") is None
        editor.close(uri)
    uri = editor.open(tmp_path / "note.md")
    assert editor.at("definition", uri, 0, 5) == [] and editor.codes(uri) == []
    editor.close(uri)


def test_messages_out_of_order(editor):
    """Closed twice, changed after closing, changed before opening, a version that goes back."""
    uri = module(editor).as_uri()
    editor.close(uri)
    editor.type(uri, 7, "x")
    editor.open(module(editor))
    editor.type(uri, 9, FRONT + "Nine.\n")
    editor.type(uri, 3, FRONT + "{fact:X}\n")
    editor.until(lambda: editor.codes(uri) == ["unknown-fact"])
    editor.close(uri)
    editor.close(uri)
    mended(editor, uri)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"[]",
        b"17",
        b'{"jsonrpc": "2.0", "id": 5}',
        b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": 3}}',
        b'{"jsonrpc": "2.0", "method": "no/such", "params": null}',
        b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "never"}}',
        b'{"jsonrpc": "1.0", "method": "initialized"}',
    ],
)
def test_malformed_messages(body, editor):
    """The next one is answered as if nothing had been."""
    editor.send_bytes(body)

    assert editor.at("hover", module(editor).as_uri(), 0, 0) is None


def test_a_request_that_cannot_be_read_is_answered(editor):
    """With an error, so that no editor waits for ever; so is one that nobody knows."""
    for method, params in (("textDocument/hover", {"textDocument": 3}), ("no/such", None)):
        assert editor.answer_to(editor.ask(method, params))["error"]["code"] in (-32602, -32601)


def test_a_request_that_is_cancelled(editor):
    """It is answered, with its result or with the error for that (LSP 3.17: RequestCancelled)."""
    place = {"textDocument": {"uri": module(editor).as_uri()}, "position": {"line": 0, "character": 0}}
    id = editor.ask("textDocument/completion", place)
    editor.notify("$/cancelRequest", {"id": id})
    answer = editor.answer_to(id)

    assert "result" in answer or answer["error"]["code"] == -32800


def test_half_a_character(editor):
    """JSON can say half of a pair; no file can hold it. It is a finding, and the next text is read as ever."""
    uri = editor.open(module(editor), FRONT + "x \ud83d y\n")
    editor.until(lambda: editor.codes(uri) == ["not-utf-8"])
    assert editor.marks[uri][0]["range"]["start"] == {"line": 7, "character": 2}
    editor.type(uri, 2, FRONT + "x y\n")
    mended(editor, uri)
    editor.close(uri)


def test_a_file_that_git_changes_while_it_is_open(editor):
    """The editor's text counts as long as it is open; told of the change, the rest is read anew."""
    path = module(editor)
    saved = path.read_text()
    uri = editor.open(path, saved)
    path.write_text(saved + "{fact:GONE-1}\n")
    other = editor.root / "first/quizzes/asked.yaml"
    before = other.read_text()
    other.write_text(before.replace("single", "singel"))
    changes = [{"uri": each.as_uri(), "type": 2} for each in (path, other)]
    editor.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    editor.until(lambda: "unknown-value" in editor.codes(other.as_uri()))
    assert editor.codes(uri) == []
    editor.close(uri)
    editor.until(lambda: "unknown-fact" in editor.codes(uri))
    path.write_text(saved)
    other.write_text(before)
    editor.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    mended(editor, uri)


def test_folders_come_and_go(editor, tmp_path):
    """What is wrong in a folder is told once it is added, and taken back with it."""
    a_project(tmp_path / "third", body="{fact:X}\n")
    uri = (tmp_path / "third/modules/one/module.md").as_uri()
    folder = {"uri": (tmp_path / "third").as_uri(), "name": "third"}
    event = "workspace/didChangeWorkspaceFolders"
    editor.notify(event, {"event": {"added": [folder], "removed": []}})
    editor.until(lambda: editor.codes(uri) == ["unknown-fact"])
    editor.notify(event, {"event": {"added": [], "removed": [folder]}})
    mended(editor, uri)


def test_an_address_that_is_spelt_otherwise(editor):
    """Marks go to the address that the editor has used, not to ours."""
    path = module(editor)
    plain = path.as_uri()
    spelt = plain.replace("%20", " ").replace("module.md", "%6dodule.md")
    item = {"uri": spelt, "languageId": "markdown", "version": 1, "text": FRONT + "{fact:X}\n"}
    editor.notify("textDocument/didOpen", {"textDocument": item})

    editor.until(lambda: editor.codes(spelt) == ["unknown-fact"])
    assert editor.codes(plain) == []
    editor.close(spelt)
    mended(editor, spelt)


@pytest.mark.parametrize(
    ("offered", "agreed", "column"),
    [
        (["utf-8", "utf-16"], "utf-8", 13),
        pytest.param(["utf-32"], "utf-32", 9, marks=pytest.mark.slow),
        pytest.param([], "utf-16", 10, marks=pytest.mark.slow),
    ],
)
def test_the_units_are_agreed_on(offered, agreed, column, tmp_path):
    """Bytes, characters or halves of pairs: whatever the editor counts. Nothing stands between messages."""
    a_project(tmp_path, body="é😀 {fact:X}\n")
    with Editor(tmp_path, units=offered) as editor:
        uri = (tmp_path / "modules/one/module.md").as_uri()
        editor.until(lambda: editor.codes(uri))
        start = editor.marks[uri][0]["range"]["start"]["character"]

        assert editor.server["capabilities"]["positionEncoding"] == agreed
        assert start == column
        assert editor.stop() == (0, b"") and editor.strange == []


def test_nothing_is_written_and_nothing_logged(tmp_path):
    """Whatever is asked, no file changes; what was typed is in no line beside the protocol."""
    a_project(tmp_path)
    state = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
    with Editor(tmp_path) as editor:
        uri = editor.open(tmp_path / "modules/one/module.md", FRONT + "SECRET {fact:NRM-01}\n\n## Page\n\nText\n")
        with pytest.raises(Failed, match="'SECRET-1' is not defined in this project"):  # before a name is typed
            editor.type(uri, 2, FRONT + "SECRET {fact:SECRET-1}\n\n## Page\n\nText\n")
            editor.at("prepareRename", uri, 7, 15)
        editor.answers["window/showMessageRequest"] = {"title": "Rename"}
        editor.at("rename", uri, 9, 4, newName="other")
        editor.answers["window/showMessageRequest"] = {"title": "Leave it"}
        with pytest.raises(Failed, match="left as it is"):
            editor.at("rename", uri, 9, 4, newName="other")
        assert not [each for each in editor.told if each["method"] == "window/showMessage"]  # a refusal is no fault
        editor.send_bytes(b'{"jsonrpc": "2.0", "method": "textDocument/hover", "id": 900, "params": "SECRET"}')
        code, errors = editor.stop()

        assert (code, b"SECRET" in errors) == (0, False)
        assert not [
            each for each in editor.told if each["method"] == "window/showMessage" and "SECRET" in json.dumps(each)
        ]
    assert {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()} == state


def test_an_editor_without_folders_that_is_then_gone(tmp_path):
    """A file alone belongs to the project around it; results of a release come with the settings; the server ends with its editor."""
    a_project(tmp_path, body="{fact:NRM-1}\n")
    item = {
        "id": "K01",
        "file": "quizzes/asked.yaml",
        "source": "same",
        "before": {"value": 0.5},
        "after": None,
        "people": 60,
    }
    release = {"audience": "staff", "simulated": False, "items": [item]}
    (tmp_path / "items.json").write_text(json.dumps({"format": "signpost-items-1", "releases": [release]}))
    with Editor(folder_field=False) as editor:
        uri = editor.open(tmp_path / "modules/one/module.md")
        editor.until(lambda: editor.codes(uri) == ["unknown-fact"])
        quiz = (tmp_path / "quizzes/asked.yaml").as_uri()
        assert editor.request("textDocument/codeLens", {"textDocument": {"uri": quiz}}) == []

        editor.notify("workspace/didChangeConfiguration", {"settings": {"signpost": {"results": "items.json"}}})
        (lens,) = editor.request("textDocument/codeLens", {"textDocument": {"uri": quiz}})
        title = lens["command"]["title"]
        assert title == "staff: 50 % right before (60 people)" and lens["range"]["start"]["line"] == 4

        editor.notify("workspace/didChangeConfiguration", {"settings": {"signpost": {"results": "gone.json"}}})
        assert editor.request("textDocument/codeLens", {"textDocument": {"uri": quiz}}) == []
        assert "gone.json" in json.dumps(editor.told[-1])
        editor.process.stdin.close()
        assert editor.process.wait(20) == 0


def test_without_what_it_needs():
    """One sentence, and how to get it."""
    code = (
        "import sys; sys.modules['pygls'] = None; sys.argv = ['signpost', 'lsp']; "
        "from signpost_builder.entry import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert run.returncode == 2 and run.stdout == ""
    assert "pip install 'signpost-builder[author]'" in run.stderr and "Traceback" not in run.stderr


@pytest.mark.slow
def test_how_it_ends():
    """1 for an editor that leaves without saying `shutdown`; whoever asks too early or too late has an answer."""
    command = [str(Path(sys.executable).with_name("signpost")), "lsp"]
    place = {"textDocument": {"uri": "file:///x"}, "position": {"line": 0, "character": 0}}
    asked = [
        {"id": 1, "method": "textDocument/hover", "params": place},
        {"method": "textDocument/didOpen", "params": {}},
        {"id": 2, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
    ]
    over = [{"id": 3, "method": "shutdown"}, {"id": 4, "method": "textDocument/hover", "params": place}]
    ends = {}
    for name, messages in (("early", asked), ("in order", [*asked, *over])):
        bodies = [json.dumps({"jsonrpc": "2.0", **each}).encode() for each in [*messages, {"method": "exit"}]]
        sent = b"".join(b"Content-Length: %d\r\n\r\n" % len(body) + body for body in bodies)
        run = subprocess.run(command, input=sent, capture_output=True, timeout=60)
        codes = [json.loads(each) for each in re.findall(rb"\{.*?\}(?=Content|$)", run.stdout)]
        ends[name] = (
            run.returncode,
            {each["id"]: each.get("error", {}).get("code") for each in codes if "method" not in each},
        )
        assert run.stderr == b""

    assert ends == {"early": (1, {1: -32002, 2: None}), "in order": (0, {1: -32002, 2: None, 3: None, 4: -32600})}


@pytest.mark.slow
def test_an_editor_that_dies_and_leaves_its_pipe_to_others():
    """As a terminal it has started may: the input never ends, and the server does."""
    code = (
        "import json, os, subprocess, sys, time\n"
        "r, w = os.pipe()\n"
        "quiet = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}\n"
        "server = subprocess.Popen([sys.argv[1], 'lsp'], stdin=r, **quiet)\n"
        "other = subprocess.Popen(['sleep', '60'], stdin=subprocess.DEVNULL, pass_fds=(w,), **quiet)\n"
        "params = {'processId': os.getpid(), 'rootUri': None, 'capabilities': {}}\n"
        "body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'initialize', 'params': params}).encode()\n"
        "os.write(w, b'Content-Length: %d\\r\\n\\r\\n' % len(body) + body)\n"
        "time.sleep(10)\n"
        "print(server.pid, other.pid)\n"
    )
    command = str(Path(sys.executable).with_name("signpost"))
    run = subprocess.run([sys.executable, "-c", code, command], capture_output=True, text=True, timeout=60)
    server, other = map(int, run.stdout.split())
    try:
        for _ in range(60):
            status = Path(f"/proc/{server}/status")
            if not status.is_file() or "State:\tZ" in status.read_text():
                return
            time.sleep(0.5)
        os.kill(server, signal.SIGKILL)
        pytest.fail("the server outlived its editor")
    finally:
        os.kill(other, signal.SIGKILL)
