// A platform may answer yes and have nothing: when the connection breaks, Moodle's player believes that all went well. So a
// result is said twice, and "saved" is said after the second time only.

/** Milliseconds between the first time that a result was taken and the time that counts. */
const CONFIRM_AFTER = 5000;

/**
 * Watches over the result of one sitting. `now` gives milliseconds; `tell` hears "result-told", "result-not-taken" and
 * "result-taken".
 *
 * @param {{now: () => number, tell: (notice: string) => void}} given
 */
export const createConfirmation = ({ now, tell }) => {
  let told = false;
  let unsure = false;
  /** @type {number | null} */
  let acceptedAt = null; // when the platform said first that it took the result

  const waited = () => acceptedAt !== null && now() - acceptedAt >= CONFIRM_AFTER;

  return {
    /** There is a result, and the next save tells it. */
    begin() {
      told = unsure = true;
      acceptedAt = null;
      tell("result-told");
    },
    /** A result was told in this sitting: all is said again on leaving. */
    isTold: () => told,
    /**
     * The next save is to say everything again; `leaving`: the page may not come back, so it cannot wait.
     *
     * @param {boolean} leaving
     */
    isDue: (leaving) => unsure && acceptedAt !== null && (leaving || waited()),
    /**
     * How a save ended; `last` when nothing can follow. Answers in how many milliseconds to say it again, or null.
     *
     * @param {boolean} accepted
     * @param {boolean} [last]
     */
    settle(accepted, last) {
      if (!unsure) return null;
      if (accepted && (last || waited())) {
        unsure = false;
        tell("result-taken");
        return null;
      }
      if (!accepted) tell("result-not-taken");
      acceptedAt = accepted ? acceptedAt ?? now() : null;
      return acceptedAt === null ? null : Math.max(0, acceptedAt + CONFIRM_AFTER - now());
    },
  };
};
