import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright
from rendered import module_element, quiz_element, written
from visits import ENDPOINT, Visit
from workbench_server import Workbench

from testing.children import hear_signals
from testing.limits import limit_slow
from tests.browser.conftest import ARGUMENTS

hear_signals()

# Studio's form is a template of XBlock's own; the platform has Django set up for it.
settings.configure(INSTALLED_APPS=[], USE_I18N=False)
django.setup()

_students = itertools.count(1)


@pytest.fixture(scope="session")
def scoring_vectors() -> dict[str, Any]:
    return json.loads((Path(__file__).parents[2] / "tests/vectors/scoring.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("no Chromium found: `make test` installs Debian's, or set CHROMIUM to one", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """Started for real, once; with a store in its settings. Scenarios by name: see below."""
    crossing, telling = module_element("crossing"), module_element("telling")
    before, after = (quiz_element(phase, surveyed=True) for phase in ("before", "after"))
    scenarios = {
        "crossing": crossing,
        "carers": module_element("crossing", audience="caregiver"),
        "before": before,
        "after": after,
        "plain-before": quiz_element("before"),
        "plain-after": quiz_element("after", attempts="2"),
        "exact": quiz_element("after", score_mode="exact"),
        "hidden": quiz_element("after"),
        "hidden-server": quiz_element("after", grading="server"),
        "server": quiz_element("after", grading="server", surveyed=True),
    }
    texts = {name: written(node) for name, node in scenarios.items()}
    texts["two"] = f"<vertical_demo>{written(crossing)}{written(telling)}</vertical_demo>"
    texts["both"] = f"<vertical_demo>{texts['before']}{texts['after']}</vertical_demo>"
    with Workbench(tmp_path_factory.mktemp("workbench") / "run", texts, ENDPOINT) as running:
        yield running

        assert "Traceback" not in running.errors


@pytest.fixture
def visits(chromium: Browser, workbench: Workbench) -> Iterator[Callable[..., Visit]]:
    """Fresh profiles, each of a learner whom the platform has never seen unless `student` names one."""
    opened: list[Visit] = []

    def visit(student: str = "", **options: Any) -> Visit:
        opened.append(Visit(chromium, workbench, student or f"learner-{next(_students)}", **options))
        return opened[-1]

    yield visit
    troubles = [trouble for one in opened for trouble in one.troubles]
    for one in opened:
        one.close()

    assert troubles == []


@pytest.fixture
def visit(visits: Callable[..., Visit]) -> Visit:
    return visits()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    limit_slow(items)
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
