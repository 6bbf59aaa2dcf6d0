// A scenario one moment at a time: choose, read what follows, go on to an end, start again.

import { whenAsked } from "./actions.js";
import { text } from "./course-data.js";
import { all, byId, focusOn, make, makeButton, one } from "./dom.js";

/**
 * @param {HTMLElement} scenario
 * @param {HTMLElement | null} node
 */
const showNode = (scenario, node) => all(".node", scenario).forEach((each) => (each.hidden = each !== node));

/** @param {HTMLElement} link */
const choose = (link) => {
  const scenario = /** @type {HTMLElement} */ (link.closest(".scenario"));
  const node = byId(String(link.getAttribute("href")).slice(1));
  const feedback = one(".feedback", link.parentNode).cloneNode(true);
  one(".chosen", scenario)?.remove();
  const chosen = make("div.chosen", make("p", make("b", text("you-chose")), " ", link.textContent), feedback);
  showNode(scenario, node);
  node.before(chosen);
  focusOn(chosen);
};

/** @param {HTMLElement} button */
const restart = (button) => {
  const scenario = /** @type {HTMLElement} */ (button.closest(".scenario"));
  one(".chosen", scenario)?.remove();
  showNode(scenario, one(".node", scenario));
  focusOn(one(".node", scenario));
};

export const prepareScenario = () => {
  for (const scenario of all(".scenario")) {
    showNode(scenario, one(".node", scenario));
    all(".node.end", scenario).forEach((end) => end.append(makeButton("restart", text("restart"))));
  }
  whenAsked("choose", choose);
  whenAsked("restart", restart);
};
