"""The page that checks reports, opened from a disk in Debian's Firefox."""

import json
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.engines import SECONDS, firefox

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "report/signpost_report/verify.html"
EXAMPLE = ROOT / "docs/formats/examples/release.json"


@pytest.mark.browser
@pytest.mark.slow
def test_it_checks_a_release_in_firefox(tmp_path):
    """A true release holds under its key; with one count changed it fails."""
    document = json.loads(EXAMPLE.read_bytes())
    document["counts"][0][8] += 1
    (tmp_path / "changed.json").write_text(json.dumps(document), encoding="utf-8")

    with firefox(tmp_path) as driver:
        for file, key, said in (
            (EXAMPLE, document["signature"]["key"], "Nothing is wrong, but not everything could be checked"),
            (tmp_path / "changed.json", "", "Do not believe this as it is."),
        ):
            driver.get(PAGE.as_uri())
            driver.find_element(By.ID, "files").send_keys(str(file))
            driver.find_element(By.ID, "key").send_keys(key)
            driver.find_element(By.TAG_NAME, "button").click()
            WebDriverWait(driver, SECONDS).until(lambda one: one.find_elements(By.CSS_SELECTOR, "#result h2"))
            assert driver.find_element(By.CSS_SELECTOR, "#result h2").text.startswith(said)
