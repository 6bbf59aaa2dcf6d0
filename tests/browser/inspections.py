"""Pages looked at with axe-core and with a ruler (probes.js)."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Frame, Page

HERE = Path(__file__).parent
AXE = (HERE.parents[1] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PROBES = (HERE / "probes.js").read_text(encoding="utf-8")

RULER = ("sideways", "overlaps", "clipped", "small", "ids")
EVERYTHING = ("accessible", *RULER)


def inspect(page: Page | Frame, probes: Sequence[str] = EVERYTHING) -> list[str]:
    """What is wrong with what is on the screen now, in words."""
    if not page.evaluate("() => Boolean(window.probes)"):
        page.evaluate(f"() => {{ {AXE}; {PROBES} }}")
    return page.evaluate(
        """async (names) => {
          const found = [];
          for (const one of document.getAnimations()) one.finish();  // a colour on its way is neither the old nor the new
          for (const name of names) for (const fault of await window.probes[name]()) found.push(`${name}: ${fault}`);
          return found;
        }""",
        list(probes),
    )
