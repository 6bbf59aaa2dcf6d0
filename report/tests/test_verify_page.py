"""The checking page in Chromium, from a file: what a journalist does and reads; no network; axe; a phone; keys; no script; same bytes."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.test_verify import EXAMPLE, EXAMPLE_KEY, altered, changed, page
from tests.verifying import ROOT, chain

PAGE = ROOT / "report/signpost_report/verify.html"
AXE = ROOT / "node_modules/axe-core/axe.min.js"


def test_the_page_is_what_its_sources_make():
    """`make verify` again: libraries and page, the same bytes."""
    for program, made in (
        ("vendor/ed25519/bundle.js", "report/verify/ed25519.js"),
        ("report/verify/link.js", "report/signpost_report/verify.html"),
    ):
        run = subprocess.run([shutil.which("node"), program], cwd=ROOT, capture_output=True, timeout=120)
        assert (run.returncode, run.stderr) == (0, b"")
        assert run.stdout == (ROOT / made).read_bytes(), f"{made}: make verify"


def test_its_own_policy_forbids_it_the_network():
    """Nothing but its own script and style, by hash."""
    text = PAGE.read_text(encoding="utf-8")

    assert "default-src 'none'; script-src 'sha256-" in text and "connect-src" not in text
    assert "http://" not in text.split("<script>")[0] and "https://" not in text.split("<script>")[0]


@cache
def files(folder: Path) -> Path:
    (folder / "release.json").write_bytes(EXAMPLE)
    (folder / "report.html").write_bytes(page(EXAMPLE))
    (folder / "changed.json").write_bytes(changed(EXAMPLE, (("counts", 0, 8), 999)))
    (folder / "cut.json").write_bytes(EXAMPLE[:50_000])
    (folder / "cut.html").write_bytes(page(EXAMPLE)[:50_000])
    (folder / "forged.html").write_bytes(
        altered(page(EXAMPLE), lambda made: made["numbers"][3].__setitem__("value", 0.99))
    )
    (folder / "program.html").write_bytes(
        page(EXAMPLE).replace(b"</body>", b"<img src=x onerror='document.title=1'></body>")
    )
    for number, one in enumerate(chain()[0]):
        (folder / f"chain-{number}.json").write_bytes(one)
    return folder


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, tmp_path_factory):
    """The page opened from its file; whatever it asks for besides is a fault."""
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: asked.append(str(error)))
    tab.goto(PAGE.as_uri())
    tab.folder = files(tmp_path_factory.getbasetemp())
    yield tab
    assert asked == [PAGE.as_uri()]
    context.close()


def check(tab, *names: str, key: str = "", pasted: str = "") -> str:
    """The headline after pressing the button."""
    tab.set_input_files("#files", [str(tab.folder / name) for name in names])
    tab.fill("#key", key)
    if pasted:
        tab.click("summary")
        tab.fill("#pasted", pasted)
    tab.click("button")
    tab.wait_for_selector("#result h2", timeout=30_000)
    return tab.inner_text("#result h2")


@pytest.mark.browser
def test_a_journalist_reads_that_it_holds(tab):
    """Report, release and key: one sentence, the focus on it, every check with its words, axe content, nothing wider than a phone."""
    assert check(tab, "release.json", "report.html", key=EXAMPLE_KEY).startswith(
        "Everything that can be checked holds."
    )
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    assert tab.locator(".checks > li").count() == tab.locator(".checks > .holds").count() == 6
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.evaluate(AXE.read_text(encoding="utf-8"))
        assert (
            tab.evaluate("axe.run().then((found) => found.violations.map((one) => [one.id, one.nodes[0].html]))") == []
        )


@pytest.mark.browser
@pytest.mark.parametrize(
    ("names", "key", "said"),
    [
        (("changed.json", "report.html"), EXAMPLE_KEY, "changed after it was signed"),
        (("cut.json",), "", "it was cut off"),
        (("release.json", "cut.html"), "", "it does not carry its numbers"),
        (("release.json", "forged.html"), "", "are not what the releases give"),
        (("release.json", "program.html"), "", "there is a program in it"),
        (("release.json", "report.html"), "A" * 43, "Whoever made this is somebody else"),
        (("chain-0.json", "release.json"), "", "do not come from one hand"),
    ],
)
def test_a_forger_is_told(tab, names, key, said):
    """The headline warns, and a check says why."""
    assert check(tab, *names, key=key) == "Do not believe this as it is. At least one check failed; read which."
    assert said in tab.inner_text(".checks")


@pytest.mark.browser
def test_a_chain_and_pasted_text(tab):
    """Four releases whose keys changed twice, the last one pasted; the first key is enough."""
    data, (first, *_) = chain()
    headline = check(tab, "chain-0.json", "chain-1.json", "chain-2.json", key=first, pasted=data[3].decode())

    assert headline.startswith("Nothing is wrong, but not everything could be checked")
    assert "none is missing between them" in tab.inner_text(
        ".checks"
    ) and "signed by it or by one that follows it" in tab.inner_text(".checks")


@pytest.mark.browser
def test_by_keys_alone_and_twice(tab):
    """Tab and Enter; a second check replaces the first."""
    check(tab, "changed.json")
    tab.set_input_files("#files", [str(tab.folder / "release.json")])
    tab.focus("#key")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#result h2.unknown")
    assert tab.locator("#result h2").count() == 1


@pytest.mark.browser
def test_without_javascript(chromium):
    """It says that it cannot check, and offers no button that does nothing."""
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(PAGE.as_uri())

    assert "needs JavaScript" in tab.inner_text("body") and not tab.is_visible("button")
    context.close()


def test_every_report_brings_the_page():
    """`build` and `rehearse` put it beside the report."""
    from signpost_report.aligning import read_file
    from signpost_report.building import files_of

    assert (
        files_of([read_file("r", EXAMPLE, json.loads(EXAMPLE)["signature"]["key"])])["verify.html"] == PAGE.read_bytes()
    )
