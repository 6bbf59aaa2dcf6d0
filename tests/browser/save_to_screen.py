"""When a save has come how far on its way to the screen: the preview and the window each note the time, by one clock.

What is painted is taken from the frame itself: the first time that the window is ready to paint (`requestAnimationFrame`) after the
text of the page has changed.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Frame, Page

from tests.preview_program import PROGRAM

# The preview, with a line in a file for each step; `%s` is the file.
NOTING = """
import functools, time
from signpost_builder.preview.desk import Desk
from signpost_builder.preview.reading import Reading
from signpost_builder.preview.showing import Showing
from signpost_builder.serving.events import Events
notes = open(%r, "a", buffering=1)
def note(owner, name, before="", after=""):
    call = getattr(owner, name)
    @functools.wraps(call)
    def noted(*given):
        before and print(time.time(), before, file=notes)
        result = call(*given)
        after and print(time.time(), after, file=notes)
        return result
    setattr(owner, name, noted)
note(Desk, "changed", before="noticed")
note(Reading, "read", after="read")
note(Showing, "change", after="page made")
note(Events, "tell", after="sent")
"""

IN_THE_WINDOW = """(() => {
  const notes = (window.notes = []);
  const note = (step) => notes.push([(performance.timeOrigin + performance.now()) / 1000, step]);
  if (window === top) {
    const Native = window.EventSource;
    window.EventSource = class extends Native {
      constructor(address) {
        super(address);
        this.addEventListener("message", () => note("received"));
      }
    };
    return;
  }
  addEventListener("message", () => note("in the frame"));
  const parse = DOMParser.prototype.parseFromString;
  DOMParser.prototype.parseFromString = function (...given) {
    const parsed = parse.apply(this, given);
    note("parsed");
    return parsed;
  };
  const watch = () =>
    new MutationObserver(() => {
      note("changed");
      requestAnimationFrame(() => note("painted"));
    }).observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
  addEventListener("DOMContentLoaded", watch);
})();"""

STEPS = ("noticed", "read", "page made", "sent", "received", "in the frame", "parsed", "changed", "painted")
PATIENCE_SECONDS = 30


def noting(file: Path) -> str:
    """The program of a preview that notes its steps there."""
    return NOTING % str(file) + PROGRAM


def watch(context: BrowserContext) -> None:
    """Before its pages are opened."""
    context.add_init_script(IN_THE_WINDOW)


def way_of(save: Callable[[], Any], page: Page, frame: Frame, file: Path) -> dict[str, float]:
    """Milliseconds from the save to each of `STEPS`."""
    for each in (page.main_frame, frame):
        each.evaluate("notes.length = 0")
    told = file.stat().st_size
    started = time.time()
    save()
    _until_painted(frame)
    lines = [line.split(" ", 1) for line in file.read_text()[told:].splitlines()]
    noted = [(float(at), step) for at, step in lines]
    for each in (page.main_frame, frame):
        noted += each.evaluate("notes")
    return {step: min(at - started for at, known in noted if known == step) * 1000 for step in STEPS}


def _until_painted(frame: Frame) -> None:
    """Asked seldom, so that the asking is not in the way."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not frame.evaluate("notes.some(([, step]) => step === 'painted')"):
        assert time.monotonic() < until, "nothing was painted"
        time.sleep(0.1)


def table(ways: list[dict[str, float]], read: float) -> str:
    """The median of each step: when it was over, how long it took, and that over `read`, milliseconds of reading everything."""
    lines, before = ["save to screen            at ms    took   of a read of everything"], 0.0
    for step in STEPS:
        at = statistics.median(way[step] for way in ways)
        lines.append(f"  {step:<22} {at:>6.1f}  {at - before:>6.1f}   {(at - before) / read:.2f}")
        before = at
    return "\n".join([*lines, f"  all of it                      {before:>6.1f}   {before / read:.2f}"])
