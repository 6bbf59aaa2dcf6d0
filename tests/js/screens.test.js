import assert from "node:assert/strict";
import { test } from "node:test";

import { screens } from "../../builder/signpost_builder/player/screens.js";

test("ratings share a screen, every other question has its own", () => {
  const types = ["scale", "scale", "scale", "scale", "scale", "single", "scale", "order", "match"];

  assert.deepEqual(screens(types), [[0, 1, 2, 3], [4], [5], [6], [7], [8]]);
  assert.deepEqual(screens(types, 2), [[0, 1], [2, 3], [4], [5], [6], [7], [8]]);
  assert.deepEqual(screens([]), []);
});
