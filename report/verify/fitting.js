// Least squares: noisy tables made to agree with each other and with the exact numbers of people. As fitting.py does.

import { EVERYONE } from "./release.js";

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** A function of results and a name, worked out once for each. */
export const once = (compute) => {
  const kept = new WeakMap();
  return (results, name) => {
    if (!kept.has(results)) kept.set(results, new Map());
    const known = kept.get(results);
    if (!known.has(name)) known.set(name, compute(results, name));
    return known.get(name);
  };
};

/** All tables of one name after fitting, by block, and everyone's where only parts are published; breakdowns that it does not have are not there. */
export const fitted = once((results, name) => {
  const tables = results.tables.get(name) ?? new Map();
  const found = new Map();
  for (const [where, { values, numbers, variance }] of tables) {
    const { way, people } = results.blocks.get(where);
    const off = values.length ? (people - sum(numbers)) / values.length : 0;
    found.set(where, { way, people, values, numbers: numbers.map((one) => one + off), variance });
  }
  agree(results, found);
  return found;
});

const agree = (results, found) => {
  const tables = [...found.values()];
  const ways = ["all", "group", "stratum"].map((way) => tables.filter((one) => one.way === way)).filter((blocks) => blocks.length);
  if (!ways.length) return;
  const totals = ways.map((blocks) => blocks[0].numbers.map((_, i) => sum(blocks.map((one) => one.numbers[i]))));
  const noise = ways.map((blocks) => sum(blocks.map((one) => one.variance)));
  const precision = sum(noise.map((one) => 1 / one));
  const everyone = totals[0].map((_, i) => sum(totals.map((one, way) => one[i] / noise[way])) / precision);
  ways.forEach((blocks, way) => {
    for (const one of blocks) {
      const share = one.variance / noise[way];
      one.numbers = one.numbers.map((number, i) => number + share * (everyone[i] - totals[way][i]));
      one.variance += share ** 2 * (1 / precision - noise[way]);
    }
  });
  const { people } = results.blocks.get(EVERYONE);
  found.set(EVERYONE, { way: "all", people, values: tables[0].values, numbers: everyone, variance: 1 / precision });
};

/** `[sum, variance of its noise]` of a table's numbers with weights. */
export const total = (table, weights) => {
  const found = sum(weights.map((weight, i) => weight * table.numbers[i]));
  const square = sum(weights.map((weight) => weight ** 2));
  const plain = sum(weights);
  return [found, table.variance * (table.values.length ? square - plain ** 2 / table.numbers.length : square)];
};
