import assert from "node:assert/strict";
import { test } from "node:test";

import { deliver } from "../../builder/signpost_builder/player/delivery.js";
import { createOutbox } from "../../builder/signpost_builder/player/outbox.js";
import { createWaiting } from "../../builder/signpost_builder/player/waiting.js";

const FORM = "94ed4466-1b35-59f5-ac65-43d0ad6b9531";
const ENDPOINT = "https://survey.example.org";
const text = (sign) => sign.repeat(1024);

/** An outbox over a store that gives `answers` one by one, and a page whose one timer the test lets run out. */
const outboxWith = (...answers) => {
  const sent = [];
  const told = [];
  const waits = [];
  const listeners = {};
  let action = null;
  const page = {
    setTimeout: (act, milliseconds) => ((action = act), waits.push(milliseconds)),
    clearTimeout: () => (action = null),
    addEventListener: (type, listener) => (listeners[type] = listener),
  };
  const waiting = createWaiting(() => {
    throw new Error("no storage");
  });
  const give = async (endpoint, formId, body) => {
    sent.push([endpoint, formId, body]);
    const [outcome, retryAfter = 0] = [answers.shift() ?? "delivered"].flat();
    return { outcome, retryAfter };
  };
  const outbox = createOutbox({ endpoint: ENDPOINT, waiting, deliver: give, tell: (outcome) => told.push(outcome), page, random: () => 0.5 });
  return { outbox, waiting, sent, told, waits, online: () => listeners.online(), timeout: () => action() };
};

test("delivered: sent once, and forgotten", async () => {
  const { outbox, waiting, sent, told, waits } = outboxWith("delivered");
  await outbox.send(FORM, text("a"));

  assert.deepEqual(sent, [[ENDPOINT, FORM, text("a")]]);
  assert.deepEqual(waiting.records(ENDPOINT), []);
  assert.deepEqual([told, waits], [["delivered"], []]);
});

test("refused: forgotten, never sent again", async () => {
  const { outbox, waiting, sent, waits } = outboxWith("refused");
  await outbox.send(FORM, text("a"));
  await outbox.sendAll();

  assert.equal(sent.length, 1);
  assert.deepEqual([waiting.records(ENDPOINT), waits], [[], []]);
});

test("later: kept, sent again byte for byte after waits that double", async () => {
  const { outbox, waiting, sent, told, waits, timeout } = outboxWith("later", "later", "later", "delivered");
  await outbox.send(FORM, text("a"));
  const kept = waiting.records(ENDPOINT).length;
  for (let round = 0; round < 3; round += 1) await timeout();

  assert.equal(kept, 1);
  assert.deepEqual(new Set(sent.map(([, , body]) => body)), new Set([text("a")]));
  assert.deepEqual(waits, [45000, 90000, 180000]);
  assert.deepEqual(told, ["later", "later", "later", "delivered"]);
  assert.deepEqual(waiting.records(ENDPOINT), []);
});

test("the store says how long to wait", async () => {
  const { outbox, waits } = outboxWith(["later", 20]);
  await outbox.send(FORM, text("a"));

  assert.deepEqual(waits, [30000]);
});

test("of several that wait, the first that must wait holds the others", async () => {
  const { outbox, waiting, sent } = outboxWith("delivered", "later");
  for (const sign of "abc") waiting.keepRecord(ENDPOINT, FORM, text(sign));
  await outbox.sendAll();

  assert.deepEqual(sent.map(([, , body]) => body[0]), ["a", "b"]);
  assert.deepEqual(waiting.records(ENDPOINT).map((record) => record.text[0]), ["b", "c"]);
});

test("back online: sent at once, if something waits", async () => {
  const { outbox, sent, online } = outboxWith("later", "delivered");
  await online();
  const before = sent.length;
  await outbox.send(FORM, text("a"));
  await online();

  assert.deepEqual([before, sent.length], [0, 2]);
});

test("two tries at the same time are one", async () => {
  const { outbox, waiting, sent } = outboxWith();
  waiting.keepRecord(ENDPOINT, FORM, text("a"));
  await Promise.all([outbox.sendAll(), outbox.sendAll()]);

  assert.equal(sent.length, 1);
});

const withFetch = async (fetch, act) => {
  const held = globalThis.fetch;
  globalThis.fetch = fetch;
  try {
    return await act();
  } finally {
    globalThis.fetch = held;
  }
};

test("what the request is", async () => {
  const asked = [];
  const fetch = async (url, { signal, ...options }) => (asked.push([url, options]), new Response(null, { status: 204 }));
  await withFetch(fetch, () => deliver(ENDPOINT, FORM, text("a")));

  assert.deepEqual(asked, [
    [
      `${ENDPOINT}/v1/forms/${FORM}/records`,
      {
        method: "POST",
        headers: { "Content-Type": "text/plain" },
        body: text("a"),
        mode: "cors",
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        keepalive: true,
      },
    ],
  ]);
});

for (const [status, outcome] of [[204, "delivered"], [200, "delivered"], [400, "refused"], [404, "refused"], [410, "refused"], [413, "refused"], [415, "refused"], [403, "later"], [408, "later"], [429, "later"], [500, "later"], [502, "later"], [503, "later"]]) {
  test(`the store answers ${status}: ${outcome}`, async () => {
    const fetch = async () => new Response(null, { status, headers: { "Retry-After": "7" } });

    assert.deepEqual(await withFetch(fetch, () => deliver(ENDPOINT, FORM, text("a"))), { outcome, retryAfter: outcome === "later" ? 7 : 0 });
  });
}

test("no answer, or a Retry-After that is a date: later, in the page's own time", async () => {
  const dated = async () => new Response(null, { status: 503, headers: { "Retry-After": "Mon, 23 Nov 2026 12:00:00 GMT" } });
  for (const fetch of [async () => Promise.reject(new TypeError("Failed to fetch")), dated]) {
    assert.deepEqual(await withFetch(fetch, () => deliver(ENDPOINT, FORM, text("a"))), { outcome: "later", retryAfter: 0 });
  }
});

test("a store that never answers is given up after 30 seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const fetch = (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const outcome = withFetch(fetch, () => deliver(ENDPOINT, FORM, text("a")));
  t.mock.timers.tick(30000);

  assert.deepEqual(await outcome, { outcome: "later", retryAfter: 0 });
});
