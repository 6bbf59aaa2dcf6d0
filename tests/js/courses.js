// Course data as the page carries it, small and made up.

import { createHash } from "node:crypto";

/** 24 bits of SHA-256, as builder/signpost_builder/state.py makes keys and digests. */
export const digest24 = (text) => createHash("sha256").update(text, "utf8").digest().subarray(0, 3);

export const keyOf = (text) => digest24(text).readUIntBE(0, 3);

/** Specs by question id get a key each; `before` and `after` are ids. */
export const courseData = ({ pages = ["start", "a.start", "a.one", "b.start"], checks = {}, sets = {}, ...rest } = {}) => {
  const counted = pages.map((page) => (typeof page === "string" ? { id: page, counts: true } : page));
  const questions = Object.fromEntries(
    Object.entries({ ...sets, ...checks }).map(([id, spec]) => [id, { key: keyOf(id + JSON.stringify(spec)), ...spec }]),
  );
  return {
    course: { id: "made-up", version: "1.0.0", digest: "000000000000", title: "Made up" },
    edition: "general",
    language: "en-GB",
    passMarkPercent: 80,
    attempts: 0,
    scoreMode: "pass",
    pages: counted,
    pagesDigest: digest24(counted.filter(({ counts }) => counts).map(({ id }) => id).join("\n")).toString("base64url"),
    before: Object.keys(sets),
    after: Object.keys(sets),
    questions,
    strings: {},
    ...rest,
  };
};

/** The longest answer there is to a question of each type: what the worst learner gives. */
export const longestResponse = (spec) => {
  switch (spec.type) {
    case "single":
      return [spec.options - 1];
    case "true-false":
      return [1];
    case "scale":
      return [spec.options];
    case "multiple":
      return [...Array(spec.options).keys()];
    case "order":
      return [...Array(spec.count).keys()].reverse();
    case "match":
      return Array(spec.count).fill(spec.meanings - 1);
    default:
      return [-123.456789123];
  }
};

/** A response to a question as a learner might leave it: done, half done, don't know or not at all. */
export const someResponse = (spec, { below, coin, shuffled }) => {
  if (below(10) === 0) return below(2) ? "dk" : null;
  switch (spec.type) {
    case "single":
      return [below(spec.options)];
    case "true-false":
      return [below(2)];
    case "scale":
      return [1 + below(spec.options)];
    case "multiple":
      return [...Array(spec.options).keys()].filter(coin);
    case "order":
      return shuffled([...Array(spec.count).keys()]);
    case "match":
      return Array.from({ length: spec.count }, () => below(spec.meanings + 1) - 1);
    default:
      return [(coin() ? 1 : -1) * (below(10 ** below(8)) / 10 ** below(5)) + 0];
  }
};

/** A spec of any type, of sizes that authors use. */
export const someSpec = ({ below, oneOf }) =>
  oneOf([
    () => ({ type: "single", options: 2 + below(6), keys: [0] }),
    () => ({ type: "multiple", options: 3 + below(6), keys: [0, 2] }),
    () => ({ type: "true-false", keys: [0] }),
    () => ({ type: "order", count: 3 + below(4) }),
    () => ((count) => ({ type: "match", count, meanings: count + below(3) }))(2 + below(5)),
    () => ({ type: "scale", options: 3 + below(5), keys: null }),
    () => ({ type: "number", answer: 44, tolerance: 5 }),
  ])();

/** `count` checks in the mix of the shipped course: mostly one choice, some of everything. */
export const realisticSpecs = (count) =>
  Array.from({ length: count }, (_, index) => {
    const turn = index % 20;
    if (turn < 9) return { type: "single", options: 4, keys: [1] };
    if (turn < 13) return { type: "multiple", options: 6, keys: [0, 2, 3] };
    if (turn < 16) return { type: "true-false", keys: [0] };
    if (turn < 17) return { type: "order", count: 4 };
    if (turn < 18) return { type: "match", count: 4, meanings: 5 };
    if (turn < 19) return { type: "scale", options: 5, keys: null };
    return { type: "number", answer: 44, tolerance: 5 };
  });
