import assert from "node:assert/strict";
import { test } from "node:test";

import { parseNumber } from "../../builder/signpost_builder/player/parse-number.js";

const READ = [
  ["44", 44],
  [" 44 ", 44],
  ["44 %", 44],
  ["4.5", 4.5],
  ["4,5", 4.5],
  [".5", 0.5],
  ["19,125", 19125],
  ["19 125", 19125],
  ["1,234,567.5", 1234567.5],
  ["-3", -3],
  ["\u22123", -3],
  ["1\u202f000", 1000],
];

for (const [typed, number] of READ) {
  test(`"${typed}" is ${number}`, () => assert.equal(parseNumber(typed), number));
}

for (const typed of ["", " ", "about 44", "4.4.4", "1e3", "0x10", "--3", "4-5", "Infinity", "1,23,4"]) {
  test(`"${typed}" is no number`, () => assert.ok(Number.isNaN(parseNumber(typed))));
}
