"""The shipped course itself: taken whole on a platform, in every edition that a learner may get."""

import re

import pytest

from tests.browser import packages
from tests.browser.learner import Learner, right
from tests.browser.starts import Start
from tests.browser.strict import sets

AUDIENCES = pytest.mark.parametrize("audience", ["staff", "hub-leader", "caregiver", "sibling"])


def take(learner: Learner) -> str:
    """Read everything, answer every check and every set rightly; the outcome, or "" where nothing is asked."""
    data = learner.data
    answers = {name: right(spec) for name, spec in data["questions"].items()}
    if data["before"]:
        learner.before(answers)
    learner.read_all()
    for page in learner.course.locator(".page:has(form.q)").evaluate_all("all => all.map((one) => one.id)"):
        learner.go(page)
        for name in learner.page.locator("form.q:visible").evaluate_all("all => all.map((one) => one.dataset.q)"):
            verdict = learner.check(name, answers[name])
            assert verdict in ("right", "none"), (name, verdict)
    return learner.after(answers) if data["after"] else ""


@pytest.mark.parametrize(
    ("standard", "audience"),
    [
        ("1.2", "staff"),
        ("1.2", "caregiver"),
        ("2004", "sibling"),
        pytest.param("2004", "staff", marks=pytest.mark.slow),
        pytest.param("2004", "caregiver", marks=pytest.mark.slow),
        pytest.param("1.2", "sibling", marks=pytest.mark.slow),
        pytest.param("1.2", "hub-leader", marks=pytest.mark.slow),
        pytest.param("2004", "hub-leader", marks=pytest.mark.slow),
    ],
)
def test_taken_whole(start: Start, standard: str, audience: str) -> None:
    """All right: passed where something is scored, completed where nothing is; a certificate for everybody."""
    learner = start(standard, of=packages.course(packages.SHIPPED), which={"audience": audience})
    data = learner.data
    scored = any(data["questions"][name].get("keys") for name in data["after"])
    expected = "passed" if scored else "submitted" if data["after"] else ""
    outcome = take(learner)
    certificate = learner.has_certificate
    learner.leave()
    status = sets(learner.notes(), "cmi.core.lesson_status" if standard == "1.2" else "cmi.completion_status")[-1]

    assert outcome == expected
    assert certificate
    assert status == ("passed" if scored and standard == "1.2" else "completed")
    assert len(sets(learner.notes(), "cmi.suspend_data")[-1]) <= 3500


def test_what_was_ticked_is_shown_back_whole(start: Start) -> None:
    """Every tick of a question with several answers, before and after."""
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": "caregiver"})
    answers = {name: right(spec) for name, spec in learner.data["questions"].items()}
    learner.before({**answers, "P13": [0, 2]})
    learner.read_all()
    learner.after({**answers, "P13": [1]})
    line = learner.course.locator(".changed li", has_text="words have you heard").inner_text()

    assert "Putting themselves at risk; Streetwise" in line and "Lifestyle choice" in line


@pytest.mark.parametrize("standard", ["1.2", pytest.param("2004", marks=pytest.mark.slow)])
def test_left_in_the_middle_and_taken_up_again(start: Start, standard: str) -> None:
    """Page, progress and checks come back in another browser, and the rest leads to a pass."""
    course = packages.course(packages.SHIPPED)
    first = start(standard, of=course, which={"site": course.sites[0].id})
    middle = [page["id"] for page in first.data["pages"] if page["counts"]][10]
    first.go(first.pages[1])
    while first.at != middle:
        first.next()
    done = first.course.locator("#progress").evaluate("one => one.value")
    second = start.again(first, standard, of=course, which={"site": course.sites[0].id})
    resumed = (second.at, second.course.locator("#progress").evaluate("one => one.value"))

    assert resumed == (middle, done)
    assert take(second) == "passed"


@AUDIENCES
def test_links_lead_somewhere(start: Start, audience: str) -> None:
    """Every link inside the page has its target in the page; every other one is the web, mail or telephone."""
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": audience})
    links = learner.course.locator("a[href]").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    ids = set(learner.course.locator("[id]").evaluate_all("all => all.map((one) => one.id)"))

    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert [link for link in links if not link.startswith(("#", "https://", "http://", "mailto:", "tel:"))] == []


def test_every_scenario_ends_well(start: Start) -> None:
    """Every option of every node in every scenario, and every path comes to an end that can be begun again."""
    learner = start.web(packages.course(packages.SHIPPED))
    ends: dict[str, bool] = {}
    for page in learner.course.locator(".page:has(.scenario)").evaluate_all("all => all.map((one) => one.id)"):
        learner.go(page)
        for scenario in learner.page.locator(".scenario").all():
            for last in (False, True):
                seen = {scenario.locator(".node").first.get_attribute("id")}  # "choose again" leads back
                for _ in range(12):
                    options = scenario.locator("a[data-do=choose]:visible").all()
                    onward = [each for each in options if each.get_attribute("href")[1:] not in seen]
                    if not options:
                        break
                    chosen = onward[-1 if last else 0]
                    seen.add(chosen.get_attribute("href")[1:])
                    chosen.click()
                name = f"{scenario.get_attribute('data-scenario')} {'last' if last else 'first'}"
                ends[name] = scenario.locator("[data-do=restart]:visible").count() == 1
                scenario.locator("[data-do=restart]:visible").first.click()

    assert len(ends) >= 8
    assert all(ends.values()), ends


@pytest.mark.parametrize("audience", ["staff", "caregiver"])
def test_what_to_do_is_one_sheet_of_paper(start: Start, audience: str) -> None:
    """With its drawing and an academy's contacts: the page says that it can be printed and kept."""
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": audience, "site": "example-north"})
    learner.go("escalation.what-to-do")
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")
    printed = learner.course.locator("html").page.pdf(format="A4", margin=margins)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
