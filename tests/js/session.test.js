import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { decodeState } from "../../builder/signpost_builder/player/state.js";
import { fakePlatform } from "./fake-lms.js";
import { fakeBrowser } from "./fake-page.js";
import { silentCourse, sit, someCourse, STANDARDS } from "./sittings.js";

const NAMES = {
  "1.2": { status: "cmi.core.lesson_status", location: "cmi.core.lesson_location", exit: "cmi.core.exit", raw: "cmi.core.score.raw", time: "cmi.core.session_time" },
  2004: { status: "cmi.completion_status", location: "cmi.location", exit: "cmi.exit", raw: "cmi.score.raw", time: "cmi.session_time" },
};

const PASSED = { scoreFraction: 1, passed: true };
const MISSED = { scoreFraction: 0.5, passed: false };

for (const standard of STANDARDS) {
  const { status, location, exit, raw, time } = NAMES[standard];
  const done = standard === "1.2" ? "passed" : "completed";
  const AGAIN = standard === "1.2" ? 2 : 1; // commits that say everything again: another value, then the real one

  describe(`SCORM ${standard}: opening`, () => {
    test("one Initialize first, incomplete and suspend at once, one commit, no error", async () => {
      const { lms, opened } = await sit(standard);

      assert.deepEqual(opened, { mode: "normal", tracked: true, location: "start" });
      assert.deepEqual(lms.calls[0], ["initialize", ""]);
      assert.equal(lms.times("initialize"), 1);
      assert.equal(lms.times("commit"), 1);
      assert.deepEqual(lms.sets(status), ["incomplete"]);
      assert.deepEqual(lms.sets(exit), ["suspend"]);
      assert.deepEqual(lms.sets(location), ["start"]);
      assert.deepEqual(lms.calls.at(-1), ["commit", ""]);
      assert.deepEqual(lms.faults, []);
    });

    test("nothing about the person is read, and no interactions or comments are written", async () => {
      const { session, lms } = await sit(standard, { data: someCourse({ scoreMode: "exact" }) });
      session.beforeDone();
      session.afterSubmitted(PASSED);
      session.leave();

      assert.equal(lms.calls.some(([, name = ""]) => /student|learner|preference|interactions|comments/.test(name)), false);
    });

    test("a second launch is where the first one left, with its state", async () => {
      const first = await sit(standard);
      for (const page of ["start", "before", "a.start", "a.one"]) first.session.visit(page);
      first.session.answer("CK1", [2], true);
      first.session.answer("CK2", [0], false);
      first.session.beforeDone();
      first.page.goAway();
      const { session, opened, lms } = await sit(standard, { platform: first.platform });

      assert.equal(opened.location, "a.one");
      assert.deepEqual([...session.state.visited], ["start", "a.start", "a.one"]);
      assert.deepEqual(session.responseOf("CK1"), { response: [2], submitted: true });
      assert.deepEqual(session.responseOf("CK2"), { response: [0], submitted: false });
      assert.equal(session.state.beforeDone, true);
      assert.equal(session.state.launches, 2);
      assert.equal(lms.times("commit"), 1);
      assert.deepEqual(lms.faults, []);
    });

    test("foreign data of another tool is survived and replaced", async () => {
      const record = { [status]: "incomplete", [location]: "slide_17", "cmi.suspend_data": '{"slides":[1,1,0]}' };
      const { session, opened, lms } = await sit(standard, { platform: fakePlatform(standard, { record }) });

      assert.equal(opened.location, "start");
      assert.equal(session.state.visited.size, 0);
      assert.match(lms.sets("cmi.suspend_data")[0], /^S1/);
    });

    test("data decides, not the entry: a platform that always says ab-initio gives the state back", async () => {
      const first = await sit(standard);
      first.session.visit("a.one");
      first.session.leave();
      first.platform.record.set(standard === "1.2" ? "cmi.core.entry" : "cmi.entry", "ab-initio");
      const { opened } = await sit(standard, { platform: first.platform });

      assert.equal(opened.location, "a.one");
    });

    for (const mode of ["review", "browse"]) {
      test(`${mode}: the state is read, nothing is written, the connection is closed`, async () => {
        const first = await sit(standard);
        first.session.visit("a.one");
        first.session.leave();
        const { session, page, lms, opened } = await sit(standard, { platform: first.platform, mode });
        session.visit("b.start");
        session.answer("CK1", [1], true);
        session.afterSubmitted(PASSED);
        page.wait(60000);
        page.hide();
        page.goAway();

        assert.deepEqual(opened, { mode, tracked: true, location: "a.one" });
        assert.deepEqual([lms.times("set"), lms.times("commit"), lms.times("finish")], [0, 0, 1]);
        assert.deepEqual(lms.faults, []);
      });
    }
  });

  describe(`SCORM ${standard}: modes that nobody knows`, () => {
    for (const mode of ["", "Normal", "null"]) {
      test(`"${mode}" is learning`, async () => {
        const { opened, lms } = await sit(standard, { mode });

        assert.equal(opened.mode, "normal");
        assert.equal(lms.times("commit"), 1);
      });
    }
  });

  describe(`SCORM ${standard}: when it is saved`, () => {
    test("page changes and half answers: once in 30 seconds", async () => {
      const { session, page, lms } = await sit(standard);
      for (const id of ["start", "a.start", "a.one"]) session.visit(id);
      session.answer("CK1", [1], false);
      const quick = lms.times("commit");
      page.wait(29999);
      const before = lms.times("commit");
      page.wait(1);
      const after = lms.times("commit");
      session.visit("b.start");
      page.wait(29999);
      const second = lms.times("commit");
      page.wait(1);

      assert.deepEqual([quick, before, after, second, lms.times("commit")], [1, 1, 2, 2, 3]);
      assert.deepEqual(lms.sets(location), ["start", "a.one", "b.start"]);
    });

    test("nothing new, nothing saved", async () => {
      const { session, page, lms } = await sit(standard);
      session.visit("start");
      page.wait(30000);
      session.visit("start");
      page.wait(600000);

      assert.equal(lms.times("commit"), 2);
      assert.equal(page.waiting(), 0);
    });

    test("a submitted set of five: one commit, at once", async () => {
      const { session, page, lms } = await sit(standard);
      for (const response of [[0], [1], [2], [3], "dk"]) session.answer("CK1", response, true);
      page.wait(0);

      assert.equal(lms.times("commit"), 2);
    });

    test("hidden: one commit, however often the event comes", async () => {
      const { session, page, lms } = await sit(standard);
      session.visit("a.start");
      page.hide();
      page.hide();
      const hidden = lms.times("commit");
      page.show();
      page.hide();

      assert.deepEqual([hidden, lms.times("commit")], [2, 3]);
      assert.deepEqual(lms.sets(location), ["start", "a.start"]);
    });

    test("going away: everything in Finish, no commit, once", async () => {
      const { session, page, lms } = await sit(standard);
      session.visit("a.start");
      page.goAway();
      page.goAway();
      session.visit("a.one");
      session.leave();
      page.wait(600000);

      assert.deepEqual([lms.times("commit"), lms.times("finish")], [1, 1]);
      assert.deepEqual(lms.calls.at(-1), ["finish", ""]);
      assert.deepEqual(lms.sets(location), ["start", "a.start"]);
      assert.deepEqual(lms.sets("adl.nav.request"), []);
      assert.deepEqual(lms.faults, []);
    });

    test("leaving: Finish once, then pagehide says nothing more", async () => {
      const { session, page, lms } = await sit(standard);
      session.visit("a.start");
      const left = session.leave();
      page.goAway();

      assert.equal(left, true);
      assert.equal(lms.times("finish"), 1);
      assert.equal(lms.times("commit"), 1);
      assert.deepEqual(lms.sets("adl.nav.request"), standard === "1.2" ? [] : ["suspendAll"]);
      assert.equal(lms.sets(exit).at(-1), "suspend");
    });

    test("time is counted while the window is seen", async () => {
      const { page, lms, session } = await sit(standard);
      page.wait(65000);
      page.hide();
      page.wait(3600000);
      page.show();
      page.wait(1230);
      session.leave();

      assert.equal(lms.sets(time).at(-1), standard === "1.2" ? "00:01:06.23" : "PT0H1M6.23S");
    });

    test("back from the page cache: a new connection where the platform allows one, else it is said", async () => {
      const { page, lms, notices } = await sit(standard);
      page.goAway();
      page.dispatch("pageshow", { persisted: false });
      page.dispatch("pageshow", { persisted: true });

      assert.equal(lms.times("initialize"), 2);
      assert.deepEqual(notices, []);
      assert.deepEqual(lms.sets("adl.nav.request"), []);
      assert.equal(lms.times("commit"), 2);

      lms.refuse.initialize = true;
      page.goAway();
      page.dispatch("pageshow", { persisted: true });

      assert.deepEqual(notices, ["untracked"]);
    });
  });

  describe(`SCORM ${standard}: what it is told`, () => {
    test("the before set: completion of one objective, no number", async () => {
      const { session, page, lms } = await sit(standard);
      session.beforeDone();
      page.wait(0);
      const objective = [...lms.values].filter(([name]) => name.startsWith("cmi.objectives."));

      assert.deepEqual(objective, [
        ["cmi.objectives.0.id", "pretest"],
        [`cmi.objectives.0.${standard === "1.2" ? "status" : "completion_status"}`, "completed"],
      ]);
      assert.equal(lms.times("commit"), 2);
    });

    test("objectives that the manifest declared are found by id", async () => {
      const platform = fakePlatform(standard, { objectives: ["primary", "posttest", "pretest"] });
      const { session, page, lms } = await sit(standard, { platform });
      session.beforeDone();
      session.afterSubmitted(PASSED);
      page.wait(0);
      const named = lms.calls.filter(([role, name]) => role === "set" && name.startsWith("cmi.objectives."));

      assert.deepEqual([...new Set(named.map(([, name]) => name.split(".")[2]))].sort(), ["1", "2"]);
      assert.equal(named.some(([, name]) => name.endsWith(".id")), false);
      assert.deepEqual(lms.faults, []);
    });

    test("two objectives that are new get two places", async () => {
      const { session, lms } = await sit(standard);
      session.beforeDone();
      session.afterSubmitted(PASSED);
      session.leave();

      assert.deepEqual([lms.values.get("cmi.objectives.0.id"), lms.values.get("cmi.objectives.1.id")], ["pretest", "posttest"]);
      assert.deepEqual(lms.faults, []);
    });

    test("a platform without objectives hears nothing of them and all else is saved", async () => {
      const platform = fakePlatform(standard, { lacks: /objectives/ });
      const { session, lms, notices } = await sit(standard, { platform });
      session.beforeDone();
      session.afterSubmitted(PASSED);
      session.leave();

      assert.equal(lms.calls.some(([role, name]) => role === "set" && name.includes("objectives")), false);
      assert.equal(lms.values.get(status), done);
      assert.deepEqual(notices, ["result-told", "result-taken"]);
    });

    test("mode pass, passed: the status and 100, which says no more; no number of an objective", async () => {
      const { session, lms } = await sit(standard);
      session.afterSubmitted(PASSED);
      session.leave();

      assert.equal(lms.values.get(status), done);
      if (standard === "2004") assert.equal(lms.values.get("cmi.success_status"), "passed");
      assert.deepEqual([lms.values.get(raw), lms.sets("cmi.score.scaled").at(-1)], ["100", standard === "1.2" ? undefined : "1"]);
      assert.equal(lms.calls.some(([role, name]) => role === "set" && /objectives.*score/.test(name)), false);
      assert.equal(lms.sets(exit).at(-1), standard === "1.2" ? "" : "suspend");
      assert.deepEqual(lms.sets("adl.nav.request"), standard === "1.2" ? [] : ["exitAll"]);
      assert.deepEqual(lms.faults, []);
    });

    test("mode pass, not passed: no number anywhere; 1.2 stays incomplete", async () => {
      const { session, lms } = await sit(standard);
      session.afterSubmitted(MISSED);
      session.leave();

      assert.equal(lms.values.get(status), "incomplete");
      if (standard === "2004") assert.equal(lms.values.get("cmi.success_status"), "failed");
      assert.equal(lms.calls.some(([role, name]) => role === "set" && name.includes("score")), false);
      assert.equal(lms.sets(exit).at(-1), "suspend");
    });

    test("mode exact: the whole score, rounded down, with each submitted set", async () => {
      const { session, page, lms } = await sit(standard, { data: someCourse({ scoreMode: "exact" }) });
      session.afterSubmitted({ scoreFraction: 0.799999, passed: false });
      page.wait(0);
      session.afterSubmitted({ scoreFraction: 5 / 6, passed: true });
      page.wait(0);
      const prefix = standard === "1.2" ? "cmi.core.score." : "cmi.score.";

      assert.deepEqual(lms.sets(`${prefix}raw`), ["79.99", "83.33"]);
      assert.deepEqual(lms.sets(`${prefix}min`), ["0", "0"]);
      assert.deepEqual(lms.sets(`${prefix}max`), ["100", "100"]);
      assert.deepEqual(lms.sets(`${prefix}scaled`), standard === "1.2" ? [] : ["0.7999", "0.8333"]);
      assert.deepEqual(lms.faults, []);
    });

    test("mode exact: the best score is kept, in one sitting and over several", async () => {
      const data = someCourse({ scoreMode: "exact" });
      const first = await sit(standard, { data });
      first.session.afterSubmitted({ scoreFraction: 0.75, passed: false });
      first.page.wait(0);
      first.session.afterSubmitted({ scoreFraction: 0.5, passed: false });
      first.session.leave();
      const second = await sit(standard, { data, platform: first.platform });
      second.session.afterSubmitted({ scoreFraction: 0.25, passed: false });
      second.page.wait(0);
      second.session.afterSubmitted({ scoreFraction: 1, passed: true });
      second.session.leave();

      const whole = (values) => values.filter((value) => !/\.\d{6}/.test(value)); // but for what makes a difference
      assert.deepEqual([...new Set(whole(first.lms.sets(raw)))], ["75"]);
      assert.deepEqual([...new Set(whole(second.lms.sets(raw)))], ["100"]);
      assert.deepEqual(second.lms.faults, []);
    });

    test("passed stays passed: another look, another try that fails", async () => {
      const first = await sit(standard);
      first.session.afterSubmitted(PASSED);
      first.session.afterSubmitted(MISSED);
      first.session.leave();
      const { session, lms } = await sit(standard, { platform: first.platform });
      session.visit("a.one");
      session.afterSubmitted(MISSED);
      session.leave();

      assert.deepEqual(first.lms.sets(status).includes(standard === "1.2" ? "passed" : "completed"), true);
      assert.equal(first.lms.sets(status).at(-1), done);
      assert.deepEqual(lms.sets(status), []);
      assert.deepEqual(lms.sets("cmi.success_status"), []);
      assert.equal(session.state.passed, true);
      assert.deepEqual(lms.faults, []);
    });

    test("passed on the platform but the state is lost: passed all the same", async () => {
      const record = { [status]: done, "cmi.success_status": "passed", [location]: "a.one", "cmi.suspend_data": "" };
      if (standard === "1.2") delete record["cmi.success_status"];
      const { session, lms } = await sit(standard, { platform: fakePlatform(standard, { record }) });

      assert.equal(session.state.passed, true);
      assert.deepEqual(lms.sets(status), []);
    });

    test("passed in the state but lost by the platform: it is told again", async () => {
      const first = await sit(standard);
      first.session.afterSubmitted(PASSED);
      first.session.leave();
      first.platform.record.set(status, "incomplete");
      first.platform.record.delete("cmi.success_status");
      const { lms } = await sit(standard, { platform: first.platform });

      assert.equal(lms.values.get(status), done);
    });

    test("retry: not passed, then passed", async () => {
      const { session, page, lms } = await sit(standard, { data: someCourse({ attempts: 2 }) });
      session.afterSubmitted(MISSED);
      page.wait(0);
      const left = session.attemptsLeft();
      session.afterSubmitted(PASSED);
      page.wait(0);

      assert.deepEqual([left, session.attemptsLeft()], [1, 0]);
      assert.equal(lms.values.get(status), done);
      assert.equal(lms.times("commit"), 3);
    });

    test("no questions after: completed when every counted page was opened, success left open", async () => {
      const { session, page, lms } = await sit(standard, { data: silentCourse() });
      for (const id of ["start", "a.start", "a.one"]) session.visit(id);
      page.wait(30000);
      const before = lms.values.get(status);
      session.visit("b.start");
      page.wait(0);

      assert.equal(before, "incomplete");
      assert.equal(lms.values.get(status), "completed");
      assert.notEqual(lms.values.get("cmi.success_status"), "passed");
      assert.deepEqual(lms.faults, []);
    });

    test("only rated questions after: the pages decide, not the set", async () => {
      const data = someCourse({ after: ["C1"], before: ["C1"] });
      delete data.questions.K1;
      const { session, page, lms } = await sit(standard, { data });
      session.afterSubmitted({ scoreFraction: null, passed: false });
      page.wait(0);
      const submitted = lms.values.get(status);
      for (const id of ["start", "a.start", "a.one", "b.start"]) session.visit(id);
      page.wait(0);

      assert.deepEqual([submitted, lms.values.get(status)], ["incomplete", "completed"]);
    });

    test("help is never the place where the learner was", async () => {
      const { session, lms } = await sit(standard);
      session.visit("a.start");
      session.visit("help");
      session.visit("sources");
      session.visit("nowhere");
      session.leave();

      assert.deepEqual(lms.sets(location), ["start", "a.start"]);
    });

    test("no answer of the before and after sets, right or wrong, makes a difference to any call", async () => {
      const heard = async (responses) => {
        const { session, page, lms } = await sit(standard);
        for (const response of responses) {
          session.answer("K1", response, false);
          session.answer("C1", response, true);
        }
        session.beforeDone();
        page.wait(0);
        session.afterSubmitted(MISSED);
        session.leave();
        return lms.calls;
      };
      const calls = await heard([[0], [5]]);

      assert.deepEqual(await heard([]), calls);
      assert.deepEqual(await heard(["dk", null, [1], [2]]), calls);
    });

    if (standard === "2004") {
      test("progress is the share of pages; done is all of it", async () => {
        const { session, page, lms } = await sit(standard);
        session.visit("a.start");
        page.wait(30000);
        session.afterSubmitted(PASSED);
        page.wait(0);

        assert.deepEqual(lms.sets("cmi.progress_measure"), ["0", "0.25", "1"]);
      });
    }
  });

  describe(`SCORM ${standard}: when it fails`, () => {
    test("a refused commit is said once, retried with back-off, then taken back; all of it goes out again", async () => {
      const { session, page, lms, notices } = await sit(standard, { refuse: { commits: 3 } });
      const times = [];
      for (let second = 0; second < 60; second += 1) {
        const before = lms.times("commit");
        page.wait(1000);
        if (lms.times("commit") > before) times.push(second + 1);
      }
      session.visit("a.start");
      page.wait(30000);

      assert.deepEqual(times, [5, 15, 35]);
      assert.deepEqual(notices, ["not-saved", "saved-again"]);
      assert.equal(lms.sets(status).length >= 4, true);
      assert.equal(lms.values.get(location), "a.start");
    });

    test("a dead platform is asked at most every five minutes", async () => {
      const { page, lms, notices } = await sit(standard, { refuse: { commits: Infinity } });
      page.wait(3600000);

      assert.ok(lms.times("commit") < 20, String(lms.times("commit")));
      assert.deepEqual(notices, ["not-saved"]);
    });

    test("the network is back: tried at once", async () => {
      const { page, lms, notices } = await sit(standard, { refuse: { commits: 1 } });
      page.dispatch("online");

      assert.equal(lms.times("commit"), 1 + AGAIN);
      assert.deepEqual(notices, ["not-saved", "saved-again"]);
    });

    test("a submitted set does not wait for the retry", async () => {
      const { session, page, lms } = await sit(standard, { refuse: { commits: 1 } });
      session.answer("CK1", [1], true);
      page.wait(0);

      assert.equal(lms.times("commit"), 1 + AGAIN);
    });

    test("a refused state is not saved; the course goes on", async () => {
      const { session, page, notices, lms } = await sit(standard, { refuse: { sets: ["cmi.suspend_data"] } });
      session.visit("a.start");
      page.wait(5000);
      lms.refuse.sets = [];
      page.wait(10000);

      assert.equal(lms.faults.length >= 2 && lms.faults.every((fault) => /^(set|get) cmi.suspend_data: \d+$/.test(fault)), true);
      assert.deepEqual(notices, ["not-saved", "saved-again"]);
      assert.deepEqual([...session.state.visited], ["a.start"]);
    });

    test("Finish refused: said in its own words, not repeated", async () => {
      const { session, page, lms, notices } = await sit(standard, { refuse: { finish: true } });
      const left = session.leave();
      page.wait(600000);
      page.goAway();

      assert.equal(left, false);
      assert.deepEqual(notices, ["not-left"]);
      assert.equal(lms.times("finish"), 1);
      assert.deepEqual(lms.calls.at(-1), ["finish", ""]);
    });

    test("an API that throws is an API that refuses", async () => {
      const { session, page, lms, notices } = await sit(standard);
      for (const method of Object.keys(lms.api)) {
        lms.api[method] = () => {
          throw new Error("gone");
        };
      }
      session.answer("CK1", [1], true);
      page.wait(0);

      assert.deepEqual(notices, ["not-saved"]);
      assert.equal(session.leave(), false);
    });

    test("the API comes late: the session waits and is then like any other", async () => {
      const { opened, notices, lms } = await sit(standard, { late: 4000 });

      assert.deepEqual(opened, { mode: "normal", tracked: true, location: "start" });
      assert.deepEqual(notices, []);
      assert.equal(lms.times("initialize"), 1);
    });

    test("the API comes very late: what was done meanwhile joins what the platform held", async () => {
      const first = await sit(standard);
      first.session.visit("a.start");
      first.session.answer("CK2", [0, 2], true);
      first.session.leave();
      const { session, page, lms, notices, opened } = await sit(standard, { platform: first.platform, late: 9000 });
      session.visit("b.start");
      session.answer("CK1", [3], true);
      session.afterSubmitted(PASSED);
      page.wait(10000);

      assert.deepEqual(opened, { mode: "normal", tracked: false, location: "start" });
      assert.deepEqual(notices, ["untracked", "result-told", "saved-again", "result-taken"]);
      assert.deepEqual([...session.state.visited].sort(), ["a.start", "b.start"]);
      assert.deepEqual(session.responseOf("CK2"), { response: [0, 2], submitted: true });
      assert.equal(lms.values.get(location), "b.start");
      assert.equal(lms.values.get(status), done);
      assert.equal(lms.times("commit"), standard === "1.2" ? 3 : 2); // opening, and the result said again
      assert.deepEqual(lms.faults, []);
    });

    test("nobody there: said once, the search ends, the course goes on in memory", async () => {
      const { session, page, notices, opened } = await sit(standard, { platform: null });
      session.visit("a.start");
      session.answer("CK1", [1], true);
      session.beforeDone();
      session.afterSubmitted(PASSED);
      page.wait(600000);

      assert.deepEqual(opened, { mode: "normal", tracked: false, location: "start" });
      assert.deepEqual(notices, ["untracked"]);
      assert.equal(session.state.passed, true);
      assert.deepEqual(session.responseOf("CK1"), { response: [1], submitted: true });
      assert.equal(session.leave(), true);
      assert.equal(page.waiting(), 0);
    });

    test("Initialize refused: said, never called again, and one look whether it runs all the same", async () => {
      const { session, page, lms, notices, opened } = await sit(standard, { refuse: { initialize: true } });
      session.visit("a.start");
      page.wait(600000);
      session.leave();

      assert.equal(opened.tracked, false);
      assert.deepEqual(lms.calls, [["initialize", ""], ["get", status]]);
      assert.deepEqual(notices, ["untracked"]);
    });
  });

  describe(`SCORM ${standard}: two windows`, () => {
    test("the earlier window gives way and says so; the later one is told and goes on", async () => {
      const browser = fakeBrowser();
      const first = await sit(standard, { browser });
      first.session.visit("a.start");
      const second = await sit(standard, { browser, platform: first.platform });
      second.session.afterSubmitted(PASSED);
      second.session.leave();
      const heard = first.lms.calls.length;
      first.session.visit("a.one");
      first.page.wait(60000);
      first.page.goAway();

      assert.deepEqual(first.notices, ["elsewhere"]);
      assert.deepEqual(second.notices, ["elsewhere", "result-told", "result-taken"]);
      assert.equal(first.lms.calls.length, heard);
      assert.equal(first.platform.record.get(status), done);
    });

    test("another course, or a window that has left, is nobody's business", async () => {
      const browser = fakeBrowser();
      const first = await sit(standard, { browser });
      const other = await sit(standard, { browser, data: someCourse({ edition: "caregiver" }) });
      first.session.leave();
      const second = await sit(standard, { browser });

      assert.deepEqual([first.notices, other.notices, second.notices], [[], [], []]);
    });

    test("a higher launch number on the platform is not overwritten", async () => {
      const { session, page, lms, notices, data } = await sit(standard);
      const later = await sit(standard, { platform: fakePlatform(standard, { record: Object.fromEntries([...lms.values].filter(([name]) => !name.includes("mode"))) }) });
      const theirs = later.lms.values.get("cmi.suspend_data");
      lms.values.set("cmi.suspend_data", theirs);
      session.answer("CK1", [1], true);
      page.wait(0);

      const { launches } = decodeState(theirs, data);
      const { launches: after, answers } = decodeState(lms.values.get("cmi.suspend_data"), data);

      assert.deepEqual(notices, ["elsewhere"]);
      assert.equal(after, launches);
      assert.deepEqual([...answers.keys()], ["CK1"]); // joined: the later window finds it at its next save
      assert.equal(session.leave(), true);
      assert.equal(lms.times("finish"), 0);
    });

    test("without BroadcastChannel the course runs", async () => {
      const { lms, notices } = await sit(standard, { browser: fakeBrowser({ broken: true }) });

      assert.deepEqual(notices, []);
      assert.equal(lms.times("commit"), 1);
    });
  });
}

for (const standard of STANDARDS) {
  describe(`SCORM ${standard}: a survey's handle`, () => {
    test("is in the state from the first save on, and stays when the learner comes back", async () => {
      const first = await sit(standard, { handle: "abcdEFG1" });
      const [saved] = first.lms.sets("cmi.suspend_data");
      first.page.goAway();
      const again = await sit(standard, { platform: first.platform, handle: "another2" });

      assert.equal(first.session.state.handle, "abcdEFG1");
      assert.match(saved, /abcdEFG1$/);
      assert.equal(again.session.state.handle, "abcdEFG1");
    });

    test("is given to a learner who began before there was a survey", async () => {
      const first = await sit(standard);
      first.session.answer("CK1", [2], true);
      first.page.goAway();
      const again = await sit(standard, { platform: first.platform, handle: "abcdEFG1" });

      assert.equal(again.session.state.handle, "abcdEFG1");
      assert.deepEqual(again.session.responseOf("CK1"), { response: [2], submitted: true });
      assert.match(again.lms.sets("cmi.suspend_data")[0], /abcdEFG1/);
    });
  });
}
