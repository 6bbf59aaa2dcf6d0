"""The first page of the trainer pack as a trainer meets it: unpacked, opened by double-click, on any screen and on paper."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from signpost_builder.editions import edition
from signpost_builder.formats.trainer import TRAINER
from signpost_builder.package import zip_bytes
from signpost_builder.page.rendered import render
from signpost_builder.read import read_course

from tests.browser.inspections import EVERYTHING, inspect

COURSE = Path(__file__).parents[2] / "course/spot-the-signs"
SCREENS = {
    "phone": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "large letters": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "forced colours": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    course = read_course(COURSE, as_of=datetime.date(2026, 11, 28))[0]
    (package,) = TRAINER.packages(render(edition(course, course.sites[0])))
    folder = tmp_path_factory.mktemp("trainer")
    with zipfile.ZipFile(io.BytesIO(zip_bytes(package.tree))) as archive:
        archive.extractall(folder)
    return folder / "spot-the-signs-example-north-trainer"


def opened(chromium: Browser, unpacked: Path, **options: object) -> tuple[Page, list[str]]:
    """The page, and every address that it asked for."""
    page = chromium.new_context(bypass_csp=True, **options).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((unpacked / "index.html").as_uri())
    return page, asked


@pytest.mark.parametrize("screen", SCREENS)
def test_everybody_can_read_it(chromium, unpacked, screen):
    page, asked = opened(chromium, unpacked, **SCREENS[screen])

    assert inspect(page, EVERYTHING) == []
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_every_file_is_a_link(chromium, unpacked):
    """Each file of the folder once, with a size and, if it is for paper, which; reached by keys in the order shown."""
    page, _ = opened(chromium, unpacked, java_script_enabled=False)
    links = [link.get_attribute("href") for link in page.get_by_role("link").all()]

    assert sorted(links) == sorted(path.name for path in unpacked.iterdir() if path.name != "index.html")
    for item in page.locator(".files li").all():
        size = f"{round((unpacked / item.get_by_role('link').get_attribute('href')).stat().st_size / 1000)} kB"
        assert size in item.inner_text()


def test_on_paper(chromium, unpacked):
    page, _ = opened(chromium, unpacked)
    page.emulate_media(media="print")

    assert inspect(page, ("accessible", "clipped", "overlaps")) == []
