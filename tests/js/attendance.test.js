// A phone's code of attendance, from its own modules to the register's judgement, on the vectors that Python has, too.

import assert from "node:assert/strict";
import { createHash, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

await import("../../builder/signpost_builder/formats/trainer/register/libraries.js");
const { proofText, typedName } = await import("../../builder/signpost_builder/player/code-text.js");
const { holderOf } = await import("../../builder/signpost_builder/formats/trainer/room/holder.js");
const list = await import("../../builder/signpost_builder/formats/trainer/register/list.js");
const { parsed } = await import("../../builder/signpost_builder/formats/trainer/register/codes.js");

const { public: key, key: id, codes } = JSON.parse(readFileSync(new URL("../vectors/proof.json", import.meta.url)));
const TODAY = "2026-12-01";
const knowing = list.withKey(list.emptyList(), key, "Hall");
const verdict = (text) => list.judged(text, knowing, TODAY).verdict;

test("a phone's hash and words are those of the vectors", () => {
  for (const { text, holder } of codes) {
    const said = parsed(text);
    assert.equal(holderOf(said.number, said.name ?? ""), holder);
    assert.equal(proofText({ name: "", ...said }), text);
  }
  for (const words of ["", "Zoë", "x".repeat(500)]) {
    assert.equal(holderOf("n", words), createHash("sha256").update(`n\n${words}`).digest("hex"));
  }
});

/** The key of the vectors, in the wrapping of RFC 8410, signs here by Node's own library. */
const secret = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from([...Array(32).keys()])]);
const laptop = createPrivateKey({ key: secret, format: "der", type: "pkcs8" });

test("whatever is typed becomes a code that the register takes as signed", () => {
  const number = "AAECAwQFBgcICQoLDA0ODw";
  const said = { course: "spot-the-signs", version: "1.0.0", date: "2026-11-29" };
  for (const typed of ["", "  Ada\t Lovelace ", "Łukasz O’Neil محمد", "a\u202eb\u200bc", "Zoe\u0308", "𝒳".repeat(90), "name: x\nkey: y", "<b>"]) {
    const name = typedName(typed);
    const bytes = `signpost proof 1\n${Object.values(said).join("\n")}\n${holderOf(number, name)}\n`;
    const text = proofText({ ...said, number, name, key: id, signature: sign(null, Buffer.from(bytes), laptop).toString("base64url") });
    assert.equal(verdict(text), "signed", JSON.stringify(typed));
    assert.equal(verdict(text.normalize("NFD")), "signed");
  }
});

test("a signed code with any one character changed or left out is not signed", () => {
  const { text } = codes[3];
  for (let at = 0; at < text.length - 1; at += 1) {
    for (const forged of [at % 2 ? "A" : "g", ""].map((other) => text.slice(0, at) + other + text.slice(at + 1))) {
      if (forged !== text) assert.notEqual(verdict(forged), "signed", forged);
    }
  }
});

test("a key of small order verifies nothing", () => {
  const nobody = list.withKey(list.emptyList(), `signpost-key:${Buffer.from([1, ...Array(31).fill(0)]).toString("base64url")}`, "");
  const signature = Buffer.from([1, ...Array(63).fill(0)]).toString("base64url");
  const text = codes[2].text.replace(/key: .*/, `key: ${nobody.keys[0].id}`).replace(/signature: .*/, `signature: ${signature}`);
  assert.equal(list.judged(text, nobody, TODAY).verdict, "altered");
});

test("hidden signs in a name are no code", () => {
  for (const evil of ["A\u202eda", "A\u200bda", "A\u0007da", "A\u000bda", "A\ue000da", "A  da", "A\u2028da"]) {
    assert.equal(verdict(`${codes[0].text}name: ${evil}\n`), "none");
  }
});
