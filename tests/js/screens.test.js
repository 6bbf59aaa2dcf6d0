import assert from "node:assert/strict";
import { test } from "node:test";

import { screens } from "../../builder/signpost_builder/player/screens.js";

test("questions of one scale share a screen, every other question has its own", () => {
  const joins = [false, true, true, false, false, true];

  assert.deepEqual(screens(joins), [[0, 1, 2], [3], [4, 5]]);
  assert.deepEqual(screens(joins, 2), [[0, 1], [2], [3], [4, 5]]);
  assert.deepEqual(screens([]), []);
});
