// The kinds of questions, one row each: whatever differs between them is read here. Pure. A type without a row is refused
// by every module, and tests/test_question_kinds.py compares the rows with the questions that the builder knows.

/** Keeps a sum of thirds from missing a mark that it reaches on paper; far below any difference between two marks. */
export const SLACK = 1e-9;

/**
 * A number as [sign, decimals, digits]: at most 12 digits, 9 of them decimals; what is larger does not fit.
 *
 * @param {number} number
 */
const decimalPlaces = (number) => {
  const size = Math.abs(number);
  let decimals = Math.min(9, 12 - String(Math.floor(size)).length);
  let digits = Math.round(size * 10 ** decimals);
  for (; decimals > 0 && digits % 10 === 0; decimals -= 1) digits /= 10;
  return [+(number < 0), decimals, digits];
};

/**
 * One of `options`, which is what the other rows differ from.
 *
 * On screen: `control` (a row of questions.js), `marks` (a row of marks.js), `line` (which line of the answer list says
 * why). A response: `size` (how many values; at most as many where there may be
 * `several`), `limit` (values stay below it), `least`, `repeats` (a value may stand twice), whether it `fits`, the
 * `fraction` of one that does; a row without it is never scored. Kept: `radices` (the limits of the places of the state,
 * lowest first), `places` of a response, and its `values` again; `shift` from a value to its place. Sealed: `slots` of an
 * answer, as many as `size` says.
 *
 * @type {KindRow}
 */
const pick = {
  control: "ticks",
  marks: "choices",
  line: (value) => value,
  size: ({ count = 1 }) => count,
  limit: ({ options, meanings, count = 2 }) => options ?? meanings ?? count,
  least: 0,
  shift: 1,
  fits(spec, response) {
    return (
      (this.several || response.length === this.size(spec)) &&
      response.every((value) => Number.isInteger(value) && value >= this.least && value < this.limit(spec)) &&
      (this.repeats || new Set(response).size === response.length)
    );
  },
  fraction: ({ keys }, [choice]) => +keys.includes(choice),
  radices(spec) {
    return Array(this.size(spec)).fill(this.limit(spec) + 1);
  },
  places(_, response) {
    return response.map((value) => value + this.shift);
  },
  values(places) {
    return places.map((place) => place - this.shift);
  },
  slots: (_, response) => response,
};

/** @type {Record<QuestionType, KindRow>} */
export const KINDS = {
  single: pick,
  // True is 1, and is told of first.
  "true-false": { ...pick, line: (value) => 1 - value },
  multiple: {
    ...pick,
    several: true,
    size: ({ options }) => options,
    fraction({ keys }, ticks) {
      const right = ticks.filter((option) => keys.includes(option)).length;
      return Math.max(0, right - (ticks.length - right)) / keys.length;
    },
    radices: ({ options }) => Array(options).fill(2),
    places(spec, response) {
      return this.fits(spec, response) ? this.slots(spec, response) : [];
    },
    values: (places) => places.flatMap((ticked, option) => (ticked ? option : [])),
    slots: ({ options }, ticks) => Array.from({ length: options }, (_, option) => +ticks.includes(option)),
  },
  // A rating counts from 1, everything else from 0.
  scale: { ...pick, shift: 0, fraction: undefined },
  order: {
    ...pick,
    control: "order",
    marks: "none",
    fraction({ count }, items) {
      const rightPairs = items.flatMap((item, place) => items.slice(place + 1).filter((later) => later > item));
      return rightPairs.length / ((count * (count - 1)) / 2);
    },
  },
  // A meaning may stand for several terms, and a term that is left open is -1.
  match: {
    ...pick,
    control: "match",
    marks: "terms",
    least: -1,
    repeats: true,
    fraction: ({ count }, meanings) => meanings.filter((meaning, term) => meaning === term).length / count,
  },
  number: {
    ...pick,
    control: "number",
    marks: "none",
    fits: (_, response) => response.length === 1 && Number.isFinite(response[0]),
    fraction: ({ answer, tolerance = 0 }, [number]) =>
      +(Math.abs(number - answer) <= tolerance + SLACK * Math.max(1, Math.abs(answer))),
    radices: () => [2, 10, 1e12],
    places: (_, response) => (response.length === 1 ? decimalPlaces(response[0]) : []),
    values: ([sign, decimals, digits]) => [((sign ? -1 : 1) * digits) / 10 ** decimals || 0],
    // Band i holds the numbers up to bounds[i] that are in no lower band; the last has no bound.
    slots: ({ bounds }, [number]) => [bounds.filter((bound) => bound < number).length],
  },
};

/**
 * The row `name` of a table: of kinds, of controls, of marks. Throws where there is none.
 *
 * @template Row
 * @param {Partial<Record<string, Row>>} rows
 * @param {string} name
 * @returns {Row}
 */
export const rowOf = (rows, name) => {
  const row = rows[name];
  if (!row) throw new Error("No such kind: " + name);
  return row;
};

/** @param {{type: string}} spec */
export const kindOf = ({ type }) => rowOf(KINDS, type);
