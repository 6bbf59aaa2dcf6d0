"""Courses finished, failed, left and resumed on a platform that hears every word and is sometimes out of order."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import packages
from tests.browser.launches import Seat
from tests.browser.learner import CHECKS_RIGHT, RIGHT, WRONG, Learner
from tests.browser.starts import Start
from tests.browser.strict import sets

pytestmark = pytest.mark.parametrize("standard", ["1.2", "2004"])

STATUS = {"1.2": "cmi.core.lesson_status", "2004": "cmi.completion_status"}
SCORE = {"1.2": "cmi.core.score.raw", "2004": "cmi.score.raw"}
EXIT = {"1.2": "cmi.core.exit", "2004": "cmi.exit"}
LOCATION = {"1.2": "cmi.core.lesson_location", "2004": "cmi.location"}


def finished(learner: Learner) -> bool:
    return learner.notes()[-1].role == "finish"


def commits(learner: Learner) -> int:
    return sum(note.role == "commit" for note in learner.notes())


def stored(learner: Learner) -> dict[str, str]:
    """What the platform keeps for this learner."""
    return learner.platform.seat.record(learner.platform.registration)["values"]


def test_a_whole_course_to_pass(start: Start, standard: str) -> None:
    """Questions before, every page, every check, questions after: passed, completed, certificate, one Finish."""
    learner = start(standard)
    learner.before(WRONG, by_hand=True)
    for page in (one for one in learner.pages if "." in one):
        learner.go(page)
        for question in learner.page.locator("form.q").all():
            name = question.get_attribute("data-q") or ""
            assert learner.check(name, CHECKS_RIGHT[name]) == "right"
    outcome = learner.after(RIGHT, by_hand=True)
    certificate = learner.has_certificate
    learner.leave()

    assert (outcome, certificate) == ("passed", True)
    assert sets(learner.notes(), STATUS[standard])[-1] == ("passed" if standard == "1.2" else "completed")
    assert standard == "1.2" or sets(learner.notes(), "cmi.success_status")[-1] == "passed"
    assert finished(learner)


def test_a_whole_course_to_fail(start: Start, standard: str) -> None:
    """Not yet passed: incomplete, in 2004 failed as well; no certificate."""
    learner = start(standard)
    learner.read_all()
    outcome = learner.after(WRONG)
    certificate = learner.has_certificate
    learner.leave()

    assert (outcome, certificate) == ("not-yet", False)
    assert set(sets(learner.notes(), STATUS[standard])) == {"incomplete"}
    assert standard == "1.2" or sets(learner.notes(), "cmi.success_status")[-1] == "failed"
    assert finished(learner)


def test_retry_then_pass(start: Start, standard: str) -> None:
    learner = start(standard)
    learner.read_all()
    first = learner.after(WRONG)
    learner.do("retry").click()
    second = learner.after(RIGHT)
    learner.leave()

    assert (first, second) == ("not-yet", "passed")
    assert sets(learner.notes(), STATUS[standard])[-1] in ("passed", "completed")


def test_a_critical_question_wrong_is_not_a_pass(start: Start, standard: str) -> None:
    """Five of six right is 83 per cent, over the pass mark; the wrong one is the one that must be right."""
    learner = start(standard)
    outcome = learner.after({**RIGHT, "KN1": [0]})

    assert outcome == "not-yet"


def test_attempts_run_out(start: Start, standard: str) -> None:
    """With two attempts there is one retry and no second."""
    learner = start(standard, of=packages.course(attempts=2))
    learner.after(WRONG)
    learner.do("retry").click()
    learner.after(WRONG)

    assert not learner.course.locator("#result [data-do=retry]").is_visible()


def test_leave_and_resume_in_a_new_browser(start: Start, standard: str) -> None:
    """The page, the answered check and the half-answered check come back; nothing falls."""
    first = start(standard)
    first.go("crossing.look-both-ways")
    first.check("CK2", [0, 1])
    first.fill(first.question("CK1"), [2])
    first.fill(first.question("CK5"), [0, 3, -1])
    second = start.again(first, standard)

    assert second.at == "crossing.look-both-ways"
    assert second.given("CK2") == [0, 1]
    assert second.question("CK2").locator(".verdict").is_visible()
    assert second.given("CK1") == [2]
    assert not second.question("CK1").locator(".verdict").is_visible()
    assert second.given("CK5") == [0, 3, -1]
    assert second.given("CK3") is None
    assert finished(first)


def test_every_type_of_check_comes_back(start: Start, standard: str) -> None:
    answers = {"CK1": [2], "CK2": [1, 3], "CK3": [1], "CK4": [1, 0, 3, 2], "CK5": [3, 1, 0], "CK6": [7]}
    first = start(standard)
    first.go("crossing.look-both-ways")
    verdicts = {name: first.check(name, answer) for name, answer in answers.items()}
    second = start.again(first, standard)

    assert {name: second.given(name) for name in answers} == answers
    assert verdicts == {
        name: second.question(name).locator(".verdict").get_attribute("data-verdict") for name in answers
    }


def test_a_passed_course_is_still_passed_after_another_look(start: Start, standard: str) -> None:
    """Coming back, reading and failing a second time lowers nothing."""
    first = start(standard)
    first.after(RIGHT)
    second = start.again(first, standard)
    second.go("crossing.look-both-ways")
    passed = sets(second.notes(), STATUS[standard])
    second.leave()
    record = stored(second)

    assert "incomplete" not in passed
    assert record[STATUS[standard]] == ("passed" if standard == "1.2" else "completed")


def test_leaving_midway_starts_the_set_afresh(start: Start, standard: str) -> None:
    """Answers before and after live in memory only."""
    first = start(standard)
    first.go("after")
    first.begin("after")
    first.fill_step("after", RIGHT)
    second = start.again(first, standard)
    second.go("after")
    second.begin("after")
    filled = second.course.locator("#after .set input:checked").count()

    assert filled == 0


@pytest.mark.parametrize("times", [1, 3])
def test_commit_refused(start: Start, standard: str, times: int) -> None:
    """The learner is told that nothing is saved, the course goes on, and a later save takes everything with it."""
    learner = start(standard, faults={"refuseCommits": times}, clock=True)
    notice = learner.course.locator("#notice [data-notice=not-saved]")
    expect(notice).to_be_visible()
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [1])
    for _ in range(times * 2):
        learner.platform.page.clock.fast_forward("02:00")
        learner.next()
    expect(notice).to_be_hidden()
    at = learner.at
    learner.leave()
    record = stored(learner)
    refused = [note for note in learner.notes() if note.injected]

    assert len(refused) == times
    assert record[LOCATION[standard]] == at


def test_commit_always_refused(start: Start, standard: str) -> None:
    """A dead platform never stops the learner, is not hammered, and Finish is still said once."""
    learner = start(standard, faults={"refuseCommits": 1000}, clock=True)
    learner.read_all()
    outcome = learner.after(RIGHT)
    for _ in range(10):
        learner.platform.page.clock.fast_forward("01:00")
    tried = commits(learner)
    learner.leave()

    assert outcome == "passed"
    assert tried <= 40
    assert finished(learner)


def test_values_refused(start: Start, standard: str) -> None:
    """A platform that takes no state is told apart from one that does; the course goes on."""
    learner = start(standard, faults={"refuseSets": ["cmi.suspend_data"]})
    learner.platform.forgive("get('cmi.suspend_data',): error 403")  # read back, whether it was taken all the same
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [1])

    expect(learner.course.locator("#notice [data-notice=not-saved]")).to_be_visible()
    assert learner.next() != "crossing.look-both-ways"


@pytest.mark.parametrize("seconds", [1, pytest.param(4, marks=pytest.mark.slow)])
def test_api_arrives_late(start: Start, standard: str, seconds: int) -> None:
    """The course waits a little; what was done before the platform turned up is handed over when it does."""
    learner = start(standard, faults={"apiDelay": seconds * 1000}, clock=True)
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [1])
    for _ in range(seconds + 1):
        learner.platform.page.clock.run_for(1000)
    learner.platform.page.wait_for_function("state.notes.some((one) => one.role === 'commit')")
    expect(learner.course.locator("#notice [data-notice=untracked]")).to_be_hidden()
    second = start.again(learner, standard)

    assert second.at == "crossing.look-both-ways"
    assert second.question("CK1").locator(".verdict").is_visible()


@pytest.mark.parametrize("how", ["apiMissing", "apiThrows"])
def test_api_missing(start: Start, standard: str, how: str) -> None:
    """Said visibly, nothing blocked: the whole course can be taken untracked."""
    learner = start(standard, faults={how: True}, in_vain=True)
    expect(learner.course.locator("#notice [data-notice=untracked]")).to_be_visible()
    outcome = learner.after(RIGHT)

    assert outcome == "passed"
    assert {note.role for note in learner.notes()} == {"mark"}


def test_initialize_refused(start: Start, standard: str) -> None:
    learner = start(standard, faults={"refuseInitialize": True}, in_vain=True)
    expect(learner.course.locator("#notice [data-notice=untracked]")).to_be_visible()
    learner.go("crossing.look-both-ways")
    learner.leave()
    learner.platform.forgive("get(")  # one look whether it runs all the same

    assert {note.role for note in learner.notes()} <= {"initialize", "get", "lastError", "errorString", "diagnostic"}
    assert sum(note.role == "get" for note in learner.notes()) == 1


@pytest.mark.parametrize("shape", ["nested", "other-parent", "popup"])
def test_other_places_of_the_api(start: Start, standard: str, shape: str) -> None:
    """Two frames up, above a stranger's frame, or in the window that opened this one."""
    learner = start(standard, shape=shape)
    learner.go("crossing.look-both-ways")
    learner.leave()

    assert sets(learner.notes(), STATUS[standard])[0] == "incomplete"


def test_a_stranger_s_parent(start: Start, standard: str, seats: Callable[..., Seat]) -> None:
    """Course and platform on different hosts: the API cannot be reached, and the course says so and runs."""
    seat = seats()
    learner = start(standard, seat=seat, origin=seat.server.other_origin, in_vain=True)
    expect(learner.course.locator("#notice [data-notice=untracked]")).to_be_visible()

    assert learner.next()


def test_a_sandboxed_frame(start: Start, standard: str) -> None:
    """No storage, no platform, origin null: the course still runs."""
    learner = start(standard, sandbox="allow-scripts allow-forms", in_vain=True)
    expect(learner.course.locator("#notice [data-notice=untracked]")).to_be_visible()
    learner.go("crossing.look-both-ways")

    assert learner.check("CK1", [1]) == "right"


def test_offline_in_the_middle(start: Start, standard: str) -> None:
    """Everything is in the page already: the network may go and the course can be finished."""
    learner = start(standard)
    learner.next()
    learner.platform.seat.context.set_offline(True)
    learner.read_all()
    outcome = learner.after(RIGHT)
    learner.platform.seat.context.set_offline(False)
    learner.leave()

    assert outcome == "passed"
    assert finished(learner)


def test_leave_button_then_closed_frame_finishes_once(start: Start, standard: str) -> None:
    """Double finish: the course's own way out, then pagehide, then nothing more."""
    learner = start(standard)
    learner.next()
    learner.do("leave").click()
    expect(learner.course.locator("#closed")).to_be_visible()
    learner.leave()

    assert [note.role for note in learner.notes()].count("finish") == 1
    if standard == "2004":
        assert sets(learner.notes(), "adl.nav.request") == ["suspendAll"]
    assert sets(learner.notes(), EXIT[standard])[-1] == "suspend"


def test_leave_when_done(start: Start, standard: str) -> None:
    """After a pass the platform is told that the course is over: 1.2 exit empty, 2004 exitAll and a record kept."""
    learner = start(standard)
    learner.read_all()
    learner.after(RIGHT)
    learner.do("leave").click()
    expect(learner.course.locator("#closed")).to_be_visible()

    if standard == "2004":
        assert sets(learner.notes(), "adl.nav.request") == ["exitAll"]
        assert sets(learner.notes(), "cmi.exit")[-1] == "suspend"
    else:
        assert sets(learner.notes(), "cmi.core.exit")[-1] == ""


def test_finish_refused(start: Start, standard: str) -> None:
    """A refused Finish is not said twice and shows no error to the learner on the way out."""
    learner = start(standard, faults={"refuseFinish": True})
    learner.next()
    learner.do("leave").click()
    learner.leave()

    assert [note.role for note in learner.notes()].count("finish") == 1


def test_a_closed_tab(start: Start, standard: str) -> None:
    """A closed tab is a Finish too, heard after the platform's own page began to go."""
    learner = start(standard)
    learner.next()
    learner.platform.close_tab()

    assert finished(learner)
    assert learner.platform.seat.record()["finished"]


LOOKED = {"1.2": ("cmi.core.lesson_status", "browsed"), "2004": ("cmi.completion_status", "incomplete")}


def test_review_of_a_passed_course(start: Start, standard: str) -> None:
    """The key is shown, not the learner's own answers; the recorder refuses every set and commit."""
    first = start(standard)
    first.go("crossing.look-both-ways")
    first.check("CK1", [2])
    first.after(RIGHT)
    second = start.again(first, standard, mode="review")
    expect(second.course.locator("#notice [data-notice=review]")).to_be_visible()
    second.go("crossing.look-both-ways")
    key = second.question("CK1").locator("details.answer[open]").count()
    own = second.course.locator("form.q input:checked").count()
    second.read_all()
    second.go("after")
    final = second.question("KN1").locator(".mark:visible").count()
    second.leave()

    assert (key, own, final) == (1, 0, 1)
    assert not [note for note in second.notes() if note.role in ("set", "commit")]
    assert finished(second)


@pytest.mark.parametrize(("mode", "notice"), [("browse", "browse"), ("review", "review-open")])
def test_looking_before_a_pass(start: Start, standard: str, mode: str, notice: str) -> None:
    """The final questions are words, without keys and without a control; checks inside pages can be tried; nothing is kept."""
    learner = start(standard, mode=mode)
    expect(learner.course.locator(f"#notice [data-notice={notice}]")).to_be_visible()
    learner.go("after")
    dead = learner.page.locator("form.set").locator("input, select, button, a, summary, details").count()
    stems = learner.page.locator("form.set legend:visible").count()
    learner.go("crossing.look-both-ways")
    tried = learner.check("CK1", [1])
    learner.leave()
    written = [note.args for note in learner.notes() if note.role in ("set", "commit")]

    assert (dead, stems > 3, tried) == (0, True, "right")
    assert written == [LOOKED[standard]]
    assert finished(learner)


def test_two_launches_at_once(start: Start, standard: str, seats: Callable[..., Seat]) -> None:
    """The second window warns; the first, left last, does not undo what the second saved."""
    seat = seats()
    first = start(standard, seat=seat)
    first.next()
    second = start(standard, seat=seat)
    for learner in (first, second):
        expect(learner.course.locator("#notice [data-notice=elsewhere]")).to_be_visible()
    second.after(RIGHT)
    second.leave()
    first.leave()
    record = seat.record()["values"]

    assert record[STATUS[standard]] == ("passed" if standard == "1.2" else "completed")


def test_pagehide_on_every_page(start: Start, standard: str) -> None:
    """On each page the frame is taken away: one Finish, and the place is kept, unless it is nobody's business."""
    seat = start.seats()
    pages = start(standard, seat=seat, registration="pages").pages
    ends: dict[str, tuple[bool, str]] = {}
    for page in [*pages, "sources", "help"]:
        learner = start(standard, seat=seat, registration=f"on-{page}")
        learner.go(page) if page != "help" else learner.do("help").click()
        learner.leave()
        ends[page] = (finished(learner), stored(learner)[LOCATION[standard]])
        learner.platform.page.close()

    assert all(done for done, _ in ends.values())
    assert {page: at for page, (_, at) in ends.items() if page in pages} == {page: page for page in pages}
    assert {ends[page][1] for page in ("sources", "help")} == {"start"}


def test_hidden_commits_once(start: Start, standard: str) -> None:
    """Another tab comes to the front: one commit, so that a phone that never comes back has saved."""
    learner = start(standard)
    learner.next()
    before = commits(learner)
    learner.mark("hidden")
    for _ in range(2):
        learner.course.evaluate(
            """() => { Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
                       document.dispatchEvent(new Event("visibilitychange")); }"""
        )
    after = commits(learner)

    assert after == before + 1
    assert stored(learner)[LOCATION[standard]] == learner.at


def test_page_changes_are_committed_at_most_every_thirty_seconds(start: Start, standard: str) -> None:
    learner = start(standard, clock=True)
    opened = commits(learner)
    for _ in range(3):
        learner.next()
    quick = commits(learner)
    learner.platform.page.clock.fast_forward("01:00")
    learner.next()
    later = commits(learner)

    assert opened == 1
    assert quick <= 2
    assert quick < later <= 3


@pytest.mark.parametrize("score_mode", ["pass", "exact"])
def test_score_modes(start: Start, standard: str, score_mode: str) -> None:
    """`pass`: 100 with a pass and no other number, also not in an objective. `exact`: the score of the set after, and nothing of the one before."""
    learner = start(standard, of=packages.course(score_mode=score_mode))
    learner.before(WRONG)
    learner.read_all()
    learner.after({**RIGHT, "KN3": [1]})
    learner.leave()
    numbers = [note.args for note in learner.notes() if note.role == "set" and ".score." in note.args[0]]

    told = {round(float(value), 5) for value in sets(learner.notes(), SCORE[standard])}
    assert not [name for name, _ in numbers if name.startswith("cmi.objectives.")]
    if score_mode == "pass":
        assert told == {100}
    else:
        assert told == {83.33}
        assert not [name for name, _ in numbers if name.startswith("cmi.objectives.0.")]


def test_best_score_is_kept(start: Start, standard: str) -> None:
    """A later, worse attempt lowers neither status nor score."""
    learner = start(standard, of=packages.course(score_mode="exact"))
    learner.after({**RIGHT, "KN1": [0]})
    learner.do("retry").click()
    learner.after({**WRONG, "KN2": [0, 2]})
    learner.leave()
    scores = [round(float(value), 5) for value in sets(learner.notes(), SCORE[standard])]

    assert scores == sorted(scores)
    assert float(stored(learner)[SCORE[standard]]) == max(scores, default=0)


def test_session_time_is_told(start: Start, standard: str) -> None:
    """Five minutes of reading are five minutes in the platform's report."""
    learner = start(standard, clock=True)
    for _ in range(5):
        learner.platform.page.clock.run_for(60_000)
    learner.leave()
    told = sets(learner.notes(), "cmi.core.session_time" if standard == "1.2" else "cmi.session_time")[-1]

    assert told.startswith(("00:05:0" if standard == "1.2" else "PT5M", "PT0H5M"))
