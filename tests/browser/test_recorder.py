"""The judge judged: a well-behaved course passes, and every single fault is caught."""

from collections.abc import Callable

import pytest

from tests.browser.launches import Launch, Seat
from tests.browser.scos import tree
from tests.browser.server import Server
from tests.browser.strict import Standard, faults, notes_from

GOOD_12 = """
call("Initialize", "");
get("cmi.core.lesson_mode"); get("cmi.core.entry");
window.before = get("cmi.suspend_data");
set("cmi.core.lesson_status", "incomplete"); set("cmi.core.exit", "suspend"); call("Commit", "");
set("cmi.core.lesson_location", "scale.start"); set("cmi.suspend_data", "v1:abc");
addEventListener("pagehide", () => { set("cmi.core.session_time", "00:00:04.50"); call("Finish", ""); });
"""
GOOD_2004 = """
call("Initialize", "");
get("cmi.mode");
window.before = get("cmi.entry") === "resume" ? get("cmi.suspend_data") : "";
set("cmi.completion_status", "incomplete"); set("cmi.exit", "suspend"); call("Commit", "");
set("cmi.location", "scale.start"); set("cmi.suspend_data", "v1:abc");
addEventListener("pagehide", () => { set("cmi.session_time", "PT4.5S"); call("Finish", ""); });
"""
GOOD = {"1.2": GOOD_12, "2004": GOOD_2004}
STANDARDS = pytest.mark.parametrize("standard", ["1.2", "2004"])
Start = Callable[..., Launch]


@pytest.fixture
def start(seat: Seat, server: Server) -> Start:
    def launch(standard: str, script: str, **options: object) -> Launch:
        return seat.launch(server.mount("tiny", tree(standard, script)), **options)

    return launch


@STANDARDS
def test_a_good_course_has_no_faults_and_comes_back(start: Start, seats, standard: str) -> None:
    """What was committed is there in another browser."""
    first = start(standard, GOOD[standard])
    first.leave()
    record = first.seat.record()
    elsewhere = seats().seed(record)
    second = elsewhere.launch("/tiny/")

    assert first.notes()[-1].role == "finish"
    assert record["exit"] == "suspend"
    assert second.course.evaluate("before") == "v1:abc"


@STANDARDS
def test_a_closed_tab_is_still_heard(start: Start, standard: str) -> None:
    """Calls made while the platform's own page goes away are in the notes."""
    launch = start(standard, GOOD[standard])
    launch.close_tab()

    assert launch.notes()[-1].role == "finish"


@STANDARDS
@pytest.mark.parametrize("shape", ["nested", "other-parent", "popup"])
def test_other_shapes_of_platform(start: Start, standard: str, shape: str) -> None:
    """The course may sit two frames deep, below a stranger's frame, or in a window of its own."""
    script = (
        GOOD[standard].replace("call(", "api && call(").replace("get(", "api && get(").replace("set(", "api && set(")
    )
    launch = start(standard, script, shape=shape)
    found = launch.course.evaluate("Boolean(api)")
    launch.leave()

    assert found == (shape != "popup")


BAD_12 = {
    "the first call is set": 'set("cmi.core.exit", "suspend"); call("initialize", "")',
    "Initialize was called 2 times": 'call("initialize", ""); call("initialize", "")',
    "Finish was called 2 times": 'call("initialize", ""); call("finish", ""); call("finish", "")',
    "get ('cmi.core.lesson_mode',) was called after Finish": 'call("initialize", ""); call("finish", ""); get("cmi.core.lesson_mode")',
    "Commit was called as part of finishing": 'call("initialize", ""); call("commit", ""); call("finish", "")',
    "initialize(): 0 arguments": 'call("initialize")',
    "initialize(None,): the argument": 'call("initialize", null)',
    "set('cmi.core.score.raw', 80): arguments of types": 'call("initialize", ""); set("cmi.core.score.raw", 80)',
    "get('cmi.core.student_name',): names the person": 'call("initialize", ""); get("cmi.core.student_name")',
    "get('cmi.core.student_id',): names the person": 'call("initialize", ""); get("cmi.core.student_id")',
    "set('cmi.interactions.0.id', 'K01'): names the person or keeps answers": 'call("initialize", ""); set("cmi.interactions.0.id", "K01")',
    "set('cmi.comments', 'hello'): names the person": 'call("initialize", ""); set("cmi.comments", "hello")',
    "get('cmi.nothing',): not an element": 'call("initialize", ""); get("cmi.nothing")',
    "get('cmi.nothing',): error 401": 'call("initialize", ""); get("cmi.nothing")',
    "set cmi.core.lesson_status = 'not attempted'": 'call("initialize", ""); set("cmi.core.lesson_status", "not attempted")',
    "set cmi.core.lesson_status = 'done'": 'call("initialize", ""); set("cmi.core.lesson_status", "done")',
    "set cmi.core.score.raw = '101'": 'call("initialize", ""); set("cmi.core.score.raw", "101")',
    "set cmi.core.score.raw = '66.667'": 'call("initialize", ""); set("cmi.core.score.raw", "66.667")',
    "set cmi.core.score.raw = '66.666667'": 'call("initialize", ""); set("cmi.core.score.raw", "66.666667")',
    "score.raw 99.999999 is not followed by the real one": 'call("initialize", ""); set("cmi.core.score.raw", "99.999999"); call("finish", "")',
    "set cmi.core.score.raw = '.5'": 'call("initialize", ""); set("cmi.core.score.raw", ".5")',
    "commit: a score without min, max": 'call("initialize", ""); set("cmi.core.score.raw", "50"); call("commit", "")',
    "set cmi.core.session_time = '5:07:00'": 'call("initialize", ""); set("cmi.core.session_time", "5:07:00")',
    "set cmi.core.session_time = '12345:00:00'": 'call("initialize", ""); set("cmi.core.session_time", "12345:00:00")',
    "set cmi.core.session_time = 'PT4S'": 'call("initialize", ""); set("cmi.core.session_time", "PT4S")',
    "set cmi.core.lesson_location = 'xxx": 'call("initialize", ""); set("cmi.core.lesson_location", "x".repeat(256))',
    "set cmi.suspend_data = 'xxx": 'call("initialize", ""); set("cmi.suspend_data", "x".repeat(3501))',
    "set cmi.suspend_data = 'caf": 'call("initialize", ""); set("cmi.suspend_data", "caf\\u00e9")',
    "set cmi.core.exit = 'normal'": 'call("initialize", ""); set("cmi.core.exit", "normal")',
    "set cmi.objectives.0.id = 'pre test'": 'call("initialize", ""); set("cmi.objectives.0.id", "pre test")',
    "objective 1 leaves a gap": 'call("initialize", ""); set("cmi.objectives.1.id", "pretest")',
    "objective 0: status before its id": 'call("initialize", ""); set("cmi.objectives.0.status", "completed")',
    "cmi.core.lesson_status falls": 'call("initialize", ""); set("cmi.core.lesson_status", "passed"); set("cmi.core.lesson_status", "incomplete")',
    "4 commits where the budget is 1": 'call("initialize", ""); for (let n = 0; n < 4; n++) call("commit", "")',
}
BAD_2004 = {
    "Initialize was called 2 times": 'call("initialize", ""); call("initialize", "")',
    "Finish was called 2 times": 'call("initialize", ""); call("finish", ""); call("finish", "")',
    "set ('cmi.exit', 'suspend') was called after Finish": 'call("initialize", ""); call("finish", ""); set("cmi.exit", "suspend")',
    "get('cmi.learner_id',): names the person": 'call("initialize", ""); get("cmi.learner_id")',
    "get('cmi.learner_name',): names the person": 'call("initialize", ""); get("cmi.learner_name")',
    "get('cmi.location',): error 403": 'call("initialize", ""); get("cmi.location")',
    "set cmi.completion_status = 'passed'": 'call("initialize", ""); set("cmi.completion_status", "passed")',
    "set cmi.success_status = 'completed'": 'call("initialize", ""); set("cmi.success_status", "completed")',
    "set cmi.score.scaled = '1.1'": 'call("initialize", ""); set("cmi.score.scaled", "1.1")',
    "set cmi.score.scaled = '1e-1'": 'call("initialize", ""); set("cmi.score.scaled", "1e-1")',
    "finish: a score without raw, min, max": 'call("initialize", ""); set("cmi.score.scaled", "0.5"); call("finish", "")',
    "score.raw 80 and score.scaled 0.5 disagree": """call("initialize", ""); set("cmi.score.scaled", "0.5"); set("cmi.score.raw", "80");
        set("cmi.score.min", "0"); set("cmi.score.max", "100"); call("commit", "")""",
    "set cmi.session_time = 'PT5M7.123S'": 'call("initialize", ""); set("cmi.session_time", "PT5M7.123S")',
    "set cmi.session_time = '00:05:07'": 'call("initialize", ""); set("cmi.session_time", "00:05:07")',
    "set cmi.location = 'xxx": 'call("initialize", ""); set("cmi.location", "x".repeat(1001))',
    "set cmi.suspend_data = 'xxx": 'call("initialize", ""); set("cmi.suspend_data", "x".repeat(16001))',
    "set cmi.exit = 'logout'": 'call("initialize", ""); set("cmi.exit", "logout")',
    "set adl.nav.request = 'continue'": 'call("initialize", ""); set("adl.nav.request", "continue")',
    "objective 1: id 'whole' changes or repeats": 'call("initialize", ""); set("cmi.objectives.0.id", "whole"); set("cmi.objectives.1.id", "whole")',
    "cmi.success_status falls": """call("initialize", ""); set("cmi.success_status", "passed"); set("cmi.success_status", "failed")""",
    "cmi.completion_status falls": """call("initialize", ""); set("cmi.completion_status", "completed");
        set("cmi.completion_status", "incomplete")""",
}


@pytest.mark.parametrize(("standard", "bad"), [("1.2", BAD_12), ("2004", BAD_2004)])
def test_each_fault_is_caught(seat: Seat, standard: Standard, bad: dict[str, str]) -> None:
    """One bad course for each fault; all of them in one page, because only the calls matter here."""
    page = seat.open(f"{seat.server.origin}/lms/lms.html")
    heard = {
        fault: faults(
            notes_from(page.evaluate("([standard, script]) => rehearse(standard, script)", [standard, script])),
            standard,
        )
        for fault, script in bad.items()
    }
    seat.troubles.clear()

    assert {fault: found for fault, found in heard.items() if not any(one.startswith(fault) for one in found)} == {}


@STANDARDS
def test_writing_in_review_mode_is_caught(start: Start, standard: str) -> None:
    launch = start(standard, GOOD[standard], mode="review")
    found = launch.faults()
    launch.forgive("")

    assert any("in review mode" in fault for fault in found)


@STANDARDS
def test_refusals_are_played(start: Start, standard: str) -> None:
    """Commit answers "false" as often as asked for, with an error code to be read, and then works."""
    launch = start(standard, 'call("Initialize", ""); window.told = [call("Commit", ""), call("GetLastError"), call("Commit", ""), call("GetLastError")]',
                   faults={"refuseCommits": 1})  # fmt: skip

    assert launch.course.evaluate("told") == ["false", "101" if standard == "1.2" else "391", "true", "0"]


def test_what_leaves_is_seen(start: Start) -> None:
    """A foreign request, a console error, an uncaught error and a dialog are each noted."""
    launch = start(
        "1.2",
        'new Image().src = "http://192.0.2.1/x.png"; console.error("oh"); setTimeout(() => { alert(1); throw Error("no") })',
    )
    launch.page.wait_for_timeout(0)
    seat = launch.seat
    launch.course.wait_for_function("document.readyState === 'complete'")
    seen = " ".join(seat.troubles)
    seat.troubles.clear()

    for trouble in ("a request left: http://192.0.2.1/x.png", "console error: oh", "page error: ", "dialog: 1"):
        assert trouble in seen
