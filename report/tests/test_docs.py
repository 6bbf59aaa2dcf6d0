"""The pages for researchers and trustees tell the truth: their recipes run, their figures are those of the formulae."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_report.cli import main
from signpost_report.expecting import reaches

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/research.md").read_text(encoding="utf-8")
RECIPE = re.compile(
    r"^```(?P<kind>console|python|csv)(?: (?P<name>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
TOOLS = {
    "rehearse": [
        "--survey",
        str(Path(sys.executable).with_name("signpost-survey")),
        "--builder",
        str(ROOT / ".venv/bin/signpost"),
    ],
    "items": ["--builder", str(ROOT / ".venv/bin/signpost")],
}


def test_every_recipe_runs(tmp_path, monkeypatch):
    """In the order of the page, in a folder that has a release and the project; `make report` below."""
    (tmp_path / "release.json").write_bytes((ROOT / "docs/formats/examples/release.json").read_bytes())
    (tmp_path / "project").symlink_to(ROOT)
    monkeypatch.chdir(tmp_path)
    ran = []
    for recipe in RECIPE.finditer(PAGE):
        if recipe["kind"] == "csv":
            Path(recipe["name"]).write_text(recipe["text"], encoding="utf-8")
        elif recipe["kind"] == "python":
            run = subprocess.run([sys.executable, "-c", recipe["text"]], capture_output=True, text=True)
            assert run.returncode == 0 and run.stdout, run.stderr
            ran.append("python")
        elif "make report" not in recipe["text"]:
            program, command, *words = shlex.split(recipe["text"].removeprefix("$ "))
            found = CliRunner().invoke(main, [command, *words, *TOOLS.get(command, [])])
            assert (program, found.exit_code) == ("signpost-report", 0), found.output
            ran.append(command)

    assert ran == ["build", "build", "python", "python", "rehearse", "items"]
    assert all(
        (tmp_path / "report" / name).is_file()
        for name in ("report.html", "report.pdf", "verify.html", "data/numbers.csv")
    )


@pytest.mark.slow
def test_a_newcomer_s_first_minute(tmp_path):
    """`make report` as it stands, with fewer people and no screen: every audience, and the path is printed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    run = subprocess.run(
        ["make", "report", "PEOPLE=400", f"REPORT={tmp_path / 'r'}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    assert str(tmp_path / "r/report.html") in run.stdout and (tmp_path / "r/report.html").is_file()


def test_make_report_calls_what_there_is():
    """Quickly: each option of the line that `make report` runs is one of the command's."""
    command = ["make", "--dry-run", "--no-print-directory", "report"]
    own = {
        name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"
    }  # `make test` runs this
    line = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True).stdout.splitlines()[-1]
    options = {option for parameter in main.commands["rehearse"].params for option in parameter.opts}

    assert "signpost-report rehearse" in line and "--open" in line
    assert {word for word in shlex.split(line) if word.startswith("--")} <= options


def test_the_trustees_table():
    """docs/trustees.md against the formulae, for a course with five groups."""
    form = {"kind": "pair", "group": {"values": [*"abcde"]}, "stratum": {"options": [*"abcdef"]}, "questions": {}}
    noise = [
        (least, {"right": {"all": 36 * f**2, "group": group * f**2, "stratum": 25 * f**2}})
        for least, f, group in ((1_000, 1, 16), (4_000, 2, 16), (64_000, 4, 16))
    ]
    noise.insert(0, (0, {"right": {"all": 36, "group": 9}}))
    expected = {one.answers: one for one in reaches(form, noise) if one.block == "everyone"}
    gaps = {one.answers: one.gap for one in reaches(form, noise) if one.block == "a group"}
    rows = re.findall(
        r"^\| ([\d,]+) \| ([\d.]+) points \| ([\d.]+) points \|$",
        (ROOT / "docs/trustees.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )

    assert len(rows) == 5
    for answers, share, gap in ((int(one.replace(",", "")), float(two), float(three)) for one, two, three in rows):
        assert 100 * expected[answers].share == pytest.approx(share, abs=0.051)
        assert 100 * gaps[answers] == pytest.approx(gap, abs=0.051 if gap < 10 else 0.51)
