// What stands before the questions of a set: whether they can be begun, and what is worth knowing first.

import { whenAsked } from "./actions.js";
import { text } from "./course-data.js";
import { focusOn, make, makeButton, one } from "./dom.js";
import { unopenedLinks } from "./pages.js";
import { surveyWords } from "./survey.js";

/** @param {number} left */
export const attemptsWords = (left) =>
  left === 0 ? text("attempts-none") : left === 1 ? text("attempts-one") : text("attempts-left", { count: left });

/** The learner said so in this window; it is kept nowhere, and asked again after a reload. */
let known = false;

/**
 * The final questions begin when the pages were opened, or by this word.
 *
 * @param {HTMLElement[]} links
 */
const unopened = (links) =>
  make(
    "div.unopened.callout.note",
    make("p", text("unopened")),
    make("p", makeButton("know", text("know"))),
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
  const links = known || session.state.passed ? [] : unopenedLinks();
  const words = [];
  if (session.state.passed) words.push(make("p", text("passed-before")));
  else if (session.state.attemptsUsed && left < Infinity) words.push(make("p", attemptsWords(left)));
  if (left && links.length) return [...words, unopened(links)];
  return left ? [...words, ...(surveyWords(page, label) ?? [beginButton(label)])] : words;
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

/**
 * Says that the learner may begin without having opened the pages.
 *
 * @param {HTMLElement} page
 * @param {Session} session
 */
export const prepareKnowing = (page, session) => {
  whenAsked("know", () => {
    known = true;
    introduce(page, session);
    focusOn(one("[data-do=begin]", page));
  });
};
