import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { findApi } from "../../builder/signpost_builder/player/find-api.js";
import { connect as connectNone } from "../../builder/signpost_builder/player/lms-none.js";
import { connect as connect12, SCORM12_PHASES } from "../../builder/signpost_builder/player/lms-scorm12.js";
import { connect as connect2004, SCORM2004_PHASES } from "../../builder/signpost_builder/player/lms-scorm2004.js";
import { createSession } from "../../builder/signpost_builder/player/session.js";
import { fakePlatform } from "./fake-lms.js";
import { fakeBrowser } from "./fake-page.js";
import { sit, someCourse } from "./sittings.js";

const api = { LMSInitialize: () => "true" };
const find = (window) => findApi(window, "API", "LMSInitialize");

/** A window of another origin: whatever is asked of it throws, but for its parent and opener. */
const stranger = ({ parent, opener } = {}) =>
  new Proxy({}, {
    get(_, name) {
      if (name === "parent") return parent;
      if (name === "opener") return opener;
      throw new Error("SecurityError");
    },
  });

const topWindow = (more = {}) => {
  const window = { ...more };
  window.parent = window;
  return window;
};

describe("finding the API", () => {
  test("in the window itself", () => assert.equal(find(topWindow({ API: api })), api));

  test("some frames up", () => assert.equal(find({ parent: { parent: topWindow({ API: api }) } }), api));

  test("the nearest one", () => {
    const other = { LMSInitialize: () => "false" };

    assert.equal(find({ parent: { API: api, parent: topWindow({ API: other }) } }), api);
  });

  test("in the opener, its parents, and the opener of a parent", () => {
    assert.equal(find(topWindow({ opener: topWindow({ API: api }) })), api);
    assert.equal(find(topWindow({ opener: { parent: topWindow({ API: api }) } })), api);
    assert.equal(find({ parent: topWindow({ opener: topWindow({ API: api }) }) }), api);
  });

  test("parents come before openers", () => {
    const other = { LMSInitialize: () => "false" };

    assert.equal(find({ opener: topWindow({ API: other }), parent: topWindow({ API: api }) }), api);
  });

  test("beyond a stranger's window", () => {
    assert.equal(find({ parent: stranger({ parent: topWindow({ API: api }) }) }), api);
    assert.equal(find({ parent: stranger(), opener: topWindow({ API: api }) }), api);
  });

  test("not where it is not", () => {
    assert.equal(find(topWindow()), null);
    assert.equal(find({ parent: stranger() }), null);
    assert.equal(find({}), null);
  });

  test("a frame that happens to be called API is none", () => {
    assert.equal(find({ parent: topWindow({ API: stranger() }) }), null);
    assert.equal(find(topWindow({ API: {} })), null);
  });

  test("chains without an end, and windows that are each other's parent", () => {
    const endless = () => ({
      get parent() {
        return endless();
      },
    });
    const one = {};
    const two = { parent: one, opener: one };
    Object.assign(one, { parent: two, opener: two });

    assert.equal(find(endless()), null);
    assert.equal(find(one), null);
  });
});

describe("session time", () => {
  const timeAfter = async (standard, seconds) => {
    const { session, page, lms } = await sit(standard);
    page.wait(seconds * 1000);
    session.leave();
    assert.deepEqual(lms.faults, []);
    return lms.sets(standard === "1.2" ? "cmi.core.session_time" : "cmi.session_time").at(-1);
  };

  for (const [seconds, first, second] of [
    [0, "00:00:00.00", "PT0H0M0S"],
    [5.07, "00:00:05.07", "PT0H0M5.07S"],
    [59.999, "00:01:00.00", "PT0H1M0S"],
    [3600, "01:00:00.00", "PT1H0M0S"],
    [18427.1, "05:07:07.10", "PT5H7M7.1S"],
    [100 * 3600 + 61, "100:01:01.00", "PT100H1M1S"],
    [12345 * 3600, "9999:00:00.00", "PT9999H0M0S"],
  ]) {
    test(`${seconds} seconds`, async () => {
      assert.equal(await timeAfter("1.2", seconds), first);
      assert.equal(await timeAfter("2004", seconds), second);
    });
  }
});

describe("the tables of what a platform sees", () => {
  const tables = { "1.2": [SCORM12_PHASES, connect12], 2004: [SCORM2004_PHASES, connect2004] };
  const rowsOf = (phase) => phase.map((row) => row.split("="));
  const values = { state: "S1", location: "start", progress: 0.12344678, seconds: 61.5, done: false };

  test("both standards have the same phases", () => {
    assert.deepEqual(Object.keys(SCORM12_PHASES), Object.keys(SCORM2004_PHASES));
  });

  for (const [standard, [phases, connect]] of Object.entries(tables)) {
    for (const phase of ["opened", "reopened", "before-done", "scored", "not-passed", "passed", "full-score", "completed"]) {
      test(`${standard}: ${phase} sets its row, then what is always saved, and a strict platform takes it`, () => {
        const lms = fakePlatform(standard).launch();
        const adapter = connect({ [lms.name]: lms.api });
        adapter.start("x");
        adapter.record(phase, phase === "scored" ? { fraction: 0.5, keepHigher: false } : undefined);
        const saved = adapter.save(values);
        const filled = { raw: "50", scaled: "0.5", state: "S1", location: "start", progress: "0.1234", time: standard === "1.2" ? "00:01:01.50" : "PT0H1M1.5S" };
        const expected = rowsOf([...phases[phase], ...phases.saved]).map(([element, value]) => [
          element.replace(/\{\w+\}/, "0"),
          value.replace(/^\{(\w+)\}$/, (_, key) => filled[key]),
        ]);
        const heard = lms.calls.filter(([role, name]) => role === "set" && !name.endsWith(".id")).map(([, ...rest]) => rest);

        assert.equal(saved, true);
        assert.deepEqual(heard, expected);
        assert.deepEqual(lms.faults, []);
      });
    }

    for (const [phase, asked, done] of [["left", true, false], ["left-done", true, true], ["closed", false, false], ["closed-done", false, true]]) {
      test(`${standard}: ${phase} sets its row and finishes`, () => {
        const lms = fakePlatform(standard).launch();
        const adapter = connect({ [lms.name]: lms.api });
        adapter.start("x");
        adapter.finish({ ...values, done }, asked);
        const heard = lms.calls.filter(([role]) => role === "set").map(([, ...rest]) => rest);

        assert.deepEqual(heard.slice(phases.saved.length), rowsOf(phases[phase]));
        assert.deepEqual(lms.calls.at(-1), ["finish", ""]);
        assert.deepEqual(lms.faults, []);
      });
    }
  }

  test("a number is sent with mode exact, and 100 with a pass in mode pass", () => {
    for (const [phases] of Object.values(tables)) {
      const rows = Object.entries(phases).filter(([, row]) => row.some((element) => element.includes("score")));

      assert.deepEqual(rows.map(([phase]) => phase), ["scored", "full-score"]);
    }
  });

  test("1.2: a platform that does not know the lesson mode is not asked for it", async () => {
    const platform = fakePlatform("1.2", { record: { "cmi.core._children": "lesson_location,lesson_status" } });
    const { lms, opened } = await sit("1.2", { platform });

    assert.equal(opened.mode, "normal");
    assert.equal(lms.calls.some(([, name]) => name === "cmi.core.lesson_mode"), false);
  });

  test("2004: already initialised by a frame around the course is initialised", async () => {
    const lms = fakePlatform("2004").launch();
    lms.api.Initialize("");
    const adapter = connect2004({ API_1484_11: lms.api });

    assert.equal(adapter.start("x"), true);
  });
});

describe("without a platform", () => {
  const sitAlone = async (browser, data = someCourse()) => {
    const page = browser.open();
    const notices = [];
    const lms = connectNone(page);
    const session = createSession({ lms, data, page });
    session.onNotice((notice) => notices.push(notice));
    const opened = await session.open();
    browser.deliver();
    return { page, session, notices, opened, lms };
  };

  test("the state stays in this browser, under course and edition", async () => {
    const browser = fakeBrowser();
    const first = await sitAlone(browser);
    first.session.visit("a.one");
    first.session.answer("CK1", [2], true);
    first.session.afterSubmitted({ scoreFraction: 1, passed: true });
    first.page.goAway();
    const second = await sitAlone(browser);

    assert.deepEqual([...browser.storage.keys()], ["signpost.made-up.general"]);
    assert.match(browser.storage.get("signpost.made-up.general"), /^a\.one S1[\w-]+$/);
    assert.deepEqual(second.opened, { mode: "normal", tracked: true, location: "a.one" });
    assert.deepEqual(second.session.responseOf("CK1"), { response: [2], submitted: true });
    assert.equal(second.session.state.passed, true);
  });

  test("mode exact keeps no score here", async () => {
    const browser = fakeBrowser();
    const run = async (scoreFraction) => {
      const { session } = await sitAlone(browser, someCourse({ scoreMode: "exact" }));
      session.afterSubmitted({ scoreFraction, passed: false });
      session.leave();
      const text = browser.storage.get("signpost.made-up.general");
      browser.storage.clear();
      return text;
    };

    assert.equal(await run(0.25), await run(0.75));
  });

  test("storage that throws: memory, and it is said", async () => {
    const { session, page, notices, opened } = await sitAlone(fakeBrowser({ refuseStorage: true }));
    session.visit("a.one");
    session.answer("CK1", [2], true);
    page.wait(600000);

    assert.equal(opened.tracked, false);
    assert.deepEqual(notices, ["untracked"]);
    assert.deepEqual(session.responseOf("CK1"), { response: [2], submitted: true });
    assert.equal(session.leave(), true);
  });

  test("no storage at all", async () => {
    const browser = fakeBrowser();
    const page = browser.open();
    Object.defineProperty(page, "localStorage", {
      get() {
        throw new Error("SecurityError");
      },
    });
    const session = createSession({ lms: connectNone(page), data: someCourse(), page });
    const opened = await session.open();

    assert.deepEqual(opened, { mode: "normal", tracked: false, location: "start" });
  });

  test("storage that fills up: not saved, then saved again", async () => {
    const browser = fakeBrowser();
    const { session, page, notices } = await sitAlone(browser);
    const { setItem } = page.localStorage;
    page.localStorage.setItem = () => {
      throw new Error("QuotaExceededError");
    };
    session.answer("CK1", [2], true);
    page.wait(0);
    page.localStorage.setItem = setItem;
    page.wait(5000);

    assert.deepEqual(notices, ["not-saved", "saved-again"]);
  });

  test("strange text in storage is survived", async () => {
    for (const text of ["", " ", "x", "a.one", "a.one {}", "🙂 🙂", "x".repeat(100000)]) {
      const browser = fakeBrowser({ storage: new Map([["signpost.made-up.general", text]]) });
      const { opened } = await sitAlone(browser);

      assert.equal(opened.location, text.startsWith("a.one") ? "a.one" : "start");
    }
  });

  test("forget: nothing is left, and nothing comes back", async () => {
    const browser = fakeBrowser();
    const { session, page } = await sitAlone(browser);
    session.visit("a.one");
    page.hide();
    session.forget();
    session.visit("b.start");
    page.wait(600000);
    page.goAway();
    page.dispatch("pageshow", { persisted: true });
    page.goAway();

    assert.equal(browser.storage.size, 0);
  });

  test("two windows: the earlier one gives what it knows to the later one, and says nothing after that", async () => {
    const browser = fakeBrowser({ broken: true });
    const first = await sitAlone(browser);
    const second = await sitAlone(browser);
    second.session.visit("b.start");
    second.page.hide();
    first.session.visit("a.one");
    first.page.goAway();
    const kept = browser.storage.get("signpost.made-up.general");
    first.session.visit("a.start");
    first.page.goAway();

    assert.match(kept, /^b\.start /);
    assert.equal(browser.storage.get("signpost.made-up.general"), kept);
    assert.deepEqual(first.notices, ["elsewhere"]);
    assert.deepEqual([...(await sitAlone(browser)).session.state.visited], ["a.one", "b.start"]);
  });

  test("back from the page cache the course goes on saving", async () => {
    const browser = fakeBrowser();
    const { session, page } = await sitAlone(browser);
    page.goAway();
    page.dispatch("pageshow", { persisted: true });
    session.visit("b.start");
    page.goAway();

    assert.match(browser.storage.get("signpost.made-up.general"), /^b\.start /);
  });
});
