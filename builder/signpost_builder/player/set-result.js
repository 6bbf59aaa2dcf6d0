// After the final questions: passed or not yet, one's own before and after (compare.js), what to read again, the way on.

import { whenAsked } from "./actions.js";
import { isFinished } from "./certificate.js";
import { comparison } from "./changed.js";
import { data, text } from "./course-data.js";
import { all, byId, make, makeButton, makeLink, one } from "./dom.js";
import { mark } from "./marks.js";
import { showPage } from "./pages.js";
import { questionOf, restore } from "./questions.js";
import { headline, wayTo } from "./result.js";
import { isScored, percentShown, rightCount, scoreSet } from "./score.js";
import { attemptsWords } from "./set-intro.js";

const knowledgeIds = data.after.filter((id) => isScored(data.questions[id]));

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

/**
 * The parts in which an answer was not right, as links where the part is in this document.
 *
 * @param {Responses} after
 */
const readAgain = (after) => {
  const missed = knowledgeIds.filter((id) => !rightCount(data.questions, [id], after)).map((id) => data.questions[id].topic);
  const parts = [...new Set(missed)].flatMap((topic) => (data.topics?.[topic] ? [data.topics[topic]] : []));
  const items = parts.map(([title, id]) => make("li", byId(id) ? makeLink(id, title) : title));
  return items.length ? [make("h3", text("again-title")), make("ul", ...items)] : [];
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
    make("p", text("score", { right: rightCount(data.questions, knowledgeIds, after), count: knowledgeIds.length })),
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
    scoreLines(result, after),
    ...criticalLines(missed),
    ...((before && comparison(before, after)) || []),
    ...readAgain(after),
    ...next,
    make("div.answers", ...answers(after)),
  );
  showPage("result");
};

whenAsked("retry", () => showPage("after"));
