// A release: its shape, its signature, its tables. docs/formats/release.md is the contract.

import { ed25519, sha256 } from "./ed25519.js";
import { Unreadable, parsed } from "./json.js";

const FORMAT = "signpost-release-2";
const SUCCESSOR = "signpost survey: the next signing key is ";
export const EVERYONE = "all 0";

const utf8 = (text) => new TextEncoder().encode(text);
export const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

const decoded = (text) => {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
};

/** Whether `key` signed `message`: RFC 8032, not the looser rule of ZIP 215. */
export const holds = (key, value, message) => {
  try {
    return ed25519.verify(decoded(value), utf8(message), decoded(key), { zip215: false });
  } catch {
    return false;
  }
};

/** `{document, sha256, signed}` of a release's text. Throws Unreadable for what is no release. */
export const readRelease = (text) => {
  const { value, canonical, without } = parsed(text);
  if (value.format !== FORMAT) throw new Unreadable(`its format is "${value.format}"; this page reads ${FORMAT}`);
  const fault = misshapen(value);
  if (fault) throw new Unreadable(`it is not a release: ${fault}`);
  const { key, value: signature } = value.signature;
  return {
    document: value,
    sha256: hex(sha256(utf8(`${canonical}\n`))),
    signed: holds(key, signature, without("signature")),
  };
};

/** Every key that follows from `root`: each new key is signed by one that is trusted already. */
export const followers = (root, endorsements) => {
  const known = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { by, key, value } of endorsements) {
      if (known.has(by) && !known.has(key) && holds(by, value, SUCCESSOR + key)) {
        known.add(key);
        grown = true;
      }
    }
  }
  return known;
};

// ------------------------------------------------------------------------- shape

const text = (one) => typeof one === "string";
const whole = Number.isSafeInteger;
const number = Number.isFinite;
const or = (rule) => (one) => one === null || rule(one);
const row = (...rules) => (one) => Array.isArray(one) && one.length === rules.length && rules.every((rule, i) => rule(one[i]));
const rows = (rule) => (one) => Array.isArray(one) && one.every(rule);
const object = (rules) => (one) => one !== null && typeof one === "object" && Object.entries(rules).every(([name, rule]) => rule(one[name]));
const truth = (one) => typeof one === "boolean";

const SHAPE = {
  id: text, term: text, title: text, notice: text, access: text, open: truth, simulated: truth,
  form: object({ id: text, kind: (one) => one === "pair" || one === "single", audience: text, questions: object({}) }),
  questions: rows(row(text, text, text, text, text, text, rows(text), truth)),
  ledger: object({ sequence: (one) => whole(one) && one > 0, previous: or(text), commitment: text }),
  people: rows(row(text, whole, text, Array.isArray, (one) => whole(one) && one > 0)),
  noise: object({ factor: number, scored: whole, centre: whole, shift: whole, variances: rows(row(text, or(text), text, number)) }),
  counts: rows(row(text, or(text), or(whole), text, whole, or(whole), text, whole, whole)),
  sums: rows(row(text, or(text), text, text, whole, whole)),
  signature: object({ key: text, value: text, endorsements: rows(object({ by: text, key: text, value: text })) }),
};

const misshapen = (document) => {
  const wrong = Object.keys(SHAPE).find((name) => !SHAPE[name](document[name]));
  return wrong && (wrong in document ? `"${wrong}" is not as it should be` : `"${wrong}" is missing`);
};

// ------------------------------------------------------------------------ tables

export const nameOf = (measure, question, part, phase) => JSON.stringify([measure, question, part, phase]);

/** Blocks and tables: Maps from "group 2" to a block, and from a name to a Map from "group 2" to a table. */
export const resultsOf = (document) => {
  const blocks = new Map(document.people.map(([way, cell, label, categories, people]) => [`${way} ${cell}`, { way, cell, label, categories, people }]));
  const variances = new Map(document.noise.variances.map(([measure, question, way, value]) => [JSON.stringify([measure, question, way]), value]));
  const variance = (measure, question, way) =>
    variances.get(JSON.stringify([measure, question, way])) ?? variances.get(JSON.stringify([measure, null, way]));
  const tables = new Map();
  const table = (name, where, made) => {
    if (!tables.has(name)) tables.set(name, new Map());
    if (!tables.get(name).has(where)) tables.get(name).set(where, made);
    return tables.get(name).get(where);
  };
  for (const [measure, question, part, phase, value, after, way, cell, count] of document.counts) {
    const made = { values: [], numbers: [], variance: variance(measure, question, way) };
    const found = table(nameOf(measure, question, part, phase), `${way} ${cell}`, made);
    found.values.push([value, after]);
    found.numbers.push(count);
  }
  for (const [measure, question, phase, way, cell, sum] of document.sums) {
    table(nameOf(measure, question, null, phase), `${way} ${cell}`, { values: [], numbers: [sum], variance: variance(measure, question, way) });
  }
  const { noise, form } = document;
  return { form, noise, factor: noise.factor, blocks, tables };
};
