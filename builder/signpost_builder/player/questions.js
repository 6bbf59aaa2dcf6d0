// One question on screen: what the learner has put in, put back, and cleared. Values are the author's indexes.

import { data } from "./course-data.js";
import { all, one } from "./dom.js";

const kinds = {};

/**
 * Types that are more than choices to tick say how they work: `{prepare, read, write, clear, isFine}` over the
 * question; all but `read` and `write` may be left out.
 */
export const addKind = (type, kind) => {
  kinds[type] = kind;
};

export const specOf = (question) => data.questions[question.dataset.q];

const kindOf = (question) => kinds[specOf(question).type] ?? {};

const inputs = (question) => all("input[type=radio], input[type=checkbox]", question);

const ticked = (question) => {
  const chosen = inputs(question).filter((input) => input.checked && input.value !== "dk");
  return chosen.length ? chosen.map((input) => +input.value) : null;
};

const tick = (question, values) =>
  inputs(question).forEach((input) => (input.checked = values.includes(input.value === "dk" ? "dk" : +input.value)));

/** The response: null, "dk", or indexes as in tests/vectors/scoring.json. */
export const responseTo = (question) =>
  one("input[value=dk]:checked", question) ? "dk" : (kindOf(question).read ?? ticked)(question);

/** False, and a message is shown, when what was put in cannot be an answer. */
export const isFine = (question) => kindOf(question).isFine?.(question) ?? true;

/** Puts a response back on screen. */
export const restore = (question, response) => {
  if (response === "dk") tick(question, ["dk"]);
  else if (response) (kindOf(question).write ?? tick)(question, response);
};

/** Empties a question. */
export const clear = (question) => {
  tick(question, []);
  kindOf(question).clear?.(question);
};

/** "I don't know" and any other answer exclude each other. */
const keepHonest = (question, changed) => {
  const unsure = one("input[value=dk]", question);
  if (!unsure || unsure.type === "radio") return;
  if (changed !== unsure) unsure.checked = false;
  else if (unsure.checked) tick(question, ["dk"]);
};

export const prepareQuestions = () => {
  all(".q").forEach((question) => kindOf(question).prepare?.(question));
  document.addEventListener("change", ({ target }) => {
    const question = target.closest(".q");
    if (question) keepHonest(question, target);
  });
};
