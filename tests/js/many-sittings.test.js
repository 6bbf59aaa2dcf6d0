// Learners who do anything in any order, over several launches: what must hold always, holds.

import assert from "node:assert/strict";
import { test } from "node:test";

import { someResponse } from "./courses.js";
import { fakePlatform } from "./fake-lms.js";
import { fakeBrowser } from "./fake-page.js";
import { draws, seeded } from "./seeded.js";
import { sit, someCourse, STANDARDS } from "./sittings.js";

const DONE = { "1.2": ["cmi.core.lesson_status", "passed"], 2004: ["cmi.success_status", "passed"] };

/** One launch from open to end; answers what is wrong with it, as sentences. */
const oneLaunch = async (standard, draw, platform, data, expected) => {
  const { session, page, lms, notices } = await sit(standard, { platform, data, browser: fakeBrowser() });
  const snapshot = () => ({ visited: [...session.state.visited].sort(), answers: [...session.state.answers].sort() });
  if (expected) assert.deepEqual(snapshot(), expected);
  const begun = page.performance.now();
  const again = standard === "1.2" ? 2 : 1; // a result is said again some seconds later, and on leaving
  let budget = 1;
  const submit = (commits = 1) => {
    budget += commits;
    page.wait(0);
  };
  const actions = [
    () => session.visit(draw.oneOf(data.pages).id),
    () => session.visit("help"),
    () => page.wait(draw.below(45000)),
    () => session.answer("CK1", someResponse(data.questions.CK1, draw), false),
    () => (session.answer("CK2", someResponse(data.questions.CK2, draw), true), submit()),
    () => (session.beforeDone(), submit()),
    () => (session.afterSubmitted({ scoreFraction: draw.below(11) / 10, passed: draw.below(4) === 0 }), submit(1 + again)),
    () => (page.document.visibilityState === "visible" && (budget += again), page.hide()),
    () => page.show(),
    () => page.dispatch("online"),
  ];
  for (let left = draw.below(40); left > 0; left -= 1) draw.oneOf(actions)();
  budget += Math.floor((page.performance.now() - begun) / 30000);
  const commits = lms.times("commit");
  const told = notices.includes("result-told");
  if (draw.coin()) session.leave();
  page.goAway();
  page.wait(600000);

  assert.deepEqual(lms.faults, []);
  assert.deepEqual(lms.calls[0], ["initialize", ""]);
  assert.deepEqual(lms.calls.at(-1), ["finish", ""]);
  assert.deepEqual([lms.times("initialize"), lms.times("finish")], [1, 1]);
  assert.ok(lms.times("commit") - commits <= (told || notices.includes("result-told") ? again : 0), "a commit while finishing");
  assert.ok(commits <= budget, `${commits} commits, budget ${budget}`);
  assert.equal(session.state.passed, platform.record.get(DONE[standard][0]) === DONE[standard][1]);
  return snapshot();
};

/** What comes back of a state: an answer of null that was not submitted is no answer. */
const kept = ({ visited, answers }) => ({
  visited,
  answers: answers
    .filter(([, { response, submitted }]) => response !== null || submitted)
    .map(([id, { response, submitted }]) => [id, { response, submitted: Boolean(submitted) }]),
});

for (const standard of STANDARDS) {
  test(`SCORM ${standard}: a hundred learners with three launches each`, async () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const draw = draws(seeded(seed));
      const data = someCourse({ scoreMode: draw.coin() ? "pass" : "exact", attempts: draw.below(3) });
      const platform = fakePlatform(standard, { objectives: draw.coin() ? ["primary", "pretest"] : [] });
      let passed = false;
      let before = null;
      for (let launch = 0; launch < 3; launch += 1) {
        before = kept(await oneLaunch(standard, draw, platform, data, before));
        const now = platform.record.get(DONE[standard][0]) === DONE[standard][1];
        assert.ok(now || !passed, `seed ${seed}: passed, then not`);
        passed = now;
      }
    }
  });
}
