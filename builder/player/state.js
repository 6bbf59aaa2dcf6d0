// What a learner's progress is and the one string that holds it between sittings (SCORM: cmi.suspend_data).
//
// The string, in base64url digits, most significant first:
//   "S1" · checksum 4 · pages digest 4 · flags 1 (1 before done, 2 passed) · attempts 2 · launches 3
//   · number of pages 2 · one bit a page, six to a digit · groups of answers
// A group: length of a code 1 · number of answers 2 · that many times: key of the question 4, code.
// A code: 2 × (0 unanswered | 1 don't know | 2 + response as a number) + submitted, in as few digits as it needs.
// Answers carry their own key, so a question inserted, removed or changed moves no other answer.
// The before and after sets are never in it: their ids are not among `checkIds`.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MAGIC = "S1";

const toDigits = (number, width = 1) => {
  let text = "";
  for (let rest = BigInt(number); rest > 0n || text.length < width; rest /= 64n) text = DIGITS[Number(rest % 64n)] + text;
  return text;
};

const fromDigits = (text) => [...text].reduce((sum, digit) => sum * 64n + BigInt(DIGITS.indexOf(digit)), 0n);

/** FNV-1a over the course id and the text, 24 bits: another course's or a cut state is not taken for ours. */
const checksum = (courseId, text) => {
  let hash = 0x811c9dc5;
  for (const sign of courseId + "\n" + text) hash = Math.imul(hash ^ sign.codePointAt(0), 0x01000193);
  return toDigits(hash >>> 8, 4);
};

const NUMBER_DIGITS = 12;
const NUMBER_DECIMALS = 9;

/** A number as [digits, decimals, sign]: at most 12 digits, 9 of them decimals; [] when it is larger than that. */
const decimalPlaces = (number) => {
  const whole = String(Math.trunc(Math.abs(number)));
  if (!Number.isFinite(number) || whole.length > NUMBER_DIGITS || whole.includes("e")) return [];
  const text = number.toFixed(Math.min(NUMBER_DECIMALS, NUMBER_DIGITS - whole.length));
  const [, minus, before, after = ""] = /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(text);
  return [Number(before + after), after.length, minus ? 1 : 0];
};

/** How a response of each type becomes places of a mixed radix, and back. `radices(spec)`: one limit a place. */
const SHAPES = {
  single: {
    radices: ({ options }) => [options],
    places: (spec, response) => response,
    response: (spec, places) => places,
  },
  "true-false": {
    radices: () => [2],
    places: (spec, response) => response,
    response: (spec, places) => places,
  },
  scale: {
    radices: ({ options }) => [options],
    places: (spec, response) => response.map((point) => point - 1),
    response: (spec, places) => places.map((place) => place + 1),
  },
  multiple: {
    radices: ({ options }) => Array(options).fill(2),
    places({ options }, response) {
      const ticks = Array.from({ length: options }, (_, option) => Number(response.includes(option)));
      return ticks.filter(Boolean).length === response.length ? ticks : [];
    },
    response: (spec, places) => places.flatMap((ticked, option) => (ticked ? [option] : [])),
  },
  match: {
    radices: ({ count, meanings }) => Array(count).fill(meanings + 1),
    places: (spec, response) => response.map((meaning) => meaning + 1),
    response: (spec, places) => places.map((place) => place - 1),
  },
  order: {
    // Lehmer code: each item by its place among the items not yet taken.
    radices: ({ count }) => Array.from({ length: count }, (_, taken) => count - taken),
    places: ({ count }, response) => {
      const left = [...Array(count).keys()];
      return response.map((item) => {
        const place = left.indexOf(item);
        left.splice(place, 1);
        return place;
      });
    },
    response: ({ count }, places) => {
      const left = [...Array(count).keys()];
      return places.map((place) => left.splice(place, 1)[0]);
    },
  },
  number: {
    radices: () => [10 ** NUMBER_DIGITS, NUMBER_DECIMALS + 1, 2],
    places: (spec, response) => (response.length === 1 ? decimalPlaces(response[0]) : []),
    response: (spec, [digits, decimals, minus]) => [((minus ? -digits : digits) / 10 ** decimals) + 0],
  },
};

const WORDS = [null, "dk"];

/** The code of an answer as a bigint, or null when the response does not fit the question. */
const toCode = (spec, { response, submitted }) => {
  let number = BigInt(WORDS.indexOf(response));
  if (number < 0n) {
    const radices = SHAPES[spec.type].radices(spec);
    const places = Array.isArray(response) ? SHAPES[spec.type].places(spec, response) : [];
    const fits = places.length === radices.length && places.every((p, i) => Number.isInteger(p) && p >= 0 && p < radices[i]);
    if (!fits) return null;
    number = 2n + places.reduce((sum, place, index) => sum * BigInt(radices[index]) + BigInt(place), 0n);
  }
  return number * 2n + (submitted ? 1n : 0n);
};

const fromCode = (spec, code) => {
  const submitted = code % 2n === 1n;
  let rest = code / 2n;
  if (rest < 2n) return { response: WORDS[Number(rest)], submitted };
  rest -= 2n;
  const places = SHAPES[spec.type]
    .radices(spec)
    .reduceRight((list, radix) => {
      list.unshift(Number(rest % BigInt(radix)));
      rest /= BigInt(radix);
      return list;
    }, []);
  return rest > 0n ? null : { response: SHAPES[spec.type].response(spec, places), submitted };
};

/** Progress of a learner who has not begun. `visited`: ids of counted pages; `answers`: id -> {response, submitted}. */
export const freshState = () => ({
  visited: new Set(),
  answers: new Map(),
  beforeDone: false,
  attemptsUsed: 0,
  passed: false,
  launches: 0,
});

/** Ids of the pages that progress is counted over, in order. */
export const countedIds = (data) => data.pages.filter((page) => page.counts).map((page) => page.id);

/** Ids of the questions of checks: every question that is not asked before or after. */
export const checkIds = (data) =>
  Object.keys(data.questions).filter((id) => !data.before.includes(id) && !data.after.includes(id));

const pageBits = (ids, visited) => {
  let text = "";
  for (let at = 0; at < ids.length; at += 6) {
    text += DIGITS[ids.slice(at, at + 6).reduce((bits, id, index) => bits | (visited.has(id) << index), 0)];
  }
  return text;
};

/** The string for `state`; `data` is the page's course data. Answers that do not fit their question are left out. */
export const encodeState = (state, data) => {
  const ids = countedIds(data);
  const groups = [];
  for (const id of checkIds(data)) {
    const answer = state.answers.get(id);
    const code = answer ? toCode(data.questions[id], answer) : null;
    if (code === null || code === 0n) continue;
    const digits = toDigits(code);
    (groups[digits.length] ??= []).push(toDigits(data.questions[id].key, 4) + digits);
  }
  const body =
    data.pagesDigest +
    toDigits((state.beforeDone ? 1 : 0) + (state.passed ? 2 : 0)) +
    toDigits(Math.min(state.attemptsUsed, 4095), 2) +
    toDigits(Math.min(state.launches, 262143), 3) +
    toDigits(ids.length, 2) +
    pageBits(ids, state.visited) +
    groups.map((group, length) => toDigits(length) + toDigits(group.length, 2) + group.join("")).join("");
  return MAGIC + checksum(data.course.id, body) + body;
};

/** Cuts a string into fields of so many digits; `at` is where it stands. Past the end a field is short. */
const fieldReader = (text) => {
  let at = 0;
  const take = (width) => text.slice(at, (at += width));
  return { take, number: (width) => Number(fromDigits(take(width))), more: () => at < text.length };
};

const readAnswers = (fields, data) => {
  const byKey = new Map(checkIds(data).map((id) => [data.questions[id].key, id]));
  const answers = new Map();
  while (fields.more()) {
    const length = fields.number(1);
    for (let left = fields.number(2); left > 0; left -= 1) {
      const id = byKey.get(fields.number(4));
      const code = fromDigits(fields.take(length));
      const answer = id === undefined ? null : fromCode(data.questions[id], code);
      if (answer) answers.set(id, answer);
    }
  }
  return answers;
};

/**
 * The state that a string holds; a fresh one for text that is empty, cut or not ours.
 *
 * `location` is the id of the page where the learner was. It stands in where the pages of the string are not the
 * pages of this version, or the string is lost: every page before it then counts as visited.
 */
export const decodeState = (text, data, location = "") => {
  const state = freshState();
  const ids = countedIds(data);
  const body = typeof text === "string" && /^S1[\w-]{16,}$/.test(text) ? text.slice(6) : "";
  const intact = body !== "" && checksum(data.course.id, body) === text.slice(2, 6);
  let samePages = false;
  if (intact) {
    const fields = fieldReader(body);
    samePages = fields.take(4) === data.pagesDigest;
    const flags = fields.number(1);
    state.beforeDone = (flags & 1) !== 0;
    state.passed = (flags & 2) !== 0;
    state.attemptsUsed = fields.number(2);
    state.launches = fields.number(3);
    const bits = fields.take(Math.ceil(fields.number(2) / 6));
    if (samePages) ids.forEach((id, index) => (DIGITS.indexOf(bits[Math.floor(index / 6)]) >> index % 6) & 1 && state.visited.add(id));
    state.answers = readAnswers(fields, data);
  }
  if (!samePages) {
    const here = data.pages.findIndex((page) => page.id === location);
    for (const page of data.pages.slice(0, Math.max(0, here))) if (page.counts) state.visited.add(page.id);
  }
  return state;
};
