// Runs the checking page's judgement without a page: [{name, text | numbers, printed}] and the key on stdin, what was found on stdout.

import { readFileSync } from "node:fs";
import { judged } from "../verify/judge.js";
import { recomputer } from "../verify/recompute.js";
import { readRelease } from "../verify/release.js";

const asked = JSON.parse(readFileSync(0, "utf8"));

const computed = ({ releases, numbers }) => {
  const documents = new Map(releases.map((text) => readRelease(text).document).map((one) => [one.id, one]));
  const recompute = recomputer(documents, numbers);
  return numbers.map(recompute);
};

process.stdout.write(JSON.stringify(asked.map((one) => (one.files ? judged(one.files, one.key ?? "") : computed(one)))));
