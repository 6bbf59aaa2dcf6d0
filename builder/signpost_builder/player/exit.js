// Exit this page (GOV.UK Design System, component of that name): the screen is empty at once, then the browser leaves.
// In a frame that may not leave, or offline, the empty page is what stays.

import { whenAsked } from "./actions.js";
import { all, html, make, one } from "./dom.js";

const PRESSES = 3;
const WITHIN = 5000; // milliseconds

/**
 * Once the empty screen is drawn, and while the browser asks for the other page: the place is not lost.
 *
 * @param {{saveNow: () => unknown}} session
 */
const savePlace = (session) => requestAnimationFrame(() => setTimeout(session.saveNow));

/** @param {{saveNow: () => unknown}} session */
const leavePage = (session) => {
  all("form").forEach((form) => form.reset());
  const cover = make("div");
  cover.id = "cover";
  html.classList.add("gone");
  document.title = "\u00a0";
  document.body.replaceChildren(cover);
  savePlace(session);
  return navigator.onLine;
};

/** @param {{saveNow: () => unknown}} session */
export const prepareExit = (session) => {
  const everywhere = one(".bar .exit");
  /** @type {number[]} */
  const presses = [];
  whenAsked("exit", () => leavePage(session));
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses.length = 0;
      return;
    }
    presses.push(event.timeStamp);
    const link = one("#help-panel[open] .exit") ?? everywhere;
    const quick = presses.length >= PRESSES && event.timeStamp - presses[presses.length - PRESSES] <= WITHIN;
    if (quick && link?.isConnected) link.click();
  });
  // The browser brought the emptied page back: open it anew.
  addEventListener("pageshow", ({ persisted }) => persisted && one("#cover") && location.reload());
};
