"""The blocks in the real workbench and a real browser: read, answer, leave, come back, be somebody else."""

import json
import re
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect
from visits import ENDPOINT, learner_in

from tests.browser.learner import RIGHT, WRONG

PAGES = ["crossing.start", "crossing.look-both-ways", "crossing.the-four-steps"]


def rows(workbench, student):
    """What field storage holds of a learner: (scope, fields), without the empty rows that the workbench makes by itself."""
    kept = [(row["scope"], json.loads(row["state"])) for row in workbench.stored() if row["user_id"] == student]
    return sorted(((scope, state) for scope, state in kept if state), key=lambda one: one[0])


def kept_place(workbench, student):
    """The page that the platform keeps for a learner of one module."""
    return next((state["progress"].split()[0] for _, state in rows(workbench, student) if "progress" in state), "")


def published(workbench, visit, block):
    return [one for one in workbench.published if one["block"].startswith(f"{block}.")]


# ---------------------------------------------------------------- a module


def test_a_module_is_read_left_and_resumed(visit, workbench):
    """Page and answers to checks come back; reading to the end completes it, once that is saved."""
    page = visit.open("crossing")
    first = learner_in(page)
    first.next()
    verdict = first.check("CK1", [1])
    visit.leave(page)
    visit.until(lambda: kept_place(workbench, visit.student) == PAGES[1])
    second = visit.learner("crossing")
    resumed, given = second.at, second.given("CK1")
    before = len(published(workbench, visit, "crossing"))
    second.read_all()
    expect(second.course.locator("#count")).to_have_text(re.compile("^4 of 4"))
    visit.leave(second.course.page)
    visit.until(lambda: len(published(workbench, visit, "crossing")) > before)

    assert (resumed, verdict, given) == (PAGES[1], "right", [1])
    events = [one["event"] for one in published(workbench, visit, "crossing")[before:]]
    assert set(events) == {"completion"} and len(events) <= 2  # told when it came, and said again on leaving
    assert [scope for scope, _ in rows(workbench, visit.student)] == ["usage"]
    assert {name for name, _ in visit.posts} == {"save_progress"}
    assert all(set(body) == {"state", "place"} for _, body in visit.posts)


def test_two_learners_do_not_meet(visits, workbench):
    ada, bea = visits(), visits()
    first = ada.learner("crossing")
    first.next()
    ada.leave(first.course.page)
    ada.until(lambda: kept_place(workbench, ada.student) == PAGES[1])
    other = bea.learner("crossing")

    assert other.at == PAGES[0]
    assert ada.learner("crossing").at == PAGES[1]


def test_two_blocks_on_one_page(visit, workbench):
    """Each has its own document, place and state; neither takes the other for another window of itself."""
    page = visit.open("two")
    left, right = learner_in(page, 0), learner_in(page, 1)
    left.next()
    right.next()
    notices = [one.course.locator("#notice p").count() for one in (left, right)]
    places = left.at, right.at
    visit.leave(page)
    visit.until(
        lambda: sorted(state["progress"].split()[0] for _, state in rows(workbench, visit.student)) == sorted(places)
    )
    page = visit.open("two")
    after = learner_in(page, 0).at, learner_in(page, 1).at

    assert notices == [0, 0]
    assert after == places
    assert places[0].startswith("crossing.") and places[1].startswith("telling.")
    assert len(rows(workbench, visit.student)) == 2


def test_the_frame_is_as_high_as_its_page(visit):
    """No second scroll bar; it grows and shrinks with what is shown."""
    page = visit.open("crossing")
    learner = learner_in(page)
    heights = []
    for _ in range(3):
        learner.course.wait_for_function("() => document.documentElement.scrollHeight <= innerHeight + 1")
        heights.append(page.locator("iframe").bounding_box()["height"])
        learner.next()

    assert len(set(heights)) > 1


def test_what_a_save_could_not_do_is_said_and_done_later(visit, workbench):
    page = visit.context.new_page()
    page.clock.install()
    visit.context.route("**/save_progress/**", lambda route: route.abort())
    page.goto(visit.address("crossing"))
    learner = learner_in(page)
    learner.next()
    expect(learner.course.locator("#notice [data-notice=not-saved]")).to_be_visible()
    visit.context.unroute("**/save_progress/**")
    page.clock.run_for(400_000)
    expect(learner.course.locator("#notice [data-notice=saved-again]")).to_be_visible()
    visit.leave(page)
    visit.until(lambda: kept_place(workbench, visit.student) == PAGES[1])
    visit.troubles = [one for one in visit.troubles if "ERR_FAILED" not in one]

    assert visit.learner("crossing").at == PAGES[1]


# ---------------------------------------------------------------- a quiz


def test_a_quiz_is_failed_then_passed(visit, workbench):
    """Attempts are counted by the platform; the grade is 0, then 1; no answer is on the way or kept."""
    page = visit.open("plain-after")
    learner = learner_in(page)
    outcomes = [learner.after(WRONG), learner.after(RIGHT)]
    visit.leave(page)
    visit.posted("submit", 2)
    again = visit.learner("plain-after")
    words = again.course.locator("#after .intro").inner_text()
    mine = published(workbench, visit, "plain-after")[-4:]

    assert outcomes == ["not-yet", "passed"]
    assert visit.posts == [("submit", {"attempt": 1, "passed": False}), ("submit", {"attempt": 2, "passed": True})]
    assert [(one["event"], one["content"].get("value")) for one in mine] == [
        ("grade", 0.0),
        ("completion", None),
        ("grade", 1.0),
        ("completion", None),
    ]
    assert rows(workbench, visit.student) == [("usage", {"attempts": 2, "grade": 1.0, "passed": True})]
    assert "have passed" in words or "no tries left" in words.lower() or again.do("begin").count() == 0


def test_attempts_come_back(visit):
    """The limit is the platform's, also after a reload: of two attempts one is left."""
    page = visit.open("plain-after")
    learner_in(page).after(WRONG)
    visit.leave(page)
    visit.posted("submit")
    again = visit.learner("plain-after")

    expect(again.course.locator("#after .intro")).to_contain_text("once more")
    assert again.after(WRONG) == "not-yet"
    expect(again.course.locator("#result")).to_contain_text("no tries left")


def test_a_second_window_uses_an_attempt_too(visit):
    """Each submission counts, also one from a window that did not know of the other's."""
    one, other = (visit.context.new_page() for _ in range(2))
    for page in (one, other):
        page.add_init_script("delete window.BroadcastChannel")
        page.goto(visit.address("exact"))
    learner_in(one).after(WRONG)
    learner_in(other).after(RIGHT)
    visit.posted("submit", 3)
    visit.leave(one)
    visit.leave(other)
    visit.troubles = [trouble for trouble in visit.troubles if "409" not in trouble]

    assert [body["attempt"] for _, body in visit.posts] == [1, 1, 2]
    assert [body["score_fraction"] for _, body in visit.posts] == [0, 1, 1]
    expect(visit.learner("exact").course.locator("#after .intro")).to_contain_text("passed")


def test_server_marks_and_says_so(visit, workbench):
    """The answers go to the platform as JSON, are marked there and are in no field; no survey is asked."""
    page = visit.open("server")
    learner = learner_in(page)
    words = learner.course.locator("#after .intro").inner_text()
    survey_questions = learner.course.locator("[data-survey-only]").count()
    outcome = learner.after(RIGHT)
    visit.posted("submit")
    visit.leave(page)
    ((handler, body),) = visit.posts

    assert "Your learning platform marks these questions" in words
    assert "not sent to any survey" in words
    assert survey_questions == 0
    assert (outcome, handler, set(body)) == ("passed", "submit", {"attempt", "answers"})
    assert set(body["answers"]) == {"KN1", "KN2", "KN3", "KN4", "KN5", "KN6"}
    assert rows(workbench, visit.student) == [("usage", {"attempts": 1, "grade": 1.0, "passed": True})]
    assert visit.records == []


def test_before_leaves_no_trace_but_completion(visit, workbench):
    page = visit.open("plain-before")
    learner = learner_in(page)
    learner.before(RIGHT)
    visit.leave(page)
    visit.posted("done")

    assert visit.posts == [("done", {})]
    assert [one["event"] for one in published(workbench, visit, "plain-before")][-1:] == ["completion"]
    assert rows(workbench, visit.student) == []


# ---------------------------------------------------------------- survey


def through_both(visit, join):
    page = visit.open("before")
    learner = learner_in(page)
    learner.course.locator(f"#before [data-survey={'join' if join else 'decline'}]").click()
    while learner.do("continue").is_visible():
        learner.fill_step("before", RIGHT)
        learner.do("continue").click()
    expect(learner.course.locator("#before .done-note")).to_be_visible()
    if join:
        page.wait_for_function(
            "() => Object.keys(localStorage).some((key) => key.startsWith('signpost.survey.before.'))"
        )
    visit.leave(page)
    visit.posted("done")
    page = visit.open("after")
    learner = learner_in(page)
    outcome = learner.after(RIGHT)
    if join:
        expect(learner.course.locator("[data-notice=survey]")).to_be_visible()
    visit.posted("submit")
    visit.leave(page)
    return outcome


def test_one_sealed_record_leaves_and_nothing_else(visit, workbench):
    """Before and after are two blocks; the random handle of the protocol is the only field that the survey needs."""
    outcome = through_both(visit, join=True)
    sent = [one for one in visit.requests if one.url.startswith(ENDPOINT)]

    assert outcome == "passed"
    assert [len(record) for record in visit.records] == [1024]
    assert all("cookie" not in one.all_headers() and "referer" not in one.all_headers() for one in sent)
    scopes = rows(workbench, visit.student)
    assert [(scope, set(state)) for scope, state in scopes] == [
        ("type", {"survey_handle"}),
        ("usage", {"attempts", "grade", "passed"}),
    ]
    assert re.fullmatch(r"[\w-]{8}", scopes[0][1]["survey_handle"])


def test_the_platform_cannot_tell_who_takes_part(visits, workbench):
    """The same requests and the same fields, whether one joins or declines."""
    seen = []
    for join in (True, False):
        visit = visits()
        through_both(visit, join)
        fields = [
            (scope, {**state, "survey_handle": "?"} if "survey_handle" in state else state)
            for scope, state in rows(workbench, visit.student)
        ]
        seen.append((visit.posts, fields))
        assert len(visit.records) == join

    assert seen[0] == seen[1]


def test_the_handle_is_not_told_to_the_store(visit, workbench):
    through_both(visit, join=True)
    handle = dict(rows(workbench, visit.student))["type"]["survey_handle"]

    assert all(handle not in request.url and handle not in (request.post_data or "") for request in visit.requests)


@pytest.mark.parametrize("scenario", ["hidden", "hidden-server"])
@pytest.mark.parametrize(("answers", "grade"), [(RIGHT, 1.0), (WRONG, 0.0)])
def test_hidden_results_are_graded_and_not_shown(visit, workbench, scenario, answers, grade):
    """Passed or not looks the same: submitted, no verdict, no certificate, no key in the page."""
    before = len(published(workbench, visit, scenario))
    learner = visit.learner(scenario)
    outcome = learner.after(answers)
    visit.posted("submit")
    shown = learner.course.locator("#result").inner_text()
    said = learner.course.locator("#result .verdict, #result .answer, #result .mark").count()
    learner.course.locator("#contents a[href='#certificate']").evaluate("link => link.click()")
    award = learner.course.locator("#certificate .award").is_visible()
    told = [
        one["content"]["value"] for one in published(workbench, visit, scenario)[before:] if one["event"] == "grade"
    ]

    assert (outcome, said, award, told) == ("submitted", 0, False, [grade])
    assert "results are not shown here" in shown
    assert "%" not in shown


# --------------------------------------------------- who is not signed in


def test_public_view_reads_and_says_that_nothing_is_kept(visit, workbench):
    page = visit.open("crossing", "public_view")
    learner = learner_in(page)
    learner.next()
    expect(learner.course.locator("#notice [data-notice=untracked]")).to_be_visible()
    visit.leave(page)

    assert visit.posts == []
    assert rows(workbench, visit.student) == []


def test_public_quiz_neither_grades_nor_surveys(visit, workbench):
    page = visit.open("after", "public_view")
    learner = learner_in(page)
    assert learner.after(RIGHT) == "passed"
    visit.leave(page)

    assert visit.posts == []
    assert visit.records == []
    assert rows(workbench, visit.student) == []


# --------------------------------------------------------------- handlers


def send(workbench, path, **headers):
    body = json.dumps({"state": "", "place": ""}).encode()
    request = Request(f"{workbench.origin}{path}", body, {"Content-Type": "application/json", **headers})
    try:
        with urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_csrf(workbench):
    """Without the token the platform refuses; with it the handler answers, here with its own refusal in JSON."""
    with urlopen(f"{workbench.origin}/scenario/crossing/?student=eve") as page:
        cookie = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])[1]
        usage = re.search(r"data-usage='([^']+)'", page.read().decode())[1]
    path = f"/handler/{usage}/save_progress/?student=eve"
    without, _ = send(workbench, path)
    status, answer = send(
        workbench, path, **{"Cookie": f"csrftoken={cookie}", "X-CSRFToken": cookie, "Referer": workbench.origin}
    )

    assert without == 403
    assert (status, json.loads(answer)) == (400, {"error": "There is no such page. Reload this page."})


def test_every_request_is_json_and_says_nothing_of_the_learner(visit, workbench):
    """All that a whole course asks for: own files of the block, JSON to its handlers, one record to the store."""
    learner = visit.learner("crossing")
    learner.read_all()
    visit.leave(learner.course.page)
    through_both(visit, join=True)
    told = workbench.posts(visit.student)
    sent = [one for one in visit.own_requests() if one.method != "GET" and not one.url.startswith(workbench.origin)]
    fetched = {re.sub(r"^\w+://[^/]+|\?.*", "", one.url) for one in visit.own_requests() if one.method == "GET"}

    assert {(one["type"], one["token"], one["status"]) for one in told} == {("application/json", True, 200)}
    assert {one["handler"] for one in told} == {"save_progress", "done", "submit"}
    assert [one.url.startswith(ENDPOINT) for one in sent] == [True]
    assert not any(re.search(r"KN\d|CF\d|user|agent|screen", one["body"]) for one in told)
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", path) for path in fetched if path.startswith("/resource/"))
    assert {re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in fetched if not path.startswith("/scenario/")} == {
        f"/resource/{kind}/public/{file}"
        for kind, files in {
            "signpost_module": ["host.js", "module.js", "player.css"],
            "signpost_quiz": ["host.js", "before.js", "after.js", "player.css"],
        }.items()
        for file in files
    }
