// What a learner's progress is and the one string that holds it between sittings (SCORM: cmi.suspend_data).
//
// The string, in base64url digits, most significant first:
//   "S1" · checksum 4 · pages digest 4 · flags 1 (1 before done, 2 passed) · attempts 2 · launches 3
//   · number of pages 2 · one bit a page, the first page lowest, six to a digit · groups of answers
// A group: length of a code 1 · number of answers 2 · that many times: key of the question 4, code.
// A code: 2 × (0 unanswered | 1 don't know | 2 + response as a number) + submitted, in as few digits as it needs.
// Answers carry their own key, so a question inserted, removed or changed moves no other answer.
// A learner's handle, where a survey needs one, stands first, as if it were one more answer: group of length 8, its key
// "AAAA", which no question may have. A player that knows no handles passes over it as over any question that is gone.
// The pages that were opened stand last once more, by their names: "_" · number of pages 2 · that many times: hash 4. A later
// version with other pages keeps the progress by them. Where they have no room they are left out; older players pass over them.
// The before and after sets are never in it: their ids are not among `checkIds`.

import { kindOf } from "./kinds.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * @param {number | bigint} number
 * @param {number} [width]
 */
const toDigits = (number, width = 1) => {
  let text = "";
  for (let rest = BigInt(number); rest > 0n || text.length < width; rest /= 64n) text = DIGITS[/** @type {any} */ (rest % 64n)] + text;
  return text;
};

/** @param {string} text */
const fromDigits = (text) => [...text].reduce((sum, digit) => sum * 64n + BigInt(DIGITS.indexOf(digit)), 0n);

/** The beginning of the group that holds a handle, and how long that is: 48 bits. */
const HANDLE_GROUP = toDigits(8) + toDigits(1, 2) + toDigits(0, 4);
const HANDLE = /^[\w-]{8}$/;

/** The beginning of the group of pages, as if it held answers of a length that none has. */
const PAGES_LENGTH = 63;
const PAGES_GROUP = toDigits(PAGES_LENGTH);

/** As many characters as every platform keeps, with some to spare; 3,500 with the mark of lms-scorm.js behind them. */
const ROOM = 3499;

/**
 * FNV-1a over the course id and the text, 24 bits: another course's or a cut state is not taken for ours.
 *
 * @param {string} courseId
 * @param {string} text
 */
const checksum = (courseId, text) => {
  let hash = 0x811c9dc5;
  for (const sign of courseId + "\n" + text) hash = Math.imul(hash ^ /** @type {number} */ (sign.codePointAt(0)), 0x01000193);
  return toDigits(hash >>> 8, 4);
};

/**
 * @param {CourseData} data
 * @param {string} id
 */
const pageHash = (data, id) => checksum(data.course.id, "#" + id);

/** @type {Answered[]} */
const WORDS = [null, "dk"];

/**
 * The code of an answer as a bigint; 0 for one that holds nothing or does not fit its question.
 *
 * @param {Spec} spec
 * @param {Answer} answer
 */
const toCode = (spec, { response, submitted }) => {
  let number = BigInt(WORDS.indexOf(response));
  if (number < 0n) {
    const kind = kindOf(spec);
    const radices = kind.radices(spec);
    const places = Array.isArray(response) ? kind.places(spec, response) : [];
    const fits = radices.length === places.length && places.every((p, i) => Number.isInteger(p) && p >= 0 && p < radices[i]);
    if (!fits) return 0n;
    number = 2n + places.reduceRight((sum, place, index) => sum * BigInt(radices[index]) + BigInt(place), 0n);
  }
  return number * 2n + BigInt(submitted);
};

/**
 * The answer of a code, or null when the question is too small for it.
 *
 * @param {Spec} spec
 * @param {bigint} code
 */
const fromCode = (spec, code) => {
  const submitted = code % 2n === 1n;
  let rest = code / 2n;
  if (rest < 2n) return { response: WORDS[/** @type {any} */ (rest)], submitted };
  rest -= 2n;
  const places = kindOf(spec).radices(spec).map((radix) => {
    const place = Number(rest % BigInt(radix));
    rest /= BigInt(radix);
    return place;
  });
  return rest ? null : { response: kindOf(spec).values(places), submitted };
};

/**
 * Progress of a learner who has not begun. `visited`: ids of counted pages; `answers`: id -> {response, submitted};
 * `handle`: eight base64url characters by chance that tell learners on one device apart (survey.js), or "".
 */
export const freshState = () => ({
  visited: new Set(),
  answers: new Map(),
  beforeDone: false,
  attemptsUsed: 0,
  passed: false,
  launches: 0,
  handle: "",
});

/**
 * Adds to `state` what `other`, of the same learner and another window, knows.
 *
 * @param {State} state
 * @param {State} other
 */
export const joinState = (state, other) => {
  for (const id of other.visited) state.visited.add(id);
  for (const [id, answer] of other.answers) if (!state.answers.has(id)) state.answers.set(id, answer);
  state.beforeDone ||= other.beforeDone;
  state.passed ||= other.passed;
  state.attemptsUsed = Math.max(state.attemptsUsed, other.attemptsUsed);
};

/**
 * Ids of the pages that progress is counted over, in order.
 *
 * @param {CourseData} data
 */
export const countedIds = (data) => data.pages.filter((page) => page.counts).map((page) => page.id);

/**
 * Ids of the questions of checks: every question that is not asked before or after.
 *
 * @param {CourseData} data
 */
export const checkIds = (data) =>
  Object.keys(data.questions).filter((id) => ![...data.before, ...data.after].includes(id));

/**
 * The string for `state`; `data` is the page's course data. Answers that do not fit their question are left out, and so are
 * the names of the pages where the string would be longer than `room`.
 *
 * @param {State} state
 * @param {CourseData} data
 * @param {number} [room]
 */
export const encodeState = (state, data, room = ROOM) => {
  const ids = countedIds(data);
  /** @type {string[][]} */
  const groups = [];
  for (const id of checkIds(data)) {
    const answer = state.answers.get(id);
    const code = answer ? toCode(data.questions[id], answer) : 0n;
    if (!code) continue;
    const digits = toDigits(code);
    (groups[digits.length] ??= []).push(toDigits(data.questions[id].key, 4) + digits);
  }
  const body =
    data.pagesDigest +
    toDigits(+state.beforeDone + 2 * +state.passed) +
    toDigits(Math.min(state.attemptsUsed, 4095), 2) +
    toDigits(Math.min(state.launches, 262143), 3) +
    toDigits(ids.length, 2) +
    toDigits(ids.reduceRight((bits, id) => bits * 2n + BigInt(state.visited.has(id)), 0n), Math.ceil(ids.length / 6)) +
    (HANDLE.test(state.handle) ? HANDLE_GROUP + state.handle : "") +
    groups.map((group, length) => toDigits(length) + toDigits(group.length, 2) + group.join("")).join("");
  const opened = ids.filter((id) => state.visited.has(id)).map((id) => pageHash(data, id));
  const pages = opened.length ? PAGES_GROUP + toDigits(opened.length, 2) + opened.join("") : "";
  const whole = body + (6 + body.length + pages.length > room ? "" : pages);
  return "S1" + checksum(data.course.id, whole) + whole;
};

/**
 * The state that a string holds, added to `state`; nothing is added for text that is empty, cut or not ours.
 *
 * `location` is the id of the page where the learner was. Where the string does not tell what was opened, that page was, and
 * nothing else is made up.
 *
 * @param {string} text
 * @param {CourseData} data
 * @param {string} [location]
 * @param {State} [state]
 */
export const decodeState = (text, data, location, state = freshState()) => {
  const body = /^S1[\w-]{16,}$/.test(text) ? text.slice(6) : "";
  let at = 4;
  /** @param {number} width */
  const take = (width) => fromDigits(body.slice(at, (at += width)));
  /** @param {number} width */
  const count = (width) => Number(take(width));

  if (body && checksum(data.course.id, body) === text.slice(2, 6)) {
    const flags = count(1);
    state.beforeDone ||= flags % 2 === 1;
    state.passed ||= flags > 1;
    state.attemptsUsed += count(2);
    state.launches += count(3);
    let bits = take(Math.ceil(count(2) / 6));
    if (body.startsWith(data.pagesDigest)) {
      for (const id of countedIds(data)) {
        if (bits % 2n) state.visited.add(id);
        bits /= 2n;
      }
      location = "";
    }
    const byKey = new Map(checkIds(data).map((id) => [data.questions[id].key, id]));
    while (at < body.length) {
      const length = count(1);
      if (length === PAGES_LENGTH) {
        const opened = new Set(Array.from({ length: count(2) }, () => body.slice(at, (at += 4))));
        for (const id of countedIds(data)) if (opened.has(pageHash(data, id))) state.visited.add(id);
        location = "";
        break;
      }
      for (let left = count(2); left > 0; left -= 1) {
        const key = count(4);
        if (!key && length === 8) state.handle = body.slice(at, at + length);
        const id = byKey.get(key);
        const code = take(length);
        const answer = id && !state.answers.has(id) && fromCode(data.questions[id], code);
        if (answer) state.answers.set(id, answer);
      }
    }
  }
  for (const { id, counts } of data.pages) if (counts && id === location) state.visited.add(id);
  return state;
};
