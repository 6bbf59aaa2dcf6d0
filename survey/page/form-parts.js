// The questions of a phase, one part at a time. Answers stay in the controls of this page until the phase ends.

import { whenAsked } from "./actions.js";
import { text } from "./course-data.js";
import { all, byId, focusOn, one } from "./dom.js";
import { clear, isFine, responseTo } from "./questions.js";

/**
 * `ended(phase, responses)` gets question id -> response; `left()` is called for "back" on the first part.
 *
 * @param {{show: (id: string) => void, ended: (phase: string, responses: Responses) => void, left: () => void}} given
 */
export const prepareParts = ({ show, ended, left }) => {
  /** @type {HTMLElement} */
  let phase;
  let at = 0;

  const partsOf = () => all(".part", phase);

  const questionsOf = () => all(".q", phase);

  /** @param {HTMLElement} part */
  const sayHowMany = (part) => {
    const answered = questionsOf().filter((question) => responseTo(question) !== null).length;
    const count = questionsOf().length;
    one(".count", part).textContent = text(answered === count ? "answered-all" : "answered", { answered, count });
  };

  /** @param {number} next */
  const step = (next) => {
    at = next;
    const parts = partsOf();
    const part = parts[at];
    for (const each of parts) each.hidden = each !== part;
    if (part === parts.at(-1)) sayHowMany(part);
    else one(".kicker", part).textContent = text("part", { number: at + 1, count: parts.length - 1 });
    scrollTo(0, 0);
    focusOn(one("h2, h3", part));
  };

  const finish = () => {
    const responses = Object.fromEntries(questionsOf().map((question) => [question.dataset.q, responseTo(question)]));
    questionsOf().forEach(clear);
    ended(phase.id, responses);
  };

  whenAsked("continue", () => {
    if (all(".q", partsOf()[at]).every(isFine)) step(at + 1);
  });
  whenAsked("previous", () => (at ? step(at - 1) : left()));
  whenAsked("finish", finish);

  return {
    /** @param {string} id */
    begin(id) {
      phase = byId(id);
      questionsOf().forEach(clear);
      show(id);
      step(0);
    },
  };
};
