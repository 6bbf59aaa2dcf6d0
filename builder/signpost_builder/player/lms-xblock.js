// Open edX: this document stands in a frame that the block's page made (xblocks/, host.js), which calls the handlers.
//
// The page leaves `signpost` on the frame element: `held`, what the platform keeps of this learner; `call(handler,
// body)`, which promises {status, answer} with status 0 for no answer, and outlives the page; `say(text)`, for a refusal
// that only the platform can word. Saving is answered at once and done in the background, in order and until the
// platform took it.

import { data } from "./course-data.js";
import { notify } from "./notices.js";
import { isScored, scoreSet } from "./score.js";
import { encodeState, freshState } from "./state.js";

/** Milliseconds. */
const FIRST_RETRY = 5000; // doubled with each failure
const LAST_RETRY = 300000;
const DONE_AFTER = [2000, 20000]; // at a random time between: not when something else may arrive somewhere else

/**
 * HTTP answers after which the same request may still succeed: signed out meanwhile, busy, restarting, offline.
 *
 * @param {number} status
 */
const isPassing = (status) => [0, 401, 403, 404, 408, 429].includes(status) || status >= 500;

/**
 * The adapter of Open edX. Methods as in lms-scorm.js, and `answered`, as the platform may do the marking.
 *
 * @param {Page} window
 */
export const connect = (window) => {
  /** @type {BlockRequest[]} */
  const waiting = []; // {handler, body}, oldest first
  /** @type {BlockHost} */
  let host;
  /** @type {BlockHeld} */
  let held;
  /** @type {Responses | null} */
  let attempt = null; // submitted, its outcome not yet known
  let passed = false;
  /** @type {number | null} */
  let fraction = null;
  let busy = false;
  let failures = 0;
  /** @type {number | undefined} */
  let timer;
  let doneAsked = false;
  /** @type {number | null} */
  let doneTimer = null;
  let elsewhere = false;

  /**
   * @param {BlockRequest} request
   * @param {BlockAnswer} outcome
   */
  const settle = (request, { status, answer }) => {
    const accepted = status >= 200 && status < 300;
    if (!accepted && isPassing(status)) {
      request.unsure ||= status === 0 || status >= 500; // it may have arrived, and only the answer was lost
      if (!failures) notify("not-saved");
      timer = window.setTimeout(send, Math.min(LAST_RETRY, FIRST_RETRY * 2 ** failures));
      failures += 1;
      return;
    }
    if (failures) notify("saved-again");
    failures = 0;
    if (accepted) {
      const { state, place } = request.body;
      held = { ...held, ...(state && { state, place }), ...answer };
    } else if (status === 409 && request.handler === "submit") {
      // Another window used an attempt meanwhile; unless it was this one, whose answer got lost.
      held = { ...held, ...answer.held };
      if (!request.unsure) {
        request.body.attempt = held.attemptsUsed + 1;
        return send();
      }
    } else if (status === 409) {
      elsewhere = true;
      waiting.length = 0;
      notify("elsewhere");
    } else host.say(answer?.error ?? "");
    const at = waiting.indexOf(request);
    if (at >= 0) waiting.splice(at, 1);
    send();
  };

  /** The oldest that waits; the next one when that is answered. */
  const send = async () => {
    window.clearTimeout(timer);
    if (busy || !waiting.length) return;
    busy = true;
    const [request] = waiting;
    const answer = await host.call(request.handler, request.body);
    busy = false;
    settle(request, answer);
  };

  /**
   * @param {Handler} handler
   * @param {object} body
   */
  const post = (handler, body) => {
    if (!held.tracked || elsewhere) return;
    waiting.push({ handler, body });
    send();
  };

  const postDone = () => {
    if (doneTimer === null) return;
    window.clearTimeout(doneTimer);
    doneTimer = null;
    post("done", {});
  };

  const doneLater = () => {
    const [least, most] = DONE_AFTER;
    if (!doneAsked) doneTimer = window.setTimeout(postDone, least + Math.random() * (most - least));
    doneAsked = true;
  };

  /** Where the course team hides results, what is marked stands beside the page's data, not in it. */
  const scoredIds = () => held.scored ?? data.after.filter((id) => isScored(data.questions[id]));

  /**
   * @param {Record<string, Spec>} key
   * @param {Responses} responses
   */
  const markUnseen = (key, responses) => {
    const marked = scoredIds().map((id) => responses[id]);
    const score = scoreSet(Object.values(key), marked, data.passMarkPercent);
    passed ||= score.passed;
    fraction = Math.max(fraction ?? 0, score.scoreFraction ?? 0);
  };

  /** @param {Responses} responses */
  const attemptBody = (responses) => {
    const number = held.attemptsUsed + 1 + waiting.filter(({ handler }) => handler === "submit").length;
    if (held.grading === "server") {
      return { attempt: number, answers: Object.fromEntries(scoredIds().map((id) => [id, responses[id] ?? null])) };
    }
    if (held.key) markUnseen(held.key, responses);
    return { attempt: number, passed, ...(data.scoreMode === "exact" && { score_fraction: fraction ?? 0 }) };
  };

  /** @param {Values} values */
  const take = ({ state, location }) => {
    if (held.kind === "module") {
      const last = waiting.findLast(({ handler }) => handler === "save_progress");
      const body = { state, place: location };
      // The one on its way stays as it is; whatever waits behind it takes the newest values.
      if (last && !(busy && last === waiting[0])) last.body = body;
      else if (state !== held.state || location !== held.place) post("save_progress", body);
    }
    if (attempt) {
      if (scoredIds().length) post("submit", attemptBody(attempt));
      else doneLater();
      attempt = null;
    }
  };

  return /** @satisfies {LmsAdapter} */ ({
    start() {
      host ??= /** @type {any} */ (window.frameElement)?.signpost ?? null;
      if (!host) return null;
      held ??= host.held;
      return true;
    },
    restore() {
      const { tracked, mode } = held;
      if (held.kind === "module") {
        return { tracked, mode, state: held.state, location: held.place, completed: held.completed, passed: false };
      }
      passed ||= held.passed;
      const state = encodeState({ ...freshState(), attemptsUsed: held.attemptsUsed, passed }, data);
      return { tracked, mode, state, location: "", completed: false, passed, handle: held.handle };
    },
    answered(responses) {
      attempt = responses;
    },
    record(phase, score) {
      if (phase === "passed") passed = true;
      if (score) fraction = score.fraction;
      if (phase === "before-done" || (phase === "completed" && held.kind === "quiz")) doneLater();
    },
    save(values) {
      take(values);
      return true;
    },
    /** The page is going away: what waits goes out at once. */
    finish(values) {
      if (values) take(values);
      postDone();
      window.clearTimeout(timer);
      for (const { handler, body } of waiting.slice(busy ? 1 : 0)) host.call(handler, body);
      waiting.length = busy ? 1 : 0;
      return true;
    },
  });
};
