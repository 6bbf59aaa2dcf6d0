// Where a platform left its SCORM API (SCORM 1.2 RTE 3.3.6, SCORM 2004 RTE 3.3.1).

/** Frames inside frames: more than anybody nests, and an end for a parent chain that has none. */
const HOPS = 50;

/**
 * Reaching into a window of another origin throws; the windows above it may still be ours.
 *
 * @param {() => any} access
 */
const reach = (access) => {
  try {
    return access() ?? null;
  } catch {
    return null;
  }
};

/** @param {Page} window */
const withParents = (window) => {
  /** @type {Page[]} */
  const windows = [];
  for (let here = window; here && windows.length < HOPS && !windows.includes(here); here = reach(() => here.parent)) {
    windows.push(here);
  }
  return windows;
};

/**
 * The object `name` that has a method `method`, or null: first in the window and its parents, then in the opener
 * of each and the opener's parents. The method is asked for because a frame may carry the same name.
 *
 * @param {Page} window
 * @param {string} name
 * @param {string} method
 */
export const findApi = (window, name, method) => {
  const own = withParents(window);
  const openers = own.flatMap((here) => withParents(reach(() => here.opener)));
  for (const here of [...own, ...openers]) {
    const api = reach(() => /** @type {any} */ (here)[name]);
    if (reach(() => api[method])) return api;
  }
  return null;
};
