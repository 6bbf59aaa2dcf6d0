// SCORM 1.2: what the platform sees, in its own words (RTE 3.4.4).

import { differently, scormAdapter, splitDuration } from "./lms-scorm.js";

const STATUS = "cmi.core.lesson_status";
const SUSPEND = "cmi.core.exit=suspend";
const LEAVE = ["cmi.core.exit="];
const LIMITS = ["cmi.core.score.min=0", "cmi.core.score.max=100"];

/**
 * What is set in each phase, in order, as element=value. `{pretest}` is the index of that objective, a
 * value in braces is filled in. Row "scored" is used with score mode "exact" alone, row "full-score" with "pass" alone.
 */
/** @type {Record<Phase, string[]>} */
export const SCORM12_PHASES = {
  opened: [
    STATUS + "=incomplete",
    SUSPEND,
  ],
  reopened: [SUSPEND],
  saved: [
    "cmi.core.lesson_location={location}",
    "cmi.suspend_data={state}",
    "cmi.core.session_time={time}",
  ],
  "before-done": ["cmi.objectives.{pretest}.status=completed"],
  scored: [
    "cmi.core.score.raw={raw}",
    ...LIMITS,
  ],
  "not-passed": ["cmi.objectives.{posttest}.status=incomplete"],
  passed: [
    STATUS + "=passed",
    "cmi.objectives.{posttest}.status=passed",
  ],
  "full-score": [
    "cmi.core.score.raw=100",
    ...LIMITS,
  ],
  completed: [STATUS + "=completed"],
  left: [],
  "left-done": LEAVE,
  closed: [],
  "closed-done": LEAVE,
  looked: [STATUS + "=browsed"],
};

/** @param {number} number */
const pad = (number) => String(number).padStart(2, "0");

/**
 * CMITimespan HHHH:MM:SS.SS.
 *
 * @param {number} seconds
 */
const timespan = (seconds) => {
  const { hours, minutes, hundredths } = splitDuration(seconds);
  return `${pad(hours)}:${pad(minutes)}:${pad(Math.floor(hundredths / 100))}.${pad(hundredths % 100)}`;
};

/**
 * The mode is optional, and asking for what a platform lacks is an error there: look at the list first.
 *
 * @param {(element: string) => string} read
 */
const lessonMode = (read) => {
  const children = read("cmi.core._children");
  return children === "" || children.includes("lesson_mode") ? read("cmi.core.lesson_mode") : "";
};

/**
 * A score that is another one and, to the five decimals that a gradebook keeps, the same.
 *
 * @param {string} raw
 */
const otherScore = (raw) => (Number(raw) + (raw === "100" ? -1e-6 : 1e-6)).toFixed(6);

/**
 * What is said in between, so that a platform which sends only what differs from its last try sends the real value: no
 * worse than the real one, as the network may go in between. Undefined: the value is said as it is.
 *
 * @param {string} element
 * @param {string} value
 */
const interim = (element, value) => {
  if (/suspend_data|location/.test(element)) return differently(value);
  if (element === "cmi.core.score.raw") return otherScore(value);
  if (value === "passed") return "completed"; // of an objective too
  return value === "completed" && element === STATUS ? "passed" : undefined;
};

/**
 * The adapter of packages for SCORM 1.2.
 *
 * @param {Page} window
 */
export const connect = (window) =>
  scormAdapter(window, {
    api: "API",
    prefix: "LMS",
    finish: "Finish",
    phases: SCORM12_PHASES,
    status: STATUS,
    score: "cmi.core.score.raw",
    time: timespan,
    interim,
    restore(read) {
      const status = read(STATUS);
      return {
        mode: lessonMode(read),
        state: read("cmi.suspend_data"),
        location: read("cmi.core.lesson_location"),
        status,
        success: status,
      };
    },
  });
