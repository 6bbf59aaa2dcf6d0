// SCORM 2004, 3rd and 4th Edition: what the platform sees, in its own words (RTE 4.2).

import { scormAdapter, splitDuration } from "./lms-scorm.js";

/**
 * What is set in each phase, in order, as element=value. `{pretest}` is the index of that objective, a
 * value in braces is filled in. Row "scored" is used with score mode "exact" alone, row "full-score" with "pass" alone.
 */
export const SCORM2004_PHASES = {
  opened: [
    "cmi.completion_status=incomplete",
    "cmi.success_status=unknown",
    "cmi.exit=suspend",
  ],
  reopened: ["cmi.exit=suspend"],
  saved: [
    "cmi.location={location}",
    "cmi.suspend_data={state}",
    "cmi.progress_measure={progress}",
    "cmi.session_time={time}",
  ],
  "before-done": ["cmi.objectives.{pretest}.completion_status=completed"],
  scored: [
    "cmi.score.scaled={scaled}",
    "cmi.score.raw={raw}",
    "cmi.score.min=0",
    "cmi.score.max=100",
  ],
  "not-passed": [
    "cmi.completion_status=incomplete",
    "cmi.success_status=failed",
    "cmi.objectives.{posttest}.completion_status=incomplete",
    "cmi.objectives.{posttest}.success_status=failed",
  ],
  passed: [
    "cmi.completion_status=completed",
    "cmi.success_status=passed",
    "cmi.objectives.{posttest}.completion_status=completed",
    "cmi.objectives.{posttest}.success_status=passed",
  ],
  "full-score": [
    "cmi.score.scaled=1",
    "cmi.score.raw=100",
    "cmi.score.min=0",
    "cmi.score.max=100",
  ],
  completed: ["cmi.completion_status=completed"],
  left: ["adl.nav.request=suspendAll"],
  "left-done": ["adl.nav.request=exitAll"],
  closed: [],
  "closed-done": [],
  looked: ["cmi.completion_status=incomplete"],
};

/** timeinterval(second,10,2). */
const timeInterval = (seconds) => {
  const { hours, minutes, hundredths } = splitDuration(seconds);
  return `PT${hours}H${minutes}M${hundredths / 100}S`;
};

/** The adapter of packages for SCORM 2004. */
export const connect = (window) =>
  scormAdapter(window, {
    api: "API_1484_11",
    prefix: "",
    finish: "Terminate",
    phases: SCORM2004_PHASES,
    status: "cmi.completion_status",
    score: "cmi.score.raw",
    time: timeInterval,
    restore(read) {
      const status = read("cmi.completion_status");
      // Reading what was never set is error 403. The status says whether we were here: it is set on the first open.
      const untouched = /^\s*ab-initio\s*$/i.test(read("cmi.entry")) && !/^\s*((in)?complete(d)?)?\s*$/i.test(status);
      return {
        mode: read("cmi.mode"),
        status,
        success: read("cmi.success_status"),
        state: untouched ? "" : read("cmi.suspend_data"),
        location: untouched ? "" : read("cmi.location"),
      };
    },
  });
