// A number of a report computed again from releases: docs/formats/report.md says what each kind is.

import { NORMAL, apart, balance, change, meanChange, meanScore, share } from "./estimates.js";
import { fitted } from "./fitting.js";
import { pooled } from "./pooling.js";
import { discrimination, effect, normalisedGain, reliability } from "./quality.js";
import { EVERYONE, nameOf, resultsOf } from "./release.js";
import { gapOfScore, gapOfShare, gapOfTopic, topicChange, topicShare, yes } from "./topics.js";

// People at least, at factor 1, as display.py has them: what is of fewer must not be shown.
const LEAST = {
  share: { all: 50, group: 75, stratum: 85, both: 150 },
  score: { all: 50, group: 50, stratum: 50 },
  topic: { all: 66, group: 66, stratum: 85 },
  matrix: { all: 300, group: 300 },
  rest: { all: 1000 },
};
const SIZE_OF = {
  share: "share", change: "share", level: "share", option: "share", shift: "share", topic: "topic", "topic-change": "topic",
  score: "score", "score-change": "score", effect: "score", "normalised-gain": "score", matrix: "matrix", "matrix-change": "matrix",
  discrimination: "rest", reliability: "rest",
};
const MATRIX = [(sure) => sure === 1, (sure, knows) => knows === 1, (sure, knows) => sure === 1 && knows === 0];
const SHIFT = (before, after) => (before === 3 || after === 3 ? 0 : Math.sign(after - before));

/** `recompute(number)` gives `{value, low, high, people, small}`; it throws where releases do not have what the number is of. */
export const recomputer = (documents, numbers) => {
  const byId = new Map(numbers.map((one) => [one.id, one]));
  const kept = new Map();
  const resultsFor = (ids) => {
    const name = ids.join(" ");
    if (!kept.has(name)) kept.set(name, pooled(ids.map((id) => resultsOf(documents.get(id)))));
    return kept.get(name);
  };
  const estimateOf = (number, depth = 0) => {
    if (number.of !== null && number.against !== null && number.against !== "rest") {
      if (depth > 2) throw new Error("it is compared in a circle");
      return apart(...[number.of, number.against].map((id) => estimateOf(byId.get(id), depth + 1)));
    }
    const results = resultsFor(number.releases);
    return number.against === "rest" ? gap(results, number) : plain(results, number);
  };
  return (number) => {
    const found = estimateOf(number);
    const { value, error, people } = found;
    return { value, people, low: found.low ?? value - NORMAL * error, high: found.high ?? value + NORMAL * error, small: small(resultsFor, number) };
  };
};

const whereOf = (number) => `${number.breakdown} ${number.cell}`;

const yesOrNo = (results, id) => {
  const measure = results.form.questions[id].type === "scale" ? "favourable" : "right";
  const names = ["both", "before", "after"].map((phase) => nameOf(measure, id, null, phase));
  return names.find((name) => results.tables.get(name)?.has(EVERYONE));
};

const plain = (results, number) => {
  const { kind, questions: [id], topic, phase, part, code } = number;
  const where = whereOf(number);
  const table = (...name) => fitted(results, nameOf(...name)).get(where);
  switch (kind) {
    case "share":
      return id === undefined ? band(results, number) : ofYes(fitted(results, yesOrNo(results, id)).get(where), phase);
    case "change":
      return change(fitted(results, yesOrNo(results, id)).get(where));
    case "level":
    case "option":
      return share(table(kind === "level" ? "level" : "answers", id, part, phase), (value) => value === code);
    case "shift":
      return balance(table("flow", id, null, "both"), SHIFT);
    case "topic":
      return topicShare(results, where, number.questions, phase);
    case "topic-change":
      return topicChange(results, where, number.questions);
    case "matrix":
      return share(table("topic", topic, null, phase), MATRIX[code]);
    case "matrix-change": {
      const [before, after] = ["before", "after"].map((one) => share(table("topic", topic, null, one), MATRIX[code]));
      return { ...apart(after, before), people: after.people };
    }
    case "score":
      return meanScore(results, where, phase);
    case "score-change":
      return meanChange(results, where);
    case "effect":
      return effect(results);
    case "normalised-gain":
      return normalisedGain(results);
    case "discrimination":
      return discrimination(results, id, phase);
    case "reliability":
      return reliability(results, phase);
    default:
      throw new Error(`this page does not know numbers of the kind "${kind}"`);
  }
};

const ofYes = (table, phase) => share(table, yes(phase, table));

const band = (results, { phase, code }) => {
  const pair = results.form.kind === "pair";
  const second = pair && phase === "after";
  return share(fitted(results, nameOf("bands", null, null, pair ? "both" : "after")).get(EVERYONE), (before, after) => (second ? after : before) === code);
};

const gap = (results, number) => {
  const { topic, questions, phase } = number;
  if (topic) return gapOfTopic(results, questions, whereOf(number), phase);
  if (questions.length) return gapOfShare(results, yesOrNo(results, questions[0]), whereOf(number), phase);
  return gapOfScore(results, whereOf(number), phase);
};

/** Whether the block is smaller than what may be shown of it. */
const small = (resultsFor, number) => {
  if (number.of !== null && number.against !== "rest") return false;
  const results = resultsFor(number.releases);
  const what = SIZE_OF[number.kind] ?? (number.topic ? "topic" : number.questions.length ? "share" : "score");
  const bands = number.kind === "share" && !number.questions.length;
  const least = bands ? 1000 : LEAST[what][number.breakdown];
  return !least || results.blocks.get(whereOf(number)).people < least * results.factor;
};
