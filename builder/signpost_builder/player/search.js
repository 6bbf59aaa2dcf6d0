// Looks for words in the pages as they stand in the document. What is looked for is kept nowhere.

import { whenAsked } from "./actions.js";
import { data, text } from "./course-data.js";
import { all, byId, make, makeLink, one, onEnter } from "./dom.js";

const PARTS = "h2, h3, p, li, dt, dd, td, blockquote";
/** Answers would be given away, and a hard part is opened on purpose. */
const KEPT_BACK = ".q, .feedback, .sensitive > details";
const EXCERPT = 240; // characters

/**
 * Accents and capitals make no difference.
 *
 * @param {string | null} words
 */
const folded = (words) => String(words).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The page as a heading with the first of its parts that has most of the words; nothing where one word is not on it.
 *
 * @param {HTMLElement} page
 * @param {string[]} words
 */
const hits = (page, words) => {
  const parts = all(PARTS, page).filter((part) => !part.closest(KEPT_BACK));
  const found = parts.map((part) => words.filter((word) => folded(part.textContent).includes(word)));
  if (!words.every((word) => found.some((some) => some.includes(word)))) return [];
  const best = parts[found.findIndex((some) => some.length === Math.max(...found.map(({ length }) => length)))];
  const said = String(best.textContent);
  const heading = make("h3", makeLink(page.id, String(one("h2", page).textContent)));
  return [make("div", heading, make("p", said.length > EXCERPT ? said.slice(0, EXCERPT) + "…" : said))];
};

export const prepareSearch = () => {
  const page = byId("search");
  const field = one("input#search-words");
  const show = () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    const pages = data.pages.filter(({ counts }) => counts).map(({ id }) => byId(id));
    const found = words.length ? pages.flatMap((each) => hits(each, words)) : [];
    one(".found", page).replaceChildren(...found);
    one(".kicker", page).textContent = words.length ? text("found", { words: field.value.trim(), count: found.length }) : "";
  };
  whenAsked("search", show);
  onEnter(one("form", page), show);
  addEventListener("pagehide", () => {
    field.value = "";
    show();
  });
};
