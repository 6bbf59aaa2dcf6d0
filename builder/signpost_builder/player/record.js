// What a record says, as bytes (docs/formats/sealed-record.md and form.md). Pure. Twin of the store's record.py and
// form.py; both read tests/vectors/records.json.

import { kindOf } from "./kinds.js";

const DONT_KNOW = 254;
const SKIPPED = 255;
const SLOTS = 332;
const HEADER = 4;
const SEALED_PART = HEADER + SLOTS + 48;
const PLAIN = HEADER + SEALED_PART + SLOTS;
const VERSION = 1;
const BEFORE = 1;
const PAIR = 2;
const SINGLE = 3;

/**
 * A number goes in as its band; a term that is left open is -1.
 *
 * @param {Spec} spec
 * @param {Answered} response
 */
const questionSlots = (spec, response) => {
  const kind = kindOf(spec);
  return Array.isArray(response) && response.length
    ? kind.slots(spec, response).map((value) => (value < 0 ? SKIPPED : value))
    : Array(kind.size(spec)).fill(response === "dk" ? DONT_KNOW : SKIPPED);
};

/**
 * The slots of a phase: `specs[i]` (as scoring reads them; `bounds` for numbers) was answered by `responses[i]`.
 *
 * @param {Spec[]} specs
 * @param {Answered[]} responses
 */
export const slotBytes = (specs, responses) => {
  const slots = new Uint8Array(SLOTS);
  slots.set(specs.flatMap((spec, index) => questionSlots(spec, responses[index])));
  return slots;
};

/**
 * `size` bytes, 0 where nothing is said; group and stratum: null when not asked or not answered.
 *
 * @param {number} size
 * @param {number} kind
 * @param {number | null} group
 * @param {number | null} stratum
 * @param {...Uint8Array} parts
 */
const plain = (size, kind, group, stratum, ...parts) => {
  const bytes = new Uint8Array(size);
  bytes.set([VERSION, kind, group ?? SKIPPED, stratum ?? SKIPPED]);
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), HEADER);
  return bytes;
};

/**
 * What is sealed when the before sets are submitted.
 *
 * @param {AboutLearner & {slots: Uint8Array}} given
 */
export const beforePart = ({ group, stratum, slots }) => plain(HEADER + SLOTS, BEFORE, group, stratum, slots);

/**
 * What is sealed when the after sets are submitted; `sealedBefore` is the sealed before part.
 *
 * @param {{sealedBefore: Uint8Array, slots: Uint8Array}} given
 */
export const pairRecord = ({ sealedBefore, slots }) => plain(PLAIN, PAIR, null, null, sealedBefore, slots);

/**
 * What is sealed of a form that is asked once.
 *
 * @param {AboutLearner & {slots: Uint8Array}} given
 */
export const singleRecord = ({ group, stratum, slots }) => plain(PLAIN, SINGLE, group, stratum, slots);

/**
 * HPKE's `info`: a record of one form, and a part of one, can never pass for another.
 *
 * @param {string} formId
 */
export const recordInfo = (formId) => `signpost survey v1 ${formId}`;

/** @param {string} formId */
export const beforeInfo = (formId) => `signpost survey v1 ${formId} before`;
