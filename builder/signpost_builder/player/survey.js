// The anonymous survey in the page: who takes part, what is sealed, when it goes out (docs/formats/sealed-record.md).
//
// Nothing here is told to the platform, and nothing waits for it: whatever fails, the course goes on.

import { whenAsked } from "./actions.js";
import { fromBase64url, toBase64url } from "./base64url.js";
import { consent, leavingWords } from "./consent.js";
import { data, text } from "./course-data.js";
import { deliver } from "./delivery.js";
import { focusOn, make, one } from "./dom.js";
import { createOutbox } from "./outbox.js";
import { beforeInfo, beforePart, pairRecord, recordInfo, slotBytes } from "./record.js";
import { seal } from "./seal.js";
import { createWaiting } from "./waiting.js";

const survey = /** @type {SurveyData} */ (data.survey);
const waiting = createWaiting();
/** @type {Session} */
let learner; // the session; undefined where nothing is sent
/** @type {ReturnType<typeof createOutbox>} */
let outbox;
let joined = false;
/** @type {Promise<void> | null} */
let sealing = null; // the before part, while it is being sealed
let awaited = false; // somebody on this page submitted a record and may like to know how it fared

/** A learner's handle: 48 bits of chance that say nothing about anyone. */
export const newHandle = () => (survey ? toBase64url(crypto.getRandomValues(new Uint8Array(6))) : "");

/** @param {string} key */
const note = (key) => {
  const box = one("#notice");
  const line = one("[data-notice=survey]", box) ?? box.appendChild(make("p"));
  line.dataset.notice = "survey";
  line.textContent = text(key);
};

/** A before part waits for this learner, and the after set was never submitted. */
const canFinish = () => {
  const { attemptsUsed, passed, handle } = learner.state;
  return !attemptsUsed && !passed && (sealing !== null || waiting.hasBefore(survey.form, handle));
};

/** Lets the browser draw what the learner waits for; sealing takes a moment on a slow device. */
const afterDrawing = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Says before a set what becomes of the answers, with a way in or out; null where there is nothing to say.
 *
 * @param {HTMLElement} page
 * @param {string} label
 */
export const surveyWords = (page, label) => {
  if (!learner) return null;
  if (page.id === "before") return consent();
  joined = canFinish();
  return joined ? leavingWords(label) : null;
};

/** Forgets what waits here for this learner to finish, also what is about to. */
export const forgetSurvey = () => {
  joined = false;
  if (!learner) return;
  const { handle } = learner.state;
  const forget = () => waiting.forgetBefore(survey.form, handle);
  forget();
  sealing?.then(forget);
};

/**
 * The learner begins the set before, and the button says how. Who declines takes back what they may have said in a
 * sitting that the platform has lost since.
 *
 * @param {HTMLElement} button
 */
export const surveyChoice = ({ dataset }) => {
  if (dataset.survey === "decline") forgetSurvey();
  if (dataset.survey === "join") joined = true;
};

/**
 * Only asked for the survey, and this learner is not in it.
 *
 * @param {HTMLElement} question
 */
export const isLeftOut = (question) => !joined && question.closest("[data-survey-only]") !== null;

/**
 * @param {string[]} ids
 * @param {Responses} responses
 */
const slotsOf = (ids, responses) => slotBytes(ids.map((id) => data.questions[id]), ids.map((id) => responses[id] ?? null));

/**
 * @param {{question: string} | null} asked
 * @param {Responses} responses
 */
const choiceOf = (asked, responses) => {
  const response = asked && responses[asked.question];
  return Array.isArray(response) ? response[0] : null;
};

/** @param {Responses} responses */
const groupOf = (responses) => survey.group?.merge[/** @type {number} */ (choiceOf(survey.group, responses))] ?? null;

/**
 * @param {string} info
 * @param {Uint8Array} plain
 */
const sealFor = (info, plain) => seal(fromBase64url(survey.key), info, plain);

/** @param {Responses} responses */
const sealBefore = async (responses) => {
  const slots = slotsOf(survey.before, responses);
  const part = beforePart({ group: groupOf(responses), stratum: choiceOf(survey.stratum, responses), slots });
  await afterDrawing();
  waiting.keepBefore(survey.form, learner.state.handle, await sealFor(beforeInfo(survey.form), part));
};

const failed = () => note("survey-failed");

/**
 * The set before was submitted: seals the answers, which then wait on this device.
 *
 * @param {Responses} responses
 */
export const surveyBefore = (responses) => {
  if (!learner || !joined) return;
  sealing = sealBefore(responses)
    .catch(failed)
    .finally(() => (sealing = null));
};

/** @param {Responses} responses */
const sendPair = async (responses) => {
  const slots = slotsOf(survey.after, responses);
  await sealing;
  const sealedBefore = waiting.takeBefore(survey.form, learner.state.handle);
  if (!sealedBefore) return;
  await afterDrawing();
  const sealed = await sealFor(recordInfo(survey.form), pairRecord({ sealedBefore, slots }));
  awaited = true;
  await outbox.send(survey.form, toBase64url(sealed));
};

/**
 * The set after is being submitted: the first time, wraps what waits with these answers and sends it.
 *
 * @param {Responses} responses
 */
export const surveyAfter = (responses) => {
  if (learner && joined && canFinish()) sendPair(responses).catch(failed);
  joined = false;
};

/**
 * Begins, where the page has a survey and the learner learns; what still waits on this device goes out.
 *
 * @param {Session} given
 */
export const prepareSurvey = (given) => {
  if (!survey) return;
  learner = given;
  /** @param {Outcome} outcome */
  const tell = (outcome) => awaited && outcome !== "refused" && note("survey-" + outcome);
  outbox = createOutbox({ endpoint: survey.endpoint, waiting, deliver, tell });
  outbox.sendAll();
  for (const id of ["before", "after"]) {
    const words = one(`#${id} [data-block=memory]`);
    if (words) words.textContent = text("memory-" + id);
  }
  whenAsked("leave-survey", (button) => {
    forgetSurvey();
    const words = make("p", text("survey-left"));
    /** @type {Element} */ (button.closest(".survey")).replaceChildren(words);
    focusOn(words);
  });
};
