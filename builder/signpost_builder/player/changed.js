// One's own before and after, topic by topic: a small chart, and the same in words. Made here and gone with the page.

import { data, text } from "./course-data.js";
import { all, make, one } from "./dom.js";
import { kindOf } from "./kinds.js";
import { questionOf } from "./questions.js";
import { isScored, rightCount } from "./score.js";

/**
 * What was answered, in words: every tick of several, a number as it was typed.
 *
 * @param {string} id
 * @param {Answered} response
 */
const label = (id, response) =>
  (Array.isArray(response) ? response : [response])
    .map((value) => one(`input[value="${value}"]`, questionOf(id))?.parentNode?.textContent ?? value ?? text("no-answer"))
    .join("; ");

/** @param {string} id */
const topicOf = (id) => data.topics?.[data.questions[id].topic]?.[0] ?? "";

/**
 * The chart says nothing that the words beside it do not.
 *
 * @param {number} max
 * @param {number[]} values
 */
const chart = (max, ...values) => {
  const lines = values.flatMap((value, place) => [
    make("span", text(place ? "scale-now" : "scale-before")),
    Object.assign(make("progress"), { max, value }),
  ]);
  const drawn = make("div.bars", ...lines);
  drawn.ariaHidden = "true";
  return drawn;
};

/**
 * @param {string} key
 * @param {boolean} more
 * @param {Record<string, string | number>} values
 */
const words = (key, more, values) => [text("compare-" + key, values), ...(more ? [make("b", " " + text("more-" + key))] : [])];

/**
 * @param {string} id
 * @param {Responses} before
 * @param {Responses} after
 */
const thought = (id, before, after) => {
  const [[was], [is]] = [before, after].map(({ [id]: response }) => (Array.isArray(response) ? response : [NaN]));
  const said = { before: label(id, before[id]), after: label(id, after[id]) };
  // A rating of a topic says how sure one is of it.
  const rating = !kindOf(data.questions[id]).fraction && topicOf(id);
  return make(
    "li",
    make("span", one("legend", questionOf(id)).textContent ?? ""),
    ...(rating ? [chart(data.questions[id].options, was || 0, is || 0)] : []),
    ...(rating ? words("sure", is > was, said) : [text(said.before === said.after ? "arrow-same" : "arrow", said)]),
  );
};

/**
 * @param {string[]} ids of knowledge
 * @param {Responses} before
 * @param {Responses} after
 */
const rights = (ids, before, after) => {
  const values = { before: rightCount(data.questions, ids, before), after: rightCount(data.questions, ids, after), count: ids.length };
  return [chart(ids.length, values.before, values.after), make("p", ...words("right", values.after > values.before, values))];
};

/**
 * @param {Responses} before
 * @param {Responses} after
 */
export const comparison = (before, after) => {
  const known = data.after.filter((id) => isScored(data.questions[id]) && id in before);
  const shown = all("#after [data-shown-back] .q").map(({ dataset }) => dataset.q);
  const rated = shown.filter((id) => before[id] || after[id]);
  if (!known.length && !rated.length) return [];
  const topics = [...new Set([...known, ...rated].map(topicOf))].sort((a, b) => +!a - +!b);
  const parts = topics.map((title) => {
    const ids = known.filter((id) => topicOf(id) === title);
    const lines = rated.filter((id) => topicOf(id) === title).map((id) => thought(id, before, after));
    return make("div.topic", ...(title ? [make("h4", title)] : []), ...(ids.length ? rights(ids, before, after) : []), make("ul", ...lines));
  });
  return [make("div.changed", make("h3", text("compare")), make("p.hint", text("compare-note")), ...parts)];
};
