// What SCORM 1.2 and SCORM 2004 have in common: calling the API and sending only what changed.

import { findApi } from "./find-api.js";
import { percentShown } from "./score.js";

/** Elements that a platform may lack; without them everything else still counts as saved. */
const OPTIONAL = /^cmi\.objectives|progress_measure|^adl/;

/** SCORM 2004 RTE 3.1.7: the platform's own frame, or this page before a reload, has done it. */
const ALREADY_INITIALIZED = "103";

const isTrue = (answer) => /^(true|1)$/i.test(answer);

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
      return String(api[edition.methods[method]](...values) ?? "");
    } catch {
      return "";
    }
  };
  const read = (element) => call("get", element);

  const objectiveIndex = (id) => {
    if (!objectives.has(id)) {
      const count = Number(read("cmi.objectives._count")) || 0;
      const indexes = [...Array(count).keys()];
      const taken = [...objectives.values()].filter((index) => index >= count).length; // wanted, not yet sent
      const found = indexes.find((index) => read(`cmi.objectives.${index}.id`) === id);
      objectives.set(id, found ?? count + taken);
      if (found === undefined) wanted.set(`cmi.objectives.${count + taken}.id`, id);
    }
    return objectives.get(id);
  };

  /** The element with the objective's index in place of "{id}"; null where the platform keeps no such thing. */
  const elementOf = (pattern) => {
    const [, id, part] = /^cmi\.objectives\.\{(\w+)\}\.(\w+)/.exec(pattern) ?? [];
    if (!id) return pattern;
    children ??= read("cmi.objectives._children").split(/\s*,\s*/);
    return children.includes(part) ? pattern.replace(`{${id}}`, objectiveIndex(id)) : null;
  };

  const want = (phase, filled) => {
    for (const [pattern, value] of edition.phases[phase]) {
      const element = elementOf(pattern);
      if (!element) continue;
      wanted.set(element, value.replace(/^\{(\w+)\}$/, (_, key) => filled[key]));
      if (phase !== "saved") sent.delete(element); // a status is said again, and a score goes out whole
    }
  };

  const wantValues = ({ state, location, progress, seconds }) =>
    want("saved", { state, location, progress: decimal(Math.floor(progress * 1e4) / 1e4, 4), time: edition.time(seconds) });

  const send = () => {
    let taken = true;
    for (const [element, value] of wanted) {
      if (sent.get(element) === value) continue;
      if (isTrue(call("set", element, value)) || OPTIONAL.test(element)) sent.set(element, value);
      else taken = false;
    }
    return taken;
  };

  /** A platform that refused may have dropped what it took before: next time everything goes out again. */
  const closing = (accepted) => {
    if (!accepted) sent.clear();
    return accepted;
  };

  return {
    start() {
      api ??= findApi(window, edition.api, edition.methods.initialize);
      if (!api) return null;
      for (const memory of [wanted, sent, objectives]) memory.clear();
      return isTrue(call("initialize", "")) || call("error") === ALREADY_INITIALIZED;
    },
    restore: () => edition.restore(read),
    record(phase, score) {
      if (!score) return want(phase, {});
      const raw = percentShown(score.fraction, 2);
      const held = score.keepHigher ? read(edition.score) : "";
      if (held === "" || Number(held) < raw) want(phase, { raw: decimal(raw, 2), scaled: decimal(raw / 100, 4) });
    },
    save(values) {
      wantValues(values);
      const taken = send();
      return closing(isTrue(call("commit", "")) && taken);
    },
    finish(values, asked) {
      let taken = true;
      if (values) {
        wantValues(values);
        want((asked ? "left" : "closed") + (values.done ? "-done" : ""), {});
        taken = send();
      }
      return closing(isTrue(call("finish", "")) && taken);
    },
  };
};
