// What stands before the questions of a set: whether they can be begun, and what is worth knowing first.

import { text } from "./course-data.js";
import { make, makeButton, one } from "./dom.js";
import { unopenedLinks } from "./pages.js";
import { surveyWords } from "./survey.js";

export const attemptsWords = (left) =>
  left === 0 ? text("attempts-none") : left === 1 ? text("attempts-one") : text("attempts-left", { count: left });

const unopened = () => {
  const links = unopenedLinks();
  return links.length
    ? [make("div.unopened.callout.note", make("p", text("unopened")), make("ul", ...links.map((link) => make("li", link))))]
    : [];
};

const beginButton = (label) => make("p", makeButton("begin", label, ".primary"));

const afterWords = (session, page, label) => {
  const left = session.attemptsLeft();
  const words = left ? unopened() : [];
  if (session.state.passed) words.push(make("p", text("passed-before")));
  else if (session.state.attemptsUsed && left < Infinity) words.push(make("p", attemptsWords(left)));
  return left ? [...words, ...(surveyWords(page, label) ?? [beginButton(label)])] : words;
};

/** Fills the introduction of `#before` or `#after` for what the learner has done so far. */
export const introduce = (page, session) => {
  const intro = one(".intro", page);
  const label = intro.dataset.begin;
  const actions = one(".actions", intro) ?? intro.appendChild(make("div.actions"));
  if (page.id === "after") actions.replaceChildren(...afterWords(session, page, label));
  else if (session.state.beforeDone) intro.replaceChildren(make("p.done-note", text("before-done")));
  else actions.replaceChildren(...(surveyWords(page, label) ?? [beginButton(label)]));
};
