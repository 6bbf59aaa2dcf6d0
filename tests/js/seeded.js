// Random values that are the same in every run.

/** A generator of numbers 0–1 from a whole-number seed (mulberry32). */
export const seeded = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

/** Draws by a generator: whole numbers below a limit, one of a list, a shuffled copy, a coin. */
export const draws = (random) => {
  const below = (limit) => Math.floor(random() * limit);
  return {
    below,
    oneOf: (list) => list[below(list.length)],
    coin: () => random() < 0.5,
    shuffled(list) {
      const left = [...list];
      return list.map(() => left.splice(below(left.length), 1)[0]);
    },
  };
};
