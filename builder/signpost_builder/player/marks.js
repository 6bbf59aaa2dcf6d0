// What a question says after it was answered: a word, the marks beside the choices, feedback. Never colour alone.

import { text } from "./course-data.js";
import { all, make, one } from "./dom.js";
import { kindOf, rowOf } from "./kinds.js";
import { specOf } from "./questions.js";
import { isScored, scoreQuestion } from "./score.js";

/**
 * right, partly, wrong, dk (don't know), none (no answer), answered (nothing to be right about).
 *
 * @param {HTMLElement} question
 * @param {Answered} response
 */
export const verdictOn = (question, response) => {
  const fraction = scoreQuestion(specOf(question), response);
  if (response === null) return "none";
  if (fraction === null) return "answered";
  if (response === "dk") return "dk";
  return fraction === 1 ? "right" : fraction > 0 ? "partly" : "wrong";
};

/**
 * @param {HTMLElement} label
 * @param {string} word
 * @param {string} kind
 */
const markOf = (label, word, kind) => label.append(make("span.mark." + kind, text(word)));

/**
 * @param {HTMLElement} label
 * @param {boolean} right
 */
const markRight = (label, right) => markOf(label, right ? "mark-right" : "mark-wrong", right ? "right" : "wrong");

/**
 * The feedback of an option is in the answer list, in the author's order; true comes before false.
 *
 * @param {HTMLElement} question
 * @param {number} value
 */
const feedbackFor = (question, value) => {
  const item = one(".answer > ol", question)?.children[kindOf(specOf(question)).line(value)];
  const copy = item?.cloneNode(true);
  if (item?.matches(".key")) copy.firstChild?.remove();
  return copy?.textContent?.trim() ? make("div.feedback", ...copy.childNodes) : "";
};

/** @type {Marker} */
const markChoices = (question, response, withKey) => {
  const spec = specOf(question);
  const { several } = kindOf(spec);
  for (const label of all("label", question)) {
    const value = +one("input", label).value;
    const chosen = response?.includes(value);
    const right = spec.keys.includes(value);
    if (chosen) markRight(label, right);
    else if (right && withKey) markOf(label, response?.length && several ? "mark-missed" : "mark-key", "right");
    if (chosen || (right && withKey)) label.after(feedbackFor(question, value));
  }
};

/** @type {Marker} */
const markTerms = (question, response) => {
  for (const [term, label] of response ? all(".term", question).entries() : []) markRight(label, response?.[term] === term);
};

/**
 * The rows that `marks` of kinds.js names.
 *
 * @type {Record<KindRow["marks"], Marker>}
 */
const MARKERS = { choices: markChoices, terms: markTerms, none() {} };

/**
 * Takes no more answers; marks what was answered, null where only the key is to be seen.
 *
 * @param {HTMLElement} question
 * @param {number[] | null} response
 * @param {boolean} withKey
 * @param {boolean} open the answer is opened
 */
const close = (question, response, withKey, open) => {
  const spec = specOf(question);
  const answer = one("details.answer", question);
  one("fieldset", question).disabled = true;
  const marker = rowOf(MARKERS, kindOf(spec).marks);
  if (isScored(spec) && (response || answer)) marker(question, response, withKey);
  if (answer) answer.open = open;
};

/**
 * Closes a question and shows its answer; of the choices, which are right.
 *
 * @param {HTMLElement} question
 */
export const showKey = (question) => close(question, null, true, true);

/**
 * Shows the verdict and the marks; `withKey`: also which choices would have been right, and why.
 *
 * @param {HTMLElement} question
 * @param {Answered} response
 * @param {boolean} withKey
 */
export const mark = (question, response, withKey) => {
  const verdict = verdictOn(question, response);
  unmark(question);
  close(question, Array.isArray(response) ? response : [], withKey, withKey || verdict === "right");
  const line = one(".verdict", question);
  line.textContent = text("verdict-" + verdict);
  line.dataset.verdict = question.dataset.verdict = verdict;
  return verdict;
};

/** @param {HTMLElement} question */
export const unmark = (question) => {
  all(".mark, fieldset .feedback", question).forEach((each) => each.remove());
  one("fieldset", question).disabled = false;
  one(".verdict", question).textContent = "";
  delete one(".verdict", question).dataset.verdict;
  delete question.dataset.verdict;
};
