"""Everybody can use it: axe without a violation, a phone without sideways scroll, keys alone, no script, paper."""

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.browser import packages
from tests.browser.inspections import EVERYTHING, RULER, inspect
from tests.browser.learner import CHECKS_RIGHT, RIGHT, WRONG, Learner, Response, right
from tests.browser.starts import Start
from tests.browser.test_seen_blocks import LOOKS

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


def all_pages(learner: Learner) -> list[str]:
    return learner.course.locator(".page[data-page]").evaluate_all("all => all.map((one) => one.id)")


def show(learner: Learner, page: str) -> None:
    if learner.at == page:
        return
    if page == "help":
        learner.do("help").click()
    else:
        learner.go(page)


@pytest.fixture(scope="module")
def looked_at() -> set[tuple[str, int]]:
    """What has been inspected already: page content and width. Editions share most of their pages."""
    return set()


@pytest.mark.parametrize("viewport", [PHONE, pytest.param(DESKTOP, marks=pytest.mark.slow)], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    "audience",
    ["caregiver", *(pytest.param(one, marks=pytest.mark.slow) for one in ("staff", "hub-leader", "sibling"))],
)
def test_every_page_of_every_edition(start: Start, looked_at: set, audience: str, viewport: dict[str, int]) -> None:
    """Each distinct page of the shipped course once at each width."""
    learner = start.web(
        packages.course(packages.SHIPPED), which={"audience": audience}, viewport=viewport, bypass_csp=True
    )
    found: dict[str, list[str]] = {}
    for page in all_pages(learner):
        content = learner.course.locator(f"[id='{page}']").evaluate("one => one.innerHTML")
        if (content, viewport["width"]) in looked_at:
            continue
        looked_at.add((content, viewport["width"]))
        show(learner, page)
        if faults := inspect(learner.course):
            found[page] = faults

    assert found == {}


def moments(learner: Learner) -> Iterator[str]:
    """The small course in all its states, one after the other; every template of the player comes by."""
    yield "start"
    for page in [one for one in learner.pages if "." in one]:
        learner.go(page)
        yield page
    learner.go("crossing.look-both-ways")
    for question, answer in {
        "CK1": [2],
        "CK2": [0, 1],
        "CK3": [0],
        "CK4": [0, 1, 2, 3],
        "CK5": [0, 1, 3],
        "CK6": [5],
    }.items():
        learner.check(question, answer)
    yield "answered checks"
    learner.go("crossing.a-hard-part")
    learner.course.locator("section.sensitive:visible > details > summary").click()
    yield "sensitive part open"
    learner.go("telling.what-would-you-do")
    learner.do("choose").click()
    yield "scenario, a choice made"
    contents = learner.course.locator("#contents > details")
    if contents.get_attribute("open") is None:
        contents.locator("> summary").click()
        yield "contents open"
        contents.locator("> summary").click()
    learner.do("help").click()
    yield "help open"
    learner.do("help-close").click()
    learner.go("search")
    learner.course.locator("#search-words").fill("road")
    learner.course.locator("#search-words").press("Enter")
    yield "search, found"
    yield from set_moments(learner, "before", WRONG)
    yield from set_moments(learner, "after", WRONG)
    learner.do("submit", learner.course.locator("#after")).click()
    learner.at_page("result")
    yield "result, not yet"
    learner.go("certificate")
    yield "certificate, not yet"
    learner.go("result")
    learner.do("retry").click()
    learner.after(RIGHT)
    yield "result, passed"
    learner.go("certificate")
    learner.course.locator("#certificate-name").fill("Ada Pemberton-Ramasubramanian")
    yield "certificate"
    learner.go("sources")
    yield "sources"
    learner.do("leave").click()
    yield "closed"


def set_moments(learner: Learner, name: str, responses: dict) -> Iterator[str]:
    learner.go(name)
    yield name
    for step in learner.steps(name, responses):
        yield f"{name}, step {step}"
    yield f"{name}, end"


@pytest.mark.parametrize(
    ("viewport", "look"),
    [
        (PHONE, "dark"),
        *(
            pytest.param(viewport, look, marks=pytest.mark.slow)
            for viewport in (PHONE, DESKTOP)
            for look in LOOKS
            if (viewport, look) != (PHONE, "dark")
        ),
    ],
)
def test_every_state_of_the_player(start: Start, viewport: dict[str, int], look: str) -> None:
    """Panels open, words looked for, checks answered, sets begun, result, certificate: however it is looked at."""
    learner = start.web(which={"audience": "staff", "site": "oak"}, viewport=viewport, bypass_csp=True, **LOOKS[look])
    if look == "right to left":
        learner.course.evaluate("document.documentElement.dir = 'rtl'")
    found = {moment: faults for moment in moments(learner) if (faults := inspect(learner.course))}

    assert found == {}


def test_inside_a_platform(start: Start) -> None:
    """The 900 by 500 frame of many platforms: nothing to scroll sideways, nothing covered."""
    learner = start(viewport_size={"width": 900, "height": 500})
    learner.platform.page.set_viewport_size({"width": 900, "height": 500})
    found = {
        page: faults for page in learner.pages if not show(learner, page) and (faults := inspect(learner.course, RULER))
    }

    assert found == {}


def test_text_twice_as_large(start: Start) -> None:
    """WCAG 1.4.4: 200 % text on a laptop, nothing cut off, nothing overlaps, no sideways scroll."""
    learner = start.web(viewport=DESKTOP, bypass_csp=True)
    learner.course.add_style_tag(content="html { font-size: 200% !important; }")
    found = {
        page: faults for page in learner.pages if not show(learner, page) and (faults := inspect(learner.course, RULER))
    }

    assert found == {}


def test_page_zoomed_to_400_per_cent(start: Start) -> None:
    """WCAG 1.4.10: a 1280 px window at 400 % is 320 by 200 px; content, not the bar, has the room."""
    learner = start.web(viewport={"width": 320, "height": 256}, bypass_csp=True)
    covered = learner.course.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))
             .filter((one) => one.checkVisibility()).reduce((sum, one) => sum + one.getBoundingClientRect().height, 0)"""
    )
    found = {
        page: faults
        for page in learner.pages
        if not show(learner, page) and (faults := inspect(learner.course, ("sideways",)))
    }

    assert found == {}
    assert covered <= 128


def test_text_spacing(start: Start) -> None:
    """WCAG 1.4.12: wider lines, letters and words push nothing out of its box."""
    learner = start.web(viewport=PHONE, bypass_csp=True)
    learner.course.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
    )
    found = {
        page: faults
        for page in learner.pages
        if not show(learner, page) and (faults := inspect(learner.course, ("sideways", "clipped", "overlaps")))
    }

    assert found == {}


def test_reduced_motion(start: Start) -> None:
    learner = start.web(reduced_motion="reduce", bypass_csp=True)
    found = {
        page: faults
        for page in learner.pages
        if not show(learner, page) and (faults := inspect(learner.course, ("moving",)))
    }

    assert found == {}


@WIDTHS
def test_right_to_left(start: Start, viewport: dict[str, int]) -> None:
    """An Arabic edition: direction and language are said, nothing scrolls sideways, axe finds nothing."""
    learner = start.web(which={"language": "ar"}, viewport=viewport, bypass_csp=True)
    html = learner.course.locator("html")
    probes = EVERYTHING if viewport == PHONE else RULER
    found = {
        page: faults
        for page in learner.pages
        if not show(learner, page) and (faults := inspect(learner.course, probes))
    }

    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    assert found == {}


# ------------------------------------------------------------------- paper


def test_printing_a_page(start: Start) -> None:
    """Paper shows what the page says and none of the buttons; an answer that waits for a click is not given away."""
    learner = start.web(bypass_csp=True)
    learner.go("crossing.look-both-ways")
    learner.course.emulate_media(media="print")
    controls = learner.course.locator("[data-do]:visible").evaluate_all("all => all.map((one) => one.dataset.do)")

    assert learner.page.get_by_text("Stop at the kerb. Then look right").is_visible()
    assert set(controls) <= {"up", "down"}
    assert inspect(learner.course, ("overlaps", "accessible", "clipped")) == []


def test_printing_the_certificate(start: Start) -> None:
    """Name, course and date on paper; the name is nowhere else."""
    learner = start.web(bypass_csp=True)
    learner.after(RIGHT)
    learner.go("certificate")
    learner.course.locator("#certificate-name").fill("Ada Pemberton")
    learner.course.emulate_media(media="print")
    text = learner.page.inner_text()
    pdf = learner.course.pdf()
    kept = learner.course.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")

    assert "Crossing the road" in text
    assert re.search(r"\d{1,2} \w+ 20\d\d", text)
    assert "Ada Pemberton" in text or learner.course.locator("#certificate-name").is_visible()
    assert inspect(learner.course, ("overlaps", "clipped")) == []
    assert pdf.count(b"/Type /Page\n") <= 1 or pdf.count(b"/Type/Page") <= 1
    assert "Ada" not in kept


# --------------------------------------------------------------- no script


def test_readable_without_script(start: Start) -> None:
    """All pages below one another, nothing hidden, links jump, answers open by themselves."""
    seat = start.seats(java_script_enabled=False, viewport=PHONE)
    page = seat.open(start.address(seat, audience="staff"))
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((one) => one.textContent.trim() && !one.closest("script,style,template,option,.js,#closed,dialog:not([open])"))
             .filter((one) => !one.closest("details:not([open])") && !one.checkVisibility())
             .map((one) => one.outerHTML.slice(0, 120))"""
    )
    text = page.locator("body").inner_text()
    wide = page.evaluate("() => document.scrollingElement.scrollWidth")
    page.locator("#contents summary").first.click()
    page.locator("a[href='#telling.whom-to-tell']:visible").first.click()
    at = page.evaluate("() => document.getElementById('telling.whom-to-tell').getBoundingClientRect().top")
    page.locator("#crossing\\.look-both-ways details.answer > summary").first.click()

    assert hidden == []
    for said in ("Stop at the kerb", "Take the child’s hand", "A road accident", "Kit tells you", "Tell someone today",
                 "Which light lets you walk?", "How sure are you that you can cross", "999", "0800 1111", "44 children"):  # fmt: skip
        assert said in text
    assert wide <= 320
    assert 0 <= at < 200
    assert page.get_by_text("Only green is safe").first.is_visible()


def test_shipped_course_readable_without_script(start: Start) -> None:
    seat = start.seats(java_script_enabled=False, viewport=PHONE)
    page = seat.open(start.address(seat, packages.course(packages.SHIPPED)))
    sections = page.locator(".page[data-page]").evaluate_all(
        "all => all.filter((one) => !one.checkVisibility() || one.getBoundingClientRect().height < 20).map((one) => one.id)"
    )
    broken = page.evaluate(
        "() => [...document.querySelectorAll(\"a[href^='#']\")].map((one) => one.getAttribute('href').slice(1)).filter((id) => id && !document.getElementById(id))"
    )

    assert sections == []
    assert broken == []
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 320


# -------------------------------------------------------------------- keys


class Keys:
    """A learner without a mouse. Looks at the focus after every key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        inspect(page, ())

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        for fault in self.page.evaluate("() => window.probes.focus()"):
            if fault not in self.faults:
                self.faults.append(fault)

    def reach(self, selector: str) -> None:
        """Tab until the focus is on something that matches."""
        for _ in range(150):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.press("Tab")
        raise AssertionError(
            f"150 tabs and no {selector}; focus is on {self.page.evaluate('() => probes.name(document.activeElement)')}"
        )

    def use(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.press(key)

    def answer(self, question: str, response: object) -> None:
        """One question by keys: arrows between choices, Space to tick, arrows in a list, figures typed."""
        q = f".page:not([hidden]) .q[data-q='{question}']"
        kind = self.page.evaluate(
            """q => { const one = document.querySelector(q);
              return one.querySelector("ol.order") ? "order" : one.querySelector("select") ? "match" :
                one.querySelector("input[inputmode=decimal]") ? "number" : one.querySelector("input[type=radio]") ? "radio" : "tick"; }""",
            q,
        )
        assert isinstance(response, list)
        if kind == "radio":
            self.reach(f"{q} input[type=radio]")
            self.press("Space")
            for _ in range(9):
                if self.page.evaluate("value => document.activeElement.value === value", str(response[0])):
                    break
                self.press("ArrowDown")
        elif kind == "tick":
            for value in self.page.locator(f"{q} input[type=checkbox]").evaluate_all(
                "all => all.map((one) => one.value)"
            ):
                if value.isdigit() and int(value) in response:
                    self.use(f"{q} input[value='{value}']", "Space")
        elif kind == "number":
            self.reach(f"{q} input[inputmode=decimal]")
            self.page.keyboard.type(str(response[0]))
        elif kind == "match":
            for term, meaning in enumerate(response):
                self.reach(f"{q} select[data-term='{term}']")
                for _ in range(9):
                    if self.page.evaluate("value => document.activeElement.value === value", str(meaning)):
                        break
                    self.press("ArrowDown")
        else:
            self._order(q, response)

    def _order(self, q: str, wanted: list[int]) -> None:
        for place, item in enumerate(wanted):
            for _ in wanted:
                now = self.page.locator(f"{q} ol.order > li").evaluate_all(
                    "all => all.map((one) => Number(one.dataset.i))"
                )
                if now.index(item) <= place:
                    break
                self.page.evaluate("q => document.querySelector(q).querySelector('legend, li').scrollIntoView()", q)
                self.back_to(f"{q} ol.order > li[data-i='{item}'] [data-do=up]")
                self.press("Enter")

    def back_to(self, selector: str) -> None:
        """The nearer way: forwards some steps, else backwards."""
        for key, most in (("Tab", 12), ("Shift+Tab", 40)):
            for _ in range(most):
                if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    return
                self.press(key)
        raise AssertionError(f"no {selector}")


def by_keys(learner: Learner, answers: Mapping[str, Response]) -> Keys:
    """From start to certificate."""
    keys = Keys(learner.course)
    for page in learner.pages[1:]:
        keys.use("nav.steps a[data-do=next]")
        learner.at_page(page)
        if page in ("before", "after"):
            keys.use(f"#{page} [data-do=begin]")
            while learner.do("continue").is_visible():
                for name in learner.course.locator(f"#{page} .q:visible").evaluate_all(
                    "all => all.map((one) => one.dataset.q)"
                ):
                    keys.answer(name, answers[name])
                keys.use(f"#{page} [data-do=continue]")
        if page == "after":
            keys.use("#after [data-do=submit]")
            learner.at_page("result")
            break
        while learner.page.locator(".node:visible a[data-do=choose]").count():
            keys.use("main > .page:not([hidden]) .node:not([hidden]) a[data-do=choose]")
        for name in learner.page.locator("form.q:visible").evaluate_all("all => all.map((one) => one.dataset.q)"):
            keys.answer(name, answers[name])
            keys.use(f"form.q[data-q='{name}'] [data-do=check]")
            expect(learner.question(name).locator(".verdict")).to_have_attribute(
                "data-verdict", re.compile("right|none")
            )
    keys.use("nav.steps a[data-do=next]")
    learner.at_page("certificate")
    return keys


def test_whole_course_by_keyboard(start: Start) -> None:
    """With Tab, Enter, Space and arrows alone; the focus is always seen and never lost."""
    learner = start.web(viewport=PHONE, bypass_csp=True)
    keys = by_keys(learner, {**RIGHT, **CHECKS_RIGHT})

    assert learner.course.locator("#certificate[data-available=yes] .award").is_visible()
    assert keys.faults == []


@pytest.mark.slow
def test_shipped_course_by_keyboard(start: Start) -> None:
    learner = start.web(packages.course(packages.SHIPPED), viewport=PHONE, bypass_csp=True)
    keys = by_keys(learner, {name: right(spec) for name, spec in learner.data["questions"].items()})

    assert learner.course.locator("#certificate[data-available=yes] .award").is_visible()
    assert keys.faults == []


def test_help_by_keyboard(start: Start) -> None:
    """Opened, read and closed by keys; the focus comes back to where it was; the page behind is out of reach."""
    learner = start.web(viewport=PHONE, bypass_csp=True)
    learner.next()
    keys = Keys(learner.course)
    keys.back_to("a[data-do=help]")
    keys.press("Enter")
    for _ in range(25):
        keys.press("Tab")
        assert learner.course.evaluate(
            "() => document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
        )
    keys.press("Escape")

    assert not learner.course.locator("#help-panel").is_visible()
    assert learner.course.evaluate("() => document.activeElement.dataset.do") == "help"
    assert keys.faults == []


def test_focus_and_words_follow_a_page_change(start: Start) -> None:
    """A screen reader hears where it is: the heading takes focus, and place and progress are said in words."""
    learner = start.web()
    heard = set()
    for _ in range(4):
        learner.next()
        focused = learner.course.evaluate(
            "() => document.activeElement.matches('main > .page:not([hidden]) h2') && document.activeElement.textContent.trim()"
        )
        heard.add(
            (focused, learner.course.locator("#place").inner_text(), learner.course.locator("#count").inner_text())
        )
        assert focused

    assert len(heard) == 4


def test_a_verdict_is_announced(start: Start) -> None:
    """What changed is said in a live region, in words, not by colour."""
    learner = start.web()
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [2])
    verdict = learner.question("CK1").locator(".verdict")
    said = learner.course.locator("#live").inner_text()

    assert verdict.inner_text().strip()
    assert said.strip() or verdict.evaluate(
        "one => Boolean(one.closest('[aria-live],[role=status],[role=alert]')) || document.activeElement === one"
    )
