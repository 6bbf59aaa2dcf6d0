// The marks: one question, a whole set, and the number shown. Pure. Twin of builder/signpost_builder/marks.py; both read
// tests/vectors/scoring.json.

import { SLACK, kindOf } from "./kinds.js";

/**
 * Whether the question has a right answer; a rating and a survey question (`keys` or `answer` null) have none.
 *
 * @param {Spec} spec
 */
export const isScored = (spec) => !!kindOf(spec).fraction && spec.keys !== null && spec.answer !== null;

/**
 * Fraction 0–1 of one question, or null for one that is never scored.
 *
 * `response` is null (unanswered), "dk" (don't know) or a list of integers, for `number` of one number: both words
 * and whatever does not fit the question score 0 and never throw.
 *
 * @param {Spec} spec
 * @param {Answered} response
 */
export const scoreQuestion = (spec, response) => {
  if (!isScored(spec)) return null;
  const kind = /** @type {Required<KindRow>} */ (kindOf(spec));
  return Array.isArray(response) && kind.fits(spec, response) ? kind.fraction(spec, response) : 0;
};

/**
 * Marks of a set: `specs[i]` (with `critical`) was answered by `responses[i]`.
 *
 * `scoreFraction` is the mean over the scored questions, null when there is none (then nothing is passed).
 * `criticalMissed`: indexes of critical questions that are not fully right; one of them and the set is not passed.
 *
 * @param {Spec[]} specs
 * @param {Answered[]} responses
 * @param {number} passMarkPercent
 */
export const scoreSet = (specs, responses, passMarkPercent) => {
  const marked = specs
    .map((spec, index) => ({ ...spec, index, fraction: /** @type {number} */ (scoreQuestion(spec, responses[index])) }))
    .filter(({ fraction }) => fraction !== null);
  const criticalMissed = marked.filter(({ critical, fraction }) => critical && fraction < 1).map(({ index }) => index);
  const scoreFraction = marked.length ? marked.reduce((sum, { fraction }) => sum + fraction, 0) / marked.length : null;
  return {
    scoreFraction,
    passed: scoreFraction !== null && !criticalMissed.length && scoreFraction * 100 >= passMarkPercent - SLACK,
    criticalMissed,
  };
};

/**
 * How many of the questions are fully right.
 *
 * @param {Record<string, Spec>} specs
 * @param {string[]} ids
 * @param {Responses} responses
 */
export const rightCount = (specs, ids, responses) => ids.filter((id) => scoreQuestion(specs[id], responses[id]) === 1).length;

/**
 * The fraction as per cent with `decimals`, rounded down: 79.9 must never read as the 80 that would have passed.
 *
 * @param {number} fraction
 * @param {number} [decimals]
 */
export const percentShown = (fraction, decimals = 0) => {
  const scale = 10 ** decimals;
  return Math.floor(fraction * 100 * scale + SLACK * scale) / scale;
};
