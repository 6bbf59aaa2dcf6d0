// Easy words first: one switch for all pages. That it is on is all that this device keeps of it: `signpost.easy`, for any learner.

import { whenAsked } from "./actions.js";
import { html, one } from "./dom.js";
import { onPage } from "./pages.js";

const EASY = "signpost.easy";

/**
 * Where storage is refused, it holds as long as the page.
 *
 * @param {(held: Storage) => unknown} act
 */
const withStorage = (act) => {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
};

export const prepareEasy = () => {
  const button = one("[data-do=easy]");
  if (!button) return;
  /** @param {boolean} [on] left out: the other way */
  const show = (on) => {
    const shown = html.toggleAttribute("data-easy", on);
    button.setAttribute("aria-pressed", String(shown));
    return shown;
  };
  whenAsked("easy", () => {
    const on = show();
    withStorage((held) => (on ? (held[EASY] = "1") : delete held[EASY]));
  });
  onPage((page) => (button.hidden = !one(".easy", page)));
  show(!!withStorage((held) => held[EASY]));
};
