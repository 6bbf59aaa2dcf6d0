// An unkind platform: Moodle 4.5 as it was seen to behave (docs/lms.md, "Moodle"), for node and for the browser.
//
// Two halves, as there: the player in the page, whose values are loaded when it is opened and asked of nobody after that, and
// the server, which keeps what reaches it. Between them is a network that fails in the ways that networks do.

import { BOOKS, heard, spoken } from "./fake-lms.js";

const SCORE = /\.score\.(raw|min|max|scaled)$/;
const LAUNCH_ONLY = /(session_time|_children|_count)$|^adl\./;

const STATUS = { "1.2": "cmi.core.lesson_status", 2004: "cmi.completion_status" };
const RAW = { "1.2": "cmi.core.score.raw", 2004: "cmi.score.raw" };
const DONE = { "1.2": ["completed", "passed"], 2004: ["completed"] };

/** Moodle keeps `cmi.objectives.0.id` as `cmi.objectives_0.id`. */
const storedName = (element) => element.replace(/\.(\d+)\./, "_$1.");
const spokenName = (name) => name.replace(/_(\d+)\./, ".$1.");

/** Looser than the books: 1.2 takes any decimals. */
const isTaken = (rule, element, value) =>
  SCORE.test(element) ? /^-?\d{0,5}(\.\d{0,7})?$/.test(value) && Number(value) >= 0 && Number(value) <= 100 : rule[0](value);

/**
 * How a request fares: "ok" arrives and is answered; "503" does not arrive and is answered so; "504" arrives and is answered
 * no; "reset" does not arrive, "unanswered" does, and both look like a success: the player catches the error, sends a
 * beacon after it that goes nowhere, and says true.
 */
const ARRIVES = ["ok", "504", "unanswered"];
const SAYS_TRUE = ["ok", "reset", "unanswered"];

/** The network: `fate` of every request, but for those that `plan` names one by one; `log` has what was sent. */
export const fakeNetwork = () => ({ fate: "ok", plan: [], log: [] });

/**
 * One learner's attempt at one activity. `tracks` is what the server keeps, element -> text. `guest`: nothing is ever kept.
 * `required`: statuses that complete the activity. `objectives`: ids that the manifest declares (2004).
 */
export const createMoodle = (standard, { tracks = new Map(), guest = false, required = ["passed", "completed"], objectives = ["primary"] } = {}) => {
  const book = BOOKS[standard];
  const server = { sessionKey: 1, completed: false };

  const store = (entries, sessionKey) => {
    if (sessionKey !== server.sessionKey) return false;
    if (guest) return true;
    for (const [name, value] of entries) {
      if (name === "cmi.success_status" && value === "unknown") continue;
      tracks.set(name, String(value));
    }
    const reached = [tracks.get(STATUS[standard]), tracks.get("cmi.success_status")];
    if (reached.some((status) => required.includes(status))) server.completed = true; // and never back
    return true;
  };

  const modeOf = (asked) => {
    if (asked === "browse") return "browse";
    return DONE[standard].includes(tracks.get(STATUS[standard])) ? "review" : "normal";
  };

  const loaded = (mode) => {
    const values = new Map([...tracks].map(([name, value]) => [spokenName(name), value]));
    if (standard === "2004" && !tracks.size) objectives.forEach((id, index) => values.set(`cmi.objectives.${index}.id`, id));
    const suspended = values.get(book.exit) === "suspend";
    values.set(book.mode, mode);
    values.set(book.entry, suspended ? "resume" : tracks.size ? "" : "ab-initio");
    values.delete(book.exit);
    return values;
  };

  /** Opens the player; `mode` "browse" is its button Preview, anything else is Enter. */
  const launch = ({ mode = "normal", network = fakeNetwork() } = {}) => {
    const values = loaded(modeOf(mode));
    const given = new Map(values); // 2004 sends what differs from these
    const tried = new Map(values); // 1.2 sends what differs from these: what was last sent, whether or not it arrived
    const { sessionKey } = server;
    const calls = [];
    const faults = [];
    let running = false;

    const count = () => [...values.keys()].filter((name) => /^cmi\.objectives\.\d+\.id$/.test(name)).length;
    const indexOf = (element) => Number(/\.(\d+)\./.exec(element)?.[1] ?? -1);
    const ruleOf = (element) => book.elements[element.replace(/\.\d+\./, ".n.")];

    const differing = () => {
      const entries = [...values].filter(([name, value]) => {
        const rule = ruleOf(name);
        if (!rule || rule[1] === "read only" || (standard === "1.2" && LAUNCH_ONLY.test(name))) return false;
        return (standard === "1.2" ? tried : given).get(name) !== value;
      });
      entries.forEach(([name, value]) => tried.set(name, value)); // before the request is made
      return entries.map(([name, value]) => [storedName(name), value]);
    };

    const send = (entries) => {
      const fate = network.plan.shift() ?? network.fate;
      network.log.push({ fate, entries: Object.fromEntries(entries) });
      const kept = ARRIVES.includes(fate) && store(entries, sessionKey);
      return SAYS_TRUE.includes(fate) && (fate !== "ok" || kept);
    };

    const answered = (accepted) => [accepted, accepted ? "0" : "101"];

    /** The time of a sitting goes into the total on finishing in 1.2, with every commit in 2004. */
    const withTime = (entries) => [...entries, ["cmi.core.total_time", values.get("cmi.core.session_time") ?? "00:00:00"]];

    const api = spoken(book, {
      initialize() {
        if (running) return [false, book.errors.running];
        running = true;
        return [true, "0"];
      },
      get(element) {
        if (!running) return ["", book.errors.notRunning];
        if (element === "cmi.objectives._count") return [String(count()), "0"];
        const rule = ruleOf(element);
        if (!rule) return ["", book.errors.unknown];
        if (rule[1] === "write only") return ["", book.errors.writeOnly];
        const value = values.get(element) ?? rule[2];
        return value === undefined ? ["", book.errors.unset] : [value, "0"];
      },
      set(element, value) {
        if (!running) return [false, book.errors.notRunning];
        const rule = ruleOf(element);
        if (!rule) return [false, book.errors.unknown];
        if (rule[1] === "read only") return [false, book.errors.readOnly];
        if (typeof value !== "string" || !isTaken(rule, element, value)) return [false, book.errors.type];
        if (indexOf(element) > count()) return [false, book.errors.gap];
        values.set(element, SCORE.test(element) ? Number(value) : value);
        return [true, "0"];
      },
      commit: () => (running ? answered(send(differing())) : [false, book.errors.notRunning]),
      finish() {
        if (!running) return [false, book.errors.notRunning];
        running = false;
        const status = STATUS[standard];
        if (standard === "1.2" && !(values.get(status) ?? "").replace("not attempted", "")) values.set(status, "completed");
        return answered(send(standard === "1.2" ? withTime(differing()) : differing()));
      },
    }, calls, faults);

    return { ...heard(book, calls), api, faults, values, network };
  };

  return {
    tracks,
    launch,
    status: () => tracks.get(STATUS[standard]) ?? "",
    /** The learner signed in somewhere else: the pages that are open have a key that is no longer good. */
    signInElsewhere: () => (server.sessionKey += 1),
    isComplete: () => server.completed,
    /** What the gradebook shows, out of 100, to its five decimals. */
    grade(method = "highest") {
      if (method === "objects") return DONE[standard].includes(tracks.get(STATUS[standard])) ? 100 : 0;
      return Number(Number(tracks.get(RAW[standard]) ?? 0).toFixed(5));
    },
  };
};
