// What stands before the questions of a set: whether they can be begun, and what is worth knowing first.

import { text } from "./course-data.js";
import { make, makeButton, one } from "./dom.js";
import { unopenedLinks } from "./pages.js";
import { surveyWords } from "./survey.js";

/** @param {number} left */
export const attemptsWords = (left) =>
  left === 0 ? text("attempts-none") : left === 1 ? text("attempts-one") : text("attempts-left", { count: left });

/**
 * Nobody has to open them first.
 *
 * @param {HTMLElement[]} links
 */
const unopened = (links) =>
  make(
    "details.unopened",
    make("summary", text("unopened", { count: links.length })),
    make("ul", ...links.map((link) => make("li", link))),
  );

/** @param {string} label */
const beginButton = (label) => make("p", makeButton("begin", label, ".primary"));

/**
 * @param {Session} session
 * @param {HTMLElement} page
 * @param {string} label
 */
const afterWords = (session, page, label) => {
  const left = session.attemptsLeft();
  const links = session.state.passed ? [] : unopenedLinks();
  const words = [];
  if (session.state.passed) words.push(make("p", text("passed-before")));
  else if (session.state.attemptsUsed && left < Infinity) words.push(make("p", attemptsWords(left)));
  if (!left) return words;
  return [...words, ...(surveyWords(page, label) ?? [beginButton(label)]), ...(links.length ? [unopened(links)] : [])];
};

/**
 * Fills the introduction of `#before` or `#after` for what the learner has done so far.
 *
 * @param {HTMLElement} page
 * @param {Session} session
 */
export const introduce = (page, session) => {
  const intro = one(".intro", page);
  const label = intro.dataset.begin;
  const actions = one(".actions", intro) ?? intro.appendChild(make("div.actions"));
  if (page.id === "after") actions.replaceChildren(...afterWords(session, page, label));
  else if (session.state.beforeDone) intro.replaceChildren(make("p.done-note", text("before-done")));
  else actions.replaceChildren(...(surveyWords(page, label) ?? [beginButton(label)]));
};
