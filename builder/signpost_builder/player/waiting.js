// What waits on this device between two sittings, sealed: before parts, and finished records not yet delivered.
//
// Keys and values in localStorage, for whoever finds them (docs/privacy.md):
//   signpost.survey.before.<form id>.<handle>   <day> <sealed before part, base64url>
//   signpost.survey.record.<first 22 characters of the record>   <day> <endpoint> <form id> <sealed record, base64url>
// A finished record carries no handle: nothing on the device says whose it is.

import { fromBase64url, toBase64url } from "./base64url.js";

const SURVEY_KEYS = "signpost.survey.";
const BEFORE_KEYS = SURVEY_KEYS + "before.";
const RECORD_KEYS = SURVEY_KEYS + "record.";
const DAY = 86400000;

/** Days that things wait here; a clock that was turned back counts like one that went on. */
const BEFORE_DAYS = 180;
const RECORD_DAYS = 30;

/**
 * The device's memory over `storage()`, which gives localStorage or throws. Where that refuses, memory lasts as long as
 * the page. No method throws.
 *
 * @param {() => Storage} [storage]
 * @param {() => number} [now]
 */
export const createWaiting = (storage = () => localStorage, now = Date.now) => {
  /** @type {Map<string, string>} */
  const memory = new Map();
  const today = () => Math.floor(now() / DAY);

  /**
   * @template Result
   * @param {(held: Storage) => Result} act
   */
  const attempt = (act) => {
    try {
      return act(storage());
    } catch {
      return null;
    }
  };

  /**
   * In memory only what storage refused: what another tab has taken or delivered must not come back from here.
   *
   * @param {string} key
   * @param {string} value
   */
  const keep = (key, value) => {
    if (!attempt((held) => (held.setItem(key, value), true))) memory.set(key, value);
  };

  /** @param {string} key */
  const forget = (key) => {
    memory.delete(key);
    attempt((held) => held.removeItem(key));
  };

  /** @param {string} key */
  const read = (key) => attempt((held) => held.getItem(key)) ?? memory.get(key) ?? null;

  const keys = () => {
    const held = attempt((store) => Array.from({ length: store.length }, (_, index) => String(store.key(index)))) ?? [];
    return [...new Set([...held, ...memory.keys()])].filter((key) => key.startsWith(SURVEY_KEYS));
  };

  const forgetOld = () => {
    for (const key of keys()) {
      const days = key.startsWith(BEFORE_KEYS) ? BEFORE_DAYS : RECORD_DAYS;
      if (!(Math.abs(today() - parseInt(read(key) ?? "", 10)) <= days)) forget(key);
    }
  };

  /**
   * @param {string} formId
   * @param {string} handle
   */
  const beforeKey = (formId, handle) => `${BEFORE_KEYS}${formId}.${handle}`;

  /**
   * @param {string} formId
   * @param {string} handle
   */
  const before = (formId, handle) => {
    try {
      return fromBase64url(/** @type {string} */ (read(beforeKey(formId, handle))).split(" ")[1]);
    } catch {
      return null; // none, or not what was put there
    }
  };

  /**
   * @param {string} formId
   * @param {string} handle
   */
  const forgetBefore = (formId, handle) => forget(beforeKey(formId, handle));

  return {
    /**
     * Keeps a sealed before part under the learner's handle.
     *
     * @param {string} formId
     * @param {string} handle
     * @param {Uint8Array} sealed
     */
    keepBefore(formId, handle, sealed) {
      forgetOld();
      keep(beforeKey(formId, handle), `${today()} ${toBase64url(sealed)}`);
    },
    /**
     * @param {string} formId
     * @param {string} handle
     */
    hasBefore: (formId, handle) => before(formId, handle) !== null,
    /**
     * The sealed before part, which is forgotten: it is wrapped once. Null when there is none.
     *
     * @param {string} formId
     * @param {string} handle
     */
    takeBefore(formId, handle) {
      const sealed = before(formId, handle);
      forgetBefore(formId, handle);
      return sealed;
    },
    forgetBefore,
    /**
     * Keeps a finished record until it is delivered.
     *
     * @param {string} endpoint
     * @param {string} formId
     * @param {string} text
     */
    keepRecord(endpoint, formId, text) {
      forgetOld();
      keep(RECORD_KEYS + text.slice(0, 22), `${today()} ${endpoint} ${formId} ${text}`);
    },
    /**
     * Finished records for `endpoint` that still wait, byte for byte as they were kept: [{formId, text}].
     *
     * @param {string} endpoint
     */
    records(endpoint) {
      forgetOld();
      return keys()
        .filter((key) => key.startsWith(RECORD_KEYS))
        .map((key) => (read(key) ?? "").split(" "))
        .filter(([, to, , text]) => to === endpoint && text)
        .map(([, , formId, text]) => ({ formId, text }));
    },
    /** @param {string} text */
    forgetRecord: (text) => forget(RECORD_KEYS + text.slice(0, 22)),
  };
};
