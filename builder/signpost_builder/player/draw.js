// Practice draws: a check that holds a pool shows some of it, and what was answered stays.

import { drawn } from "./chance.js";
import { all } from "./dom.js";

/**
 * @param {HTMLElement} check
 * @param {Session} session
 */
const showDrawn = (check, session) => {
  for (const part of check.dataset.draw.split(", ")) {
    const [pool, count] = part.split(" ");
    const questions = all(".q", check).filter((question) => question.dataset.pool === pool);
    const kept = new Set(questions.filter((question) => session.responseOf(question.dataset.q)?.response));
    const shown = drawn(questions, +count, kept);
    questions.forEach((question) => (question.hidden = !shown.includes(question)));
  }
};

/** @param {Session} session */
export const prepareDraws = (session) => all("[data-draw]").forEach((check) => showDrawn(check, session));
