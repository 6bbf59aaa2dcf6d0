// The register's rules and the player's code, on the vectors that Python has, too (tests/test_proof.py).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

await import("../../builder/signpost_builder/formats/trainer/register/libraries.js");
const { parsed, separated } = await import("../../builder/signpost_builder/formats/trainer/register/codes.js");
const list = await import("../../builder/signpost_builder/formats/trainer/register/list.js");

const { public: key, codes } = JSON.parse(readFileSync(new URL("../vectors/proof.json", import.meta.url)));
const [plain, named, signed, signedName] = codes.map(({ text }) => text);
const TODAY = "2026-12-01";
const knowing = () => list.withKey(list.emptyList(), key, "Hall");
const verdict = (text, of = knowing()) => list.judged(text, of, TODAY).verdict;

test("codes of the vectors", () => {
  assert.equal(verdict(plain), "claimed");
  assert.equal(verdict(named), "claimed");
  assert.equal(verdict(signed), "signed");
  assert.equal(verdict(signedName), "signed");
  assert.equal(parsed(named).name, "Łukasz O’Neil محمد");
});

test("altered, forged, foreign, replayed and no codes at all", () => {
  assert.equal(verdict(signedName.replace("Łukasz", "Lukas")), "altered");
  assert.equal(verdict(signed.replace("version: 1.0.0", "version: 2.0.0")), "altered");
  assert.equal(verdict(signed.replace("2026-11-29", "2026-11-30")), "altered");
  assert.equal(verdict(signed.replace(/signature: ./, "signature: _")), "altered");
  assert.equal(verdict(signed.replace(/number: ..../, "number: zzzz")), "altered");
  assert.equal(verdict(signed, list.emptyList()), "foreign");
  assert.equal(verdict(signed.replace(/key: .*/, "key: 0123456789abcdef")), "foreign");
  assert.equal(verdict("https://example.org"), "none");
  assert.equal(verdict(`${signed}extra: 1\n`), "none");
  assert.equal(verdict(signed.replace(/\nkey: .*\nsignature: .*/, "")), "claimed"); // without its signature nobody signed it
  const once = list.entered(knowing(), list.judged(signedName, knowing(), TODAY), "", TODAY);
  assert.equal(verdict(signedName, once), "again");
  assert.equal(verdict(signed, once), "again"); // the same number, however it is dressed
  assert.equal(verdict(plain, once), "again");
});

test("days", () => {
  assert.equal(verdict(plain.replace("2026-11-29", "2026-12-02")), "claimed"); // a clock may be wrong by hours
  assert.equal(verdict(plain.replace("2026-11-29", "2026-12-03")), "future");
  assert.equal(verdict(plain.replace("2026-11-29", "2025-12-01")), "old");
  assert.equal(list.later("2026-01-31", 1), "2026-02-28");
  assert.equal(list.later("2024-02-29", 12), "2025-02-28");
  const old = list.entered(knowing(), list.judged(plain, knowing(), TODAY), "", TODAY);
  assert.equal(list.kept(old, "2027-11-28").entries.length, 1);
  assert.equal(list.kept(old, "2027-11-29").entries.length, 0);
});

test("a name that the school wrote is told from one in the code", () => {
  const one = list.entered(knowing(), list.judged(signed, knowing(), TODAY), "Ada", TODAY);
  assert.deepEqual(one.entries.map(({ name, written, signed: sure }) => [name, written, sure]), [["Ada", true, true]]);
});

test("a file is read back; one that was made by hand is looked at", () => {
  const one = list.entered(knowing(), list.judged(signedName, knowing(), TODAY), "", TODAY);
  assert.deepEqual(list.fromFile(list.asFile(one)), one);
  for (const text of ["", "[]", "{}", '{"format":"signpost-register","version":1,"months":12,"keys":[],"entries":[{}]}', list.asFile({ ...one, months: 0 }), list.asFile({ ...one, entries: [...one.entries, ...one.entries] }), list.asFile({ ...one, keys: [{ key: "x", label: "" }] })]) {
    assert.equal(list.fromFile(text), null);
  }
});

test("a spreadsheet takes no name for a formula", () => {
  const words = { columns: ["Name"], signed: "signed", claimed: "as claimed", written: "" };
  for (const evil of ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "|x", "%x"]) {
    const table = list.asTable({ ...list.emptyList(), entries: [{ name: evil, course: "c", version: "1", date: "2026-11-29", signed: true }] }, words);
    assert.match(table.split("\r\n")[1], /^"'/);
  }
  const quoted = list.asTable({ ...list.emptyList(), entries: [{ name: 'a"b', course: "c", version: "1", date: "2026-11-29", signed: true }] }, words);
  assert.match(quoted, /^\ufeff/);
  assert.match(quoted, /"a""b"/);
});

test("several codes in one paste", () => {
  assert.equal(separated(`hello\n${plain}\r\nbye ${signed}`).length, 2);
  assert.equal(separated("nothing").length, 1);
});
