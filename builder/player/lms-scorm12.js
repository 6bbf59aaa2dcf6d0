// SCORM 1.2: what the platform sees, in its own words (RTE 3.4.4).

import { scormAdapter, splitDuration } from "./lms-scorm.js";

/**
 * What is set in each phase, in order, as element=value. `{pretest}` is the index of that objective, a
 * value in braces is filled in. Row "scored" is used with score mode "exact" alone; without it no number is ever sent.
 */
export const SCORM12_PHASES = {
  opened: [
    "cmi.core.lesson_status=incomplete",
    "cmi.core.exit=suspend",
  ],
  reopened: ["cmi.core.exit=suspend"],
  saved: [
    "cmi.core.lesson_location={location}",
    "cmi.suspend_data={state}",
    "cmi.core.session_time={time}",
  ],
  "before-done": ["cmi.objectives.{pretest}.status=completed"],
  scored: [
    "cmi.core.score.raw={raw}",
    "cmi.core.score.min=0",
    "cmi.core.score.max=100",
  ],
  "not-passed": ["cmi.objectives.{posttest}.status=incomplete"],
  passed: [
    "cmi.core.lesson_status=passed",
    "cmi.objectives.{posttest}.status=passed",
  ],
  completed: ["cmi.core.lesson_status=completed"],
  left: [],
  "left-done": ["cmi.core.exit="],
  closed: [],
  "closed-done": ["cmi.core.exit="],
};

const pad = (number) => String(number).padStart(2, "0");

/** CMITimespan HHHH:MM:SS.SS. */
const timespan = (seconds) => {
  const { hours, minutes, hundredths } = splitDuration(seconds);
  return `${pad(hours)}:${pad(minutes)}:${pad(Math.floor(hundredths / 100))}.${pad(hundredths % 100)}`;
};

/** The mode is optional, and asking for what a platform lacks is an error there: look at the list first. */
const lessonMode = (read) => {
  const children = read("cmi.core._children");
  return children === "" || children.includes("lesson_mode") ? read("cmi.core.lesson_mode") : "";
};

/** The adapter of packages for SCORM 1.2. */
export const connect = (window) =>
  scormAdapter(window, {
    api: "API",
    prefix: "LMS",
    finish: "Finish",
    phases: SCORM12_PHASES,
    score: "cmi.core.score.raw",
    time: timespan,
    restore(read) {
      const status = read("cmi.core.lesson_status");
      return {
        mode: lessonMode(read),
        state: read("cmi.suspend_data"),
        location: read("cmi.core.lesson_location"),
        completed: status === "completed",
        passed: status === "passed",
      };
    },
  });
