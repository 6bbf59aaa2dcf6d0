// Shares, changes and scores of a block with the error of their 95 % interval, noise included. As estimates.py does.

import { fitted, once, total } from "./fitting.js";
import { EVERYONE, nameOf } from "./release.js";

export const NORMAL = 1.959963984540054; // the quantile of 95 %, two-sided; blocks that are shown have more than 40 people
const SPREAD = 0.25;
const LEAST_VARIANCE = 0.25;

export const estimate = (value, sampling, noise, people) => ({
  value, error: Math.sqrt(Math.max(sampling + noise, 1e-12)), noise: Math.sqrt(noise), people,
});
export const within = (value) => Math.min(Math.max(value, 0), 1);
export const between = (value) => within(value) * (1 - within(value));

export const share = (table, wanted) => {
  const [count, noise] = total(table, table.values.map(([one, two]) => Number(wanted(one, two))));
  return estimate(count / table.people, between(count / table.people) / table.people, noise / table.people ** 2, table.people);
};

/** The mean of a weight over people, who weigh -1, 0 or 1. */
export const balance = (table, weigh) => {
  const weights = table.values.map(([one, two]) => weigh(one, two));
  const [difference, noise] = total(table, weights);
  const [moved] = total(table, weights.map(Math.abs));
  const { people } = table;
  const mean = difference / people;
  const sampling = Math.max(moved / people, Math.abs(mean)) - mean ** 2;
  return estimate(mean, Math.max(sampling, 0) / people, noise / people ** 2, people);
};
export const change = (table) => balance(table, (before, after) => (after ?? 0) - before);

/** Two estimates of different people, one less the other. */
export const apart = (one, other) => ({
  value: one.value - other.value,
  error: Math.hypot(one.error, other.error),
  noise: Math.hypot(one.noise, other.noise),
  people: one.people + other.people,
});

export const meanScore = (results, where, phase) => {
  const { scored } = results.noise;
  const { people } = results.blocks.get(where);
  const [sum, noise] = scoreSums(results, phase).get(where);
  const variance = varianceOf(results, "square", phase, where);
  return estimate(sum / people / scored, variance / people / scored ** 2, noise / people ** 2 / scored ** 2, people);
};

export const meanChange = (results, where) => {
  const { scored } = results.noise;
  const { people } = results.blocks.get(where);
  const [before, after] = ["before", "after"].map((phase) => scoreSums(results, phase).get(where));
  const variance = varianceOf(results, "gain", "both", where);
  const noise = (before[1] + after[1]) / people ** 2 / scored ** 2;
  return estimate((after[0] - before[0]) / people / scored, variance / people / scored ** 2, noise, people);
};

/** Sums of scores as `[sum, variance]` by block: their own table and the sum of the questions' tables, each by its precision. */
export const scoreSums = once((results, phase) => {
  const own = sumsOf(fitted(results, nameOf("score", null, null, phase)));
  const other = fromQuestions(results, phase);
  const found = new Map();
  for (const where of new Set([...own.keys(), ...other.keys()])) {
    const parts = [own, other].filter((one) => one.has(where)).map((one) => /** @type {number[]} */ (one.get(where)));
    const precision = parts.reduce((sum, [, variance]) => sum + 1 / variance, 0);
    found.set(where, [parts.reduce((sum, [each, variance]) => sum + each / variance, 0) / precision, 1 / precision]);
  }
  return found;
});

const sumsOf = (tables) => new Map([...tables].map(([where, table]) => [where, [table.numbers[0], table.variance]]));

const added = (pairs) => [pairs.reduce((sum, [one]) => sum + one, 0), pairs.reduce((sum, [, one]) => sum + one, 0)];

/** The questions of the score. */
export const scoredIds = once((results) =>
  [...new Set([...results.tables.keys()].map((name) => JSON.parse(name)).filter(([measure]) => measure === "rest").map(([, id]) => id))].sort());

const fromQuestions = (results, phase) => {
  const when = results.form.kind === "pair" ? "both" : "after";
  const second = phase === "after" && when === "both" ? 1 : 0;
  const totals = new Map();
  for (const id of scoredIds(results)) {
    for (const [where, table] of fitted(results, nameOf("right", id, null, when))) {
      const one = total(table, table.values.map((value) => value[second] ?? 0));
      totals.set(where, [...(totals.get(where) ?? []), one]);
    }
  }
  return new Map([...totals].map(([where, found]) => [where, added(found)]));
};

/** Of a score or change between people of a block, shrunk to everyone's by how little the noise lets it say. */
export const varianceOf = (results, measure, phase, where) => {
  const sums = sumsOf(fitted(results, nameOf(measure, null, null, phase)));
  const whole = Math.max(spread(results, sums, measure, phase, EVERYONE), unlinked(results, measure, phase));
  if (where === EVERYONE || !sums.has(where)) return whole;
  const own = spread(results, sums, measure, phase, where);
  const { people } = results.blocks.get(where);
  const known = (SPREAD * whole) ** 2;
  const unknown = /** @type {number[]} */ (sums.get(where))[1] / people ** 2 + (2 * whole ** 2) / Math.max(1, people - 1);
  const weight = known ? known / (known + unknown) : 0;
  return Math.max(weight * own + (1 - weight) * whole, LEAST_VARIANCE * whole);
};

/** Everyone's variance if a person's answers had nothing to do with each other: it is no smaller. */
const unlinked = (results, measure, phase) => {
  const when = results.form.kind === "pair" ? "both" : "after";
  const place = phase === "after" && when === "both" ? 1 : 0;
  return scoredIds(results).reduce((found, id) => {
    const table = fitted(results, nameOf("right", id, null, when)).get(EVERYONE);
    const numbers = table.values.map((value) => (measure === "gain" ? value[1] - value[0] : value[place]));
    const [mean, square] = [1, 2].map((power) => total(table, numbers.map((one) => one ** power))[0] / table.people);
    return found + Math.max(square - mean ** 2, 0);
  }, 0);
};

const spread = (results, sums, measure, phase, where) => {
  const { people } = results.blocks.get(where);
  const score = (one) => scoreSums(results, one).get(where)[0];
  const middle =
    measure === "gain" ? (score("after") - score("before")) / people - results.noise.shift : score(phase) / people - results.noise.centre;
  return (Math.max(sums.get(where)[0] / people - middle ** 2, 0) * people) / Math.max(1, people - 1);
};
