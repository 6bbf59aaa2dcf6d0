import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

/** The page as far as the adapter touches it: its course data, and the box of notices. */
const notices = [];
const questions = {
  K1: { type: "single", options: 3, keys: [1], key: 1 },
  K2: { type: "multiple", options: 3, keys: [0, 2], key: 2 },
  C1: { type: "scale", options: 5, keys: null, key: 3 },
};
const data = {
  course: { id: "made-up" },
  pages: [{ id: "after", counts: false }, { id: "result", counts: false }],
  pagesDigest: "AAAA",
  before: [],
  after: ["K1", "K2", "C1"],
  questions,
  scoreMode: "pass",
  strings: new Proxy({}, { get: (_, key) => String(key) }),
};
const box = {
  querySelector: (selector) => notices.includes(/data-notice=([\w-]+)/.exec(selector)[1]) || null,
  replaceChildren: () => (notices.length = 0),
  append: (line) => notices.push(line.dataset.notice),
};
globalThis.document = {
  getElementById: () => ({ textContent: JSON.stringify({ ...data, strings: { "not-saved": "", "saved-again": "", elsewhere: "" } }) }),
  querySelector: () => box,
  createElement: () => ({ dataset: {}, append() {} }),
};
const { data: page } = await import("../../builder/signpost_builder/player/course-data.js");
const { connect } = await import("../../builder/signpost_builder/player/lms-xblock.js");
const { decodeState } = await import("../../builder/signpost_builder/player/state.js");

/** A platform that answers what the test says, and timers that run when the test says. */
const somePlatform = (held) => {
  const calls = [];
  const timers = new Map();
  const said = [];
  let answers = [];
  const host = {
    held: { tracked: true, mode: "normal", ...held },
    say: (words) => said.push(words),
    call(handler, body) {
      calls.push({ handler, body: structuredClone(body) });
      return Promise.resolve(answers.shift() ?? { status: 200, answer: {} });
    },
  };
  const window = {
    frameElement: { signpost: host },
    setTimeout(act, milliseconds) {
      timers.set(act, milliseconds);
      return act;
    },
    clearTimeout: (act) => timers.delete(act),
  };
  const lms = connect(window);
  return {
    lms,
    calls,
    said,
    timers,
    answer: (...list) => (answers = list),
    settled: async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    },
    async runTimers() {
      const acts = [...timers.keys()];
      timers.clear();
      for (const act of acts) act();
      await this.settled();
    },
  };
};

const quiz = (held) => somePlatform({ kind: "quiz", grading: "private", attemptsUsed: 0, passed: false, handle: "", ...held });
const module = (held) => somePlatform({ kind: "module", state: "", place: "", completed: false, ...held });
const values = { state: "S1", location: "p1", progress: 0, seconds: 1, done: false };
const right = { K1: [1], K2: [0, 2], C1: [4] };

/** What session.js does when the after set is submitted. */
const submit = (lms, responses, passed, fraction) => {
  lms.answered(responses);
  if (fraction !== undefined) lms.record("scored", { fraction });
  lms.record(passed ? "passed" : "not-passed");
  lms.save(values);
};

beforeEach(() => {
  notices.length = 0;
  Object.assign(page, { scoreMode: "pass", after: ["K1", "K2", "C1"] });
});

describe("finding the page around the frame", () => {
  test("no frame, or nothing left on it: no platform yet", () => {
    assert.equal(connect({ frameElement: null }).start(), null);
    assert.equal(connect({ frameElement: {} }).start(), null);
  });

  test("left on it later", () => {
    const frameElement = {};
    const lms = connect({ frameElement });
    lms.start();
    frameElement.signpost = { held: {} };

    assert.equal(lms.start(), true);
  });
});

describe("a module", () => {
  test("gets back what is held", () => {
    const { lms } = module({ state: "S1x", place: "p2", completed: true });
    lms.start();

    assert.deepEqual(lms.restore(), { tracked: true, mode: "normal", state: "S1x", location: "p2", completed: true, passed: false });
  });

  test("saves state and place, once for the same values", async () => {
    const { lms, calls, settled } = module();
    lms.start();
    assert.equal(lms.save(values), true);
    await settled();
    lms.save(values);
    await settled();

    assert.deepEqual(calls, [{ handler: "save_progress", body: { state: "S1", place: "p1" } }]);
  });

  test("what comes while a save is on its way is one more save, with the newest values", async () => {
    const { lms, calls, settled } = module();
    lms.start();
    for (const location of ["p1", "p2", "p3"]) lms.save({ ...values, location });
    await settled();

    assert.deepEqual(calls.map(({ body }) => body.place), ["p1", "p3"]);
  });

  test("refused for now: said, tried again ever later, and taken back", async () => {
    const platform = module();
    platform.lms.start();
    platform.answer({ status: 0, answer: {} }, { status: 503, answer: {} });
    platform.lms.save(values);
    await platform.settled();
    const waits = [...platform.timers.values()];
    await platform.runTimers();
    waits.push(...platform.timers.values());
    const said = [...notices];
    await platform.runTimers();

    assert.deepEqual(waits, [5000, 10000]);
    assert.deepEqual(said, ["not-saved"]);
    assert.deepEqual(notices, ["saved-again"]);
    assert.equal(platform.calls.length, 3);
  });

  test("another window was later: says so and writes no more", async () => {
    const { lms, calls, answer, settled } = module();
    lms.start();
    answer({ status: 409, answer: { error: "" } });
    lms.save(values);
    await settled();
    lms.save({ ...values, location: "p2" });
    await settled();

    assert.deepEqual(notices, ["elsewhere"]);
    assert.equal(calls.length, 1);
  });

  test("refused for good: the platform's words, no second try", async () => {
    const { lms, calls, said, answer, settled, timers } = module();
    lms.start();
    answer({ status: 400, answer: { error: "Reload this page." } });
    lms.save(values);
    await settled();

    assert.deepEqual(said, ["Reload this page."]);
    assert.equal(calls.length, 1);
    assert.equal(timers.size, 0);
  });

  test("not kept: nothing is sent", async () => {
    const { lms, calls, settled } = module({ tracked: false });
    lms.start();
    lms.save(values);
    lms.finish(values, false);
    await settled();

    assert.equal(lms.restore().tracked, false);
    assert.deepEqual(calls, []);
  });

  test("leaving sends what waits, at once", () => {
    const { lms, calls } = module();
    lms.start();
    lms.save(values);
    lms.finish({ ...values, location: "p9" }, false);

    assert.deepEqual(calls.map(({ body }) => body.place), ["p1", "p9"]);
  });
});

describe("the questions after", () => {
  test("attempts and pass come back as the state that the session reads", () => {
    const { lms } = quiz({ attemptsUsed: 3, passed: true, handle: "abcd_-12" });
    lms.start();
    const { state, handle, passed } = lms.restore();
    const read = decodeState(state, page, "");

    assert.deepEqual([read.attemptsUsed, read.passed, passed, handle], [3, true, true, "abcd_-12"]);
  });

  test("private: passed or not, and the number of the attempt", async () => {
    const { lms, calls, answer, settled } = quiz();
    lms.start();
    answer({ status: 200, answer: { attemptsUsed: 1, passed: false } }, { status: 200, answer: { attemptsUsed: 2, passed: true } });
    submit(lms, { K1: [0] }, false);
    await settled();
    submit(lms, right, true);
    await settled();

    assert.deepEqual(calls, [
      { handler: "submit", body: { attempt: 1, passed: false } },
      { handler: "submit", body: { attempt: 2, passed: true } },
    ]);
  });

  test("two attempts before the first is answered keep their numbers", async () => {
    const { lms, calls, answer, settled } = quiz();
    lms.start();
    answer({ status: 200, answer: { attemptsUsed: 1 } }, { status: 200, answer: { attemptsUsed: 2 } });
    submit(lms, {}, false);
    submit(lms, right, true);
    await settled();

    assert.deepEqual(calls.map(({ body }) => body.attempt), [1, 2]);
  });

  test("exact: the share of points too", async () => {
    page.scoreMode = "exact";
    const { lms, calls, settled } = quiz();
    lms.start();
    submit(lms, {}, false, 0.75);
    await settled();

    assert.deepEqual(calls[0].body, { attempt: 1, passed: false, score_fraction: 0.75 });
  });

  test("server: the answers to what is marked, and no result", async () => {
    const { lms, calls, settled } = quiz({ grading: "server" });
    lms.start();
    submit(lms, { K1: [1], C1: [4] }, true);
    await settled();

    assert.deepEqual(calls[0].body, { attempt: 1, answers: { K1: [1], K2: null } });
  });

  test("another window used an attempt: this one takes the next number", async () => {
    const { lms, calls, answer, settled } = quiz();
    lms.start();
    answer({ status: 409, answer: { held: { attemptsUsed: 1, passed: false } } });
    submit(lms, right, true);
    await settled();

    assert.deepEqual(calls.map(({ body }) => body.attempt), [1, 2]);
  });

  test("an answer that got lost: the attempt was counted, and is not counted again", async () => {
    const platform = quiz();
    platform.lms.start();
    platform.answer({ status: 0, answer: {} }, { status: 409, answer: { held: { attemptsUsed: 1, passed: true } } });
    submit(platform.lms, right, true);
    await platform.settled();
    await platform.runTimers();

    assert.deepEqual(platform.calls.map(({ body }) => body.attempt), [1, 1]);
    assert.equal(platform.lms.restore().passed, true);
  });

  test("no tries left: the platform says so", async () => {
    const { lms, said, answer, settled } = quiz();
    lms.start();
    answer({ status: 422, answer: { error: "You have no tries left." } });
    submit(lms, right, true);
    await settled();

    assert.deepEqual(said, ["You have no tries left."]);
  });

  test("turning pages sends nothing", async () => {
    const { lms, calls, settled } = quiz();
    lms.start();
    lms.record("opened");
    lms.save(values);
    lms.finish(values, false);
    await settled();

    assert.deepEqual(calls, []);
  });

  test("nothing marked: done, later, once, with an empty body", async () => {
    page.after = ["C1"];
    const platform = quiz();
    platform.lms.start();
    submit(platform.lms, right, false);
    platform.lms.record("completed");
    platform.lms.save(values);
    const [wait] = platform.timers.values();
    await platform.settled();
    const atOnce = platform.calls.length;
    await platform.runTimers();

    assert.ok(wait >= 2000 && wait <= 20000);
    assert.equal(atOnce, 0);
    assert.deepEqual(platform.calls, [{ handler: "done", body: {} }]);
  });
});

describe("the questions before", () => {
  test("done on leaving, if not sent before", async () => {
    const { lms, calls, settled } = quiz();
    lms.start();
    lms.record("before-done");
    lms.save(values);
    lms.finish(values, false);
    await settled();

    assert.deepEqual(calls, [{ handler: "done", body: {} }]);
  });
});
