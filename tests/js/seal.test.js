import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64url, toBase64url } from "../../builder/signpost_builder/player/base64url.js";
import { loadHpke } from "../../builder/signpost_builder/player/hpke.js";
import { seal } from "../../builder/signpost_builder/player/seal.js";

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (list) => Buffer.from(list).toString("hex");
const words = (text) => new TextEncoder().encode(text);

/** RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, base mode. */
const RFC = {
  info: "Ode on a Grecian Urn",
  ikmE: "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b",
  enc: "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
  ikmR: "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df",
  publicKey: "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
  privateKey: "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
  plain: "Beauty is truth, truth beauty",
  sealed: [
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
    "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c",
  ],
};

/** `act` with `crypto` that draws `drawn` alone; without `subtle`, as on a page served over plain http. */
const withChance = async (drawn, act) => {
  const held = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const getRandomValues = (list) => (list.set(drawn), list);
  Object.defineProperty(globalThis, "crypto", { value: { getRandomValues }, configurable: true });
  try {
    return await act();
  } finally {
    Object.defineProperty(globalThis, "crypto", held);
  }
};

const withoutSubtle = async (act) => {
  const held = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  Object.defineProperty(globalThis, "crypto", { value: { getRandomValues }, configurable: true });
  try {
    assert.equal(crypto.subtle, undefined);
    return await act();
  } finally {
    Object.defineProperty(globalThis, "crypto", held);
  }
};

const opened = async (sealed, privateKey, info) => {
  const { suite } = loadHpke();
  const key = await suite.DeserializePrivateKey(privateKey);
  return suite.Open(key, sealed.slice(0, 32), sealed.slice(32), { info: words(info) });
};

test("RFC 9180 A.2.1: the encapsulated key and the first two messages", () =>
  withChance(bytes(RFC.ikmE), async () => {
    const { suite } = loadHpke();
    const key = await suite.DeserializePublicKey(bytes(RFC.publicKey));
    const { encapsulatedSecret, ctx } = await suite.SetupSender(key, { info: words(RFC.info) });

    assert.equal(hex(encapsulatedSecret), RFC.enc);
    for (const [number, sealed] of RFC.sealed.entries()) {
      assert.equal(hex(await ctx.Seal(words(RFC.plain), words(`Count-${number}`))), sealed);
    }
  }));

test("RFC 9180 A.2.1: keys derived as the RFC derives them", async () => {
  const { suite } = loadHpke();
  const { privateKey, publicKey } = await suite.DeriveKeyPair(bytes(RFC.ikmR), true);

  assert.equal(hex(await suite.SerializePrivateKey(privateKey)), RFC.privateKey);
  assert.equal(hex(await suite.SerializePublicKey(publicKey)), RFC.publicKey);
});

test("RFC 9180 A.2.1: seal makes the same, but for the tag, which covers the aad that seal leaves empty", () =>
  withChance(bytes(RFC.ikmE), async () => {
    const sealed = await seal(bytes(RFC.publicKey), RFC.info, words(RFC.plain));
    const size = RFC.plain.length;

    assert.equal(hex(sealed.slice(0, 32)), RFC.enc);
    assert.equal(hex(sealed.slice(32, 32 + size)), RFC.sealed[0].slice(0, 2 * size));
    assert.equal(sealed.length, 32 + size + 16);
  }));

for (const [where, within] of [["with crypto.subtle", (act) => act()], ["without crypto.subtle", withoutSubtle]]) {
  test(`what is sealed opens, ${where}; each time in other bytes`, () =>
    within(async () => {
      const plain = crypto.getRandomValues(new Uint8Array(720));
      const [one, two] = [await seal(bytes(RFC.publicKey), "a", plain), await seal(bytes(RFC.publicKey), "a", plain)];

      assert.equal(one.length, 768);
      assert.notDeepEqual(one, two);
      assert.deepEqual(new Uint8Array(await opened(one, bytes(RFC.privateKey), "a")), plain);
      await assert.rejects(opened(one, bytes(RFC.privateKey), "b"));
    }));
}

test("a key that is none is refused", async () => {
  for (const key of [new Uint8Array(31), new Uint8Array(32)]) {
    await assert.rejects(seal(key, "a", new Uint8Array(1)));
  }
});

test("base64url: RFC 4648 without padding, both ways", () => {
  for (const [list, text] of [[[], ""], [[0], "AA"], [[255, 239], "_-8"], [[251, 255, 254], "-__-"]]) {
    assert.equal(toBase64url(Uint8Array.from(list)), text);
    assert.deepEqual(fromBase64url(text), Uint8Array.from(list));
  }
  for (const length of [384, 768]) {
    const list = crypto.getRandomValues(new Uint8Array(length));

    assert.equal(toBase64url(list), Buffer.from(list).toString("base64url"));
    assert.deepEqual(fromBase64url(toBase64url(list)), list);
  }
  assert.throws(() => fromBase64url("no base64!"));
});
