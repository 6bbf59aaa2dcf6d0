/** The page's own parts, and what stands in it as data. */

/** @type {<T extends Element = HTMLElement>(selector: string) => T} What is surely there. */
export const part = (selector) => {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return /** @type {any} */ (found);
};

/** @type {(selector: string, words: string) => void} Said again only when it is news, so that nobody hears it twice. */
export const say = (selector, words) => {
  const element = part(selector);
  if (element.textContent !== words) element.textContent = words;
};

/**
 * `codes`: of the markers, by number. `orders`: the letters on the four sides of a card, by number. `served`: whether a server is
 * behind the page, so that phones can answer.
 *
 * @typedef {{ questions: import("./sitting.js").Question[], codes: number[], orders: string[], letters: string, served: boolean, texts: any }} RoomData
 */

/** @type {RoomData} */
export const data = JSON.parse(part("#data").textContent ?? "");
