// The result page: how far one has got. What the final questions add to it is in set-result.js.

import { certified, isFinished } from "./certificate.js";
import { data, text } from "./course-data.js";
import { all, make, makeLink, one } from "./dom.js";
import { onPage } from "./pages.js";

/**
 * @param {string} id
 * @param {string} label
 */
export const wayTo = (id, label) => make("p", makeLink(id, label, ".button.primary"));

/**
 * Says how it went in the page's heading, then whether the platform has it (notices.js), above `lines`. `outcome` is a key of the
 * texts.
 *
 * @param {string} outcome
 * @param {HTMLElement[]} said
 * @param {...HTMLElement} lines
 */
export const headline = (outcome, said, ...lines) => {
  const box = one("#result .outcome");
  box.dataset.outcome = outcome;
  const heading = one("#result h2");
  heading.textContent = text(outcome);
  box.replaceChildren(make("div.headline", heading, ...said), ...all("#result .taken"), ...lines);
};

/** @param {Session} session */
const showStanding = (session) => {
  const box = one("#result .outcome");
  if (isFinished(session)) headline(certified.by, [], wayTo("certificate", text("to-certificate")));
  else if (!data.after.length) headline("incomplete", []);
  else if (!box.dataset.outcome) {
    box.dataset.outcome = "none";
    box.append(wayTo("after", text("to-after")));
  }
};

/** @param {Session} session */
export const prepareResult = (session) => {
  onPage(({ id }) => {
    if (id === "result" && !one("#result .answers")) showStanding(session);
  });
};
