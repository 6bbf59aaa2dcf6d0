"""The shipped course as Studio would import it, unit by unit in the workbench."""

from collections.abc import Callable, Iterator

import pytest
from lxml import etree
from visits import ENDPOINT, Visit, learner_in
from workbench_server import Workbench

from tests.browser import packages
from tests.browser.inspections import inspect
from tests.browser.learner import right

pytestmark = pytest.mark.slow


def blocks() -> dict[str, str]:
    course = packages.course(packages.SHIPPED)
    (archive, *_) = packages.packages(packages.an_edition(course), "openedx")
    units = [etree.fromstring(content) for name, content in sorted(archive.tree.items()) if "vertical/" in name]
    own = [node for unit in units for node in unit if str(node.tag).startswith("signpost_")]
    return {node.get("url_name"): etree.tostring(node, encoding="unicode") for node in own}


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with Workbench(tmp_path_factory.mktemp("shipped") / "run", blocks(), ENDPOINT) as running:
        yield running


def test_every_unit_is_read_and_done(visits: Callable[..., Visit], workbench: Workbench) -> None:
    """Each page without a fault that axe finds; every module completed; the questions answered from the course's own keys."""
    visit = visits()
    faults = {}
    for name in blocks():
        page = visit.open(name)
        learner = learner_in(page)
        pages = learner.pages
        for one in pages:
            if learner.at != one:
                learner.go(one)
            faults[one] = inspect(learner.course, ["accessible", "ids"])
        answers = {id: right(spec) for id, spec in learner.data["questions"].items()}
        if pages == ["before"]:
            learner.before(answers)
        elif pages[0] == "after":
            assert learner.after(answers) == "passed"
        page.close(run_before_unload=True)
    visit.until(
        lambda: len({one["block"] for one in workbench.published if one["event"] == "completion"}) == len(blocks())
    )
    visit.troubles = [one for one in visit.troubles if "404" not in one]  # media are the platform's to serve

    assert {page: found for page, found in faults.items() if found} == {}
    assert [one["content"]["value"] for one in workbench.published if one["event"] == "grade"] == [1.0]
