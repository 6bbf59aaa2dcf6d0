// After the final questions: passed or not yet, what to read again, and one's own before and after, in words.

import { whenAsked } from "./actions.js";
import { isFinished } from "./certificate.js";
import { data, text } from "./course-data.js";
import { all, make, makeButton, one } from "./dom.js";
import { mark } from "./marks.js";
import { showPage } from "./pages.js";
import { restore } from "./questions.js";
import { headline, wayTo } from "./result.js";
import { isScored, percentShown, scoreQuestion, scoreSet } from "./score.js";
import { attemptsWords } from "./set-intro.js";

const knowledgeIds = data.after.filter((id) => isScored(data.questions[id]));

/** @param {string} id */
const questionOf = (id) => one(`#after [data-q="${CSS.escape(id)}"]`);

/**
 * The question again, with what was answered, what is right and why.
 *
 * @param {string} id
 * @param {Answered} response
 */
const reviewed = (id, response) => {
  const copy = /** @type {HTMLElement} */ (questionOf(id).cloneNode(true));
  copy.hidden = false;
  const line = make("p.verdict");
  one("fieldset", copy).after(line);
  restore(copy, response);
  mark(copy, response, true);
  return copy;
};

/** @param {Responses} responses */
const rightCount = (responses) => knowledgeIds.filter((id) => scoreQuestion(data.questions[id], responses[id]) === 1).length;

/**
 * What was answered, in words: every tick of several, a number as it was typed.
 *
 * @param {string} id
 * @param {Answered} response
 * @returns {string | null}
 */
const label = (id, response) =>
  Array.isArray(response)
    ? response.map((value) => one(`input[value="${value}"]`, questionOf(id))?.parentNode?.textContent ?? value).join("; ")
    : response === "dk"
      ? /** @type {HTMLElement} */ (one("input[value=dk]", questionOf(id)).parentNode).textContent
      : text("no-answer");

/**
 * @param {Responses} before
 * @param {Responses} after
 */
const comparison = (before, after) => {
  const shared = knowledgeIds.filter((id) => id in before);
  const ids = all("#after [data-shown-back] .q").map(({ dataset }) => dataset.q).filter((id) => before[id] || after[id]);
  if (!shared.length && !ids.length) return [];
  /** @param {Responses} responses */
  const part = (responses) => rightCount(Object.fromEntries(shared.map((id) => [id, responses[id]])));
  const lines = ids.map((id) => {
    const now = text("arrow", { before: label(id, before[id]), after: label(id, after[id]) });
    return make("li", one("legend", questionOf(id)).textContent, make("b", now));
  });
  const words = { before: part(before), after: part(after), count: shared.length };
  return [
    make(
      "div.compare",
      make("h3", text("compare")),
      make("p", text("compare-note")),
      ...(shared.length ? [make("p", text("compare-knowledge", words))] : []),
      make("ul", ...lines),
    ),
  ];
};

/** @param {boolean} passed */
const outcomeOf = (passed) => (knowledgeIds.length ? (passed ? "passed" : "not-yet") : "submitted");

/**
 * @param {SetScore} result
 * @param {Responses} after
 */
const scoreLines = (result, after) => {
  if (!knowledgeIds.length) return [];
  const percent = percentShown(result.scoreFraction ?? 0);
  return [
    make("p", text("score", { right: rightCount(after), count: knowledgeIds.length })),
    make("p", text("score-percent", { percent, mark: data.passMarkPercent })),
  ];
};

/** @param {string[]} missed */
const criticalLines = (missed) =>
  missed.length
    ? [make("p", text("critical")), make("ul", ...missed.map((id) => make("li", one("legend", questionOf(id)).textContent)))]
    : [];

/**
 * The answers with their sources, which `#after` keeps out of sight: they would give the answers away.
 *
 * @param {Responses} after
 */
const answers = (after) =>
  knowledgeIds.length
    ? [
        make("h3", text("answers")),
        ...knowledgeIds.map((id) => reviewed(id, after[id])),
        ...all("#after .sources").map((list) => list.cloneNode(true)),
      ]
    : [];

/**
 * Marks the after set, tells the session, and shows the result page.
 *
 * @param {Session} session
 * @param {Responses | null} before
 * @param {Responses} after
 */
export const showResult = (session, before, after) => {
  const specs = knowledgeIds.map((id) => data.questions[id]);
  const result = scoreSet(specs, knowledgeIds.map((id) => after[id]), data.passMarkPercent);
  session.afterSubmitted(result, after);
  const missed = result.criticalMissed.map((index) => knowledgeIds[index]);
  const left = session.attemptsLeft();
  const next = [];
  if (isFinished(session)) next.push(wayTo("certificate", text("to-certificate")));
  else if (!knowledgeIds.length) next.push(make("p", text("incomplete")));
  else {
    if (left < Infinity) next.push(make("p", attemptsWords(left)));
    if (left) next.push(make("p", makeButton("retry", text("retry"), ".primary")));
  }
  headline(
    outcomeOf(result.passed),
    ...scoreLines(result, after),
    ...criticalLines(missed),
    ...next,
    ...(before ? comparison(before, after) : []),
    make("div.answers", ...answers(after)),
  );
  showPage("result");
};

whenAsked("retry", () => showPage("after"));
