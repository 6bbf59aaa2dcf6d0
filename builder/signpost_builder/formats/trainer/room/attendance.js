/** The trainer's end of codes of attendance: given when the trainer says so, and printed for people without a phone. */

import { filled } from "./filled.js";
import { data, part, say } from "./parts.js";
import { ask } from "./phones.js";

/** @typedef {{ date: string, version: string }} Codes */

const MOST_SLIPS = 40;
const said = data.texts;
/** @type {Codes | null} */
let codes = null;
let isGiving = false;
let given = 0;

const drawCodes = () => {
  if (codes === null) return;
  part("#codes").hidden = false;
  part("#codes-open").setAttribute("aria-pressed", String(isGiving));
  say("#codes-state", `${filled(isGiving ? said.codes_given : said.codes_closed, { count: given })} ${filled(said.codes_date, codes)}`);
};

/** @type {(offered: Codes | null) => void} */
export const offerCodes = (offered) => {
  codes = offered;
  isGiving = false;
  drawCodes();
};

/** @type {(count: number) => void} */
export const countCodes = (count) => {
  given = count;
  drawCodes();
};

export const giveCodes = async () => {
  const now = await ask("codes", { open: !isGiving });
  isGiving = now.open;
  codes = now.day;
  drawCodes();
};

/** @type {(slip: { code: string, number: string }) => HTMLElement} */
const slipOf = ({ code, number }) => {
  const slip = document.createElement("article");
  const line = (/** @type {string} */ words) => Object.assign(document.createElement("p"), { textContent: words });
  const name = Object.assign(line(said.slip_name), { className: "name" });
  const image = Object.assign(document.createElement("img"), { src: code, alt: "" });
  slip.append(image, line(part("h1").dataset.course ?? ""), line(filled(said.slip_what, codes ?? {})), line(number), name);
  return slip;
};

export const printSlips = async () => {
  const count = Number(/** @type {HTMLInputElement} */ (part("#slips-count")).value);
  if (!Number.isInteger(count) || count < 1 || count > MOST_SLIPS) return say("#slips-state", said.slips_wrong);
  const { slips, day } = await ask("slips", { count });
  codes = day;
  part("#slips").replaceChildren(...slips.map(slipOf));
  await Promise.all([...part("#slips").querySelectorAll("img")].map((image) => image.decode()));
  say("#slips-state", filled(said.slips_made, { count }));
  document.body.classList.add("slips");
  addEventListener("afterprint", endSlips, { once: true });
  print();
};

/** Nothing of them stays in the page. */
const endSlips = () => {
  document.body.classList.remove("slips");
  part("#slips").replaceChildren();
};
