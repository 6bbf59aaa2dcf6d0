// What a record says, as bytes (docs/formats/sealed-record.md and form.md). Pure. Twin of the store's record.py and
// form.py; both read tests/vectors/records.json.

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

/** Band i holds the numbers up to bounds[i] that are in no lower band; the last has no bound. */
const bandOf = (bounds, number) => {
  const band = bounds.findIndex((bound) => number <= bound);
  return band < 0 ? bounds.length : band;
};

const slotCount = ({ type, options, count }) => (type === "multiple" ? options : (count ?? 1));

const answered = ({ type, options, bounds }, response) => {
  if (type === "number") return [bandOf(bounds, response[0])];
  if (type === "multiple") return Array.from({ length: options }, (_, option) => Number(response.includes(option)));
  return response.map((value) => (value < 0 ? SKIPPED : value)); // a term left open is -1
};

const questionSlots = (spec, response) => {
  if (response === "dk") return Array(slotCount(spec)).fill(DONT_KNOW);
  return response?.length ? answered(spec, response) : Array(slotCount(spec)).fill(SKIPPED);
};

/** The slots of a phase: `specs[i]` (as scoring reads them; `bounds` for numbers) was answered by `responses[i]`. */
export const slotBytes = (specs, responses) => {
  const slots = new Uint8Array(SLOTS);
  slots.set(specs.flatMap((spec, index) => questionSlots(spec, responses[index])));
  return slots;
};

/** `size` bytes, 0 where nothing is said; group and stratum: null when not asked or not answered. */
const plain = (size, kind, group, stratum, ...parts) => {
  const bytes = new Uint8Array(size);
  bytes.set([VERSION, kind, group ?? SKIPPED, stratum ?? SKIPPED]);
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), HEADER);
  return bytes;
};

/** What is sealed when the before sets are submitted. */
export const beforePart = ({ group, stratum, slots }) => plain(HEADER + SLOTS, BEFORE, group, stratum, slots);

/** What is sealed when the after sets are submitted; `sealedBefore` is the sealed before part. */
export const pairRecord = ({ sealedBefore, slots }) => plain(PLAIN, PAIR, null, null, sealedBefore, slots);

/** What is sealed of a form that is asked once. */
export const singleRecord = ({ group, stratum, slots }) => plain(PLAIN, SINGLE, group, stratum, slots);

/** HPKE's `info`: a record of one form, and a part of one, can never pass for another. */
export const recordInfo = (formId) => `signpost survey v1 ${formId}`;

export const beforeInfo = (formId) => `signpost survey v1 ${formId} before`;
