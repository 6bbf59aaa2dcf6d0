// Chance, and what it may not touch. Pure: `random` gives numbers from 0 up to 1.

/**
 * A new list in random order (Fisher and Yates).
 *
 * @template Item
 * @param {Item[]} list
 * @param {() => number} [random]
 */
export const shuffled = (list, random = Math.random) => {
  const mixed = [...list];
  for (let left = mixed.length - 1; left > 0; left -= 1) {
    const other = Math.floor(random() * (left + 1));
    [mixed[left], mixed[other]] = [mixed[other], mixed[left]];
  }
  return mixed;
};

/**
 * `count` of a pool, in the pool's order: those in `kept` first, the rest by chance.
 *
 * @template Item
 * @param {Item[]} pool
 * @param {number} count
 * @param {Set<Item>} kept
 * @param {() => number} [random]
 */
export const drawn = (pool, count, kept, random = Math.random) => {
  const stay = pool.filter((each) => kept.has(each));
  const rest = shuffled(pool.filter((each) => !kept.has(each)), random);
  const chosen = new Set([...stay, ...rest].slice(0, Math.max(count, stay.length)));
  return pool.filter((each) => chosen.has(each));
};
