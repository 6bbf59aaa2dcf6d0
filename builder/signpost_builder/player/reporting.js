// What the platform was told of this learner's standing, and what is news to it. It only goes up.

import { isScored } from "./score.js";
import { countedIds } from "./state.js";

/** The names are phases of lms-scorm12.js and its sibling. */
const STANDINGS = ["", "opened", "not-passed", "completed", "passed"];
/** @param {Standing} standing */
const rank = (standing) => STANDINGS.indexOf(standing);

/**
 * For one sitting: `state` is the learner's, changed elsewhere; `resultTold()` hears that a result goes out with the next save.
 *
 * @param {{lms: LmsAdapter, data: CourseData, state: State, resultTold: () => void}} given
 */
export const createReporting = ({ lms, data, state, resultTold }) => {
  const counted = countedIds(data);
  const scored = data.after.some((id) => isScored(data.questions[id]));
  /** @type {Standing} */
  let standing = ""; // the highest one that the platform was told
  let beforeReported = false;
  /** @type {number | null} */
  let bestFraction = null; // of this sitting, not yet reported; only with score mode exact
  let scoreHeld = false; // the platform has a score of an earlier attempt

  const visitedFraction = () => counted.filter((id) => state.visited.has(id)).length / (counted.length || 1);

  const currentStanding = () => {
    if (!scored) return visitedFraction() === 1 ? "completed" : "opened";
    if (state.passed) return "passed";
    return state.attemptsUsed ? "not-passed" : "opened";
  };
  const isNews = () => rank(currentStanding()) > rank(standing);

  /**
   * @param {Phase} phase
   * @param {ToldScore} [score]
   */
  const tellResult = (phase, score) => {
    lms.record(phase, score);
    resultTold();
  };

  /** An older version sent no score of a pass, and a gradebook then shows 0. */
  const tellFullScore = () => {
    if (standing === "passed" && data.scoreMode === "pass") lms.record("full-score");
  };

  const tellStanding = () => {
    standing = currentStanding();
    tellFullScore();
    if (rank(standing) < rank("completed")) lms.record(standing);
    else tellResult(standing);
  };

  return {
    visitedFraction,
    isNews,
    isDone: () => rank(standing) >= rank(scored ? "passed" : "completed"),
    /**
     * What the platform held on opening; `beforeDone` and `tried`: in an earlier sitting, by the state.
     *
     * @param {Held} held
     * @param {{beforeDone: boolean, tried: boolean}} given
     */
    take(held, { beforeDone, tried }) {
      beforeReported = beforeDone;
      // Two statuses, of which an older window took one back: both are said again.
      standing = held.passed && !held.halfTold ? "passed" : held.completed ? "completed" : "";
      scoreHeld = tried || standing !== "";
    },
    /** Opened again. The score of a pass is said anew. */
    reopen() {
      if (standing) lms.record("reopened");
      tellFullScore();
    },
    /**
     * The score of a submitted set, 0 to 1; kept with score mode "exact" alone.
     *
     * @param {number | null} fraction
     */
    score(fraction) {
      if (data.scoreMode === "exact" && fraction !== null) bestFraction = Math.max(bestFraction ?? 0, fraction);
    },
    /** Hands the adapter what became true since the last time; it is sent with the save that follows. */
    report() {
      if (state.beforeDone && !beforeReported) lms.record("before-done");
      beforeReported = state.beforeDone;
      if (bestFraction !== null) {
        tellResult("scored", { fraction: bestFraction, keepHigher: scoreHeld });
        scoreHeld = true;
        bestFraction = null;
      }
      if (isNews()) tellStanding();
    },
  };
};
