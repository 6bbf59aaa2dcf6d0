import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { decodeState, encodeState, freshState } from "../../builder/signpost_builder/player/state.js";
import { courseData, keyOf, longestResponse, realisticSpecs, someResponse, someSpec } from "./courses.js";
import { draws, seeded } from "./seeded.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/state.json", import.meta.url), "utf8"));

const stateFrom = ({ visited, answers, ...rest }) => ({
  ...freshState(),
  ...rest,
  visited: new Set(visited),
  answers: new Map(Object.entries(answers)),
});

const isFresh = (state) => assert.deepEqual(state, freshState());

const SPECS = {
  S: { type: "single", options: 4, keys: [1] },
  M: { type: "multiple", options: 6, keys: [0, 2] },
  O: { type: "order", count: 4 },
  X: { type: "match", count: 4, meanings: 5 },
  N: { type: "number", answer: 44, tolerance: 5 },
};

/** A learner half way through SPECS, and the course it was in. */
const halfWay = () => {
  const data = courseData({ checks: SPECS });
  const state = {
    ...freshState(),
    visited: new Set(["start", "a.one"]),
    answers: new Map([
      ["S", { response: [2], submitted: true }],
      ["M", { response: [0, 5], submitted: false }],
      ["O", { response: [3, 1, 0, 2], submitted: true }],
      ["X", { response: [4, -1, 0, 0], submitted: false }],
      ["N", { response: [12.5], submitted: true }],
    ]),
    beforeDone: true,
    attemptsUsed: 2,
    launches: 3,
  };
  return { data, state, text: encodeState(state, data) };
};

for (const { name, state, text } of vectors.states) {
  test(`state vector: ${name}`, () => {
    assert.equal(encodeState(stateFrom(state), vectors.data), text);
    assert.deepEqual(decodeState(text, vectors.data), stateFrom(state));
  });
}

for (const { name, pages, specs, repeat = specs.length, characters } of vectors.longest) {
  test(`longest state: ${name}`, () => {
    const ids = Array.from({ length: pages }, (_, index) => `page-${index}`);
    const checks = Object.fromEntries(Array.from({ length: repeat }, (_, index) => [`Q${index}`, specs[index % specs.length]]));
    const answers = Object.entries(checks).map(([id, spec]) => [id, { response: longestResponse(spec), submitted: true }]);
    const state = { ...freshState(), visited: new Set(ids), answers: new Map(answers), launches: 99, passed: true };
    const data = courseData({ pages: ids, checks });
    const text = encodeState(state, data, 0);
    const whole = encodeState(state, data);

    assert.equal(text.length, characters);
    assert.equal(whole.length, characters + 3 + 4 * pages > 3499 ? characters : characters + 3 + 4 * pages);
    assert.deepEqual(decodeState(text, data), state);
    assert.deepEqual(decodeState(whole, data), state);
  });
}

test("500 answered checks fit 3,500 characters, a mark behind them included, and come back", () => {
  const { longest } = vectors;
  const large = longest.filter(({ repeat }) => repeat === 500);

  assert.deepEqual(large.find(({ name }) => name.includes("realistic")).specs, realisticSpecs(20));
  assert.equal(large.length, 2);
  for (const { characters } of large) assert.ok(characters < 3500, `${characters}`);
});

for (const { shape, key } of vectors.keys) {
  test(`key of ${shape}`, () => assert.equal(keyOf(shape), key));
}

test("any state of any course comes back exactly", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const draw = draws(seeded(seed));
    const pages = Array.from({ length: 1 + draw.below(40) }, (_, index) => ({ id: `p${index}`, counts: draw.below(8) > 0 }));
    const checks = Object.fromEntries(Array.from({ length: draw.below(60) }, (_, index) => [`Q${index}`, someSpec(draw)]));
    const data = courseData({ pages, checks, sets: { B: SPECS.S } });
    const state = {
      visited: new Set(pages.filter(({ counts }) => counts && draw.coin()).map(({ id }) => id)),
      answers: new Map(
        Object.keys(checks)
          .filter(draw.coin)
          .map((id) => [id, { response: someResponse(checks[id], draw), submitted: draw.coin() }])
          .filter(([, { response, submitted }]) => response !== null || submitted),
      ),
      beforeDone: draw.coin(),
      attemptsUsed: draw.below(4096),
      passed: draw.coin(),
      launches: draw.below(262144),
      handle: draw.coin() ? Array.from({ length: 8 }, () => draw.oneOf([..."AZaz09-_"])).join("") : "",
    };
    const text = encodeState(state, data);

    assert.match(text, /^[\w-]+$/);
    assert.deepEqual(decodeState(text, data), state, `seed ${seed}`);
  }
});

test("numbers come back as typed, up to 12 digits and 9 decimals", () => {
  const data = courseData({ checks: { N: SPECS.N } });
  const back = (number) => {
    const state = { ...freshState(), answers: new Map([["N", { response: [number], submitted: true }]]) };
    return decodeState(encodeState(state, data), data).answers.get("N")?.response[0];
  };
  for (const number of [0, 1, -1, 44, 0.1, 0.3, -2.5, 99.99, 1e6, 123456789012, -999999999999, 0.000000001, 1234.56789012, 4294967296.5]) {
    assert.equal(back(number), number);
  }

  assert.equal(back(0.1 + 0.2), 0.3);
  assert.equal(back(-0), 0);
  for (const number of [1e12, 1e300, Infinity, NaN]) assert.equal(back(number), undefined);
});

test("a response that does not fit its question is left out, and nothing else with it", () => {
  const { data } = halfWay();
  const bad = { S: [4], M: [0, 6], O: [0, 1, 2, 4], X: [0, 1], N: [1, 2] };
  for (const [id, response] of [...Object.entries(bad), ["S", []], ["S", [0, 1]], ["S", 1], ["S", "no"], ["M", [1, 1]], ["O", [0, 1]], ["X", [0, 1, 2, 5]], ["N", []]]) {
    const answers = new Map([[id, { response, submitted: true }]]);
    answers.set(id === "S" ? "M" : "S", { response: [0], submitted: true });
    const kept = decodeState(encodeState({ ...freshState(), answers }, data), data).answers;
    answers.delete(id);

    assert.deepEqual(kept, answers, `${id} ${JSON.stringify(response)}`);
  }
});

test("a question inserted, removed or changed moves no other answer", () => {
  const { data, state, text } = halfWay();
  const { M, ...without } = SPECS;
  const inserted = courseData({ checks: { NEW: { type: "single", options: 4, keys: [0] }, ...SPECS } });
  const turned = courseData({ checks: Object.fromEntries(Object.entries(SPECS).reverse()) });
  const removed = courseData({ checks: without });
  const changed = courseData({ checks: { ...SPECS, M: { ...M, options: 7 } } });
  const rest = new Map([...state.answers].filter(([id]) => id !== "M"));

  assert.deepEqual(decodeState(text, inserted).answers, state.answers);
  assert.deepEqual(decodeState(text, turned).answers, state.answers);
  assert.deepEqual(decodeState(text, removed).answers, rest);
  assert.deepEqual(decodeState(text, changed).answers, rest);
  assert.equal(data.questions.S.key, inserted.questions.S.key);
});

test("a question with an old key but another shape never gets an answer that does not exist", () => {
  const { data, text } = halfWay();
  const narrower = structuredClone(data);
  narrower.questions.S.options = 2;
  narrower.questions.X.count = 2;

  const { answers } = decodeState(text, narrower);

  assert.deepEqual([...answers.keys()].sort(), ["M", "N", "O"]);
});

test("other pages: what was opened stays opened, a new page never is, answers stay", () => {
  const { state, text } = halfWay();
  const data = courseData({ pages: ["start", { id: "before", counts: false }, "a.start", "a.new", "a.one", "b.start"], checks: SPECS });
  const there = decodeState(text, data, "a.one");

  assert.deepEqual([...there.visited], ["start", "a.one"]);
  assert.deepEqual(there.answers, state.answers);
  assert.deepEqual([...decodeState(text, data, "gone").visited], ["start", "a.one"]);
});

test("other pages and no room for their names: only the page where one was", () => {
  const { data, state } = halfWay();
  const text = encodeState(state, data, 0);
  const next = courseData({ pages: ["start", "a.new", "a.start", "a.one", "b.start"], checks: SPECS });

  assert.deepEqual([...decodeState(text, next, "a.one").visited], ["a.one"]);
  assert.deepEqual([...decodeState(text, data, "b.start").visited], ["start", "a.one"]);
});

test("a state of an older player, without names of pages, is read as before", () => {
  const { data, state } = halfWay();

  assert.deepEqual(decodeState(encodeState(state, data, 0), data), state);
});

test("a lost state leaves the page where one was, and makes nothing up", () => {
  const { data } = halfWay();

  for (const text of ["", "S1", "not ours"]) {
    assert.deepEqual([...decodeState(text, data, "b.start").visited], ["b.start"]);
    assert.deepEqual([...decodeState(text, data, "before").visited], []);
    assert.deepEqual([...decodeState(text, data, "gone").visited], []);
  }
});

test("every cut of a state is a fresh state", () => {
  const { data, text } = halfWay();
  for (let length = 0; length < text.length; length += 1) isFresh(decodeState(text.slice(0, length), data));
});

test("every single changed character is a fresh state", () => {
  const { data, text } = halfWay();
  for (let at = 0; at < text.length; at += 1) {
    isFresh(decodeState(text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1), data));
  }
});

test("foreign text is a fresh state", () => {
  const { data, text } = halfWay();
  const foreign = [
    undefined,
    null,
    "",
    " ",
    "undefined",
    "null",
    "{}",
    '{"v":2,"progress":[0,1,1],"score":80}',
    "2C4B1A0001011Z0000000000",
    "viewed=1,2,3|lastviewedslide=3|8#1##,3,3,3,7,0",
    "N4IgbghgTgLg9gCwDYEsDOIBcBtA7ARgBoAmATgBZj8AOAXRAF8g",
    "ÿþÝ¨\u0000\u0001",
    "Ünïcödé 🙂 שלום",
    "S1",
    "S1AAAA",
    "S1" + "A".repeat(64),
    "S1" + "_".repeat(65536),
    "x".repeat(65536),
    "🙂".repeat(16384),
    text + text,
    text + " ",
    "\n" + text,
    text.replace("S1", "S2"),
    text.toLowerCase(),
  ];
  for (const given of foreign) isFresh(decodeState(given, data));
});

test("another course's state is a fresh state", () => {
  const { data, text } = halfWay();

  isFresh(decodeState(text, { ...data, course: { ...data.course, id: "another" } }));
});

test("hostile states never throw and answer quickly", () => {
  const { data, text } = halfWay();
  const draw = draws(seeded(7));
  const alphabet = [..."ABCabc019-_S{}\u0000é🙂 "];
  for (let round = 0; round < 2000; round += 1) {
    const noise = Array.from({ length: draw.below(80) }, () => draw.oneOf(alphabet)).join("");
    isFresh(decodeState(draw.coin() ? noise : text.slice(0, draw.below(text.length)) + noise + "!", data));
  }
});

test("no answer of the before and after sets is ever in the string", () => {
  const sets = { B1: SPECS.S, B2: SPECS.X };
  const data = courseData({ checks: { S: SPECS.M }, sets });
  const strings = [[0], [3], "dk", null].map((response) => {
    const answers = new Map([["B1", { response, submitted: true }], ["B2", { response: [0, 1, 2, 3], submitted: true }]]);
    return encodeState({ ...freshState(), answers }, data);
  });

  assert.deepEqual(new Set(strings), new Set([encodeState(freshState(), data)]));
});

test("counters stop at their limit", () => {
  const { data } = halfWay();
  const text = encodeState({ ...freshState(), attemptsUsed: 5000, launches: 1e9 }, data);
  const { attemptsUsed, launches } = decodeState(text, data);

  assert.deepEqual([attemptsUsed, launches], [4095, 262143]);
});

test("a handle comes back, beside answers of every length, in a version with other pages and questions", () => {
  const { data, state, text } = halfWay();
  const handled = encodeState({ ...state, handle: "a-B_9zZ0" }, data);
  const other = courseData({ pages: ["start", "new"], checks: { NEW: SPECS.S } });

  assert.equal(handled.length, text.length + 15);
  assert.deepEqual(decodeState(handled, data), { ...state, handle: "a-B_9zZ0" });
  assert.equal(decodeState(handled, other).handle, "a-B_9zZ0");
  assert.deepEqual(decodeState(handled, { ...data, questions: {} }).answers, new Map());
});

test("a state without a handle leaves the one that is there, and nothing but a handle is written as one", () => {
  const { data, text } = halfWay();

  assert.equal(decodeState(text, data, "", { ...freshState(), handle: "12345678" }).handle, "12345678");
  for (const handle of ["", "short", "much too long", "spaces !", "1234567\n"]) {
    assert.equal(encodeState({ ...freshState(), handle }, data), encodeState(freshState(), data));
  }
});
