/** The deck's pure parts: where one is, what a key means, how a session stands against its plan. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { meaning } from "../../builder/signpost_builder/formats/trainer/slides/keys.js";
import { behind, clock, plannedAt } from "../../builder/signpost_builder/formats/trainer/slides/pace.js";
import { back, goTo, onward, thereAndBack } from "../../builder/signpost_builder/formats/trainer/slides/walk.js";

const STOPS = [
  { id: "a", goesTo: "", module: "" },
  { id: "choice", goesTo: "", module: "m" },
  { id: "choice-a", goesTo: "end", module: "m" },
  { id: "choice-b", goesTo: "end", module: "m" },
  { id: "end", goesTo: "", module: "m" },
];
const BEGIN = { at: 0, trail: [] };

test("onward follows a scenario, and stops at the last slide", () => {
  const chosen = goTo(STOPS, goTo(STOPS, BEGIN, 1), 3);
  const ended = onward(STOPS, chosen);

  assert.deepEqual(ended, { at: 4, trail: [0, 1, 3] });
  assert.equal(onward(STOPS, ended), ended);
});

test("back is the way one came, and before that the slide before", () => {
  const there = goTo(STOPS, goTo(STOPS, BEGIN, 3), 1);

  assert.deepEqual(back(STOPS, there), { at: 3, trail: [0] });
  assert.deepEqual(back(STOPS, { at: 3, trail: [] }), { at: 2, trail: [] });
  assert.deepEqual(back(STOPS, BEGIN), BEGIN);
});

test("a number that no slide has leads to the nearest", () => {
  assert.equal(goTo(STOPS, BEGIN, 99).at, 4);
  assert.equal(goTo(STOPS, BEGIN, -1).at, 0);
});

test("help is there and back", () => {
  const helped = thereAndBack(STOPS, { at: 3, trail: [0] }, "a");

  assert.equal(helped.at, 0);
  assert.deepEqual(thereAndBack(STOPS, helped, "a"), { at: 3, trail: [0] });
});

test("keys of clickers, both directions of reading, letters that can be off", () => {
  const usual = { rightToLeft: false, letters: true, shift: false };
  const found = ["PageDown", "PageUp", ".", "b", "B", "ArrowRight", "7", "x", "toString"].map((key) => meaning(key, usual));

  assert.deepEqual(found, ["next", "back", "black", "black", "black", "next", "digit", "", ""]);
  assert.equal(meaning("ArrowRight", { ...usual, rightToLeft: true }), "back");
  assert.equal(meaning("h", { ...usual, letters: false }), "");
  assert.equal(meaning(" ", { ...usual, shift: true }), "back");
});

const ROWS = [
  { start: 0, minutes: 5, said: "Welcome", module: "" },
  { start: 5, minutes: 10, said: "Teach", module: "m" },
  { start: 15, minutes: 5, said: "Activity", module: "m" },
];
const PLAN = { title: "Hour", minutes: 20, rows: ROWS };

test("what is planned, and how far one is from it", () => {
  assert.deepEqual([0, 4.9, 5, 19.9, 20].map((minutes) => plannedAt(PLAN, minutes)?.said), ["Welcome", "Welcome", "Teach", "Activity", undefined]);
  assert.deepEqual([1, 4.5, 5, 20, 20.9, 23].map((minutes) => behind(PLAN, "m", minutes)), [-4, -1, 0, 0, 0, 3]);
  assert.deepEqual([behind(PLAN, "", 30), behind(PLAN, "elsewhere", 30)], [0, 0]);
});

test("a clock with hours from the first one on", () => {
  assert.deepEqual([0, 65, 3599, 3665].map(clock), ["0:00", "1:05", "59:59", "1:01:05"]);
});
