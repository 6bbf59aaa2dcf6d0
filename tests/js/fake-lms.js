// A small platform as strict as the books: formats, limits and errors of SCORM 1.2 RTE 3.4.4 and SCORM 2004 RTE 4.2.

const oneOf = (...words) => (value) => words.includes(value);
const matching = (pattern, most = Infinity) => (value) => pattern.test(value) && value.length <= most;
const between = (low, high, decimals) => (value) =>
  new RegExp(`^-?\\d{1,5}(\\.\\d{1,${decimals}})?$`).test(value) && Number(value) >= low && Number(value) <= high;
const ascii = (most) => matching(/^[\x20-\x7e]*$/, most);

const readOnly = "read only";
const writeOnly = "write only";

const STATUS12 = oneOf("passed", "completed", "failed", "incomplete", "browsed");

/** Element pattern: [check of a value, access, value before it is set (undefined: error when read)]. */
const ELEMENTS12 = {
  "cmi.core._children": [null, readOnly, "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time"],
  "cmi.core.lesson_status": [STATUS12, "", "not attempted"],
  "cmi.core.lesson_location": [ascii(255), "", ""],
  "cmi.core.lesson_mode": [null, readOnly, "normal"],
  "cmi.core.entry": [null, readOnly, "ab-initio"],
  "cmi.core.exit": [oneOf("time-out", "suspend", "logout", ""), writeOnly],
  "cmi.core.session_time": [matching(/^\d{2,4}:\d\d:\d\d(\.\d{1,2})?$/), writeOnly],
  "cmi.core.score.raw": [between(0, 100, 6), "", ""], // CMIDecimal has no end; what differs to be heard uses it
  "cmi.core.score.min": [between(0, 100, 2), "", ""],
  "cmi.core.score.max": [between(0, 100, 2), "", ""],
  "cmi.suspend_data": [ascii(4096), "", ""],
  "cmi.objectives._children": [null, readOnly, "id,score,status"],
  "cmi.objectives.n.id": [matching(/^[\w-]+$/, 255), "", ""],
  "cmi.objectives.n.status": [oneOf("passed", "completed", "failed", "incomplete", "browsed", "not attempted"), "", "not attempted"],
  "cmi.objectives.n.score.raw": [between(0, 100, 2), "", ""],
  "cmi.objectives.n.score.min": [between(0, 100, 2), "", ""],
  "cmi.objectives.n.score.max": [between(0, 100, 2), "", ""],
};

const COMPLETION = oneOf("completed", "incomplete", "not attempted", "unknown");
const SUCCESS = oneOf("passed", "failed", "unknown");
const SCORES = { scaled: [between(-1, 1, 4), ""], raw: [between(0, 100, 2), ""], min: [between(0, 100, 2), ""], max: [between(0, 100, 2), ""] };
const scores = (prefix) => Object.fromEntries(Object.entries(SCORES).map(([name, rule]) => [`${prefix}.score.${name}`, rule]));

const ELEMENTS2004 = {
  "cmi.completion_status": [COMPLETION, "", "unknown"],
  "cmi.success_status": [SUCCESS, "", "unknown"],
  "cmi.location": [ascii(1000), ""],
  "cmi.suspend_data": [ascii(64000), ""],
  "cmi.mode": [null, readOnly, "normal"],
  "cmi.entry": [null, readOnly, "ab-initio"],
  "cmi.exit": [oneOf("time-out", "suspend", "logout", "normal", ""), writeOnly],
  "cmi.session_time": [matching(/^PT(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?$/), writeOnly],
  "cmi.progress_measure": [between(0, 1, 4), ""],
  ...scores("cmi"),
  "cmi.objectives._children": [null, readOnly, "progress_measure,description,completion_status,id,score,success_status"],
  "cmi.objectives.n.id": [matching(/^[\w:.-]+$/, 4000), ""],
  "cmi.objectives.n.completion_status": [COMPLETION, "", "unknown"],
  "cmi.objectives.n.success_status": [SUCCESS, "", "unknown"],
  ...scores("cmi.objectives.n"),
  "adl.nav.request": [oneOf("continue", "previous", "exit", "exitAll", "suspendAll", "abandon", "abandonAll", "_none_"), "", "_none_"],
};

/** For each standard: names of the API, elements with their rules, error numbers. */
export const BOOKS = {
  "1.2": {
    name: "API",
    elements: ELEMENTS12,
    methods: { LMSInitialize: "initialize", LMSGetValue: "get", LMSSetValue: "set", LMSCommit: "commit", LMSFinish: "finish", LMSGetLastError: "error" },
    errors: { running: "101", notRunning: "301", ended: "301", unknown: "401", readOnly: "403", writeOnly: "404", type: "405", gap: "201", unset: "0" },
    exit: "cmi.core.exit",
    entry: "cmi.core.entry",
    mode: "cmi.core.lesson_mode",
  },
  2004: {
    name: "API_1484_11",
    elements: ELEMENTS2004,
    methods: { Initialize: "initialize", GetValue: "get", SetValue: "set", Commit: "commit", Terminate: "finish", GetLastError: "error" },
    errors: { running: "103", notRunning: "132", ended: "104", unknown: "401", readOnly: "404", writeOnly: "405", type: "406", gap: "351", unset: "403" },
    exit: "cmi.exit",
    entry: "cmi.entry",
    mode: "cmi.mode",
  },
};

/** The API whose methods are `roles`, each answering [answer, error]; notes what was called and what was a fault. */
export const spoken = (book, roles, calls, faults) => {
  let lastError = "0";
  const answerTo = (role) => (...given) => {
    if (role === "error") return lastError;
    const [answer, error] = roles[role](...given);
    lastError = error;
    calls.push([role, ...given]);
    if (error !== "0") faults.push(`${role} ${given[0]}: ${error}`);
    return String(answer);
  };
  return Object.fromEntries(Object.entries(book.methods).map(([method, role]) => [method, answerTo(role)]));
};

/** What a launch can be asked for afterwards. */
export const heard = (book, calls) => ({
  name: book.name,
  calls,
  sets: (element) => calls.filter(([role, name]) => role === "set" && name === element).map(([, , value]) => value),
  times: (role) => calls.filter(([name]) => name === role).length,
});

/**
 * One learner's registration with one course on a platform for `standard` "1.2" or "2004".
 *
 * `launch()` gives a window's API with `calls` ([role, ...arguments]) and `faults` ("role element: error"); what was
 * committed is in `record` and outlives the launch. `refuse` changes under way: {commits, sets, finish, initialize}.
 * `objectives`: ids that the manifest declared; `lacks`: elements that this platform does not have.
 */
export const fakePlatform = (standard, { objectives = [], lacks = /^$/, record = {} } = {}) => {
  const book = BOOKS[standard];
  const committed = new Map(Object.entries(record));
  objectives.forEach((id, index) => committed.set(`cmi.objectives.${index}.id`, id));

  const launch = ({ mode = "normal", refuse = {} } = {}) => {
    const values = new Map(committed);
    const calls = [];
    const faults = [];
    let phase = "before";
    values.set(book.mode, mode);

    const count = () => [...values.keys()].filter((name) => /^cmi\.objectives\.\d+\.id$/.test(name)).length;

    const ruleOf = (element) => {
      const pattern = element.replace(/\.\d+\./, ".n.");
      return lacks.test(element) ? null : book.elements[pattern];
    };

    const get = (element) => {
      if (phase !== "running") return ["", phase === "before" ? book.errors.notRunning : book.errors.ended];
      if (element === "cmi.objectives._count" && !lacks.test(element)) return [String(count()), "0"];
      const rule = ruleOf(element);
      if (!rule) return ["", book.errors.unknown];
      if (rule[1] === writeOnly) return ["", book.errors.writeOnly];
      const index = Number(/\.(\d+)\./.exec(element)?.[1] ?? -1);
      if (index >= count()) return ["", book.errors.gap];
      const value = values.get(element) ?? rule[2];
      return value === undefined ? ["", book.errors.unset] : [value, "0"];
    };

    const set = (element, value) => {
      if (phase !== "running") return [false, book.errors.notRunning];
      const rule = ruleOf(element);
      if (!rule) return [false, book.errors.unknown];
      if (rule[1] === readOnly) return [false, book.errors.readOnly];
      if (typeof value !== "string" || !rule[0](value)) return [false, book.errors.type];
      const index = Number(/\.(\d+)\./.exec(element)?.[1] ?? -1);
      if (index > count() || (index === count() && !element.endsWith(".id"))) return [false, book.errors.gap];
      if (refuse.sets?.includes(element)) return [false, "101"];
      values.set(element, value);
      return [true, "0"];
    };

    const keep = () => {
      for (const [element, value] of values) if (element !== book.mode) committed.set(element, value);
    };

    const roles = {
      get,
      set,
      initialize(argument) {
        if (argument !== "") return [false, "201"];
        if (refuse.initialize) return [false, "101"];
        if (phase === "running") return [false, book.errors.running];
        phase = "running";
        return [true, "0"];
      },
      commit(argument) {
        if (argument !== "" || phase !== "running") return [false, book.errors.notRunning];
        if (refuse.commits > 0) {
          refuse.commits -= 1;
          return [false, "391"];
        }
        keep();
        return [true, "0"];
      },
      finish(argument) {
        if (argument !== "" || phase !== "running") return [false, book.errors.notRunning];
        phase = "ended";
        if (refuse.finish) return [false, "391"];
        values.set(book.entry, values.get(book.exit) === "suspend" ? "resume" : "");
        keep();
        return [true, "0"];
      },
    };

    const api = spoken(book, roles, calls, faults);
    return { ...heard(book, calls), api, faults, refuse, values };
  };

  return { record: committed, launch };
};
