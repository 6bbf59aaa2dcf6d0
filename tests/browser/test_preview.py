"""The preview in Chromium: a save in the page that somebody reads, errors over it, the platform beside it, and nothing from elsewhere."""

import contextlib
import json
import re
import shutil
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.inspections import inspect
from tests.browser.previews import Shown, until
from tests.browser.save_to_screen import noting, table, watch, way_of
from tests.preview_program import States, previewing
from tests.source_projects import FILES, a_project

ROOT = Path(__file__).parents[2]
MODULE = "modules/one/module.md"
TALL = "\n\n".join(f"Paragraph {number} of a page that is longer than any screen." for number in range(80))
BODY = f"""Welcome.

## A long page

{TALL}

## A question

::: question id=one-1
Where is the sheet?

- [x] On the door
  Everybody sees it.
- [ ] In a drawer
  Nobody finds it.
:::

::: trainer
Ask the room.
:::
"""


def save(shown: Shown, body: str) -> None:
    (shown.root / MODULE).write_text(FILES[MODULE].replace("Welcome.\n", body))


@pytest.fixture
def shown(chromium: Browser, tmp_path: Path) -> Iterator[Shown]:
    a_project(tmp_path, body=BODY)
    with previewing(tmp_path) as program, contextlib.closing(Shown(chromium, program, tmp_path)) as made:
        yield made
    assert made.faults == []
    assert made.hosts == {"127.0.0.1"}


def test_a_save_keeps_page_and_place_and_an_error_leaves_the_last_good_version(shown: Shown) -> None:
    frame = shown.course_frame()
    frame.evaluate("document.querySelector('#contents a[href=\"#one.a-long-page\"]').click()")
    frame.evaluate("scrollTo({ top: 900, behavior: 'instant' }); window.same = true")

    save(shown, BODY.replace("Paragraph 70", "A new paragraph"))
    until(frame, "document.body.textContent.includes('A new paragraph')")

    assert frame.evaluate("[same, scrollY, document.documentElement.dataset.at]") == [True, 900, "one.a-long-page"]

    save(shown, BODY.replace("Where is the sheet?", "Where does the sheet hang?"))
    until(shown.course_frame(), "document.body.textContent.includes('Where does the sheet hang?')")
    until(shown.course_frame(), "scrollY > 800")

    assert shown.course_frame().evaluate("document.documentElement.dataset.at") == "one.a-long-page"

    save(shown, BODY.replace("::: trainer", "::: traner"))
    findings = shown.page.locator("#findings")
    expect(findings).to_be_visible()

    assert "::: traner" in findings.inner_text()
    assert "did you mean 'trainer'?" in findings.inner_text()
    assert f"{MODULE}:" in findings.inner_text()
    assert "the last version without errors" in shown.page.inner_text("#status")
    assert "Where is the sheet?" not in shown.course_frame().inner_text("body")
    assert inspect(shown.page, ["accessible", "sideways"]) == []

    save(shown, BODY)
    expect(findings).to_be_hidden()


def test_the_platform_panel_shows_calls_budget_and_what_an_administrator_sees(shown: Shown) -> None:
    shown.page.click("[data-panel=platform]")
    panel = shown.page.locator("#panel")
    shown.sco()
    expect(panel.locator("tbody tr").first).to_be_visible()

    text = panel.inner_text()

    assert 'LMSInitialize("")' in text
    assert re.search(r"State: [\d,]+ of 4,096 bytes", text)
    assert re.search(r"Status\s+incomplete", text)

    shown.page.click("text=Leave and open again")
    expect(panel).to_contain_text("sitting 2")
    shown.sco()

    assert re.search(r"Time\s+0000:00:0\d", panel.inner_text())
    assert "error" not in panel.inner_text()
    assert inspect(shown.page, ["accessible"]) == []


# -------------------------------------------------------------------------------------- slow


@pytest.mark.slow
def test_scorm_2004_is_played_and_followed_too(shown: Shown) -> None:
    shown.choose(kind="scorm2004")
    shown.page.click("[data-panel=platform]")
    frame = shown.sco()
    panel = shown.page.locator("#panel")
    expect(panel).to_contain_text("of 64,000 bytes")
    expect(panel).to_contain_text("Initialize")

    save(shown, BODY.replace("Paragraph 70", "A new paragraph"))
    until(frame, "document.body.textContent.includes('A new paragraph')")
    save(shown, BODY.replace("Where is the sheet?", "Where does the sheet hang?"))
    expect(panel).to_contain_text("sitting 2")
    until(shown.sco(), "document.body.textContent.includes('Where does the sheet hang?')")

    assert "error" not in panel.inner_text()


@pytest.mark.slow
def test_a_preview_that_is_killed_is_said_by_its_page(shown: Shown) -> None:
    """What is on the screen stays; the page that a new one opens has an address of its own."""
    status = shown.page.locator("#status")
    expect(status).to_contain_text("as it is in the files")
    shown.program.process.kill()
    expect(status).to_contain_text("If it has ended, start it again")

    assert "Paragraph 70" in (shown.course_frame().text_content("body") or "")

    shown.faults.clear()  # the browser says on the console that nobody answers


@pytest.mark.slow
def test_a_page_that_was_not_seen_for_a_while_has_the_newest_text(shown: Shown) -> None:
    """A hidden page gives its connection up (a browser has six); what stands in it stays, and comes up to date when it is seen."""
    frame = shown.course_frame()
    frame.evaluate("window.same = true")
    see = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    shown.page.evaluate(see, True)
    save(shown, BODY.replace("Paragraph 70", "A new paragraph"))
    time.sleep(0.5)

    assert "A new paragraph" not in (frame.text_content("body") or "")

    shown.page.evaluate(see, False)
    until(frame, "document.body.textContent.includes('A new paragraph')")

    assert frame.evaluate("same") is True


@pytest.mark.slow
def test_the_review_shows_what_a_reviewer_asks_and_opens_its_places(shown: Shown) -> None:
    shown.page.click("[data-panel=review]")
    panel = shown.page.locator("#panel")
    panel.locator("summary", has_text="A question").click()
    expect(panel).to_contain_text("Right: On the door")
    expect(panel).to_contain_text("Ask the room.")

    assert inspect(shown.page, ["accessible", "sideways"]) == []

    save(shown, BODY.replace("Ask the room.", "Ask everybody."))
    expect(panel).to_contain_text("Ask everybody.")
    assert panel.locator("details[open]").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_around_is_accessible(chromium: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    a_project(tmp_path, body=BODY.replace("::: trainer", "::: traner"))
    with previewing(tmp_path) as program:
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.goto(program.address)
        expect(page.locator("#findings")).to_be_visible()
        page.locator("#findings summary").first.click()

        assert inspect(page, ["accessible", "sideways", "ids"]) == []

        page.keyboard.press("Escape")
        expect(page.locator("#findings")).to_be_hidden()
        context.close()


@pytest.mark.slow
def test_the_switches(shown: Shown) -> None:
    """Audience, width, height, look, and what stands behind "#", so that a reload keeps all of it."""
    shown.choose(audience="carer", width="390", height="500", look="dark")
    frame = shown.course_frame()
    until(frame, "document.documentElement.style.colorScheme === 'dark'")

    assert frame.evaluate("[innerWidth, innerHeight]") == [388, 498]
    assert frame.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is False
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"

    shown.choose(look="print")
    until(frame, "getComputedStyle(document.querySelector('header.bar')).display === 'none'")
    shown.choose(look="")
    shown.page.reload()

    expect(shown.page.locator("select[name=audience]")).to_have_value("carer")
    expect(shown.page.locator("select[name=width]")).to_have_value("390")

    for kind in ("slides", "h5p"):
        shown.choose(kind=kind)
        frame = next(each for each in shown.page.frames if each != shown.page.main_frame)
        frame.wait_for_url(f"**/{kind}/**")


@pytest.mark.slow
def test_the_course_cannot_reach_the_editor(shown: Shown) -> None:
    """What stands in the course's frame knows no token of the page around, and its requests are refused before they are sent."""
    frame = shown.course_frame()
    asked = frame.evaluate(
        """async (address) => {
      const found = [];
      try { parent.document; found.push("document"); } catch {}
      try { parent.location.href; found.push("address"); } catch {}
      try { await fetch(address + "open", { method: "POST", mode: "no-cors", body: "{}" }); found.push("request"); } catch {}
      return [found, document.referrer];
    }""",
        shown.program.address,
    )

    assert asked == [[], ""]

    shown.faults.clear()  # the policy says on the console that it has refused the request


# Where the player has been at work, what it shuffles and adds is left out: the texts themselves, in any order.
SECTIONS = """[...document.querySelectorAll("main > .page")].map((section) => {
  const copy = section.cloneNode(true);
  copy.hidden = false;
  copy.querySelectorAll("[tabindex]").forEach((each) => each.removeAttribute("tabindex"));
  if (!copy.querySelector("form, [data-question], .check, .scenario, input")) return [section.id, copy.outerHTML];
  copy.querySelectorAll("[data-question] button, .scenario button, [role=status]").forEach((each) => each.remove());
  const [walk, texts] = [document.createTreeWalker(copy, NodeFilter.SHOW_TEXT), []];
  while (walk.nextNode()) texts.push(walk.currentNode.data.trim());
  return [section.id, texts.filter(Boolean).sort().join(" | ")];
})"""

TAKEN = "document.querySelector('script[data-page]').dataset.page === '%s' && !!document.documentElement.dataset.at"


def _edited(text: str, chance: Random) -> str:
    """One to three paragraphs of a module are left out, said twice, moved or changed; a heading may be one of them."""
    front, _, body = text.partition("\n---\n")
    parts = body.split("\n\n")
    for _ in range(chance.randint(1, 3)):
        at, to = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.choice(("out", "twice", "moved", "changed", "new")):
            case "out":
                del parts[at]
            case "twice":
                parts.insert(to, parts[at])
            case "moved":
                parts.insert(to, parts.pop(at))
            case "changed":
                parts[at] = re.sub(r"\b(the|and|to)\b", f"word{chance.randrange(100)}", parts[at])
            case "new":
                parts.insert(at, f"A new paragraph {chance.randrange(100)}.")
    return f"{front}\n---\n" + "\n\n".join(parts)


@pytest.mark.slow
def test_whatever_is_edited_the_page_becomes_what_a_new_one_is(chromium: Browser, tmp_path: Path) -> None:
    """Random edits of a shipped module, each on top of the one before as far as the course can be read: after each, every section in the
    window is what it is in a window that is opened then."""
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    module = tmp_path / "modules/signs/module.md"
    chance, text, took = Random(1), module.read_text("utf-8"), Counter[str]()
    with (
        previewing(tmp_path, "spot-the-signs") as program,
        contextlib.closing(States(program, "page/spot-the-signs/staff/-/en-GB")) as states,
        contextlib.closing(Shown(chromium, program, tmp_path)) as shown,
    ):
        version = states.next()["version"]
        while took.total() < 25:
            module.write_text(edited := _edited(text, chance), "utf-8")
            if edited == text or not (state := states.next())["good"] or state["version"] == version:
                continue
            version, text = state["version"], edited
            until(shown.course_frame(), TAKEN % state["page"]["now"])
            took[shown.page.evaluate("document.body.dataset.took")] += 1
            with contextlib.closing(Shown(chromium, program, tmp_path)) as other:
                new = other.course_frame().evaluate(SECTIONS)
            until(shown.course_frame(), f"JSON.stringify({SECTIONS}) === JSON.stringify({json.dumps(new)})")
    assert took["in place"] > 5 and took["anew soon"] > 0


@pytest.mark.slow
def test_a_thousand_saves_leave_the_window_as_it_was(shown: Shown) -> None:
    """The browser's side: the same document, and no more nodes at the end than at the beginning."""
    frame = shown.course_frame()
    session = shown.context.new_cdp_session(shown.page)
    frame.evaluate("window.same = true")

    def nodes() -> int:
        session.send("HeapProfiler.collectGarbage")
        counts = session.send("Memory.getDOMCounters")
        return int(counts["nodes"])

    def saved(number: int) -> None:
        save(shown, BODY.replace("Paragraph 70", f"Save {number} here"))
        until(frame, f"document.body.textContent.includes('Save {number} here')")

    for number in range(20):
        saved(number)
    before = nodes()
    for number in range(20, 1020):
        saved(number)

    assert frame.evaluate("same") is True
    assert nodes() < before * 1.2


EDITS = {
    "a paragraph": lambda text, number: text.replace("\n## ", f"\nSave {number}.\n\n## ", 1),
    "a question": lambda text, number: re.sub(r"(?m)(^::: question .*\n+)", rf"\1Save {number}. ", text, count=1),
    "a heading": lambda text, number: text.replace("\n## ", f"\n## Save {number} ", 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_a_save_of_the_shipped_course_is_quick_against_reading_it(chromium: Browser, tmp_path: Path, edit: str) -> None:
    """Save to changed text on the screen, over the time in which `signpost check` would read the course: as a ratio, because this
    machine does other things. Printed step by step; held only against what would be noticed at once."""
    from signpost_builder.read import read_course
    from signpost_builder.source.files import TOO_YOUNG_NS

    from tests.test_remembered import TODAY

    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    module = tmp_path / "modules/signs/module.md"
    text = module.read_text("utf-8")
    (notes := tmp_path / "notes").touch()
    reads, ways = [], []
    with (
        previewing(tmp_path, "spot-the-signs", noting(notes)) as program,
        contextlib.closing(Shown(chromium, program, tmp_path, watch)) as shown,
    ):
        time.sleep(TOO_YOUNG_NS / 1e9)  # the pictures of an author's project were not copied a moment ago
        for number in range(12):
            started = time.perf_counter()
            read_course(tmp_path / "course/spot-the-signs", as_of=TODAY)
            reads.append((time.perf_counter() - started) * 1000)
            save = partial(module.write_text, EDITS[edit](text, number), "utf-8")
            ways.append(way_of(save, shown.page, shown.course_frame(), notes))
            time.sleep(2 if edit != "a paragraph" else 0)  # the player starts anew
    print(f"\n{edit}: {table(ways, statistics.median(reads))}", file=sys.stderr)

    assert statistics.median(way["painted"] / read for way, read in zip(ways, reads, strict=True)) < 2
