/** The page's own parts, and what stands in it as data. */

/** @type {<T extends Element = HTMLElement>(selector: string, inside?: ParentNode) => T} What is surely there. */
export const one = (selector, inside = document) => {
  const found = inside.querySelector(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return /** @type {any} */ (found);
};

/** @type {<T extends Element = HTMLElement>(selector: string, inside?: ParentNode) => T[]} */
export const all = (selector, inside = document) => /** @type {any} */ ([...inside.querySelectorAll(selector)]);

/** @type {{ plans: import("./pace.js").Plan[], texts: Record<string, string>, help: string }} */
export const given = JSON.parse(one("#given").textContent ?? "");

export const slides = all(".slide");

/** @type {import("./walk.js").Stop[]} */
export const stops = slides.map(({ id, dataset }) => ({ id, goesTo: dataset.goesTo ?? "", module: dataset.module ?? "" }));

export const isDesk = new URLSearchParams(location.search).has("presenter");
