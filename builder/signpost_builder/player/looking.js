// A preview or a look back: nothing is saved. Who has passed sees the answers; nobody sees those of the final questions before.

import { certified } from "./certificate.js";
import { text } from "./course-data.js";
import { all, html, one } from "./dom.js";
import { showKey } from "./marks.js";
import { notify } from "./notices.js";

/**
 * Leaves the words of a question that cannot be answered here, and nothing that looks as if it could.
 *
 * @param {HTMLElement} question
 */
const asWords = (question) => {
  one(".answer", question)?.remove();
  all("input, select, button", question).forEach((control) => control.remove());
};

/**
 * What `mode` is for this learner: "browse", "review", or "review-open" for a look back at what is not passed.
 *
 * @param {Mode} mode
 * @param {Session} session
 */
const lookOf = (mode, { state }) => (mode === "review" && certified.by === "passed" && !state.passed ? "review-open" : mode);

/**
 * Says what `mode` means. Answers whether the questions inside pages can be tried, without anything being kept.
 *
 * @param {Mode} mode
 * @param {Session} session
 */
export const prepareLooking = (mode, session) => {
  const kind = lookOf(mode, session);
  html.classList.add("looking");
  notify(kind);
  all("[data-do=leave]").forEach((button) => (button.textContent = text("leave")));
  if (kind === "review") {
    html.classList.add("review");
    all(".q").forEach(showKey);
    return false;
  }
  all("form.set .q").forEach(asWords);
  return true;
};
