// "Open in editor": asks the preview, which starts the editor on this computer.

import { make, meant, one } from "./dom.js";

const status = one("#status");

/**
 * @param {string} path
 * @param {number} line
 * @param {number} column
 */
export const open = async (path, line, column) => {
  try {
    const answer = await fetch("open", { method: "POST", body: JSON.stringify({ path, line, column }) });
    status.textContent = (await answer.json()).said;
  } catch {
    status.textContent = "The preview has ended: start it again.";
  }
};

/**
 * A button that opens a place; its text is the place.
 *
 * @param {{path: string, line: number, column: number}} place
 */
export const placeButton = ({ path, line, column }) => {
  const button = make("button", line ? `${path}:${line}:${column}` : path, "place");
  button.setAttribute("type", "button");
  Object.assign(button.dataset, { path, line, column });
  return button;
};

document.addEventListener("click", (event) => {
  const place = meant(event, "button[data-path]")?.dataset;
  if (place?.path) open(place.path, Number(place.line), Number(place.column));
});
