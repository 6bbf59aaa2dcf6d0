// The platform of the preview goes by the book: its tables agree with those that the player is tested against, and what is not
// committed is lost.

import assert from "node:assert/strict";
import test from "node:test";
import { BOOKS as STRICT } from "./fake-lms.js";
import { BOOKS } from "../../builder/signpost_builder/preview/static/scorm-books.js";
import { openAttempt } from "../../builder/signpost_builder/preview/static/scorm-api.js";

const STANDARDS = ["1.2", "2004"];

const launched = (standard) => {
  const attempt = openAttempt(BOOKS[standard]);
  const calls = [];
  const launch = () => attempt.launch((call) => calls.push(call));
  return { attempt, calls, launch, api: launch() };
};

const shown = (attempt) => Object.fromEntries(attempt.administrator());

for (const standard of STANDARDS) {
  test(`${standard}: every element of the strict platform is known, with the same access and beginning`, () => {
    for (const [element, [, access, first]] of Object.entries(STRICT[standard].elements)) {
      const [, access2, first2] = BOOKS[standard].elements[element] ?? [];
      assert.deepEqual([element, access2, element.endsWith("_children") ? first : first2], [element, access, first]);
    }
  });

  test(`${standard}: the same errors`, () => {
    for (const [name, number] of Object.entries(STRICT[standard].errors)) assert.equal(BOOKS[standard].errors[name], number, name);
    for (const number of Object.values(BOOKS[standard].errors)) assert.ok(BOOKS[standard].strings[number], number);
  });
}

test("1.2: what is committed outlives the sitting, what is not does not, and time adds up", () => {
  const { attempt, api, launch } = launched("1.2");
  assert.equal(api.LMSGetValue("cmi.core.entry"), "");
  assert.equal(api.LMSGetLastError(), "301");
  assert.equal(api.LMSInitialize(""), "true");
  assert.equal(api.LMSGetValue("cmi.core.entry"), "ab-initio");
  api.LMSSetValue("cmi.suspend_data", "äb");
  assert.deepEqual(attempt.budget(), { used: 0, most: 4096 });
  api.LMSCommit("");
  assert.deepEqual(attempt.budget(), { used: 3, most: 4096 });
  api.LMSSetValue("cmi.core.lesson_status", "incomplete");
  api.LMSSetValue("cmi.core.exit", "suspend");
  api.LMSSetValue("cmi.core.session_time", "00:10:05.50");
  assert.equal(api.LMSFinish(""), "true");
  const again = launch();
  again.LMSInitialize("");
  assert.equal(again.LMSGetValue("cmi.core.entry"), "resume");
  assert.equal(again.LMSGetValue("cmi.suspend_data"), "äb");
  again.LMSSetValue("cmi.core.score.raw", "70");
  again.LMSSetValue("cmi.core.session_time", "00:55:00");
  assert.equal(shown(attempt).Score, "");
  again.LMSFinish("");
  assert.deepEqual(shown(attempt), {
    ...{ Status: "incomplete", Score: "70", Time: "0001:05:05", Place: "" },
    ...{ "cmi.suspend_data": "äb", "cmi.core.entry": "" }, // what no report shows, and the database has all the same
  });
  assert.equal(attempt.sitting(), 2);
});

test("2004: durations, and reading what was never set", () => {
  const { attempt, api, calls } = launched("2004");
  api.Initialize("");
  assert.equal(api.Initialize(""), "false");
  assert.equal(api.GetLastError(), "103");
  assert.equal(api.GetValue("cmi.suspend_data"), "");
  assert.equal(api.GetLastError(), "403");
  api.SetValue("cmi.session_time", "PT1H2M3.5S");
  api.Terminate("");
  assert.equal(shown(attempt).Time, "PT1H2M3S");
  assert.equal(api.SetValue("cmi.location", "x"), "false");
  assert.equal(api.GetLastError(), "104");
  assert.deepEqual([calls.at(-2).error, calls.at(-2).said], ["104", "Content instance terminated"]);
  assert.deepEqual([calls.at(-1).call, calls.at(-1).answer, calls.at(-1).error], ["GetLastError()", "104", "0"]);
});

const REFUSED = [
  ["1.2", "cmi.core.lesson_status", "not attempted", "405"],
  ["1.2", "cmi.suspend_data", "x".repeat(4097), "405"],
  ["1.2", "cmi.core.student_name", "x", "403"],
  ["1.2", "cmi.nothing", "x", "401"],
  ["1.2", "cmi.objectives.1.id", "x", "201"],
  ["1.2", "cmi.objectives.0.status", "passed", "201"],
  ["2004", "cmi.score.scaled", "1.1", "406"],
  ["2004", "cmi.session_time", "P", "406"],
  ["2004", "cmi.suspend_data", "x".repeat(64001), "406"],
  ["2004", "cmi.objectives.1.id", "x", "351"],
  ["2004", "cmi.learner_id", "x", "404"],
];

for (const [standard, element, value, error] of REFUSED) {
  test(`${standard}: ${element} is refused with ${error}`, () => {
    const { api } = launched(standard);
    const { initialize, set, error: last } = BOOKS[standard].methods;
    api[initialize]("");
    assert.equal(api[set](element, value), "false");
    assert.equal(api[last](), error);
  });
}
