// SCORM 2004, 3rd and 4th Edition: what the platform sees, in its own words (RTE 4.2).

import { scormAdapter, splitDuration } from "./lms-scorm.js";

const STATUS = "cmi.completion_status";
const SUCCESS = "cmi.success_status";
const SCORE = "cmi.score.";
const SUSPEND = "cmi.exit=suspend";
const LIMITS = [SCORE + "min=0", SCORE + "max=100"];

/** @param {string} completion @param {string} verdict */
const told = (completion, verdict) =>
  ["cmi.", "cmi.objectives.{posttest}."].flatMap((of) => [
    `${of}completion_status=${completion}`,
    `${of}success_status=${verdict}`,
  ]);

/**
 * What is set in each phase, in order, as element=value. `{pretest}` is the index of that objective, a
 * value in braces is filled in. Row "scored" is used with score mode "exact" alone, row "full-score" with "pass" alone.
 */
/** @type {Record<Phase, string[]>} */
export const SCORM2004_PHASES = {
  opened: [
    STATUS + "=incomplete",
    SUCCESS + "=unknown",
    SUSPEND,
  ],
  reopened: [SUSPEND],
  saved: [
    "cmi.location={location}",
    "cmi.suspend_data={state}",
    "cmi.progress_measure={progress}",
    "cmi.session_time={time}",
  ],
  "before-done": ["cmi.objectives.{pretest}.completion_status=completed"],
  scored: [
    SCORE + "scaled={scaled}",
    SCORE + "raw={raw}",
    ...LIMITS,
  ],
  "not-passed": told("incomplete", "failed"),
  passed: told("completed", "passed"),
  "full-score": [
    SCORE + "scaled=1",
    SCORE + "raw=100",
    ...LIMITS,
  ],
  completed: [STATUS + "=completed"],
  left: ["adl.nav.request=suspendAll"],
  "left-done": ["adl.nav.request=exitAll"],
  closed: [],
  "closed-done": [],
  looked: [STATUS + "=incomplete"],
};

/**
 * timeinterval(second,10,2).
 *
 * @param {number} seconds
 */
const timeInterval = (seconds) => {
  const { hours, minutes, hundredths } = splitDuration(seconds);
  return `PT${hours}H${minutes}M${hundredths / 100}S`;
};

/**
 * The adapter of packages for SCORM 2004.
 *
 * @param {Page} window
 */
export const connect = (window) =>
  scormAdapter(window, {
    api: "API_1484_11",
    prefix: "",
    finish: "Terminate",
    phases: SCORM2004_PHASES,
    status: STATUS,
    score: SCORE + "raw",
    time: timeInterval,
    restore(read) {
      const status = read(STATUS);
      // Reading what was never set is error 403. The status says whether we were here: it is set on the first open.
      const untouched = /^\s*ab-initio\s*$/i.test(read("cmi.entry")) && !/^\s*((in)?complete(d)?)?\s*$/i.test(status);
      return {
        mode: read("cmi.mode"),
        status,
        success: read(SUCCESS),
        state: untouched ? "" : read("cmi.suspend_data"),
        location: untouched ? "" : read("cmi.location"),
      };
    },
  });
