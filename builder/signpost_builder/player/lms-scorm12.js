// SCORM 1.2: what the platform sees, in its own words (RTE 3.4.4).

import { differently, scormAdapter, splitDuration } from "./lms-scorm.js";

const CORE = "cmi.core.";
const STATUS = CORE + "lesson_status";
const LOCATION = CORE + "lesson_location";
const SCORE = CORE + "score.";
const RAW = SCORE + "raw";
const POSTTEST = "cmi.objectives.{posttest}.status=";
const SUSPEND = CORE + "exit=suspend";
const LEAVE = [CORE + "exit="];
const LIMITS = [SCORE + "min=0", SCORE + "max=100"];

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
    LOCATION + "={location}",
    "cmi.suspend_data={state}",
    CORE + "session_time={time}",
  ],
  "before-done": ["cmi.objectives.{pretest}.status=completed"],
  scored: [
    RAW + "={raw}",
    ...LIMITS,
  ],
  "not-passed": [POSTTEST + "incomplete"],
  passed: [
    STATUS + "=passed",
    POSTTEST + "passed",
  ],
  "full-score": [
    RAW + "=100",
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
  const children = read(CORE + "_children");
  return children === "" || children.includes("lesson_mode") ? read(CORE + "lesson_mode") : "";
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
  if (element === RAW) return otherScore(value);
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
    score: RAW,
    time: timespan,
    interim,
    restore(read) {
      const status = read(STATUS);
      return {
        mode: lessonMode(read),
        state: read("cmi.suspend_data"),
        location: read(LOCATION),
        status,
        success: status,
      };
    },
  });
