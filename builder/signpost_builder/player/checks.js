// Knowledge checks inside pages: feedback at once, as many tries as one likes, never part of the score.

import { text } from "./course-data.js";
import { all, focusOn, make, makeButton, onEnter, one } from "./dom.js";
import { mark, unmark } from "./marks.js";
import { clear, isFine, responseTo, restore } from "./questions.js";

/**
 * @param {HTMLElement} question
 * @param {HTMLElement} button
 * @param {string} verdict
 */
const finished = (question, button, verdict) => {
  button.hidden = verdict === "right";
  button.textContent = text("again");
  button.dataset.do = "again";
};

/**
 * @param {HTMLElement} question
 * @param {Session} session
 */
const prepareCheck = (question, session) => {
  const id = question.dataset.q;
  const button = makeButton("check", text("check"));
  const verdict = make("p.verdict");
  verdict.setAttribute("role", "status");
  one("fieldset", question).after(verdict, button);

  const tryAgain = () => {
    unmark(question);
    clear(question);
    session.answer(id, null, false);
    button.textContent = text("check");
    button.dataset.do = "check";
    focusOn(one("input, select, button", question));
  };

  const check = () => {
    const response = responseTo(question, true);
    if (!isFine(question)) return;
    if (response === null) {
      verdict.textContent = text("first");
      return;
    }
    session.answer(id, response, true);
    finished(question, button, mark(question, response, response === "dk"));
    if (button.hidden) focusOn(verdict);
  };

  one("summary", question)?.addEventListener("click", (event) => {
    event.preventDefault();
    mark(question, responseTo(question), true);
    focusOn(verdict);
  });

  button.addEventListener("click", () => (button.dataset.do === "check" ? check() : tryAgain()));
  onEnter(question, check);
  question.addEventListener("change", () => session.answer(id, responseTo(question), false));

  const kept = session.responseOf(id);
  restore(question, kept?.response ?? null);
  if (kept?.submitted) finished(question, button, mark(question, kept.response, kept.response === "dk"));
};

/** @param {Session} session */
export const prepareChecks = (session) => all("form.q").forEach((question) => prepareCheck(question, session));
