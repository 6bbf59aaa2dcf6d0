"""What a platform, a network or the next person at this computer can learn about a learner's answers: nothing."""

import base64
import re
from collections.abc import Mapping

import pytest

from tests.browser import packages
from tests.browser.learner import RIGHT, WRONG, Learner, Response
from tests.browser.starts import Start
from tests.browser.strict import sent

STANDARDS = pytest.mark.parametrize("standard", ["1.2", "2004"])
SCORE_MODES = pytest.mark.parametrize("score_mode", ["pass", "exact"])

# Two learners with the same result, 5 of 6 right, who agree in as little else as can be.
ADA: Mapping[str, Response] = {**RIGHT, "CF1": [1], "CF2": [5], "KN3": [1]}
BEN: Mapping[str, Response] = {**RIGHT, "CF1": [5], "CF2": [1], "KN6": [87]}
ADA_BEFORE: Mapping[str, Response] = {**RIGHT, "KN1": "dk", "KN6": [13]}
BEN_BEFORE: Mapping[str, Response] = {**WRONG, "CF1": None, "KN4": [2, 0, 3, 1], "KN6": [77]}


def arrive(learner: Learner, page_id: str) -> None:
    learner.go(page_id)
    learner.pass_time(31_000)


def whole_course(learner: Learner, before: Mapping[str, Response], after: Mapping[str, Response]) -> Learner:
    """The same way through the course for everybody; only the answers before and after differ."""
    learner.stop_the_clock()
    arrive(learner, "before")
    learner.before(before)
    learner.pass_time(1)
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [1])
    learner.pass_time(1)
    arrive(learner, "after")
    learner.after(after)
    learner.pass_time(1)
    learner.next()
    learner.pass_time(300_000)
    learner.leave()
    return learner


def storage(learner: Learner) -> str:
    """All that the course left in the browser."""
    return learner.platform.page.evaluate(
        """() => JSON.stringify(Object.entries({...localStorage}).filter(([key]) => !key.startsWith("lms-")).sort()
             .concat(Object.entries({...sessionStorage}).sort(), [["cookie", document.cookie]]))"""
    )


@STANDARDS
@SCORE_MODES
def test_two_learners_with_the_same_result_look_the_same(start: Start, standard: str, score_mode: str) -> None:
    """Every call with every argument, in order, is identical, and so is what is left in the browser."""
    course = packages.course(score_mode=score_mode)
    ada = whole_course(start(standard, of=course, clock=True), ADA_BEFORE, ADA)
    ben = whole_course(start(standard, of=course, clock=True), BEN_BEFORE, BEN)

    assert sent(ada.notes()) == sent(ben.notes())
    assert storage(ada) == storage(ben)


@STANDARDS
def test_a_learner_who_skips_the_questions_before_looks_the_same(start: Start, standard: str) -> None:
    """Nothing is gated on the questions before, and no answer of theirs shows: answered or left out, all calls agree."""
    ada = whole_course(start(standard, clock=True), RIGHT, RIGHT)
    ben = whole_course(start(standard, clock=True), {}, RIGHT)

    assert sent(ada.notes()) == sent(ben.notes())


@pytest.mark.parametrize("standard", ["1.2", pytest.param("2004", marks=pytest.mark.slow)])
def test_failing_says_no_more_than_failing(start: Start, standard: str) -> None:
    """In mode `pass`, all wrong and half wrong cannot be told apart."""
    ada = whole_course(start(standard, clock=True), RIGHT, WRONG)
    ben = whole_course(start(standard, clock=True), WRONG, {**RIGHT, "KN1": "dk", "KN2": [1], "KN5": [3, -1, 0]})

    assert sent(ada.notes()) == sent(ben.notes())


@STANDARDS
def test_state_says_nothing_of_the_sets(start: Start, standard: str) -> None:
    """No id of a question before or after, no text of an answer, plain or in base64, in anything sent in any phase."""
    learner = whole_course(start(standard, clock=True), ADA_BEFORE, ADA)
    said = " ".join(str(argument) for note in sent(learner.notes()) for argument in note)
    decoded = " ".join(
        base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode("latin-1") for word in re.findall(r"[A-Za-z0-9_-]{8,}", said)
        if len(word) % 4 != 1
    )  # fmt: skip

    for pattern in ("KN1", "KN6", "CF1", "stranger", "Completely", "zebra"):
        assert pattern not in said
        assert pattern not in decoded


@STANDARDS
def test_help_and_hard_choices_leave_no_trace(start: Start, standard: str) -> None:
    """Opening help, reading or skipping the hard part: the same calls and the same state as without."""

    def reader(curious: bool) -> Learner:
        learner = start(standard, clock=True)
        learner.stop_the_clock()
        learner.go("crossing.a-hard-part")
        if curious:
            learner.course.locator("section.sensitive:visible > details > summary").click()
            learner.do("help").click()
            learner.do("help-close").click()
        learner.go("telling.start")
        learner.pass_time(300_000)
        learner.leave()
        return learner

    curious, quick = reader(True), reader(False)

    assert sent(curious.notes()) == sent(quick.notes())
    assert storage(curious) == storage(quick)


def test_the_certificate_name_goes_nowhere(start: Start) -> None:
    learner = start(clock=True)
    learner.after(RIGHT)
    learner.go("certificate")
    learner.course.locator("#certificate-name").fill("Quentin Zebulon")
    learner.platform.page.clock.fast_forward("05:00")
    learner.leave()

    assert "Quentin" not in str(sent(learner.notes())) + storage(learner)


def test_the_web_edition_keeps_no_answer_of_the_sets(start: Start) -> None:
    """Two visitors with different answers leave the same in their browsers, and no cookie at all."""

    def left(before: Mapping[str, Response], after: Mapping[str, Response]) -> str:
        visitor = start.web()
        visitor.before(before)
        visitor.after(after)
        return visitor.course.evaluate(
            "() => JSON.stringify([Object.entries({...localStorage}).sort(), {...sessionStorage}, document.cookie])"
        )

    assert left(ADA_BEFORE, ADA) == left(BEN_BEFORE, BEN)


def test_the_page_never_names_an_address_to_send_to(start: Start) -> None:
    """A whole course asks the server for its own files and for nothing else, each of them once."""
    visitor = start.web()
    visitor.before(RIGHT)
    visitor.read_all()
    visitor.after(RIGHT)
    visitor.go("certificate")
    folder = visitor.course.url.rsplit("/", 1)[0]
    asked = sorted(
        {
            url.removeprefix(folder)
            for url in visitor.course.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
        }
    )

    assert [
        name.rpartition(".")[2]
        for name in asked
        if name.rpartition(".")[2] not in ("css", "js", "svg", "png", "webp", "jpg")
    ] == []
    assert not [name for name in asked if name.startswith("http")]
