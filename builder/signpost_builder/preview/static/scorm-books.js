// The data models of SCORM 1.2 (RTE 3.4.4) and SCORM 2004, 4th Edition (RTE 4.2) as tables: what a value may be, who may read
// and write it, what it is before it is set. And the numbers and names of their errors.

/**
 * @param {string[]} words
 * @returns {(value: string) => boolean}
 */
const oneOf = (...words) => (value) => words.includes(value);
/**
 * @param {RegExp} pattern
 * @param {number} [most]
 * @returns {(value: string) => boolean}
 */
const matching = (pattern, most = Infinity) => (value) => pattern.test(value) && value.length <= most;
/**
 * @param {number} most
 * @returns {(value: string) => boolean}
 */
const text = (most) => (value) => value.length <= most;
/**
 * @param {number} low
 * @param {number} high
 * @returns {(value: string) => boolean}
 */
const number = (low, high) => (value) => /^-?\d+(\.\d+)?$/.test(value) && Number(value) >= low && Number(value) <= high;

const READ = "read only";
const WRITE = "write only";
const BOTH = "";

const STATUS = ["passed", "completed", "failed", "incomplete", "browsed", "not attempted"];
const PERCENT = number(0, 100);
const ID = matching(/^[\w:.-]+$/, 255);
const TIMESPAN = matching(/^\d{2,4}:\d\d:\d\d(\.\d{1,2})?$/);
const DURATION = matching(/^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/);
const ANY = text(Infinity);

/**
 * Element -> [check of a value, access, value before it is set; undefined: reading it is an error].
 *
 * @type {Record<string, Rule>}
 */
const ELEMENTS12 = {
  "cmi.core._children": [null, READ, "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time"],
  "cmi.core.student_id": [null, READ, "learner"],
  "cmi.core.student_name": [null, READ, "Learner, A"],
  "cmi.core.lesson_location": [text(255), BOTH, ""],
  "cmi.core.credit": [null, READ, "credit"],
  "cmi.core.lesson_status": [oneOf(...STATUS.slice(0, 5)), BOTH, "not attempted"],
  "cmi.core.entry": [null, READ, "ab-initio"],
  "cmi.core.score._children": [null, READ, "raw,min,max"],
  "cmi.core.score.raw": [PERCENT, BOTH, ""],
  "cmi.core.score.min": [PERCENT, BOTH, ""],
  "cmi.core.score.max": [PERCENT, BOTH, ""],
  "cmi.core.total_time": [null, READ, "0000:00:00"],
  "cmi.core.lesson_mode": [null, READ, "normal"],
  "cmi.core.exit": [oneOf("time-out", "suspend", "logout", ""), WRITE],
  "cmi.core.session_time": [TIMESPAN, WRITE],
  "cmi.suspend_data": [text(4096), BOTH, ""],
  "cmi.launch_data": [null, READ, ""],
  "cmi.comments": [text(4096), BOTH, ""],
  "cmi.comments_from_lms": [null, READ, ""],
  "cmi.objectives._children": [null, READ, "id,score,status"],
  "cmi.objectives.n.id": [ID, BOTH, ""],
  "cmi.objectives.n.status": [oneOf(...STATUS), BOTH, "not attempted"],
  "cmi.objectives.n.score.raw": [PERCENT, BOTH, ""],
  "cmi.objectives.n.score.min": [PERCENT, BOTH, ""],
  "cmi.objectives.n.score.max": [PERCENT, BOTH, ""],
  "cmi.interactions._children": [null, READ, "id,objectives,time,type,correct_responses,weighting,student_response,result,latency"],
  "cmi.interactions.n.id": [ID, WRITE],
  "cmi.interactions.n.type": [ANY, WRITE],
  "cmi.interactions.n.student_response": [ANY, WRITE],
  "cmi.interactions.n.result": [ANY, WRITE],
};

const COMPLETION = oneOf("completed", "incomplete", "not attempted", "unknown");
const SUCCESS = oneOf("passed", "failed", "unknown");
/**
 * @param {string} prefix
 * @returns {Record<string, Rule>}
 */
const scores = (prefix) => ({
  [`${prefix}.score._children`]: [null, READ, "scaled,raw,min,max"],
  [`${prefix}.score.scaled`]: [number(-1, 1), BOTH],
  [`${prefix}.score.raw`]: [number(-Infinity, Infinity), BOTH],
  [`${prefix}.score.min`]: [number(-Infinity, Infinity), BOTH],
  [`${prefix}.score.max`]: [number(-Infinity, Infinity), BOTH],
});

/** @type {Record<string, Rule>} */
const ELEMENTS2004 = {
  "cmi._version": [null, READ, "1.0"],
  "cmi.learner_id": [null, READ, "learner"],
  "cmi.learner_name": [null, READ, "A Learner"],
  "cmi.completion_status": [COMPLETION, BOTH, "unknown"],
  "cmi.success_status": [SUCCESS, BOTH, "unknown"],
  "cmi.credit": [null, READ, "credit"],
  "cmi.entry": [null, READ, "ab-initio"],
  "cmi.exit": [oneOf("time-out", "suspend", "logout", "normal", ""), WRITE],
  "cmi.launch_data": [null, READ],
  "cmi.location": [text(1000), BOTH],
  "cmi.mode": [null, READ, "normal"],
  "cmi.progress_measure": [number(0, 1), BOTH],
  "cmi.session_time": [DURATION, WRITE],
  "cmi.suspend_data": [text(64000), BOTH],
  "cmi.total_time": [null, READ, "PT0H0M0S"],
  ...scores("cmi"),
  "cmi.objectives._children": [null, READ, "id,score,success_status,completion_status,progress_measure,description"],
  "cmi.objectives.n.id": [matching(/^\S+$/, 4000), BOTH],
  "cmi.objectives.n.completion_status": [COMPLETION, BOTH, "unknown"],
  "cmi.objectives.n.success_status": [SUCCESS, BOTH, "unknown"],
  "cmi.objectives.n.progress_measure": [number(0, 1), BOTH],
  ...scores("cmi.objectives.n"),
  "cmi.interactions._children": [null, READ, "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description"],
  "cmi.interactions.n.id": [matching(/^\S+$/, 4000), BOTH],
  "cmi.interactions.n.type": [ANY, BOTH],
  "cmi.interactions.n.learner_response": [ANY, BOTH],
  "cmi.interactions.n.result": [ANY, BOTH],
  "adl.nav.request": [oneOf("continue", "previous", "exit", "exitAll", "suspendAll", "abandon", "abandonAll", "_none_"), BOTH, "_none_"],
};

/**
 * For each standard: names of the API, elements, errors, how much state is kept, and what an administrator's report shows.
 *
 * @type {Record<"1.2" | "2004", Book>}
 */
export const BOOKS = {
  "1.2": {
    name: "API",
    methods: { initialize: "LMSInitialize", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", finish: "LMSFinish", error: "LMSGetLastError", errorString: "LMSGetErrorString", diagnostic: "LMSGetDiagnostic" },
    elements: ELEMENTS12,
    errors: { argument: "201", running: "101", notRunning: "301", ended: "301", unknown: "401", readOnly: "403", writeOnly: "404", type: "405", gap: "201", unset: "0" },
    strings: { 0: "No error", 101: "General exception", 201: "Invalid argument", 301: "Not initialized", 401: "Not implemented", 403: "Element is read only", 404: "Element is write only", 405: "Incorrect data type" },
    state: "cmi.suspend_data",
    most: 4096,
    exit: "cmi.core.exit",
    entry: "cmi.core.entry",
    session: "cmi.core.session_time",
    total: "cmi.core.total_time",
    report: [["Status", "cmi.core.lesson_status"], ["Score", "cmi.core.score.raw"], ["Time", "cmi.core.total_time"], ["Place", "cmi.core.lesson_location"]],
  },
  2004: {
    name: "API_1484_11",
    methods: { initialize: "Initialize", get: "GetValue", set: "SetValue", commit: "Commit", finish: "Terminate", error: "GetLastError", errorString: "GetErrorString", diagnostic: "GetDiagnostic" },
    elements: ELEMENTS2004,
    errors: { argument: "201", running: "103", notRunning: "132", ended: "104", unknown: "401", readOnly: "404", writeOnly: "405", type: "406", gap: "351", unset: "403" },
    strings: { 0: "No error", 103: "Already initialized", 104: "Content instance terminated", 132: "Not initialized", 201: "General argument error", 351: "General set failure", 401: "Undefined data model element", 403: "Value not initialized", 404: "Element is read only", 405: "Element is write only", 406: "Type mismatch" },
    state: "cmi.suspend_data",
    most: 64000,
    exit: "cmi.exit",
    entry: "cmi.entry",
    session: "cmi.session_time",
    total: "cmi.total_time",
    report: [["Completion", "cmi.completion_status"], ["Success", "cmi.success_status"], ["Score", "cmi.score.raw"], ["Progress", "cmi.progress_measure"], ["Time", "cmi.total_time"], ["Place", "cmi.location"]],
  },
};
