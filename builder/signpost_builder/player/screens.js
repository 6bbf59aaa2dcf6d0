// How the questions of a set are spread over screens. Pure.

/**
 * Cuts a set into screens: `joins[i]` when question i stands on the scale of the one before. Up to `size` of these make a grid,
 * every other question stands alone.
 *
 * @param {boolean[]} joins
 * @param {number} [size]
 */
export const screens = (joins, size = 7) => {
  /** @type {number[][]} */
  const groups = [];
  for (const [index, joined] of joins.entries()) {
    const last = groups.at(-1);
    if (last && joined && last.length < size) last.push(index);
    else groups.push([index]);
  }
  return groups;
};
