// The platform panel: every call that the package makes, how full its state is, and what an administrator would see.

import { make } from "./dom.js";

/** @param {string[]} cells */
const row = (...cells) => {
  const line = document.createElement("tr");
  line.append(...cells.map((cell, place) => make(place ? "td" : "th", cell)));
  line.firstElementChild?.setAttribute("scope", "row");
  return line;
};

/**
 * @param {string} caption
 * @param {HTMLElement[]} rows
 */
const table = (caption, rows) => {
  const made = document.createElement("table");
  made.append(make("caption", caption), ...rows);
  return made;
};

const MOST_CALLS = 500;
const calls = document.createElement("tbody");
const seen = document.createElement("div");

/** @param {Call & {at: number}} call */
const callRow = ({ at, call, answer, error, said }) => {
  const line = row(`${(at / 1000).toFixed(1)} s`, call, error === "0" ? answer : `${answer} (error ${error}: ${said})`);
  line.classList.toggle("fault", error !== "0");
  return line;
};

/** @param {{used: number, most: number}} given */
const budget = ({ used, most }) => {
  const line = document.createElement("p");
  const meter = Object.assign(document.createElement("meter"), { max: most, value: used, high: most * 0.9 });
  meter.setAttribute("aria-label", "State budget");
  line.append(`State: ${used.toLocaleString("en-GB")} of ${most.toLocaleString("en-GB")} bytes that a platform keeps`, meter);
  return line;
};

/** @param {{columns: [string, string][], sitting: number}} given */
const administrator = ({ columns, sitting }) =>
  table(`What an administrator sees (sitting ${sitting})`, columns.map(([name, value]) => row(name, value || "none")));

/** @param {HTMLElement} body @param {() => void} relaunch */
export const showPlatform = (body, relaunch) => {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Leave and open again", onclick: relaunch });
  const log = make("table", "", "calls");
  const heads = document.createElement("tr");
  heads.append(...["Time", "Call", "Answer"].map((name) => Object.assign(document.createElement("th"), { textContent: name, scope: "col" })));
  log.append(make("caption", "Every call, newest first"), heads, calls);
  const note = make("p", "A platform by the book. Yours may be less kind: docs/lms.md says what was seen. No answer of a learner is in any call but as state.", "note");
  body.replaceChildren(seen, button, log, note);
};

/**
 * A message of the platform in the frame.
 *
 * @param {FrameMessage} message
 */
export const heard = (message) => {
  if (message.began) calls.replaceChildren();
  if (message.call) {
    calls.prepend(callRow(/** @type {Call & {at: number}} */ (message)));
    if (calls.childElementCount > MOST_CALLS) calls.lastElementChild?.remove();
  }
  if (message.columns) {
    const { columns, used = 0, most = 0, sitting = 0 } = message;
    seen.replaceChildren(budget({ used, most }), administrator({ columns, sitting }));
  }
};
