/** What is put before the room for each moment of a question. Pure: from values to the parts of a stage. */

import { filled } from "./filled.js";

/**
 * @typedef {import("./sitting.js").Question} Question
 * @typedef {import("./sitting.js").Round} Round
 * @typedef {import("./stage.js").Stage} Stage
 */

const NOTHING = { note: "", more: "", code: "", large: "", rows: [] };

/** @type {(question: Question, letters: string, bars: (place: number) => import("./stage.js").Bar[]) => import("./stage.js").Row[]} */
const rows = ({ choices }, letters, bars) => choices.map((text, place) => ({ letter: letters[place], text, bars: bars(place) }));

/** @type {(share: import("./tally.js").Share, texts: any) => string} */
const words = ({ word, percent }, texts) => filled(texts.words[word], { percent });

/** The question is open: how many have answered, and nothing of what. @type {(question: Question, answered: string, letters: string, texts: any) => Stage} */
export const openStage = (question, answered, letters, texts) => ({
  ...NOTHING,
  title: question.stem.join(" "),
  rows: rows(question, letters, () => []),
  large: answered,
  note: question.several ? texts.several : texts.answer_now,
});

/** Why some are not in the second bar. @type {(round: Round, texts: any) => string} */
const notCounted = ({ come, gone }, texts) =>
  [come > 0 ? texts.newcomers : "", gone > 0 ? texts.kept : ""].filter(Boolean).join(" ");

/** It is closed: two bars where it was asked twice. @type {(question: Question, rounds: readonly Round[], letters: string, texts: any) => Stage} */
export const closedStage = (question, rounds, letters, texts) => {
  const told = rounds.filter(({ shown }) => shown !== null);
  const title = question.stem.join(" ");
  if (told.length === 0) return { ...NOTHING, title, rows: rows(question, letters, () => []), note: texts.too_few };
  const labels = told.length > 1 ? [texts.first, texts.then] : [""];
  const bars = (/** @type {number} */ place) =>
    told.map(({ shown }, at) => {
      const share = /** @type {import("./tally.js").Result} */ (shown).shares[place];
      return { label: labels[at], word: words(share, texts), percent: share.percent };
    });
  const last = told[told.length - 1];
  const about = filled(texts.about, { people: /** @type {import("./tally.js").Result} */ (last.shown).about });
  return { ...NOTHING, title, rows: rows(question, letters, bars), note: `${about} ${texts.rounded}`, more: told.length < rounds.length ? texts.too_few_again : notCounted(last, texts) };
};

/** How to come in by phone. @type {(address: string, code: string, name: string, texts: any) => Stage} */
export const joinStage = (address, code, name, texts) => ({ ...NOTHING, title: texts.join, code, large: address, note: filled(texts.join_name, { name }) });
