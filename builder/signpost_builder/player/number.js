// A number that is typed: read as people write it, with a message when it is outside its limits.

import { text } from "./course-data.js";
import { focusOn, make, one } from "./dom.js";
import { parseNumber } from "./parse-number.js";
import { addControl } from "./questions.js";

/** @param {HTMLElement} question */
const field = (question) => one("input[inputmode]", question);

/**
 * @param {HTMLElement} question
 * @returns {number[]}
 */
const limits = (question) => field(question).dataset.range.split(" ").map(Number);

/** @param {HTMLElement} question */
const isWithin = (question) => {
  const [minimum, maximum] = limits(question);
  const number = parseNumber(field(question).value);
  return number >= minimum && number <= maximum;
};

/** @param {HTMLElement} question */
const complain = (question) => {
  const [minimum, maximum] = limits(question);
  const message = make("p.error", text("range", { minimum, maximum }));
  message.id = "error-" + question.dataset.q;
  field(question).setAttribute("aria-describedby", message.id);
  field(question).parentElement?.before(message);
  focusOn(field(question));
};

/** @param {HTMLElement} question */
const checkLimits = (question) => {
  const wrong = field(question).value.trim() !== "" && !isWithin(question);
  one(".error", question)?.remove();
  if (wrong) field(question).setAttribute("aria-invalid", "true");
  else field(question).removeAttribute("aria-invalid");
  if (wrong) complain(question);
  return !wrong;
};

export const prepareNumber = () =>
  addControl("number", {
    read: (question) => (isWithin(question) ? [parseNumber(field(question).value)] : null),
    write: (question, [number]) => (field(question).value = String(number)),
    clear(question) {
      field(question).value = "";
      checkLimits(question);
    },
    isFine: checkLimits,
  });
