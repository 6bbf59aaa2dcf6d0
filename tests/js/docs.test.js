import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { SCORM12_PHASES } from "../../builder/signpost_builder/player/lms-scorm12.js";
import { SCORM2004_PHASES } from "../../builder/signpost_builder/player/lms-scorm2004.js";

const page = readFileSync(new URL("../../docs/lms.md", import.meta.url), "utf8");

/** Rows of the table with a phase in their first cell: [phase, cell of 1.2, cell of 2004], each cell a list of lines. */
const rows = page
  .split("\n")
  .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()))
  .filter(([phase, , , last]) => last !== undefined && /^`[a-z-]+`$/.test(phase))
  .map(([phase, , ...cells]) => [
    phase.slice(1, -1),
    ...cells.map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, line]) => line)),
  ]);

test("docs/lms.md says what a platform sees, phase by phase, as the code does", () => {
  const expected = Object.keys(SCORM12_PHASES).map((phase) => [phase, SCORM12_PHASES[phase], SCORM2004_PHASES[phase]]);

  assert.deepEqual(rows, expected);
});
