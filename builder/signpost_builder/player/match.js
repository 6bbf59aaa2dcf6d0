// Matching by native lists: each term chooses a letter, and the list says what the letter means.

import { all } from "./dom.js";
import { addControl } from "./questions.js";

/** @param {HTMLElement} question */
const selects = (question) => all("select", question);

/** @param {HTMLElement} question */
const nameLetters = (question) => {
  const meanings = all(".meanings li", question);
  for (const option of all("option", question)) {
    const meaning = meanings.find((each) => each.dataset.i === option.value);
    if (meaning) option.textContent += ". " + meaning.textContent;
  }
};

/**
 * @param {HTMLElement} question
 * @param {number[]} response
 */
const write = (question, response) => selects(question).forEach((select, term) => (select.value = String(response[term])));

export const prepareMatch = () =>
  addControl("match", {
    prepare: nameLetters,
    read(question) {
      const chosen = selects(question).map((select) => +select.value);
      return chosen.some((meaning) => meaning >= 0) ? chosen : null;
    },
    write,
    clear: (question) => write(question, selects(question).map(() => -1)),
  });
