// What of a page is read aloud, sentence by sentence, and how it is said.

import { data } from "./course-data.js";

/** @type {[string, string?][]} */
const rules = data.spoken?.rules ?? [];
const digits = /** @type {Record<string, string>} */ (Object(data.spoken?.digits));

/**
 * As it is said: `rules` in turn, a pattern and what stands for it; without that, the number behind its first group digit by digit.
 *
 * @param {string} words
 */
export const spoken = (words) =>
  rules
    .reduce(
      (said, [pattern, to]) =>
        said.replace(
          new RegExp(pattern, "gu"),
          /** @type {any} */ (to ?? ((/** @type {string[]} */ ...[, before, number]) => before + [...number].map((sign) => digits[sign] ?? " ").join(" "))),
        ),
      words,
    )
    .replace(/\s+/g, " ")
    .trim();

/** @param {string} text */
const split = (text) =>
  Intl.Segmenter ? [...new Intl.Segmenter(data.language, { granularity: "sentence" }).segment(text)] : [{ segment: text, index: 0 }];

/**
 * @param {[Text, number][]} nodes each with its place in the text
 * @param {number} from
 * @param {number} to
 */
const rangeOf = (nodes, from, to) => {
  const range = document.createRange();
  for (const [node, start] of nodes) {
    if (start <= from) range.setStart(node, Math.min(node.length, from - start));
    if (start < to) range.setEnd(node, Math.min(node.length, to - start));
    if (range.startContainer === document) range.setStart(node, 0);
  }
  return range;
};

/**
 * What is shown, and not marked in listen.css as nothing to hear.
 *
 * @param {Node} node
 */
const isHeard = (node) => {
  const style = node instanceof Element && getComputedStyle(node);
  return !style || (style.display !== "none" && !style.getPropertyValue("--unheard"));
};

/**
 * The nearest element that stands on lines of its own.
 *
 * @param {Element} element
 * @returns {Element}
 */
const blockOf = (element) => (getComputedStyle(element).display.startsWith("inline") ? blockOf(/** @type {Element} */ (element.parentNode)) : element);

/**
 * The sentences of a page in order: what is said, where it stands. Words of a picture have no range, and
 * what stands over a cell is said before it.
 *
 * @param {HTMLElement} page
 */
export const sentencesOf = (page) => {
  const walk = document.createTreeWalker(page, 5, (node) => (isHeard(node) ? 1 : 2)); // elements and text; or not, with all inside
  /** @type {{element: Element, text: string, nodes: [Text, number][]}[]} */
  const lines = [];
  while (walk.nextNode()) {
    const node = /** @type {any} */ (walk.currentNode);
    const named = node.alt ?? node.dataset?.label;
    if (named) lines.push({ element: node, text: named + ": ", nodes: [] });
    if (!node.data) continue;
    const element = blockOf(node.parentNode);
    if (lines.at(-1)?.element !== element) lines.push({ element, text: "", nodes: [] });
    const line = lines[lines.length - 1];
    line.nodes.push([node, line.text.length]);
    line.text += node.data;
  }
  return lines.flatMap(({ element, text, nodes }) =>
    split(text)
      .filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment))
      .map(({ segment, index }) => ({
        said: spoken(segment),
        element,
        ranges: nodes[0] ? [rangeOf(nodes, index, index + segment.trimEnd().length)] : [],
      })),
  );
};
