import assert from "node:assert/strict";
import { test } from "node:test";

import { ESLint } from "eslint";

/** How often the rule `signpost/stays-in-place` speaks of a function of the player with this body. */
const found = async (body) => {
  const [{ messages }] = await new ESLint().lintText(`export const f = (g, h) => {\n${body}\n};\n`, { filePath: "builder/signpost_builder/player/dom.js" });
  return messages.filter(({ ruleId }) => ruleId === "signpost/stays-in-place").length;
};

test("what the minifier would move before its neighbours is refused", async () => {
  assert.equal(await found("const a = g();\nconst [x] = h();\nreturn [a, x];"), 1);
  assert.equal(await found("const a = g(), [x] = h();\nreturn [a, x];"), 1);
  assert.equal(await found("const a = g();\nconst { x = a } = h(a);\nreturn x;"), 1);
});

test("what it leaves where it is is not", async () => {
  assert.equal(await found("const [x] = h();\nconst a = g();\nreturn [a, x];"), 0);
  assert.equal(await found("const a = g();\nconst [x] = h(a);\nreturn [a, x];"), 0);
  assert.equal(await found("const a = g();\na();\nconst [x] = h();\nreturn x;"), 0);
});
