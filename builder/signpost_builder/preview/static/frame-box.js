// The frame with the course: where it leads, how large it is, and what is said to it. It is of another origin: only messages pass.

import { chosen, edition } from "./choices.js";

const { port, token } = document.body.dataset;
const origin = `http://127.0.0.1:${port}`;
const frame = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
let shown = "";

const PLATFORMS = ["scorm12", "scorm2004"];

/** @param {string} kind */
export const isPage = (kind) => kind === "page" || PLATFORMS.includes(kind);

/** @param {string} kind */
const addressOf = (kind) => `${origin}/${token}/${PLATFORMS.includes(kind) ? "platform/" : ""}${kind}/${edition()}/`;

/** @param {AroundMessage} message */
export const say = (message) => frame.contentWindow?.postMessage(message, origin);

export const sayLook = () => say({ look: chosen().look });

/** Loads what is chosen; `again` also when it is shown already. */
export const load = (again = false) => {
  const { kind } = chosen();
  const address = addressOf(kind);
  if (address === shown && !again) return;
  shown = address;
  frame.src = address;
};

/**
 * The new text of the page, for the frame to take over what has changed. False: there is none.
 *
 * @param {() => boolean} isNewest False where a later save has been asked for meanwhile: the answer before it may come after it.
 */
export const update = async (isNewest) => {
  const { kind } = chosen();
  const answer = await fetch(`html/${kind}/${edition()}`);
  if (!answer.ok) return false;
  const page = await answer.text();
  if (isNewest()) say({ page });
  return true;
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
  addEventListener("message", (event) => event.origin === origin && event.source === frame.contentWindow && listener(event.data));
