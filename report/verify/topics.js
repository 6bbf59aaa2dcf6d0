// Means over a topic's questions, and gaps between a block and everyone else. As topics.py and gaps.py do.

import { between, change, estimate, scoreSums, scoredIds, share, varianceOf } from "./estimates.js";
import { fitted, once, total } from "./fitting.js";
import { EVERYONE, nameOf } from "./release.js";

const CLOSER = 1.5;
const sum = (numbers) => numbers.reduce((found, one) => found + one, 0);

const when = (results) => (results.form.kind === "pair" ? "both" : "after");
export const rightName = (results, id) => nameOf("right", id, null, when(results));

/** Picks "yes" on one occasion from a table of one occasion or of both. */
export const yes = (phase, table) => {
  const second = phase === "after" && table.values[0][1] !== null;
  return (before, after) => (second ? after : before) === 1;
};

export const topicShare = (results, where, ids, phase) => {
  const tables = ids.map((id) => fitted(results, rightName(results, id)).get(where));
  const found = tables.map((table) => share(table, yes(phase, table)));
  return mean(found, found.map((one) => between(one.value)), covariance(results, phase));
};

export const topicChange = (results, where, ids) => {
  const found = ids.map((id) => change(fitted(results, rightName(results, id)).get(where)));
  return mean(found, found.map(ownVariance), covariance(results, "both"));
};

const ownVariance = (one) => Math.max(one.error ** 2 - one.noise ** 2, 0) * one.people;

const mean = (found, own, shared) => {
  const count = found.length;
  const { people } = found[0];
  const most = sum(own.map(Math.sqrt)) ** 2;
  const among = Math.min(sum(own) + count * (count - 1) * CLOSER * Math.max(shared, 0), most) / count ** 2;
  const noise = sum(found.map((one) => one.noise ** 2)) / count ** 2;
  return estimate(sum(found.map((one) => one.value)) / count, among / people, noise, people);
};

/** The mean covariance of two scored questions, or of their changes: of everyone. Infinite where there is no score. */
const covariance = once((results, phase) => {
  const tables = scoredIds(results).map((id) => fitted(results, rightName(results, id)).get(EVERYONE));
  if (tables.length < 2 || tables.some((one) => !one)) return Infinity;
  const changes = phase === "both";
  const own = sum(tables.map((table) => (changes ? ownVariance(change(table)) : between(share(table, yes(phase, table)).value))));
  const whole = changes ? varianceOf(results, "gain", "both", EVERYONE) : varianceOf(results, "square", phase, EVERYONE);
  return (whole - own) / (tables.length * (tables.length - 1));
});

// -------------------------------------------------------------------------- gaps

export const gapOfShare = (results, name, where, phase) => {
  const [block, whole] = [where, EVERYONE].map((one) => fitted(results, name).get(one));
  const rest = whole.people - block.people;
  const weights = block.values.map(([one, two]) => Number(yes(phase, block)(one, two)));
  const [[own, ownNoise], [all, allNoise]] = [total(block, weights), total(whole, weights)];
  const noise = gapNoise(ownNoise, allNoise, part(results, name, where), block.people, rest);
  const [one, other] = [own / block.people, (all - own) / rest];
  return estimate(one - other, between(one) / block.people + between(other) / rest, noise, block.people);
};

export const gapOfTopic = (results, ids, where, phase) => {
  const names = ids.map((id) => rightName(results, id));
  const gaps = names.map((name) => gapOfShare(results, name, where, phase));
  const shared = covariance(results, phase);
  const parts = [false, true].map((rest) => {
    const shares = names.map((name) => shareOf(results, name, where, phase, rest));
    return mean(shares, shares.map((one) => between(one.value)), shared);
  });
  const sampling = sum(parts.map((one) => one.error ** 2 - one.noise ** 2));
  const noise = sum(gaps.map((one) => one.noise ** 2)) / gaps.length ** 2;
  return estimate(sum(gaps.map((one) => one.value)) / gaps.length, sampling, noise, gaps[0].people);
};

export const gapOfScore = (results, where, phase) => {
  const sums = scoreSums(results, phase);
  const { scored } = results.noise;
  const { people } = results.blocks.get(where);
  const rest = results.blocks.get(EVERYONE).people - people;
  const [[own, ownNoise], [all, allNoise]] = [sums.get(where), sums.get(EVERYONE)];
  const noise = gapNoise(ownNoise, allNoise, part(results, nameOf("score", null, null, phase), where), people, rest) / scored ** 2;
  const sampling = varianceOf(results, "square", phase, where) / people + varianceOf(results, "square", phase, EVERYONE) / rest;
  return estimate((own / people - (all - own) / rest) / scored, sampling / scored ** 2, noise, people);
};

const gapNoise = (own, everyone, share_, people, rest) => {
  const both = 1 / people + 1 / rest;
  return Math.max(own * both ** 2 + everyone / rest ** 2 - (2 * share_ * everyone * both) / rest, 0);
};

/** The block's share of its breakdown's noise before fitting. */
const part = (results, name, where) => {
  const tables = [...results.tables.get(name)].filter(([one]) => results.blocks.get(one).way === results.blocks.get(where).way);
  return results.tables.get(name).get(where).variance / sum(tables.map(([, table]) => table.variance));
};

const shareOf = (results, name, where, phase, rest) => {
  const [block, whole] = [where, EVERYONE].map((one) => fitted(results, name).get(one));
  const own = share(block, yes(phase, block));
  if (!rest) return own;
  const people = whole.people - block.people;
  const value = (share(whole, yes(phase, whole)).value * whole.people - own.value * block.people) / people;
  return { value, error: 0, noise: 0, people };
};
