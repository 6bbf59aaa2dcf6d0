// The frame with the course: where it leads, how large it is, and what is said to it. It is of another origin: only messages pass.

import { chosen, edition } from "./choices.js";

const { port, token } = document.body.dataset;
const origin = `http://127.0.0.1:${port}`;
const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
let shown = "";

const PLATFORMS = ["scorm12", "scorm2004"];

/** @param {string} kind */
const addressOf = (kind) => `${origin}/${token}/${PLATFORMS.includes(kind) ? "platform/" : ""}${kind}/${edition()}/`;

/** @param {AroundMessage} message */
export const say = (message) => frame.contentWindow?.postMessage(message, origin);

export const sayLook = () => say({ look: chosen().look });

/** What of a course the frame shows, as it stands in addresses. */
export const frameAddress = () => `${encodeURIComponent(chosen().kind)}/${edition()}`;

let isHeard = false; // the page in the frame has said that it hears
let has = ""; // the digest of what the frame has; empty: of whatever the server gave it
/** @type {PageChange | null} */
let newest = null;
let asked = 0;

/** Loads what is chosen; `again` also when it is shown already. */
export const load = (again = false) => {
  const { kind } = chosen();
  const address = addressOf(kind);
  if (address === shown && !again) return;
  if (address !== shown) [has, newest] = ["", null];
  shown = address;
  isHeard = false;
  frame.src = address;
};

/**
 * Brings the frame up to date.
 *
 * @param {PageChange} page
 */
export const follow = (page) => {
  const isNews = has !== "" && page.now !== has;
  [has, newest] = [page.now, page];
  if (isHeard) say({ page });
  else if (isNews) load(true);
};

/** The frame has another page than the one that the last change is for: the whole text, for it to take over what is different. */
const sendWhole = async () => {
  asked += 1;
  const wanted = asked;
  const answer = await fetch(`html/${frameAddress()}`);
  if (!answer.ok) return load(true);
  const text = await answer.text();
  if (wanted === asked) say({ page: { now: "", known: "", text } });
};

export const resize = () => {
  const { width, height } = chosen();
  frame.style.width = width ? `${width}px` : "100%";
  frame.style.height = height ? `${height}px` : "100%";
};

/**
 * Hears what the frame says, and nobody else.
 *
 * @param {(message: FrameMessage) => void} listener
 */
export const onMessage = (listener) =>
  addEventListener("message", ({ origin: from, source, data }) => {
    if (from !== origin || source !== frame.contentWindow) return;
    if (data.ready) isHeard = true;
    if (data.ready && newest) say({ page: newest }); // it may have come while the page was loaded
    if (data.stale) sendWhole();
    listener(data);
  });
