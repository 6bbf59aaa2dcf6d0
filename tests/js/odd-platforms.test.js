// Platforms that answer as the standard does not foresee, from public bug reports: nothing is lost and nothing is made up.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { fakePlatform } from "./fake-lms.js";
import { fakeBrowser } from "./fake-page.js";
import { silentCourse, sit, someCourse, STANDARDS } from "./sittings.js";

const NAMES = {
  "1.2": { status: "cmi.core.lesson_status", success: "cmi.core.lesson_status", exit: "cmi.core.exit", time: "cmi.core.session_time", location: "cmi.core.lesson_location", mode: "cmi.core.lesson_mode", raw: "cmi.core.score.raw", prefix: "LMS", finish: "LMSFinish" },
  2004: { status: "cmi.completion_status", success: "cmi.success_status", exit: "cmi.exit", time: "cmi.session_time", location: "cmi.location", mode: "cmi.mode", raw: "cmi.score.raw", prefix: "", finish: "Terminate" },
};
const PASSED = { scoreFraction: 1, passed: true };
const STATE = "cmi.suspend_data";

/** A platform whose methods are `bend`ed: (lms) -> methods that stand in for its own. */
const bent = (platform, bend) => ({
  ...platform,
  launch(more) {
    const lms = platform.launch(more);
    return { ...lms, api: { ...lms.api, ...bend(lms) } };
  },
});

for (const standard of STANDARDS) {
  const { status, success, exit, time, location, mode, raw, prefix, finish } = NAMES[standard];
  const setting = (answer) => (lms) => ({
    [`${prefix}SetValue`]: (element, value) => answer(element, value, lms.api[`${prefix}SetValue`]),
  });
  const getting = (answer) => (lms) => ({
    [`${prefix}GetValue`]: (element) => answer(element, lms.api[`${prefix}GetValue`]),
  });

  describe(`SCORM ${standard}: Initialize says no, and it runs all the same`, () => {
    test("error 101, and a value can be read: the course goes on and is saved", async () => {
      const platform = bent(fakePlatform(standard), (lms) => ({
        [`${prefix}Initialize`]: () => (lms.api[`${prefix}Initialize`](""), lms.api[`${prefix}Initialize`](""), lms.api[`${prefix}GetLastError`](), "false"),
      }));
      const { session, opened, notices } = await sit(standard, { platform });
      session.visit("a.one");
      session.leave();

      assert.equal(opened.tracked, true);
      assert.deepEqual(notices, []);
      assert.equal(platform.record.get(location), "a.one");
    });

    test("the smallest platform of the report", async () => {
      let error = "0";
      const names = ["SetValue", "Commit", finish.replace("LMS", "")];
      const api = {
        [`${prefix}Initialize`]: () => ((error = "101"), "false"),
        [`${prefix}GetValue`]: () => ((error = "0"), ""),
        [`${prefix}GetLastError`]: () => error,
        ...Object.fromEntries(names.map((name) => [prefix + name, () => "true"])),
      };
      const lms = { name: standard === "1.2" ? "API" : "API_1484_11", api };
      const { opened, notices } = await sit(standard, { platform: { launch: () => lms } });

      assert.deepEqual([opened.tracked, notices], [true, []]);
    });

    test("an answer of nothing and error 0 is a yes, of Initialize, SetValue and Commit", async () => {
      const silent = (lms) =>
        Object.fromEntries(["Initialize", "SetValue", "Commit"].map((name) => [prefix + name, (...given) => void lms.api[prefix + name](...given)]));
      const platform = bent(fakePlatform(standard), silent);
      const { session, page, opened, notices } = await sit(standard, { platform });
      session.visit("a.one");
      page.wait(30000);

      assert.deepEqual([opened.tracked, notices], [true, []]);
      assert.equal(platform.record.get(location), "a.one");
    });

    for (const [name, answers] of Object.entries({ booleans: [true, false], numbers: [1, 0], capitals: ["TRUE", "FALSE"], spaces: [" true ", "false"] })) {
      test(`answers as ${name}`, async () => {
        const said = (lms) =>
          Object.fromEntries(
            ["Initialize", "SetValue", "Commit"].map((method) => [prefix + method, (...given) => answers[lms.api[prefix + method](...given) === "true" ? 0 : 1]]),
          );
        const { page, lms, notices } = await sit(standard, { platform: bent(fakePlatform(standard), said), refuse: { commits: 1 } });
        page.wait(60000);

        assert.deepEqual(notices, ["not-saved", "saved-again"]);
        assert.equal(lms.values.get(status), "incomplete");
      });
    }
  });

  describe(`SCORM ${standard}: words in other letters`, () => {
    for (const spelt of [(text) => text.toUpperCase(), (text) => text[0].toUpperCase() + text.slice(1), (text) => ` ${text} `]) {
      test(`a pass that is held as "${spelt("passed")}" is a pass, and nothing lowers it`, async () => {
        const record = { [status]: spelt(standard === "1.2" ? "passed" : "completed"), [success]: spelt("passed"), [STATE]: "" };
        const { session, page, lms } = await sit(standard, { platform: fakePlatform(standard, { record }) });
        session.visit("a.one");
        session.afterSubmitted({ scoreFraction: 0, passed: false });
        page.wait(60000);

        assert.equal(session.state.passed, true);
        assert.deepEqual([lms.sets(status), standard === "1.2" ? [] : lms.sets(success)], [[], []]);
      });

      test(`completed, held as "${spelt("completed")}"`, async () => {
        const record = { [status]: spelt("completed"), [STATE]: "" };
        const { session, page, lms } = await sit(standard, { platform: fakePlatform(standard, { record }), data: silentCourse() });
        session.visit("a.one");
        page.wait(60000);

        assert.deepEqual(lms.sets(status), []);
      });

      test(`${spelt("review")} and ${spelt("browse")} are looked at only`, async () => {
        for (const word of ["review", "browse"]) {
          const { opened, lms } = await sit(standard, { mode: spelt(word) });

          assert.equal(opened.mode, word);
          assert.equal(lms.times("commit"), 0);
        }
      });
    }

    test("the entry in capitals, or none, changes nothing", async () => {
      for (const entry of ["AB-INITIO", "Resume", "", "undefined"]) {
        const first = await sit(standard);
        first.session.visit("a.one");
        first.session.leave();
        first.platform.record.set(standard === "1.2" ? "cmi.core.entry" : "cmi.entry", entry);

        assert.equal((await sit(standard, { platform: first.platform })).opened.location, "a.one");
      }
    });

    for (const nothing of [null, undefined, "null", "undefined"]) {
      test(`what was never set reads as ${JSON.stringify(nothing) ?? "undefined"}: a fresh start that is saved`, async () => {
        const platform = bent(fakePlatform(standard), getting((element, get) => get(element) || nothing));
        const { session, page, opened, notices } = await sit(standard, { platform });
        session.visit("a.one");
        page.wait(30000);

        assert.deepEqual([opened.mode, opened.location, notices], ["normal", "start", []]);
        assert.equal(platform.record.get(location), "a.one");
      });
    }

    test("neither mode nor credit is there: learning", async () => {
      const platform = bent(fakePlatform(standard), getting((element, get) => (element === mode || /credit/.test(element) ? "" : get(element))));

      assert.equal((await sit(standard, { platform })).opened.mode, "normal");
    });
  });

  describe(`SCORM ${standard}: one element is refused`, () => {
    const refusing = (...elements) => bent(fakePlatform(standard), setting((element, value, set) => (elements.includes(element) ? "false" : set(element, value))));

    for (const [element, what] of [[exit, "return"], [time, "time"], [location, "place"]]) {
      test(`${element} alone: progress is kept, and what is not is named once`, async () => {
        const platform = refusing(element);
        const notices = [];
        const { session, page, lms } = await sit(standard, { platform });
        session.onNotice((...notice) => notices.push(notice));
        session.answer("CK1", [1], true);
        page.wait(60000);
        session.visit("a.one");
        page.wait(60000);

        assert.deepEqual(lms.times("commit"), 3);
        assert.equal(notices.flat().includes("not-saved"), false);
        assert.match(platform.record.get(STATE), /^S1/);
        const again = await sit(standard, { platform });
        assert.deepEqual(again.session.responseOf("CK1"), { response: [1], submitted: true });
        assert.deepEqual(again.notices, ["partly-saved"]);
        again.session.onNotice((...notice) => assert.deepEqual(notice, ["partly-saved", [what]]));
      });
    }

    test("an element that throws is refused like one that says no", async () => {
      const throwing = bent(fakePlatform(standard), setting((element, value, set) => {
        if (element === time) throw new Error("not implemented");
        return set(element, value);
      }));
      const { notices } = await sit(standard, { platform: throwing });

      assert.deepEqual(notices, ["partly-saved"]);
    });

    test("the score alone: the pass is kept, and the score is named", async () => {
      const platform = refusing(raw);
      const { session, page, notices } = await sit(standard, { platform });
      session.afterSubmitted(PASSED);
      page.wait(60000);

      assert.equal(platform.record.get(success), "passed");
      assert.deepEqual(notices, ["result-told", "partly-saved", "result-taken"]);
    });

    test("no element may be missing of the record itself: state or status refused is not saved", async () => {
      for (const element of [STATE, status, success]) {
        const { session, page, notices } = await sit(standard, { platform: refusing(element) });
        session.afterSubmitted(PASSED);
        page.wait(60000);

        assert.equal(notices.includes("not-saved") && notices.includes("result-not-taken"), true, element);
        assert.equal(notices.includes("result-taken"), false, element);
      }
    });

    test("refused in words and taken in truth: read back, it is saved", async () => {
      for (const element of [STATE, status, location]) {
        const platform = bent(fakePlatform(standard), setting((name, value, set) => (set(name, value), name === element ? "false" : "true")));
        const { notices } = await sit(standard, { platform });

        assert.deepEqual(notices, [], element);
      }
    });

    test("taken in words and cut in truth: read back, it is not saved", async () => {
      const platform = bent(fakePlatform(standard), setting((name, value, set) => set(name, name === STATE ? value.slice(0, 10) : value)));
      const { notices } = await sit(standard, { platform });

      assert.deepEqual(notices, ["not-saved"]);
    });

    test("Commit says no and Finish says yes: left, and kept", async () => {
      const { session, lms, notices, platform } = await sit(standard, { refuse: { commits: 1 } });
      session.visit("a.one");
      lms.refuse.commits = 0;

      assert.equal(session.leave(), true);
      assert.deepEqual(notices, ["not-saved", "saved-again"]);
      assert.equal(platform.record.get(location), "a.one");
    });
  });

  describe(`SCORM ${standard}: a state that is not what was saved`, () => {
    const relaunch = async (change, data = silentCourse()) => {
      const first = await sit(standard, { data });
      first.session.visit("start");
      first.session.visit("b.start"); // by the contents: what lies between was never opened
      first.session.leave();
      first.platform.record.set(STATE, change(first.platform.record.get(STATE)));
      return sit(standard, { data, platform: first.platform });
    };

    for (const [name, change] of Object.entries({
      lost: () => "",
      cut: (text) => text.slice(0, -3),
      "cut to four characters": (text) => text.slice(0, 4),
      "with text of another tool behind it": (text) => text + "|1#2#3",
      "in quotes": (text) => `"${text}"`,
      "of another course": () => "S1AAAABBBBCCCCDDDDEEEE",
      "the word null": () => "null",
    })) {
      test(`${name}: only the page where one was counts as opened, and nothing is completed`, async () => {
        const { session, lms } = await relaunch(change);

        assert.deepEqual([...session.state.visited], ["b.start"]);
        assert.equal(lms.values.get(status), "incomplete");
        assert.equal(lms.sets(status).includes("completed"), false);
      });
    }

    test("with a line end or spaces around it, it is read", async () => {
      for (const change of [(text) => ` ${text}\n`, (text) => `${text}\r\n`]) {
        assert.deepEqual([...(await relaunch(change)).session.state.visited], ["start", "b.start"]);
      }
    });

    test("a new version with pages put in: what was opened stays so, the new pages are not", async () => {
      const first = await sit(standard, { data: silentCourse() });
      for (const id of ["start", "b.start"]) first.session.visit(id);
      first.session.leave();
      const pages = ["start", "a.start", "a.new", "a.one", "b.new", "b.start"];
      const next = { ...silentCourse(), pages: pages.map((id) => ({ id, counts: true })), pagesDigest: "AAAA" };
      const { session, lms } = await sit(standard, { data: next, platform: first.platform });

      assert.deepEqual([...session.state.visited], ["start", "b.start"]);
      assert.equal(lms.values.get(status), "incomplete");
    });
  });
  describe(`SCORM ${standard}: more that platforms do`, () => {
    const later = (platform, more = {}) => sit(standard, { platform, ...more });
    const says = (method, answer) => (lms) => ({ [prefix + method]: (...given) => answer(lms.api[prefix + method](...given)) });

    for (const html of ["403 Forbidden", "<html><title>Sign in</title></html>", "null", "undefined"]) {
      test(`every call is answered by ${html}: nothing counts as saved, and the course can be read`, async () => {
        const names = ["GetValue", "SetValue", "Commit", finish.replace("LMS", "")];
        const platform = bent(fakePlatform(standard), () => Object.fromEntries(names.map((name) => [prefix + name, () => html])));
        const { session, page, opened, notices } = await later(platform);
        session.afterSubmitted(PASSED);
        page.wait(60000);

        assert.equal(opened.mode, "normal");
        assert.deepEqual([...session.state.visited], []);
        assert.equal(notices.includes("not-saved") && notices.includes("result-not-taken"), true);
        assert.equal(notices.includes("result-taken"), false);
        assert.equal(session.leave(), false);
      });

      test(`a commit is answered by ${html}: said again until it is taken`, async () => {
        let ill = 2;
        const platform = bent(fakePlatform(standard), says("Commit", (answer) => (ill > 0 ? ((ill -= 1), html) : answer)));
        const { page, notices } = await later(platform);
        page.wait(60000);

        assert.deepEqual(notices, ["not-saved", "saved-again"]);
      });
    }

    test("Initialize says no without an error, and a status can be read: the course goes on", async () => {
      const platform = bent(fakePlatform(standard), says("Initialize", () => "false"));
      const { session, opened, notices } = await later(platform);
      session.visit("a.one");
      session.leave();

      assert.deepEqual([opened.tracked, notices], [true, []]);
      assert.equal(platform.record.get(location), "a.one");
    });

    test("Initialize says no, and it is meant: the learner is told", async () => {
      const { opened, notices } = await later(fakePlatform(standard), { refuse: { initialize: true } });

      assert.deepEqual([opened.tracked, notices], [false, ["untracked"]]);
    });

    test("one API for two windows: the later one goes on, the earlier one does not end it", async () => {
      const platform = fakePlatform(standard);
      const lms = platform.launch();
      const shared = { launch: () => lms };
      const browser = fakeBrowser();
      const first = await later(shared, { browser });
      const second = await later(shared, { browser });
      browser.deliver();
      first.page.goAway();
      second.session.visit("a.one");

      assert.deepEqual([first.notices, second.opened.tracked], [["elsewhere"], true]);
      assert.equal(second.session.leave(), true);
      assert.equal(platform.record.get(location), "a.one");
    });

    test("Finish says no: said, and nothing is asked any more", async () => {
      const { session, page, notices, lms } = await later(fakePlatform(standard), { refuse: { finish: true } });
      assert.equal(session.leave(), false);
      const { length } = lms.calls;
      page.wait(600000);
      page.goAway();

      assert.deepEqual(notices, ["not-left"]);
      assert.equal(lms.calls.length, length);
    });

    test("the frame goes without an event: the pass and what was opened before stand", async () => {
      const { session, page, platform } = await later(fakePlatform(standard));
      session.visit("a.one");
      session.afterSubmitted(PASSED);
      page.wait(5000); // and then the platform takes the frame away
      const again = await later(platform);

      assert.deepEqual([again.session.state.passed, again.opened.location], [true, "a.one"]);
    });

    test("the browser calls itself offline for good: nothing is lost when the window goes", async () => {
      const { session, page, platform, notices } = await later(fakePlatform(standard));
      page.navigator.onLine = false;
      session.visit("a.one");
      session.afterSubmitted(PASSED);
      page.wait(60000);
      page.goAway();

      assert.equal(notices.includes("result-not-taken"), true);
      assert.deepEqual([platform.record.get(success), platform.record.get(location)], ["passed", "a.one"]);
    });

    for (const kept of [1000, 4096]) {
      test(`the state is cut at ${kept} bytes without a word: 500 answers or none, and never half of one`, async () => {
        const checks = Object.fromEntries([...Array(400).keys()].map((n) => [`Q${n}`, { type: "single", options: 4, keys: [1] }]));
        const cutting = bent(fakePlatform(standard), setting((name, value, set) => set(name, name === STATE ? value.slice(0, kept) : value)));
        const { session, page, notices } = await later(cutting, { data: someCourse({ checks }) });
        for (const id of Object.keys(checks)) session.answer(id, [1], true);
        page.wait(60000);
        const again = await later(cutting, { data: someCourse({ checks }) });

        assert.equal(notices.includes("not-saved"), kept === 1000);
        assert.equal(again.session.state.answers.size, kept === 1000 ? 0 : 400);
      });
    }

    test("the state is cut, and without the names of the pages it has room: kept", async () => {
      const pages = [...Array(60).keys()].map((n) => `page-${n}`);
      const data = someCourse({ pages: [...pages, { id: "after", counts: false }] });
      const cutting = bent(fakePlatform(standard), setting((name, value, set) => set(name, name === STATE ? value.slice(0, 100) : value)));
      const { session, page, notices } = await later(cutting, { data });
      pages.forEach((id) => session.visit(id));
      page.wait(60000);

      assert.deepEqual(notices, ["not-saved", "saved-again"]);
      assert.equal((await later(cutting, { data })).session.state.visited.size, 60);
    });

    test("the state is written in small letters: not saved", async () => {
      const platform = bent(fakePlatform(standard), setting((name, value, set) => set(name, value.toLowerCase())));

      assert.deepEqual((await later(platform)).notices, ["not-saved"]);
    });

    for (const [name, field] of Object.entries({ zeros: (text) => text + "\0".repeat(40), spaces: (text) => text.padEnd(4096), "line ends": (text) => `\r\n${text}\r\n` })) {
      test(`a field of fixed width with ${name}: what was opened is known again`, async () => {
        const platform = bent(fakePlatform(standard), getting((element, get) => (/suspend_data|location|status$/.test(element) && get(element) ? field(get(element)) : get(element))));
        const first = await later(platform);
        first.session.visit("a.one");
        first.session.leave();
        const again = await later(platform);

        assert.deepEqual(first.notices, []);
        assert.deepEqual([again.opened.location, [...again.session.state.visited]], ["a.one", ["a.one"]]);
      });
    }

    test("texts are escaped for HTML: nothing in state, place and status can be", async () => {
      const { session, page, lms } = await later(fakePlatform(standard));
      for (const id of ["start", "a.start", "a.one", "b.start"]) session.visit(id);
      session.answer("CK2", [0, 2], true);
      session.afterSubmitted(PASSED);
      page.wait(60000);

      for (const [, element, value] of lms.calls.filter(([role]) => role === "set")) assert.match(value, /^[\w .:-]*$/, element);
    });

    for (const said of ["NORMAL ", "normal", "", "Normal\n", "no-mode", "0"]) {
      test(`mode ${JSON.stringify(said)}, and no credit: learning is saved`, async () => {
        const platform = bent(fakePlatform(standard), getting((element, get) => (element === mode ? said : /credit/.test(element) ? "no-credit" : get(element))));
        const { session, page } = await later(platform);
        session.afterSubmitted(PASSED);
        page.wait(60000);

        assert.equal(platform.record.get(success), "passed");
      });
    }

    test("a status refused in words and held in capitals is held", async () => {
      const platform = bent(fakePlatform(standard), setting((name, value, set) => (set(name, value), name === status ? "false" : "true")));
      const loud = bent(platform, getting((element, get) => (element === status ? get(element).toUpperCase() : get(element))));

      assert.deepEqual((await later(loud)).notices, []);
    });

    test("the platform puts failed for itself: the next try can pass", async () => {
      const platform = fakePlatform(standard, { record: { [status]: standard === "1.2" ? "failed" : "incomplete", [success]: "failed", [STATE]: "" } });
      const { session, page } = await later(platform);
      session.afterSubmitted(PASSED);
      page.wait(60000);

      assert.equal(platform.record.get(success), "passed");
    });

    test("passed with an older package, which sent no score: opened again, 100 is said", async () => {
      const first = await later(fakePlatform(standard));
      first.session.afterSubmitted(PASSED);
      first.page.wait(60000);
      first.session.leave();
      for (const element of [...first.platform.record.keys()]) if (element.includes("score")) first.platform.record.delete(element);
      const again = await later(first.platform);

      assert.equal(first.platform.record.get(raw), "100");
      assert.deepEqual([again.lms.faults, again.lms.sets(status)], [[], []]);
    });

    test("two machines on a platform that shows what the other saved: no page is lost", async () => {
      const platform = fakePlatform(standard);
      const through = bent(platform, (lms) => {
        const unsaved = new Set();
        const theirs = (element) => platform.record.has(element) && !unsaved.has(element);
        return {
          [`${prefix}GetValue`]: (element) => (theirs(element) ? platform.record.get(element) : lms.api[`${prefix}GetValue`](element)),
          [`${prefix}SetValue`]: (element, value) => (unsaved.add(element), lms.api[`${prefix}SetValue`](element, value)),
          [`${prefix}Commit`]: (nothing) => (unsaved.clear(), lms.api[`${prefix}Commit`](nothing)),
        };
      });
      const older = await later(through);
      older.session.visit("start");
      older.page.wait(30000);
      const newer = await later(through);
      newer.session.visit("a.one");
      newer.page.wait(30000);
      older.session.visit("b.start");
      older.page.wait(30000);
      older.page.goAway();
      newer.session.visit("a.start");
      newer.session.leave();
      const next = await later(through);

      assert.deepEqual(older.notices, ["elsewhere"]);
      assert.deepEqual([...next.session.state.visited].sort(), ["a.one", "a.start", "b.start", "start"]);
      assert.equal(next.opened.location, "a.start");
    });
  });
}
