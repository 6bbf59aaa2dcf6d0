"""The HTML report in a browser: nothing remote, axe finds nothing, it fits a phone and paper."""

import re
from functools import cache
from pathlib import Path

import pytest
from signpost_report.aligning import read_file
from signpost_report.building import files_of

from tests import studies

ROOT = Path(__file__).parents[2]
EXAMPLE = Path(__file__).parent / "golden/release.json"


@cache
def page(study: str) -> bytes:
    contents = {
        "example": lambda: [EXAMPLE.read_bytes()],
        "many": lambda: [
            studies.release(1_500), studies.release(1_200, "2027-spring", 2),
            studies.release(1_500, seed=3, audience="caregiver", regions=True, wording=" and teenagers"),
            *(studies.release(1_500, f"2027-w{n}", n, audience="caregiver", kind="single", regions=True, open_=True) for n in (1, 2)),
        ],
    }[study]()  # fmt: skip
    return files_of([read_file(f"{n}", one, None) for n, one in enumerate(contents)])["report.html"]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Opens a report by its file, as a double-click does; whatever it asks the network for is a fault."""

    def open_(study: str, width: int, **more):
        (tmp_path / "report.html").write_bytes(page(study))
        context = chromium.new_context(viewport={"width": width, "height": 800}, **more)
        tab, asked = context.new_page(), []
        tab.on("request", lambda request: request.url.startswith("data:") or asked.append(request.url))
        tab.goto((tmp_path / "report.html").as_uri())
        assert len(asked) == 1, asked
        return tab

    return open_


@pytest.mark.browser
@pytest.mark.parametrize(
    ("study", "width", "scheme"),
    [
        ("example", 320, "dark"),
        *(pytest.param("many", *how, marks=pytest.mark.slow) for how in ((320, "dark"), (1280, "light"))),
    ],
)
def test_axe_finds_nothing(opened, study, width, scheme):
    """With every table open; nothing wider than the screen but tables that scroll by themselves."""
    tab = opened(study, width, color_scheme=scheme)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    tab.add_script_tag(path=ROOT / "node_modules/axe-core/axe.min.js")
    faults = tab.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.map((one) => [one.id, one.nodes[0].html]))"
    )
    assert faults == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_forced_colours_and_large_text(opened):
    """Charts keep their marks, and twice as large text still fits 390 pixels."""
    tab = opened("example", 390, forced_colors="active")
    tab.add_style_tag(content="html { font-size: 200% }")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.evaluate("getComputedStyle(document.querySelector('circle.chart-after')).fill") != "none"


@pytest.mark.browser
def test_paper(opened):
    """Printed, every table is there though its details are closed."""
    tab = opened("example", 1280)
    tab.emulate_media(media="print")
    every = "[...document.querySelectorAll('details table')].every((one) => one.checkVisibility({contentVisibilityAuto: true}) && one.getBoundingClientRect().height > 0)"
    tab.wait_for_function(every, timeout=10_000)


@pytest.mark.parametrize("study", ["example", "many"])
def test_the_page_alone(study):
    """No address of anything remote, no script that runs, a table under each chart, ids once, SIMULATED in title, head and foot."""
    text = page(study).decode()
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", text)
    assert re.findall(r"<script[^>]*>", text) == ['<script type="application/json" id="numbers">']
    assert text.count("<svg") == text.count("<figure>") == text.count("<details>") > 5
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert text.count("SIMULATED: every answer is invented") >= 3 and "<title>SIMULATED: " in text
    assert text.count("<h1") == 1


def test_hostile_words_stay_words():
    """Whatever a form says is text in the page, never markup, and never ends the numbers' script."""
    nasty = "</script><img src=x onerror=alert(1)>"
    made = files_of([read_file("r", studies.release(1_500, wording=nasty), None)])["report.html"].decode()
    assert nasty not in made and "<img" not in made and "&lt;/script&gt;&lt;img" in made
