/** The questions of one sitting and what the room answered. In memory alone: it ends with the page. Pure. */

import { isEnough, people, result, samePeople } from "./tally.js";

/**
 * @typedef {{ id: string, title: string, module: string, stem: string[], choices: string[], several: boolean }} Question
 * @typedef {{ open: boolean, votes: Map<string, readonly number[]>, hands: { counts: number[], people: number }, shown: import("./tally.js").Result | null, come: number, gone: number }} Round
 * @typedef {"open" | "close" | "again" | "more" | ""} Step  What comes next for a question; "more": it was closed with too few
 */

const ROUNDS = 2; // before they talked about it, and after

/** @type {() => Round} */
const fresh = () => ({ open: true, votes: new Map(), hands: { counts: [], people: 0 }, shown: null, come: 0, gone: 0 });

/** @type {(questions: readonly Question[]) => ReturnType<typeof sittingOf>} */
export const createSitting = (questions) => sittingOf(questions);

/** @param {readonly Question[]} questions */
const sittingOf = (questions) => {
  /** @type {Map<string, Round[]>} */
  const rounds = new Map(questions.map(({ id }) => [id, []]));
  /** @type {string} */
  let current = "";

  const of = (/** @type {string} */ id) => rounds.get(id) ?? [];
  const last = (/** @type {string} */ id) => of(id)[of(id).length - 1];
  const question = (/** @type {string} */ id) => questions.find((one) => one.id === id);

  /** @type {() => Round | undefined} The round that takes answers now. */
  const openRound = () => (last(current)?.open ? last(current) : undefined);

  return {
    rounds: of,
    question,
    openRound,
    /** The id of the question that is open; "" if none is. */
    openId: () => (openRound() ? current : ""),

    /** @type {(id: string) => Step} */
    step(id) {
      if (!question(id)) return "";
      const round = last(id);
      if (round === undefined) return "open";
      if (round.open) return "close";
      if (round.shown === null) return "more";
      return of(id).length < ROUNDS ? "again" : "";
    },

    /** Open it: for the first time, once more, or for more answers where too few had come. Another open question is closed first. */
    open(/** @type {string} */ id) {
      if (openRound()) this.close();
      const step = this.step(id);
      if (step === "more") last(id).open = true;
      else if (step === "open" || step === "again") of(id).push(fresh());
      current = id;
    },

    /** An answer; a later one of the same voter replaces it. @type {(voter: string, places: readonly number[]) => void} */
    vote(voter, places) {
      openRound()?.votes.set(voter, places);
    },

    /** An answer that turned out to be nobody's. @type {(voter: string) => void} */
    drop(voter) {
      openRound()?.votes.delete(voter);
    },

    /** What the trainer counted. Where several may be right, `many` says how many people raised a hand at all. @type {(counts: number[], many: number) => void} */
    count(counts, many) {
      const round = openRound();
      if (round) round.hands = { counts, people: question(current)?.several ? many : counts.reduce((sum, one) => sum + one, 0) };
    },

    /** No more answers. @type {() => Round | undefined} The round, with what may be shown of it. */
    close() {
      const round = openRound();
      if (!round) return undefined;
      round.open = false;
      const [first, second] = of(current);
      const counted = second === round ? samePeople(first.votes, round.votes) : { votes: round.votes, come: 0, gone: 0, isMixed: true };
      const answers = { votes: counted.votes, hands: round.hands };
      round.come = counted.come;
      round.gone = counted.gone;
      round.shown = counted.isMixed && isEnough(answers) ? result(answers, question(current)?.choices.length ?? 0) : null;
      return round;
    },

    /** How many have answered the open question. */
    answered: () => (openRound() ? people(/** @type {Round} */ (openRound())) : 0),

    /** Whether there is anything that would be lost. */
    isEmpty: () => [...rounds.values()].every((each) => each.length === 0),
  };
};
