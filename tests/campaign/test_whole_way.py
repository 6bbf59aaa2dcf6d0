"""The whole way with invented people: card, page about the questions, form, store, two waves, releases, and the report's table of regions by wave."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import lxml.html
import pytest

ROOT = Path(__file__).parent.parent.parent
STORE, REPORT = ROOT / "survey/.venv/bin/signpost-survey", ROOT / "report/.venv/bin/signpost-report"
GUIDE = (ROOT / "docs/campaign.md").read_text("utf-8")
PEOPLE = "2400"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_from_a_card_to_the_table_of_regions(tmp_path):
    """Each region stands in the report once for each wave, with its people and its interval; different people, said so."""
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    environment = os.environ | {"SIGNPOST_SURVEY_PASSPHRASE": "a long enough passphrase"}

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            [str(each) for each in command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    (tmp_path / "key.json").write_text(run(STORE, "keygen", "keys"))
    built = ("build", "campaign", "--format", "campaign", "--site", "london", "--simulated", "--survey-key", "key.json")
    run(ROOT / ".venv/bin/signpost", *built)

    site = tmp_path / "output/simulated/campaign/1.0.0/london/campaign-site"
    card = lxml.html.parse(site / "gift.html")
    assert "survey.html" in card.xpath("//nav[@class='on']//a/@href")
    page = lxml.html.parse(site / "survey.html")
    (form,) = (re.search(r"/f/([0-9a-f-]{36})$", link)[1] for link in page.xpath("//a[@class='button primary']/@href"))
    forms = tmp_path / "output/simulated/campaign/1.0.0/forms"
    assert [path.stem for path in forms.iterdir()] == [form]
    asked = json.loads((forms / f"{form}.json").read_text())
    assert (asked["kind"], asked["open"], asked["stratum"]["question"]) == ("single", True, "D3r")

    assert form in run(STORE, "form", "add", forms / f"{form}.json")
    last = ""
    for seed, wave in ((1, "2027-w1"), (2, "2027-w2")):
        run(STORE, "simulate", form, "--people", PEOPLE, "--seed", str(seed))
        command = re.search(rf"`signpost-survey (publish FORM_ID {wave} --key keys)`", GUIDE)[1]
        said = run(STORE, *command.replace("FORM_ID", form).split(), "--yes", "--last", last)
        last = re.search(r"(?m)^  ((?:[a-z]{5} ){5}[a-z]{5})$", said)[1]
    ids = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", run(STORE, "release", "list"))
    releases = []
    for id in dict.fromkeys(ids):
        run(STORE, "release", "export", id, id)
        releases += [str(path) for path in (tmp_path / id).rglob("release*.json")]
    assert len(releases) == 2, releases
    build = re.search(r"`signpost-report (build) RELEASE RELEASE (--output report)`", GUIDE)
    run(REPORT, build[1], *releases, *build[2].split())

    text = lxml.html.parse(tmp_path / "report/report.html").getroot()
    table = next(one for one in text.iter("table") if "Region by wave" in "".join(one.itertext()))
    rows = ["".join(row.itertext()) for row in table.iter("tr")]
    assert sum(name in "".join(rows) for name in ("London", "North East", "Wales", "South West")) == 4
    assert "Different people answered each time" in text.text_content()
