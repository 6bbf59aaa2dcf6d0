"""The list of packages for whoever hands them out."""

import hashlib
import re
import subprocess
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.formats import FORMATS

from tests.small_course import write_course

ROOT = Path(__file__).parents[2]
AS_OF = ("--as-of", "2026-11-23")
FOLDER = Path("output/first/1.0.0")
PLACED = [name for name, one in FORMATS.items() if not one.extra]
EVERYTHING = ("build", "--all-sites", "--audience", "staff", "--audience", "caregiver", *AS_OF)


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_course(tmp_path, **{"north,Hill Academy North,,": "north,Hill & <North>,yes,"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    run = CliRunner().invoke(main, [*words])
    assert run.exit_code == 0, run.output
    return run


def page() -> lxml.html.HtmlElement:
    return lxml.html.fromstring((FOLDER / "index.html").read_text("utf-8"))


def sections() -> dict[str, lxml.html.HtmlElement]:
    return {section.find("h2").text: section for section in page().iter("section")}


def test_every_package_is_listed_under_its_site_with_its_hash(project):
    """Nothing in the folders is missing, every link leads to a file, and each hash is that of the file."""
    signpost(*EVERYTHING, *(word for name in PLACED for word in ("--format", name)))
    links = {link.get("href"): link for link in page().iter("a") if "/" in link.get("href", "")}

    packages = {
        path for folder in FOLDER.iterdir() if folder.is_dir() and folder.name != ".made" for path in folder.iterdir()
    }
    assert {FOLDER / name.removesuffix("/index.html") for name in links} == packages
    assert all((FOLDER / name).is_file() for name in links)
    for name, link in links.items():
        said = link.getparent().findtext("code")
        if not name.endswith("/index.html"):
            assert said == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert list(sections()) == ["Hill & <North>", "Hill Academy Coast"]


def test_the_hash_of_a_folder_is_what_the_page_tells_one_to_type(project):
    signpost("build", "--site", "coast", "--format", "web", *AS_OF)
    command = re.search(r"find FOLDER[^<]*", (FOLDER / "index.html").read_text("utf-8"))
    assert command is not None
    typed = command[0].replace("FOLDER", "first-web")
    run = subprocess.run(["sh", "-c", typed], cwd=FOLDER / "coast", capture_output=True, text=True, check=True)

    (said,) = [link.getparent().findtext("code") for link in page().iter("a") if link.text == "first-web/"]
    assert run.stdout.split()[0] == said


def test_it_says_what_each_package_is_for_and_when_contacts_were_checked(project):
    """An invented site is marked; each audience stands apart; each format says its platforms."""
    signpost(*EVERYTHING)
    north, coast = (" ".join(section.text_content().split()) for section in sections().values())

    assert "Contacts last checked on 22 November 2026." in coast
    assert "Do not hand it out" in north and "Do not hand it out" not in coast
    assert [each.text for each in sections()["Hill Academy Coast"].iter("h3")] == ["Staff", "Parents and carers"]
    assert coast.count(f"For: {FORMATS['scorm12'].platforms}.") == 2


def test_every_format_says_its_platforms():
    assert [name for name, one in FORMATS.items() if not one.platforms] == []


def test_what_earlier_runs_made_stays_listed_while_it_stands(project):
    """One site after the other, one format after the other: the page is that of one run for all."""
    signpost("build", "--all-sites", *AS_OF)
    whole = (FOLDER / "index.html").read_bytes()
    for path in (FOLDER / "index.html", FOLDER / "editions.json"):
        path.unlink()
    for site, format in (("coast", "web"), ("north", "scorm12"), ("north", "web"), ("coast", "scorm12")):
        signpost("build", "--site", site, "--format", format, *AS_OF)

    assert (FOLDER / "index.html").read_bytes() == whole


def test_it_asks_nobody_for_anything(project):
    """No script, no address of another place, no picture but an empty one."""
    signpost(*EVERYTHING)
    html = (FOLDER / "index.html").read_text("utf-8")

    assert "<script" not in html and not re.search(r"(?:src|href)=\"(?:https?:)?//", html)
    assert "default-src 'none'" in html and str(project) not in html


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_for_everybody(scheme, project, chromium):
    """axe finds nothing; nothing sticks out at 320 px; the keyboard reaches every package; opened from the disk."""
    signpost(*EVERYTHING)
    address = (project / FOLDER / "index.html").as_uri()
    tab = chromium.new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme, bypass_csp=True)
    problems: list[str] = []
    tab.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.add_script_tag(path=ROOT / "node_modules/axe-core/axe.min.js")
    found = tab.evaluate("axe.run().then((results) => results.violations.map((each) => each.id))")
    tab.keyboard.press("Tab")
    focused = tab.evaluate("document.activeElement.tagName")
    tab.close()
    assert (found, focused, problems) == ([], "A", [])
