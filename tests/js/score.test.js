import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { percentShown, scoreQuestion, scoreSet } from "../../builder/signpost_builder/player/score.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/scoring.json", import.meta.url), "utf8"));

const near = (actual, expected, name) =>
  assert.ok(actual === expected || Math.abs(actual - expected) < 1e-12, `${name}: ${actual}, expected ${expected}`);

for (const { name, spec, response, fraction } of vectors.questions) {
  test(`question: ${name}`, () => near(scoreQuestion(spec, response), fraction, name));
}

for (const { name, specs, responses, passMarkPercent, ...expected } of vectors.sets) {
  test(`set: ${name}`, () => {
    const { scoreFraction, passed, criticalMissed } = scoreSet(specs, responses, passMarkPercent);

    near(scoreFraction, expected.scoreFraction, "scoreFraction");
    assert.equal(passed, expected.passed);
    assert.deepEqual(criticalMissed, expected.criticalMissed);
  });
}

for (const { fraction, decimals, percent } of vectors.percents) {
  test(`shown: ${fraction} to ${decimals} decimals`, () => assert.equal(percentShown(fraction, decimals), percent));
}
