"""The anonymous survey from the first question to the opened record: course, browser, line, store and key, all real."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from signpost_builder.model import Course, Respondents, Survey

from tests.browser import packages, surveys
from tests.browser.inspections import inspect
from tests.browser.launches import Seat
from tests.browser.learner import RIGHT, WRONG, Learner
from tests.browser.starts import Start
from tests.browser.strict import sent, sets
from tests.browser.surveys import FEEDBACK_GIVEN, GROUP, SLOTS_RIGHT, SLOTS_WRONG, STRATUM, WHO, Line, Store

STANDARDS = pytest.mark.parametrize("standard", ["1.2", "2004"])
BEFORE = {**WRONG, **WHO, "KN4": [2, 0, 3, 1]}  # an order that is not the one on the screen
AFTER = {**RIGHT, **FEEDBACK_GIVEN}
RECORD = [GROUP, STRATUM, [*SLOTS_WRONG[:8], 2, 0, 3, 1, *SLOTS_WRONG[12:]], [*SLOTS_RIGHT, 3]]
CAME = "Thank you. Your survey answers have been sent."
WAITS = "could not be sent yet"


@dataclass
class Place:
    """Everything that a test of the survey stands on; what a test before it left in the store is not looked at."""

    course: Course
    line: Line
    store: Store
    form_file: Path
    seats: Callable[..., Seat]
    earlier: set[bytes]

    def seat(self, **options: object) -> Seat:
        return self.seats(allowed=(self.line.endpoint,), **options)

    def records(self) -> list[list]:
        return surveys.opened(self.form_file, self.store.sealed() - self.earlier)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Course, Line, Store, Path]]:
    if not surveys.PYTHON.exists():
        pytest.skip("survey/.venv is missing: `make test` makes it (target survey/.venv/.installed)")
    folder = tmp_path_factory.mktemp("survey")
    line = Line()
    course = surveys.surveyed(folder / "course", line.endpoint)
    store = Store(folder, line)
    form_file = store.register(surveys.form_of(course))
    store.start()
    yield course, line, store, form_file
    line.stop()
    store.kill()


@pytest.fixture
def place(running: tuple[Course, Line, Store, Path], seats: Callable[..., Seat]) -> Iterator[Place]:
    course, line, store, form_file = running
    line.heard.clear()
    line.trouble = ""
    line.patience.clear()
    yield Place(course, line, store, form_file, seats, store.sealed())
    line.patience.set()


def note(learner: Learner, words: str) -> None:
    """The one line of the survey above the page says so."""
    expect(learner.course.locator("#notice [data-notice=survey]")).to_contain_text(words)


def forgive_network(seat: Seat) -> list[str]:
    """What Chromium itself writes to its console about an endpoint that is out of order; nothing else of it is left."""
    gone = [
        trouble
        for trouble in seat.troubles
        if "Failed to load resource" in trouble or "has been blocked by CORS" in trouble
    ]
    seat.troubles[:] = [trouble for trouble in seat.troubles if trouble not in gone]
    return gone


def waiting(learner: Learner) -> list[str]:
    """Keys of what the survey left on the device, without what makes each its own."""
    keys = learner.course.evaluate(
        "() => Object.keys(localStorage).filter((key) => key.startsWith('signpost.survey.'))"
    )
    return sorted(key.split(".")[2] for key in keys)


def take_part(learner: Learner) -> None:
    """The whole survey in one sitting."""
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.after(AFTER)


def expect_waiting(learner: Learner, kinds: list[str]) -> None:
    learner.course.wait_for_function(
        """kinds => JSON.stringify(Object.keys(localStorage).filter((key) => key.startsWith("signpost.survey."))
             .map((key) => key.split(".")[2]).sort()) === JSON.stringify(kinds)""",
        arg=kinds,
    )


# ------------------------------------------------------------------- taking part


# An entry of the history says which page, by its place in the document, and nothing of what was answered.
ADDRESS = "() => [location.href, document.title, typeof history.state]"
LEFT_IN_FIELDS = """() => [...document.querySelectorAll("form.set")].filter((form) => form.autocomplete !== "off"
  || form.querySelector("input:checked, [data-moved]") || [...form.querySelectorAll("input[inputmode]")].some((field) => field.value)
  || [...form.querySelectorAll("select")].some((field) => field.value !== "-1")).length"""


@STANDARDS
def test_what_was_clicked_is_what_is_counted(start: Start, place: Place, standard: str) -> None:
    """From consent to result, once by hand; one request, and the key opens exactly what was answered."""
    seat = place.seat()
    seat.context.add_cookies([{"name": "known", "value": "ada", "url": place.line.endpoint}])
    learner = start(standard, of=place.course, seat=seat)
    learner.go("before")
    expect(learner.course.locator("#before .survey")).to_be_visible()
    address = learner.course.evaluate(ADDRESS)
    by_hand = standard == "1.2"
    learner.before(BEFORE, by_hand=by_hand, choice="join")
    expect_waiting(learner, ["before"])
    silent = list(place.line.heard)
    learner.read_all()
    assert learner.after(AFTER, by_hand=by_hand) == "passed"
    note(learner, CAME)
    [request] = place.line.heard

    assert silent == []
    assert learner.course.evaluate(ADDRESS) == address
    assert learner.course.evaluate(LEFT_IN_FIELDS) == 0
    assert (request.method, request.path) == ("POST", f"/v1/forms/{place.form_file.stem}/records")
    assert len(request.body) == 1024 and request.headers["content-length"] == "1024"
    assert request.headers["content-type"] == "text/plain"
    assert not {"cookie", "referer", "authorization"} & request.headers.keys()
    assert place.records() == [RECORD]
    assert waiting(learner) == []


def test_failing_sends_as_passing_does(start: Start, place: Place) -> None:
    """First attempt only: failed, sent; tried again and passed, nothing more."""
    learner = start(of=place.course, seat=place.seat())
    learner.before({**RIGHT, **WHO}, choice="join")
    expect_waiting(learner, ["before"])
    assert learner.after({**WRONG, **FEEDBACK_GIVEN}) == "not-yet"
    note(learner, CAME)
    learner.do("retry").click()
    assert learner.after(RIGHT) == "passed"
    learner.settle()
    learner.leave()

    assert [len(each.body) for each in place.line.posts] == [1024]
    assert place.records() == [[GROUP, STRATUM, SLOTS_RIGHT, [*SLOTS_WRONG, 3]]]


def test_nothing_answered_is_a_record_too(start: Start, place: Place) -> None:
    """Every question may be skipped, and the request looks the same."""
    learner = start(of=place.course, seat=place.seat())
    learner.before({}, choice="join")
    expect_waiting(learner, ["before"])
    learner.after({})
    note(learner, CAME)

    assert [len(each.body) for each in place.line.posts] == [1024]
    assert place.records() == [[255, 255, [255] * 16, [255] * 17]]


@STANDARDS
def test_leave_and_return(start: Start, place: Place, standard: str) -> None:
    """The before part waits on the device, sealed, under the handle of the platform's state; the sitting after finishes."""
    seat = place.seat()
    first = start(standard, of=place.course, seat=seat)
    first.before(BEFORE, choice="join")
    expect_waiting(first, ["before"])
    held = first.course.evaluate("() => JSON.stringify({...localStorage})")
    first.settle()
    first.leave()
    again = start(standard, of=place.course, seat=seat)
    again.go("after")
    offered = again.do("leave-survey").is_visible()
    again.after(AFTER)
    note(again, CAME)

    assert "KN1" not in held and "CF1" not in held
    assert offered
    assert place.records() == [RECORD]


def test_leaving_the_survey(start: Start, place: Place) -> None:
    """Until the questions at the end are submitted one press takes everything back, and no survey question is asked."""
    learner = start(of=place.course, seat=place.seat())
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.go("after")
    learner.do("leave-survey").click()
    expect(learner.course.locator("#after .survey")).to_contain_text("You have left the survey")
    left = waiting(learner)
    learner.after(RIGHT)
    learner.settle()

    assert left == []
    assert learner.course.locator("#after .q[data-q=FB1]").is_hidden()
    assert place.line.heard == []


# ----------------------------------------------------------- joined or declined

SAME_CHANCE = """
const real = crypto.getRandomValues.bind(crypto);
crypto.getRandomValues = (list) => (list.length === 6 ? list.fill(7) : real(list));
"""


@STANDARDS
def test_the_platform_cannot_tell_who_takes_part(start: Start, place: Place, standard: str) -> None:
    """Every call with every argument, in order, is identical: joined, declined, or joined and left."""

    def told(choice: str, leave: bool = False) -> Learner:
        seat = place.seat()
        seat.context.add_init_script(SAME_CHANCE)  # the handle is chance: the same for all three, so that they compare
        learner = start(standard, of=place.course, seat=seat, clock=True)
        learner.stop_the_clock()
        learner.before(BEFORE, choice=choice)
        learner.pass_time(10)
        if choice == "join":
            expect_waiting(learner, ["before"])
        learner.go("after")
        if leave:
            learner.do("leave-survey").click()
        learner.after(AFTER)
        learner.pass_time(10)
        if choice == "join" and not leave:
            note(learner, CAME)
        learner.next()
        learner.pass_time(300_000)
        learner.leave()
        return learner

    joined, declined, left = told("join"), told("decline"), told("join", leave=True)
    state = "cmi.suspend_data"

    assert sent(joined.notes()) == sent(declined.notes()) == sent(left.notes())
    assert "BwcHBwcH" in sets(joined.notes(), state)[0]
    assert len(place.line.posts) == 1


def test_declined(start: Start, place: Place) -> None:
    """The course's own questions are asked, the survey's are not; nothing is kept, nothing sent, nothing gated."""
    learner = start(of=place.course, seat=place.seat())
    learner.go("before")
    asked = [
        question.get_attribute("data-q")
        for number in learner.steps("before", {}, "decline")
        for question in learner.course.locator("#before .q:visible").all()
    ]
    expect(learner.course.locator("#before .done-note")).to_be_visible()
    learner.mark("submitted")
    outcome = learner.after(RIGHT)
    learner.settle()

    assert asked == ["CF1", "CF2", "KN1", "KN2", "KN3", "KN4", "KN5", "KN6"]
    assert outcome == "passed"
    assert waiting(learner) == []
    assert place.line.heard == []


def test_an_exact_score_and_nobody_asked_who_they_are(start: Start, place: Place, tmp_path: Path) -> None:
    """With `score_mode: exact` the platform learns the score, so the knowledge answers stay out of the record."""
    course = surveys.surveyed(tmp_path / "exact", place.line.endpoint, who=(None, None))
    course = replace(course, score_mode="exact")
    form_file = place.store.register(surveys.form_of(course))
    learner = start("2004", of=course, seat=place.seat())
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.after(AFTER)
    note(learner, CAME)
    learner.settle()

    assert sets(learner.notes(), "cmi.score.raw") == ["100"]
    assert surveys.opened(form_file, place.store.sealed() - place.earlier) == [[255, 255, [2, 0, 1, 2], [4, 3, 3]]]


WHO_IS_ASKED = {
    "staff": Respondents(group="D1", stratum="D6", campaign=()),
    "caregiver": Respondents(group="D1c", stratum="D3c", campaign=()),
}


@pytest.mark.parametrize("audience", WHO_IS_ASKED)
def test_the_shipped_course(start: Start, place: Place, audience: str) -> None:
    """Every question of the real sets, answered by chance before and after."""
    survey = Survey(endpoint=place.line.endpoint, key=surveys.KEY, verify=surveys.VERIFY, respondents=WHO_IS_ASKED)
    course = replace(packages.course(packages.SHIPPED), survey=survey)
    who = next(one for one in course.audiences if one.id == audience)
    form_file = place.store.register(surveys.form_of(course, who))
    learner = start(of=course, seat=place.seat(), which={"audience": audience})
    data, chance = learner.data, random.Random(audience)
    before, after = (
        {id: surveys.some_response(spec, chance) for id, spec in data["questions"].items()} for _ in range(2)
    )
    learner.before(before, choice="join")
    expect_waiting(learner, ["before"])
    learner.after(after)
    note(learner, CAME)
    asked = data["survey"]
    [group], [stratum] = (before[asked[name]["question"]] for name in ("group", "stratum"))

    assert surveys.opened(form_file, place.store.sealed() - place.earlier) == [
        [
            asked["group"]["merge"][group],
            stratum,
            surveys.slots(data["questions"], asked["before"], before),
            surveys.slots(data["questions"], asked["after"], after),
        ]
    ]


def test_a_course_without_survey_knows_nothing_of_one(start: Start) -> None:
    """No handle in its state, no word of it on its pages."""
    learner = start()
    learner.go("before")
    learner.settle()

    assert learner.course.locator(".survey").count() == 0
    assert "IABAAAA" not in sets(learner.notes(), "cmi.suspend_data")[-1]


# ------------------------------------------------------- people, devices, windows


def test_two_learners_one_computer(start: Start, place: Place) -> None:
    """Each finishes what was their own, whoever comes first."""
    seat = place.seat()
    ada = start(of=place.course, seat=seat, registration="ada")
    ada.before({**WRONG, "D1": [0], "D6": [2]}, choice="join")
    expect_waiting(ada, ["before"])
    ada.settle()
    ada.leave()
    ben = start(of=place.course, seat=seat, registration="ben")
    ben.before({**RIGHT, "D1": [3], "D6": [1]}, choice="join")
    expect_waiting(ben, ["before", "before"])
    ben.after({**RIGHT, "FB1": [1]})
    note(ben, CAME)
    ben.leave()
    ada = start(of=place.course, seat=seat, registration="ada")
    ada.after({**WRONG, "FB1": [2]})
    note(ada, CAME)

    assert sorted(place.records()) == [[0, 2, SLOTS_WRONG, [*SLOTS_WRONG, 2]], [2, 1, SLOTS_RIGHT, [*SLOTS_RIGHT, 1]]]


def test_the_colleague_declined(start: Start, place: Place) -> None:
    """Somebody else's before part on this computer is not theirs: nothing is sent in their name, nothing is lost."""
    seat = place.seat()
    ada = start(of=place.course, seat=seat, registration="ada")
    ada.before(BEFORE, choice="join")
    expect_waiting(ada, ["before"])
    ada.settle()
    ada.leave()
    ben = start(of=place.course, seat=seat, registration="ben")
    ben.before(RIGHT, choice="decline")
    ben.after(RIGHT)
    ben.settle()

    assert place.line.heard == []
    assert waiting(ben) == ["before"]


@pytest.mark.parametrize("lost", ["another device", "cleared storage"])
def test_no_before_part_no_record(start: Start, place: Place, lost: str) -> None:
    """What was said before stayed where it was said: the course goes on as if the survey had been declined."""
    seat = place.seat()
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.settle()
    if lost == "another device":
        learner.leave()
        record = seat.record()
        learner = start(of=place.course, seat=place.seat().seed(record))
    else:
        learner.leave()
        learner.platform.page.evaluate(
            "() => Object.keys(localStorage).filter((key) => key.startsWith('signpost.')).forEach((key) => localStorage.removeItem(key))"
        )
        learner = start(of=place.course, seat=seat)
    outcome = learner.after(RIGHT)
    learner.settle()

    assert outcome == "passed"
    assert learner.course.locator("#after .q[data-q=FB1]").is_hidden()
    assert place.line.heard == []


def test_a_platform_that_goes_back(start: Start, place: Place) -> None:
    """It lost the sitting in which the learner joined, and the learner now declines: that is what counts."""
    seat = place.seat()
    learner = start(of=place.course, seat=seat)
    earlier = seat.record()
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.settle()
    learner.leave()
    learner = start(of=place.course, seat=seat.seed(earlier))
    learner.before(RIGHT, choice="decline")
    left = waiting(learner)
    learner.after(RIGHT)
    learner.settle()

    assert left == []
    assert place.line.heard == []


@pytest.mark.parametrize("form", ["the same", "another"])
def test_a_new_version_in_between(start: Start, place: Place, tmp_path: Path, form: str) -> None:
    """With the same questions the pair is finished; with other questions it never is, and never counted as if it were."""
    changes = {"modules/telling/module.md": {"[Tell Kit to be careful]": "[Tell Kit to take care]"}}
    if form == "another":
        changes["quizzes/confidence.yaml"] = {"whom to tell?": "whom to tell first?"}
    newer = surveys.surveyed(tmp_path / "newer", place.line.endpoint, changes)
    seat = place.seat()
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.settle()
    learner.leave()
    learner = start(of=newer, seat=seat)
    learner.after(AFTER if form == "the same" else RIGHT)
    learner.settle()
    if form == "the same":
        note(learner, CAME)

    assert (surveys.form_of(newer)["id"] == place.form_file.stem) == (form == "the same")
    assert place.records() == ([RECORD] if form == "the same" else [])
    assert len(place.line.heard) == (1 if form == "the same" else 0)


def test_two_tabs(start: Start, place: Place) -> None:
    """The same learner twice in one browser: one record, from whichever tab finishes first."""
    seat = place.seat()
    first = start(of=place.course, seat=seat)
    first.before(BEFORE, choice="join")
    expect_waiting(first, ["before"])
    first.settle()
    first.go("after")
    second = start(of=place.course, seat=seat)
    second.after(AFTER)
    note(second, CAME)
    first.after({**WRONG, **FEEDBACK_GIVEN})

    assert len(place.line.posts) == 1
    assert place.records() == [RECORD]


REFUSING = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
)
SANDBOX = b"""<!doctype html><html lang="en"><title>f</title><link rel="icon" href="data:,">
<iframe id="sco" title="c" sandbox="allow-scripts" src="course.html" width="900" height="500"></iframe></html>"""


@pytest.mark.parametrize("where", ["storage refused", "sandbox"])
def test_storage_that_refuses(start: Start, place: Place, where: str) -> None:
    """A browser that keeps nothing, or a frame without an origin: memory lasts for the sitting, and one sitting is enough."""
    seat = place.seat()
    if where == "sandbox":
        (package,) = [one for one in packages.packages(packages.an_edition(place.course), "web") if one.kind == "file"]
        path = seat.server.mount("sandbox", {"index.html": SANDBOX, "course.html": next(iter(package.tree.values()))})
        frame = seat.open(seat.server.origin + path).wait_for_selector("#sco").content_frame()
        assert frame is not None
        learner = Learner(frame)
    else:
        seat.context.add_init_script(REFUSING)
        learner = start.web(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    learner.after(AFTER)
    note(learner, CAME)

    assert place.records() == [RECORD]
    assert place.line.posts[0].headers["origin"] == ("null" if where == "sandbox" else seat.server.origin)


def test_a_platform_that_forgets(start: Start, place: Place) -> None:
    """Its record reset: a new handle, so what waited is nobody's; both sets answered again make a record."""
    seat = place.seat()
    learner = start(of=place.course, seat=seat)
    learner.before({**RIGHT, **WHO}, choice="join")
    expect_waiting(learner, ["before"])
    learner.settle()
    learner.leave()
    learner = start(of=place.course, seat=seat.seed({}))
    learner.go("after")
    offered = learner.do("leave-survey").is_visible()
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before", "before"])
    learner.after(AFTER)
    note(learner, CAME)

    assert not offered
    assert place.records() == [RECORD]
    assert waiting(learner) == ["before"]


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_looking_only_sends_nothing(start: Start, place: Place, mode: str) -> None:
    """Not even a record that waits."""
    seat = place.seat()
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    place.line.unplug()
    learner.after(AFTER)
    note(learner, WAITS)
    learner.leave()
    place.line.plug_in()
    looking = start(of=place.course, seat=seat, mode=mode)
    looking.next()
    forgive_network(seat)

    assert place.line.posts == []
    assert waiting(looking) == ["record"]


def test_forgetting_takes_the_before_part_along(start: Start, place: Place) -> None:
    """The web edition's own button clears what waits for this learner as well."""
    learner = start.web(of=place.course, seat=place.seat())
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.do("forget").click()
    with learner.course.expect_navigation():
        learner.do("forget").click()
    learner.arrived()

    assert waiting(learner) == []


# ---------------------------------------------------------- the line and the store


def test_store_down_then_up(start: Start, place: Place) -> None:
    """The record waits on the device without a handle and comes when the course is opened again, byte for byte."""
    seat = place.seat()
    place.store.kill()
    place.line.unplug()
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    outcome = learner.after(AFTER)
    note(learner, WAITS)
    kept = learner.course.evaluate(
        "() => Object.entries(localStorage).find(([key]) => key.startsWith('signpost.survey.record.'))"
    )
    handle = learner.data and sets(learner.notes(), "cmi.suspend_data")[-1].partition("IABAAAA")[2][:8]
    learner.leave()
    place.store.start()
    place.line.plug_in()
    again = start(of=place.course, seat=seat)
    place.line.wait_for(1)
    expect_waiting(again, [])
    forgive_network(seat)

    assert outcome == "passed"
    assert handle and handle not in kept[0] and handle not in kept[1]
    assert [each.body.decode() for each in place.line.posts] == [kept[1].split(" ")[3]]
    assert place.records() == [RECORD]
    assert again.course.locator("#notice [data-notice=survey]").count() == 0


@pytest.mark.parametrize("trouble", ["lost request", "lost answer", "noise", "login page"])
def test_trouble_on_the_line(start: Start, place: Place, trouble: surveys.Trouble) -> None:
    """Cut midway, rubbish or a stranger's page instead of an answer: a calm note, the course goes on, one record in the end."""
    seat = place.seat()
    place.line.trouble = trouble
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    outcome = learner.after(AFTER)
    note(learner, WAITS)
    words = learner.course.locator("#notice").inner_text()
    learner.leave()
    place.line.trouble = ""
    before = len(place.line.posts)
    again = start(of=place.course, seat=seat)
    place.line.wait_for(before + 1)
    expect_waiting(again, [])
    forgive_network(seat)

    assert outcome == "passed"
    assert not any(word in words for word in ("Error", "fetch", "http", "undefined", "at "))
    assert len({each.body for each in place.line.posts}) == 1
    assert place.records() == [RECORD]


def test_a_busy_store_says_when(start: Start, place: Place) -> None:
    """A class behind one address: refused for the moment, asked again after the seconds that were named, in the same sitting."""
    seat = place.seat()
    place.line.trouble = "busy"
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.after(AFTER)
    note(learner, WAITS)
    place.line.trouble = ""
    note(learner, CAME)
    forgive_network(seat)

    assert len(place.line.posts) >= 2 and len({each.body for each in place.line.posts}) == 1
    assert place.records() == [RECORD]


def test_offline_and_back(start: Start, place: Place) -> None:
    """With the page still open, the record goes as soon as there is a network again, and the note says so."""
    seat = place.seat()
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    seat.context.set_offline(True)
    learner.after(AFTER)
    note(learner, WAITS)
    seat.context.set_offline(False)
    note(learner, CAME)
    forgive_network(seat)

    assert place.records() == [RECORD]
    assert waiting(learner) == []


def test_a_wrong_certificate(start: Start, place: Place, tmp_path: Path) -> None:
    """Nobody is asked to trust it: the record waits, sealed, and nothing came over the line."""
    line = Line(certificate=surveys.self_signed(tmp_path))
    seat = place.seats(allowed=(line.endpoint,))
    learner = start(of=surveys.surveyed(tmp_path / "course", line.endpoint), seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    outcome = learner.after(AFTER)
    note(learner, WAITS)
    forgive_network(seat)
    line.stop()

    assert outcome == "passed"
    assert line.heard == []


def test_a_slow_store_holds_nobody_up(start: Start, place: Place) -> None:
    """Result, certificate and leaving do not wait for it."""
    place.line.trouble = "slow"
    learner = start(of=place.course, seat=place.seat())
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    outcome = learner.after(AFTER)
    place.line.wait_for(1)
    certificate = learner.has_certificate
    quiet = learner.course.locator("#notice [data-notice=survey]").count()
    place.line.patience.set()
    note(learner, CAME)

    assert (outcome, certificate, quiet) == ("passed", True, 0)
    assert place.records() == [RECORD]


def test_a_window_closed_meanwhile(start: Start, place: Place) -> None:
    """What is under way arrives, though nobody hears the answer; told again at the next opening, it is still one record."""
    place.line.trouble = "slow"
    seat = place.seat()
    learner = start(of=place.course, seat=seat)
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.after(AFTER)
    place.line.wait_for(1)
    learner.settle()
    learner.leave()
    answered = place.line.answered
    place.line.trouble = ""
    place.line.patience.set()
    place.line.wait_for_store(answered + 1)
    again = start(of=place.course, seat=seat)
    expect_waiting(again, [])

    assert len({each.body for each in place.line.posts}) == 1
    assert place.records() == [RECORD]


def test_a_policy_that_forbids_the_endpoint(start: Start, place: Place) -> None:
    """As where a platform sends a Content-Security-Policy of its own: the note, and the course as ever."""
    seat = place.seat()
    tree = packages.unpacked(packages.an_edition(place.course), "web")
    folder = next(name.rpartition("/")[0] for name in tree if name.endswith("index.html"))
    strict = {
        name.removeprefix(f"{folder}/"): content.replace(
            f"connect-src {place.line.endpoint}".encode(), b"connect-src 'none'"
        )
        for name, content in tree.items()
    }
    learner = Learner(seat.open(seat.server.origin + seat.server.mount("policy", strict)))
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    outcome = learner.after(AFTER)
    note(learner, WAITS)
    said = [trouble for trouble in seat.troubles if "Content Security Policy" in trouble or "violates" in trouble]
    seat.troubles[:] = [trouble for trouble in seat.troubles if trouble not in said]

    assert outcome == "passed"
    assert place.line.heard == []
    assert waiting(learner) == ["record"]


def test_plain_http_is_no_secure_context(start: Start, place: Place) -> None:
    """A trainer's laptop, reached by name: no crypto.subtle, and the record opens all the same."""
    seat = place.seat()
    seat.allowed += ("http://course.test",)
    path = start.address(seat, place.course).removeprefix(seat.server.origin)
    learner = Learner(seat.open(f"http://course.test:{seat.server.origin.rpartition(':')[2]}{path}"))
    context = learner.course.evaluate("() => [isSecureContext, typeof crypto.subtle]")
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.after(AFTER)
    note(learner, CAME)

    assert context == [False, "undefined"]
    assert place.records() == [RECORD]


# -------------------------------------------------------------------- the screen


LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]


def faults_in_every_look(learner: Learner) -> list[str]:
    """axe and the ruler, narrow and wide, light and dark."""
    found = []
    for width, scheme in LOOKS:
        learner.course.set_viewport_size({"width": width, "height": 900})
        learner.course.emulate_media(color_scheme=scheme)
        found += [f"{width} {scheme}: {fault}" for fault in inspect(learner.course)]
    return found


def test_consent_and_notes_are_accessible(start: Start, place: Place) -> None:
    """The consent, the way out at the end, and both notes; the two ways to go on are alike."""
    seat = place.seat()
    learner = start.web(of=place.course, seat=seat)
    learner.go("before")
    consent = faults_in_every_look(learner)
    join, decline = (
        learner.course.locator(f"#before [data-survey={choice}]").bounding_box() for choice in ("join", "decline")
    )
    styles = learner.course.evaluate(
        """() => ["join", "decline"].map((choice) => {
             const { color, backgroundColor, borderColor, fontWeight, fontSize } = getComputedStyle(document.querySelector(`[data-survey=${choice}]`));
             return JSON.stringify([color, backgroundColor, borderColor, fontWeight, fontSize]);
           })"""
    )
    learner.before(BEFORE, choice="join")
    expect_waiting(learner, ["before"])
    learner.go("after")
    way_out = faults_in_every_look(learner)
    seat.context.set_offline(True)
    learner.after(AFTER)
    note(learner, WAITS)
    waits = faults_in_every_look(learner)
    seat.context.set_offline(False)
    note(learner, CAME)
    came = faults_in_every_look(learner)
    forgive_network(seat)

    assert [*consent, *way_out, *waits, *came] == []
    assert join and decline and (join["width"], join["height"]) == (decline["width"], decline["height"])
    assert styles[0] == styles[1]
