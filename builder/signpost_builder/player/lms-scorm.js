// What SCORM 1.2 and SCORM 2004 have in common: calling the API, sending only what changed, and not believing the answers.

import { findApi } from "./find-api.js";
import { percentShown } from "./score.js";

/** The record itself: when one of these is not taken, nothing is saved. Of the rest each is missed by itself. */
const ESSENTIAL = /^cmi\.(suspend_data|(core\.lesson|completion|success)_status)$/;

const STATE = "cmi.suspend_data";

/**
 * Elements whose loss a learner should know of, and what is lost; what is not here is of use to reports alone.
 *
 * @type {[RegExp, string][]}
 */
const MISSED = [
  [/session_time$/, "time"],
  [/exit$/, "return"],
  [/location$/, "place"],
  [/score\.raw$/, "score"],
];

/** May not be read back (SCORM 1.2 RTE 3.4.4, SCORM 2004 RTE 4.2). */
const WRITE_ONLY = /session_time$|exit$/;

/** Modes in which nothing is written; whatever else a platform answers, the learner is learning. */
const LOOK_ONLY = ["browse", "review"];

/** SCORM 2004 RTE 3.1.7: the platform's own frame, or this page before a reload, has done it. 1.2 has no word for it. */
const ALREADY_INITIALIZED = "103";
const GENERAL_ERROR = "101";

/**
 * Says that the value is the same and yet another one, for a platform that sends what differs from its last try.
 *
 * @param {string} text
 */
export const differently = (text) => text + ".";

/**
 * The value without the mark, and without what a field of fixed width puts around it.
 *
 * @param {string} text
 */
const plainly = (text) => text.replace(/^[\s\0]+|[\s\0]+$/g, "").replace(/\.$/, "");

/**
 * Platforms write their words in capitals and with spaces too.
 *
 * @param {string} text
 */
const word = (text) => text.trim().toLowerCase();

const DONE = ["passed", "completed"];

/** Statuses of somebody who was never here in earnest. */
const UNTOUCHED = ["", "not attempted", "unknown", "browsed"];

const STATUSES = [...DONE, ...UNTOUCHED.slice(1), "incomplete", "failed"];

/**
 * Hours, minutes and hundredths of seconds; never past the 9999 hours that SCORM 1.2 can write (RTE 3.4.4).
 *
 * @param {number} seconds
 */
export const splitDuration = (seconds) => {
  const hundredths = Math.min(Math.round(seconds * 100), 9999 * 360000);
  return { hours: Math.floor(hundredths / 360000), minutes: Math.floor(hundredths / 6000) % 60, hundredths: hundredths % 6000 };
};

/**
 * A number as SCORM writes it: no exponent, a leading digit, at most `decimals`.
 *
 * @param {number} number
 * @param {number} decimals
 */
const decimal = (number, decimals) => String(+number.toFixed(decimals));

/**
 * The adapter for one `edition` of SCORM: the names of its API, `phases` (what is set when), `status` (its element),
 * `restore`, `time`, and `interim(element, value)` where a platform has to be shown a difference.
 *
 * start(): true connected, false refused, null no API yet. restore(): what the platform holds. record(phase): what
 * became true, sent with the next save. save(values, again), finish(values, asked, again): true when the platform says
 * that it took everything; `again` says all of it anew, because an earlier answer was no or is not believed. With null in
 * place of values nothing is written but that somebody only looked. lacking(): what is not kept, as keys of texts. No
 * method throws.
 *
 * @param {Page} window
 * @param {ScormEdition} edition
 */
export const scormAdapter = (window, edition) => {
  const wanted = new Map(); // element -> value, sent in this order
  const sent = new Map();
  const objectives = new Map(); // id -> index
  const refused = new Set(); // elements that are not essential
  /** @type {Record<string, Function> | null} */
  let api = null;
  /** @type {string[] | null} */
  let children = null; // what this platform keeps of an objective
  let untouched = false;
  /** @type {number | undefined} */
  let room; // characters of state that this platform keeps, where it keeps fewer than it should

  /**
   * The answer as text, "" for none; null when the platform threw.
   *
   * @param {string} method
   * @param {...string} values
   */
  const call = (method, ...values) => {
    try {
      return String(/** @type {NonNullable<typeof api>} */ (api)[edition.prefix + method](...values) ?? "");
    } catch {
      return null;
    }
  };
  const noError = () => call("GetLastError") === "0";

  /**
   * A platform that answers nothing at all says by its error number how it went.
   *
   * @param {string} method
   * @param {...string} values
   */
  const isDone = (method, ...values) => {
    const answer = call(method, ...values);
    return answer === "" ? noError() : /^\s*(true|1)\s*$/i.test(/** @type {string} */ (answer));
  };

  /** @param {string} element */
  const read = (element) => (call("GetValue", element) ?? "").replace(/^(null|undefined)$/, "");

  /**
   * A state that was cut, or written in other letters, is of no use later; what is quite another one was read too early.
   *
   * @param {string} held
   * @param {string} value
   */
  const isWhole = (held, value) => {
    if (!held || held === value || !value.toLowerCase().startsWith(held.toLowerCase())) return true;
    if (held.length < value.length) room = held.length;
    return false;
  };

  /**
   * Whether the platform has the value now: it may say no and have it, or say yes and have spoilt it.
   *
   * @param {string} element
   * @param {string} value
   */
  const isTaken = (element, value) => {
    const done = isDone("SetValue", element, value);
    if (done ? element !== STATE : WRITE_ONLY.test(element)) return done;
    const held = plainly(read(element));
    return done ? isWhole(held, plainly(value)) : held === plainly(value) || word(held) === value;
  };

  /** @param {string} id */
  const objectiveIndex = (id) => {
    if (!objectives.has(id)) {
      const count = +read("cmi.objectives._count") || 0;
      let index = 0;
      while (index < count && read(`cmi.objectives.${index}.id`) !== id) index += 1;
      while ([...objectives.values()].includes(index)) index += 1; // wanted, but not yet sent and counted
      objectives.set(id, index);
      if (index >= count) wanted.set(`cmi.objectives.${index}.id`, id);
    }
    return objectives.get(id);
  };

  /**
   * The element with the objective's index in place of "{id}"; null where the platform keeps no such thing.
   *
   * @param {string} pattern
   */
  const elementOf = (pattern) => {
    const [, id, part] = /\{(\w+)\}\.(\w+)/.exec(pattern) ?? [];
    if (!id) return pattern;
    children ??= read("cmi.objectives._children").split(/\s*,\s*/);
    return children.includes(part) ? pattern.replace(`{${id}}`, objectiveIndex(id)) : null;
  };

  /**
   * @param {Phase} phase
   * @param {Record<string, unknown>} [filled]
   */
  const want = (phase, filled) => {
    for (const row of edition.phases[phase]) {
      const [pattern, value] = row.split("=");
      const element = elementOf(pattern);
      if (!element) continue;
      wanted.set(element, value.replace(/^\{(\w+)\}$/, (_, key) => /** @type {any} */ (filled)[key]));
      if (phase !== "saved") sent.delete(element); // a status is said again, and a score goes out whole
    }
  };

  /**
   * Sends what is wanted and not yet sent, then ends with `method`; without one it is a refusal.
   *
   * @param {string | null} method
   */
  const send = (method) => {
    let taken = true;
    for (const [element, value] of wanted) {
      if (sent.get(element) === value) continue;
      const accepted = isTaken(element, value);
      if (accepted || !ESSENTIAL.test(element)) sent.set(element, value);
      else taken = false;
      if (accepted) refused.delete(element);
      else refused.add(element);
    }
    const accepted = method !== null && isDone(method, "") && taken;
    // A platform that refused may have dropped what it took before: next time everything goes out again.
    if (!accepted) sent.clear();
    return accepted;
  };

  /**
   * The platform is to see a difference in everything: first other values, which are no worse; the real ones follow. False
   * when not even the first were taken.
   */
  const sayDifferently = () => {
    sent.clear();
    if (!edition.interim) return true;
    for (const [element, value] of wanted) {
      call("SetValue", element, edition.interim(element, value) ?? value);
    }
    return isDone("Commit", "");
  };

  /** @param {Values} values */
  const wantValues = (values) =>
    want("saved", { ...values, progress: decimal(values.progress, 4), time: edition.time(values.seconds) });

  /** What was learned here is said once more on leaving, as another machine may have said something else since. */
  const sayAgain = () => {
    const state = wanted.get(STATE);
    if (sent.get(STATE) === state) wanted.set(STATE, differently(state));
  };

  /** Initialize was refused, but it may be because this has been done before: then asking for something works. */
  const isRunning = () => {
    const error = call("GetLastError");
    if (error === ALREADY_INITIALIZED) return true;
    const status = call("GetValue", edition.status);
    return status !== null && noError() && (error === GENERAL_ERROR || STATUSES.includes(word(status)));
  };

  return /** @satisfies {LmsAdapter} */ ({
    confirms: true,
    start() {
      api ??= findApi(window, edition.api, edition.prefix + "Initialize");
      if (!api) return null;
      for (const memory of [wanted, sent, objectives]) memory.clear();
      return isDone("Initialize", "") || isRunning();
    },
    restore() {
      const held = edition.restore(read);
      const [status, success, mode] = [held.status, held.success, held.mode].map(word);
      const passed = success === "passed";
      untouched = UNTOUCHED.includes(status);
      return {
        tracked: true,
        mode: /** @type {Mode} */ (LOOK_ONLY.includes(mode) ? mode : "normal"),
        completed: status === "completed",
        passed,
        halfTold: passed && !DONE.includes(status),
        state: plainly(held.state),
        location: plainly(held.location),
      };
    },
    record(phase, score) {
      if (!score) return want(phase);
      const raw = percentShown(score.fraction, 2);
      const held = score.keepHigher ? read(edition.score) : "";
      if (held === "" || +held < raw) want(phase, { raw: decimal(raw, 2), scaled: decimal(raw / 100, 4) });
    },
    isOffline: () => window.navigator?.onLine === false,
    /** Characters of state that fit; undefined where nothing was cut. */
    room: () => room,
    lacking: () => MISSED.filter(([element]) => [...refused].some((name) => element.test(name))).map(([, key]) => key),
    save(values, again) {
      wantValues(values);
      return send(!again || sayDifferently() ? "Commit" : null);
    },
    finish(values, asked, again) {
      if (values) {
        wantValues(values);
        if (again) sayDifferently();
        else if (values.lately && edition.interim) sayAgain();
        want(/** @type {Phase} */ ((asked ? "left" : "closed") + (values.done ? "-done" : "")));
      } else if (untouched) want("looked");
      return send(edition.finish);
    },
  });
};
