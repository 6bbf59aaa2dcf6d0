// In the page of a course that is previewed, before its own script: takes over what has changed, keeps page and place, changes
// the look. It hears the window around it alone, and who may be that, the page's policy says (frame-ancestors).

import { setLook } from "./look.js";
import { takeOver } from "./taking.js";

const html = document.documentElement;
const KEPT = "signpost.preview.place";
const SETTLED_MS = 600; // after a save that the player has to hear of, for the next one
const around = window.parent;
/** @param {FrameMessage} message */
const say = (message) => around.postMessage(message, "*");
const inPlatform = (() => {
  try {
    return around.location.origin === location.origin;
  } catch {
    return false;
  }
})();

const reload = () => {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ at: html.dataset.at, y: scrollY }));
  } catch {
    // Where storage is refused the page begins at its top.
  }
  if (inPlatform) say({ reload: true });
  else location.reload();
};

const own = /** @type {HTMLElement} */ (document.querySelector("script[data-page]")); // its data change with the page
let waiting = 0;

/**
 * Comes up to date, or says that it takes more.
 *
 * @param {PageChange} change
 */
const follow = ({ now, known, text }) => {
  if (now && now === own.dataset.page) return;
  if (!text || (known && known !== own.dataset.page)) return say({ stale: true });
  const took = takeOver(text);
  say({ took });
  if (took === "anew") reload();
  if (took !== "anew soon") return;
  clearTimeout(waiting);
  waiting = setTimeout(reload, SETTLED_MS);
};

// ------------------------------------------------------------------------------------ the place

/** @type {{at: string, y: number} | null} */
let kept = null;
try {
  kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
} catch {
  // Nothing is kept.
}

/**
 * Back to where the reader was before the page was loaded anew.
 *
 * @param {{at: string, y: number}} place
 */
const goBack = ({ at, y }) => {
  kept = null;
  const link = /** @type {HTMLElement | null} */ (document.querySelector(`#contents a[href="#${CSS.escape(at)}"]`));
  if (html.dataset.at !== at) link?.click();
  requestAnimationFrame(() => scrollTo({ top: y, behavior: "instant" }));
  say({ took: "anew" });
};

new MutationObserver(() => {
  say({ at: html.dataset.at });
  if (kept?.at) goBack(kept);
}).observe(html, { attributeFilter: ["data-at"] });

addEventListener("message", ({ source, data }) => {
  if (source !== around) return;
  if (data.page) follow(data.page);
  if (data.look !== undefined) setLook(data.look);
});
say({ ready: true });
