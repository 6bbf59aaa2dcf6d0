// One page at a time: which one, how far along, where to go next. Never touches the address.

import { data, text } from "./course-data.js";
import { all, announce, byId, focusOn, html, make, makeLink, one } from "./dom.js";
import { whenAsked } from "./actions.js";
import { countedIds } from "./state.js";

const order = data.pages.map(({ id }) => id);
const counted = countedIds(data);
/** @type {((page: HTMLElement) => void)[]} */
const listeners = [];
/** @type {Record<string, () => void>} */
const panels = {};
/** @type {Session} */
let session;
/** @type {HTMLElement} */
let current;
/** @type {Guard} */
let guard = () => false;

/** The section on screen. */
export const currentPage = () => current;

/**
 * `listener(page)` is called with the section after each change of page, before focus moves.
 *
 * @param {(page: HTMLElement) => void} listener
 */
export const onPage = (listener) => listeners.push(listener);

/**
 * Links to page `id` call `open` instead of turning the page.
 *
 * @param {string} id
 * @param {() => void} open
 */
export const openAsPanel = (id, open) => {
  panels[id] = open;
};

/**
 * `asks(goOn, forGood)` is asked before the page is left; `forGood`: with the course. When it answers true, it has something to
 * ask first, and calls `goOn` itself.
 *
 * @param {Guard} asks
 */
export const guardLeaving = (asks) => {
  guard = asks;
};

/**
 * Leaves the page by `goOn`; true when the learner is asked first.
 *
 * @param {() => void} goOn
 * @param {boolean} [forGood]
 */
export const askToLeave = (goOn, forGood = false) => guard(goOn, forGood) || goOn();

export const visitedCount = () => counted.filter((id) => session.state.visited.has(id)).length;

/** Counted pages not opened yet, as links, each with the part that it is in. */
export const unopenedLinks = () =>
  counted.filter((id) => !session.state.visited.has(id)).map((id) => makeLink(id, [partOf(id), titleOf(byId(id))].filter(Boolean).join(": ")));

/** @param {string} id */
const partOf = (id) => one("summary", one(`#contents a[href="#${CSS.escape(id)}"]`)?.closest("li > details"))?.textContent;

/**
 * How long the pages take that are not read yet, the one on screen among them, in words behind a dot.
 *
 * @param {string} key
 * @param {string[]} ids
 */
const timeLeft = (key, ids) => {
  const left = ids.filter((id) => id === current.id || !session.state.visited.has(id));
  const minutes = Math.ceil(left.reduce((sum, id) => sum + +(byId(id).dataset.seconds ?? 0), 0) / 60);
  return minutes ? " · " + text(key, { minutes }) : "";
};

/** @param {HTMLElement} page */
const titleOf = (page) => /** @type {string} */ (one("h2", page).textContent);

/** @param {string} id */
const isDone = (id) => {
  const { visited, beforeDone, passed } = session.state;
  return visited.has(id) || (id === "before" && beforeDone) || (id === "after" && passed);
};

/** @param {HTMLElement} link */
const idIn = (link) => String(link.getAttribute("href")).slice(1);

/** @param {HTMLElement} link */
const contentsItem = (link) => {
  const item = /** @type {HTMLElement} */ (link.parentNode);
  const id = idIn(link);
  const done = isDone(id) && id !== current.id;
  item.classList.toggle("done", done);
  one(".unseen", item)?.remove();
  if (done) link.append(make("span.unseen", " (" + text("done") + ")"));
  if (id === current.id) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
};

const wide = matchMedia("(min-width: 64em)");

const markContents = () => {
  const contents = one("#contents");
  all("a", contents).forEach(contentsItem);
  for (const part of all("li > details", contents)) {
    part.open = Boolean(one("[aria-current]", part));
    /** @type {HTMLElement} */ (part.parentNode).classList.toggle("done", all("li", part).every((item) => isDone(idIn(one("a", item)))));
  }
  /** @type {HTMLDetailsElement} */ (contents.firstChild).open = wide.matches;
};

const markPlace = () => {
  const link = one("#contents a[aria-current]");
  const part = link?.closest("li > details");
  const links = part ? all("a", part) : [];
  const title = titleOf(current);
  const module = part && one("summary", part).textContent;
  one("#place").textContent = part
    ? text("place", { module, page: links.indexOf(link) + 1, pages: links.length }) + timeLeft("left-part", links.map(idIn))
    : title;
  const done = visitedCount();
  one("#progress").hidden = one("#count").hidden = !counted.length; // a set that stands alone
  Object.assign(one("#progress"), { max: counted.length, value: done });
  one("#count").textContent = text("progress", { done, all: counted.length }) + timeLeft("left", counted);
};

/**
 * @param {HTMLElement} link
 * @param {string} id
 */
const lead = (link, id) => {
  link.hidden = !id;
  if (id) link.setAttribute("href", "#" + id);
};

const markSteps = () => {
  const at = order.indexOf(current.id);
  const next = one("[data-do=next]");
  lead(one("[data-do=back]"), at < 0 ? lastInOrder : order[at - 1]);
  lead(next, at < 0 ? "" : order[at + 1]);
  if (!next.hidden) one("span", next).textContent = titleOf(byId(order[at + 1]));
};

let lastInOrder = order[0];

/** Brings the marks up to date after something other than a change of page. */
export const refresh = () => {
  markContents();
  markPlace();
  markSteps();
};

/**
 * Shows page `id`. The keyboard goes to its heading, unless `quietly`.
 *
 * @param {string} id
 * @param {boolean} [quietly]
 */
export const showPage = (id, quietly) => {
  current = byId(id);
  all("main > .page").forEach((page) => (page.hidden = page !== current));
  if (order.includes(id)) {
    lastInOrder = id;
    session.visit(id);
  }
  refresh();
  listeners.forEach((listener) => listener(current));
  html.dataset.at = id;
  announce("");
  scrollTo(0, 0);
  if (!quietly) focusOn(one("h2", current));
};

/**
 * Follows a link inside the document: to a page, a panel, or a place on a page.
 *
 * @param {string} id
 */
const follow = (id) => {
  const target = byId(id);
  const page = target?.closest(".page");
  if (!target) return;
  const goOn = () => {
    if (page && page !== current) showPage(page.id, page !== target);
    if (page !== target) focusOn(target);
  };
  if (page && panels[page.id]) panels[page.id]();
  else if (page === current) goOn();
  else askToLeave(goOn);
};

/** @param {HTMLElement} link */
const citation = (link) => {
  const id = idIn(link).replace("source-", "");
  const item = link.matches(".cite") && one(`.sources [data-facts~="${CSS.escape(id)}"]`, current);
  if (!item) return false;
  /** @type {HTMLDetailsElement} */ (item.closest("details")).open = true;
  focusOn(item);
  return true;
};

/** @param {MouseEvent} event */
const onLink = (event) => {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[href]"));
  if (!link || event.defaultPrevented || link.dataset.do === "exit") return;
  if (String(link.getAttribute("href")).startsWith("#")) {
    event.preventDefault();
    if (!citation(link)) follow(idIn(link));
  } else if (/^(http|file|data)/.test(link.protocol)) {
    // The platform's frame is no place for other sites, and many refuse to be framed.
    link.target = "_blank";
    link.rel = "noreferrer";
  }
};

/** @param {Session} given */
export const preparePages = (given) => {
  session = given;
  all("main > .page").forEach((page, place) => (page.hidden = place > 0)); // until the session is open
  document.addEventListener("click", onLink);
  wide.addEventListener("change", markContents);
  whenAsked("print", () => print());
  addEventListener("beforeprint", () => all("details.sources", current).forEach((list) => (list.open = true)));
};
