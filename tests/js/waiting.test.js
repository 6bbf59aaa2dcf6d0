import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { createWaiting } from "../../builder/signpost_builder/player/waiting.js";

const FORM = "94ed4466-1b35-59f5-ac65-43d0ad6b9531";
const OTHER = "28313cfa-4fef-56cc-a90b-ff971fe616f9";
const ENDPOINT = "https://survey.example.org";
const DAY = 86400000;
const PART = Uint8Array.from({ length: 384 }, (_, index) => index % 256);

const fakeStorage = (refuse = []) => {
  const held = new Map();
  const method = (name, act) => (...values) => {
    if (refuse.includes(name)) throw new Error("SecurityError");
    return act(...values);
  };
  return {
    held,
    get length() {
      return held.size;
    },
    key: method("key", (index) => [...held.keys()][index] ?? null),
    getItem: method("getItem", (key) => held.get(key) ?? null),
    setItem: method("setItem", (key, value) => void held.set(key, String(value))),
    removeItem: method("removeItem", (key) => void held.delete(key)),
  };
};

/** A device and the pages that are opened on it, each with a memory of its own. */
const device = (storage = fakeStorage()) => {
  const clock = { days: 20000 };
  const open = () => createWaiting(() => storage, () => clock.days * DAY + 5000);
  return { storage, clock, open };
};

const text = (sign) => sign.repeat(1024);

describe("the before part", () => {
  test("waits under the handle, for another page of the same device, and is taken once", () => {
    const { storage, open } = device();
    open().keepBefore(FORM, "handle01", PART);
    const page = open();

    assert.deepEqual([...storage.held.keys()], [`signpost.survey.before.${FORM}.handle01`]);
    assert.equal(page.hasBefore(FORM, "handle01"), true);
    assert.deepEqual(page.takeBefore(FORM, "handle01"), PART);
    assert.equal(page.hasBefore(FORM, "handle01"), false);
    assert.equal(page.takeBefore(FORM, "handle01"), null);
    assert.equal(storage.held.size, 0);
  });

  test("that another tab took is gone from this one too", () => {
    const { open } = device();
    const [one, other] = [open(), open()];
    one.keepBefore(FORM, "handle01", PART);
    one.keepRecord(ENDPOINT, FORM, text("a"));
    other.takeBefore(FORM, "handle01");
    other.forgetRecord(text("a"));

    assert.equal(one.takeBefore(FORM, "handle01"), null);
    assert.deepEqual(one.records(ENDPOINT), []);
  });

  test("is nobody else's, and no other form's", () => {
    const { open } = device();
    open().keepBefore(FORM, "handle01", PART);
    const page = open();

    assert.equal(page.hasBefore(FORM, "handle02"), false);
    assert.equal(page.hasBefore(OTHER, "handle01"), false);
    assert.equal(page.takeBefore(FORM, "handle02"), null);
    assert.equal(page.hasBefore(FORM, "handle01"), true);
  });

  test("waits 180 days and no longer", () => {
    const { clock, open } = device();
    open().keepBefore(FORM, "handle01", PART);
    clock.days += 180;
    open().records(ENDPOINT);
    const there = open().hasBefore(FORM, "handle01");
    clock.days += 1;
    open().records(ENDPOINT);

    assert.equal(there, true);
    assert.equal(open().hasBefore(FORM, "handle01"), false);
  });

  test("that somebody damaged is none", () => {
    const { storage, open } = device();
    for (const value of ["", "20000", "20000 !!!", "rubbish"]) {
      storage.held.set(`signpost.survey.before.${FORM}.handle01`, value);

      assert.equal(open().hasBefore(FORM, "handle01"), false);
    }
  });
});

describe("a finished record", () => {
  test("waits without a handle, byte for byte, for its endpoint alone, until it is forgotten", () => {
    const { storage, open } = device();
    open().keepRecord(ENDPOINT, FORM, text("a"));
    open().keepRecord("https://elsewhere.example.org", FORM, text("b"));
    const page = open();

    assert.deepEqual(page.records(ENDPOINT), [{ formId: FORM, text: text("a") }]);
    page.forgetRecord(text("a"));
    assert.deepEqual(open().records(ENDPOINT), []);
    assert.deepEqual([...storage.held], [[`signpost.survey.record.${"b".repeat(22)}`, `20000 https://elsewhere.example.org ${FORM} ${text("b")}`]]);
  });

  test("waits 30 days and no longer; a clock turned far back ends it too", () => {
    for (const [days, left] of [[30, 1], [31, 0], [-30, 1], [-31, 0]]) {
      const { clock, open } = device();
      open().keepRecord(ENDPOINT, FORM, text("a"));
      clock.days += days;

      assert.equal(open().records(ENDPOINT).length, left, `${days} days`);
    }
  });

  test("that somebody damaged is forgotten, and other keys are left alone", () => {
    const { storage, open } = device();
    storage.held.set("signpost.survey.record.x", "rubbish");
    storage.held.set("signpost.road.general", "start S1");

    assert.deepEqual(open().records(ENDPOINT), []);
    assert.deepEqual([...storage.held.keys()], ["signpost.road.general"]);
  });
});

describe("a storage that refuses", () => {
  const storages = {
    "is not there": () => {
      throw new Error("SecurityError");
    },
    "refuses everything": () => fakeStorage(["key", "getItem", "setItem", "removeItem"]),
    "is full": () => fakeStorage(["setItem"]),
  };
  for (const [name, storage] of Object.entries(storages)) {
    test(`${name}: the page's memory serves until it closes`, () => {
      const page = createWaiting(storage, () => 20000 * DAY);
      page.keepBefore(FORM, "handle01", PART);
      page.keepRecord(ENDPOINT, FORM, text("a"));

      assert.equal(page.hasBefore(FORM, "handle01"), true);
      assert.deepEqual(page.takeBefore(FORM, "handle01"), PART);
      assert.equal(page.hasBefore(FORM, "handle01"), false);
      assert.deepEqual(page.records(ENDPOINT), [{ formId: FORM, text: text("a") }]);
      page.forgetRecord(text("a"));
      assert.deepEqual(page.records(ENDPOINT), []);
      assert.equal(createWaiting(storage).hasBefore(FORM, "handle01"), false);
    });
  }
});
