import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { KINDS, kindOf } from "../../builder/signpost_builder/player/kinds.js";
import { slotBytes } from "../../builder/signpost_builder/player/record.js";
import { isScored, scoreQuestion, scoreSet } from "../../builder/signpost_builder/player/score.js";
import { decodeState, encodeState, freshState } from "../../builder/signpost_builder/player/state.js";

const PLAYER = new URL("../../builder/signpost_builder/player/", import.meta.url);
const POEM = { type: "poem", key: 1, options: 3, keys: [1] };

const courseOf = (spec) => ({
  course: { id: "c" },
  pages: [{ id: "start", counts: true }],
  pagesDigest: "AAAA",
  before: [],
  after: [],
  questions: { q: spec },
  strings: {},
});

const stateOf = (response) => {
  const state = freshState();
  state.answers.set("q", { response, submitted: true });
  return state;
};

/** What reads the table without a page. */
const PURE = {
  kindOf: () => kindOf(POEM),
  isScored: () => isScored(POEM),
  scoreQuestion: () => scoreQuestion(POEM, [1]),
  scoreSet: () => scoreSet([POEM], [[1]], 80),
  slotBytes: () => slotBytes([POEM], [[1]]),
  "slotBytes, unanswered": () => slotBytes([POEM], [null]),
  encodeState: () => encodeState(stateOf([1]), courseOf(POEM)),
  decodeState: () => {
    const kept = encodeState(stateOf([1]), courseOf({ ...POEM, type: "single" }));
    return decodeState(kept, courseOf(POEM), "start");
  },
};

for (const [name, act] of Object.entries(PURE)) {
  test(`${name} refuses a kind that is not in the table`, () => {
    assert.throws(act, /No such kind: poem/);
  });
}

test("what stands on a page refuses a kind that is not in the table", async () => {
  const nothing = { addEventListener() {}, querySelector: () => null, querySelectorAll: () => [] };
  globalThis.document = { ...nothing, getElementById: () => ({ textContent: JSON.stringify(courseOf(POEM)) }) };
  try {
    const { clear, isFine, prepareQuestions, responseTo, restore } = await import(new URL("questions.js", PLAYER));
    const { mark, showKey, verdictOn } = await import(new URL("marks.js", PLAYER));
    const question = { ...nothing, dataset: { q: "q" } };
    globalThis.document.querySelectorAll = () => [question];

    for (const act of [
      () => clear(question),
      () => isFine(question),
      () => mark(question, [1], true),
      () => prepareQuestions(),
      () => responseTo(question),
      () => restore(question, [1]),
      () => showKey({ ...question, querySelector: () => ({}) }),
      () => verdictOn(question, null),
    ]) {
      assert.throws(act, /No such kind: poem/, String(act));
    }
  } finally {
    delete globalThis.document;
  }
});


test("every control that the table names is there", () => {
  const sources = readdirSync(PLAYER).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, PLAYER), "utf8"));
  const added = sources.flatMap((source) => [...source.matchAll(/addControl\("([\w-]+)"/g)].map(([, name]) => name));

  assert.deepEqual(added.toSorted(), [...new Set(Object.values(KINDS).map(({ control }) => control))].toSorted());
});

test("no module of the player asks for a type by its name", () => {
  const types = Object.keys(KINDS).join("|");
  const asks = new RegExp(`type\\s*[!=]==?\\s*"(${types})"|"(${types})"\\s*[!=]==?\\s*\\w*type|case "(${types})"`);
  for (const name of readdirSync(PLAYER).filter((each) => each.endsWith(".js") && each !== "hpke.js")) {
    assert.doesNotMatch(readFileSync(new URL(name, PLAYER), "utf8"), asks, name);
  }
});
