// What SCORM 1.2 and SCORM 2004 have in common: calling the API and sending only what changed.

import { findApi } from "./find-api.js";
import { percentShown } from "./score.js";

/** Elements that a platform may lack; without them everything else still counts as saved. */
const OPTIONAL = /^cmi\.objectives|progress_measure|^adl/;

/** Modes in which nothing is written; whatever else a platform answers, the learner is learning. */
const LOOK_ONLY = ["browse", "review"];

/** SCORM 2004 RTE 3.1.7: the platform's own frame, or this page before a reload, has done it. */
const ALREADY_INITIALIZED = "103";

/** Hours, minutes and hundredths of seconds; never past the 9999 hours that SCORM 1.2 can write (RTE 3.4.4). */
export const splitDuration = (seconds) => {
  const hundredths = Math.min(Math.round(seconds * 100), 9999 * 360000);
  return { hours: Math.floor(hundredths / 360000), minutes: Math.floor(hundredths / 6000) % 60, hundredths: hundredths % 6000 };
};

/** A number as SCORM writes it: no exponent, a leading digit, at most `decimals`. */
const decimal = (number, decimals) => String(Number(number.toFixed(decimals)));

/**
 * The adapter for one `edition` of SCORM: the names of its API, `phases` (what is set when), `restore` and `time`.
 *
 * start(): true connected, false refused, null no API yet. restore(): what the platform holds. record(phase): what
 * became true, sent with the next save. save(values), finish(values, asked): true when the platform took everything;
 * with null in place of values nothing is written. No method throws.
 */
export const scormAdapter = (window, edition) => {
  const wanted = new Map(); // element -> value, sent in this order
  const sent = new Map();
  const objectives = new Map(); // id -> index
  let api = null;
  let children = null; // what this platform keeps of an objective

  const call = (method, ...values) => {
    try {
      return String(api[edition.prefix + method](...values) ?? "");
    } catch {
      return "";
    }
  };
  const isDone = (method, ...values) => /^(true|1)$/i.test(call(method, ...values));
  const read = (element) => call("GetValue", element);

  const objectiveIndex = (id) => {
    if (!objectives.has(id)) {
      const count = Number(read("cmi.objectives._count")) || 0;
      let index = 0;
      while (index < count && read(`cmi.objectives.${index}.id`) !== id) index += 1;
      while ([...objectives.values()].includes(index)) index += 1; // wanted, but not yet sent and counted
      objectives.set(id, index);
      if (index >= count) wanted.set(`cmi.objectives.${index}.id`, id);
    }
    return objectives.get(id);
  };

  /** The element with the objective's index in place of "{id}"; null where the platform keeps no such thing. */
  const elementOf = (pattern) => {
    const [, id, part] = /\{(\w+)\}\.(\w+)/.exec(pattern) ?? [];
    if (!id) return pattern;
    children ??= read("cmi.objectives._children").split(/\s*,\s*/);
    return children.includes(part) ? pattern.replace(`{${id}}`, objectiveIndex(id)) : null;
  };

  const want = (phase, filled) => {
    for (const row of edition.phases[phase]) {
      const [pattern, value] = row.split("=");
      const element = elementOf(pattern);
      if (!element) continue;
      wanted.set(element, value.replace(/^\{(\w+)\}$/, (_, key) => filled[key]));
      if (phase !== "saved") sent.delete(element); // a status is said again, and a score goes out whole
    }
  };

  /** Sends what is wanted and not yet sent, then ends with `method`. */
  const send = (method) => {
    let taken = true;
    for (const [element, value] of wanted) {
      if (sent.get(element) === value) continue;
      if (isDone("SetValue", element, value) || OPTIONAL.test(element)) sent.set(element, value);
      else taken = false;
    }
    const accepted = isDone(method, "") && taken;
    // A platform that refused may have dropped what it took before: next time everything goes out again.
    if (!accepted) sent.clear();
    return accepted;
  };

  const wantValues = ({ state, location, progress, seconds }) =>
    want("saved", { state, location, progress: decimal(progress, 4), time: edition.time(seconds) });

  return {
    start() {
      api ??= findApi(window, edition.api, edition.prefix + "Initialize");
      if (!api) return null;
      for (const memory of [wanted, sent, objectives]) memory.clear();
      return isDone("Initialize", "") || call("GetLastError") === ALREADY_INITIALIZED;
    },
    restore() {
      const held = edition.restore(read);
      return { ...held, tracked: true, mode: LOOK_ONLY.includes(held.mode) ? held.mode : "normal" };
    },
    record(phase, score) {
      if (!score) return want(phase);
      const raw = percentShown(score.fraction, 2);
      const held = score.keepHigher ? read(edition.score) : "";
      if (held === "" || Number(held) < raw) want(phase, { raw: decimal(raw, 2), scaled: decimal(raw / 100, 4) });
    },
    save(values) {
      wantValues(values);
      return send("Commit");
    },
    finish(values, asked) {
      if (!values) return isDone(edition.finish, "");
      wantValues(values);
      want((asked ? "left" : "closed") + (values.done ? "-done" : ""));
      return send(edition.finish);
    },
  };
};
