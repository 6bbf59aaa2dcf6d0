// What is wrong in the files now: over the course, which stays as it was when it was last right.

import { make, one } from "./dom.js";
import { placeButton } from "./edit.js";

const list = one("#findings");
const button = one("#problems");

/** @param {string} text */
const explained = (text) => {
  const details = document.createElement("details");
  details.append(make("summary", "What it means"), make("pre", text));
  return details;
};

/**
 * The line with a sign under the column; tabs stay tabs, so that it stands where an editor shows the column.
 *
 * @param {Finding} finding
 */
const sourceLine = ({ source, column }) => {
  const indent = source.slice(0, Math.max(column - 1, 0)).replace(/[^\t]/g, " ");
  const code = make("code", `${source}\n${indent}^`, "source");
  code.tabIndex = 0;
  code.dataset.column = String(column);
  return code;
};

/** @param {Finding} finding */
const item = (finding) => {
  const line = make("li", "", finding.severity);
  const message = make("p", "");
  message.append(make("strong", finding.severity === "error" ? "Error: " : "Warning: "), finding.message);
  line.append(message, placeButton(finding));
  if (finding.source) line.append(sourceLine(finding));
  if (finding.hint) line.append(make("p", `Hint: ${finding.hint}`));
  if (finding.explanation) line.append(explained(finding.explanation));
  return line;
};

/**
 * @param {number} count
 * @param {string} word
 */
const words = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** @param {Finding[]} findings */
const count = (findings) => {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  return [errors && words(errors, "error"), warnings && words(warnings, "warning")].filter(Boolean).join(", ");
};

/** On a narrow screen the column may be far to the right. @param {Element} code */
const toItsSign = (code) => {
  const column = Number(/** @type {HTMLElement} */ (code).dataset.column);
  const width = code.scrollWidth / Math.max(...(code.textContent ?? "").split("\n").map(({ length }) => length));
  code.scrollLeft = column * width - code.clientWidth / 2;
};

/** @param {boolean} open */
const show = (open) => {
  list.hidden = !open;
  if (open) list.querySelectorAll("code.source").forEach(toItsSign);
  button.setAttribute("aria-expanded", String(open));
};

let wasGood = true;

/**
 * Opens by itself when errors come, and closes when they are gone.
 *
 * @param {PreviewState} state
 */
export const tell = ({ findings, good }) => {
  list.classList.toggle("errors", !good);
  button.classList.toggle("errors", !good);
  button.hidden = !findings.length;
  button.textContent = count(findings);
  const items = document.createElement("ol");
  items.append(...findings.map(item));
  list.replaceChildren(items);
  if (!findings.length) show(false);
  else show(good === wasGood ? !list.hidden : !good);
  wasGood = good;
};

button.addEventListener("click", () => show(list.hidden === true));
addEventListener("keydown", (event) => event.key === "Escape" && show(false));
