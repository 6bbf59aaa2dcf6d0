// One sitting: what the learner did, and when the platform is told. Touches no page content.
//
// Commits (design: LMS calls): one on open, one per submitted set, at most one in 30 seconds of page changes, one when
// the window is hidden, none while finishing. A result is said again some seconds later and on leaving, because a
// platform answers yes when the network is gone. The adapter (lms-*.js) knows how to say a thing, this file knows when.

import { activeClock } from "./active-clock.js";
import { createConfirmation } from "./confirmation.js";
import { lookForApi } from "./look-for-api.js";
import { watchOtherWindows } from "./other-windows.js";
import { createReporting } from "./reporting.js";
import { checkIds, decodeState, encodeState, freshState, joinState } from "./state.js";

/** Milliseconds. */
const BETWEEN_SAVES = 30000;
const RETRY_AFTER = 5000; // doubled with each failure
const RETRY_AT_MOST = 300000;
const LATELY = 60000; // whoever did something within this time has the newest state

/** The longest page id that every platform keeps (SCORM 1.2 RTE 3.4.4, CMIString255), with a mark behind it. */
const LOCATION_CHARACTERS = 254;

/**
 * A session over `lms` (what connect gave) and `data` (the page's course data); `page` is the window, `handle` the one
 * that a survey gives a learner who has none yet. It is saved from the first save on, whoever takes part.
 *
 * Call `open` first. All else may be called at any time, also while nothing is tracked: the state stays in memory
 * and is handed over when the platform turns up.
 *
 * @param {{lms: LmsAdapter, data: CourseData, page?: Page, handle?: string}} given
 */
export const createSession = ({ lms, data, page = /** @type {Page} */ (globalThis), handle = "" }) => {
  const checks = new Set(checkIds(data));
  const firstPage = data.pages[0].id;
  const name = data.course.id + "." + data.edition;
  const clock = activeClock(page);
  /** @type {((notice: string, details?: string[]) => void)[]} */
  const listeners = [];

  const state = { ...freshState(), handle };
  let location = "";
  /** @type {Mode} */
  let mode = "normal"; // only then anything is written
  let connected = false; // initialised and not finished
  let writing = false; // connected, and nothing forbids writing
  let tracked = false;
  let stateHeld = false; // the platform has a state: asking for one that was never set is an error in SCORM 2004
  let savedAt = 0;
  let failures = 0;
  let changedAt = -Infinity;
  let lackingTold = "";
  /** @type {number | null} */
  let timer = null;
  let ignoreOthers = () => {};

  /**
   * @param {string} notice
   * @param {string[]} [details]
   */
  const tell = (notice, details) => listeners.forEach((listener) => listener(notice, details));
  const now = () => page.performance.now();
  const confirmation = createConfirmation({ now, tell });
  const reporting = createReporting({ lms, data, state, resultTold: () => lms.confirms && confirmation.begin() });
  /** @param {string} pageId */
  const pageOf = (pageId) => data.pages.find(({ id }) => id === pageId);

  const attemptsLeft = () => (data.attempts ? Math.max(0, data.attempts - state.attemptsUsed) : Infinity);

  const values = () => ({
    state: encodeState(state, data, lms.room?.()),
    location,
    progress: reporting.isDone() ? 1 : reporting.visitedFraction(),
    seconds: clock.seconds(),
    done: reporting.isDone(),
  });

  const cancel = () => {
    page.clearTimeout(timer);
    timer = null;
  };

  /** @param {number} milliseconds */
  const schedule = (milliseconds) => {
    cancel();
    timer = page.setTimeout(() => save(false), milliseconds);
  };

  const stop = () => {
    cancel();
    ignoreOthers();
    connected = writing = false;
  };

  /**
   * Joins what other windows of this learner saved meanwhile, where the platform shows it, with what is known here: none loses
   * a page to another. True when one of them was opened later: it has been given what it did not know.
   */
  const joinOthers = () => {
    if (!stateHeld) return false;
    const there = lms.restore();
    const held = decodeState(there.state, data);
    joinState(state, held);
    if (held.launches <= state.launches) return false;
    state.launches = held.launches;
    location = there.location || location;
    if (values().state !== there.state) {
      reporting.report();
      say(false);
    }
    return true;
  };

  /** Another window goes on; this one must not overwrite what that one saves. */
  const giveWay = () => {
    if (writing) {
      stop();
      tell("elsewhere");
    }
    return false;
  };

  /** Names what a platform does not keep, though it keeps the progress. */
  const tellLacking = () => {
    const lacking = lms.lacking?.() ?? [];
    if (lacking.join() !== lackingTold) tell("partly-saved", lacking);
    lackingTold = lacking.join();
  };

  /**
   * What follows from the platform's answer to a save; `last` when none comes after it.
   *
   * @param {boolean} accepted
   * @param {boolean} [last]
   */
  const settle = (accepted, last) => {
    if (!accepted && !failures) tell("not-saved");
    if (accepted && failures) tell("saved-again");
    const sure = confirmation.settle(accepted, last);
    const again = accepted ? sure : Math.min(RETRY_AT_MOST, RETRY_AFTER * 2 ** failures);
    if (again !== null && writing) schedule(again);
    failures = accepted ? 0 : failures + 1;
    stateHeld ||= accepted;
    if (accepted) tellLacking();
    return accepted;
  };

  /**
   * Tells the platform; without a network nothing is asked of it. `again`: whatever it answered before.
   *
   * @param {boolean} again
   */
  const say = (again) => !lms.isOffline?.() && lms.save(values(), again);

  /**
   * `leaving`: the page may not come back.
   *
   * @param {boolean} [leaving]
   */
  const write = (leaving = false) => {
    cancel();
    savedAt = now();
    reporting.report();
    settle(say(failures > 0 || confirmation.isDue(leaving)), false);
  };

  /** @param {boolean} [leaving] */
  const save = (leaving) => {
    if (writing && joinOthers()) giveWay();
    else if (writing) write(leaving);
  };

  /**
   * For a change that must not wait, `soon`: the calls that belong to one submitted set become one commit. Any other is
   * saved later; a save or retry under way keeps its own time.
   *
   * @param {boolean} [soon]
   */
  const saveWhen = (soon = true) => {
    if (writing && (soon || timer === null)) schedule(soon ? 0 : Math.max(0, savedAt + BETWEEN_SAVES - now()));
  };

  /** Whether the platform has to be told everything again before the end: what is refused now can still be repeated. */
  const isOwed = () => confirmation.isTold() || failures > 0 || lms.isOffline?.();

  const saveFirst = () => {
    cancel();
    return settle(say(true), true);
  };

  /**
   * Ends the connection for good; `asked` when the learner chose to leave, else the page is going away.
   *
   * @param {boolean} asked
   */
  const finish = (asked) => {
    if (!connected) return true;
    if (!writing) {
      lms.finish(null, asked);
      stop();
      return true;
    }
    if (joinOthers()) return giveWay();
    reporting.report();
    const owed = isOwed();
    if (asked && owed && !saveFirst()) return false;
    const accepted = lms.finish({ ...values(), lately: !owed && now() - changedAt < LATELY }, asked, owed && !asked);
    stop();
    if (!accepted) tell("not-left");
    return accepted;
  };

  /** Writes from here on, unless the platform only wants the course looked at. */
  const goOn = () => {
    connected = true;
    writing = mode === "normal";
    if (!writing) return;
    reporting.reopen();
    ignoreOthers = watchOtherWindows(page, name, { later: () => (joinOthers(), giveWay()), earlier: () => tell("elsewhere") });
  };

  const takeOver = () => {
    const { beforeDone, attemptsUsed } = state; // of this sitting, while nothing was tracked
    const held = lms.restore();
    const known = pageOf(held.location);
    decodeState(held.state, data, held.location, state);
    state.passed ||= held.passed;
    state.handle = held.handle || state.handle; // a platform may have a place of its own for it
    if (!location || location === firstPage) location = known ? held.location : firstPage;
    reporting.take(held, { beforeDone: state.beforeDone && !beforeDone, tried: state.attemptsUsed > attemptsUsed });
    stateHeld = held.state !== "";
    mode = held.mode;
    tracked = held.tracked;
    if (!tracked) tell("untracked");
    goOn();
    if (writing) {
      state.launches += 1;
      write();
    }
    return { mode, tracked, location };
  };

  const watchPage = () => {
    let seen = true;
    page.document.addEventListener("visibilitychange", () => {
      const before = seen;
      seen = page.document.visibilityState !== "hidden";
      clock[seen ? "resume" : "pause"]();
      if (before && !seen) save(true);
    });
    page.addEventListener("pagehide", () => finish(false));
    page.addEventListener("pageshow", ({ persisted }) => {
      // Back from the browser's page cache after pagehide ended the connection.
      if (!persisted || connected) return;
      if (!lms.start(name)) return tell("untracked");
      goOn();
      save(false);
    });
    page.addEventListener("online", () => failures && save(false));
  };

  /**
   * Connects, restores and reports the launch: {mode: "normal" | "review" | "browse", tracked, location}.
   *
   * Where no frame or opener is there to bring an API, resolves at once, else after five seconds at the latest; an API
   * that appears later is taken up with no more than the notice "saved-again".
   */
  const open = () =>
    new Promise((resolve) => {
      watchPage();
      lookForApi(page, () => lms.start(name), {
        found(late) {
          resolve(takeOver());
          if (late) tell("saved-again");
        },
        alone() {
          tell("untracked");
          resolve({ mode: "normal", tracked: false, location: firstPage });
        },
      });
    });

  return {
    open,
    /** {visited: Set of page ids, answers: Map, beforeDone, attemptsUsed, passed, launches}; to read, not to change. */
    state,
    /** How often the after set may still be submitted; Infinity without a limit. */
    attemptsLeft,
    /**
     * The learner is on this page now. Help and sources are not in the order of pages: who reads them is not kept.
     *
     * @param {string} pageId
     */
    visit(pageId) {
      const shown = pageOf(pageId);
      if (!shown || (location === pageId && state.visited.has(pageId))) return;
      if (pageId !== location) changedAt = now();
      if (pageId.length <= LOCATION_CHARACTERS) location = pageId;
      if (shown.counts) state.visited.add(pageId);
      saveWhen(reporting.isNews());
    },
    /**
     * A response to a question of a check; questions of the before and after sets are not taken.
     *
     * @param {string} questionId
     * @param {Answered} response
     * @param {boolean} submitted
     */
    answer(questionId, response, submitted) {
      if (!checks.has(questionId)) return;
      state.answers.set(questionId, { response, submitted });
      changedAt = now();
      saveWhen(submitted);
    },
    /**
     * {response, submitted} of a question of a check, or null.
     *
     * @param {string} questionId
     */
    responseOf: (questionId) => state.answers.get(questionId) ?? null,
    /** The before set was submitted. That it was is all that is kept. */
    beforeDone() {
      state.beforeDone = true;
      saveWhen();
    },
    /**
     * The after set was submitted: the result of scoreSet, of which mode "pass" keeps only whether it was enough, and
     * the responses for the one adapter whose platform does the marking.
     *
     * @param {SetScore} result
     * @param {Responses} responses
     */
    afterSubmitted({ scoreFraction, passed }, responses) {
      lms.answered?.(responses);
      state.attemptsUsed += 1;
      state.passed ||= passed;
      reporting.score(scoreFraction);
      saveWhen();
    },
    /** What the learner does is kept somewhere. */
    isKept: () => writing && tracked,
    /** Saves what waits to be saved: the page may be gone in a moment. */
    saveNow: () => timer !== null && save(true),
    /** The learner leaves: saves, reports and ends. False when the platform did not take everything; the session
     * goes on then, unless it was the very end that was refused. */
    leave: () => finish(true),
    /** Forgets everything that this browser keeps, where it is the browser that keeps it; ends the session. */
    forget() {
      lms.forget?.();
      stop();
      mode = "forgotten";
      Object.assign(state, freshState());
    },
    /** @param {(notice: string, details?: string[]) => void} listener */
    onNotice: (listener) => void listeners.push(listener),
  };
};
