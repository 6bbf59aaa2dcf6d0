import assert from "node:assert/strict";
import { test } from "node:test";

import { drawn, shuffled } from "../../builder/signpost_builder/player/chance.js";

/** Numbers from a list, round and round, in place of chance. */
const chosen = (...numbers) => {
  let at = 0;
  return () => numbers[at++ % numbers.length];
};

test("shuffled keeps everything and leaves the list alone", () => {
  const list = [1, 2, 3, 4, 5];

  assert.deepEqual(shuffled(list).toSorted(), list);
  assert.deepEqual(list, [1, 2, 3, 4, 5]);
  assert.deepEqual(shuffled(list, chosen(0)), [2, 3, 4, 5, 1]);
  assert.deepEqual(shuffled([]), []);
});

test("every order comes up about as often as any other", () => {
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const counts = new Map();
  for (let round = 0; round < 6000; round += 1) {
    const order = shuffled(["a", "b", "c"], random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }

  assert.equal(counts.size, 6);
  for (const count of counts.values()) assert.ok(count > 850 && count < 1150, `${count} of 6000`);
});

test("a draw keeps the pool's order and what was answered", () => {
  const pool = ["a", "b", "c", "d", "e"];

  for (let round = 0; round < 50; round += 1) {
    const shown = drawn(pool, 3, new Set(["d"]));

    assert.equal(shown.length, 3);
    assert.ok(shown.includes("d"));
    assert.deepEqual(shown, pool.filter((each) => shown.includes(each)));
  }
});

test("a draw never hides an answer, and never asks for more than there is", () => {
  assert.deepEqual(drawn(["a", "b", "c"], 1, new Set(["a", "c"])), ["a", "c"]);
  assert.deepEqual(drawn(["a", "b"], 5, new Set()), ["a", "b"]);
});
