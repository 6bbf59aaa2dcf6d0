// Takes a new text of the page over into the page that runs. There are three trees: the page as it was written, the page as it is
// written now, and the page on the screen, on which the player has been at work. Where the first two differ, the third is changed.

// The player holds on to these, or has said what stands in them elsewhere: it has to start anew.
const WIRED = "form, input, button, select, textarea, [data-question], .check, .scenario, video, audio, #contents, h1, h2";
const SAME = "[data-same]"; // a section that is as it was, and was not sent
const KEYS = ["id", "data-question", "for", "name"];

/** What becomes of a text that is taken over. @typedef {"in place" | "anew soon" | "anew"} Taken */

/** Of a node as it was written: the one on the screen. @type {WeakMap<Node, Node>} */
const screen = new WeakMap();

/**
 * @param {Node} written
 * @param {Node} shown
 */
const pair = (written, shown) => {
  screen.set(written, shown);
  written.childNodes.forEach((child, place) => pair(child, shown.childNodes[place]));
};

// Another document, where no picture is loaded.
const desk = document.implementation.createHTMLDocument();
const page = desk.importNode(document.documentElement, true);
pair(page, document.documentElement);

/** @type {Taken} */
let taken;

/** @param {Taken} how */
const atLeast = (how) => {
  if (taken !== "anew") taken = how;
};

/** @param {Node} node @returns {node is Element} */
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
/** @param {Node} node @param {string} selector */
const has = (node, selector) => isElement(node) && (node.matches(selector) || node.querySelector(selector));
/** @param {Node | null} node */
const touch = (node) => node && isElement(node) && node.closest(WIRED) && atLeast("anew soon");

/** @param {string} data */
const withoutDigest = (data) => data.replace(/"digest":"\w*"/, ""); // the player reads it nowhere

/**
 * @param {Node} old
 * @param {Node} now
 */
const isAlike = (old, now) => {
  if (isElement(now) && now.matches(SAME)) return /** @type {Element} */ (old).id === now.id;
  if (now.nodeName === "NOSCRIPT") return old.nodeName === now.nodeName; // read as text where scripts run
  return old.isEqualNode(now);
};

/** @param {Node} node */
const keyOf = (node) => node.nodeName + (isElement(node) ? KEYS.map((key) => node.getAttribute(key)).join() : "");

/**
 * Which of the new nodes stand for which of the old: those that are alike first, then what has the same name and key between them.
 *
 * @param {Node[]} old
 * @param {Node[]} now
 * @param {(old: Node, now: Node) => unknown} isMatch
 * @returns {Map<Node, Node>} the old ones by the new ones; in the same order in both lists
 */
const matched = (old, now, isMatch) => {
  const found = new Map();
  let from = 0;
  for (const node of now) {
    const place = old.findIndex((other, at) => at >= from && isMatch(other, node));
    if (place < 0) continue;
    found.set(node, old[place]);
    from = place + 1;
  }
  return found;
};

/**
 * @param {Node[]} old
 * @param {Node[]} now
 */
const pairsOf = (old, now) => {
  let start = 0;
  while (start < Math.min(old.length, now.length) && isAlike(old[start], now[start])) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && isAlike(old[old.length - 1 - end], now[now.length - 1 - end])) end += 1;
  const [oldLeft, nowLeft] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const pairs = matched(oldLeft, nowLeft, (other, node) => node.textContent?.trim() && isAlike(other, node));
  /** @type {Node[]} */
  let gap = [];
  let from = 0;
  for (const node of [...nowLeft, null]) {
    const same = node && pairs.get(node);
    if (node && !same) {
      gap.push(node);
      continue;
    }
    const until = same ? oldLeft.indexOf(same) : oldLeft.length;
    matched(oldLeft.slice(from, until), gap, (other, one) => keyOf(other) === keyOf(one)).forEach((other, one) => pairs.set(one, other));
    [gap, from] = [[], until + 1];
  }
  now.slice(0, start).forEach((node, place) => pairs.set(node, old[place]));
  now.slice(now.length - end).forEach((node, place) => pairs.set(node, old[old.length - end + place]));
  return pairs;
};

/** @param {ChildNode} old */
const remove = (old) => {
  if (has(old, `${WIRED}, .page`)) atLeast("anew soon");
  touch(old.parentNode);
  /** @type {ChildNode | undefined} */ (screen.get(old))?.remove();
  old.remove();
};

/**
 * @param {Node} parent
 * @param {Node} now
 * @param {ChildNode | null} follower
 */
const insert = (parent, now, follower) => {
  if (has(now, SAME)) return atLeast("anew"); // it has moved
  if (has(now, `${WIRED}, .page`)) atLeast("anew soon");
  touch(parent);
  const written = desk.importNode(now, true);
  const shown = document.importNode(now, true);
  pair(written, shown);
  const around = /** @type {Node} */ (screen.get(parent));
  const before = follower ? screen.get(follower) : screen.get(parent.lastChild ?? parent)?.nextSibling;
  const place = before?.parentNode === around ? before : null;
  if (before && !place) atLeast("anew soon");
  parent.insertBefore(written, follower);
  if (isElement(shown) && shown.matches(".page")) /** @type {HTMLElement} */ (shown).hidden = true;
  around.insertBefore(shown, place);
};

/**
 * @param {Text} old
 * @param {Text} now
 */
const mergeText = (old, now) => {
  if (old.data === now.data) return;
  const shown = /** @type {Text} */ (screen.get(old));
  if (old.parentElement?.id === "course-data" && withoutDigest(old.data) !== withoutDigest(now.data)) atLeast("anew soon");
  if (shown.data === old.data) shown.data = now.data;
  else atLeast("anew soon");
  touch(old.parentNode);
  old.data = now.data;
};

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value
 */
const set = (element, name, value) => (value === null ? element.removeAttribute(name) : element.setAttribute(name, value));

/**
 * @param {Element} old
 * @param {Element} now
 */
const mergeAttributes = (old, now) => {
  const shown = /** @type {Element} */ (screen.get(old));
  for (const name of new Set([...old.getAttributeNames(), ...now.getAttributeNames()])) {
    const [was, is] = [old.getAttribute(name), now.getAttribute(name)];
    if (was === is) continue;
    if (name === "data-beside" || old.matches("meta[http-equiv]")) atLeast("anew"); // another style, script or policy
    if (shown.getAttribute(name) === was) set(shown, name, is);
    else atLeast("anew soon");
    set(old, name, is);
    touch(old);
  }
};

/**
 * @param {Node} old
 * @param {Node} now
 */
const merge = (old, now) => {
  if (isAlike(old, now)) return;
  if (!isElement(now)) return mergeText(/** @type {Text} */ (old), /** @type {Text} */ (now));
  mergeAttributes(/** @type {Element} */ (old), now);
  const [before, after] = [[...old.childNodes], [...now.childNodes]];
  const pairs = pairsOf(before, after);
  const kept = new Set(pairs.values());
  before.filter((node) => !kept.has(node)).forEach(remove);
  let follower = /** @type {ChildNode | null} */ (null);
  for (const node of after.reverse()) {
    const same = pairs.get(node);
    if (same) merge(same, node);
    else insert(old, node, follower);
    follower = /** @type {ChildNode | null} */ (same ?? (follower ? follower.previousSibling : old.lastChild));
  }
};

/**
 * Brings the page on the screen up to a new text, in which sections may be left out that are the same.
 *
 * @param {string} text
 * @returns {Taken} whether that is all, or the page has to be loaded anew: soon, as the player does not know it yet, or at once
 */
export const takeOver = (text) => {
  taken = "in place";
  merge(page, new DOMParser().parseFromString(text, "text/html").documentElement);
  return taken;
};
