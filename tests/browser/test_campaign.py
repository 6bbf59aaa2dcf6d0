"""The pages of a campaign in browsers: for everybody, without a script, and gone at once when somebody has to leave."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from signpost_builder.formats import FORMATS
from signpost_builder.package import read_asset
from signpost_builder.page.rendered import render
from signpost_builder.read import read_course

from tests.browser.engines import ENGINES
from tests.browser.inspections import EVERYTHING, inspect
from tests.campaign.conftest import AS_OF, ROOT
from tests.campaign.small import edition_of

SCREENS = {
    "phone": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "large letters": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "forced colours": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
}
WEATHER = "https://www.bbc.co.uk/weather"


def written(folder: Path, edition) -> Path:
    """The site and the plan, as the server and the team have them."""
    for package in FORMATS["campaign"].packages(render(edition)):
        for name, content in package.tree.items():
            path = folder / package.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else read_asset(content))
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """Every template: a card, the first page, help, the way to the questions, the plan."""
    folder = tmp_path_factory.mktemp("campaign")
    return written(folder / "made", edition_of(folder / "project", "south"))


def opened(chromium: Browser, path: Path, **options: object) -> tuple[Page, list[str]]:
    """The page, and every address that it asked for. It keeps its own policy where it is not to be inspected."""
    page = chromium.new_context(**options).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    return page, asked


def templates(small: Path) -> list[Path]:
    return [*sorted((small / "talk-site").glob("*.html")), small / "talk-posts/posts.html"]


@pytest.mark.parametrize("screen", ["phone", *(pytest.param(one, marks=pytest.mark.slow) for one in list(SCREENS)[1:])])
def test_every_template_is_for_everybody(chromium, small, screen):
    """axe finds nothing and nothing scrolls sideways, whatever the screen, with answers and sources open."""
    found = {}
    for path in templates(small):
        page, _ = opened(chromium, path, bypass_csp=True, **SCREENS[screen])
        page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.removeAttribute('name'); one.open = true; })"
        )
        if faults := inspect(page, EVERYTHING):
            found[path.name] = faults
        page.context.close()

    assert found == {}


def test_a_card_without_a_script(chromium, small):
    """By keys alone: to an answer, what follows from it, and on; two requests at most, and none to anybody else."""
    page, asked = opened(chromium, small / "talk-site/tell.html", java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("class") == "skip"
    answer = page.locator("summary", has_text="Ask what it is")
    while page.locator(":focus").inner_text() != answer.inner_text():
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("That is kind.")).to_be_visible()
    expect(page.get_by_text("Then nobody has asked.")).to_be_hidden()
    assert len([one for one in asked if not one.startswith("data:")]) <= 2
    assert all(one.startswith(("file:", "data:")) for one in asked)


def test_gone_at_once(chromium, small):
    """The button empties the screen and leaves; Shift three times does the same. Nothing is left in the page's storage."""
    page, _ = opened(chromium, small / "talk-site/tell.html")
    left: list[str] = []
    page.route(
        WEATHER, lambda route: (left.append(route.request.headers.get("referer", "")), route.fulfill(body="weather"))
    )
    page.get_by_role("link", name="Exit this page").first.click()
    page.wait_for_url(WEATHER)
    page.goto((small / "talk-site/help.html").as_uri())
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(WEATHER)

    assert left == ["", ""]
    assert page.context.cookies() == []


@pytest.mark.slow
def test_every_page_that_is_shipped(chromium, tmp_path):
    """All cards of both audiences on a phone, light and dark."""
    from signpost_builder.editions import edition

    course, _ = read_course(ROOT / "course/campaign", as_of=AS_OF)
    found = {}
    for audience in course.audiences:
        folder = written(tmp_path / audience.id, edition(course, course.sites[6], audience))
        for path in sorted(folder.rglob("*.html")):
            for scheme in ("light", "dark"):
                page, _ = opened(
                    chromium, path, bypass_csp=True, viewport={"width": 320, "height": 640}, color_scheme=scheme
                )
                if faults := inspect(page):
                    found[path.name, scheme] = faults
                page.context.close()

    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_other_engines(engine, small, tmp_path):
    """Firefox and WebKit show a card, open an answer, and run its one script under its policy."""
    with ENGINES[engine](tmp_path) as driver:
        driver.get((small / "talk-site/tell.html").as_uri())
        script = "return [document.documentElement.className, document.querySelector('h1').textContent, document.documentElement.scrollWidth <= innerWidth]"
        assert driver.execute_script(script) == ["js", "Tell somebody", True]
        opened_by = "const all = document.querySelectorAll('.ask details'); all[1].querySelector('summary').click(); return new Promise(r => setTimeout(() => r([...all].map((one) => one.open)), 300))"
        assert driver.execute_script(opened_by) == [False, True]


# What a reader of Arabic and of Urdu would have; the interface has no translation yet, and pictures have no such letters.
SPOKEN = {
    "ar": {
        "Tell somebody": "أخبر شخصًا تثق به",
        "Some people keep a worry to themselves.": "بعض الناس يكتمون قلقهم.",
        "You can tell somebody today": "يمكنك أن تخبر أحدًا اليوم",
        "Say one sentence about it.": "قل جملة واحدة عن ذلك.",
        "Ask what it is": "اسأل: ما الأمر؟",
        "That is kind.": "هذا لطف منك.",
    },
    "ur": {
        "Tell somebody": "کسی کو بتائیں",
        "Some people keep a worry to themselves.": "کچھ لوگ اپنی پریشانی اپنے تک رکھتے ہیں۔",
        "You can tell somebody today": "آپ آج ہی کسی کو بتا سکتے ہیں",
        "Say one sentence about it.": "اس کے بارے میں ایک جملہ کہیں۔",
        "Ask what it is": "پوچھیں کہ کیا بات ہے؟",
        "That is kind.": "یہ مہربانی ہے۔",
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("language", SPOKEN)
def test_right_to_left_in_its_own_words(chromium, tmp_path, language):
    """On a phone: nothing scrolls sideways, axe finds nothing, the page begins at the right, and telephone numbers still read from the left."""
    edition = edition_of(tmp_path / "project", "south")
    edition = replace(edition, language=language, course=replace(edition.course, languages=(language,)))
    folder = written(tmp_path / "made", edition) / "talk-site"
    found = {}
    for path in sorted(folder.glob("*.html")):
        text = path.read_text("utf-8")
        for english, spoken in SPOKEN[language].items():
            text = text.replace(english, spoken)
        path.write_text(text, "utf-8")
        page, _ = opened(chromium, path, bypass_csp=True, **SCREENS["phone"])
        page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.removeAttribute('name'); one.open = true; })"
        )
        if faults := inspect(page, EVERYTHING):
            found[path.name] = faults
        if path.name == "tell.html":
            heading = "const range = document.createRange(); range.selectNodeContents(document.querySelector('h1')); return range.getBoundingClientRect()"
            box = page.evaluate(f"(() => {{ {heading}.toJSON(); }})()")
            assert box["right"] > 320 - 40 and box["left"] > 40
            number = page.locator("a[href^='tel:']", has_text="0800 1111").first
            digits = "(link) => [0, 8].map((at) => { const range = document.createRange(); const text = document.createTreeWalker(link, 4).nextNode(); range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect().left })"
            first, last = number.evaluate(digits)
            assert first < last
        page.screenshot(path=str(tmp_path / f"{path.stem}.png"), full_page=True)
        page.context.close()

    assert found == {}
