import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { beforeInfo, beforePart, pairRecord, recordInfo, singleRecord, slotBytes } from "../../builder/signpost_builder/player/record.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/records.json", import.meta.url), "utf8"));

/** A form's question as scoring knows it in the page. */
const specOf = ({ type, options, items, terms, meanings, labels, bounds }) => ({
  type,
  ...((options ?? labels) && { options: (options ?? labels).length }),
  ...((items ?? terms) && { count: (items ?? terms).length }),
  ...(meanings && { meanings: meanings.length }),
  ...(bounds && { bounds: bounds.map(Number) }),
});

const zeros = (count) => Array(count).fill(0);

vectors.forEach(({ questions, responses, slots }, number) => {
  test(`slots of case ${number}`, () => {
    const ids = Object.keys(questions);
    const made = slotBytes(ids.map((id) => specOf(questions[id])), ids.map((id) => responses[id]));

    assert.deepEqual([...made], [...slots, ...zeros(332 - slots.length)]);
  });
});

test("a phase holds 332 slots and no more", () => {
  const specs = Array(332).fill({ type: "single", options: 3 });

  assert.deepEqual([...slotBytes(specs, specs.map(() => [2]))], Array(332).fill(2));
  assert.throws(() => slotBytes([...specs, specs[0]], [[0]]), RangeError);
});

test("the three kinds have the layout of sealed-record.md", () => {
  const slots = slotBytes([{ type: "single", options: 4 }, { type: "multiple", options: 2 }], [[3], null]);
  const sealedBefore = new Uint8Array(384).fill(9);

  assert.deepEqual([...beforePart({ group: 2, stratum: null, slots })], [1, 1, 2, 255, 3, 255, 255, ...zeros(329)]);
  assert.deepEqual(
    [...pairRecord({ sealedBefore, slots })],
    [1, 2, 255, 255, ...sealedBefore, 3, 255, 255, ...zeros(329)],
  );
  assert.deepEqual([...singleRecord({ group: null, stratum: 4, slots })], [1, 3, 255, 4, 3, 255, 255, ...zeros(329 + 384)]);
});

test("group and stratum 0 are values, not nothing", () => {
  const [, , group, stratum] = beforePart({ group: 0, stratum: 0, slots: slotBytes([], []) });

  assert.deepEqual([group, stratum], [0, 0]);
});

test("the info strings are those of sealed-record.md", () => {
  const page = readFileSync(new URL("../../docs/formats/sealed-record.md", import.meta.url), "utf8");

  assert.ok(page.includes(`\`${recordInfo("<form id>")}\` |`));
  assert.ok(page.includes(`\`${beforeInfo("<form id>")}\` |`));
});
