// One question on screen: what the learner has put in, put back, and cleared. Values are the author's indexes.

import { data } from "./course-data.js";
import { all, one } from "./dom.js";
import { kindOf, rowOf } from "./kinds.js";

/**
 * How a question is answered: the rows that `control` of kinds.js names. A page without such questions has no script for
 * them, so each module adds its own.
 *
 * @type {Partial<Record<KindRow["control"], Control>>}
 */
const controls = {};

/**
 * `{prepare, read, write, clear, isFine}` over the question; all but `read` and `write` may be left out.
 *
 * @param {KindRow["control"]} name
 * @param {Control} control
 */
export const addControl = (name, control) => {
  controls[name] = control;
};

/**
 * The question of the final ones.
 *
 * @param {string} id
 */
export const questionOf = (id) => one(`#after [data-q="${CSS.escape(id)}"]`);

/** @param {HTMLElement} question */
export const specOf = (question) => data.questions[question.dataset.q];

/** @param {HTMLElement} question */
const controlOf = (question) => rowOf(controls, kindOf(specOf(question)).control);

/** @param {HTMLElement} question */
const inputs = (question) => /** @type {HTMLInputElement[]} */ (all("input:not([inputmode])", question));

/** @param {HTMLElement} question */
const ticked = (question) => {
  const chosen = inputs(question).filter((input) => input.checked && input.value !== "dk");
  return chosen.length ? chosen.map((input) => +input.value) : null;
};

/**
 * @param {HTMLElement} question
 * @param {(number | "dk")[]} values
 */
const tick = (question, values) =>
  inputs(question).forEach((input) => (input.checked = values.includes(input.value === "dk" ? "dk" : +input.value)));

addControl("ticks", { read: ticked, write: tick });

/**
 * The response: null, "dk", or indexes as in tests/vectors/scoring.json. `asShown`: what nobody touched is an answer too, where
 * something is shown that can be one.
 *
 * @param {HTMLElement} question
 * @param {boolean} [asShown]
 * @returns {Answered}
 */
export const responseTo = (question, asShown) =>
  one("input[value=dk]:checked", question) ? "dk" : controlOf(question).read(question, asShown);

/**
 * False, and a message is shown, when what was put in cannot be an answer.
 *
 * @param {HTMLElement} question
 */
export const isFine = (question) => controlOf(question).isFine?.(question) ?? true;

/**
 * Puts a response back on screen.
 *
 * @param {HTMLElement} question
 * @param {Answered} response
 */
export const restore = (question, response) => {
  if (response === "dk") tick(question, ["dk"]);
  else if (response) controlOf(question).write(question, response);
};

/**
 * Empties a question.
 *
 * @param {HTMLElement} question
 */
export const clear = (question) => {
  tick(question, []);
  controlOf(question).clear?.(question);
};

/**
 * "I don't know" and any other answer exclude each other.
 *
 * @param {HTMLElement} question
 * @param {EventTarget | null} changed
 */
const keepHonest = (question, changed) => {
  const unsure = one("input[value=dk]", question);
  if (!unsure || unsure.type === "radio") return;
  if (changed !== unsure) unsure.checked = false;
  else if (unsure.checked) tick(question, ["dk"]);
};

export const prepareQuestions = () => {
  all(".q").forEach((question) => controlOf(question).prepare?.(question));
  document.addEventListener("change", ({ target }) => {
    const question = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest(".q"));
    if (question) keepHonest(question, target);
  });
};
