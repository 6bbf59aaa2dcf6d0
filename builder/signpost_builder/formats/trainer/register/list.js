// The list as a value: what may be entered, when it has to go, how it is kept in a file and said in a table. No page, no clock.

import { fits, parsed, publicKey } from "./codes.js";

export const FORMAT = "signpost-register";
const MOST_MONTHS = 84;
const DAY = 86400000;

export const emptyList = () => ({ format: FORMAT, version: 1, months: 12, keys: [], entries: [] });

/** The day so many months later, as the calendar counts. */
export const later = (day, months) => {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
};

const tomorrow = (today) => new Date(Date.parse(today) + DAY).toISOString().slice(0, 10); // a laptop's clock may be wrong by hours

/**
 * What a text is worth to this list: {verdict, said}. "signed": by a key that the list knows. "claimed": nobody signed it.
 * "none", "altered", "foreign", "again", "old" and "future" are not entered.
 */
export const judged = (text, list, today) => {
  const said = parsed(text);
  if (!said) return { verdict: "none", said: null };
  if (said.date > tomorrow(today)) return { verdict: "future", said };
  if (later(said.date, list.months) <= today) return { verdict: "old", said };
  if (said.key) {
    const known = list.keys.find(({ id }) => id === said.key);
    if (!known) return { verdict: "foreign", said };
    if (!fits(said, known.key)) return { verdict: "altered", said };
  }
  const before = list.entries.find(({ number }) => number === said.number);
  if (before) return { verdict: "again", said, before };
  return { verdict: said.key ? "signed" : "claimed", said };
};

/** The list with one more. `typed`: a name that the school wrote down, where the code has none. */
export const entered = (list, { verdict, said }, typed, today) => {
  const { course, version, date, number, name = "" } = said;
  const entry = { course, version, date, number, name: name || typed, written: !name && Boolean(typed), signed: verdict === "signed", added: today };
  return { ...list, entries: [...list.entries, entry] };
};

export const removed = (list, number) => ({ ...list, entries: list.entries.filter((entry) => entry.number !== number) });

/** Without what has to go by today. */
export const kept = (list, today) => ({ ...list, entries: list.entries.filter(({ date }) => later(date, list.months) > today) });

export const withMonths = (list, months) => ({ ...list, months: Math.min(MOST_MONTHS, Math.max(1, Math.round(months) || 1)) });

/** The list with one more key, or null where the text is none. */
export const withKey = (list, text, label) => {
  const found = publicKey(text);
  if (!found) return null;
  return { ...list, keys: [...list.keys.filter(({ id }) => id !== found.id), { ...found, label }] };
};

export const withoutKey = (list, id) => ({ ...list, keys: list.keys.filter((key) => key.id !== id) });

export const asFile = (list) => `${JSON.stringify(list, null, 1)}\n`;

const TEXTS = ["course", "version", "date", "number", "name", "added"];

/** The list in a file, or null where it is none: every field is looked at, because files are edited by hand. */
export const fromFile = (text) => {
  try {
    const { format, version, months, keys, entries } = JSON.parse(text);
    if (format !== FORMAT || version !== 1 || !Number.isInteger(months) || months < 1 || months > MOST_MONTHS) return null;
    const good = (entry) => TEXTS.every((name) => typeof entry[name] === "string") && /^\d{4}-\d\d-\d\d$/.test(entry.date) && !Number.isNaN(Date.parse(entry.date));
    if (!entries.every(good) || new Set(entries.map(({ number }) => number)).size < entries.length) return null;
    const known = keys.map(({ key, label }) => withKey(emptyList(), `signpost-key:${key}`, String(label)).keys[0]);
    const clean = entries.map(({ course, date, name, number, version: of, added, written, signed }) => ({ course, version: of, date, number, name, written: written === true, signed: signed === true, added }));
    return { format, version, months, keys: known, entries: clean };
  } catch {
    return null;
  }
};

/** One cell: a spreadsheet must not take a name for a formula (OWASP, CSV injection). */
const cell = (text) => {
  const safe = /^[\s]*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** A table for a spreadsheet: UTF-8 with its mark, so that Excel reads letters right. `words`: of the columns and of the two kinds. */
export const asTable = (list, words) => {
  const rows = list.entries.map((entry) => [entry.name, entry.course, entry.version, entry.date, entry.signed ? words.signed : words.claimed, entry.written ? words.written : "", later(entry.date, list.months)]);
  return `\ufeff${[words.columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
};
