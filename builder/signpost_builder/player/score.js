// The marks: one question, a whole set, and the number shown. Pure. Twin of builder/signpost_builder/marks.py; both read
// tests/vectors/scoring.json.

/** Keeps a sum of thirds from missing a mark that it reaches on paper; far below any difference between two marks. */
const SLACK = 1e-9;

/** Right length, whole numbers in range, nothing twice; a match may use a meaning twice and leave a term open (-1). */
const isWellFormed = ({ type, options, meanings, count }, response) => {
  if (type !== "multiple" && response.length !== (count ?? 1)) return false;
  if (type === "number") return Number.isFinite(response[0]);
  const lowest = type === "match" ? -1 : 0;
  const limit = options ?? meanings ?? count ?? 2;
  return (
    response.every((value) => Number.isInteger(value) && value >= lowest && value < limit) &&
    (type === "match" || new Set(response).size === response.length)
  );
};

const choiceFraction = ({ keys }, [choice]) => Number(keys.includes(choice));

/** How a well-formed response to each type is marked. */
const FRACTIONS = {
  single: choiceFraction,
  "true-false": choiceFraction,
  multiple({ keys }, ticks) {
    const right = ticks.filter((option) => keys.includes(option)).length;
    return Math.max(0, right - (ticks.length - right)) / keys.length;
  },
  order({ count }, items) {
    const rightPairs = items.flatMap((item, place) => items.slice(place + 1).filter((later) => later > item));
    return rightPairs.length / ((count * (count - 1)) / 2);
  },
  match: ({ count }, meanings) => meanings.filter((meaning, term) => meaning === term).length / count,
  number: ({ answer, tolerance = 0 }, [number]) =>
    Number(Math.abs(number - answer) <= tolerance + SLACK * Math.max(1, Math.abs(answer))),
};

/** Whether the question has a right answer; a rating and a survey question (`keys` or `answer` null) have none. */
export const isScored = ({ type, keys, answer }) => type in FRACTIONS && keys !== null && answer !== null;

/**
 * Fraction 0–1 of one question, or null for one that is never scored.
 *
 * `response` is null (unanswered), "dk" (don't know) or a list of integers, for `number` of one number: both words
 * and whatever does not fit the question score 0 and never throw.
 */
export const scoreQuestion = (spec, response) => {
  if (!isScored(spec)) return null;
  return Array.isArray(response) && isWellFormed(spec, response) ? FRACTIONS[spec.type](spec, response) : 0;
};

const meanOf = (marked) => marked.reduce((sum, { fraction }) => sum + fraction, 0) / marked.length;

/**
 * Marks of a set: `specs[i]` (with `critical` and `topic`) was answered by `responses[i]`.
 *
 * `scoreFraction` is the mean over the scored questions, null when there is none (then nothing is passed).
 * `criticalMissed`: indexes of critical questions that are not fully right; one of them and the set is not passed.
 * `byTopic`: mean by topic, 0–1.
 */
export const scoreSet = (specs, responses, passMarkPercent) => {
  const marked = specs
    .map((spec, index) => ({ ...spec, index, fraction: scoreQuestion(spec, responses[index]) }))
    .filter(({ fraction }) => fraction !== null);
  const criticalMissed = marked.filter(({ critical, fraction }) => critical && fraction < 1).map(({ index }) => index);
  const topics = new Set(marked.map(({ topic }) => topic).filter(Boolean));
  const scoreFraction = marked.length ? meanOf(marked) : null;
  return {
    scoreFraction,
    passed: scoreFraction !== null && !criticalMissed.length && scoreFraction * 100 >= passMarkPercent - SLACK,
    criticalMissed,
    byTopic: Object.fromEntries([...topics].map((name) => [name, meanOf(marked.filter(({ topic }) => topic === name))])),
  };
};

/** The fraction as per cent with `decimals`, rounded down: 79.9 must never read as the 80 that would have passed. */
export const percentShown = (fraction, decimals = 0) => {
  const scale = 10 ** decimals;
  return Math.floor(fraction * 100 * scale + SLACK * scale) / scale;
};
