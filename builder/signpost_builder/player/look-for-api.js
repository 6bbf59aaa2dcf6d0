// A platform's API may appear after the page: it is waited for, then the search goes on behind the course.

/** Milliseconds. */
const LOOK_EVERY = 100;
const OPEN_AFTER = 5000;
const LOOK_SLOWLY_EVERY = 1000;
const LOOK_UNTIL = 30000;

/**
 * Calls `start` (true connected, false refused, null no API yet) until it is connected or there is no hope: `found(late)`
 * then, `alone()` once when the course has to begin without. Where no frame or opener is there to bring an API, nothing is
 * waited for.
 *
 * @param {Page} page
 * @param {() => boolean | null} start
 * @param {{found: (late: boolean) => void, alone: () => void}} given
 */
export const lookForApi = (page, start, { found, alone }) => {
  const begun = page.performance.now();
  const patience = page.opener || (page.parent ?? page) !== page ? OPEN_AFTER : 0;
  let late = false;
  const look = () => {
    const started = start();
    const waited = page.performance.now() - begun;
    if (started) return found(late);
    if (!late && (started === false || waited >= patience)) {
      late = true;
      alone();
    }
    if (started === null && waited < LOOK_UNTIL) page.setTimeout(look, late ? LOOK_SLOWLY_EVERY : LOOK_EVERY);
  };
  look();
};
