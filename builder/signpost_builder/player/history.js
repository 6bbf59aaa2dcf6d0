// Back goes to the page before: every page that is turned to gets an entry of the window's history, with the same address and
// the same title. An entry holds the place of its section in the document, a number. In a frame the entries join the platform's.
// Editions with "Exit this page" have none of this: an entry would come back on Back.

import { all, byId, one } from "./dom.js";
import { currentPage, askToLeave, onPage, showPage } from "./pages.js";

/**
 * Safari refuses more than a hundred entries in half a minute. Then a page has none, and Back goes one further.
 *
 * @param {"pushState" | "replaceState"} way
 * @param {number} place
 */
const enter = (way, place) => {
  try {
    history[way](place, "");
  } catch {
    // nothing is lost but the entry
  }
};

/**
 * Begins, before the first page is shown. `first` is where the learner stopped; answers where to begin: after a reload where
 * one was. Who carries on in the middle gets an entry for the page before, or Back would leave the course.
 *
 * @param {string} first
 */
export const prepareHistory = (first) => {
  const sections = all("main > .page");
  const at = sections[history.state];
  const place = sections.indexOf(byId(first));
  if (!at) {
    enter("replaceState", Math.max(0, place - 1));
    if (place > 0) enter("pushState", place);
  }
  onPage((page) => {
    const shown = sections.indexOf(page);
    if (shown !== history.state && page.id !== "closed") enter("pushState", shown);
  });
  addEventListener("popstate", ({ state }) => {
    const page = sections[state];
    const here = currentPage();
    if (!page || here.id === "closed") return;
    one("dialog[open]")?.close();
    // Asked first: one is still here, and so is the entry.
    if (askToLeave(() => showPage(page.id))) enter("pushState", sections.indexOf(here));
  });
  return (at ?? byId(first)).id;
};
