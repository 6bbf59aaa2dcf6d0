// How good the questions are, and how large a change is. As quality.py and measuring.py do.

import { NORMAL, meanChange, meanScore, scoreSums, scoredIds, share, varianceOf } from "./estimates.js";
import { fitted } from "./fitting.js";
import { EVERYONE, nameOf } from "./release.js";
import { rightName, yes } from "./topics.js";

const rightShare = (results, id, phase) => {
  const table = fitted(results, rightName(results, id)).get(EVERYONE);
  return share(table, yes(phase, table)).value;
};

export const discrimination = (results, id, phase) => {
  const { people } = results.blocks.get(EVERYONE);
  const { scored } = results.noise;
  const p = rightShare(results, id, phase);
  const sums = fitted(results, nameOf("rest", id, null, phase)).get(EVERYONE);
  const others = scoreSums(results, phase).get(EVERYONE)[0] / people - p;
  const together = (sums.numbers[0] / people + p * (scored - 1)) / 2 - p * others;
  const own = p * (1 - p);
  const spread = (varianceOf(results, "square", phase, EVERYONE) * (people - 1)) / people - 2 * together - own;
  const value = together / Math.sqrt(own * spread);
  const noise = sums.variance / (2 * people) ** 2 / (own * spread);
  return { value, error: Math.sqrt(Math.max((1 - value ** 2) ** 2 / people, 0) + noise), noise: Math.sqrt(noise), people };
};

/** KR-20 and its interval (Bonett 2002), as `{value, low, high, people}`. */
export const reliability = (results, phase) => {
  const ids = scoredIds(results);
  const count = ids.length;
  const { people } = results.blocks.get(EVERYONE);
  const whole = (varianceOf(results, "square", phase, EVERYONE) * (people - 1)) / people;
  const own = ids.map((id) => rightShare(results, id, phase)).reduce((sum, one) => sum + one * (1 - one), 0);
  const value = (count / (count - 1)) * (1 - own / whole);
  const noise = noiseOfSquares(results, phase) / people ** 2 / whole ** 2;
  const half = NORMAL * Math.sqrt((2 * count) / ((count - 1) * (people - 2)) + noise);
  const bound = (sign) => 1 - Math.exp(Math.log(1 - value) + sign * half);
  return { value, low: bound(1), high: bound(-1), people };
};

/** The variance of the noise in everyone's sum of squares. */
const noiseOfSquares = (results, phase) => fitted(results, nameOf("square", null, null, phase)).get(EVERYONE).variance;

export const effect = (results) => {
  const variances = ["before", "after"].map((phase) => varianceOf(results, "square", phase, EVERYONE));
  const spread = (Math.sqrt(variances[0]) + Math.sqrt(variances[1])) / 2 / results.noise.scored;
  const { people } = results.blocks.get(EVERYONE);
  const noise = Math.sqrt(noiseOfSquares(results, "before")) / people;
  const relative = 1 / (2 * Math.max(1, people - 1)) + (noise / (variances[0] + variances[1])) ** 2 / 2;
  return scaled(meanChange(results, EVERYONE), 1 / spread, relative);
};

export const normalisedGain = (results) => {
  const before = meanScore(results, EVERYONE, "before");
  const room = 1 - before.value;
  return scaled(meanChange(results, EVERYONE), 1 / room, (before.error / room) ** 2);
};

const scaled = (one, by, relative) => {
  const value = one.value * by;
  return { value, error: Math.sqrt((one.error * by) ** 2 + value ** 2 * relative), noise: one.noise * by, people: one.people };
};
