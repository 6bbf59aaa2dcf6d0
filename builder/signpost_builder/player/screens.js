// How the questions of a set are spread over screens. Pure.

import { kindOf } from "./kinds.js";

/**
 * Cuts a set into screens: scale questions in groups of up to `size`, every other question alone.
 *
 * @param {QuestionType[]} types
 * @param {number} [size]
 */
export const screens = (types, size = 4) => {
  /** @type {number[][]} */
  const groups = [];
  const joining = types.map((type) => kindOf({ type }).joins);
  joining.forEach((joinable, index) => {
    const last = groups.at(-1);
    const joins = last && joinable && joining[last[0]] && last.length < size;
    if (joins) last.push(index);
    else groups.push([index]);
  });
  return groups;
};
