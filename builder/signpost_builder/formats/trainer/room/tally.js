/**
 * What a room may see of its answers: the one rule, for cards, phones and hands together. Pure.
 *
 * Nothing below ten people. Counts are rounded to five people, and everything that is shown follows from the rounded ones. Two
 * results of one question differ in nobody, or in ten people or more: a single latecomer cannot be told from the difference.
 */

export const LEAST = 10;
const STEP = 5;
const SMALL_ROOM = 40; // up to here words, above it percentages

/**
 * `votes`: by voter, the places of the choices. `hands`: what the trainer counted, and how many people raised them; the room has
 * seen these itself.
 *
 * @typedef {{ votes: ReadonlyMap<string, readonly number[]>, hands: { counts: readonly number[], people: number } }} Answers
 * @typedef {{ word: string, percent: number }} Share  `word`: a key of the texts; "percent" says the number. `percent`: length of a bar
 * @typedef {{ about: number, shares: Share[] }} Result  `about`: how many answered, to the nearest five
 */

/** A word is true of every share between its bounds; the narrow ones come first. @type {readonly [string, number, number][]} */
const WORDS = [
  ["hardly_anyone", 0, 0.08],
  ["nearly_everyone", 0.9, 1],
  ["a_few", 0.05, 0.25],
  ["most", 0.78, 0.95],
  ["third", 0.25, 0.45],
  ["two_thirds", 0.55, 0.78],
  ["quarter", 0.1, 0.42],
  ["three_quarters", 0.6, 0.9],
  ["half", 0.33, 0.67],
  ["few_or_nobody", 0, 0.2],
  ["most_or_everyone", 0.55, 1],
  ["half_or_less", 0.1, 0.5],
  ["half_or_more", 0.5, 0.93],
  ["some", 0.1, 0.75],
];

/** Of a share of 0 to 1, whole fives of percent. @type {(share: number) => number} */
const inFives = (share) => STEP * Math.round((100 * share) / STEP);

/**
 * How many of `of` people, so coarsely that no one of them stands out. A group at either end has three sizes or more.
 *
 * @type {(count: number, of: number) => Share}
 */
export const rounded = (count, of) => {
  const highest = STEP * Math.floor(of / STEP);
  const fives = Math.min(highest, STEP * Math.round(count / STEP));
  const percent = Math.min(95, Math.max(3, inFives(fives / of)));
  if (of > SMALL_ROOM) return { word: percent === 3 ? "hardly_anyone" : fives === highest ? "nearly_everyone" : "percent", percent };
  const least = Math.max(0, fives - 2) / of;
  const most = (fives === highest ? of : fives + 2) / of;
  const found = WORDS.find(([, from, to]) => from <= least && most <= to);
  return { word: /** @type {(typeof WORDS)[number]} */ (found)[0], percent };
};

/** @type {(answers: Answers) => number} */
export const people = ({ votes, hands }) => votes.size + hands.people;

/**
 * Whether it can be shown. Hands are counted with everybody looking; without them, those who answered unseen have to be ten too.
 *
 * @type {(answers: Answers) => boolean}
 */
export const isEnough = (answers) => people(answers) >= LEAST && (answers.votes.size === 0 || answers.votes.size >= LEAST);

/** @type {(answers: Answers, choices: number) => Result | null} Null: too few. */
export const result = (answers, choices) => {
  if (!isEnough(answers)) return null;
  const of = people(answers);
  const counts = Array.from({ length: choices }, (_, place) => answers.hands.counts[place] ?? 0);
  answers.votes.forEach((places) => places.forEach((place) => (counts[place] += 1)));
  return { about: STEP * Math.round(of / STEP), shares: counts.map((count) => rounded(count, of)) };
};

/**
 * Asked again, the same people are counted: fewer than ten who came since are not, and fewer than ten who did not answer again keep
 * their first answer. So whoever compares the two results learns nothing about a newcomer, or about somebody who left. `isMixed`:
 * nobody answered again, or ten did; else the difference would be the answer of those few.
 *
 * @type {(first: Answers["votes"], second: Answers["votes"]) => { votes: Map<string, readonly number[]>, come: number, gone: number, isMixed: boolean }}
 */
export const samePeople = (first, second) => {
  const votes = new Map(second);
  const come = [...second.keys()].filter((voter) => !first.has(voter));
  const gone = [...first].filter(([voter]) => !second.has(voter));
  if (come.length < LEAST) come.forEach((voter) => votes.delete(voter));
  if (gone.length < LEAST) gone.forEach(([voter, places]) => votes.set(voter, places));
  const again = [...votes.keys()].filter((voter) => second.has(voter)).length;
  const few = (/** @type {number} */ number) => (number < LEAST ? number : 0);
  return { votes, come: few(come.length), gone: few(gone.length), isMixed: few(again) === 0 };
};
