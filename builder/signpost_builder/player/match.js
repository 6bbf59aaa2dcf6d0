// Matching by native lists: each term chooses among the meanings.

import { all } from "./dom.js";
import { addControl } from "./questions.js";

/** @param {HTMLElement} question */
const selects = (question) => all("select", question);

/**
 * @param {HTMLElement} question
 * @param {number[]} response
 */
const write = (question, response) => selects(question).forEach((select, term) => (select.value = String(response[term])));

export const prepareMatch = () =>
  addControl("match", {
    read(question) {
      const chosen = selects(question).map((select) => +select.value);
      return chosen.some((meaning) => meaning >= 0) ? chosen : null;
    },
    write,
    clear: (question) => write(question, selects(question).map(() => -1)),
  });
