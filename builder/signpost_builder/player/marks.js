// What a question says after it was answered: a word, the marks beside the choices, feedback. Never colour alone.

import { text } from "./course-data.js";
import { all, make, one } from "./dom.js";
import { specOf } from "./questions.js";
import { scoreQuestion } from "./score.js";

/** right, partly, wrong, dk (don't know), none (no answer), answered (nothing to be right about). */
export const verdictOn = (question, response) => {
  const fraction = scoreQuestion(specOf(question), response);
  if (response === null) return "none";
  if (fraction === null) return "answered";
  if (response === "dk") return "dk";
  return fraction === 1 ? "right" : fraction > 0 ? "partly" : "wrong";
};

const markOf = (label, word, kind) => label.append(make("span.mark." + kind, text(word)));

/** The feedback of an option is in the answer list, in the author's order; true comes before false. */
const feedbackFor = (question, value) => {
  const { type } = specOf(question);
  const item = one(".answer > ol", question)?.children[type === "true-false" ? 1 - value : value];
  const copy = item?.cloneNode(true);
  if (item?.matches(".key")) copy.firstChild.remove();
  return copy?.textContent.trim() ? make("div.feedback", ...copy.childNodes) : "";
};

const markChoices = (question, response, withKey) => {
  const { keys, type } = specOf(question);
  for (const label of all("label", question)) {
    const value = +one("input", label).value;
    const chosen = response.includes(value);
    const right = keys.includes(value);
    if (chosen) markOf(label, right ? "mark-right" : "mark-wrong", right ? "right" : "wrong");
    else if (right && withKey) markOf(label, response.length && type === "multiple" ? "mark-missed" : "mark-key", "right");
    if (chosen || (right && withKey)) label.after(feedbackFor(question, value));
  }
};

/** Closes a question and shows its answer; of the choices, which are right. */
export const showKey = (question) => {
  one("fieldset", question).disabled = true;
  const answer = one(".answer", question);
  if (answer && specOf(question).keys) markChoices(question, [], true);
  if (answer) answer.open = true;
};

const markTerms = (question, response) =>
  all(".term", question).forEach((label, term) => {
    const right = response[term] === term;
    markOf(label, right ? "mark-right" : "mark-wrong", right ? "right" : "wrong");
  });

/** Shows the verdict and the marks; `withKey`: also which choices would have been right, and why. */
export const mark = (question, response, withKey) => {
  const verdict = verdictOn(question, response);
  const list = Array.isArray(response) ? response : [];
  unmark(question);
  one("fieldset", question).disabled = true;
  const spec = specOf(question);
  if (spec.type === "match") markTerms(question, list);
  else if (spec.keys) markChoices(question, list, withKey);
  const answer = one(".answer", question);
  if (answer) answer.open = withKey || verdict === "right";
  const line = one(".verdict", question);
  line.textContent = text("verdict-" + verdict);
  line.dataset.verdict = question.dataset.verdict = verdict;
  return verdict;
};

export const unmark = (question) => {
  all(".mark, fieldset .feedback", question).forEach((each) => each.remove());
  one("fieldset", question).disabled = false;
  one(".verdict", question).textContent = "";
  delete one(".verdict", question).dataset.verdict;
  delete question.dataset.verdict;
};
